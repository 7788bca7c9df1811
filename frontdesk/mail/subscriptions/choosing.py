"""The preference page: which lists, in which language, or nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from frontdesk.mail.models import MailList, Subscription
from frontdesk.mail.outcomes import people
from frontdesk.mail.subscriptions import opt_in
from frontdesk.mail.subscriptions.words import LANGUAGES
from frontdesk.orgs import consents, suppressions
from frontdesk.orgs.models import ConsentPurpose, ConsentState, Contact, Organization, SuppressionReason
from frontdesk.platform import events

_MARKETING = ConsentPurpose.MARKETING_MAIL


@dataclass(frozen=True, slots=True)
class Offer:
    id: UUID
    name: str
    description: str
    state: str


@dataclass(frozen=True, slots=True)
class Choices:
    organization: Organization
    contact: Contact
    offers: Sequence[Offer]
    is_paused: bool
    has_complained: bool


def find_choices(org_id: UUID, contact_id: UUID) -> Choices | None:
    """None for somebody who was deleted or erased."""
    contact = Contact.objects.filter(organization_id=org_id, id=contact_id).first()
    if contact is None or contact.suppression_reason == SuppressionReason.ERASED:
        return None
    reasons = set(suppressions.list_reasons(org_id, contact.email))
    is_paused = (
        consents.state_of(contact, _MARKETING) == ConsentState.DENIED or SuppressionReason.UNSUBSCRIBE in reasons
    )
    return Choices(
        organization=Organization.objects.get(id=org_id),
        contact=contact,
        offers=_offers(contact),
        is_paused=is_paused,
        has_complained=SuppressionReason.COMPLAINT in reasons,
    )


def _offers(contact: Contact) -> list[Offer]:
    """Their own lists, left ones to come back to, and those that are open to everybody."""
    rows = Subscription.objects.filter(organization_id=contact.organization_id, contact=contact)
    states = dict(rows.values_list("list_id", "state"))
    lists = MailList.objects.filter(organization_id=contact.organization_id, archived_at__isnull=True)
    lists = lists.filter(Q(is_public=True) | Q(id__in=list(states))).order_by("name")[:200]
    return [Offer(each.id, each.name, each.description, states.get(each.id, "")) for each in lists]


def choose(choices: Choices, *, wanted: set[UUID], is_paused: bool, locale: str) -> None:
    """What is not ticked ends; what is ticked begins, as the person who has the mailbox says so."""
    contact = choices.contact
    if locale in (*LANGUAGES, "") and locale != contact.locale:
        contact.locale = locale
        contact.save(update_fields=["locale", "updated_at"])
    if is_paused:
        _pause(choices)
    else:
        _resume(choices)
        _take(choices, wanted)
    events.record("contact.updated", record_type="contact", record_id=contact.id, org_id=contact.organization_id)


def _pause(choices: Choices) -> None:
    contact, text = choices.contact, "Chose on the preference page to receive nothing."
    suppressions.suppress(contact.organization_id, contact.email, SuppressionReason.UNSUBSCRIBE, detail=text)
    contact.refresh_from_db(fields=["suppression_reason", "suppressed_at"])
    if consents.state_of(contact, _MARKETING) != ConsentState.DENIED:
        consents.record(contact, _MARKETING, ConsentState.DENIED, text=text)
    people.leave_lists(contact, None)


def _resume(choices: Choices) -> None:
    if choices.is_paused:
        text = "Chose on the preference page to receive newsletters again."
        consents.record(choices.contact, _MARKETING, ConsentState.GRANTED, text=text)


def _take(choices: Choices, wanted: set[UUID]) -> None:
    offered = {each.id: each for each in choices.offers}
    left = [each.id for each in choices.offers if each.id not in wanted and each.state]
    people.leave_lists(choices.contact, left)
    for each in MailList.objects.filter(id__in=wanted & set(offered)).order_by("id"):
        text = f"Chose “{each.name}” on the preference page."
        opt_in.subscribe(each, choices.contact, source="preferences", text=text)
