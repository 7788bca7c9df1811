"""The operations of the door: from a caller and what was sent to the answer's bytes."""

import base64
import re
import struct
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import orjson

from frontdesk.ai import gateway
from frontdesk.ai.gateway import Call, ChatStream, Streaming, attempts, chats
from frontdesk.ai.openai_door import callers, listing, requests, subtitles
from frontdesk.ai.openai_door.callers import Caller
from frontdesk.ai.openai_door.relay import RELAYED, Relayed, SeenBytes, relay, relay_stream, without_usage
from frontdesk.ai.quotas.reservations import shared_remaining
from frontdesk.ai.registry import lookup
from frontdesk.ai.targets import Target
from frontdesk.platform import loops

Headers = list[tuple[bytes, bytes]]
JSON = b"application/json"
_MODEL = re.compile(rb'"model":\s*"(?:[^"\\]|\\.)*"')


@dataclass(slots=True)
class Answer:
    """Either a whole ``body`` or ``chunks``, and what the headers tell of who served it."""

    body: bytes = b""
    chunks: AsyncIterator[bytes] | None = None
    content_type: bytes = JSON
    headers: Headers = field(default_factory=list)


def call_of(caller: Caller, feature: str, request_id: str) -> Call:
    return Call(caller.person, feature, api_key_id=caller.key_id, request_id=request_id)


async def complete(caller: Caller, data: dict[str, Any], request_id: str) -> Answer:
    """``/v1/chat/completions``."""
    target = await callers.find_target(caller, requests.read_ref(data))
    asked = requests.read_chat(data, target)
    call = call_of(caller, "door.chat", request_id)
    if asked.stream:
        return await _stream(call, target, asked)
    if target.provider in RELAYED:
        relayed = await chats.serve(call, target, asked.request, _relay_once)
        return Answer(_renamed(relayed.answer.body, relayed.target), headers=served_by(relayed.target))
    served = await gateway.chat(call, target, asked.request)
    body = orjson.dumps({**served.answer.body, "model": served.target.ref})
    return Answer(body, headers=served_by(served.target))


async def _relay_once(target: Target, request: gateway.ChatRequest) -> Relayed:
    """A fallback of the chain may speak another protocol than the first model."""
    if target.provider in RELAYED:
        return await relay(target, request)
    answer = await attempts.chat_once(target, request)
    return Relayed(orjson.dumps(answer.body), answer.usage, answer.text)


def _renamed(body: bytes, target: Target) -> bytes:
    """The answer names the model as our callers know it, whatever its provider calls it. The quotes cannot stand
    unescaped inside a text."""
    return _MODEL.sub(b'"model":"' + target.ref.encode() + b'"', body)


async def _stream(call: Call, target: Target, asked: requests.Chat) -> Answer:
    """Waits for the first piece, so that what fails before it has a status of its own."""
    if target.provider in RELAYED:
        relayed = Streaming(
            call, target, asked.request, open_bytes, lambda: SeenBytes(keeps_text=call.person.log_texts)
        )
        pieces: AsyncIterator[bytes] = relayed.__aiter__()
        first = await anext(pieces)
        chunks = _relayed(relayed, first, asked)
        return Answer(chunks=chunks, content_type=b"text/event-stream", headers=served_by(relayed.target))
    stream = ChatStream(call, target, asked.request)
    begun = await anext(aiter(stream))
    chunks = _translated(stream, begun, asked)
    return Answer(chunks=chunks, content_type=b"text/event-stream", headers=served_by(stream.target))


async def open_bytes(target: Target, request: gateway.ChatRequest) -> AsyncIterator[bytes]:
    if target.provider in RELAYED:
        async with aclosing(relay_stream(target, request)) as pieces:
            async for piece in pieces:
                yield piece
        return
    async for chunk in attempts.chunks_once(target, request):
        yield _event(chunk)


