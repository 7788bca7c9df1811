"""Passes answers of servers that speak OpenAI's protocol on as they come: nothing is decoded and rebuilt but what
charging needs."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

import orjson

from frontdesk.ai.gateway import attempts
from frontdesk.ai.gateway.calls import ChatRequest, Usage
from frontdesk.ai.models import Provider
from frontdesk.ai.providers import failures
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.providers.openai import CHAT, answers, chat_body, post
from frontdesk.ai.targets import Target

RELAYED = frozenset({Provider.OPENAI, Provider.OPENAI_COMPATIBLE, Provider.AZURE, Provider.OLLAMA, Provider.LLAMACPP})
_END = b"\n\n"
_DONE = b"data: [DONE]"
LARGEST_EVENT = 1024 * 1024
_FRAME = 200  # bytes of an event beside its text, about


@dataclass(frozen=True, slots=True)
class Relayed:
    """A whole answer as it came, and what was read of it."""

    body: bytes
    usage: Usage | None
    text: str


async def relay(target: Target, request: ChatRequest) -> Relayed:
    """Raises ProviderError, also for what is no ``chat.completion``."""
    connection = attempts.connection_of(target)
    async with post(connection, CHAT, chat_body(request)) as opened:
        body = await opened.read()
        try:
            found = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise failures.unreadable(opened.response.status, body) from None
        if not isinstance(found, dict):
            raise failures.unreadable(opened.response.status, b"[]")
        if found.get("error"):
            raise failures.from_error_object(found["error"], connection.api_key)
        answer = answers.read_chat(found)
    return Relayed(body, answer.usage, answer.text)


async def relay_stream(target: Target, request: ChatRequest) -> AsyncGenerator[bytes, None]:
    """The upstream's events as bytes, never cut within an event, without the last ``[DONE]``."""
    connection = attempts.connection_of(target)
    async with post(connection, CHAT, chat_body(request), stream=True) as opened:
        if "json" in opened.response.content_type:  # a server that does not stream
            yield b"data: " + orjson.dumps(answers.as_chunk(await opened.json())) + _END
            return
        rest, ended = b"", False
        async for piece in opened.pieces():
            if not opened.begun and failures.looks_like_html(piece):
                raise failures.unreadable(opened.response.status, piece)
            opened.begun = True
            whole = rest + piece
            if b"\r" in whole:
                whole = whole.replace(b"\r\n", b"\n")
            cut = whole.rfind(_END) + 2
            if cut < 2:
                rest = _bounded(whole)
                continue
            events, rest = whole[:cut], whole[cut:]
            done = events.find(_DONE)
            ended = ended or done >= 0 or b'"finish_reason":"' in events
            if done >= 0:
                events = events[:done]
            if events:
                _raise_error(events, connection.api_key)
                yield events
            if done >= 0:
                await opened.drain()
                return
        if rest.strip() and rest.strip() != _DONE:
            _raise_error(rest, connection.api_key)
            yield rest.rstrip() + _END
        if not ended:
            raise ProviderError(Kind.BAD_ANSWER, "The answer ended in the middle: the provider broke it off.")


def _bounded(rest: bytes) -> bytes:
    if len(rest) > LARGEST_EVENT:
        raise ProviderError(Kind.BAD_ANSWER, "The provider's stream has a piece that does not end.")
    return rest


def _raise_error(events: bytes, api_key: str | None) -> None:
    """Raises ProviderError for an error that the provider sends in the place of a chunk, and for what is no JSON."""
    if b'"choices"' in events and b'"error"' not in events:
        return
    for chunk in read_events(events):
        if isinstance(chunk, dict) and chunk.get("error"):
            raise failures.from_error_object(chunk["error"], api_key)


def read_events(events: bytes) -> list[object]:
    """The data of whole events as JSON. Raises ProviderError for what is none."""
    found = []
    for line in events.split(b"\n"):
        if line.startswith(b"data:"):
            try:
                found.append(orjson.loads(line[5:]))
            except orjson.JSONDecodeError:
                raise ProviderError(Kind.BAD_ANSWER, "The provider's stream has a piece that is not JSON.") from None
    return found


@dataclass(slots=True)
class SeenBytes:
    """What charging needs of a relayed stream: the usage in its last events, and until then how many there were."""

    usage: Usage | None = None
    keeps_text: bool = False
    events: int = 0
    size: int = 0
    parts: list[str] = field(default_factory=list)

    def note(self, piece: bytes) -> None:
        self.events += piece.count(b"data:")
        self.size += len(piece)
        if b'"usage":{' in piece or b'"usage": {' in piece:
            for chunk in read_events(piece):
                if isinstance(chunk, dict) and (usage := answers.read_usage(chunk)):
                    self.usage = usage
        if self.keeps_text:
            self.parts.extend(_texts(piece))

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def guess(self) -> int:
        """Servers send a token an event; where an event holds more, its size tells."""
        return max(self.events, (self.size - _FRAME * self.events) // 4)


def _texts(piece: bytes) -> list[str]:
    return [
        (choice.get("delta") or {}).get("content") or ""
        for chunk in read_events(piece)
        if isinstance(chunk, dict)
        for choice in chunk.get("choices") or ()
        if isinstance(choice, dict)
    ]


def without_usage(events: bytes) -> bytes:
    """For clients that did not ask for it: leaves the event out that carries the usage and no choice."""
    if b'"choices":[]' not in events.replace(b" ", b""):
        return events
    kept = [event for event in events.split(_END) if event and b'"choices":[]' not in event.replace(b" ", b"")]
    return _END.join(kept) + _END if kept else b""
