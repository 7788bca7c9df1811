"""The prices of models: a row's own, else what a superadmin corrected, else the table that ships (``prices.json``).

The table is what the providers listed, in dollars, when it was made; it goes stale, and corrections are how that is
mended. A correction of ``gpt-4o`` leaves ``gpt-4o-mini`` alone, which has an entry of its own.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from frontdesk.ai.models import PriceOverride, Provider
from frontdesk.ai.pricing import Price, find_price
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import events
from frontdesk.platform.errors import NotFound

_SHIPPED = Path(__file__).with_name("prices.json")
_FREE = {Provider.BUILTIN}


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the price list. ``id`` is a correction's, for those who may take it back."""

    price: Price
    as_of: str
    is_override: bool = False
    id: int | None = None

    @property
    def place(self) -> list[str]:
        return [self.price.provider.value, self.price.model_id.lower(), self.price.host]


def shipped() -> tuple[str, tuple[Price, ...]]:
    """When the table was made, and the table."""
    return _table(settings.AI_CURRENCY)


@lru_cache(maxsize=2)
def _table(currency: str) -> tuple[str, tuple[Price, ...]]:
    """In another currency than the table's only what models can do counts, not what they cost."""
    table = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    is_ours = table["currency"] == currency
    return table["as_of"], tuple(
        Price(
            provider=Provider(entry["provider"]),
            model_id=entry["model_id"],
            input=_decimal(entry["input"]) if is_ours else None,
            output=_decimal(entry["output"]) if is_ours else None,
            context_window=entry["context_window"],
            capabilities=tuple(entry["capabilities"]),
            host=entry.get("host", ""),
        )
        for entry in table["models"]
    )


def _decimal(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def load() -> tuple[Price, ...]:
    """Overrides first, then what ships; one query."""
    overrides = (_as_price(row) for row in PriceOverride.objects.all())
    return (*overrides, *shipped()[1])


def _as_price(row: PriceOverride) -> Price:
    return Price(Provider(row.provider), row.model_id, row.input_price_per_mtok, row.output_price_per_mtok)


def find(prices: Iterable[Price], provider: Provider, model_id: str, endpoint: str = "") -> Price | None:
    return find_price(prices, provider, model_id, host_of(endpoint))


def host_of(endpoint: str) -> str:
    return (urlsplit(endpoint).hostname or "") if "://" in endpoint else ""


def price_of(row: AnyModel, prices: Sequence[Price] | None = None) -> tuple[Decimal | None, Decimal | None]:
    """(input, output) per million tokens: the row's own where set, else the list's. ``prices``: loaded before."""
    own = row.input_price_per_mtok, row.output_price_per_mtok
    if None not in own:
        return own
    if row.provider in _FREE:
        return Decimal(0), Decimal(0)
    listed = find(load() if prices is None else prices, Provider(row.provider), row.model_id, row.endpoint)
    if listed is None:
        return own
    return (own[0] if own[0] is not None else listed.input, own[1] if own[1] is not None else listed.output)


def list_prices(actor: Actor, *, words: str = "", provider: str = "") -> list[Listed]:
    """All lines by provider and name; what a superadmin corrected stands in place of what ships."""
    access.require(actor, Permission.AI_MANAGE)
    as_of, table = shipped()
    may_change = actor.may(Permission.PLATFORM_MANAGE)
    overrides = {
        (row.provider, row.model_id.lower()): _line_of(row, shows_id=may_change) for row in PriceOverride.objects.all()
    }
    lines = [Listed(price, as_of) for price in table if (price.provider, price.model_id) not in overrides]
    found = [
        line
        for line in (*lines, *overrides.values())
        if words.lower() in line.price.model_id.lower() and (not provider or line.price.provider == provider)
    ]
    return sorted(found, key=lambda line: line.place)


def set_price(actor: Actor, provider: Provider, model_id: str, input: Decimal, output: Decimal) -> Listed:
    """Corrects the price of a model for the whole deployment; models with prices of their own keep them."""
    access.require(actor, Permission.PLATFORM_MANAGE)
    row, _ = PriceOverride.objects.update_or_create(
        provider=provider,
        model_id=model_id,
        defaults={"input_price_per_mtok": input, "output_price_per_mtok": output},
    )
    _tell(actor, "set", row, {"input_price_per_mtok": str(input), "output_price_per_mtok": str(output)})
    return _line_of(row, shows_id=True)


def _line_of(row: PriceOverride, *, shows_id: bool) -> Listed:
    """With what the shipped table knows of the model besides its price."""
    price, known = _as_price(row), find(shipped()[1], Provider(row.provider), row.model_id)
    if known is not None:
        price = replace(price, context_window=known.context_window, capabilities=known.capabilities)
    return Listed(price, row.updated_at.date().isoformat(), True, row.id if shows_id else None)


def delete_price(actor: Actor, price_id: int) -> None:
    """Takes a correction back: the shipped price counts again. Corrections have ids for superadmins alone."""
    access.require(actor, Permission.AI_MANAGE)
    row = PriceOverride.objects.filter(id=price_id).first() if actor.may(Permission.PLATFORM_MANAGE) else None
    if row is None:
        raise NotFound
    _tell(actor, "deleted", row, {})
    row.delete()


def _tell(actor: Actor, verb: str, row: PriceOverride, changes: dict[str, object]) -> None:
    label = f"{row.provider} {row.model_id}"
    audit.record(actor, f"ai_price.{verb}", object_type="ai_price", object_id=row.id, label=label, changes=changes)
    events.record(f"ai_price.{verb}", record_type="ai_price", record_id=row.id)
