"""What was used and what it cost, summed up from the ledger by one statement per question.

Everybody sees their own calls. Those of others need ``ai.usage_read``; a superadmin outside any organization sees all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import IntegerField, QuerySet, TextField
from django.utils import timezone

from frontdesk.ai.models import DriftReport, ModelType
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Organization
from frontdesk.platform.errors import BadInput
from frontdesk.platform.paging import decode_cursor, encode_cursor

DEFAULT_DAYS = 30
MOST_DAYS = 400


class GroupBy(StrEnum):
    MODEL = "model"
    PERSON = "person"
    FEATURE = "feature"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Filters:
    """``since`` and ``until`` (not included) are aware; None: the last 30 days, today included."""

    since: datetime | None = None
    until: datetime | None = None
    model_type: ModelType | None = None
    model_id: int | None = None
    profile_id: UUID | None = None
    organization_id: UUID | None = None
    feature: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    since: datetime
    until: datetime
    zone: str


def zone_of(actor: Actor) -> str:
    """Days are the organization's, whoever looks."""
    if actor.org_id is None:
        return "UTC"
    found = Organization.objects.filter(id=actor.org_id).values_list("timezone", flat=True).first()
    return found or "UTC"


def range_of(actor: Actor, filters: Filters) -> Range:
    """Raises BadInput for a range that is empty, or longer than 400 days."""
    name = zone_of(actor)
    zone = ZoneInfo(name)
    until = filters.until or timezone.now()
    first = until.astimezone(zone).date() - timedelta(days=DEFAULT_DAYS - 1)
    since = filters.since or datetime.combine(first, time.min, zone)
    if since >= until:
        raise BadInput.field("since", "The range ends before it begins.")
    if until - since > timedelta(days=MOST_DAYS):
        raise BadInput.field("since", f"At most {MOST_DAYS} days at once.")
    return Range(since, until, name)


def whose(actor: Actor, filters: Filters) -> UUID | None:
    """The one person whose calls are meant, None for everybody's. Raises Forbidden for others' without permission."""
    access.require(actor, Permission.AI_USE)
    if filters.profile_id != actor.profile_id and filters.profile_id is not None:
        access.require(actor, Permission.AI_USAGE_READ)
    return filters.profile_id if actor.may(Permission.AI_USAGE_READ) else actor.profile_id


def conditions(actor: Actor, filters: Filters, span: Range) -> tuple[str, dict[str, Any]]:
    """The SQL condition on ``ai_model_call c`` and its parameters."""
    values: dict[str, Any] = {"since": span.since, "until": span.until, "zone": span.zone}
    parts = ["c.created_at >= %(since)s", "c.created_at < %(until)s"]
    wanted: dict[str, object] = {
        "organization_id": actor.org_id or filters.organization_id,
        "user_id": whose(actor, filters),
        "model_type": filters.model_type.value if filters.model_type else None,
        "model_id": filters.model_id,
        "feature": filters.feature or None,
        "status": filters.status or None,
    }
    for column, value in wanted.items():
        if value is not None:
            parts.append(f"c.{column} = %({column})s")
            values[column] = value
    if actor.org_id and filters.organization_id not in {None, actor.org_id}:
        parts.append("false")  # another organization's: nothing that is here
    return " and ".join(parts), values


@dataclass(frozen=True, slots=True)
class _Group:
    key: str
    columns: str  # what is grouped by
    select: str  # the row's own columns, of `grouped g` and `profiles p`
    label: str


_GROUPS = {
    GroupBy.MODEL: _Group(
        "c.model_type || ':' || c.model_id", "c.model_type, c.model_id", "g.model_type, g.model_id", "g.name"
    ),
    GroupBy.PERSON: _Group(
        "coalesce(c.user_id::text, '')",
        "c.user_id",
        "g.user_id as profile_id",
        "coalesce(nullif(p.full_name, ''), p.email, '')",
    ),
    GroupBy.FEATURE: _Group("c.feature", "c.feature", "g.feature", "g.feature"),
}

