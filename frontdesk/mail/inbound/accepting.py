"""Keeping what arrives before anything looks inside: a row for each organization, and a job that reads it."""

import hashlib
from collections.abc import Mapping, Sequence
from uuid import UUID

from frontdesk.mail import reading
from frontdesk.mail.inbound import ownership
from frontdesk.mail.inbound.reading_job import read_received
from frontdesk.mail.models import Mailbox, MailProvider, ReceivedMail
from frontdesk.platform import events, jobs, tenancy

SMTP, IMAP, WEBHOOK = "smtp", "imap", "webhook"
# Headers are looked for in so many bytes; a list shows them until the mail has been read.
_HEAD = 65536


def accept(
    raw: bytes,
    *,
    sender: str,
    recipients: Sequence[str],
    peer: str,
    source: str,
    mailbox: Mailbox | None = None,
    provider: MailProvider | None = None,
    helo: str = "",
    authentication: Mapping[str, object] | None = None,
    is_whole: bool = True,
) -> list[UUID]:
    """Stores one copy for each organization that the recipients belong to, or one for nobody; returns the ids.

    The same bytes to the same organization are stored once: servers repeat what they think was not taken. What came by
    a mailbox or a provider's webhook belongs to their organization, whatever the mail says. ``authentication``: what a
    provider whom we trust found out. What is not whole is kept and not read: the caller says why.
    """
    digest = hashlib.sha256(raw).digest()
    headers = reading.parse_headers(raw[:_HEAD])
    values = {
        "envelope_from": printable(sender)[:320],
        "envelope_to": [printable(address)[:320].lower() for address in recipients],
        "subject": printable(headers.get("Subject"))[:998],
        "message_id_header": printable(headers.get("Message-ID"))[:255],
        "peer": peer[:60],
        "helo": printable(helo)[:255],
        "raw": raw,
        "size": len(raw),
        "source": source,
        "mailbox_id": mailbox.id if mailbox else None,
        "provider_id": provider.id if provider else None,
        "authentication": dict(authentication or {}),
    }
    with tenancy.platform("mail intake"):
        owners = _owners(recipients, mailbox, provider)
        return [_keep(org_id, digest, values, is_whole=is_whole) for org_id in owners]


def _owners(recipients: Sequence[str], mailbox: Mailbox | None, provider: MailProvider | None) -> list[UUID | None]:
    if mailbox is not None:
        return [mailbox.organization_id]
    if provider is not None and provider.organization_id is not None:
        return [provider.organization_id]
    return ownership.owners_of(recipients)


def _keep(org_id: UUID | None, digest: bytes, values: Mapping[str, object], *, is_whole: bool) -> UUID:
    row, is_new = ReceivedMail.objects.get_or_create(
        organization_id=org_id,  # type: ignore[misc]  # None is looked up as NULL
        digest=digest,
        defaults=values,
    )
    if is_new:
        if org_id:
            events.record("mail.arrived", record_type="received_mail", record_id=row.id, org_id=org_id)
        if is_whole:
            jobs.enqueue(read_received, org_id=org_id, received_id=row.id)
    elif missing := [each for each in _listed(values["envelope_to"]) if each not in row.envelope_to]:
        row.envelope_to = [*row.envelope_to, *missing]
        row.save(update_fields=["envelope_to"])
    return row.id


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def printable(value: object) -> str:
    """A line without what a database cannot hold or a list cannot show."""
    text = str(value or "").encode("utf-8", "replace").decode()
    return "".join(character for character in text if character.isprintable())
