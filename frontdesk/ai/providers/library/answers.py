"""pydantic-ai's answers as OpenAI's. Imported at the first use alone: it loads pydantic-ai."""

import json
import time
import uuid
from collections.abc import Iterator

from pydantic_ai.messages import (
    ModelResponse,
    ModelResponseStreamEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ThinkingPart,
    ThinkingPartDelta,
    ToolCallPart,
    ToolCallPartDelta,
)
from pydantic_ai.usage import RequestUsage

from frontdesk.ai.calls import ChatAnswer, Json, Usage

_FINISH = {"stop": "stop", "length": "length", "content_filter": "content_filter", "tool_call": "tool_calls"}


def read_answer(response: ModelResponse, model_id: str) -> ChatAnswer:
    texts = [part.content for part in response.parts if isinstance(part, TextPart)]
    thoughts = [part.content for part in response.parts if isinstance(part, ThinkingPart) and part.content]
    calls = [_call(part) for part in response.parts if isinstance(part, ToolCallPart)]
    message: Json = {"role": "assistant", "content": "".join(texts) if texts or not calls else None}
    if thoughts:
        message["reasoning_content"] = "".join(thoughts)
    if calls:
        message["tool_calls"] = calls
    usage = read_usage(response.usage)
    body: Json = {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model_id,
        "choices": [{"index": 0, "message": message, "finish_reason": finish_of(response.finish_reason, bool(calls))}],
    }
    if usage:
        body["usage"] = _as_openai(usage)
    return ChatAnswer(body, usage)


def read_usage(found: RequestUsage) -> Usage | None:
    """None where the provider told nothing. What it read from a cache counts as read."""
    if not found.input_tokens and not found.output_tokens:
        return None
    return Usage(max(0, found.input_tokens), max(0, found.output_tokens))


def finish_of(reason: str | None, has_calls: bool) -> str:
    return "tool_calls" if has_calls and reason in {None, "stop"} else _FINISH.get(reason or "stop", "stop")


class Chunks:
    """Turns the events of one stream into OpenAI's chunks."""

    def __init__(self, model_id: str) -> None:
        self._head: Json = {
            "id": f"chatcmpl-{uuid.uuid4().hex}",
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": model_id,
        }
        # OpenAI numbers the calls alone, pydantic-ai all parts.
        self._calls: dict[int, int] = {}
        self._begun = False

    def read(self, event: ModelResponseStreamEvent) -> Iterator[Json]:
        delta: Json | None = None
        if isinstance(event, PartStartEvent):
            delta = self._start(event)
        elif isinstance(event, PartDeltaEvent):
            delta = self._go_on(event)
        if delta is None:
            return
        if not self._begun:
            self._begun, delta = True, {"role": "assistant", **delta}
        yield self._chunk(delta)

    def end(self, reason: str | None, usage: Usage | None) -> Iterator[Json]:
        yield self._chunk({}, finish_of(reason, bool(self._calls)))
        if usage:
            yield {**self._head, "choices": [], "usage": _as_openai(usage)}

    def _start(self, event: PartStartEvent) -> Json | None:
        part = event.part
        if isinstance(part, TextPart) and part.content:
            return {"content": part.content}
        if isinstance(part, ThinkingPart) and part.content:
            return {"reasoning_content": part.content}
        if isinstance(part, ToolCallPart):
            number = self._calls.setdefault(event.index, len(self._calls))
            # A call that begins without arguments gets them in the pieces that follow.
            arguments = "" if part.args is None else _arguments(part.args)
            function = {"name": part.tool_name, "arguments": arguments}
            return {
                "tool_calls": [{"index": number, "id": part.tool_call_id, "type": "function", "function": function}]
            }
        return None

    def _go_on(self, event: PartDeltaEvent) -> Json | None:
        delta = event.delta
        if isinstance(delta, TextPartDelta) and delta.content_delta:
            return {"content": delta.content_delta}
        if isinstance(delta, ThinkingPartDelta) and delta.content_delta:
            return {"reasoning_content": delta.content_delta}
        if isinstance(delta, ToolCallPartDelta) and delta.args_delta:
            function = {"arguments": _arguments(delta.args_delta)}
            return {"tool_calls": [{"index": self._calls.get(event.index, 0), "function": function}]}
        return None

    def _chunk(self, delta: Json, finish: str | None = None) -> Json:
        return {**self._head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def _call(part: ToolCallPart) -> Json:
    function = {"name": part.tool_name, "arguments": _arguments(part.args)}
    return {"id": part.tool_call_id, "type": "function", "function": function}


def _arguments(found: object) -> str:
    if isinstance(found, str):
        return found or "{}"
    return json.dumps(found or {}, ensure_ascii=False)


def _as_openai(usage: Usage) -> Json:
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
    }
