"""Routes of the AI models."""

from ninja import Router

ROUTERS: tuple[tuple[str, Router], ...] = ()
