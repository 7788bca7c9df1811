"""The numbers of a campaign's test: how its sample stands, and how it stood at each planned look.

Counted is who opened (or clicked, or answered) of the mails that arrived, each once; proxies, scanners and automatic
answers are left out. A look tells of its own moment, whenever it is counted: a job that comes late sees what it would
have seen in time. What a look has seen is kept in ``ab_looks``, so that later bounces cannot change what was decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from frontdesk.mail.experiments import looks
from frontdesk.mail.experiments.model import Arm, Look
from frontdesk.mail.models import AbMetric, Campaign, CampaignVariant
from frontdesk.mail.reports.mail_counts import ARRIVED

# Where nobody waits for a winner, the test takes its time.
WITHOUT_REST = timedelta(days=3)
# What an organization that has sent no campaign is taken to reach.
_GUESSES = {AbMetric.OPENS: 0.2, AbMetric.CLICKS: 0.025, AbMetric.REPLIES: 0.005}
_MANY = 20_000
_RECENT = timedelta(days=180)

_DEEDS = """
select message_id, min(created_at) as at from email_engagement
where campaign_id = %(campaign)s and organization_id = %(org)s and kind = %(kind)s and not is_machine
group by message_id
"""
_ANSWERS = """
select m.id as message_id, min(r.created_at) as at
from email_message m join received_mail r on r.thread_id = m.thread_id
where m.campaign_id = %(campaign)s and m.organization_id = %(org)s and r.organization_id = %(org)s
  and not r.is_automatic and r.created_at >= m.sent_at
group by m.id
"""
# The bucket of a time is how many of the looks were before it.
_COUNT = """
with firsts as ({firsts})
select m.variant, m.created_at < coalesce(%(decided_at)s, 'infinity'::timestamptz),
  width_bucket(m.sent_at, %(times)s::timestamptz[]), width_bucket(firsts.at, %(times)s::timestamptz[]), count(*)
from email_message m left join firsts on firsts.message_id = m.id
where m.campaign_id = %(campaign)s and m.organization_id = %(org)s and m.variant is not null and m.sent_at is not null
  and m.status in {arrived} and {watched}
group by 1, 2, 3, 4
"""
_USUAL = """
select count(*), count(*) filter (where {responded}) from (
  select id, thread_id, sent_at from email_message m
  where organization_id = %(org)s and created_at > %(since)s and campaign_id is not null and sent_at is not null
    and status in {arrived} and {watched}
  order by created_at desc limit %(many)s) m
"""
_RESPONDED = """
exists (select from email_engagement e where e.message_id = m.id and e.kind = %(kind)s and not e.is_machine)
"""
_ANSWERED = """
exists (select from received_mail r
  where r.thread_id = m.thread_id and not r.is_automatic and r.created_at >= m.sent_at)
"""
_WATCHED = {AbMetric.OPENS: "m.tracks_opens", AbMetric.CLICKS: "m.tracks_clicks", AbMetric.REPLIES: "true"}
_KINDS = {AbMetric.OPENS: "open", AbMetric.CLICKS: "click", AbMetric.REPLIES: ""}


@dataclass(frozen=True, slots=True)
class Counted:
    """``rest``: who got the winner once it was chosen; not part of the test."""

    sample: Sequence[Arm]
    rest: Sequence[Arm]
    looks: Sequence[Look]


def ends_at(campaign: Campaign) -> datetime | None:
    """The last look; None while the sample is going out."""
    begun = _begun_at(campaign)
    return begun + _wait(campaign) if begun else None


def times(campaign: Campaign) -> list[datetime]:
    """Of all looks, past and to come."""
    begun = _begun_at(campaign)
    return [begun + _wait(campaign) * planned.at for planned in looks.PLAN] if begun else []


def _begun_at(campaign: Campaign) -> datetime | None:
    return campaign.finished_at if is_split(campaign) else campaign.ab_sampled_at


def _wait(campaign: Campaign) -> timedelta:
    wait = timedelta(minutes=campaign.ab_wait_minutes)
    return max(wait, WITHOUT_REST) if is_split(campaign) else wait


def is_split(campaign: Campaign) -> bool:
    """Whether all variants share everybody, and nobody waits for a winner."""
    return campaign.ab_sample_percent in (0, 100)


def count(campaign: Campaign, *, now: datetime) -> Counted:
    until = campaign.ab_decided_at or now
    past = [at for at in times(campaign) if at <= until]
    metric = AbMetric(campaign.ab_metric)
    statement = _COUNT.format(
        firsts=_ANSWERS if metric == AbMetric.REPLIES else _DEEDS, arrived=ARRIVED, watched=_WATCHED[metric]
    )
    values: dict[str, Any] = {
        "campaign": campaign.id,
        "org": campaign.organization_id,
        "kind": _KINDS[metric],
        "times": past,
        "decided_at": campaign.ab_decided_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    sample = [row for row in rows if row[1]]
    positions = list(
        CampaignVariant.objects.filter(campaign=campaign).order_by("position").values_list("position", flat=True)
    )
    seen = [Look(number, [_arm(sample, each, number) for each in positions]) for number in range(len(past))]
    return Counted(
        sample=[_arm(sample, each, len(past)) for each in positions],
        rest=[_arm([row for row in rows if not row[1]], each, len(past)) for each in positions],
        looks=[*kept(campaign), *seen[len(campaign.ab_looks) :]],
    )


def _arm(rows: Sequence[tuple[int, bool, int, int | None, int]], position: int, number: int) -> Arm:
    """As it stood at that look; with the number of looks, as it stands now."""
    own = [(sent, responded, count) for variant, _, sent, responded, count in rows if variant == position]
    there = [(responded, count) for sent, responded, count in own if sent <= number]
    responses = sum(count for responded, count in there if responded is not None and responded <= number)
    return Arm(position, sum(count for _, count in there), responses)


def kept(campaign: Campaign) -> list[Look]:
    return [Look(number, [Arm(*each) for each in arms]) for number, arms in enumerate(campaign.ab_looks)]


def keep(campaign: Campaign, seen: Sequence[Look]) -> None:
    campaign.ab_looks = [[[arm.position, arm.arrived, arm.responses] for arm in look.arms] for look in seen]
    campaign.save(update_fields=["ab_looks", "updated_at"])


@dataclass(frozen=True, slots=True)
class UsualRate:
    """How many respond to a campaign of this organization; ``is_guess``: too few were sent to know."""

    rate: float
    is_guess: bool


def find_usual_rate(org_id: UUID, metric: str, *, now: datetime) -> UsualRate:
    """Of the latest mails of its campaigns."""
    known = AbMetric(metric)
    statement = _USUAL.format(
        responded=_ANSWERED if known == AbMetric.REPLIES else _RESPONDED, arrived=ARRIVED, watched=_WATCHED[known]
    )
    values: dict[str, Any] = {"org": org_id, "since": now - _RECENT, "kind": _KINDS[known], "many": _MANY}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        mails, responses = cursor.fetchone()
    if responses < 10:
        return UsualRate(_GUESSES[known], is_guess=True)
    return UsualRate(responses / mails, is_guess=False)