_SUMS = """
count(*) as requests, coalesce(sum(c.prompt_tokens), 0)::bigint as prompt_tokens,
coalesce(sum(c.completion_tokens), 0)::bigint as completion_tokens,
coalesce(sum(c.prompt_tokens + c.completion_tokens), 0)::bigint as tokens, coalesce(sum(c.cost), 0) as cost,
count(*) filter (where c.status = 'failed') as failed, count(*) filter (where c.status = 'refused') as refused,
percentile_disc(0.5) within group (order by c.latency_ms) filter (where c.status in ('ok', 'aborted')) as p50_latency_ms
"""
_BY_KEY = """
with grouped as (
  select grouping({columns}) <> 0 as is_total, {key} as key, {columns}, max(c.model_name) as name, {sums}
  from ai_model_call c where {where} group by grouping sets (({columns}), ()))
select g.is_total, g.key, {label} as label, {select}, g.requests, g.prompt_tokens, g.completion_tokens, g.tokens,
  g.cost, g.failed, g.refused, g.p50_latency_ms
from grouped g {join}
where g.is_total or {behind} order by g.is_total desc, g.tokens desc, g.key desc limit %(limit)s
"""
_BY_DAY = """
with days as (
  select to_char(c.created_at at time zone %(zone)s, 'YYYY-MM-DD') as day, c.* from ai_model_call c where {where})
select grouping(c.day) <> 0 as is_total, c.day as key, {sums} from days c group by grouping sets ((c.day), ())
"""


def summarize(
    actor: Actor, group_by: GroupBy, filters: Filters, *, cursor: str | None, limit: int
) -> dict[str, object]:
    """``items`` (most tokens first, or day after day), ``totals`` of all of them, ``currency``, ``next_cursor``."""
    span = range_of(actor, filters)
    where, values = conditions(actor, filters, span)
    if group_by is GroupBy.DAY:
        items, totals, next_cursor = _by_day(where, values, span, cursor, limit)
    else:
        items, totals, next_cursor = _by_key(_GROUPS[group_by], where, values, cursor, limit)
    return {
        "items": items,
        "totals": totals,
        "currency": settings.AI_CURRENCY,
        "since": span.since,
        "until": span.until,
        "timezone": span.zone,
        "next_cursor": next_cursor,
    }


Item = dict[str, Any]


def _by_key(
    group: _Group, where: str, values: dict[str, Any], cursor: str | None, limit: int
) -> tuple[list[Item], Item, str | None]:
    behind = "true"
    if cursor:
        values["tokens"], values["key"] = decode_cursor(cursor, [IntegerField(), TextField()])
        behind = "(g.tokens, g.key) < (%(tokens)s, %(key)s)"
    values["limit"] = limit + 2  # the total, and one that tells whether there are more
    sql = _BY_KEY.format(
        columns=group.columns,
        key=group.key,
        sums=_SUMS,
        where=where,
        label=group.label,
        select=group.select,
        join="left join profiles p on p.id = g.user_id" if "user_id" in group.columns else "",
        behind=behind,
    )
    totals, *rows = _rows(sql, values)
    items = [_present(row) for row in rows]
    if len(items) <= limit:
        return items, _present(totals), None
    last = items[limit - 1]
    return items[:limit], _present(totals), encode_cursor([last["tokens"], last["key"]])


def _by_day(
    where: str, values: dict[str, Any], span: Range, cursor: str | None, limit: int
) -> tuple[list[Item], Item, str | None]:
    """Days without a call are there too: a chart shall not draw over them."""
    found = {row["key"]: row for row in _rows(_BY_DAY.format(where=where, sums=_SUMS), values)}
    totals = _present(found.pop(None))
    after = str(decode_cursor(cursor, [TextField()])[0]) if cursor else ""
    days = [day for day in _days(span) if day > after]
    items = [{**_present(found.get(day, _NOTHING)), "key": day, "label": day, "date": day} for day in days[:limit]]
    return items, totals, encode_cursor([days[limit - 1]]) if len(days) > limit else None


def _days(span: Range) -> list[str]:
    zone = ZoneInfo(span.zone)
    day: date = span.since.astimezone(zone).date()
    last = (span.until.astimezone(UTC) - timedelta(microseconds=1)).astimezone(zone).date()
    return [(day + timedelta(days=number)).isoformat() for number in range((last - day).days + 1)]


_NOTHING: Mapping[str, Any] = {
    **dict.fromkeys(("requests", "prompt_tokens", "completion_tokens", "tokens", "failed", "refused"), 0),
    "cost": Decimal(0),
    "p50_latency_ms": None,
}


def _rows(sql: str, values: Mapping[str, Any]) -> list[Item]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _present(row: Mapping[str, Any]) -> Item:
    return {**row, "cost": money(row["cost"])}


def money(amount: Decimal) -> str:
    """An amount in full, to a millionth: calls cost fractions of a cent."""
    return f"{amount:.6f}"


def list_drift(actor: Actor) -> QuerySet[DriftReport]:
    """The last report of the actor's organization; for superadmins outside any, of each organization."""
    access.require(actor, Permission.AI_USAGE_READ)
    newest_first: QuerySet[DriftReport] = DriftReport.objects.order_by("organization_id", "-created_at", "-id")
    return newest_first.distinct("organization_id")
