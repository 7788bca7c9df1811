"""Routes of the AI models."""

from ninja import Router

from frontdesk.ai.api import builtin, chat, classifiers, config, models, registry, tasks, trying, usage

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/ai/models", models.router),
    ("/ai/models", trying.router),
    ("/ai/models", chat.router),
    ("/ai/system-models", registry.system),
    ("/ai/org-models", registry.organization),
    ("/ai/user-models", registry.own),
    ("/ai/classifiers", classifiers.router),
    ("/ai/builtin", builtin.router),
    ("/ai", config.router),
    ("/ai", tasks.router),
    ("/ai", usage.router),
)
