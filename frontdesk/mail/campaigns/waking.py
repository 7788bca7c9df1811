"""The job that carries a campaign on, and waking it."""

import math
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from frontdesk.mail.campaigns import preparing
from frontdesk.mail.models import Campaign, CampaignState
from frontdesk.platform import jobs, tenancy

SOON = timedelta(seconds=2)
# Jobs for later share a moment, so that several wishes make one job.
SLOT_SECONDS = 10
# The schedule looks every minute besides: nothing has to be asked for later than that.
LONGEST_WAIT = timedelta(seconds=60)


@jobs.task("mail.run_campaign", retry=jobs.Retry(max_attempts=10, base=5.0, cap=300.0))
def run(*, org_id: UUID, campaign_id: UUID) -> None:
    """Does what can be done now, and asks for the next run."""
    from frontdesk.mail.campaigns import running  # which wakes, too

    running.carry_on(org_id, campaign_id)


@jobs.task("mail.run_campaigns")
def run_all(*, org_id: UUID | None) -> None:
    """By the schedule: campaigns whose time has come, and those whose job a crash has taken along."""
    soon = timezone.now() + preparing.LONGEST_LEAD
    scheduled = Q(state=CampaignState.SCHEDULED, scheduled_at__lte=soon)
    with tenancy.platform("campaigns that are due"):
        due = Campaign.objects.filter(scheduled | Q(state=CampaignState.SENDING))
        for org, campaign in due.values_list("organization_id", "id"):
            wake(org, campaign)


def wake(org_id: UUID, campaign_id: UUID, *, after: timedelta = timedelta()) -> None:
    """Has the campaign looked at, now or after a while; several calls make one job."""
    if not after:
        jobs.enqueue(run, org_id=org_id, campaign_id=campaign_id, queueing_lock=f"campaign:{campaign_id}")
        return
    size = 1 if after <= SOON else SLOT_SECONDS
    slot = math.ceil((timezone.now() + min(after, LONGEST_WAIT)).timestamp() / size) * size
    at = datetime.fromtimestamp(slot, UTC)
    jobs.enqueue(run, org_id=org_id, campaign_id=campaign_id, at=at, queueing_lock=f"campaign:{campaign_id}@{slot}")
