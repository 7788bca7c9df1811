"""Chat: whole answers, streams, and answers that fit a schema."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeVar

import orjson
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError

from frontdesk.ai.calls import ChatAnswer, ChatRequest, Usage
from frontdesk.ai.gateway import admission, attempts, estimating
from frontdesk.ai.gateway.attempts import Served
from frontdesk.ai.gateway.booking import Booking, Call, Needs
from frontdesk.ai.gateway.redaction import redact_chat
from frontdesk.ai.models import CallStatus, Capability
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.targets import Target
from frontdesk.platform.errors import BadInput

ServedChat = Served[ChatAnswer]


class Answered(Protocol):
    """What charging needs of a whole answer. ``usage`` None: the provider did not report any."""

    @property
    def usage(self) -> Usage | None: ...

    @property
    def text(self) -> str: ...


AnyAnswer = TypeVar("AnyAnswer", bound=Answered)


def chat_needs(target: Target, request: ChatRequest) -> Needs:
    answers = int(request.extra.get("n") or 1)
    answer = request.max_tokens * max(1, answers)
    counted = estimating.count_chat(request.messages, request.tools)
    return Needs(
        prompt=estimating.reserve_for(counted),
        answer=answer,
        ceiling=partial(estimating.ceiling_chat, request.messages, request.tools, answer),
        prompt_guess=counted,
    )


def prepare(target: Target, request: ChatRequest) -> ChatRequest:
    """The request as the model's owner wants it: with the model's own instructions in front."""
    if not target.system_message:
        return request
    first = {"role": "system", "content": target.system_message}
    return replace(request, messages=[first, *request.messages])


async def chat(call: Call, target: Target, request: ChatRequest) -> ServedChat:
    """Raises QuotaExceeded, TooMany (too many under way), ProviderError."""
    return await serve(call, target, request, attempts.chat_once)


async def serve(
    call: Call, target: Target, request: ChatRequest, ask: Callable[[Target, ChatRequest], Awaitable[AnyAnswer]]
) -> Served[AnyAnswer]:
    """The same for answers of any form: ``ask`` tries once, at the model that it is given."""
    check_request(target, request)

    async def attempt(candidate: Target, booking: Booking) -> Served[AnyAnswer]:
        asked = prepare(candidate, request)
        answer = await attempts.retrying(candidate, lambda: ask(candidate, asked))
        charged = await booking.close(
            CallStatus.OK,
            answer.usage,
            guess=estimating.count(answer.text),
            log=redact_chat(asked.messages, answer.text) if call.person.log_texts else None,
        )
        return Served(answer, candidate, charged)

    async with admission.place(call.person):
        return await attempts.through_chain(call, target, Capability.CHAT, _needs_of(request), attempt)


def _needs_of(request: ChatRequest) -> Callable[[Target], Needs]:
    return lambda candidate: chat_needs(candidate, prepare(candidate, request))


def check_request(target: Target, request: ChatRequest) -> None:
    """Raises ProviderError and BadInput for what this model cannot be asked."""
    attempts.require_capability(target, Capability.CHAT)
    if request.tools:
        attempts.require_capability(target, Capability.TOOLS)
    if not request.messages:
        raise BadInput.field("messages", "Send at least one message.")
    if not target.context_window:
        return
    needed = estimating.count_chat(request.messages, request.tools)
    if needed // 2 > target.context_window:
        raise BadInput.field(
            "messages",
            f"This is about {needed} tokens, and {target.name} reads {target.context_window}. Shorten the messages.",
        )


def check_schema(schema: object) -> None:
    """Raises BadInput for what is no JSON Schema of an object or array."""
    if not isinstance(schema, dict):
        raise BadInput.field("schema", "A schema is a JSON object.")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise BadInput.field("schema", f"This is no valid JSON Schema: {error.message}") from error


async def structured(
    call: Call, target: Target, request: ChatRequest, schema: dict[str, Any]
) -> tuple[Any, ServedChat]:
    """An answer that is JSON and fits ``schema``. One that does not is sent back once with what is wrong with it.

    Raises BadInput for a bad schema, ProviderError (bad_answer) when the second does not fit either.
    """
    check_schema(schema)
    validator = Draft202012Validator(schema)
    wanted = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    request = replace(request, response_format=wanted)
    served = await chat(call, target, request)
    value, problem = _read(served.answer.text, validator)
    if problem:
        again = [
            *request.messages,
            {"role": "assistant", "content": served.answer.text},
            {"role": "user", "content": f"{problem} Answer again with JSON alone that fits the schema."},
        ]
        served = await chat(call, target, replace(request, messages=again))
        value, problem = _read(served.answer.text, validator)
    if problem:
        raise ProviderError(
            Kind.BAD_ANSWER,
            f"{target.name} was asked twice and did not give what the schema asks for. {problem} "
            "Make the schema simpler, allow more tokens, or choose a model with the capability json.",
        )
    return value, served


def _read(text: str, validator: Draft202012Validator) -> tuple[Any, str]:
    stripped = text.strip()
    if stripped.startswith("```"):
        stripped = stripped.strip("`").removeprefix("json").strip()
    try:
        value = orjson.loads(stripped)
    except orjson.JSONDecodeError as error:
        return None, f"The answer is no JSON ({error.msg})."
    wrong: ValidationError | None = next(iter(validator.iter_errors(value)), None)
    if wrong is not None:
        place = "/".join(str(part) for part in wrong.absolute_path) or "the answer"
        return None, f"At {place}: {wrong.message[:200]}."
    return value, ""
