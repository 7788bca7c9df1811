"""What people want after a mail: nothing more of that list, no marketing at all, or never to be bothered so again."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models.functions import Now

from frontdesk.mail.addresses import known_address
from frontdesk.mail.models import EmailEngagement, EmailMessage, EngagementKind, Subscription, SubscriptionState
from frontdesk.mail.outcomes.deeds import make_deed
from frontdesk.orgs import consents, suppressions
from frontdesk.orgs.models import ConsentPurpose, ConsentState, Contact, SuppressionReason
from frontdesk.platform import events


def find_contact(org_id: UUID, message: EmailMessage) -> Contact | None:
    """Whom it went to: also by the address, for mail that was sent to nobody's record."""
    found = Contact.objects.filter(organization_id=org_id)
    by_id = found.filter(id=message.contact_id).first() if message.contact_id else None
    contact: Contact | None = by_id or found.filter(email=known_address(message.to_address)).first()
    return contact


def complain(org_id: UUID, message: EmailMessage) -> None:
    text = f"Reported the mail “{message.subject}” as unwanted."
    suppressions.suppress(org_id, known_address(message.to_address), SuppressionReason.COMPLAINT, detail=text)
    if contact := find_contact(org_id, message):
        _deny(contact, text)


def leave_everything(org_id: UUID, message: EmailMessage, *, how: str) -> None:
    """No marketing goes to the address any more. ``how`` completes "Unsubscribed …"."""
    text = f"Unsubscribed {how}, from the mail “{message.subject}”."
    suppressions.suppress(org_id, known_address(message.to_address), SuppressionReason.UNSUBSCRIBE, detail=text)
    if contact := find_contact(org_id, message):
        _deny(contact, text)
        leave_lists(contact, None)
    note_unsubscribe(message)


def leave_lists(contact: Contact, list_ids: Iterable[UUID] | None) -> int:
    """Ends the subscriptions to these lists, or all; returns how many there were."""
    rows = Subscription.objects.filter(organization_id=contact.organization_id, contact=contact)
    if list_ids is not None:
        rows = rows.filter(list_id__in=list(list_ids))
    return int(
        rows.exclude(state=SubscriptionState.UNSUBSCRIBED).update(state=SubscriptionState.UNSUBSCRIBED, ended_at=Now())
    )


def note_unsubscribe(message: EmailMessage) -> bool:
    """Counts it for the mail's template and campaign, once; the caller holds the mail's row. False: it was counted."""
    told = EmailEngagement.objects.filter(message_id=message.id, kind=EngagementKind.UNSUBSCRIBE)
    if told.exists():
        return False
    make_deed(message, EngagementKind.UNSUBSCRIBE).save(force_insert=True)
    address = known_address(message.to_address)
    events.record(
        "mail.unsubscribed",
        record_type="email_message",
        record_id=message.id,
        org_id=message.organization_id,
        payload={"address": address, "campaign_id": message.campaign_id and str(message.campaign_id)},
    )
    return True


def _deny(contact: Contact, text: str) -> None:
    purpose = ConsentPurpose.MARKETING_MAIL
    if consents.state_of(contact, purpose) != ConsentState.DENIED:
        consents.record(contact, purpose, ConsentState.DENIED, text=text)
