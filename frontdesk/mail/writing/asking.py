"""Asking a model for texts: the answer is checked, sent back once with what is wrong with it, then refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import orjson
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from frontdesk.ai import gateway
from frontdesk.ai.gateway import Call, Charged, ChatRequest, ChatStream
from frontdesk.ai.targets import Target
from frontdesk.mail.writing.promises import Broken
from frontdesk.mail.writing.prompts import Messages
from frontdesk.platform.errors import AppError, BadInput

# Characters to a token, at most: a server that goes on after that has no regard for the limit it was given. What is
# sent back to be mended is paid for, and a usual token has no more than four.
_LONGEST_TOKEN = 16
_USUAL_TOKEN = 4


@dataclass(slots=True)
class Spent:
    """What all calls together came to, and who answered last."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: Decimal = Decimal(0)
    ref: str = ""
    name: str = ""

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    def add(self, target: Target, charged: Charged) -> None:
        self.prompt_tokens += charged.prompt_tokens
        self.completion_tokens += charged.completion_tokens
        self.cost += charged.cost
        self.ref, self.name = target.ref, target.name


@dataclass(frozen=True, slots=True)
class Wanted:
    """One question. ``check`` gets an answer that fits ``schema`` and says what is wrong with it."""

    messages: Messages
    schema: dict[str, Any]
    max_tokens: int
    check: Callable[[Any], Sequence[Broken]]


def object_of(properties: Mapping[str, object]) -> dict[str, Any]:
    """The JSON schema of an object that has all of these and nothing else."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [*properties],
        "additionalProperties": False,
    }


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the answer as it comes."""

    text: str


@dataclass(frozen=True, slots=True)
class Again:
    """The answer was not accepted and is asked for once more: what was shown of it no longer counts."""

    broken: Sequence[Broken]


@dataclass(frozen=True, slots=True)
class Answer:
    value: Any


class Refused(BadInput):
    """What the model wrote broke a promise, twice. ``errors`` name each with its code and field."""

    code = "promises-broken"
    title = "The model's text was refused"

    def __init__(self, name: str, broken: Sequence[Broken]) -> None:
        first = broken[0]
        super().__init__(
            f"{name} was asked twice, and what it wrote could not be taken. {first.detail} "
            "Nothing was changed. Try again, put it in other words, or choose a larger model.",
            errors=[{"field": each.field or "text", "message": each.detail, "code": each.code} for each in broken[:10]],
        )
        self.broken = broken


def detail_of(error: AppError) -> str:
    """Why there is no text, in words; of a refused one what was wrong with it."""
    return error.broken[0].detail if isinstance(error, Refused) else error.detail


@dataclass(slots=True)
class Writer:
    """One model that writes for one call. ``streams``: pieces are wanted as they come."""

    call: Call
    target: Target
    streams: bool = False
    spent: Spent = field(default_factory=Spent)

    async def ask(self, wanted: Wanted) -> AsyncGenerator[Piece | Again | Answer, None]:
        """Pieces, then the answer. Raises Refused, and what the gateway raises."""
        messages = wanted.messages
        longest = _LONGEST_TOKEN * wanted.max_tokens
        broken: Sequence[Broken] = ()
        for attempt in range(2):
            text = ""
            async with aclosing(self._say(messages, wanted)) as pieces:
                async for piece in pieces:
                    text += piece
                    yield Piece(piece)
                    if len(text) > longest:
                        break
            value, broken = await asyncio.to_thread(read, text[:longest], wanted)
            if not broken:
                yield Answer(value)
                return
            if not attempt:
                yield Again(broken)
                messages = [*wanted.messages, *_repair(text[: _USUAL_TOKEN * wanted.max_tokens], broken)]
        raise Refused(self.spent.name or self.target.name, broken)

    async def answer(self, wanted: Wanted) -> Any:
        """The answer alone. Raises as ``ask`` does."""
        async with aclosing(self.ask(wanted)) as steps:
            async for step in steps:
                if isinstance(step, Answer):
                    return step.value
        raise AssertionError("a question ends with an answer or an error")

    async def _say(self, messages: Messages, wanted: Wanted) -> AsyncGenerator[str, None]:
        request = ChatRequest(
            messages=messages,
            max_tokens=wanted.max_tokens,
            response_format={"type": "json_schema", "json_schema": {"name": "texts", "schema": wanted.schema}},
        )
        if not self.streams:
            served = await gateway.chat(self.call, self.target, request)
            self.spent.add(served.target, served.charged)
            yield served.answer.text
            return
        stream = ChatStream(self.call, self.target, request)
        try:
            async with aclosing(stream):
                async for text in _texts(stream):
                    yield text
        finally:
            self.spent.add(stream.target, stream.charged)


async def _texts(stream: ChatStream) -> AsyncIterator[str]:
    async for chunk in stream:
        for choice in chunk.get("choices") or ():
            if text := (choice.get("delta") or {}).get("content"):
                yield text


def read(text: str, wanted: Wanted) -> tuple[Any, Sequence[Broken]]:
    """The answer as it was asked for, or what is wrong with it."""
    stripped = text.strip()
    if stripped.startswith("```"):
        stripped = stripped.strip("`").removeprefix("json").strip()
    try:
        value = orjson.loads(stripped)
    except orjson.JSONDecodeError:
        detail = f"It is no complete JSON; it may have reached its limit of {wanted.max_tokens} tokens."
        return None, [Broken("structure", detail)]
    wrong: ValidationError | None = next(iter(Draft202012Validator(wanted.schema).iter_errors(value)), None)
    if wrong is not None:
        place = "/".join(str(part) for part in wrong.absolute_path) or "the answer"
        return None, [Broken("structure", f"At {place}: {wrong.message[:200]}.")]
    return value, wanted.check(value)


def _repair(text: str, broken: Sequence[Broken]) -> Messages:
    named = "\n".join(
        f"- {f'text {each.segment}: ' if each.segment else f'{each.field}: ' if each.field else ''}{each.detail}"
        for each in broken[:20]
    )
    return [
        {"role": "assistant", "content": text},
        {
            "role": "user",
            "content": f"This cannot be used as it is:\n{named}\nWrite the whole answer again, mend exactly this, and "
            "answer with JSON alone.",
        },
    ]
