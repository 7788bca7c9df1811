"""Routes of the AI models."""

from ninja import Router

from frontdesk.ai.api import registry

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/ai/system-models", registry.system),
    ("/ai/org-models", registry.organization),
    ("/ai/user-models", registry.own),
)
