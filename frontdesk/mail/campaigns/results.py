"""What became of a campaign: mails, not events. ``opened`` and ``clicked`` are of people, proxies stand apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from frontdesk.mail.campaigns import clicks, comparing, editing, snapshots, winners
from frontdesk.mail.models import Campaign
from frontdesk.mail.reports.mail_counts import Counts
from frontdesk.orgs.access import Actor
from frontdesk.orgs.models import Organization

_MAILS = """
select variant, status, count(*), count(*) filter (where tracks_opens), count(*) filter (where tracks_clicks)
from email_message where campaign_id = %s and organization_id = %s group by variant, status
"""
# Hashed, where there is room for it: sorting half a million deeds takes three times as long.
_ROOMY = "select set_config('work_mem', '64MB', true)"
_DEEDS = """
select variant, kind, is_machine, count(*) from (
  select distinct variant, kind, is_machine, message_id from email_engagement
  where campaign_id = %s and organization_id = %s) deeds
group by variant, kind, is_machine
"""
_REPLIES = "select count(*) from mail_thread where campaign_id = %s and organization_id = %s"
_SKIPPED = """
select reason, count(*) from campaign_recipient where campaign_id = %s and state = 'skipped' group by reason
"""
_SENT_OVER_TIME = """
select date_bin(%s, sent_at, %s), count(*) from email_message
where campaign_id = %s and organization_id = %s and sent_at is not null group by 1
"""
_DEEDS_OVER_TIME = """
select date_bin(%s, first_at, %s), kind, count(*) from (
  select kind, message_id, min(created_at) as first_at from email_engagement
  where campaign_id = %s and organization_id = %s and not is_machine and kind in ('open', 'click')
  group by kind, message_id) firsts group by 1, 2
"""
_DOMAINS = """
select lower(rtrim(split_part(to_address, '@', -1), '>')) as domain,
  count(*) filter (where status in ('sent', 'delivered', 'bounced', 'complained')),
  count(*) filter (where status = 'delivered'), count(*) filter (where status = 'bounced'),
  count(*) filter (where status = 'complained'), count(*) filter (where opened.message_id is not null)
from email_message left join (
  select distinct message_id from email_engagement
  where campaign_id = %s and organization_id = %s and kind = 'open' and not is_machine) opened on message_id = id
where campaign_id = %s and organization_id = %s group by 1 order by 2 desc, 1 limit 20
"""
# Hours for two days, then days.
FINE = timedelta(hours=48)
# Beyond it the numbers are counted once in a while.
LARGE = 50_000
KEPT_SECONDS = 20


def get_results(actor: Actor, campaign_id: UUID) -> Mapping[str, object]:
    campaign = editing.get_campaign(actor, campaign_id)
    if campaign.total < LARGE:
        return _count(campaign, ZoneInfo(actor.timezone))
    key = f"campaign-results:{campaign.id}:{actor.timezone}"
    kept: Mapping[str, object] | None = cache.get(key)
    if kept is None:
        kept = _count(campaign, ZoneInfo(actor.timezone))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _count(campaign: Campaign, zone: ZoneInfo) -> Mapping[str, object]:
    by_variant, subjects = count_by_variant(campaign), _subjects(campaign)
    return {
        "totals": {**_total(by_variant.values()).describe(), "replies": _one(_REPLIES, campaign)},
        "by_variant": [
            {"position": position, "subject": subjects.get(position, ""), **each.describe()}
            for position, each in sorted(by_variant.items())
        ],
        "ab": comparing.describe(campaign, now=timezone.now()),
        "over_time": _over_time(campaign, zone),
        "by_domain": _by_domain(campaign),
        "skipped": dict(_rows(_SKIPPED, [campaign.id])),
        "winner": winners.find_winner(campaign),
        "decided_at": campaign.ab_decided_at,
        "reason": campaign.ab_reason,
    }


def _subjects(campaign: Campaign) -> dict[int, str]:
    organization = Organization.objects.get(id=campaign.organization_id)
    return {
        position: snapshots.shown_subject(organization, snapshot[snapshot["default"]], snapshot["default"])
        for position, snapshot in snapshots.of_campaign(campaign.id).items()
    }


def count_by_variant(campaign: Campaign) -> dict[int, Counts]:
    numbers: dict[int, dict[str, int]] = {position: {} for position in snapshots.of_campaign(campaign.id)}

    def add(variant: int | None, **more: int) -> None:
        own = numbers.setdefault(variant or 0, {})
        for name, number in more.items():
            own[name] = own.get(name, 0) + number

    for variant, status, count, opens, watched in _rows(_MAILS, [campaign.id, campaign.organization_id]):
        if status in ("sent", "delivered", "bounced", "complained"):
            add(variant, sent=count)
        if status in ("delivered", "complained"):
            add(variant, delivered=count)
        if status in ("bounced", "complained", "failed"):
            add(variant, **{status: count})
        if status in ("sent", "delivered", "complained"):
            add(variant, watched_opens=opens, watched_clicks=watched)
    names = {"open": ("opened", "machine_opens"), "click": ("clicked", "machine_clicks")}
    _rows(_ROOMY, [])
    for variant, kind, is_machine, people in _rows(_DEEDS, [campaign.id, campaign.organization_id]):
        if kind in names:
            add(variant, **{names[kind][bool(is_machine)]: people})
        elif not is_machine:
            add(variant, unsubscribed=people)
    return {position: Counts(**own) for position, own in numbers.items()}


def _total(parts: Iterable[Counts]) -> Counts:
    sums: dict[str, int] = {}
    for part in parts:
        for name, number in asdict(part).items():
            sums[name] = sums.get(name, 0) + number
    return Counts(**sums)


def _over_time(campaign: Campaign, zone: ZoneInfo) -> dict[str, object]:
    start = (campaign.started_at or campaign.created_at).astimezone(zone)
    is_fine = (campaign.finished_at or timezone.now()) - start < FINE
    step = timedelta(hours=1) if is_fine else timedelta(days=1)
    origin = start.replace(hour=start.hour if is_fine else 0, minute=0, second=0, microsecond=0)
    points: dict[datetime, dict[str, int]] = {}
    of_campaign = [step, origin, campaign.id, campaign.organization_id]
    for at, count in _rows(_SENT_OVER_TIME, of_campaign):
        points.setdefault(at, {})["sent"] = count
    for at, kind, count in _rows(_DEEDS_OVER_TIME, of_campaign):
        points.setdefault(at, {})["opened" if kind == "open" else "clicked"] = count
    return {
        "step": "hour" if is_fine else "day",
        "points": [{"at": at, "sent": 0, "opened": 0, "clicked": 0, **points[at]} for at in sorted(points)],
    }


def _by_domain(campaign: Campaign) -> list[dict[str, object]]:
    names = ("domain", "sent", "delivered", "bounced", "complained", "opened")
    of_campaign = [campaign.id, campaign.organization_id]
    return [dict(zip(names, row, strict=True)) for row in _rows(_DOMAINS, of_campaign * 2)]


def _rows(statement: str, values: Sequence[Any]) -> list[tuple]:  # type: ignore[type-arg]  # of many shapes
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _one(statement: str, campaign: Campaign) -> int:
    return int(_rows(statement, [campaign.id, campaign.organization_id])[0][0])


def get_links(actor: Actor, campaign_id: UUID, *, position: int, locale: str) -> dict[str, object]:
    campaign = editing.get_campaign(actor, campaign_id)
    return clicks.describe(actor, campaign, position=position, locale=locale)
