"""Lines of a file become contacts: a few statements for thousands of them.

What a chunk did and how far the import has come are one transaction. So a killed worker's import goes on behind the
last whole chunk: nothing is lost, and nothing counts twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from frontdesk.mail.audience.importing.cells import Line
from frontdesk.mail.models import SubscriptionState
from frontdesk.orgs.models import SuppressionReason
from frontdesk.orgs.suppressions import hash_of

SOURCE = "import"

_SUPPRESSED = "select email_hash, reason from suppression where organization_id = %s and email_hash = any(%s)"
_KEPT_AWAY = """
select c.email, coalesce(c.consent -> 'marketing_mail' ->> 'state', '') = 'denied',
  exists (select from mail_subscription s where s.list_id = %s and s.contact_id = c.id and s.state = 'unsubscribed')
from contacts c where c.organization_id = %s and c.email = any(%s)
"""
REASONS = {
    SuppressionReason.ERASED: "This person was erased on their demand. An admin has to release the address first.",
    SuppressionReason.HARD_BOUNCE: "Mail to this address came back: it is suppressed.",
    SuppressionReason.COMPLAINT: "This person reported our mail as unwanted: the address is suppressed.",
    SuppressionReason.UNSUBSCRIBE: "This person unsubscribed: the address is suppressed.",
    SuppressionReason.MANUAL: "The address is on the suppression list.",
}
LEFT = "This person left the list before: that needs their own consent."
DENIED = "This person refused marketing: that needs their own consent."


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does with its lines. ``started_at`` marks the contacts that it wrote."""

    org_id: UUID
    started_at: datetime
    update_existing: str = "fill"
    consent: Mapping[str, str] | None = None
    list_id: UUID | None = None
    double_opt_in: bool = False
    profile_id: UUID | None = None


@dataclass(slots=True)
class Written:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    # Who is on the list since, and has to be asked.
    asked: Sequence[UUID] = ()


def find_kept_away(plan: Plan, emails: Sequence[str]) -> dict[str, str]:
    """Addresses that an import must not bring back, and why."""
    by_hash = {hash_of(plan.org_id, email): email for email in emails}
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SUPPRESSED, [plan.org_id, list(by_hash)])
        for email_hash, reason in cursor.fetchall():
            email = by_hash[bytes(email_hash)]
            if email not in found or reason == SuppressionReason.ERASED:  # of several reasons the gravest
                found[email] = REASONS[SuppressionReason(reason)]
        if plan.list_id is not None:
            cursor.execute(_KEPT_AWAY, [plan.list_id, plan.org_id, list(emails)])
            for email, has_refused, has_left in cursor.fetchall():
                if has_left or has_refused:
                    found.setdefault(email, LEFT if has_left else DENIED)
    return found


_KNOWN = """
select array_agg(id) filter (where updated_at = %s), count(*)
from contacts where organization_id = %s and email = any(%s)
"""
# What the file says of somebody comes first where it overwrites, and where this import itself wrote them before: of two
# lines the last one counts.
_UPSERT = """
insert into contacts as c (id, organization_id, email, full_name, phone, locale, timezone, fields, consent,
  suppression_reason, source, created_at, updated_at)
select gen_random_uuid(), %(org)s, l.email, l.full_name, l.phone, l.locale, l.timezone, l.fields::jsonb,
  %(consent)s::jsonb, '', 'import', %(at)s, %(at)s
from unnest(%(email)s::text[], %(full_name)s::text[], %(phone)s::text[], %(locale)s::text[], %(timezone)s::text[],
  %(fields)s::text[]) as l (email, full_name, phone, locale, timezone, fields)
on conflict (organization_id, lower(email)) do update set
  full_name = {full_name}, phone = {phone}, locale = {locale}, timezone = {timezone}, fields = {fields},
  consent = {consent}, updated_at = %(at)s
where (%(mode)s::text <> 'never' or c.created_at = %(at)s) and
  (c.full_name, c.phone, c.locale, c.timezone, c.fields, c.consent)
  is distinct from ({full_name}, {phone}, {locale}, {timezone}, {fields}, {consent})
returning c.id, xmax = 0
"""
_WINS = "(%(mode)s::text = 'overwrite' or c.created_at = %(at)s)"


