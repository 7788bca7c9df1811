"""Contacts: one record per organization and address, with one consent state for all channels."""

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone
from django.utils.module_loading import import_string

from frontdesk.orgs import access, audit, consents, suppressions
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import ConsentPurpose, ConsentRecord, ConsentState, Contact, SuppressionReason
from frontdesk.platform import duplicates, events
from frontdesk.platform.errors import BadInput, Conflict, NotFound

MAX_FIELDS = 50


def get_contact(actor: Actor, contact_id: UUID) -> Contact:
    access.require(actor, Permission.CONTACTS_READ)
    contact = Contact.objects.filter(id=contact_id).first()
    if contact is None:
        raise NotFound
    return contact  # type: ignore[no-any-return]  # the abstract manager is untyped


def _check_fields(fields: object) -> None:
    if isinstance(fields, dict) and len(fields) > MAX_FIELDS:
        raise BadInput.field("fields", f"A contact has at most {MAX_FIELDS} fields of your own.")


def create_contact(actor: Actor, values: dict[str, object]) -> Contact:
    """Conflict when the organization has a contact with this address already; the transaction is lost then, as after
    any refusal (a savepoint for each would cost two round trips)."""
    access.require(actor, Permission.CONTACTS_MANAGE)
    org_id = access.require_org(actor)
    _check_fields(values.get("fields"))
    contact = Contact(organization_id=org_id, **values)
    contact.created_at = timezone.now()
    _show_suppression(contact)
    try:
        contact.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(contact.email) from error
    events.record("contact.created", record_type="contact", record_id=contact.id)
    return contact


def _show_suppression(contact: Contact) -> None:
    """What holds for the address holds for the contact. Conflict for somebody who was erased."""
    address = contact.email.strip().lower()
    reason = suppressions.find_suppressed(contact.organization_id, [address], dead_only=False).get(address)
    if reason == SuppressionReason.ERASED:
        raise Conflict(
            "Somebody with this address was erased on their demand. If they ask to be a contact again, an admin can "
            "release the address (POST /api/contacts/erased/release).",
            code="contact-erased",
        )
    contact.suppression_reason = reason.value if reason else ""
    contact.suppressed_at = (contact.suppressed_at or timezone.now()) if reason else None


def _taken(email: str) -> Conflict:
    return Conflict(
        f"There is a contact with the address {email} already. Open and edit that one.", code="contact-exists"
    )


def update_contact(actor: Actor, contact_id: UUID, changes: dict[str, object]) -> Contact:
    access.require(actor, Permission.CONTACTS_READ)
    contact = get_contact(actor, contact_id)
    access.require(actor, Permission.CONTACTS_MANAGE)
    _check_fields(changes.get("fields"))
    for name, value in changes.items():
        setattr(contact, name, value)
    if "email" in changes:
        _show_suppression(contact)
        changes = {**changes, "suppression_reason": "", "suppressed_at": None}  # names of what is saved
    with duplicates.refused_as(lambda: _taken(contact.email)):
        contact.save(update_fields=[*changes, "updated_at"])
    events.record("contact.updated", record_type="contact", record_id=contact.id)
    return contact


def delete_contact(actor: Actor, contact_id: UUID) -> None:
    access.require(actor, Permission.CONTACTS_READ)
    contact = get_contact(actor, contact_id)
    access.require(actor, Permission.CONTACTS_MANAGE)
    audit.record(actor, "contact.deleted", object_type="contact", object_id=contact.id, label=contact.email)
    contact.delete()
    events.record("contact.deleted", record_type="contact", record_id=contact_id)


def set_consent(
    actor: Actor, contact_id: UUID, *, purpose: ConsentPurpose, state: ConsentState, text: str = ""
) -> Contact:
    """Records who agreed to what, when, to which text; the latest record of a purpose is its state."""
    access.require(actor, Permission.CONTACTS_READ)
    contact = get_contact(actor, contact_id)
    access.require(actor, Permission.CONTACTS_MANAGE)
    consents.record(contact, purpose, state, text=text, recorded_by=actor.profile_id)
    audit.record(
        actor,
        "contact.consent_set",
        object_type="contact",
        object_id=contact.id,
        label=contact.email,
        changes={"purpose": purpose.value, "state": state.value},
    )
    events.record("contact.updated", record_type="contact", record_id=contact.id)
    return contact


def list_timeline(actor: Actor, contact_id: UUID) -> list[dict[str, object]]:
    """What happened with this contact, newest first. Each channel adds its part by TIMELINE_SOURCES."""
    contact = get_contact(actor, contact_id)
    entries: list[dict[str, object]] = [
        {
            "at": contact.created_at,
            "kind": "contact.created",
            "title": contact.full_name or contact.email,
            "detail": "",
            "record_type": "contact",
            "record_id": str(contact.id),
        }
    ]
    for record in ConsentRecord.objects.filter(contact=contact).select_related("recorded_by").order_by("-id")[:200]:
        entries.append(
            {
                "at": record.created_at,
                "kind": f"consent.{record.state}",
                "title": record.purpose,
                "detail": record.text,
                "record_type": "contact",
                "record_id": str(contact.id),
            }
        )
    for source in settings.TIMELINE_SOURCES:
        entries.extend(import_string(source)(contact))
    return sorted(entries, key=lambda entry: str(entry["at"]), reverse=True)
