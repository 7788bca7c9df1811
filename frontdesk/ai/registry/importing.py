"""Several models of one connection at once, with what the price list knows of each."""

from collections.abc import Sequence

from frontdesk.ai.models import Capability, ModelType, Provider
from frontdesk.ai.registry import crud, prices, trying
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.orgs.access import Actor


def import_models(
    actor: Actor,
    model_type: ModelType,
    *,
    provider: Provider,
    endpoint: str,
    api_key: str | None,
    row_id: int | None,
    names: Sequence[str],
    is_active: bool,
) -> list[AnyModel]:
    """Makes a model of each name that the tier does not have from this server yet; returns the new ones.

    Without a key the one of ``row_id`` serves, as when the connection was tried out. Prices stay with the
    price list, so that its corrections reach them.
    """
    connection = trying.draft(actor, model_type, row_id=row_id, provider=provider, endpoint=endpoint, api_key=api_key)
    catalogue = trying.read_catalogue(actor, model_type, connection)
    made = []
    for name in dict.fromkeys(names):
        if name in catalogue.there:
            continue
        known = prices.find(catalogue.listed, provider, name, connection.endpoint)
        values: dict[str, object] = {
            "name": name.rpartition("/")[2][:120] or name[:120],
            "provider": provider,
            "model_id": name,
            "endpoint": connection.endpoint,
            "api_key": connection.api_key,
            "is_active": is_active,
            "context_window": known.context_window if known else None,
            "capabilities": list(known.capabilities) if known else [Capability.CHAT],
        }
        made.append(crud.create_model(actor, model_type, values))
    return made
