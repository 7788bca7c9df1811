"""The models of each tier, for those who manage it. The three tiers differ in their fields and their addresses."""

from ninja import Query, Router, Status
from ninja.schema import Schema

from frontdesk.ai.models import ModelType
from frontdesk.ai.registry import crud, importing
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.ai.schemas.registry import (
    ImportIn,
    ModelChangeIn,
    ModelIn,
    OrderIn,
    OrgModelChangeIn,
    OrgModelIn,
    OrgModelOut,
    OrgModelPage,
    OwnModelOut,
    OwnModelPage,
    RegistryListIn,
    SystemListIn,
    SystemModelChangeIn,
    SystemModelIn,
    SystemModelOut,
    SystemModelPage,
)
from frontdesk.orgs.access import Actor
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.paging import page

system = Router(tags=["AI models of the platform"], auth=SIGNED_IN)
organization = Router(tags=["AI models of the organization"], auth=SIGNED_IN)
own = Router(tags=["AI models of one's own"], auth=SIGNED_IN)
SYSTEM, ORG, USER = ModelType.SYSTEM, ModelType.ORG_DEFAULT, ModelType.USER
ORDER = ("sort_order", "id")
# What null clears; elsewhere null says as much as leaving the field out.
CLEARABLE = {
    "context_window",
    "input_price_per_mtok",
    "output_price_per_mtok",
    "token_limit_amount",
    "token_limit_per_user",
    "fallback_model_id",
    "trial_days",
}


def _page(actor: Actor, model_type: ModelType, parameters: RegistryListIn) -> dict[str, object]:
    filters = crud.Filters(
        words=parameters.q,
        provider=parameters.provider or "",
        capability=parameters.capability or "",
        tag=parameters.tag,
        is_active=parameters.is_active,
        is_featured=parameters.is_featured,
        plan=getattr(parameters, "plan", None) or "",
        organization_type=getattr(parameters, "organization_type", None) or "",
    )
    found = crud.list_models(actor, model_type, filters)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=ORDER)
    return {"items": items, "next_cursor": next_cursor}


def _update(actor: Actor, model_type: ModelType, model_id: int, payload: Schema) -> AnyModel:
    given = payload.dict(exclude_unset=True)
    changes = {name: value for name, value in given.items() if value is not None or name in CLEARABLE}
    version = changes.pop("version")
    return crud.update_model(actor, model_type, model_id, changes, version=version)


def _import(actor: Actor, model_type: ModelType, payload: ImportIn) -> Status[dict[str, object]]:
    made = importing.import_models(
        actor,
        model_type,
        provider=payload.provider,
        endpoint=payload.endpoint,
        api_key=payload.api_key,
        row_id=payload.id,
        names=payload.models,
        is_active=payload.is_active,
    )
    return Status(201, {"items": made, "next_cursor": None})


@system.get("", response=SystemModelPage)
def list_system_models(request: ApiRequest, parameters: Query[SystemListIn]) -> dict[str, object]:
    return _page(request.auth, SYSTEM, parameters)


@system.post("", response={201: SystemModelOut})
def create_system_model(request: ApiRequest, payload: SystemModelIn) -> Status[AnyModel]:
    return Status(201, crud.create_model(request.auth, SYSTEM, payload.dict()))


@system.post("/reorder", response={204: None})
def reorder_system_models(request: ApiRequest, payload: OrderIn) -> Status[None]:
    crud.reorder_models(request.auth, SYSTEM, payload.ids)
    return Status(204, None)


@system.post("/import", response={201: SystemModelPage})
def import_system_models(request: ApiRequest, payload: ImportIn) -> Status[dict[str, object]]:
    """Makes a model of each name that is not there yet, all with one connection."""
    return _import(request.auth, SYSTEM, payload)


@system.get("/{int:system_model_id}", response=SystemModelOut)
def get_system_model(request: ApiRequest, system_model_id: int) -> AnyModel:
    return crud.get_model(request.auth, SYSTEM, system_model_id)


@system.patch("/{int:system_model_id}", response=SystemModelOut)
def update_system_model(request: ApiRequest, system_model_id: int, payload: SystemModelChangeIn) -> AnyModel:
    return _update(request.auth, SYSTEM, system_model_id, payload)


