"""Events of what became of mail: for pages that are open, and for who wants to act on it."""

from frontdesk.mail.addresses import known_address
from frontdesk.mail.models import EmailMessage
from frontdesk.mail.outcomes.states import Happening, HappeningKind
from frontdesk.platform import events, limits
from frontdesk.platform.errors import TooMany

_NAMES = {
    HappeningKind.DELIVERED: "mail.delivered",
    HappeningKind.BOUNCED: "mail.bounced",
    HappeningKind.COMPLAINED: "mail.complained",
}
# A newsletter's deliveries come by the thousand: pages look again at most so often.
CAMPAIGN_LIMIT = "1/s"


def tell(message: EmailMessage, happening: Happening) -> None:
    """Deliveries of a newsletter are told together, as its progress; ``mail.unsubscribed`` is told where it counts."""
    if message.campaign_id and happening.kind in (HappeningKind.DELIVERED, HappeningKind.DEFERRED):
        _tell_progress(message)
    elif name := _NAMES.get(happening.kind):
        events.record(
            name,
            record_type="email_message",
            record_id=message.id,
            org_id=message.organization_id,
            payload={
                "address": known_address(message.to_address),
                "kind": happening.bounce_kind,
                "reason": happening.reason,
                "campaign_id": message.campaign_id and str(message.campaign_id),
            },
        )


def _tell_progress(message: EmailMessage) -> None:
    try:
        limits.check(f"campaign-told:{message.campaign_id}", limit=CAMPAIGN_LIMIT)
    except TooMany:
        return
    events.record(
        "campaign.progressed", record_type="campaign", record_id=message.campaign_id, org_id=message.organization_id
    )
