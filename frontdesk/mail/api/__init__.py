"""Routes of mail."""

from ninja import Router

from frontdesk.mail.api import dashboard, messages, previews, sending, templates

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/email-templates", previews.router),
    ("/email-templates", templates.router),
    ("", sending.router),
    ("/mail/messages", messages.router),
    ("", dashboard.router),
)
