"""Who agreed to what, when, to which text: written by staff, and by the people themselves through links in mail."""

from uuid import UUID

from django.utils import timezone

from frontdesk.orgs import suppressions
from frontdesk.orgs.models import ConsentPurpose, ConsentRecord, ConsentState, Contact, SuppressionReason


def state_of(contact: Contact, purpose: ConsentPurpose) -> ConsentState:
    return ConsentState(contact.consent.get(purpose.value, {}).get("state", ConsentState.UNKNOWN))


def record(
    contact: Contact, purpose: ConsentPurpose, state: ConsentState, *, text: str = "", recorded_by: UUID | None = None
) -> None:
    """The latest of a purpose is its state. Who agrees to marketing mail again is no longer kept from it because they
    once left; a complaint or a dead address stays what it is."""
    ConsentRecord.objects.create(
        organization_id=contact.organization_id,
        contact=contact,
        purpose=purpose,
        state=state,
        text=text,
        recorded_by_id=recorded_by,
    )
    at = timezone.now().isoformat()
    contact.consent = {**contact.consent, purpose.value: {"state": state.value, "at": at, "text": text}}
    contact.save(update_fields=["consent", "updated_at"])
    if purpose == ConsentPurpose.MARKETING_MAIL and state == ConsentState.GRANTED:
        suppressions.release(contact.organization_id, contact.email, [SuppressionReason.UNSUBSCRIBE])
        contact.refresh_from_db(fields=["suppression_reason", "suppressed_at"])
