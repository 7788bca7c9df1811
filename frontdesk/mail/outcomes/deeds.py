"""What a recipient did with a mail, as a row."""

from datetime import datetime

from frontdesk.mail.models import EmailEngagement, EmailMessage

_REPEATED = ("organization_id", "template_id", "template_version", "locale", "campaign_id", "variant", "contact_id")


def make_deed(message: EmailMessage, kind: str, **values: str | int | datetime | None) -> EmailEngagement:
    """Not saved yet. It repeats what reports want to know of its mail; ``values`` are the other columns."""
    repeated = {name: getattr(message, name) for name in _REPEATED}
    return EmailEngagement(message_id=message.id, kind=kind, **repeated, **values)
