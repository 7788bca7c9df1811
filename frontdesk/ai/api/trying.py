"""Connections tried out, and what providers have. The providers are asked after the request's transaction."""

from collections.abc import Awaitable, Callable

from django.http import HttpResponse
from ninja import Router

from frontdesk.ai import gateway
from frontdesk.ai.gateway import Call, Checked
from frontdesk.ai.models import Capability, ModelType
from frontdesk.ai.registry import crud, listing, lookup, tiers, trying
from frontdesk.ai.registry.trying import Catalogue, Found
from frontdesk.ai.schemas.models import ConnectionIn, DiscoveredPage, TestIn, TestOut
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import observe
from frontdesk.platform.answers import json_answer
from frontdesk.platform.later import Later

router = Router(tags=["AI models"], auth=SIGNED_IN)
Work = Callable[[], Awaitable[HttpResponse]]


@router.post("/test", response=TestOut)
def test_ai_connection(request: ApiRequest, payload: TestIn) -> HttpResponse:
    """Asks the smallest real question of a connection that is not saved. A failure is an answer: `ok` is false."""
    connection = trying.draft(
        request.auth,
        payload.tier,
        row_id=payload.id,
        provider=payload.provider,
        endpoint=payload.endpoint,
        api_key=payload.api_key,
        model_id=payload.model_id,
    )
    trying.count_try(request.auth)
    capabilities = frozenset(payload.capabilities)

    async def work() -> HttpResponse:
        return _told(await gateway.check(connection, capabilities), None)

    return Later(work)


@router.post("/discover", response=DiscoveredPage)
def discover_ai_models(request: ApiRequest, payload: ConnectionIn) -> HttpResponse:
    """What the provider behind a connection has, with what is known of each model's price and abilities."""
    connection = trying.draft(
        request.auth,
        payload.tier,
        row_id=payload.id,
        provider=payload.provider,
        endpoint=payload.endpoint,
        api_key=payload.api_key,
    )
    catalogue = trying.read_catalogue(request.auth, payload.tier, connection)
    trying.count_try(request.auth)
    return Later(lambda: _discover(catalogue))


async def _discover(catalogue: Catalogue) -> HttpResponse:
    listed = await gateway.list_models(catalogue.connection)
    items = [_found(trying.describe(catalogue, each)) for each in listed]
    return json_answer({"items": items, "next_cursor": None})


@router.post("/{model_type}/{int:model_id}/test", response=TestOut)
def test_ai_model(request: ApiRequest, model_type: ModelType, model_id: int) -> HttpResponse:
    """A live check. Who manages the tier tests the connection itself, also of inactive models; everybody else makes an
    ordinary call, within their limits."""
    work = _check_managed(request, model_type, model_id) or _check_used(request, model_type, model_id)
    trying.count_try(request.auth)
    return Later(work)


def _check_managed(request: ApiRequest, model_type: ModelType, model_id: int) -> Work | None:
    if not request.auth.may(tiers.MANAGES[model_type]) or (
        model_type is ModelType.ORG_DEFAULT and request.auth.org_id is None
    ):
        return None
    row = crud.get_model(request.auth, model_type, model_id)
    connection, ref = trying.of_row(row), tiers.ref_of(row)
    capabilities = frozenset(Capability(name) for name in row.capabilities)

    async def work() -> HttpResponse:
        return _told(await gateway.check(connection, capabilities), ref)

    return work


def _check_used(request: ApiRequest, model_type: ModelType, model_id: int) -> Work:
    listing.get_model(request.auth, model_type, model_id)  # 404 before 403
    actor = access.require(request.auth, Permission.AI_USE)
    person = lookup.person_of(actor)
    target = lookup.find_target(person, model_type, model_id=model_id)
    call = Call(person, "test", api_key_id=actor.api_key_id, request_id=observe.request_id())

    async def work() -> HttpResponse:
        checked, served_by = await trying.check_metered(call, target)
        return _told(checked, served_by)

    return work


def _told(checked: Checked, served_by: str | None) -> HttpResponse:
    return json_answer(
        {
            "ok": checked.ok,
            "latency_ms": checked.latency_ms,
            "answer": checked.answer,
            "served_by": served_by if checked.ok else None,
            "error": None if checked.ok else {"kind": checked.kind, "detail": checked.detail},
        }
    )


def _found(found: Found) -> dict[str, object]:
    return {
        "model_id": found.model_id,
        "name": found.name,
        "context_window": found.context_window,
        "capabilities": list(found.capabilities),
        "input_price_per_mtok": None if found.input_price is None else str(found.input_price),
        "output_price_per_mtok": None if found.output_price is None else str(found.output_price),
        "exists": found.exists,
    }
