"""The OpenAI-compatible door: `/v1` for any OpenAI client, with a Frontdesk API key.

A small ASGI application of its own, beside Django: its calls take long and come often. Who calls and what is called is
read through the same code as everywhere, kept for a few seconds, and forgotten as soon as the database says that a key,
a person, an organization or a model has changed.
"""

from frontdesk.ai.openai_door.app import door, start, stop

__all__ = ["door", "start", "stop"]