def _merged_text(name: str) -> str:
    return f"case when excluded.{name} <> '' and (c.{name} = '' or {_WINS}) then excluded.{name} else c.{name} end"


_FIELDS = f"case when {_WINS} then c.fields || excluded.fields else excluded.fields || c.fields end"
_MERGED = {
    **{name: _merged_text(name) for name in ("full_name", "phone", "locale", "timezone")},
    # A contact that would have too many keeps what it has.
    "fields": f"case when (select count(*) from jsonb_object_keys({_FIELDS})) <= 50 then {_FIELDS} else c.fields end",  # noqa: S608
    # Who said yes or no before is not asked again.
    "consent": "excluded.consent || c.consent",
}
_UPSERT = _UPSERT.format(**_MERGED)

_CONSENTS = """
insert into contact_consents (organization_id, contact_id, purpose, state, text, recorded_by_id, created_at)
select %(org)s, c.id, 'marketing_mail', %(state)s, %(text)s, %(profile)s, %(at)s
from contacts c where c.id = any(%(ids)s) and c.consent -> 'marketing_mail' ->> 'at' = %(stamp)s::text
  and not exists (select from contact_consents k where k.contact_id = c.id and k.created_at = %(at)s)
"""
_SUBSCRIBE = """
insert into mail_subscription (organization_id, list_id, contact_id, state, source, created_at, confirmed_at)
select %(org)s, %(list)s, c.id, %(state)s::text, 'import', now(),
  case when %(state)s::text = 'subscribed' then now() end
from contacts c where c.organization_id = %(org)s and c.email = any(%(email)s)
on conflict (list_id, contact_id) do nothing
returning contact_id
"""


def write(plan: Plan, lines: Sequence[Line]) -> Written:
    """``lines`` have each address once. Runs in the caller's transaction, as the tenant."""
    values = _values(plan, lines)
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [plan.started_at, plan.org_id, values["email"]])
        earlier, known = cursor.fetchone()
        cursor.execute(_UPSERT, values)
        rows = cursor.fetchall()
        written = _count(rows, known, set(earlier or ()))
        if plan.consent:
            cursor.execute(_CONSENTS, {**values, **_consent_values(plan), "ids": [row[0] for row in rows]})
        if plan.list_id:
            state = SubscriptionState.PENDING if plan.double_opt_in else SubscriptionState.SUBSCRIBED
            cursor.execute(_SUBSCRIBE, {**values, "list": plan.list_id, "state": state.value})
            new = [contact_id for (contact_id,) in cursor.fetchall()]
            written.asked = new if plan.double_opt_in else ()
    return written


def _count(rows: Sequence[tuple[UUID, bool]], known: int, earlier: set[UUID]) -> Written:
    """``rows``: what was written; ``earlier``: whom this import wrote before, with a line further up."""
    added = sum(is_new for _, is_new in rows)
    updated = sum(not is_new and contact_id not in earlier for contact_id, is_new in rows)
    return Written(added, updated, known - len(earlier) - updated, len(earlier))


def _values(plan: Plan, lines: Sequence[Line]) -> dict[str, Any]:
    consent: dict[str, object] = {}
    if plan.consent:
        consent = {"marketing_mail": {**plan.consent, "at": plan.started_at.isoformat()}}
    return {
        "org": plan.org_id,
        "at": plan.started_at,
        "mode": plan.update_existing,
        "consent": orjson.dumps(consent).decode(),
        "email": [line.email for line in lines],
        "full_name": [line.full_name for line in lines],
        "phone": [line.phone for line in lines],
        "locale": [line.locale for line in lines],
        "timezone": [line.timezone for line in lines],
        "fields": [orjson.dumps(line.fields).decode() if line.fields else "{}" for line in lines],
    }


def _consent_values(plan: Plan) -> dict[str, Any]:
    given = plan.consent or {}
    return {
        "state": given.get("state", ""),
        "text": given.get("text", ""),
        "profile": plan.profile_id,
        "stamp": plan.started_at.isoformat(),
    }
