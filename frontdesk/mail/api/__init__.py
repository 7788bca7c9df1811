"""Routes of mail."""

from ninja import Router

from frontdesk.mail.api import (
    dashboard,
    email_blocks,
    gallery,
    mail_providers,
    mail_senders,
    mail_settings,
    messages,
    previews,
    sending,
    template_analytics,
    template_bundles,
    template_drafts,
    template_imports,
    template_rules,
    template_samples,
    template_types,
    template_versions,
    templates,
)

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/email-templates/gallery", gallery.router),
    ("/email-templates", previews.router),
    ("/email-templates", templates.router),
    ("/email-templates", template_rules.router),
    ("/email-templates", template_analytics.router),
    ("/email-templates", template_types.router),
    ("/email-templates", template_versions.router),
    ("/email-templates", template_drafts.router),
    ("/email-templates", template_imports.router),
    ("/email-templates", template_samples.router),
    ("/email-templates", template_bundles.router),
    ("/email-blocks", email_blocks.router),
    ("", sending.router),
    ("/mail/messages", messages.router),
    ("/mail/settings", mail_settings.router),
    ("/mail/provider-kinds", mail_providers.kinds),
    ("/mail/providers", mail_providers.router),
    ("/mail/senders", mail_senders.router),
    ("", dashboard.router),
)
