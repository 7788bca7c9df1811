"""Providers that mail goes out by. They are asked after the request's transaction."""

import asyncio
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status
from ninja.decorators import decorate_view

from frontdesk.mail.models import MailProvider
from frontdesk.mail.schemas.common import SendOut
from frontdesk.mail.schemas.mail_providers import (
    ConnectionCheckOut,
    MailProviderChangeIn,
    MailProviderIn,
    MailProviderListIn,
    MailProviderOut,
    MailProviderPage,
    MailProviderPauseIn,
    MailProviderTestIn,
    ProviderKindPage,
)
from frontdesk.mail.sending_settings import credentials, owning, providers, testing
from frontdesk.mail.transports.kinds import KINDS
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import idempotency
from frontdesk.platform.answers import json_answer
from frontdesk.platform.later import Later
from frontdesk.platform.paging import page

kinds = Router(tags=["mail settings"], auth=SIGNED_IN)
router = Router(tags=["mail settings"], auth=SIGNED_IN)
# What null clears; elsewhere null says as much as leaving the field out.
CLEARABLE = {"rate_per_second"}
CONNECTION = {"version", "kind", "settings", "secrets", "webhook_secret"}


def _present(row: MailProvider) -> dict[str, object]:
    columns = {name: getattr(row, name) for name in MailProviderOut.model_fields if hasattr(row, name)}
    return {
        **columns,
        "secrets_set": sorted(credentials.read(row)),
        "webhook_url": providers.webhook_url(row),
        "webhook_secret_set": row.webhook_secret is not None,
    }


@kinds.get("", response=ProviderKindPage)
def list_provider_kinds(request: ApiRequest) -> dict[str, object]:
    """Kinds of providers, and what each wants to be told."""
    owning.require(request.auth)
    return {"items": list(KINDS.values()), "next_cursor": None}


@router.get("", response=MailProviderPage)
def list_mail_providers(request: ApiRequest, parameters: Query[MailProviderListIn]) -> dict[str, object]:
    """The organization's own; for a superadmin outside of any, the deployment's."""
    found = providers.list_providers(request.auth)
    if parameters.q:
        found = found.filter(name__icontains=parameters.q)
    rows, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": [_present(row) for row in rows], "next_cursor": next_cursor}


@router.post("", response={201: MailProviderOut})
def create_mail_provider(request: ApiRequest, payload: MailProviderIn) -> Status[dict[str, object]]:
    """It takes mail from now on. At most one for each kind of mail; `all` gives way to the one of that kind alone."""
    row = providers.create_provider(
        request.auth,
        kind=payload.kind,
        settings=payload.settings,
        secrets=payload.secrets,
        webhook_secret=payload.webhook_secret,
        values=payload.dict(exclude=CONNECTION),
    )
    return Status(201, _present(row))


@router.get("/{uuid:provider_id}", response=MailProviderOut)
def get_mail_provider(request: ApiRequest, provider_id: UUID) -> dict[str, object]:
    return _present(providers.get_provider(request.auth, provider_id))


@router.patch("/{uuid:provider_id}", response=MailProviderOut)
def update_mail_provider(request: ApiRequest, provider_id: UUID, payload: MailProviderChangeIn) -> dict[str, object]:
    """`settings` replace the old ones altogether. Secrets stay unless they are sent; for another server they are wanted
    again."""
    given = payload.dict(exclude_unset=True, exclude=CONNECTION)
    row = providers.update_provider(
        request.auth,
        provider_id,
        version=payload.version,
        kind=payload.kind,
        settings=payload.settings,
        secrets=payload.secrets,
        webhook_secret=payload.webhook_secret,
        values={name: value for name, value in given.items() if value is not None or name in CLEARABLE},
    )
    return _present(row)


@router.delete("/{uuid:provider_id}", response={204: None})
def delete_mail_provider(request: ApiRequest, provider_id: UUID) -> Status[None]:
    """Mail that waits goes the way that serves then."""
    providers.delete_provider(request.auth, provider_id)
    return Status(204, None)


@router.post("/{uuid:provider_id}/check", response=ConnectionCheckOut)
def check_mail_provider(request: ApiRequest, provider_id: UUID) -> HttpResponse:
    """Connects and signs in, and sends nothing. A failure is an answer: `ok` is false."""
    way = testing.open_way(request.auth, provider_id)

    async def work() -> HttpResponse:
        checked = await asyncio.to_thread(testing.check, way)
        return json_answer({"ok": checked.ok, "latency_ms": checked.latency_ms, "detail": checked.detail})

    return Later(work)


@router.post("/{uuid:provider_id}/test", response={202: SendOut}, openapi_extra=idempotency.OPENAPI)
@decorate_view(idempotency.once)
def test_mail_provider(
    request: ApiRequest, provider_id: UUID, payload: MailProviderTestIn
) -> Status[dict[str, object]]:
    """Sends a mail by this provider alone, to oneself or a person or contact of the organization. Follow it by its
    `message_id`."""
    return Status(202, testing.send_test(request.auth, provider_id, to=payload.to))


@router.post("/{uuid:provider_id}/pause", response=MailProviderOut)
def pause_mail_provider(request: ApiRequest, provider_id: UUID, payload: MailProviderPauseIn) -> dict[str, object]:
    """Its mail waits until it is resumed; the reason is shown to colleagues."""
    return _present(providers.pause_provider(request.auth, provider_id, payload.reason))


@router.post("/{uuid:provider_id}/resume", response=MailProviderOut)
def resume_mail_provider(request: ApiRequest, provider_id: UUID) -> dict[str, object]:
    """Also ends the pause that failures brought about."""
    return _present(providers.resume_provider(request.auth, provider_id))
