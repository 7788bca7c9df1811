"""Who is on a list: shown, added by hand, removed.

Nobody is put back on a list that they left, and no suppressed address is added: that takes the person's own doing, by
the sign-up form or the preference page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from frontdesk.mail.audience import lists
from frontdesk.mail.models import MailList, Subscription, SubscriptionState
from frontdesk.mail.subscriptions import opt_in
from frontdesk.orgs import access, audit, suppressions
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Contact
from frontdesk.platform import email_addresses, events
from frontdesk.platform.errors import BadInput, Conflict, NotFound

MAX_AT_ONCE = 1000
BY_HAND = "person"


@dataclass(slots=True)
class Added:
    """What became of those who were to be added."""

    subscribed: int = 0
    pending: int = 0
    already: int = 0
    # Each with its address and the reason.
    skipped: list[dict[str, str]] = field(default_factory=list)


def list_subscribers(actor: Actor, list_id: UUID, *, state: str = "", words: str = "") -> QuerySet[Subscription]:
    found = lists.get_list(actor, list_id)
    rows: QuerySet[Subscription] = Subscription.objects.filter(list=found).select_related("contact")
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(contact__email__icontains=email_addresses.to_search(words)) | Q(contact__full_name__icontains=words)
        )
    return rows


def list_of_contact(actor: Actor, contact_id: UUID) -> QuerySet[Subscription]:
    """The lists that a contact is or was on."""
    access.require(actor, Permission.CONTACTS_READ)
    if not Contact.objects.filter(id=contact_id).exists():
        raise NotFound
    rows: QuerySet[Subscription] = Subscription.objects.filter(contact_id=contact_id).select_related("list")
    return rows.order_by("list__name")


def add_subscribers(
    actor: Actor, list_id: UUID, *, contact_ids: Sequence[UUID] = (), emails: Sequence[str] = ()
) -> Added:
    """Adds contacts, and makes them of addresses that are new. On a list with double opt-in they are asked first."""
    found = lists.get_to_change(actor, list_id)
    if not 0 < len(contact_ids) + len(emails) <= MAX_AT_ONCE:
        raise BadInput.field("contact_ids", f"Name 1 to {MAX_AT_ONCE} contacts; import a file for more.")
    if found.archived_at:
        raise Conflict("This list is archived. Take it out of the archive first.", code="list-archived")
    added = Added()
    contacts = _contacts(found, contact_ids, emails, added)
    _subscribe(found, contacts, added)
    noted: dict[str, object] = {"subscribed": added.subscribed, "pending": added.pending}
    audit.record(
        actor, "mail_list.subscribers_added", object_type="mail_list", object_id=found.id, label=found.name,
        changes=noted,
    )  # fmt: skip
    events.record("mail_list.changed", record_type="mail_list", record_id=found.id)
    return added


def _contacts(found: MailList, contact_ids: Sequence[UUID], emails: Sequence[str], added: Added) -> list[Contact]:
    org_id = found.organization_id
    contacts = list(Contact.objects.filter(id__in=contact_ids))
    if len(contacts) < len(set(contact_ids)):
        raise BadInput.field("contact_ids", "One of these contacts is not there any more.")
    wanted = dict.fromkeys(email.strip().lower() for email in emails)
    known = set(Contact.objects.filter(email__in=wanted).values_list("email", flat=True))
    new = [email for email in wanted if email not in known]
    stopped = suppressions.find_suppressed(org_id, new, dead_only=False)
    added.skipped += [{"email": email, "reason": stopped[email].value} for email in new if email in stopped]
    made = [Contact(organization_id=org_id, email=email, source=BY_HAND) for email in new if email not in stopped]
    Contact.objects.bulk_create(made, ignore_conflicts=True)  # somebody else may add the same ones
    contacts += Contact.objects.filter(email__in=[*known, *(contact.email for contact in made)])
    return list({contact.id: contact for contact in contacts}.values())


def _subscribe(found: MailList, contacts: list[Contact], added: Added) -> None:
    rows = Subscription.objects.filter(list=found, contact__in=contacts)
    states = dict(rows.values_list("contact_id", "state"))
    stopped = suppressions.find_suppressed(
        found.organization_id, [contact.email for contact in contacts], dead_only=False
    )
    asked: list[Contact] = []
    new: list[Subscription] = []
    for contact in contacts:
        if reason := stopped.get(contact.email):
            added.skipped.append({"email": contact.email, "reason": reason.value})
        elif states.get(contact.id) == SubscriptionState.UNSUBSCRIBED:
            added.skipped.append({"email": contact.email, "reason": "left_before"})
        elif contact.consent.get("marketing_mail", {}).get("state") == "denied":
            added.skipped.append({"email": contact.email, "reason": "consent_denied"})
        elif contact.id in states:
            added.already += 1
        else:
            new.append(_new(found, contact))
            asked.append(contact)
    Subscription.objects.bulk_create(new, ignore_conflicts=True)
    if not found.is_double_opt_in:
        added.subscribed += len(new)
        return
    added.pending += len(new)
    for contact in asked:
        opt_in.send_confirmation(found, contact)


def _new(found: MailList, contact: Contact) -> Subscription:
    state = SubscriptionState.PENDING if found.is_double_opt_in else SubscriptionState.SUBSCRIBED
    return Subscription(
        organization_id=found.organization_id,
        list=found,
        contact=contact,
        state=state,
        source=BY_HAND,
        created_at=timezone.now(),
        confirmed_at=None if found.is_double_opt_in else timezone.now(),
    )


def remove_subscriber(actor: Actor, list_id: UUID, contact_id: UUID) -> None:
    """Takes somebody off by hand, as if they had never been on it. Who left by themselves stays known as such."""
    found = lists.get_to_change(actor, list_id)
    row = Subscription.objects.filter(list=found, contact_id=contact_id).select_related("contact").first()
    if row is None:
        raise NotFound
    if row.state == SubscriptionState.UNSUBSCRIBED:
        raise Conflict("They left this list themselves. That is kept, so that no import brings them back.")
    audit.record(
        actor, "mail_list.subscriber_removed", object_type="mail_list", object_id=found.id, label=found.name,
        changes={"contact_id": str(contact_id)},
    )  # fmt: skip
    row.delete()
    events.record("mail_list.changed", record_type="mail_list", record_id=found.id)
