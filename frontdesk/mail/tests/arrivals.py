"""Mails that arrive in tests, and what became of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from frontdesk.mail import inbound
from frontdesk.mail.authentication import names
from frontdesk.mail.models import EmailMessage, MailDomain, MailThread, ReceivedMail
from frontdesk.mail.tests.dns_server import DnsServer, serving
from frontdesk.orgs.models import Organization
from frontdesk.platform import jobs, tenancy
from frontdesk.platform.models import Event

INBOX = "/api/mail/inbox"
RECEIVED = "/api/mail/received"
HELP = "help@northgate.test"


def letter(
    *,
    sender: str = "Carol Castillo <carol@client.test>",
    to: str = HELP,
    subject: str = "My visa",
    body: str = "When does it come?",
    message_id: str | None = None,
    **headers: str,
) -> bytes:
    """``headers``: further ones, with _ for -. Without ``message_id`` it gets one of its own; empty: none."""
    named = f"<{uuid4()}@client.test>" if message_id is None else message_id
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}", "Date: Mon, 23 Nov 2026 09:00:00 +0000"]
    lines += [f"Message-ID: {named}"] if named else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += ["" if "Content_Type" in headers else "Content-Type: text/plain; charset=utf-8\r\n", body, ""]
    return "\r\n".join(lines).encode()


@contextmanager
def quiet_dns() -> Iterator[DnsServer]:
    """A name server that knows nothing until it is told."""
    names.forget()
    with serving() as server:
        yield server
    names.forget()


def arrive(raw: bytes, *to: str, sender: str = "carol@client.test", read: bool = True, **named: Any) -> ReceivedMail:
    """Takes it in as the listener does and has it read; the row as it is then."""
    options = {"peer": "203.0.113.9", "source": "smtp", "helo": "mail.client.test", **named}
    (received_id, *_) = inbound.accept(raw, sender=sender, recipients=to or (HELP,), **options)
    if read:
        jobs.run_pending()
    return received(received_id)


def received(received_id: UUID | str) -> ReceivedMail:
    with tenancy.platform("tests"):
        return ReceivedMail.objects.select_related("thread", "contact", "about").get(id=received_id)


def threads() -> list[MailThread]:
    with tenancy.platform("tests"):
        return list(MailThread.objects.select_related("contact").order_by("created_at"))


def told(name: str, record_id: object = None) -> Sequence[Event]:
    with tenancy.platform("tests"):
        found = Event.objects.filter(name=name).order_by("id")
        return list(found.filter(record_id=str(record_id)) if record_id else found)


def verify(domain: str, slug: str, **values: object) -> MailDomain:
    """The organization has proven that the domain is its own."""
    from django.utils import timezone

    with tenancy.platform("tests"):
        made: MailDomain = MailDomain.objects.create(
            organization=Organization.objects.get(slug=slug),
            domain=domain,
            status="verified",
            verification_token=uuid4().hex,
            dkim_selector="fd",
            verified_at=timezone.now(),
            **values,
        )
    return made


def sent_to(address: str, slug: str = "northgate", **values: object) -> EmailMessage:
    """A mail of the organization that went out."""
    from django.utils import timezone

    message_id = uuid4()
    with tenancy.platform("tests"):
        made: EmailMessage = EmailMessage.objects.create(
            **{
                "id": message_id,
                "organization": Organization.objects.get(slug=slug),
                "status": "sent",
                "from_address": "Northgate <desk@frontdesk.test>",
                "to_address": address,
                "subject": "Your papers",
                "mime": b"",
                "message_id_header": f"<{message_id}@frontdesk.test>",
                "sent_at": timezone.now(),
                **values,
            }
        )
    return made
