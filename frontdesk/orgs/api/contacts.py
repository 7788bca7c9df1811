"""Contacts. Lists and single answers are built from plain rows: this is the API's busiest table."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from frontdesk.orgs import contact_list, contacts
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.models import ConsentPurpose, Contact
from frontdesk.orgs.schemas.contacts import (
    ConsentIn,
    ContactChangeIn,
    ContactIn,
    ContactListIn,
    ContactOut,
    ContactPage,
    TimelinePage,
)
from frontdesk.platform import email_addresses
from frontdesk.platform.answers import json_answer, json_page

router = Router(tags=["contacts"], auth=SIGNED_IN)

COLUMNS = (
    "id",
    "email",
    "full_name",
    "phone",
    "locale",
    "timezone",
    "fields",
    "profile_id",
    "created_at",
    "updated_at",
)
PURPOSES = tuple(ConsentPurpose.values)  # worked out anew at each access


def present(contact: Contact) -> dict[str, object]:
    """A contact as ContactOut; the list's query says the same in SQL."""
    values: dict[str, object] = {name: getattr(contact, name) for name in COLUMNS}
    values["email"] = email_addresses.to_letters(contact.email)
    values["consent"] = {purpose: contact.consent.get(purpose, contact_list.UNKNOWN) for purpose in PURPOSES}
    values["suppression"] = {
        "suppressed": contact.suppressed_at is not None,
        "reason": contact.suppression_reason or None,
        "at": contact.suppressed_at,
    }
    return values


@router.get("", response=ContactPage)
def list_contacts(request: ApiRequest, parameters: Query[ContactListIn]) -> HttpResponse:
    rows, next_cursor = contact_list.list_page(
        request.auth,
        words=parameters.q,
        consent=parameters.consent,
        cursor=parameters.cursor,
        limit=parameters.limit,
    )
    return json_page(rows, next_cursor)


@router.post("", response={201: ContactOut})
def create_contact(request: ApiRequest, payload: ContactIn) -> HttpResponse:
    return json_answer(present(contacts.create_contact(request.auth, payload.dict())), status=201)


@router.get("/{uuid:contact_id}", response=ContactOut)
def get_contact(request: ApiRequest, contact_id: UUID) -> HttpResponse:
    return json_answer(present(contacts.get_contact(request.auth, contact_id)))


@router.patch("/{uuid:contact_id}", response=ContactOut)
def update_contact(request: ApiRequest, contact_id: UUID, payload: ContactChangeIn) -> HttpResponse:
    changes = payload.dict(exclude_unset=True, exclude_none=True)
    return json_answer(present(contacts.update_contact(request.auth, contact_id, changes)))


@router.delete("/{uuid:contact_id}", response={204: None})
def delete_contact(request: ApiRequest, contact_id: UUID) -> Status[None]:
    contacts.delete_contact(request.auth, contact_id)
    return Status(204, None)


@router.put("/{uuid:contact_id}/consent", response=ContactOut)
def set_consent(request: ApiRequest, contact_id: UUID, payload: ConsentIn) -> HttpResponse:
    contact = contacts.set_consent(
        request.auth, contact_id, purpose=payload.purpose, state=payload.state, text=payload.text
    )
    return json_answer(present(contact))


@router.get("/{uuid:contact_id}/timeline", response=TimelinePage)
def list_timeline(request: ApiRequest, contact_id: UUID) -> dict[str, object]:
    return {"items": contacts.list_timeline(request.auth, contact_id), "next_cursor": None}
