"""Double opt-in: a mail asks whoever signed up whether it was them; nothing else goes to them before they say so."""

from uuid import UUID

from django.utils import timezone

from frontdesk.mail import delivery, serving
from frontdesk.mail.models import MailList, Subscription, SubscriptionState
from frontdesk.mail.serving import Serving
from frontdesk.mail.subscriptions import tokens
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.tracking import addresses
from frontdesk.orgs import consents, suppressions
from frontdesk.orgs.models import ConsentPurpose, ConsentState, Contact, Organization
from frontdesk.platform import limits
from frontdesk.platform.errors import TooMany

# A form that strangers can fill in shall fill nobody's mailbox.
LIMIT = "3/d"
# Of one mailbox, by whichever lists of the organization and whatever stands behind a plus in its address.
MAILBOX_LIMIT = "6/d"
_TYPE = TemplateType.SUBSCRIPTION_CONFIRMATION


def send_confirmation(wanted: MailList, contact: Contact) -> bool:
    """In the caller's transaction; False when this person was asked often enough today."""
    try:
        limits.check(f"opt-in:{wanted.id}:{contact.id}", limit=LIMIT)
        limits.check(f"opt-in-to:{_mailbox(wanted, contact)}", limit=MAILBOX_LIMIT)
    except TooMany:
        return False
    organization = Organization.objects.get(id=wanted.organization_id)
    name = contact.full_name or contact.email.partition("@")[0]
    base = addresses.base_url(organization.id)
    data = {
        "name": name,
        "list_name": wanted.name,
        "confirm_url": tokens.confirm_url(organization.id, wanted.id, contact.id, base=base),
    }
    order = delivery.Order(
        serving=_serving(wanted, contact.locale or organization.locale, organization),
        to=[contact.email],
        data=data,
        recipient_name=name,
    )
    delivery.queue(order, organization=organization)
    return True


def _mailbox(wanted: MailList, contact: Contact) -> str:
    name, _, domain = contact.email.rpartition("@")
    return suppressions.hash_of(wanted.organization_id, f"{name.partition('+')[0]}@{domain}").hex()


def _serving(wanted: MailList, locale: str, organization: Organization) -> Serving:
    own = wanted.confirmation_template
    if own is not None and own.type == _TYPE and own.archived_at is None:
        return serving.from_template(own)
    return serving.find_serving(organization.id, _TYPE, locale, org_locale=organization.locale)


def confirm(org_id: UUID, list_id: UUID, contact_id: UUID) -> bool:
    """The person says yes; harmless to repeat. False when list or person is gone."""
    wanted = MailList.objects.filter(organization_id=org_id, id=list_id, archived_at__isnull=True).first()
    contact = Contact.objects.filter(organization_id=org_id, id=contact_id).first()
    if wanted is None or contact is None:
        return False
    subscribe(wanted, contact, source="form", text=f"Confirmed by the link in our mail: wants “{wanted.name}”.")
    return True


def subscribe(wanted: MailList, contact: Contact, *, source: str, text: str) -> None:
    """Because the person, who has the mailbox, said so just now: it is their consent as well."""
    row, _ = Subscription.objects.select_for_update().get_or_create(
        organization_id=wanted.organization_id,
        list=wanted,
        contact=contact,
        defaults={"state": SubscriptionState.PENDING, "source": source},
    )
    if row.state == SubscriptionState.SUBSCRIBED:
        return
    row.state, row.confirmed_at, row.ended_at = SubscriptionState.SUBSCRIBED, timezone.now(), None
    row.save(update_fields=["state", "confirmed_at", "ended_at"])
    consents.record(contact, ConsentPurpose.MARKETING_MAIL, ConsentState.GRANTED, text=text)
