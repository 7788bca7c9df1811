"""Routes of mail."""

from ninja import Router

from frontdesk.mail.api import (
    dashboard,
    mail_settings,
    messages,
    previews,
    sending,
    template_analytics,
    template_rules,
    templates,
)

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/email-templates", previews.router),
    ("/email-templates", templates.router),
    ("/email-templates", template_rules.router),
    ("/email-templates", template_analytics.router),
    ("", sending.router),
    ("/mail/messages", messages.router),
    ("/mail/settings", mail_settings.router),
    ("", dashboard.router),
)
