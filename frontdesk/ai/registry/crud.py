"""The models of each tier: made, changed, copied, ordered and deleted by those who manage the tier."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from frontdesk.ai.models import ModelType, Provider
from frontdesk.ai.registry import endpoints, fallbacks, keys, shipped, telling, tiers
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.ai.tasks import check_tasks
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor
from frontdesk.platform import stale_versions
from frontdesk.platform.errors import BadInput, Conflict, NotFound

# Not carried over to a copy: what is the row's own.
_OWN = {"id", "slug", "api_key", "api_key_set", "version", "created_at", "updated_at", "user", "organization"}
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Filters:
    words: str = ""
    provider: str = ""
    capability: str = ""
    tag: str = ""
    is_active: bool | None = None
    is_featured: bool | None = None
    plan: str = ""
    organization_type: str = ""


def list_models(actor: Actor, model_type: ModelType, filters: Filters) -> "QuerySet[AnyModel]":
    access.require(actor, tiers.MANAGES[model_type])
    found = tiers.managed(actor, model_type)
    if filters.words:
        words = filters.words
        found = found.filter(
            Q(name__icontains=words)
            | Q(model_id__icontains=words)
            | Q(description__icontains=words)
            | Q(slug__icontains=words)
        )
    exact = {
        "provider": filters.provider or None,
        "capabilities__contains": [filters.capability] if filters.capability else None,
        "tags__contains": [filters.tag] if filters.tag else None,
        "is_active": filters.is_active,
        "is_featured": filters.is_featured,
    }
    if model_type is ModelType.SYSTEM:
        exact["required_plan"] = filters.plan or None
        if filters.organization_type:
            found = found.filter(Q(organization_types=[]) | Q(organization_types__contains=[filters.organization_type]))
    return found.filter(**{name: value for name, value in exact.items() if value is not None})


def get_model(actor: Actor, model_type: ModelType, model_id: int) -> AnyModel:
    return _get(actor, tiers.managed(actor, model_type), model_type, model_id)


def _get(actor: Actor, found: "QuerySet[AnyModel]", model_type: ModelType, model_id: int) -> AnyModel:
    row = found.filter(id=model_id).first()
    if row is None:
        raise NotFound
    access.require(actor, tiers.MANAGES[model_type])
    return row


def _get_to_edit(actor: Actor, model_type: ModelType, model_id: int) -> AnyModel:
    # Locked only once it is known to be the actor's: rows that one may not change cannot be seen to lock.
    get_model(actor, model_type, model_id)
    return _get(actor, tiers.managed(actor, model_type).select_for_update(), model_type, model_id)


def create_model(actor: Actor, model_type: ModelType, values: Values) -> AnyModel:
    """``values``: columns, ``api_key`` in plain text, ``slug`` or none for one made of the name."""
    access.require(actor, tiers.MANAGES[model_type])
    given = dict(values)
    key = given.pop("api_key", None)
    slug = given.pop("slug", None)
    row = tiers.new_row(actor, model_type)
    for name, value in given.items():
        setattr(row, name, value)
    row.slug = str(slug) if slug else _free_slug(actor, model_type, row.name)
    row.endpoint = endpoints.settle(Provider(row.provider), row.endpoint)
    _check(row, given, bool(key))
    if row.fallback_model_id is not None:
        fallbacks.lock(model_type)
        fallbacks.check(actor, model_type, row.fallback_model_id)
    with _refusing_taken_slugs():
        row.save(force_insert=True)
    if key:
        keys.write_key(row, str(key))
    telling.tell(actor, "created", row, {**given, **({"api_key": "set"} if key else {})})
    return get_model(actor, model_type, row.id)


def update_model(actor: Actor, model_type: ModelType, model_id: int, changes: Values, *, version: int) -> AnyModel:
    """Saves changes made on top of ``version``; Conflict when somebody has saved since.

    ``api_key``: absent or None keeps it, "" clears it; a new server needs it sent anew.
    """
    if changes.get("fallback_model_id") is not None:
        fallbacks.lock(model_type)
    row = _get_to_edit(actor, model_type, model_id)
    stale_versions.refuse(row.version, opened=version)
    given = dict(changes)
    key = given.pop("api_key", None)
    was = Provider(row.provider), row.endpoint
    edited = _apply(row, given)
    _check(row, edited, bool(key))
    if row.api_key_set:
        endpoints.check_key_follows(
            Provider(row.provider), row.endpoint, was_provider=was[0], was_endpoint=was[1], key_sent=key is not None
        )
    if edited.get("fallback_model_id") is not None:
        fallbacks.check(actor, model_type, int(str(edited["fallback_model_id"])), of=row.id)
    if edited or key is not None:
        _save(actor, row, edited, None if key is None else str(key))
    return get_model(actor, model_type, model_id)


def _apply(row: AnyModel, given: Values) -> dict[str, object]:
    """Sets what differs, and returns it."""
    provider = Provider(str(given.get("provider", row.provider)))
    endpoint = given.get("endpoint")
    if endpoint is None:
        # Another provider with the old one's default address is moved to its own.
        endpoint = "" if row.endpoint == endpoints.DEFAULTS.get(Provider(row.provider)) else row.endpoint
    settled: dict[str, object] = {**given, "provider": provider}
    if "endpoint" in given or "provider" in given:
        settled["endpoint"] = endpoints.settle(provider, str(endpoint))
    edited = {name: value for name, value in settled.items() if getattr(row, name) != value}
    for name, value in edited.items():
        setattr(row, name, value)
    return edited


def _save(actor: Actor, row: AnyModel, edited: dict[str, object], key: str | None) -> None:
    row.version += 1
    with _refusing_taken_slugs():
        row.save(update_fields=[*edited, "version", "updated_at"])
    told = dict(edited)
    if key is not None:
        keys.write_key(row, key)
        told["api_key"] = "set" if key else "cleared"
    telling.tell(actor, "updated", row, told)


def _check(row: AnyModel, edited: Values, key_sent: bool) -> None:
    """What no single field's type can say."""
    if row.provider == Provider.BUILTIN:
        row.model_id = row.model_id or "builtin"
        if key_sent:
            raise BadInput.field("api_key", "The built-in model needs no key.")
    if not row.model_id:
        raise BadInput.field("model_id", "Give the model's name as its provider knows it, such as gpt-4o-mini.")
    if "task" in edited and (wrong := check_tasks(row.task)):
        raise BadInput("; ".join(f"{each['field']}: {each['message']}" for each in wrong[:5]), errors=wrong)


