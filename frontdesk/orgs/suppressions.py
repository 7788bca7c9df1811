"""Which addresses an organization sends nothing to, and why. Kept by hash, so that an erased person stays known as one.

``hard_bounce`` says that the address is dead: nothing goes there. The other reasons keep marketing away and let mail
pass that the person needs (a confirmation, an answer).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from frontdesk.orgs.models import Contact, Suppression, SuppressionReason

# Shown at a contact when several hold: the gravest.
_GRAVEST = (
    SuppressionReason.ERASED,
    SuppressionReason.HARD_BOUNCE,
    SuppressionReason.COMPLAINT,
    SuppressionReason.UNSUBSCRIBE,
    SuppressionReason.MANUAL,
)
DEAD = (SuppressionReason.HARD_BOUNCE,)
NO_CONSENT = "no consent to marketing mail"


def hash_of(org_id: UUID, email: str) -> bytes:
    """In SQL: ``sha256(convert_to(organization_id || ':' || lower(email), 'UTF8'))``."""
    return hashlib.sha256(f"{org_id}:{email.strip().lower()}".encode()).digest()


def find_suppressed(org_id: UUID, emails: Iterable[str], *, dead_only: bool) -> dict[str, SuppressionReason]:
    """The addresses, in lower case, that get nothing: no mail at all (``dead_only``), or no marketing."""
    by_hash = {hash_of(org_id, email): email.strip().lower() for email in emails}
    rows = Suppression.objects.filter(organization_id=org_id, email_hash__in=list(by_hash))
    if dead_only:
        rows = rows.filter(reason__in=DEAD)
    found: dict[str, SuppressionReason] = {}
    for email_hash, reason in rows.values_list("email_hash", "reason"):
        email = by_hash[bytes(email_hash)]
        found[email] = _graver(SuppressionReason(reason), found.get(email))
    return found


def list_reasons(org_id: UUID, email: str) -> list[SuppressionReason]:
    """All for which the address stands on the list."""
    rows = Suppression.objects.filter(organization_id=org_id, email_hash=hash_of(org_id, email))
    return [SuppressionReason(reason) for reason in rows.values_list("reason", flat=True)]


def find_held(org_id: UUID, emails: Iterable[str], *, is_marketing: bool) -> dict[str, str]:
    """The addresses, in lower case, that a mail is held back from, and why. Marketing never goes to a suppressed or
    unwilling address; other mail goes unless the address is dead."""
    addresses = [email.strip().lower() for email in emails]
    held: dict[str, str] = dict(find_suppressed(org_id, addresses, dead_only=not is_marketing))
    if is_marketing:
        unwilling = Contact.objects.filter(email__in=addresses, consent__marketing_mail__state="denied")
        for email in unwilling.values_list("email", flat=True):
            held.setdefault(email, NO_CONSENT)
    return held


def _graver(one: SuppressionReason, other: SuppressionReason | None) -> SuppressionReason:
    return one if other is None else min(one, other, key=_GRAVEST.index)


def suppress(
    org_id: UUID, email: str, reason: SuppressionReason, *, detail: str = "", created_by: UUID | None = None
) -> bool:
    """Adds the address to the list and shows it at its contact; False when it stood there for this reason already."""
    address = email.strip().lower()
    _, is_new = Suppression.objects.get_or_create(
        organization_id=org_id,
        email_hash=hash_of(org_id, address),
        reason=reason,
        defaults={
            "email": None if reason == SuppressionReason.ERASED else address,
            "detail": detail[:500],
            "created_by_id": created_by,
        },
    )
    if is_new:
        show_at_contact(org_id, address)
    return bool(is_new)


def release(org_id: UUID, email: str, reasons: Iterable[SuppressionReason] | None = None) -> int:
    """Takes the address off the list, for these reasons or all; returns for how many it stood there."""
    rows = Suppression.objects.filter(organization_id=org_id, email_hash=hash_of(org_id, email))
    if reasons is not None:
        rows = rows.filter(reason__in=list(reasons))
    count, _ = rows.delete()
    if count:
        show_at_contact(org_id, email)
    return int(count)


def show_at_contact(org_id: UUID, email: str) -> None:
    """Writes at the contact, if there is one, what holds for its address now."""
    address = email.strip().lower()
    reason = find_suppressed(org_id, [address], dead_only=False).get(address)
    changed = Contact.objects.filter(organization_id=org_id, email=address).exclude(
        Q(suppression_reason=reason.value if reason else "")
    )
    changed.update(suppression_reason=reason.value if reason else "", suppressed_at=timezone.now() if reason else None)


_SUPPRESS_MANY = """
insert into suppression (organization_id, email_hash, email, reason, detail, created_by_id, created_at)
select %(org)s, sha256(convert_to(%(org)s::text || ':' || told.email, 'UTF8')), told.email, told.reason, told.detail,
  %(by)s::uuid, statement_timestamp()
from unnest(%(emails)s::text[], %(reasons)s::text[], %(details)s::text[]) as told(email, reason, detail)
on conflict do nothing
"""
_SHOW_MANY = """
update contacts c set suppression_reason = held.reason, suppressed_at = statement_timestamp()
from (
  select email, (array_agg(reason order by array_position(%(gravest)s::text[], reason::text)))[1] as reason
  from suppression where organization_id = %(org)s and email = any(%(emails)s::text[]) group by email) held
where c.organization_id = %(org)s and c.email = held.email and c.suppression_reason <> held.reason
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """``email`` in lower case."""

    email: str
    reason: SuppressionReason
    detail: str = ""


def suppress_many(org_id: UUID, entries: Sequence[Entry], *, created_by: UUID | None = None) -> int:
    """Two statements however many they are; returns how many were not on the list for that reason before."""
    values = {
        "org": org_id,
        "by": created_by,
        "emails": [entry.email for entry in entries],
        "reasons": [entry.reason.value for entry in entries],
        "details": [entry.detail[:500] for entry in entries],
        "gravest": [reason.value for reason in _GRAVEST],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUPPRESS_MANY, {name: values[name] for name in ("org", "by", "emails", "reasons", "details")})
        added = int(cursor.rowcount)
        cursor.execute(_SHOW_MANY, {name: values[name] for name in ("org", "emails", "gravest")})
    return added
