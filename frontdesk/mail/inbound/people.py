"""The contact who wrote: found by address, or made."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from frontdesk.mail.inbound import guards
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import Contact, SuppressionReason
from frontdesk.platform import events

SOURCE = "mail"
_MAX_ADDRESS = 254


def find_or_make(org_id: UUID, address: str, name: str) -> Contact | None:
    """None for colleagues, for what is no address, and for who had themselves erased: they are not brought back."""
    if not _is_address(address):
        return None
    found: Contact | None = Contact.objects.filter(email=address).first()
    if found is not None:
        if name and not found.full_name:
            found.full_name = name[:120]
            found.save(update_fields=["full_name", "updated_at"])
        return found
    suppressed = suppressions.find_suppressed(org_id, [address], dead_only=False)
    if suppressed.get(address) == SuppressionReason.ERASED or guards.is_colleague(address):
        return None
    return _make(org_id, address, name)


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= _MAX_ADDRESS


def _make(org_id: UUID, address: str, name: str) -> Contact | None:
    try:
        with transaction.atomic():
            made = Contact.objects.create(organization_id=org_id, email=address, full_name=name[:120], source=SOURCE)
    except IntegrityError:  # an import made it at the same moment
        found: Contact | None = Contact.objects.filter(email=address).first()
        return found
    suppressions.show_at_contact(org_id, address)
    events.record("contact.created", record_type="contact", record_id=made.id)
    return made  # type: ignore[no-any-return]  # the abstract manager is untyped
