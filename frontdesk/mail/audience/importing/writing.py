"""Lines of a file become contacts: a few statements for thousands of them.

What a chunk did and how far the import has come are one transaction. So a killed worker's import goes on behind the
last whole chunk: nothing is lost, and nothing counts twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from frontdesk.mail.audience.importing.cells import Line
from frontdesk.mail.models import SubscriptionState
from frontdesk.orgs.models import SuppressionReason

SOURCE = "import"

# Texts of a chunk go in as one parameter, joined by a sign that no cell may have: a million of them cost less in one
# piece than as arrays, which the driver quotes element by element.
_BETWEEN = "\x1f"
# Of a chunk each address is looked up by the index. Over a table that grows under its feet, and of which it believes
# that it is empty still, the planner would rather compare every line with every contact: so it may not choose, neither
# here nor below, where "limit" and "offset" keep what looks one row up from being made a join.
# And a chunk that a crash of the machine takes back is simply read again: how far the import is goes with it.
_TUNED = """
select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true), set_config('synchronous_commit', 'off', true)
"""
# The hashes are made first: an expression over them would keep row level security from using the index.
_SUPPRESSED = """
with given as materialized (
  select email, sha256(convert_to(%s::text || ':' || email, 'UTF8')) as email_hash
  from unnest(string_to_array(%s, chr(31))) email)
select given.email, s.reason from given cross join lateral (
  select reason from suppression where organization_id = %s and email_hash = given.email_hash offset 0) s
"""
_KEPT_AWAY = """
select given.email, coalesce(c.consent -> 'marketing_mail' ->> 'state', '') = 'denied',
  exists (
    select from mail_subscription s where s.list_id = %s and s.contact_id = c.id and s.state = 'unsubscribed' offset 0)
from unnest(string_to_array(%s, chr(31))) given (email) cross join lateral (
  select id, consent from contacts where organization_id = %s and email = given.email limit 1) c
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


def find_kept_away(plan: Plan, emails: Iterable[str]) -> dict[str, str]:
    """Addresses that an import must not bring back, and why."""
    given = _BETWEEN.join(emails)
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TUNED)
        cursor.execute(_SUPPRESSED, [plan.org_id, given, plan.org_id])
        for email, reason in cursor.fetchall():
            if email not in found or reason == SuppressionReason.ERASED:  # of several reasons the gravest
                found[email] = REASONS[SuppressionReason(reason)]
        if plan.list_id is not None:
            cursor.execute(_KEPT_AWAY, [plan.list_id, given, plan.org_id])
            for email, has_refused, has_left in cursor.fetchall():
                if has_left or has_refused:
                    found.setdefault(email, LEFT if has_left else DENIED)
    return found


# What the file says of somebody comes first where it overwrites, and where this import itself wrote them before: of two
# lines the last one counts.
_UPSERT = """
with l as materialized (
  select email, coalesce(full_name, '') as full_name, coalesce(phone, '') as phone, coalesce(locale, '') as locale,
    coalesce(timezone, '') as timezone, fields::jsonb as fields
  from unnest(string_to_array(%(email)s, chr(31)), string_to_array(%(full_name)s, chr(31)),
    string_to_array(%(phone)s, chr(31)), string_to_array(%(locale)s, chr(31)), string_to_array(%(timezone)s, chr(31)),
    string_to_array(%(fields)s, chr(31))) as given (email, full_name, phone, locale, timezone, fields)),
known as materialized (
  select c.id, c.updated_at = %(at)s as is_ours from l cross join lateral (
    select id, updated_at from contacts where organization_id = %(org)s and email = l.email limit 1) c),
written as (
  insert into contacts as c (id, organization_id, email, full_name, phone, locale, timezone, fields, consent,
    suppression_reason, source, created_at, updated_at)
  select gen_random_uuid(), %(org)s, l.email, l.full_name, l.phone, l.locale, l.timezone, l.fields,
    %(consent)s::jsonb, '', 'import', %(at)s, %(at)s
  from l
  on conflict (organization_id, lower(email)) do update set
    full_name = {full_name}, phone = {phone}, locale = {locale}, timezone = {timezone}, fields = {fields},
    consent = {consent}, updated_at = %(at)s
  where (%(mode)s::text <> 'never' or c.created_at = %(at)s) and
    (c.full_name, c.phone, c.locale, c.timezone, c.fields, c.consent)
    is distinct from ({full_name}, {phone}, {locale}, {timezone}, {fields}, {consent})
  returning c.id, xmax = 0 as is_new, c.consent -> 'marketing_mail' ->> 'at' as agreed_at)
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

_CONSENTS = """,
consented as (
  insert into contact_consents (organization_id, contact_id, purpose, state, text, recorded_by_id, created_at)
  select %(org)s, w.id, 'marketing_mail', %(state)s, %(text)s, %(profile)s, %(at)s from written w
  where w.agreed_at = %(stamp)s::text
    and not exists (select from contact_consents k where k.contact_id = w.id and k.created_at = %(at)s offset 0))
