"""What keeps two machines from answering each other for ever, and one sender from flooding everybody."""

from datetime import timedelta

from django.utils import timezone

from frontdesk.mail.addresses import known_address
from frontdesk.mail.inbound import conversations
from frontdesk.mail.isolated.contents import Contents
from frontdesk.mail.models import EmailMessage, MailDomain, MailSender, ReceivedMail, ReceivedState
from frontdesk.orgs.models import Profile, Role

# Mails of one sender within an hour that open or continue a conversation; people write fewer.
MAX_PER_HOUR = 30
OWN_HEADER = "x-frontdesk-type"


def loop_reason(row: ReceivedMail, contents: Contents) -> str:
    """Why this mail must open nothing; empty when it may."""
    if _is_own(contents) or (contents.header(OWN_HEADER) and _is_address_of_ours(contents.from_address)):
        return "It is our own mail, which came back to us."
    if not contents.from_address:
        return ""
    since = timezone.now() - timedelta(hours=1)
    recent = ReceivedMail.objects.filter(
        from_address=contents.from_address, created_at__gt=since, state=ReceivedState.PARSED, thread__isnull=False
    ).exclude(id=row.id)
    # Whoever floods us in somebody's name must not shut them out: what is proven to be theirs counts by itself.
    is_proven = row.authentication.get("is_aligned") is True
    told = recent.values_list("authentication__is_aligned", flat=True)[: 2 * MAX_PER_HOUR]
    if sum((each is True) == is_proven for each in told) >= MAX_PER_HOUR:
        return f"More than {MAX_PER_HOUR} mails within an hour from {contents.from_address}."
    return ""


def _is_address_of_ours(address: str) -> bool:
    """Other organizations have a Frontdesk too, and write to us: their mail carries the same header."""
    domain = address.rpartition("@")[2]
    verified = MailDomain.objects.filter(domain=domain, verified_at__isnull=False)
    return verified.exists() or MailSender.objects.filter(email__iexact=address).exists()


def _is_own(contents: Contents) -> bool:
    """Our Message-ID under our own address; under another's it is that person's own doing."""
    sent: list[EmailMessage] = conversations.sent_named([contents.message_id] if contents.message_id else [])
    return any(known_address(each.from_address) == contents.from_address for each in sent)


def is_colleague(address: str) -> bool:
    """Whether the address is that of somebody of the bound organization's staff."""
    return bool(address) and Profile.objects.filter(email=address).exclude(role=Role.USER).exists()
