"""The counts that the report of deliverability is made of. One reading of the outbox for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
_DOMAIN = "lower(rtrim(split_part(to_address, '@', -1), '> '))"
# The outbox comes down to some thousands of cells, which are then added up in each way.
_GROUPS = f"""
with cells as materialized (
  select width_bucket(created_at, %(days)s::timestamptz[]) as day, account_id as account, {_DOMAIN} as domain,
    status, bounce_kind, bounce_reason, sent_at is not null as is_sent, tries > 1 as is_deferred,
    status = 'cancelled' and last_error like 'Held back%%' as is_held, count(*) as mails
  from email_message where {_WHOSE} group by 1, 2, 3, 4, 5, 6, 7, 8, 9),
grouped as (
  select grouping(day, account, domain) as level, day, account, domain,
    coalesce(sum(mails) filter (where is_sent), 0)::int as sent,
    coalesce(sum(mails) filter (where status in ('delivered', 'complained')), 0)::int,
    coalesce(sum(mails) filter (where status = 'bounced' and bounce_kind <> 'soft'), 0)::int,
    coalesce(sum(mails) filter (where status = 'bounced' and bounce_kind = 'soft'), 0)::int,
    coalesce(sum(mails) filter (where status = 'complained'), 0)::int,
    coalesce(sum(mails) filter (where status = 'failed'), 0)::int,
    coalesce(sum(mails) filter (where is_deferred), 0)::int,
    coalesce(sum(mails) filter (where is_held), 0)::int,
    coalesce(sum(mails) filter (where status in ('queued', 'sending')), 0)::int
  from cells group by grouping sets ((day), (account), (domain), ()))
(select * from grouped where level <> 6) union all
(select * from grouped where level = 6 order by sent desc, domain limit {MOST_DOMAINS})
"""  # noqa: S608 - constants, not data
_MEDIANS = f"""
with mails as (
  select account_id as account, case when {_DOMAIN} = any(%(domains)s) then {_DOMAIN} end as domain,
    extract(epoch from delivered_at - sent_at) as seconds
  from email_message where {_WHOSE} and delivered_at >= sent_at)
select grouping(account, domain), account, domain, percentile_cont(0.5) within group (order by seconds)
from mails group by grouping sets ((account), (domain), ())
"""  # noqa: S608 - constants, not data
_REASONS = f"""
select status, bounce_kind, bounce_reason, count(*), (array_agg(id order by created_at desc))[1]
from email_message where {_WHOSE} and status in ('bounced', 'failed')
group by 1, 2, 3 order by 4 desc, 3 limit {MOST_REASONS}
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


@dataclass(frozen=True, slots=True)
class Reason:
    status: str
    bounce_kind: str
    bounce_reason: str
    count: int
    message_id: UUID


@dataclass(frozen=True, slots=True)
class Grouped:
    total: Counts
    by_day: dict[int, Counts]  # by the day's place in the question
    by_account: dict[UUID | None, Counts]
    by_domain: dict[str, Counts]


@dataclass(frozen=True, slots=True)
class Medians:
    """Seconds from going out to arriving, where the provider tells."""

    total: float | None
    by_account: dict[UUID | None, float]
    by_domain: dict[str, float]


def count(question: Question) -> Grouped:
    with connection.cursor() as cursor:
        cursor.execute(_HASH)
        cursor.execute(_GROUPS, question.values())
        rows = cursor.fetchall()
        cursor.execute(_SORT_AGAIN)
    made = [(row[0], row[1], row[2], row[3], Counts(*row[4:])) for row in rows]
    return Grouped(
        total=next((counts for level, *_, counts in made if level == 7), Counts()),
        by_day={day - 1: counts for level, day, _, _, counts in made if level == 3},
        by_account={account: counts for level, _, account, _, counts in made if level == 5},
        by_domain={domain: counts for level, _, _, domain, counts in made if level == 6},
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


def find_reasons(question: Question) -> list[Reason]:
    """Why mail did not arrive, the commonest first, each with its newest mail."""
    with connection.cursor() as cursor:
        cursor.execute(_REASONS, question.values())
        return [Reason(*row) for row in cursor.fetchall()]
