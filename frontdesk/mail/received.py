"""Mail that arrives: kept byte for byte before anything looks inside."""

import hashlib
from collections.abc import Sequence
from email.utils import parseaddr
from uuid import UUID

from django.db.models import Q

from frontdesk.mail import reading
from frontdesk.mail.models import ReceivedMail
from frontdesk.orgs.models import Contact, Organization, Profile
from frontdesk.platform import events, tenancy


def keep(raw: bytes, *, sender: str, recipients: Sequence[str], peer: str) -> list[UUID]:
    """Stores one copy for each organization that the recipients belong to, or one for nobody; returns the ids.

    The same bytes to the same organization are stored once: servers repeat what they think was not taken.
    """
    digest = hashlib.sha256(raw).digest()
    headers = reading.parse_headers(raw[:65536])
    with tenancy.platform("mail intake"):
        kept = []
        for org_id in _owners(recipients):
            row, is_new = ReceivedMail.objects.get_or_create(
                organization_id=org_id,  # type: ignore[misc]  # None is looked up as NULL
                digest=digest,
                defaults={
                    "envelope_from": _printable(sender)[:320],
                    "envelope_to": [_printable(address)[:320].lower() for address in recipients],
                    "subject": _printable(headers.get("Subject"))[:998],
                    "message_id_header": _printable(headers.get("Message-ID"))[:255],
                    "peer": peer,
                    "raw": raw,
                },
            )
            kept.append(row.id)
            if is_new and org_id:
                events.record("mail.received", record_type="email_message", record_id=row.id, org_id=org_id)
        return kept


def _printable(value: object) -> str:
    """A line without what a database cannot hold or a list cannot show."""
    text = str(value or "").encode("utf-8", "replace").decode()
    return "".join(character for character in text if character.isprintable())


def _owners(recipients: Sequence[str]) -> list[UUID | None]:
    """The organizations whose own address, person or contact is among the recipients."""
    addresses = [parseaddr(address)[1].lower() for address in recipients]
    found: set[UUID | None] = set()
    found.update(Organization.objects.filter(support_address__in=addresses).values_list("id", flat=True))
    found.update(
        Profile.objects.filter(Q(email__in=addresses), organization__isnull=False).values_list(
            "organization_id", flat=True
        )
    )
    if not found:
        found.update(Contact.objects.filter(email__in=addresses).values_list("organization_id", flat=True))
    return sorted(found, key=str) or [None]