"""
# Who is there already and was left as they are goes onto the list too.
_SUBSCRIBE = """,
subscribed as (
  insert into mail_subscription (organization_id, list_id, contact_id, state, source, created_at, confirmed_at)
  select %(org)s, %(list)s, chosen.id, %(subscription)s::text, 'import', now(),
    case when %(subscription)s::text = 'subscribed' then now() end
  from (select id from written union select id from known) chosen
  on conflict (list_id, contact_id) do nothing
  returning contact_id)
"""
_COUNTS = """
select (select count(*) from known), (select count(*) from known where is_ours),
  count(*) filter (where w.is_new),
  count(*) filter (where not w.is_new and w.id not in (select id from known where is_ours)),
  {asked}
from written w
"""
_ASKED = "(select array_agg(contact_id) from subscribed)"


def write(plan: Plan, lines: Iterable[Line]) -> Written:
    """``lines`` have each address once. Runs in the caller's transaction, as the tenant."""
    with connection.cursor() as cursor:
        cursor.execute(_TUNED)
        cursor.execute(_statement(plan), _values(plan, lines))
        known, earlier, added, updated, asked = cursor.fetchone()
    # ``earlier``: whom this import wrote before, with a line further up.
    return Written(added, updated, known - earlier - updated, earlier, asked or ())


def _statement(plan: Plan) -> str:
    parts = [_UPSERT]
    if plan.consent:
        parts.append(_CONSENTS)
    if plan.list_id:
        parts.append(_SUBSCRIBE)
    asks = plan.list_id and plan.double_opt_in
    return "".join([*parts, _COUNTS.format(asked=_ASKED if asks else "null")])


def _values(plan: Plan, lines: Iterable[Line]) -> dict[str, Any]:
    # By address, as the indexes are: the same pages one after the other, and two imports never wait for each other.
    rows = sorted(lines, key=attrgetter("email"))
    given, stamp = plan.consent or {}, plan.started_at.isoformat()
    state = SubscriptionState.PENDING if plan.double_opt_in else SubscriptionState.SUBSCRIBED
    return {
        "org": plan.org_id,
        "at": plan.started_at,
        "mode": plan.update_existing,
        "consent": orjson.dumps({"marketing_mail": {**given, "at": stamp}} if given else {}).decode(),
        "state": given.get("state", ""),
        "text": given.get("text", ""),
        "stamp": stamp,
        "profile": plan.profile_id,
        "list": plan.list_id,
        "subscription": state.value,
        "email": _BETWEEN.join([row.email for row in rows]),
        "full_name": _BETWEEN.join([row.full_name for row in rows]),
        "phone": _BETWEEN.join([row.phone for row in rows]),
        "locale": _BETWEEN.join([row.locale for row in rows]),
        "timezone": _BETWEEN.join([row.timezone for row in rows]),
        "fields": _BETWEEN.join([orjson.dumps(row.fields).decode() if row.fields else "{}" for row in rows]),
    }
