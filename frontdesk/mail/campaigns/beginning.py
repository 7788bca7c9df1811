"""Begins a campaign: what it says is frozen, then its audience is fixed, then it is fed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from frontdesk.mail.campaigns import checking, editing, ending, preparing, snapshots, waking
from frontdesk.mail.models import Campaign, CampaignState, CampaignVariant
from frontdesk.mail.personalizing import beginning as personalizing
from frontdesk.mail.personalizing.problems import NO_MODEL
from frontdesk.mail.rendering import RenderError
from frontdesk.orgs.access import Actor
from frontdesk.platform import events


def freeze(campaign: Campaign) -> None:
    """Raises RenderError. Called again, it changes nothing: what was frozen stays."""
    rows = CampaignVariant.objects.filter(campaign=campaign, snapshot__isnull=True).select_related("template")
    for variant in rows:
        variant.snapshot = snapshots.build(campaign, variant)
        variant.save(update_fields=["snapshot"])


def begin(campaign: Campaign, actor: Actor | None, *, now: datetime) -> None:
    """From draft, scheduled or paused before it began: the caller has checked it."""
    freeze(campaign)
    campaign.state, campaign.started_at, campaign.paused_reason = CampaignState.SENDING, now, ""
    campaign.version = F("version") + 1
    campaign.save(update_fields=["state", "started_at", "started_by", "paused_reason", "version", "updated_at"])
    editing.tell(actor, "started", campaign)
    waking.wake(campaign.organization_id, campaign.id)


def begin_if_due(campaign: Campaign, *, now: datetime) -> timedelta | None:
    """A scheduled one. What stands in the way by now pauses it, and says so."""
    at = preparing.begins_at(campaign)
    if at is None or at > now:
        return None if at is None else at - now
    found = [each for each in checking.find_problems(campaign) if each.level == "error"]
    problems = [each for each in found if each.code != NO_MODEL]
    try:
        if problems:
            ending.pause_by_itself(campaign, f"It could not begin: {problems[0].message}")
            return None
        begin(campaign, None, now=now)
    except RenderError as error:
        ending.pause_by_itself(campaign, f"It could not begin: {error}")
        return None
    return timedelta()


def prepare(campaign_id: UUID, *, now: datetime) -> timedelta | None:
    """Fixes the audience of one that was begun; None while another job is at it.

    Of many people this takes seconds. Its row is taken behind that alone, so that who pauses or cancels it meanwhile
    does not wait.
    """
    if not preparing.take_turn(campaign_id):
        return None
    unprepared = Campaign.objects.filter(id=campaign_id, state=CampaignState.SENDING, prepared_at__isnull=True).first()
    if unprepared is None:
        return timedelta()
    total = preparing.fix_audience(unprepared, now=now)
    personalizing.begin(unprepared)
    campaign: Campaign = Campaign.objects.select_for_update(no_key=True).get(id=campaign_id)
    if campaign.state == CampaignState.CANCELLED:
        ending.take_back(campaign)
    campaign.total, campaign.prepared_at = total, timezone.now()
    campaign.save(update_fields=["total", "prepared_at", "updated_at"])
    events.record("campaign.progressed", record_type="campaign", record_id=campaign.id)
    return timedelta()
