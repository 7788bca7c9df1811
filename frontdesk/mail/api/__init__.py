"""Routes of mail."""

from ninja import Router

from frontdesk.mail.api import dashboard, messages, sending, templates

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/email-templates", templates.router),
    ("", sending.router),
    ("/mail/messages", messages.router),
    ("", dashboard.router),
)
