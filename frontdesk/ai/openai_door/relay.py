"""Passes answers of servers that speak OpenAI's protocol on as they come: nothing is decoded and rebuilt but what
charging needs."""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

import orjson

from frontdesk.ai.calls import ChatRequest, Json, Usage
from frontdesk.ai.gateway import attempts
from frontdesk.ai.models import Provider
from frontdesk.ai.providers import failures
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.providers.openai import CHAT, answers, chat_body, post
from frontdesk.ai.targets import Target

RELAYED = frozenset({Provider.OPENAI, Provider.OPENAI_COMPATIBLE, Provider.AZURE, Provider.OLLAMA, Provider.LLAMACPP})
_END = b"\n\n"
_DONE = re.compile(rb"^data: ?\[DONE\]", re.MULTILINE)  # not within a line: there it is what the model said
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
        answer = answers.read_chat(opened.parse(body))
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
            part = _read_part(whole[:cut], connection.api_key)
            rest, ended = whole[cut:], ended or part.ended
            if part.sound:
                yield part.sound
            if part.failure:
                raise part.failure
            if part.done:
                await opened.drain()
                return
        part = _read_part(rest.rstrip() + _END, connection.api_key)
        if part.sound.strip():
            yield part.sound
        if part.failure:
            raise part.failure
        if not (ended or part.ended):
            raise ProviderError(Kind.BAD_ANSWER, "The answer ended in the middle: the provider broke it off.")


def _bounded(rest: bytes) -> bytes:
    if len(rest) > LARGEST_EVENT:
        raise ProviderError(Kind.BAD_ANSWER, "The provider's stream has a piece that does not end.")
    return rest


@dataclass(slots=True)
class _Part:
    """Whole events of a stream. ``sound``: those up to the first that is no chunk, for which ``failure`` stands: what
    came before it is an answer, and is charged. ``ended``: the answer is complete; ``done``: nothing comes any more."""

    sound: bytes
    failure: ProviderError | None = None
    ended: bool = False
    done: bool = False


def _read_part(events: bytes, api_key: str | None) -> _Part:
    done = _DONE.search(events)
    part = _Part(events[: done.start()] if done else events, ended=bool(done), done=bool(done))
    end = 0
    while (start := end) < len(part.sound):
        found = part.sound.find(_END, start)
        end = found + 2 if found >= 0 else len(part.sound)
        try:
            for chunk in read_events(part.sound[start:end]):
                _raise_error(chunk, api_key)
                part.ended = part.ended or answers.is_finish(chunk)
        except ProviderError as error:
            part.sound, part.failure = part.sound[:start], error
    return part


def _raise_error(chunk: Json, api_key: str | None) -> None:
    """Raises ProviderError for an error that the provider sends in the place of a chunk."""
    if error := chunk.get("error"):
        raise failures.from_error_object(error, api_key)


def read_events(events: bytes) -> list[Json]:
    """The data of whole events. Raises ProviderError for what is no JSON object."""
    found = []
    for line in events.split(b"\n"):
        if line.startswith(b"data:") and (data := line[5:].strip()):
            try:
                chunk = orjson.loads(data)
            except orjson.JSONDecodeError:
                chunk = None
            if not isinstance(chunk, dict):
                raise ProviderError(Kind.BAD_ANSWER, "The provider's stream has a piece that is not JSON.")
            found.append(chunk)
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
                if usage := answers.read_usage(chunk):
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
        for choice in chunk.get("choices") or ()
        if isinstance(choice, dict)
    ]


def without_usage(events: bytes) -> bytes:
    """For clients that did not ask for it: leaves the event out that carries the usage and no choice."""
    if b'"choices":[]' not in events.replace(b" ", b""):
        return events
    kept = [event for event in events.split(_END) if event and b'"choices":[]' not in event.replace(b" ", b"")]
    return _END.join(kept) + _END if kept else b""
