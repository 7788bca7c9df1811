"""Routes of the AI models."""

from ninja import Router

from frontdesk.ai.api import chat, classifiers, registry, usage

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/ai/models", chat.router),
    ("/ai/system-models", registry.system),
    ("/ai/org-models", registry.organization),
    ("/ai/user-models", registry.own),
    ("/ai/classifiers", classifiers.router),
    ("/ai", usage.router),
)