def delete_model(actor: Actor, model_type: ModelType, model_id: int) -> None:
    """Its usage and its calls in the ledger stay. Conflict while other models fall back to it."""
    get_model(actor, model_type, model_id)
    fallbacks.lock(model_type)
    row = _get_to_edit(actor, model_type, model_id)
    if model_type is ModelType.SYSTEM and row.slug == shipped.SLUG:
        raise Conflict("The built-in model ships with Frontdesk. Switch it off instead.", code="model-in-use")
    fallbacks.check_unused(actor, row)
    telling.tell(actor, "deleted", row)
    row.delete()


def duplicate_model(actor: Actor, model_type: ModelType, model_id: int) -> AnyModel:
    """An inactive copy, with the key: its server is the same."""
    original = get_model(actor, model_type, model_id)
    names = [each.name for each in original._meta.concrete_fields if each.name not in _OWN]
    values: dict[str, object] = {name: getattr(original, name) for name in names if name != "fallback_model"}
    values |= {
        "name": f"{original.name[:110]} (copy)",
        "is_active": False,
        "fallback_model_id": original.fallback_model_id,
        "api_key": keys.read_key(model_type, model_id) if original.api_key_set else None,
    }
    return create_model(actor, model_type, values)


def reorder_models(actor: Actor, model_type: ModelType, ids: Sequence[int]) -> None:
    """Gives the named models the places of a list, in this order."""
    access.require(actor, tiers.MANAGES[model_type])
    found = {row.id: row for row in tiers.managed(actor, model_type).filter(id__in=ids)}
    unknown = [each for each in ids if each not in found]
    if unknown or len(set(ids)) < len(ids):
        raise BadInput.field("ids", f"Name each model of the list once; there is no model {(unknown or ids)[0]}.")
    for place, each in enumerate(ids):
        found[each].sort_order = place
    tiers.managed(actor, model_type).bulk_update(found.values(), ["sort_order"])
    telling.tell_order(actor, model_type)


def _free_slug(actor: Actor, model_type: ModelType, name: str) -> str:
    """A slug made of ``name`` that the tier does not have; a short random tail where it is taken."""
    base = slugify(re.sub(r"[._]", "-", name))[:70].strip("-") or "model"
    taken = tiers.managed(actor, model_type).filter(slug=base).exists()
    return f"{base}-{secrets.token_hex(3)}" if taken else base


@contextmanager
def _refusing_taken_slugs() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        message = "Another model of this tier has this slug. Choose another one."
        raise Conflict(message, code="slug-taken", errors=[{"field": "slug", "message": message}]) from error
