"""What the report on AI counts: mails by the author of their subject, personalised ones, calls of models, proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from frontdesk.mail.reports.contrasts import Share
from frontdesk.mail.reports.mail_counts import ARRIVED, BY_VARIANT

PERSON = "person"

# Whether its mails carry our pixel is one setting for a whole campaign: one of its mails tells. What came after a
# winner was chosen is no part of the test, and is counted at the mails; all else in the indexes alone.
_CHOSEN = """
with chosen as materialized (
  select c.id, c.name, c.started_at, c.ab_decided_at from campaign c
  where c.organization_id = %(org)s and c.started_at >= %(since)s and c.started_at < %(until)s and c.tracks_opens
    and (select m.tracks_opens from email_message m where m.campaign_id = c.id limit 1))
"""
_SUBJECTS = f"""
{_CHOSEN},
{BY_VARIANT},
rest as (
  select m.campaign_id, m.variant, count(*) as arrived, count(*) filter (where exists (
    select from email_engagement e where e.message_id = m.id and e.kind = 'open' and not e.is_machine)) as opened
  from email_message m join chosen c on c.id = m.campaign_id
  where c.ab_decided_at is not null and m.created_at >= c.ab_decided_at and m.organization_id = %(org)s
    and m.status in {ARRIVED} group by 1, 2)
select c.id, c.name, c.started_at,
  coalesce(nullif(v.subject_ai_model, ''), case when v.subject = '' then t.subject_ai_model end, ''),
  m.arrived, least(coalesce(o.opened, 0), m.arrived), coalesce(r.arrived, 0), coalesce(r.opened, 0)
from chosen c join mails m on m.campaign_id = c.id
join campaign_variant v on v.campaign_id = c.id and v.position = m.variant
left join opens o on o.campaign_id = c.id and o.variant = m.variant
left join rest r on r.campaign_id = c.id and r.variant = m.variant
left join email_template_version t on t.template_id = (v.snapshot->(v.snapshot->>'default')->>'template_id')::bigint
  and t.version = (v.snapshot->(v.snapshot->>'default')->>'version')::int
order by c.started_at desc, c.id
"""  # noqa: S608 - constants, not data
_OTHER_MAIL = f"""
with opens as (
  select distinct message_id from email_engagement
  where organization_id = %(org)s and kind = 'open' and not is_machine and campaign_id is null
    and created_at >= %(since)s),
mails as (
  select m.template_id, m.template_version, p.message_id is not null as is_personal, count(*) as arrived,
    count(o.message_id) as opened
  from email_message m
  left join opens o on o.message_id = m.id
  left join email_personalization p on p.message_id = m.id and p.state = 'done'
  where m.organization_id = %(org)s and m.created_at >= %(since)s and m.created_at < %(until)s
    and m.campaign_id is null and m.template_id is not null and not m.is_test and m.tracks_opens
    and m.status in {ARRIVED}
  group by 1, 2, 3)
select coalesce(v.subject_ai_model, ''), m.is_personal, sum(m.arrived)::int, sum(m.opened)::int
from mails m left join email_template_version v on v.template_id = m.template_id and v.version = m.template_version
group by 1, 2
"""  # noqa: S608 - constants, not data
_PERSONALIZED = f"""
{_CHOSEN},
personal as materialized (
  select c.*, exists (select from email_personalization p where p.campaign_id = c.id and p.state = 'done') as has_any
  from chosen c)
select c.id, c.name, c.started_at, p.id is not null, count(*), count(*) filter (where exists (
    select from email_engagement e where e.message_id = m.id and e.kind = 'open' and not e.is_machine))
from personal c join email_message m on m.campaign_id = c.id
left join email_personalization p on p.campaign_id = c.id and p.contact_id = m.contact_id and p.variant = m.variant
  and p.state = 'done'
where c.has_any and m.organization_id = %(org)s and m.status in {ARRIVED}
group by 1, 2, 3, 4 order by c.started_at desc, c.id
"""  # noqa: S608 - constants, not data
_CALLS = """
select grouping(c.feature), grouping(c.model_name), coalesce(c.feature, c.model_name, ''),
  case when grouping(c.day) = 0 then c.day end, count(*), count(*) filter (where c.status = 'failed'),
  count(*) filter (where c.status = 'refused'), coalesce(sum(c.prompt_tokens), 0)::bigint,
  coalesce(sum(c.completion_tokens), 0)::bigint, coalesce(sum(c.cost), 0)
from (
  select *, (created_at at time zone %(zone)s)::date as day from ai_model_call
  where organization_id = %(org)s and created_at >= %(since)s and created_at < %(until)s
    and feature >= 'mail.' and feature < 'mail/') c
group by grouping sets ((c.feature), (c.model_name), (c.day), ())
"""
_PROPOSALS = """
select state, count(*) from email_ai_proposal
where organization_id = %(org)s and created_at >= %(since)s and created_at < %(until)s group by 1
"""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Variant:
    """Of a campaign. ``tested``: before a winner was chosen; ``rest``: after."""

    campaign_id: UUID
    name: str
    started_at: datetime
    author: str
    tested: Share
    rest: Share


@dataclass(frozen=True, slots=True)
class Half:
    """The personalised mails of a campaign, or its plain ones."""

    campaign_id: UUID
    name: str
    started_at: datetime
    is_personal: bool
    share: Share


@dataclass(frozen=True, slots=True)
class Spend:
    calls: int = 0
    failed: int = 0
    refused: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: Decimal = Decimal(0)

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True)
class Spending:
    total: Spend
    by_feature: Mapping[str, Spend]
    by_model: Mapping[str, Spend]
    by_day: Mapping[date, Spend]


def count_variants(values: Values) -> list[Variant]:
    """Campaign by campaign, the newest first."""
    return [
        Variant(
            campaign_id,
            name,
            started_at,
            author or PERSON,
            Share(arrived - later, max(0, opened - then)),
            Share(later, then),
        )
        for campaign_id, name, started_at, author, arrived, opened, later, then in _rows(_SUBJECTS, values)
    ]


def count_other_mail(values: Values) -> list[tuple[str, bool, Share]]:
    """By the author of the subject, and whether it was personalised."""
    rows = _rows(_OTHER_MAIL, values)
    return [(author or PERSON, is_personal, Share(arrived, opened)) for author, is_personal, arrived, opened in rows]


def count_personalized(values: Values) -> list[Half]:
    """Campaign by campaign, the newest first."""
    return [
        Half(campaign_id, name, started_at, is_personal, Share(arrived, opened))
        for campaign_id, name, started_at, is_personal, arrived, opened in _rows(_PERSONALIZED, values)
    ]


def count_spending(values: Values) -> Spending:
    """``values`` with the zone in which days are counted."""
    total, features, models, days = Spend(), {}, {}, {}
    for no_feature, no_model, key, day, *numbers in _rows(_CALLS, values):
        spend = Spend(*numbers)
        if not no_feature:
            features[key] = spend
        elif not no_model:
            models[key] = spend
        elif day is not None:
            days[day] = spend
        else:
            total = spend
    return Spending(total, features, models, days)


def count_proposals(values: Values) -> dict[str, int]:
    return dict(_rows(_PROPOSALS, values))


def _rows(statement: str, values: Values) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: Sequence[Any] = cursor.fetchall()
    return rows
