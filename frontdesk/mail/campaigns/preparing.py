"""Fixing the audience: who gets which variant, and when. One statement, so that a kill leaves all or nothing of it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from frontdesk.mail import audience
from frontdesk.mail.audience.selection import ROOMY
from frontdesk.mail.experiments import shares
from frontdesk.mail.models import Campaign, CampaignRecipient
from frontdesk.mail.send_time import planning, zones
from frontdesk.mail.send_time.planning import Plan
from frontdesk.platform.timezones import is_timezone

# Where the day begins: there a wall clock shows any hour first.
FIRST_ZONE = ZoneInfo("Pacific/Kiritimati")
# From there to where the day ends; and as long as models may need before it.
LONGEST_LEAD = timedelta(hours=26 + 24)

# Ranked by a hash of campaign and contact: as good as drawn by lot, and the same whenever it is done again. The first
# ranks are the sample, which then stands first in the index that feeding reads.
_FIX = """
insert into campaign_recipient (organization_id, campaign_id, contact_id, variant, state, due_at, reason)
select %s, %s, contact_id, case when rank < %s then (%s::smallint[])[rank %% %s + 1] end, 'waiting', due_at, ''
from (
  select chosen.contact_id, coalesce(own.due_at, zones.due_at, %s) as due_at, {rank} as rank
  from ({chosen}) chosen join contacts on contacts.id = chosen.contact_id
  left join unnest(%s::text[], %s::timestamptz[]) as zones (name, due_at) on zones.name = contacts.timezone
  left join unnest(%s::uuid[], %s::timestamptz[]) as own (contact_id, due_at) on own.contact_id = contacts.id) ranked
order by rank
on conflict (campaign_id, contact_id) do nothing
"""
# What recipients refer to is checked now: at the end of the transaction that would hold the campaign's row for as long.
_CHECKED = "set constraints all immediate; set constraints all deferred"
_TURN = "select pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
_DRAWN = "row_number() over (order by md5(%s || chosen.contact_id::text)) - 1"


def take_turn(campaign_id: UUID) -> bool:
    """Whether this transaction is the one that may fix the audience."""
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [f"audience of campaign {campaign_id}"])
        return bool(cursor.fetchone() == (True,))


def fix_audience(campaign: Campaign, *, now: datetime) -> int:
    """Writes the recipients; returns how many. In the caller's transaction, which has taken its turn."""
    chosen, params = audience.select_sql(campaign.audience, campaign.organization_id)
    with connection.cursor() as cursor:
        cursor.execute(ROOMY)
    turns = shares.cycle(list(campaign.variants.order_by("position").values_list("share", flat=True)))
    variants = len(set(turns))
    needs_draw = variants > 1
    plan = make_plan(campaign, chosen, params, now=now)
    people = audience.count(campaign.audience, campaign.organization_id) if needs_draw else 0
    sampled = sample_size(campaign, people, variants)
    sql = _FIX.format(chosen=chosen, rank=_DRAWN if needs_draw else "0")
    values: list[Any] = [campaign.organization_id, campaign.id, sampled, turns, len(turns), plan.default]
    values += [str(campaign.id)] if needs_draw else []
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *params, list(plan.zones), list(plan.zones.values()), *_columns(plan.own)])
        cursor.execute("select count(*) from campaign_recipient where campaign_id = %s", [campaign.id])
        (total,) = cursor.fetchone()
        cursor.execute(_CHECKED)
    return int(total)


def sample_size(campaign: Campaign, people: int, variants: int) -> int:
    """How many get a variant at once: everybody, or with A/B the share, and at least one person for each variant."""
    if variants < 2 or campaign.ab_sample_percent in (0, 100):
        return 2**31
    share = -(-people * campaign.ab_sample_percent // 100)  # rounded up
    return max(share, variants)


def _columns(moments: Mapping[str, datetime]) -> tuple[str, str]:
    """Ids and times as PostgreSQL writes arrays: the driver would look at each of a million for what it must escape."""
    return f"{{{','.join(moments)}}}", f"{{{','.join(moment.isoformat() for moment in moments.values())}}}"


def make_plan(campaign: Campaign, chosen: str, params: list[Any], *, now: datetime) -> Plan:
    """When each of the chosen gets it."""
    if campaign.is_at_best_hour:
        return planning.plan(campaign.organization_id, chosen, params, now=max(campaign.scheduled_at or now, now))
    default, zones = due_times(campaign, now=now)
    return Plan(default, zones, {})


def due_times(campaign: Campaign, *, now: datetime) -> tuple[datetime, dict[str, datetime]]:
    """When it goes to people without a zone of their own, and by zone. An hour that has passed there means at once."""
    at = campaign.scheduled_at
    if at is None:
        return now, {}
    if not campaign.in_recipient_zone:
        return max(at, now), {}
    wall = at.astimezone(zones.of_organization(campaign.organization_id)).replace(tzinfo=None)
    names = filter(is_timezone, zones.of_contacts(campaign.organization_id))
    return max(at, now), {name: max(moment_of(wall, name), now) for name in names}


def moment_of(wall: datetime, zone: str) -> datetime:
    """When clocks there show it. An hour that is left out in spring: as late as if it were there; one that comes twice
    in autumn: the first."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def begins_at(campaign: Campaign) -> datetime | None:
    """When the job must look: with the recipients' zones, when the first clock on earth strikes the hour; earlier
    where models write for each recipient, so that it is done by then."""
    first = _first_due(campaign)
    return first and first - timedelta(minutes=campaign.ai_lead_minutes)


def _first_due(campaign: Campaign) -> datetime | None:
    at = campaign.scheduled_at
    if at is None or not campaign.in_recipient_zone:
        return at
    wall = at.astimezone(zones.of_organization(campaign.organization_id)).replace(tzinfo=None)
    return min(at, wall.replace(tzinfo=FIRST_ZONE).astimezone(UTC))


def count_passed(campaign: Campaign, *, now: datetime | None = None) -> int:
    """How many zones of contacts have seen the hour already."""
    moment = now or timezone.now()
    _, zones = due_times(campaign, now=moment)
    return sum(1 for due in zones.values() if due <= moment + timedelta(minutes=1))


def has_recipients(campaign: Campaign) -> bool:
    return bool(CampaignRecipient.objects.filter(campaign=campaign).exists())
