"""The database's side of quotas: short transactions in the tenant. The rules are in SQL, see the first migration."""

import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

import orjson
from django.db import connection

from frontdesk.ai.periods import Period
from frontdesk.ai.targets import QuotaRule
from frontdesk.platform import tenancy

HEARTBEAT_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Taken:
    """The row's state after an attempt to lease. ``granted`` is 0 when it did not fit."""

    quota_id: int
    granted: int
    used: int
    leased: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What one process has to tell of one quota: spent of its lease, and given back. ``limit`` is for warnings."""

    quota_id: int
    spent: int
    returned: int
    limit: int


@dataclass(frozen=True, slots=True)
class Settled:
    """The row's state after settling. ``crossed``: 80 or 100, when that share of the limit was passed just now."""

    quota_id: int
    used: int
    leased: int
    crossed: int
    limit: int


class _Holder:
    """Who holds this process's leases, and when it was last told of."""

    id = uuid.uuid4()
    beaten_at = float("-inf")


def _become_another() -> None:
    _Holder.id, _Holder.beaten_at = uuid.uuid4(), float("-inf")


os.register_at_fork(after_in_child=_become_another)


def holder_id() -> UUID:
    return _Holder.id


def is_beating() -> bool:
    """Whether this process's leases are surely still its own. One that slept longer must not spend what it holds."""
    return monotonic() - _Holder.beaten_at < 2.5 * HEARTBEAT_SECONDS


_BEAT = """
insert into ai_quota_holder (id, seen_at) values (%s, clock_timestamp())
on conflict (id) do update set seen_at = clock_timestamp()
"""


def beat() -> None:
    """Tells that this process lives: without it for 30 seconds, its leases return."""
    now = monotonic()
    with tenancy.tenant(None), connection.cursor() as cursor:
        cursor.execute(_BEAT, [holder_id()])
    _Holder.beaten_at = now


_TAKE = "select * from ai_quota_take(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


def take(rule: QuotaRule, period: Period, *, need: int, block: int) -> Taken:
    """Leases ``need`` tokens and up to ``block`` more, or nothing."""
    if monotonic() - _Holder.beaten_at > HEARTBEAT_SECONDS:
        beat()
    with tenancy.tenant(rule.org_id, user_id=rule.user_id), connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            [
                rule.org_id,
                rule.user_id,
                rule.model_type.value,
                rule.model_id,
                period.type.value,
                period.start,
                period.end,
                rule.limit,
                need,
                block,
                holder_id(),
            ],
        )
        return Taken(*cursor.fetchone())


def settle(entries: Sequence[Entry]) -> list[Settled]:
    """Books what was spent and returned, in the caller's transaction (one organization's)."""
    if not entries:
        return []
    rows = [
        {"id": entry.quota_id, "spent": entry.spent, "returned": entry.returned, "lim": entry.limit}
        for entry in entries
    ]
    with connection.cursor() as cursor:
        cursor.execute("select * from ai_quota_settle(%s, %s::jsonb)", [holder_id(), orjson.dumps(rows).decode()])
        limits = {entry.quota_id: entry.limit for entry in entries}
        return [
            Settled(quota_id, used, leased, crossed, limits[quota_id])
            for quota_id, used, leased, crossed in cursor.fetchall()
        ]


def settle_alone(org_id: UUID | None, entries: Sequence[Entry]) -> list[Settled]:
    """The same in a transaction of its own."""
    with tenancy.tenant(org_id):
        return settle(entries)
