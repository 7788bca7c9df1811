"""Server-sent events: each open stream hears what happens in its tenant, and resumes after a break."""

from frontdesk.platform.realtime.listener import Listener
from frontdesk.platform.realtime.streams import stream

__all__ = ["Listener", "stream"]
