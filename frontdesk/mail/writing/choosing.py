"""Which chat model writes: the one that was asked for, if it can write; else which ones this person could use."""

from collections.abc import Iterable

from frontdesk.ai.models import Capability, ModelType, Provider
from frontdesk.ai.registry import listing, lookup
from frontdesk.ai.registry.listing import Filters, Usable
from frontdesk.ai.registry.tiers import ref_of
from frontdesk.ai.targets import Target
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import BadInput

MOST_NAMED = 20


def find_writer(actor: Actor, model_type: ModelType, model_id: int | None) -> Target:
    """The chat model to write with.

    Raises BadInput (needs-chat-model) for none and for one that cannot write; NotFound, PlanRequired and Forbidden for
    one that the person may not use.
    """
    if model_id is None:
        raise needs_chat_model(actor, "This needs a chat model.")
    target = lookup.find_target(lookup.person_of(actor), model_type, model_id=model_id)
    if not can_write(target.provider, target.capabilities):
        raise needs_chat_model(actor, f"{target.name} cannot write freely: this needs a chat model.")
    return target


def can_write(provider: str, capabilities: Iterable[str]) -> bool:
    """A model that says nothing of what it can do is asked."""
    known = set(capabilities)
    return provider != Provider.BUILTIN and (not known or Capability.CHAT in known)


def needs_chat_model(actor: Actor, why: str) -> BadInput:
    """Names the models that this person could write with, and where there is none, who could add one."""
    usable, locked = _writers(actor)
    if usable:
        names = ", ".join(model.row.name for model in usable[:5])
        advice = f"You can use: {names}."
    else:
        advice = _advice(actor, locked)
    return BadInput(
        f"{why} {advice}",
        code="needs-chat-model",
        extra={"models": [_brief(model) for model in usable], "locked": [_lifted(model) for model in locked]},
    )


def _writers(actor: Actor) -> tuple[list[Usable], list[Usable]]:
    """Those that the person may use, and those that are there and that a rule keeps from them."""
    if not actor.may(Permission.AI_USE):
        return [], []
    found, _ = listing.list_models(actor, Filters(), limit=200)
    writers = [model for model in found if can_write(model.row.provider, model.row.capabilities)]
    usable = [model for model in writers if model.decision.allowed]
    return usable[:MOST_NAMED], [model for model in writers if not model.decision.allowed][:MOST_NAMED]


def _brief(model: Usable) -> dict[str, object]:
    row = model.row
    return {"model_type": row.model_type.value, "id": row.id, "ref": ref_of(row), "name": row.name}


def _lifted(model: Usable) -> dict[str, object]:
    return {"name": model.row.name, "detail": model.decision.detail, "lifted_by": model.decision.lifted_by}


def _advice(actor: Actor, locked: list[Usable]) -> str:
    if locked:
        first = locked[0]
        return f"{first.row.name} could do it. {first.decision.lifted_by}"
    if actor.may(Permission.AI_MANAGE):
        return "There is none yet: add one under Settings, AI models, or one of your own under Account, AI."
    return (
        "There is none yet: an admin can add one for the organization under Settings, AI models; you can add one of "
        "your own under Account, AI."
    )
