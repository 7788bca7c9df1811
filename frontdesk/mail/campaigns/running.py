"""Carries a campaign on: begins it, feeds the outbox, decides the test, ends it.

Each step is a transaction of its own that holds the campaign's row; fixing its audience, which takes its time, holds a
lock of its own instead. A job may be killed anywhere and run any number of times, also at once: whoever does not get
the lock leaves it to the other.
"""

import time
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from frontdesk.mail import delivery
from frontdesk.mail.campaigns import beginning, ending, feeding, guarding, waking, winners
from frontdesk.mail.models import Campaign, CampaignRecipient, CampaignState, RecipientState
from frontdesk.mail.personalizing import beginning as personalizing
from frontdesk.platform import events, tenancy

LONGEST_RUN_SECONDS = 20.0
SLICE = timedelta(seconds=feeding.SLICE_SECONDS)
# While nothing of it is under way, as when its provider is paused.
STANDSTILL = timedelta(seconds=10)
AT_ONCE = timedelta()


def carry_on(org_id: UUID, campaign_id: UUID) -> None:
    """Steps until it must wait, and asks for the next run."""
    started = time.monotonic()
    is_done = False
    while not is_done:
        with tenancy.tenant(org_id):
            wait = step(campaign_id, now=timezone.now())
            is_done = wait is None or wait > AT_ONCE or time.monotonic() - started > LONGEST_RUN_SECONDS
            if is_done and wait is not None:
                waking.wake(org_id, campaign_id, after=wait)


def step(campaign_id: UUID, *, now: datetime) -> timedelta | None:
    """One step in the bound tenant; how long to wait for the next one, None when no job need look again."""
    begun = Campaign.objects.filter(id=campaign_id, state=CampaignState.SENDING)
    if begun.filter(prepared_at__isnull=True).exists():
        return beginning.prepare(campaign_id, now=now)
    rows = Campaign.objects.select_for_update(no_key=True, skip_locked=True)
    campaign: Campaign | None = rows.filter(id=campaign_id).first()
    if campaign is None:
        return None
    if campaign.state == CampaignState.SCHEDULED:
        return beginning.begin_if_due(campaign, now=now)
    if campaign.state != CampaignState.SENDING:
        return None
    if campaign.prepared_at is None:  # begun since we looked
        return AT_ONCE
    if harm := guarding.find_harm(campaign):
        ending.pause_by_itself(campaign, harm)
        return None
    return _feed(campaign, now=now)


def _feed(campaign: Campaign, *, now: datetime) -> timedelta | None:
    winner = winners.find_winner(campaign)
    limit = feeding.room(campaign, now=now)
    fed = feeding.feed(campaign, limit=limit, now=now, winner=winner) if limit else feeding.Fed(0, 0)
    if campaign.throttle_per_minute:
        campaign.throttle_tokens -= fed.written
        campaign.save(update_fields=["throttle_tokens", "throttle_at"])
    if fed.marked:
        events.record("campaign.progressed", record_type="campaign", record_id=campaign.id)
    if fed.written:
        delivery.wake()
    if limit and fed.marked == limit:
        return SLICE if campaign.throttle_per_minute else AT_ONCE
    if not limit:
        return _until_room(campaign)
    return _when_nothing_is_due(campaign, winner, now=now)


def _until_room(campaign: Campaign) -> timedelta:
    if campaign.throttle_per_minute:
        return max(waking.SOON, timedelta(seconds=60 / campaign.throttle_per_minute))
    return _while_mail_goes(campaign)


def _while_mail_goes(campaign: Campaign) -> timedelta:
    return waking.SOON if ending.is_moving(campaign) else STANDSTILL


def _when_nothing_is_due(campaign: Campaign, winner: int | None, *, now: datetime) -> timedelta | None:
    waiting = CampaignRecipient.objects.filter(campaign=campaign, state=RecipientState.WAITING)
    own = waiting if winner is not None else waiting.filter(variant__isnull=False)
    next_due: datetime | None = own.order_by("due_at", "id").values_list("due_at", flat=True).first()
    if next_due is not None:
        return max(next_due - now, waking.SOON)
    if winner is None and waiting.exists():
        return _wait_for_winner(campaign, now=now)
    return None if ending.finish_if_done(campaign, now=now) else _while_mail_goes(campaign)


def _wait_for_winner(campaign: Campaign, *, now: datetime) -> timedelta:
    """The waiting time runs from when the last of the sample has left the outbox, tried at least once."""
    if campaign.ab_sampled_at is None:
        if not ending.is_sent(campaign, now=now):
            return _while_mail_goes(campaign)
        campaign.ab_sampled_at = now
        campaign.save(update_fields=["ab_sampled_at", "updated_at"])
        events.record("campaign.sampled", record_type="campaign", record_id=campaign.id)
    if winners.look(campaign, now=now):
        personalizing.begin(campaign, winner=winners.find_winner(campaign))
        return AT_ONCE
    at = winners.next_look_at(campaign)
    return waking.LONGEST_WAIT if at is None else max(at - now, waking.SOON)
