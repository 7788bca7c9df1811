"""What people do to a campaign's state: draft → scheduled → sending ⇄ paused → finished or cancelled.

Each takes the campaign's row first: of two people who press a button at once, the second finds what the first made of
it and is told so.
"""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from frontdesk.mail import delivery
from frontdesk.mail.campaigns import beginning, checking, editing, ending, preparing, waking, winners
from frontdesk.mail.models import Campaign, CampaignState
from frontdesk.mail.personalizing import beginning as personalizing
from frontdesk.mail.personalizing import forecasting
from frontdesk.mail.problems import as_bad_input
from frontdesk.mail.rendering import RenderError
from frontdesk.mail.send_time import zones
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import BadInput, Conflict

LATEST_DAYS = 400
_SCHEDULED = [
    "state", "scheduled_at", "in_recipient_zone", "is_at_best_hour", "started_by", "ai_lead_minutes", "version",
    "updated_at",
]  # fmt: skip
UNDER_WAY = (CampaignState.SCHEDULED, CampaignState.SENDING, CampaignState.PAUSED)


def _get(actor: Actor, campaign_id: UUID) -> Campaign:
    access.require(actor, Permission.MAIL_SEND)
    return editing.get_own(actor, campaign_id)


def start(actor: Actor, campaign_id: UUID) -> Campaign:
    """Now, whatever it was scheduled for. Raises BadInput (campaign-not-ready) with all that stands in the way."""
    campaign = _get(actor, campaign_id)
    editing.require_state(campaign, (CampaignState.DRAFT, CampaignState.SCHEDULED), "started")
    campaign.started_by_id = actor.profile_id
    checking.require_ready(campaign)
    if campaign.scheduled_at is not None:
        campaign.scheduled_at, campaign.in_recipient_zone = None, False
        campaign.save(update_fields=["scheduled_at", "in_recipient_zone"])
    _begin(campaign, actor)
    return editing.get_campaign(actor, campaign_id)


def _begin(campaign: Campaign, actor: Actor) -> None:
    try:
        beginning.begin(campaign, actor, now=timezone.now())
    except RenderError as error:
        raise as_bad_input(error) from error


def schedule(
    actor: Actor, campaign_id: UUID, *, at: datetime, in_recipient_zone: bool, is_at_best_hour: bool | None = None
) -> Campaign:
    """``at`` is on the organization's clock; with ``in_recipient_zone`` it is that hour on each recipient's.

    ``is_at_best_hour``: from then on each recipient gets it at their best hour; None: as the draft says.
    """
    campaign = _get(actor, campaign_id)
    editing.require_state(campaign, (CampaignState.DRAFT, CampaignState.SCHEDULED), "scheduled")
    now = timezone.now()
    if at.tzinfo is None:
        at = at.replace(tzinfo=zones.of_organization(campaign.organization_id))
    if at <= now:
        raise BadInput.field("scheduled_at", "This time has passed. Choose a later one, or start it now.")
    if (at - now).days > LATEST_DAYS:
        raise BadInput.field("scheduled_at", f"At most {LATEST_DAYS} days ahead.")
    campaign.scheduled_at, campaign.in_recipient_zone = at, in_recipient_zone
    if is_at_best_hour is not None:
        campaign.is_at_best_hour = is_at_best_hour
    _require_one_way(campaign)
    campaign.started_by_id = actor.profile_id
    forecast = forecasting.forecast_started(campaign)
    checking.require_ready(campaign, forecast)
    campaign.ai_lead_minutes = forecasting.lead_minutes(forecast)
    campaign.state = CampaignState.SCHEDULED
    campaign.version += 1
    campaign.save(update_fields=_SCHEDULED)
    editing.tell(actor, "scheduled", campaign, {"scheduled_at": at.isoformat()})
    begins = preparing.begins_at(campaign)
    if begins is not None and begins - now < waking.LONGEST_WAIT:
        waking.wake(campaign.organization_id, campaign.id, after=max(begins - now, waking.SOON))
    return editing.get_campaign(actor, campaign_id)


def _require_one_way(campaign: Campaign) -> None:
    if campaign.is_at_best_hour and campaign.in_recipient_zone:
        message = "Choose one: the same hour on each recipient's clock, or each recipient's best hour."
        raise BadInput.field("is_at_best_hour", message)


def unschedule(actor: Actor, campaign_id: UUID) -> Campaign:
    campaign = _get(actor, campaign_id)
    editing.require_state(campaign, (CampaignState.SCHEDULED,), "taken off the schedule")
    campaign.state = CampaignState.DRAFT
    campaign.version += 1
    campaign.save(update_fields=["state", "version", "updated_at"])
    editing.tell(actor, "unscheduled", campaign)
    return editing.get_campaign(actor, campaign_id)


def pause(actor: Actor, campaign_id: UUID, reason: str) -> Campaign:
    """Nothing more goes out but the mails that are on a connection right now."""
    campaign = _get(actor, campaign_id)
    editing.require_state(campaign, (CampaignState.SENDING,), "paused")
    campaign.state, campaign.paused_reason = CampaignState.PAUSED, reason
    campaign.save(update_fields=["state", "paused_reason", "updated_at"])
    editing.tell(actor, "paused", campaign, {"reason": reason})
    return editing.get_campaign(actor, campaign_id)


def resume(actor: Actor, campaign_id: UUID) -> Campaign:
    """Goes on where it stopped; one that was paused before it had begun is checked again first."""
    campaign = _get(actor, campaign_id)
    editing.require_state(campaign, (CampaignState.PAUSED,), "resumed")
    if campaign.started_at is None:
        campaign.started_by_id = actor.profile_id
        checking.require_ready(campaign)
        _begin(campaign, actor)
        return editing.get_campaign(actor, campaign_id)
    campaign.state, campaign.paused_reason = CampaignState.SENDING, ""
    campaign.resumed_at, campaign.throttle_at = timezone.now(), None
    campaign.save(update_fields=["state", "paused_reason", "resumed_at", "throttle_at", "updated_at"])
    editing.tell(actor, "resumed", campaign)
    personalizing.resume(campaign)
    waking.wake(campaign.organization_id, campaign.id)
    delivery.wake()
    return editing.get_campaign(actor, campaign_id)


def cancel(actor: Actor, campaign_id: UUID) -> Campaign:
    """For good: who has not got it by now never does."""
    campaign = _get(actor, campaign_id)
    editing.require_state(campaign, UNDER_WAY, "cancelled")
    ending.take_back(campaign)
    personalizing.cancel(campaign)
    campaign.state, campaign.finished_at, campaign.paused_reason = CampaignState.CANCELLED, timezone.now(), ""
    campaign.save(update_fields=["state", "finished_at", "paused_reason", "updated_at"])
    editing.tell(actor, "cancelled", campaign)
    return editing.get_campaign(actor, campaign_id)


def choose_winner(actor: Actor, campaign_id: UUID, position: int) -> Campaign:
    campaign = _get(actor, campaign_id)
    if campaign.state not in (CampaignState.SENDING, CampaignState.PAUSED):
        raise Conflict("A winner is chosen while the campaign is being sent.", code="campaign-state")
    winners.decide_by_person(actor, campaign, position, now=timezone.now())
    personalizing.begin(campaign, winner=position)
    waking.wake(campaign.organization_id, campaign.id)
    return editing.get_campaign(actor, campaign_id)
