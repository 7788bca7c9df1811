"""The jobs in which models are asked."""

from datetime import timedelta
from uuid import UUID

from frontdesk.platform import jobs

_RETRY = jobs.Retry(max_attempts=10, base=5.0, cap=120.0)


@jobs.task("mail.personalize_campaign", queue=jobs.Queue.BULK, retry=_RETRY, lock="personalize:{campaign_id}")
def personalize_campaign(*, org_id: UUID, campaign_id: UUID) -> None:
    """A stretch of it; asks for the next. One at a time for a campaign: what it may spend is counted in one place."""
    from frontdesk.mail.personalizing import running  # which wakes, too

    running.carry_on(org_id, campaign_id)


@jobs.task("mail.personalize_message", retry=jobs.Retry(max_attempts=1))
def personalize_message(*, org_id: UUID, message_id: UUID) -> None:
    """A mail that waits some seconds for it, and goes out as it stands if this fails."""
    from frontdesk.mail.personalizing import single

    single.write(org_id, message_id)


def wake(org_id: UUID, campaign_id: UUID, *, after: timedelta = timedelta()) -> None:
    """Several wishes make one job."""
    jobs.enqueue(
        personalize_campaign,
        org_id=org_id,
        campaign_id=campaign_id,
        in_=after or None,
        queueing_lock=f"personalize:{campaign_id}",
    )
