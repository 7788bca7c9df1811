"""Connections that are tried out: before they are saved, after, and to see what a provider has."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from frontdesk.ai import gateway
from frontdesk.ai.gateway import Call, ChatRequest, Checked, EmbeddingRequest, ListedModel, TranscriptionRequest
from frontdesk.ai.gateway.checking import ANSWER_TOKENS, QUESTION, silent_second
from frontdesk.ai.models import Capability, ModelType, Provider
from frontdesk.ai.pricing import Price
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import ProviderError
from frontdesk.ai.registry import crud, endpoints, keys, prices, tiers
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.ai.targets import Target
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor
from frontdesk.platform import limits
from frontdesk.platform.errors import AppError

SECONDS = 30.0  # who waits for a test does not wait for long
PER_PERSON = "60/h"


@dataclass(frozen=True, slots=True)
class Found:
    """A model that a provider has, with what the price list knows of it. ``exists``: the tier has it already."""

    model_id: str
    name: str
    context_window: int | None
    capabilities: Sequence[str]
    input_price: Decimal | None
    output_price: Decimal | None
    exists: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is known here of a provider's models, read before the provider is asked."""

    connection: Connection
    listed: Sequence[Price]
    there: frozenset[str]


def count_try(actor: Actor) -> None:
    """Tests reach servers that people name: not too often. Raises TooMany."""
    limits.check(f"ai-test:{actor.profile_id}", limit=PER_PERSON)


def draft(
    actor: Actor,
    model_type: ModelType,
    *,
    row_id: int | None,
    provider: Provider,
    endpoint: str,
    api_key: str | None,
    model_id: str = "",
) -> Connection:
    """A connection as somebody who manages the tier types it in.

    Without a key the one of ``row_id`` serves, if that is for the same server; else BadInput.
    """
    access.require(actor, tiers.MANAGES[model_type])
    endpoint = endpoints.settle(provider, endpoint)
    row = crud.get_model(actor, model_type, row_id) if row_id is not None else None
    key = api_key or None
    if row is not None and row.api_key_set and key is None:
        endpoints.check_key_follows(
            provider, endpoint, was_provider=Provider(row.provider), was_endpoint=row.endpoint, key_sent=False
        )
        key = keys.read_key(model_type, row.id)
    return _connection(provider, endpoint, model_id or (row.model_id if row else ""), key)


def of_row(row: AnyModel) -> Connection:
    """The connection of a model that the actor manages, active or not."""
    key = keys.read_key(row.model_type, row.id) if row.api_key_set else None
    return _connection(Provider(row.provider), row.endpoint, row.model_id, key)


def _connection(provider: Provider, endpoint: str, model_id: str, key: str | None) -> Connection:
    return Connection(provider, endpoint, model_id, key, first_token_timeout=SECONDS, total_timeout=SECONDS)


async def check_metered(call: Call, target: Target) -> tuple[Checked, str]:
    """The live test for who may use a model and does not manage it: an ordinary call, within their limits."""
    started = time.perf_counter()
    try:
        answer, served = await _ask(call, target)
    except AppError as error:
        kind = error.kind.value if isinstance(error, ProviderError) else error.code
        return Checked(False, _elapsed(started), kind=kind, detail=error.detail), target.ref
    return Checked(True, _elapsed(started), answer=answer[:200]), served.ref


async def _ask(call: Call, target: Target) -> tuple[str, Target]:
    if not target.capabilities or Capability.CHAT in target.capabilities:
        question = ChatRequest([{"role": "user", "content": QUESTION}], max_tokens=ANSWER_TOKENS)
        chat = await gateway.chat(call, target, question)
        return chat.answer.text, chat.target
    if Capability.EMBEDDING in target.capabilities:
        embedded = await gateway.embed(call, target, EmbeddingRequest(["ready"]))
        return f"{len(embedded.answer.vectors[0])} dimensions", embedded.target
    heard = await gateway.transcribe(call, target, TranscriptionRequest(silent_second(), "silence.wav", "audio/wav"))
    return "transcribes", heard.target


def _elapsed(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


def read_catalogue(actor: Actor, model_type: ModelType, connection: Connection) -> Catalogue:
    there = tiers.managed(actor, model_type).filter(provider=connection.provider, endpoint=connection.endpoint)
    return Catalogue(connection, prices.load(), frozenset(there.values_list("model_id", flat=True)))


def describe(catalogue: Catalogue, model: ListedModel) -> Found:
    """What the provider says of a model wins over what the price list knows."""
    connection = catalogue.connection
    known = prices.find(catalogue.listed, connection.provider, model.model_id, connection.endpoint)
    return Found(
        model_id=model.model_id,
        name=model.name or model.model_id,
        context_window=model.context_window or (known.context_window if known else None),
        capabilities=model.capabilities or (known.capabilities if known else ()),
        input_price=known.input if known else None,
        output_price=known.output if known else None,
        exists=model.model_id in catalogue.there,
    )
