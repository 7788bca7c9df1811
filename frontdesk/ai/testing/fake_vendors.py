"""Servers on this machine that speak the protocols of Anthropic, Google and Amazon Bedrock, as far as calls go.

As the fake provider they count what they do, and fail where the model's name is that of a fault.
"""

import asyncio
import json
import struct
import zlib
from abc import abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web

from frontdesk.ai.testing import fake_answers
from frontdesk.ai.testing.fake_answers import Json
from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.ai.testing.fake_provider import Asked, FakeProvider, body_of

_REFUSALS = {
    Fault.BAD_KEY: 401,
    Fault.UNKNOWN_MODEL: 404,
    Fault.RATE_LIMITED: 429,
    Fault.FAILING: 500,
    Fault.UNAVAILABLE: 503,
    Fault.TOO_LONG: 400,
}
_WORDS = {400: "prompt is too long: 9000 tokens > 4096 maximum", 401: "invalid x-api-key", 404: "model: no such model"}


@dataclass
class FakeVendor(FakeProvider):
    """What the three have in common; each says how it writes things down."""

    content_type = "text/event-stream"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        self.asked.append(Asked(request.path, dict(request.query), dict(request.headers), body))
        fault = self.fault_of(request, {"model": self.model_of(request, body)})
        if request.method == "GET":
            return web.json_response(self.listing())
        if fault in _REFUSALS:
            status = _REFUSALS[fault]
            headers = {"Retry-After": f"{self.retry_after:g}"} if status in {429, 503} else {}
            return web.json_response(self.error(status, _WORDS.get(status, "trouble")), status=status, headers=headers)
        if fault is Fault.SILENT:
            await asyncio.sleep(3600)
        if fault is Fault.REDIRECT:
            return web.Response(status=307, headers={"Location": self.redirect_to})
        if fault is Fault.HTML:
            return web.Response(text="<!doctype html><title>Welcome</title>", content_type="text/html")
        if not self.streams(request, body):
            return web.json_response(self.whole(body))
        response = web.StreamResponse(headers={"Content-Type": self.content_type})
        await response.prepare(request)
        events = self.events(body)
        count = 0
        async for event in events:
            count += 1
            if fault in {Fault.HALF, Fault.STALLING} and count == 5:
                if fault is Fault.STALLING:
                    await asyncio.sleep(3600)
                return response
            if fault is Fault.SLOW:
                await asyncio.sleep(self.pause)
            await response.write(event)
        return response

    def tokens(self, text: str) -> list[str]:
        tokens = fake_answers.tokens_of(self.texts.popleft() if self.texts else f"You said: {text}")
        self.made += len(tokens)
        return tokens

    @abstractmethod
    def model_of(self, request: web.Request, body: Json) -> str: ...
    @abstractmethod
    def streams(self, request: web.Request, body: Json) -> bool: ...
    @abstractmethod
    def whole(self, body: Json) -> Json: ...
    @abstractmethod
    def events(self, body: Json) -> AsyncIterator[bytes]: ...
    @abstractmethod
    def error(self, status: int, words: str) -> Json: ...
    @abstractmethod
    def listing(self) -> Json: ...


