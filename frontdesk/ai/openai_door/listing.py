"""The models of a person as OpenAI's clients list them."""

from datetime import UTC, datetime
from typing import Any

from frontdesk.ai import gating
from frontdesk.ai.models import ModelType
from frontdesk.ai.registry import lookup, tiers
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.ai.targets import Person


def list_usable(person: Person) -> list[dict[str, Any]]:
    """What the person may use now, in the order of the pages. Runs inside the person's tenant."""
    now, asker = datetime.now(UTC), tiers.person_facts(person)
    return [
        _shown(row)
        for model_type in ModelType
        for row in tiers.rows(model_type, person.org_id, person.profile_id).order_by("sort_order", "id")
        if gating.decide(tiers.model_facts(row), asker, now).allowed
    ]


def get_usable(person: Person, ref: str) -> dict[str, Any]:
    """One of them. Raises what refuses it to the person (NotFound, PlanRequired, Forbidden)."""
    model_type, slug = lookup.parse_ref(ref)
    target = lookup.find_target(person, model_type, slug=slug)
    return _shown(tiers.rows(model_type, person.org_id, person.profile_id).get(id=target.id))


def _shown(row: AnyModel) -> dict[str, Any]:
    return {
        "id": tiers.ref_of(row),
        "object": "model",
        "created": int(row.created_at.timestamp()),
        "owned_by": "organization" if row.model_type is ModelType.ORG_DEFAULT else row.model_type.value,
        "name": row.name,
        "capabilities": list(row.capabilities),
        "context_window": row.context_window,
    }