async def _relayed(stream: Streaming[bytes], first: bytes, asked: requests.Chat) -> AsyncIterator[bytes]:
    async with aclosing(stream):
        piece: bytes | None = first
        while piece is not None:
            shown = piece if asked.tells_usage else without_usage(piece)
            if shown:
                yield _renamed(shown, stream.target)
            piece = await anext(aiter(stream), None)
    yield b"data: [DONE]\n\n"


async def _translated(stream: ChatStream, first: dict[str, Any], asked: requests.Chat) -> AsyncIterator[bytes]:
    async with aclosing(stream):
        chunk: dict[str, Any] | None = first
        while chunk is not None:
            if chunk.get("choices") or asked.tells_usage:
                yield _event({**chunk, "model": stream.target.ref})
            chunk = await anext(aiter(stream), None)
    yield b"data: [DONE]\n\n"


def _event(chunk: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps(chunk) + b"\n\n"


async def embed(caller: Caller, data: dict[str, Any], request_id: str) -> Answer:
    """``/v1/embeddings``."""
    target = await callers.find_target(caller, requests.read_ref(data))
    served = await gateway.embed(call_of(caller, "door.embeddings", request_id), target, requests.read_embedding(data))
    in_base64 = data.get("encoding_format") == "base64"
    rows = [
        {"object": "embedding", "index": index, "embedding": _packed(vector) if in_base64 else list(vector)}
        for index, vector in enumerate(served.answer.vectors)
    ]
    tokens = served.charged.prompt_tokens
    body = {
        "object": "list",
        "data": rows,
        "model": served.target.ref,
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }
    return Answer(orjson.dumps(body), headers=served_by(served.target))


def _packed(vector: Any) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


async def transcribe(caller: Caller, body: bytes, content_type: str, request_id: str) -> Answer:
    """``/v1/audio/transcriptions``."""
    form = requests.read_form(body, content_type)
    target = await callers.find_target(caller, form.ref)
    served = await gateway.transcribe(call_of(caller, "door.transcription", request_id), target, form.request)
    answer, headers = served.answer, served_by(served.target)
    if form.format == "text":
        return Answer(f"{answer.text}\n".encode(), content_type=b"text/plain; charset=utf-8", headers=headers)
    if form.format in {"srt", "vtt"}:
        text = subtitles.render(answer, form.format)
        return Answer(text.encode(), content_type=b"text/plain; charset=utf-8", headers=headers)
    usage = {"type": "duration", "seconds": round(answer.duration_s)}
    made: dict[str, object] = {"text": answer.text, "usage": usage}
    if form.format == "verbose_json":
        made |= {
            "task": "transcribe",
            "language": answer.language,
            "duration": answer.duration_s,
            "segments": list(answer.segments),
        }
        if form.request.words:
            made["words"] = list(answer.words)
    return Answer(orjson.dumps(made), headers=headers)


async def list_models(caller: Caller) -> Answer:
    """``/v1/models``: what the key's person may use now."""

    def read() -> list[dict[str, Any]]:
        with lookup.acting(caller.person):
            return listing.list_usable(caller.person)

    return Answer(orjson.dumps({"object": "list", "data": await loops.in_database(read)}))


async def get_model(caller: Caller, ref: str) -> Answer:
    """``/v1/models/{id}``: as it is listed, or why it is not."""

    def read() -> dict[str, Any]:
        with lookup.acting(caller.person):
            return listing.get_usable(caller.person, ref)

    return Answer(orjson.dumps(await loops.in_database(read)))


def served_by(target: Target) -> Headers:
    """Which model served, and what is left of the tightest of its limits as far as this process knows."""
    headers = [(b"x-frontdesk-model", target.ref.encode())]
    if (left := shared_remaining(target.rules)) is not None:
        headers += [
            (b"x-ratelimit-limit-tokens", str(left.limit).encode()),
            (b"x-ratelimit-remaining-tokens", str(left.remaining).encode()),
            (b"x-ratelimit-reset-tokens", f"{max(0, round(left.resets_at - time.time()))}s".encode()),
        ]
    return headers


def new_request_id() -> str:
    return uuid4().hex