class FakeAnthropic(FakeVendor):
    def model_of(self, request: web.Request, body: Json) -> str:
        return str(body.get("model"))

    def streams(self, request: web.Request, body: Json) -> bool:
        return bool(body.get("stream"))

    def error(self, status: int, words: str) -> Json:
        kinds = {400: "invalid_request_error", 401: "authentication_error", 404: "not_found_error"}
        kinds |= {429: "rate_limit_error", 500: "api_error", 503: "overloaded_error"}
        return {"type": "error", "error": {"type": kinds[status], "message": words}, "request_id": "req_1"}

    def listing(self) -> Json:
        model = {
            "type": "model",
            "id": "claude-fake",
            "display_name": "Claude Fake",
            "created_at": "2026-01-01T00:00:00Z",
        }
        return {"data": [model], "has_more": False, "first_id": "claude-fake", "last_id": "claude-fake"}

    def blocks(self, body: Json) -> list[Json]:
        last = body["messages"][-1]["content"]
        parts = [{"type": "text", "text": last}] if isinstance(last, str) else last
        answered = any(part["type"] == "tool_result" for part in parts)
        if body.get("tools") and not answered and (body.get("tool_choice") or {}).get("type") != "none":
            tool = body["tools"][0]
            call = fake_answers.instance_of(tool["input_schema"])
            return [{"type": "tool_use", "id": "toolu_1", "name": tool["name"], "input": call}]
        words = " ".join(part["text"] for part in parts if part["type"] == "text") or "a result"
        return [{"type": "text", "text": "".join(self.tokens(words))}]

    def whole(self, body: Json) -> Json:
        blocks = self.blocks(body)
        return self._message(body, blocks, self._stop(blocks), 7)

    async def events(self, body: Json) -> AsyncIterator[bytes]:
        blocks = self.blocks(body)
        yield _event({"type": "message_start", "message": self._message(body, [], None, 1)})
        yield _event({"type": "ping"})
        for index, block in enumerate(blocks):
            empty = {**block, "input": {}} if block["type"] == "tool_use" else {**block, "text": ""}
            yield _event({"type": "content_block_start", "index": index, "content_block": empty})
            for delta in _anthropic_deltas(block):
                yield _event({"type": "content_block_delta", "index": index, "delta": delta})
            yield _event({"type": "content_block_stop", "index": index})
        stop = {"stop_reason": self._stop(blocks), "stop_sequence": None}
        yield _event({"type": "message_delta", "delta": stop, "usage": {"output_tokens": 7}})
        yield _event({"type": "message_stop"})

    def _stop(self, blocks: list[Json]) -> str:
        return "tool_use" if blocks[-1]["type"] == "tool_use" else "end_turn"

    def _message(self, body: Json, blocks: list[Json], stop: str | None, made: int) -> Json:
        usage = {"input_tokens": 11, "output_tokens": made}
        said = {"id": "msg_1", "type": "message", "role": "assistant", "model": body["model"], "content": blocks}
        return {**said, "stop_reason": stop, "stop_sequence": None, "usage": usage}


class FakeGoogle(FakeVendor):
    def model_of(self, request: web.Request, body: Json) -> str:
        return request.path.rpartition("/")[2].partition(":")[0]

    def streams(self, request: web.Request, body: Json) -> bool:
        return request.path.endswith(":streamGenerateContent")

    def error(self, status: int, words: str) -> Json:
        names = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED"}
        return {"error": {"code": status, "message": words, "status": names.get(status, "UNAVAILABLE")}}

    def listing(self) -> Json:
        methods = ["generateContent", "countTokens"]
        model = {"name": "models/gemini-fake", "displayName": "Gemini Fake", "inputTokenLimit": 1048576}
        return {"models": [{**model, "supportedGenerationMethods": methods}]}

    def parts(self, body: Json) -> list[Json]:
        last = body["contents"][-1]["parts"]
        answered = any("functionResponse" in part for part in last)
        if body.get("tools") and not answered:
            tool = body["tools"][0]["functionDeclarations"][0]
            schema = tool.get("parametersJsonSchema") or tool.get("parameters_json_schema") or tool.get("parameters")
            return [{"functionCall": {"name": tool["name"], "args": fake_answers.instance_of(schema or {})}}]
        words = " ".join(part["text"] for part in last if "text" in part) or "a result"
        return [{"text": token} for token in self.tokens(words)]

    def whole(self, body: Json) -> Json:
        if "requests" in body:  # embeddings
            texts = [request["content"]["parts"][0]["text"] for request in body["requests"]]
            return {"embeddings": [{"values": fake_answers.embedding(text, 4)} for text in texts]}
        parts = self.parts(body)
        if "text" in parts[0]:
            parts = [{"text": "".join(part["text"] for part in parts)}]
        return _google_answer(parts, "STOP")

    async def events(self, body: Json) -> AsyncIterator[bytes]:
        parts = self.parts(body)
        for number, part in enumerate(parts):
            answer = _google_answer([part], "STOP" if number == len(parts) - 1 else None)
            yield b"data: " + json.dumps(answer).encode() + b"\r\n\r\n"


