"""What is told of a change to the registry: an event for open browsers, a line in the audit log; never a key."""

from collections.abc import Mapping
from decimal import Decimal

from frontdesk.ai.models import ModelType
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.orgs import audit
from frontdesk.orgs.access import Actor
from frontdesk.platform import events

# Named in the audit log without their text.
_LONG = {"system_message", "task", "description"}


def tell(actor: Actor, verb: str, row: AnyModel, changes: Mapping[str, object] | None = None) -> None:
    """``changes``: columns with their new values; of the key it says "set" or "cleared"."""
    _event(actor, verb, row.model_type, str(row.id))
    if row.model_type is ModelType.USER:  # nobody's business but its owner's
        return
    audit.record(
        actor,
        f"ai_model.{verb}",
        object_type="ai_model",
        object_id=f"{row.model_type.value}:{row.id}",
        label=row.name,
        changes={name: "changed" if name in _LONG else _plain(value) for name, value in (changes or {}).items()},
    )


def tell_order(actor: Actor, model_type: ModelType) -> None:
    _event(actor, "updated", model_type, "order")


def _event(actor: Actor, verb: str, model_type: ModelType, which: str) -> None:
    events.record(
        f"ai_model.{verb}",
        record_type="ai_model",
        record_id=f"{model_type.value}:{which}",
        profile_id=actor.profile_id if model_type is ModelType.USER else None,
    )


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value
