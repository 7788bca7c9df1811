"""The counts that the report of deliverability is made of. One reading of the outbox for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

Values = Mapping[str, str | UUID | datetime | list[datetime] | list[str] | None]

MOST_DOMAINS = 20
MOST_REASONS = 12
# Tests are no mail to anybody; who was named in a copy is a recipient like all others. Days are found among their
# beginnings: asking for the date of each moment in its zone takes longer than everything else.
_WHOSE = """
organization_id = %(org)s and created_at >= %(since)s and not is_test
  and (%(provider)s::uuid is null or account_id = %(provider)s)
"""
# The levels of _GROUPS, as grouping() tells them.
_BY_DAY, _BY_ACCOUNT, _BY_DOMAIN, _BY_REASON, _OF_ALL = 7, 11, 13, 14, 15
_DOMAIN = "lower(rtrim({}, '> '))"
# The outbox comes down to some thousands of cells, which are then added up in each way. Domains are tidied then too.
_GROUPS = f"""
with cells as materialized (
  select width_bucket(created_at, %(days)s::timestamptz[]) as day, account_id as account,
    split_part(to_address, '@', -1) as written, status, bounce_kind, bounce_reason, sent_at is not null as is_sent,
    tries > 1 as is_deferred, case status when 'cancelled' then last_error like 'Held back%%' end as is_held,
    count(*) as mails, count(*) filter (where delivered_at >= sent_at) as timed, max(created_at) as newest
  from email_message where {_WHOSE} group by 1, 2, 3, 4, 5, 6, 7, 8, 9),
grouped as (
  select grouping(day, account, domain, status) as level, day, account, domain, status, bounce_kind, bounce_reason,
    sum(mails)::int as mails, max(newest) as newest, sum(timed)::int as timed,
    coalesce(sum(mails) filter (where is_sent), 0)::int as sent,
    coalesce(sum(mails) filter (where status in ('delivered', 'complained')), 0)::int,
    coalesce(sum(mails) filter (where status = 'bounced' and bounce_kind <> 'soft'), 0)::int,
    coalesce(sum(mails) filter (where status = 'bounced' and bounce_kind = 'soft'), 0)::int,
    coalesce(sum(mails) filter (where status = 'complained'), 0)::int,
    coalesce(sum(mails) filter (where status = 'failed'), 0)::int,
    coalesce(sum(mails) filter (where is_deferred), 0)::int,
    coalesce(sum(mails) filter (where is_held), 0)::int,
    coalesce(sum(mails) filter (where status in ('queued', 'sending')), 0)::int
  from (select *, {_DOMAIN.format("written")} as domain from cells) tidied
  group by grouping sets ((day), (account), (domain), (status, bounce_kind, bounce_reason), ())),
told as (
  (select * from grouped where level in ({_BY_DAY}, {_BY_ACCOUNT}, {_OF_ALL})) union all
  (select * from grouped where level = {_BY_DOMAIN} order by sent desc, domain limit {MOST_DOMAINS}) union all
  (select * from grouped where level = {_BY_REASON} and status in ('bounced', 'failed')
    order by mails desc, bounce_reason limit {MOST_REASONS}))
select (select id from email_message m where told.level = {_BY_REASON} and {_WHOSE} and m.created_at = told.newest
    and (m.status, m.bounce_kind, m.bounce_reason) = (told.status, told.bounce_kind, told.bounce_reason) limit 1), *
from told
"""  # noqa: S608 - constants, not data
# date_part(), not extract(): numbers of any length take several times as long to sort.
_MEDIANS = f"""
with mails as (
  select account_id as account,
    array_position(%(domains)s::text[], {_DOMAIN.format("split_part(to_address, '@', -1)")}) as domain,
    date_part('epoch', delivered_at - sent_at) as seconds
  from email_message where {_WHOSE} and delivered_at >= sent_at)
select grouping(account, domain), account, (%(domains)s::text[])[domain],
  percentile_cont(0.5) within group (order by seconds)
from mails group by grouping sets ((account), (domain), ())
"""  # noqa: S608 - constants, not data
# There is room for it: hashing is faster than sorting, and needs no disk then.
_HASH = "select set_config('work_mem', '64MB', true), set_config('enable_sort', 'off', true)"
_SORT_AGAIN = "select set_config('enable_sort', 'on', true)"


@dataclass(frozen=True, slots=True)
class Question:
    """``days`` are the beginnings of the days that are asked for, the first first."""

    org_id: UUID
    days: Sequence[datetime]
    provider_id: UUID | None = None

    def values(self, domains: Sequence[str] = ()) -> Values:
        return {
            "org": self.org_id,
            "since": self.days[0],
            "days": list(self.days),
            "provider": self.provider_id,
            "domains": list(domains),
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """Of mails: each stands in ``sent`` (it went out) and in what became of it. ``deferred``: wanted more than one
    try."""

    sent: int = 0
    delivered: int = 0
    bounced_hard: int = 0
    bounced_soft: int = 0
    complained: int = 0
    failed: int = 0
    deferred: int = 0
    held_back: int = 0
    waiting: int = 0


class _Row(NamedTuple):
    message_id: UUID
    level: int
    day: int
    account: UUID | None
    domain: str
    status: str
    bounce_kind: str
    bounce_reason: str
    mails: int
    newest: datetime
    timed: int | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class Reason:
    status: str
    bounce_kind: str
    bounce_reason: str
    count: int
    message_id: UUID


@dataclass(frozen=True, slots=True)
class Grouped:
    """``reasons``: why mail did not arrive, the commonest first, each with its newest mail. ``timed``: mails of which
    it is known how long they took."""

    total: Counts
    timed: int
    by_day: dict[int, Counts]  # by the day's place in the question
    by_account: dict[UUID | None, Counts]
    by_domain: dict[str, Counts]
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Medians:
    """Seconds from going out to arriving, where the provider tells."""

    total: float | None
    by_account: dict[UUID | None, float]
    by_domain: dict[str, float]


NOT_TIMED = Medians(None, {}, {})


def count(question: Question) -> Grouped:
    with connection.cursor() as cursor:
        cursor.execute(_HASH)
        cursor.execute(_GROUPS, question.values())
        rows = cursor.fetchall()
        cursor.execute(_SORT_AGAIN)
    made = [_Row._make((*row[:11], Counts(*row[11:]))) for row in rows]
    (everything,) = (row for row in made if row.level == _OF_ALL)
    return Grouped(
        total=everything.counts,
        timed=everything.timed or 0,
        by_day={row.day - 1: row.counts for row in made if row.level == _BY_DAY},
        by_account={row.account: row.counts for row in made if row.level == _BY_ACCOUNT},
        by_domain={row.domain: row.counts for row in made if row.level == _BY_DOMAIN},
        reasons=[
            Reason(row.status, row.bounce_kind, row.bounce_reason, row.mails, row.message_id)
            for row in made
            if row.level == _BY_REASON
        ],
    )


def find_medians(question: Question, domains: Sequence[str]) -> Medians:
    with connection.cursor() as cursor:
        cursor.execute(_MEDIANS, question.values(domains))
        rows = cursor.fetchall()
    return Medians(
        total=next((seconds for level, *_, seconds in rows if level == 3), None),
        by_account={account: seconds for level, account, _, seconds in rows if level == 1},
        by_domain={domain: seconds for level, _, domain, seconds in rows if level == 2 and domain},
    )
