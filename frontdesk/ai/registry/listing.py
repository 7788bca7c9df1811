"""The models that a person can use, or could if a rule that they see were lifted; with prices and what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import BigIntegerField, IntegerField
from django.utils import timezone

from frontdesk.ai import gating
from frontdesk.ai.gating import Decision, Rule
from frontdesk.ai.models import ModelType, SystemModel
from frontdesk.ai.registry import lookup, prices, remaining, tiers
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.ai.registry.remaining import Quota
from frontdesk.ai.targets import Person
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import NotFound
from frontdesk.platform.paging import decode_cursor, encode_cursor

TIERS = (ModelType.SYSTEM, ModelType.ORG_DEFAULT, ModelType.USER)
# Refusals that hide a model rather than show it locked.
_HIDDEN = {Rule.INACTIVE, Rule.ORGANIZATION_TYPE, Rule.NOT_OWNER}
_Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Filters:
    words: str = ""
    capability: str = ""
    tag: str = ""
    is_usable: bool | None = None
    is_featured: bool | None = None


@dataclass(frozen=True, slots=True)
class Usable:
    """A row with what it means for one person. ``shows_model_id``: the person manages its tier."""

    row: AnyModel
    decision: Decision
    input_price: Decimal | None
    output_price: Decimal | None
    trial_ends_at: datetime | None
    shows_model_id: bool
    quotas: Sequence[Quota] = field(default=())


def list_models(
    actor: Actor, filters: Filters, *, cursor: str | None = None, limit: int = 25
) -> tuple[list[Usable], str | None]:
    """A page of the three tiers, one after the other, each in its own order.

    What a person may use is decided here and not in SQL, so all rows are read; there are tens of them, not thousands.
    """
    access.require(actor, Permission.AI_USE)
    person, now = lookup.person_of(actor), timezone.now()
    behind = _decode(cursor) if cursor else None
    found = [
        (row, decision)
        for row, decision in _decided(person, now)
        if _fits(row, decision, filters) and (behind is None or _place(row) > behind)
    ]
    shown, rest = found[:limit], found[limit:]
    next_cursor = encode_cursor(_place(shown[-1][0])) if rest else None
    return _present(actor, person, shown, now), next_cursor


def get_model(actor: Actor, model_type: ModelType, model_id: int) -> Usable:
    """One of the list; NotFound for what the list does not show."""
    row = tiers.rows(model_type, actor.org_id, actor.profile_id).filter(id=model_id).first()
    if row is None:
        raise NotFound
    access.require(actor, Permission.AI_USE)
    person, now = lookup.person_of(actor), timezone.now()
    decision = gating.decide(tiers.model_facts(row), tiers.person_facts(person), now)
    if decision.rule in _HIDDEN:
        raise NotFound
    return _present(actor, person, [(row, decision)], now)[0]


def _decided(person: Person, now: datetime) -> Iterable[tuple[AnyModel, Decision]]:
    facts = tiers.person_facts(person)
    for model_type in TIERS:
        for row in tiers.rows(model_type, person.org_id, person.profile_id).order_by("sort_order", "id"):
            decision = gating.decide(tiers.model_facts(row), facts, now)
            if decision.rule not in _HIDDEN:
                yield row, decision


def _fits(row: AnyModel, decision: Decision, filters: Filters) -> bool:
    words = filters.words.lower()
    return (
        (not words or any(words in text.lower() for text in (row.name, row.role, row.description, *row.tags)))
        and (not filters.capability or filters.capability in row.capabilities)
        and (not filters.tag or filters.tag in row.tags)
        and filters.is_usable in {None, decision.allowed}
        and filters.is_featured in {None, row.is_featured}
    )


def _place(row: AnyModel) -> _Place:
    return TIERS.index(row.model_type), row.sort_order, row.id


def _decode(cursor: str) -> _Place:
    tier, sort_order, row_id = decode_cursor(cursor, [IntegerField(), IntegerField(), BigIntegerField()])
    return int(str(tier)), int(str(sort_order)), int(str(row_id))


def _present(actor: Actor, person: Person, found: Sequence[tuple[AnyModel, Decision]], now: datetime) -> list[Usable]:
    listed = prices.load()
    rules = {(row.model_type, row.id): lookup.rules_of(person, row) for row, _ in found}
    quotas = remaining.group_quotas(rules, now)
    usable = []
    for row, decision in found:
        input_price, output_price = prices.price_of(row, listed)
        usable.append(
            Usable(
                row=row,
                decision=decision,
                input_price=input_price,
                output_price=output_price,
                trial_ends_at=trial_ends_at(row),
                shows_model_id=actor.may(tiers.MANAGES[row.model_type]),
                quotas=quotas[row.model_type, row.id],
            )
        )
    return usable


def trial_ends_at(row: AnyModel) -> datetime | None:
    """When the trial of the organization that ``row`` was read for ends; None before its first use."""
    if not isinstance(row, SystemModel) or not row.is_trial:
        return None
    return gating.trial_ends_at(tiers.model_facts(row))