class FakeBedrock(FakeVendor):
    content_type = "application/vnd.amazon.eventstream"

    def model_of(self, request: web.Request, body: Json) -> str:
        return request.path.split("/")[2]

    def streams(self, request: web.Request, body: Json) -> bool:
        return request.path.endswith("/converse-stream")

    def error(self, status: int, words: str) -> Json:
        return {"message": words}

    def listing(self) -> Json:
        return {}

    def block(self, body: Json) -> Json:
        last = body["messages"][-1]["content"]
        tools = (body.get("toolConfig") or {}).get("tools")
        if tools and not any("toolResult" in part for part in last):
            tool = tools[0]["toolSpec"]
            call = fake_answers.instance_of(tool["inputSchema"]["json"])
            return {"toolUse": {"toolUseId": "tool_1", "name": tool["name"], "input": call}}
        words = " ".join(part["text"] for part in last if "text" in part) or "a result"
        return {"text": "".join(self.tokens(words))}

    def whole(self, body: Json) -> Json:
        block = self.block(body)
        message = {"role": "assistant", "content": [block]}
        stop = "tool_use" if "toolUse" in block else "end_turn"
        return {
            "output": {"message": message},
            "stopReason": stop,
            "usage": _BEDROCK_USAGE,
            "metrics": {"latencyMs": 1},
        }

    async def events(self, body: Json) -> AsyncIterator[bytes]:
        block = self.block(body)
        yield _frame("messageStart", {"role": "assistant"})
        if tool := block.get("toolUse"):
            start = {"toolUse": {"toolUseId": tool["toolUseId"], "name": tool["name"]}}
            yield _frame("contentBlockStart", {"contentBlockIndex": 0, "start": start})
            deltas: list[Json] = [{"toolUse": {"input": piece}} for piece in _pieces(json.dumps(tool["input"]))]
        else:
            deltas = [{"text": token} for token in fake_answers.tokens_of(block["text"])]
        for delta in deltas:
            yield _frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": delta})
        yield _frame("contentBlockStop", {"contentBlockIndex": 0})
        yield _frame("messageStop", {"stopReason": "tool_use" if "toolUse" in block else "end_turn"})
        yield _frame("metadata", {"usage": _BEDROCK_USAGE, "metrics": {"latencyMs": 1}})


_BEDROCK_USAGE = {"inputTokens": 11, "outputTokens": 7, "totalTokens": 18}


def _event(data: Json) -> bytes:
    return f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode()


def _anthropic_deltas(block: Json) -> list[Json]:
    if block["type"] == "tool_use":
        return [{"type": "input_json_delta", "partial_json": piece} for piece in _pieces(json.dumps(block["input"]))]
    return [{"type": "text_delta", "text": token} for token in fake_answers.tokens_of(block["text"])]


def _google_answer(parts: list[Json], finish: str | None) -> Json:
    candidate: Json = {"content": {"role": "model", "parts": parts}, "index": 0}
    if finish:
        candidate["finishReason"] = finish
    usage = {"promptTokenCount": 11, "candidatesTokenCount": 7, "totalTokenCount": 18}
    return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "gemini-fake", "responseId": "r1"}


def _pieces(text: str) -> list[str]:
    return [text[start : start + 5] for start in range(0, len(text), 5)]


def _frame(kind: str, payload: Json) -> bytes:
    """A message of Amazon's event stream: lengths, checksum, headers (text has the type 7), payload, checksum."""
    body = json.dumps(payload).encode()
    named = {":event-type": kind, ":content-type": "application/json", ":message-type": "event"}
    headers = b"".join(
        bytes([len(name)]) + name.encode() + b"\x07" + struct.pack("!H", len(value)) + value.encode()
        for name, value in named.items()
    )
    prelude = struct.pack("!II", 16 + len(headers) + len(body), len(headers))
    prelude += struct.pack("!I", zlib.crc32(prelude))
    message = prelude + headers + body
    return message + struct.pack("!I", zlib.crc32(message))
