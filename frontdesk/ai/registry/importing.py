"""Several models of one connection at once, with what the price list knows of each."""

from collections.abc import Sequence

from frontdesk.ai.models import Capability, ModelType, Provider
from frontdesk.ai.registry import crud, endpoints, prices, tiers
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor


def import_models(
    actor: Actor,
    model_type: ModelType,
    *,
    provider: Provider,
    endpoint: str,
    api_key: str | None,
    names: Sequence[str],
    is_active: bool,
) -> list[AnyModel]:
    """Makes a model of each name that the tier does not have from this server yet; returns the new ones.

    Their prices stay with the price list, so that its corrections reach them.
    """
    access.require(actor, tiers.MANAGES[model_type])
    endpoint = endpoints.settle(provider, endpoint)
    there = set(
        tiers.managed(actor, model_type).filter(provider=provider, endpoint=endpoint).values_list("model_id", flat=True)
    )
    listed = prices.load()
    made = []
    for name in dict.fromkeys(names):
        if name in there:
            continue
        known = prices.find(listed, provider, name, endpoint)
        values: dict[str, object] = {
            "name": name.rpartition("/")[2][:120] or name[:120],
            "provider": provider,
            "model_id": name,
            "endpoint": endpoint,
            "api_key": api_key,
            "is_active": is_active,
            "context_window": known.context_window if known else None,
            "capabilities": list(known.capabilities) if known else [Capability.CHAT],
        }
        made.append(crud.create_model(actor, model_type, values))
    return made
