"""Mailboxes that mail is fetched from. A check asks the server after the request's transaction."""

import asyncio
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from frontdesk.mail.inbound import mailboxes
from frontdesk.mail.inbound.mailboxes import SECRETS
from frontdesk.mail.models import Mailbox, MailboxState
from frontdesk.mail.schemas.mailboxes import (
    MailboxChangeIn,
    MailboxCheckOut,
    MailboxIn,
    MailboxListIn,
    MailboxOut,
    MailboxPage,
)
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.answers import json_answer
from frontdesk.platform.later import Later
from frontdesk.platform.paging import page

router = Router(tags=["mailboxes"], auth=SIGNED_IN)
_COMPUTED = {f"{name}_set" for name in SECRETS} | {"condition"}


def _present(row: Mailbox) -> dict[str, object]:
    known = mailboxes.names_of_secrets(row)
    return {
        **{name: getattr(row, name) for name in MailboxOut.model_fields if name not in _COMPUTED},
        **{f"{name}_set": name in known for name in SECRETS},
        "condition": mailboxes.state_of(row),
    }


def _split(values: dict[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """The columns, and the secrets."""
    secrets = {name: str(values.pop(name)) for name in SECRETS if name in values}
    return values, secrets


@router.get("", response=MailboxPage)
def list_mailboxes(request: ApiRequest, parameters: Query[MailboxListIn]) -> dict[str, object]:
    found = mailboxes.list_mailboxes(request.auth)
    if parameters.q:
        found = found.filter(name__icontains=parameters.q)
    if parameters.state:
        found = found.filter(state=parameters.state)
    rows, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": [_present(row) for row in rows], "next_cursor": next_cursor}


@router.post("", response={201: MailboxOut})
def create_mailbox(request: ApiRequest, payload: MailboxIn) -> Status[dict[str, object]]:
    """Fetched from the next seconds on; at first what nobody has read there."""
    values, secrets = _split(payload.model_dump(mode="json"))
    return Status(201, _present(mailboxes.create_mailbox(request.auth, values, secrets)))


@router.get("/{uuid:mailbox_id}", response=MailboxOut)
def get_mailbox(request: ApiRequest, mailbox_id: UUID) -> dict[str, object]:
    return _present(mailboxes.get_mailbox(request.auth, mailbox_id))


@router.patch("/{uuid:mailbox_id}", response=MailboxOut)
def update_mailbox(request: ApiRequest, mailbox_id: UUID, payload: MailboxChangeIn) -> dict[str, object]:
    changes, secrets = _split(payload.model_dump(mode="json", exclude_unset=True, exclude_none=True))
    version = changes.pop("version")
    return _present(mailboxes.update_mailbox(request.auth, mailbox_id, int(str(version)), changes, secrets))


@router.delete("/{uuid:mailbox_id}", response={204: None})
def delete_mailbox(request: ApiRequest, mailbox_id: UUID) -> Status[None]:
    """What was fetched stays here; what is there stays there."""
    mailboxes.delete_mailbox(request.auth, mailbox_id)
    return Status(204, None)


@router.post("/{uuid:mailbox_id}/pause", response=MailboxOut)
def pause_mailbox(request: ApiRequest, mailbox_id: UUID) -> dict[str, object]:
    return _present(mailboxes.set_state(request.auth, mailbox_id, MailboxState.PAUSED))


@router.post("/{uuid:mailbox_id}/resume", response=MailboxOut)
def resume_mailbox(request: ApiRequest, mailbox_id: UUID) -> dict[str, object]:
    return _present(mailboxes.set_state(request.auth, mailbox_id, MailboxState.ACTIVE))


@router.post("/{uuid:mailbox_id}/check", response=MailboxCheckOut)
def check_mailbox(request: ApiRequest, mailbox_id: UUID) -> HttpResponse:
    """Signs in and looks, and changes nothing there: whether it works, which folders there are."""
    account, folder = mailboxes.account_for_check(request.auth, mailbox_id)

    async def work() -> HttpResponse:
        looked = await asyncio.to_thread(mailboxes.look, account, folder)
        return json_answer(MailboxCheckOut.model_validate(looked, from_attributes=True).model_dump())

    return Later(work)
