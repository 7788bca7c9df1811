"""Lists that people are on."""

from uuid import UUID

from ninja import Query, Router, Status

from frontdesk.mail.audience import lists, subscribers
from frontdesk.mail.audience.lists import Counts
from frontdesk.mail.models import MailList, Subscription
from frontdesk.mail.schemas.audience import (
    ContactListsOut,
    MailListChangeIn,
    MailListDetailOut,
    MailListIn,
    MailListListIn,
    MailListPage,
    SubscriberListIn,
    SubscriberPage,
    SubscribersIn,
    SubscribersOut,
)
from frontdesk.mail.subscriptions import tokens
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.paging import page

router = Router(tags=["audience"], auth=SIGNED_IN)


def present(found: MailList, counts: Counts) -> dict[str, object]:
    names = ("id", "name", "description", "is_public", "is_double_opt_in", "confirmation_template_id")
    values: dict[str, object] = {name: getattr(found, name) for name in (*names, "created_at", "updated_at")}
    return {**values, "is_archived": found.archived_at is not None, "counts": counts}


def _detail(found: MailList) -> dict[str, object]:
    counts = lists.count_subscribers(found.organization_id, [found.id])[found.id]
    return {**present(found, counts), "sign_up_url": tokens.sign_up_url(found.organization_id, found.id)}


@router.get("/mail/lists", response=MailListPage)
def list_mail_lists(request: ApiRequest, parameters: Query[MailListListIn]) -> dict[str, object]:
    found = lists.list_lists(request.auth, words=parameters.q, archived=parameters.archived)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=("name", "id"))
    counts = lists.count_subscribers(items[0].organization_id, [one.id for one in items]) if items else {}
    return {"items": [present(one, counts[one.id]) for one in items], "next_cursor": next_cursor}


@router.post("/mail/lists", response={201: MailListDetailOut})
def create_mail_list(request: ApiRequest, payload: MailListIn) -> Status[dict[str, object]]:
    return Status(201, _detail(lists.create_list(request.auth, payload.dict())))


@router.get("/mail/lists/{uuid:list_id}", response=MailListDetailOut)
def get_mail_list(request: ApiRequest, list_id: UUID) -> dict[str, object]:
    return _detail(lists.get_list(request.auth, list_id))


@router.patch("/mail/lists/{uuid:list_id}", response=MailListDetailOut)
def update_mail_list(request: ApiRequest, list_id: UUID, payload: MailListChangeIn) -> dict[str, object]:
    """An archived list keeps its people and takes no part in new campaigns."""
    given = payload.dict(exclude_unset=True)
    changes = {name: value for name, value in given.items() if value is not None or name.endswith("_id")}
    return _detail(lists.update_list(request.auth, list_id, changes))


@router.delete("/mail/lists/{uuid:list_id}", response={204: None})
def delete_mail_list(request: ApiRequest, list_id: UUID) -> Status[None]:
    """With who is on it, the contacts stay. 409 while a campaign names it."""
    lists.delete_list(request.auth, list_id)
    return Status(204, None)


def _subscriber(row: Subscription) -> dict[str, object]:
    names = ("contact_id", "state", "source", "created_at", "confirmed_at", "ended_at")
    values: dict[str, object] = {name: getattr(row, name) for name in names}
    return {**values, "email": row.contact.email, "full_name": row.contact.full_name}


@router.get("/mail/lists/{uuid:list_id}/subscribers", response=SubscriberPage)
def list_subscribers(request: ApiRequest, list_id: UUID, parameters: Query[SubscriberListIn]) -> dict[str, object]:
    rows = subscribers.list_subscribers(request.auth, list_id, state=parameters.state or "", words=parameters.q)
    items, next_cursor = page(rows, cursor=parameters.cursor, limit=parameters.limit, order=("-id",))
    return {"items": [_subscriber(row) for row in items], "next_cursor": next_cursor}


@router.post("/mail/lists/{uuid:list_id}/subscribers", response=SubscribersOut)
def add_subscribers(request: ApiRequest, list_id: UUID, payload: SubscribersIn) -> subscribers.Added:
    """Nobody is put back on a list that they left, and no suppressed address is added: those come back as skipped."""
    return subscribers.add_subscribers(request.auth, list_id, contact_ids=payload.contact_ids, emails=payload.emails)


@router.delete("/mail/lists/{uuid:list_id}/subscribers/{uuid:contact_id}", response={204: None})
def remove_subscriber(request: ApiRequest, list_id: UUID, contact_id: UUID) -> Status[None]:
    subscribers.remove_subscriber(request.auth, list_id, contact_id)
    return Status(204, None)


@router.get("/contacts/{uuid:contact_id}/lists", response=ContactListsOut)
def list_lists_of_contact(request: ApiRequest, contact_id: UUID) -> dict[str, object]:
    rows = subscribers.list_of_contact(request.auth, contact_id)
    names = ("list_id", "state", "source", "created_at", "ended_at")
    return {"items": [{**{name: getattr(row, name) for name in names}, "name": row.list.name} for row in rows]}
