"""What campaigns do to their personalisation: it begins with the audience, goes on when they do, and ends with them."""

from frontdesk.mail.campaigns import snapshots
from frontdesk.mail.models import Campaign, PersonalizationState
from frontdesk.mail.personalizing import rows, waking


def begin(campaign: Campaign, *, winner: int | None = None) -> None:
    """For the recipients whose variant is known by now; in the transaction that made it known."""
    frozen = snapshots.of_campaign(campaign.id)
    if rows.is_written(frozen) and rows.make(campaign, frozen, winner=winner):
        waking.wake(campaign.organization_id, campaign.id)


def resume(campaign: Campaign) -> None:
    if rows.has_open(campaign.id):
        waking.wake(campaign.organization_id, campaign.id)


def cancel(campaign: Campaign) -> None:
    """Who is being asked for right now is left to the job, which keeps what it paid for."""
    rows.settle(campaign.id, "cancelled", states=[PersonalizationState.WAITING])