@system.delete("/{int:system_model_id}", response={204: None})
def delete_system_model(request: ApiRequest, system_model_id: int) -> Status[None]:
    crud.delete_model(request.auth, SYSTEM, system_model_id)
    return Status(204, None)


@system.post("/{int:system_model_id}/duplicate", response={201: SystemModelOut})
def duplicate_system_model(request: ApiRequest, system_model_id: int) -> Status[AnyModel]:
    return Status(201, crud.duplicate_model(request.auth, SYSTEM, system_model_id))


@organization.get("", response=OrgModelPage)
def list_org_models(request: ApiRequest, parameters: Query[RegistryListIn]) -> dict[str, object]:
    return _page(request.auth, ORG, parameters)


@organization.post("", response={201: OrgModelOut})
def create_org_model(request: ApiRequest, payload: OrgModelIn) -> Status[AnyModel]:
    return Status(201, crud.create_model(request.auth, ORG, payload.dict()))


@organization.post("/reorder", response={204: None})
def reorder_org_models(request: ApiRequest, payload: OrderIn) -> Status[None]:
    crud.reorder_models(request.auth, ORG, payload.ids)
    return Status(204, None)


@organization.post("/import", response={201: OrgModelPage})
def import_org_models(request: ApiRequest, payload: ImportIn) -> Status[dict[str, object]]:
    """Makes a model of each name that is not there yet, all with one connection."""
    return _import(request.auth, ORG, payload)


@organization.get("/{int:org_model_id}", response=OrgModelOut)
def get_org_model(request: ApiRequest, org_model_id: int) -> AnyModel:
    return crud.get_model(request.auth, ORG, org_model_id)


@organization.patch("/{int:org_model_id}", response=OrgModelOut)
def update_org_model(request: ApiRequest, org_model_id: int, payload: OrgModelChangeIn) -> AnyModel:
    return _update(request.auth, ORG, org_model_id, payload)


@organization.delete("/{int:org_model_id}", response={204: None})
def delete_org_model(request: ApiRequest, org_model_id: int) -> Status[None]:
    crud.delete_model(request.auth, ORG, org_model_id)
    return Status(204, None)


@organization.post("/{int:org_model_id}/duplicate", response={201: OrgModelOut})
def duplicate_org_model(request: ApiRequest, org_model_id: int) -> Status[AnyModel]:
    return Status(201, crud.duplicate_model(request.auth, ORG, org_model_id))


@own.get("", response=OwnModelPage)
def list_user_models(request: ApiRequest, parameters: Query[RegistryListIn]) -> dict[str, object]:
    return _page(request.auth, USER, parameters)


@own.post("", response={201: OwnModelOut})
def create_user_model(request: ApiRequest, payload: ModelIn) -> Status[AnyModel]:
    return Status(201, crud.create_model(request.auth, USER, payload.dict()))


@own.post("/reorder", response={204: None})
def reorder_user_models(request: ApiRequest, payload: OrderIn) -> Status[None]:
    crud.reorder_models(request.auth, USER, payload.ids)
    return Status(204, None)


@own.post("/import", response={201: OwnModelPage})
def import_user_models(request: ApiRequest, payload: ImportIn) -> Status[dict[str, object]]:
    """Makes a model of each name that is not there yet, all with one connection."""
    return _import(request.auth, USER, payload)


@own.get("/{int:user_model_id}", response=OwnModelOut)
def get_user_model(request: ApiRequest, user_model_id: int) -> AnyModel:
    return crud.get_model(request.auth, USER, user_model_id)


@own.patch("/{int:user_model_id}", response=OwnModelOut)
def update_user_model(request: ApiRequest, user_model_id: int, payload: ModelChangeIn) -> AnyModel:
    return _update(request.auth, USER, user_model_id, payload)


@own.delete("/{int:user_model_id}", response={204: None})
def delete_user_model(request: ApiRequest, user_model_id: int) -> Status[None]:
    crud.delete_model(request.auth, USER, user_model_id)
    return Status(204, None)


@own.post("/{int:user_model_id}/duplicate", response={201: OwnModelOut})
def duplicate_user_model(request: ApiRequest, user_model_id: int) -> Status[AnyModel]:
    return Status(201, crud.duplicate_model(request.auth, USER, user_model_id))
