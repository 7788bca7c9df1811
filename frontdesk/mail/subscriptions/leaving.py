"""Leaving by the link under a newsletter: the lists that it came by, or everything. Harmless to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from frontdesk.mail.addresses import known_address
from frontdesk.mail.models import EmailMessage, MailList
from frontdesk.mail.outcomes import applying, people
from frontdesk.orgs.models import Contact, Organization

_HOW = "by the link"


@dataclass(frozen=True, slots=True)
class Received:
    """A mail whose link was followed. ``lists``: those by which it came to this person, also after they left."""

    organization: Organization
    message: EmailMessage
    contact: Contact | None
    lists: Sequence[MailList]

    @property
    def names(self) -> str:
        return ", ".join(each.name for each in self.lists)

    @property
    def address(self) -> str:
        return known_address(self.message.to_address)


def find_received(org_id: UUID, message_id: UUID, *, for_update: bool = False) -> Received | None:
    """None when the mail, or who it was for, was deleted."""
    rows = EmailMessage.objects.select_for_update() if for_update else EmailMessage.objects.all()
    message = rows.only(*applying.COLUMNS).filter(id=message_id, organization_id=org_id).first()
    if message is None or "@" not in message.to_address:
        return None
    contact = people.find_contact(org_id, message)
    return Received(Organization.objects.get(id=org_id), message, contact, _lists(message, contact))


def _lists(message: EmailMessage, contact: Contact | None) -> list[MailList]:
    if message.campaign is None or contact is None:
        return []
    named = message.campaign.audience.get("list_ids", [])
    found = MailList.objects.filter(
        organization_id=contact.organization_id, id__in=named, subscriptions__contact=contact
    )
    return list(found.order_by("name"))


def leave(received: Received, *, everything: bool) -> bool:
    """True when everything ends: because that is wanted, or as it came by no list."""
    message, contact = received.message, received.contact
    if everything or contact is None or not received.lists:
        people.leave_everything(received.organization.id, message, how=_HOW)
        return True
    people.leave_lists(contact, [each.id for each in received.lists])
    people.note_unsubscribe(message)
    return False
