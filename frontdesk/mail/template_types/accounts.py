"""Mail about accounts and the platform."""

from frontdesk.mail.template_types.declaring import (
    ACTION,
    EXPIRES_IN,
    NAME,
    TemplateType,
    link,
    mail_type,
    placeholder,
)

ACCOUNT_TYPES = (
    mail_type(TemplateType.WELCOME, "Greets a person whose account is ready.", NAME, ACTION, category="system"),
    mail_type(
        TemplateType.RESET_EMAIL,
        "Lets a person choose a new password.",
        NAME,
        link("reset_url", "Reset link", "Where the new password is chosen.", "https://frontdesk.test/en/reset/8f3k"),
        EXPIRES_IN,
        category="system",
    ),
    mail_type(
        TemplateType.EMAIL_CONFIRMATION,
        "Asks a person to confirm their address.",
        NAME,
        link("confirm_url", "Confirmation link", "Confirms the address.", "https://frontdesk.test/en/confirm/8f3k"),
        EXPIRES_IN,
        category="system",
    ),
    mail_type(
        TemplateType.INVITATION,
        "Invites a colleague or a client to the organisation.",
        placeholder("inviter_name", "Invited by", "Who sends the invitation.", "Alice Moreno"),
        placeholder("role", "Role", "The role they will have, in words.", "agent", "agente"),
        placeholder(
            "message",
            "Message",
            "A personal note from the inviter.",
            "Looking forward to having you on the team, Bob.",
            "Qué ganas de tenerte en el equipo, Bob.",
            required=False,
        ),
        link("accept_url", "Accept link", "Accepts the invitation.", "https://frontdesk.test/en/invitations/8f3k"),
        placeholder(
            "expires_at",
            "Valid until",
            "When the invitation ends.",
            "2027-03-11T09:00:00+00:00",
            kind="datetime",
        ),
        category="system",
    ),
    mail_type(
        TemplateType.SECURITY_NOTICE,
        "Tells a person of a change to their account's security.",
        NAME,
        placeholder(
            "notice_title", "What happened", "In a few words.", "Your password was changed", "Tu contraseña ha cambiado"
        ),
        placeholder(
            "notice_text",
            "Details",
            "In a sentence or two.",
            "The password of your account was changed, and you were signed out on all other devices.",
            "La contraseña de tu cuenta ha cambiado y hemos cerrado tu sesión en los demás dispositivos.",
        ),
        link("action_url", "Link", "Where to check the account.", "https://frontdesk.test/en/settings/security"),
        placeholder("ip_address", "IP address", "Where it was done from.", "203.0.113.24", required=False),
        placeholder("at", "When", "Date and time.", "2027-03-04T09:12:00+00:00", kind="datetime", required=False),
        category="system",
    ),
    mail_type(
        TemplateType.AI_QUOTA_WARNING,
        "Warns that a limit of AI tokens is nearly or wholly used up.",
        NAME,
        placeholder("model_name", "Model", "The AI model that the limit is on.", "Letter writer", "Redactor de cartas"),
        placeholder(
            "limit_name",
            "Which limit",
            "Whose limit it is, and for what time, in words.",
            "your organization's monthly limit",
            "el límite mensual de tu organización",
        ),
        placeholder("percent", "Percent", "80 or 100: how much of it is used.", 80, kind="number"),
        placeholder("tokens_used", "Used", "Tokens used, as shown.", "801,200", "801.200"),
        placeholder("tokens_allowed", "Limit", "Tokens allowed, as shown.", "1,000,000", "1.000.000"),
        placeholder("resets_at", "Resets", "When counting starts anew.", "2027-04-01T00:00:00+01:00", kind="datetime"),
        placeholder("timezone", "Time zone", "Zone in which times are shown.", "Europe/Madrid", required=False),
        link("action_url", "Link", "Where limits and usage are seen.", "https://frontdesk.test/en/account/ai"),
        category="system",
    ),
)
