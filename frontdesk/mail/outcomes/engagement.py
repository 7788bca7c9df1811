"""Openings and clicks that a provider counted, beside those of our own pixel and links.

Only where the organization wants them counted and our own do not: a mail's clicks through us are seen by both.
"""

from django.conf import settings

from frontdesk.mail import mail_settings
from frontdesk.mail.models import EmailEngagement, EmailMessage, EngagementKind
from frontdesk.mail.outcomes.deeds import make_deed
from frontdesk.mail.outcomes.states import Happening, HappeningKind
from frontdesk.mail.tracking.machines import TOO_SOON


def note(message: EmailMessage, happening: Happening) -> bool:
    if message.organization_id is None:
        return False
    wanted = mail_settings.of_organization(message.organization_id)
    is_open = happening.kind == HappeningKind.OPENED
    is_wanted = wanted.track_opens if is_open else wanted.track_clicks
    if not is_wanted or _is_ours(happening.url):
        return False
    kind = EngagementKind.OPEN if is_open else EngagementKind.CLICK
    is_machine = happening.is_machine or _is_too_soon(message, happening)
    same = EmailEngagement.objects.filter(message_id=message.id, kind=kind, is_machine=is_machine)
    if not is_open:  # one opening of a person and one of a machine tell all, as with our own pixel
        same = same.filter(url=happening.url, created_at=happening.at)
    if same.exists():
        return False
    deed = make_deed(
        message,
        kind,
        url=happening.url[:2000],
        is_machine=is_machine,
        created_at=happening.at,
        user_agent="" if wanted.is_private else happening.user_agent[:300],
    )
    deed.save(force_insert=True)
    return True


def _is_ours(url: str) -> bool:
    """Our own links count by themselves, on whichever host they are."""
    return url.startswith(settings.PUBLIC_URL) or "/t/c/" in url


def _is_too_soon(message: EmailMessage, happening: Happening) -> bool:
    return message.sent_at is not None and happening.at - message.sent_at < TOO_SOON
