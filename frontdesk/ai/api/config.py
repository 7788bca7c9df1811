"""An organization's decisions about AI, and the price list."""

from django.conf import settings
from django.db.models import TextField
from ninja import Query, Router, Status

from frontdesk.ai.models import AiSettings
from frontdesk.ai.registry import config, prices, tiers
from frontdesk.ai.registry.config import Offered
from frontdesk.ai.registry.prices import Listed
from frontdesk.ai.schemas.config import (
    OfferedIn,
    OfferedListIn,
    OfferedOut,
    OfferedPage,
    PriceIn,
    PriceListIn,
    PriceOut,
    PricePage,
    SettingsIn,
    SettingsOut,
)
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.paging import decode_cursor, encode_cursor

router = Router(tags=["AI settings"], auth=SIGNED_IN)


@router.get("/config", response=OfferedPage)
def list_ai_config(request: ApiRequest, parameters: Query[OfferedListIn]) -> dict[str, object]:
    """The platform's models as the organization's admins see them, with its switches and limits."""
    filters = config.Filters(
        words=parameters.q,
        capability=parameters.capability or "",
        tag=parameters.tag,
        plan=parameters.plan or "",
        is_enabled=parameters.is_enabled,
    )
    items, next_cursor = config.list_offered(request.auth, filters, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": [_offered(each) for each in items], "next_cursor": next_cursor}


@router.put("/config/{int:system_model_id}", response=OfferedOut)
def set_ai_config(request: ApiRequest, system_model_id: int, payload: OfferedIn) -> dict[str, object]:
    changes = payload.dict(exclude_unset=True)
    if changes.get("is_enabled_for_users", True) is None:
        del changes["is_enabled_for_users"]
    return _offered(config.set_offered(request.auth, system_model_id, changes))


@router.get("/settings", response=SettingsOut)
def get_ai_settings(request: ApiRequest) -> AiSettings:
    return config.get_settings(request.auth)


@router.patch("/settings", response=SettingsOut)
def update_ai_settings(request: ApiRequest, payload: SettingsIn) -> AiSettings:
    return config.update_settings(request.auth, payload.dict(exclude_unset=True, exclude_none=True))


@router.get("/prices", response=PricePage)
def list_ai_prices(request: ApiRequest, parameters: Query[PriceListIn]) -> dict[str, object]:
    """What models cost that have no prices of their own: what ships, and what a superadmin corrected of it."""
    lines = prices.list_prices(request.auth, words=parameters.q, provider=parameters.provider or "")
    if parameters.cursor:
        behind = [str(key) for key in decode_cursor(parameters.cursor, [TextField(), TextField(), TextField()])]
        lines = [line for line in lines if line.place > behind]
    shown, rest = lines[: parameters.limit], lines[parameters.limit :]
    return {
        "items": [_price(line) for line in shown],
        "next_cursor": encode_cursor(shown[-1].place) if rest else None,
        "currency": settings.AI_CURRENCY,
    }


@router.put("/prices", response=PriceOut)
def set_ai_price(request: ApiRequest, payload: PriceIn) -> dict[str, object]:
    """Corrects a price for the whole deployment; superadmins. A model's own prices stay above it."""
    line = prices.set_price(
        request.auth,
        payload.provider,
        payload.model_id,
        payload.input_price_per_mtok,
        payload.output_price_per_mtok,
    )
    return _price(line)


@router.delete("/prices/{int:price_id}", response={204: None})
def delete_ai_price(request: ApiRequest, price_id: int) -> Status[None]:
    """Takes a correction back: what ships counts again."""
    prices.delete_price(request.auth, price_id)
    return Status(204, None)


def _offered(offered: Offered) -> dict[str, object]:
    row, decision = offered.row, offered.decision
    same = (
        "slug name role description icon provider capabilities tags is_featured is_free is_trial trial_days"
        " required_plan token_limit_period token_limit_amount"
    )
    return {
        **{name: getattr(row, name) for name in same.split()},
        "system_model_id": row.id,
        "ref": tiers.ref_of(row),
        "trial_ends_at": offered.trial_ends_at,
        "is_enabled_for_users": offered.is_enabled_for_users,
        "token_limit_per_user": offered.token_limit_per_user,
        "allowed": decision.allowed,
        "refusal": None if decision.allowed else decision,
        "quota": offered.quota,
    }


def _price(line: Listed) -> dict[str, object]:
    price = line.price
    return {
        "id": line.id,
        "source": "override" if line.is_override else "shipped",
        "provider": price.provider,
        "model_id": price.model_id,
        "host": price.host,
        "input_price_per_mtok": price.input,
        "output_price_per_mtok": price.output,
        "context_window": price.context_window,
        "capabilities": price.capabilities,
        "as_of": line.as_of,
    }
