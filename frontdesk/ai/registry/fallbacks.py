"""Chains of fallbacks: within one tier, without circles."""

from django.db import connection

from frontdesk.ai.models import ModelType
from frontdesk.ai.registry import tiers
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.orgs.access import Actor
from frontdesk.platform.errors import BadInput, Conflict

_LOCK = "select pg_advisory_xact_lock(hashtextextended(%s, 0))"


def lock(model_type: ModelType) -> None:
    """One change of a tier's chains at a time: two at once could close a circle, or point at what is being deleted.

    Taken before any row is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"ai fallbacks of {model_type.value}"])


def check(actor: Actor, model_type: ModelType, fallback_id: int, *, of: int | None = None) -> None:
    """Raises BadInput unless ``fallback_id`` is a model of the tier that the actor manages, and leads to no circle.

    ``of``: the model that shall fall back; None for one that is still to be made.
    """
    chain = dict(tiers.managed(actor, model_type).values_list("id", "fallback_model_id"))
    if fallback_id not in chain:
        raise BadInput.field("fallback_model_id", "There is no such model in this tier. Choose one of the list.")
    step: int | None = fallback_id
    while step is not None:
        if step == of:
            raise BadInput.field("fallback_model_id", "This would lead in a circle: that model falls back to this one.")
        step = chain.get(step)


def check_unused(actor: Actor, row: AnyModel) -> None:
    """Raises Conflict that lists the models which fall back to ``row``."""
    used_by = list(tiers.managed(actor, row.model_type).filter(fallback_model_id=row.id).order_by("name", "id")[:20])
    if not used_by:
        return
    raise Conflict(
        "Other models fall back to this one. Give them another fallback first.",
        code="model-in-use",
        errors=[
            {"field": "fallback_model_id", "message": f"Fallback of {each.name} ({tiers.ref_of(each)})"}
            for each in used_by
        ],
    )
