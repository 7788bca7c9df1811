"""The models that the caller can use, and why or why not."""

from uuid import UUID

from ninja import Query, Router

from frontdesk.ai.gating import Decision
from frontdesk.ai.models import ModelType, SystemModel
from frontdesk.ai.registry import explain, listing, tiers
from frontdesk.ai.registry.listing import Usable
from frontdesk.ai.schemas.models import (
    UsableListIn,
    UsableModelOut,
    UsableModelPage,
    WhoListIn,
    WhoPage,
    WhyOut,
    list_tasks,
)
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["AI models"], auth=SIGNED_IN)


@router.get("", response=UsableModelPage)
def list_ai_models(request: ApiRequest, parameters: Query[UsableListIn]) -> dict[str, object]:
    """What the caller can use, with what remains of limits; locked models come with what would lift the refusal."""
    filters = listing.Filters(
        words=parameters.q,
        capability=parameters.capability or "",
        tag=parameters.tag,
        is_usable=parameters.usable,
        is_featured=parameters.featured,
    )
    items, next_cursor = listing.list_models(request.auth, filters, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": [_model(each) for each in items], "next_cursor": next_cursor}


@router.get("/{model_type}/{int:model_id}", response=UsableModelOut)
def get_ai_model(request: ApiRequest, model_type: ModelType, model_id: int) -> dict[str, object]:
    return _model(listing.get_model(request.auth, model_type, model_id))


@router.get("/{model_type}/{int:model_id}/why", response=WhyOut)
def explain_ai_model(
    request: ApiRequest, model_type: ModelType, model_id: int, profile_id: UUID | None = None
) -> dict[str, object]:
    """Whether a person (by default the caller) may use the model, by which rule, and what would lift a refusal."""
    why = explain.explain(request.auth, model_type, model_id, profile_id)
    return {**_decision(why.decision), "person": why.person, "quotas": why.quotas}


@router.get("/{model_type}/{int:model_id}/who", response=WhoPage)
def list_ai_model_people(
    request: ApiRequest, model_type: ModelType, model_id: int, parameters: Query[WhoListIn]
) -> dict[str, object]:
    """The people of the organization, each with whether they may use the model, and what they used of it."""
    people, next_cursor = explain.list_people(
        request.auth,
        model_type,
        model_id,
        organization_id=parameters.organization_id,
        is_allowed=parameters.allowed,
        words=parameters.q,
        cursor=parameters.cursor,
        limit=parameters.limit,
    )
    items = [
        {
            **_decision(each.decision),
            "person": each.person,
            "tokens_used": each.tokens_used,
            "limit": each.limit,
            "remaining": each.remaining,
        }
        for each in people
    ]
    return {"items": items, "next_cursor": next_cursor}


def _decision(decision: Decision) -> dict[str, object]:
    return {
        "allowed": decision.allowed,
        "rule": decision.rule,
        "detail": decision.detail,
        "lifted_by": decision.lifted_by,
    }


def _model(usable: Usable) -> dict[str, object]:
    row, decision = usable.row, usable.decision
    system = row if isinstance(row, SystemModel) else None
    same = (
        "model_type id slug name role description icon provider capabilities tags is_featured max_tokens context_window"
    )
    return {
        **{name: getattr(row, name) for name in same.split()},
        "ref": tiers.ref_of(row),
        "model_id": row.model_id if usable.shows_model_id else None,
        "is_free": bool(system and system.is_free),
        "is_trial": bool(system and system.is_trial),
        "trial_ends_at": usable.trial_ends_at,
        "required_plan": system.required_plan if system else None,
        "input_price_per_mtok": usable.input_price,
        "output_price_per_mtok": usable.output_price,
        "tasks": list_tasks(row.task),
        "usable": decision.allowed,
        "refusal": None if decision.allowed else _decision(decision),
        "quotas": usable.quotas,
    }
