"""Streamed chat: the first piece decides which model serves; who stops reading is charged what had come."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from frontdesk.ai.calls import ChatRequest, Json, Usage
from frontdesk.ai.gateway import admission, attempts, estimating
from frontdesk.ai.gateway.booking import Call, Charged, open_booking
from frontdesk.ai.gateway.chats import chat_needs, check_request, prepare
from frontdesk.ai.gateway.redaction import redact_chat
from frontdesk.ai.models import CallStatus, Capability
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.targets import Target

Piece = TypeVar("Piece")
Noted = TypeVar("Noted", contravariant=True)
Open = Callable[[Target, ChatRequest], AsyncIterator[Piece]]


class Seen(Protocol[Noted]):
    """What has come of a stream, as far as charging needs it."""

    usage: Usage | None

    def note(self, piece: Noted) -> None: ...

    @property
    def text(self) -> str:
        """The answer's text, where it is known."""

    @property
    def guess(self) -> int:
        """The likely number of its tokens."""


@dataclass(slots=True)
class SeenChunks:
    """Of chunks as plain data."""

    parts: list[str] = field(default_factory=list)
    usage: Usage | None = None
    chunks: int = 0

    def note(self, piece: Json) -> None:
        if usage := piece.get("usage"):
            self.usage = Usage(int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0))
        for choice in piece.get("choices") or ():
            delta = choice.get("delta") or {}
            if content := delta.get("content") or delta.get("reasoning_content"):
                self.parts.append(content)
            for tool in delta.get("tool_calls") or ():
                self.parts.append((tool.get("function") or {}).get("arguments") or "")
            self.chunks += 1

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def guess(self) -> int:
        # Most servers send a token a chunk; what they hold back to send at once is counted by its length.
        text = self.text
        return max(estimating.count(text), min(self.chunks, len(text)))


class Streaming(Generic[Piece]):
    """Pieces as they come. Iterate to the end, or ``aclose`` it. ``target`` is known with the first piece, ``charged``
    at the end.

    Until the first piece, failures lead to retries and fallbacks; after it they are raised as they are.
    """

    def __init__(
        self,
        call: Call,
        target: Target,
        request: ChatRequest,
        open: Open[Piece],
        see: Callable[[], Seen[Piece]],
    ) -> None:
        check_request(target, request)
        self.target = target
        self.charged = Charged()
        self._call = call
        self._request = request
        self._open = open
        self._see = see
        self._pieces = self._serve()

    def __aiter__(self) -> AsyncIterator[Piece]:
        return self._pieces

    async def aclose(self) -> None:
        await self._pieces.aclose()

    async def _serve(self) -> AsyncGenerator[Piece, None]:
        call = self._call
        async with admission.place(call.person):
            last: ProviderError | None = None
            async for candidate in attempts.chain(call, self.target, Capability.CHAT):
                try:
                    async with aclosing(self._attempt(candidate)) as pieces:
                        async for piece in pieces:
                            yield piece
                    return
                except _BeforeFirst as failed:
                    last = failed.error
            if last:
                raise last

    async def _attempt(self, candidate: Target) -> AsyncGenerator[Piece, None]:
        request, seen = prepare(candidate, self._request), self._see()
        booking = await open_booking(self._call, candidate, chat_needs(candidate, request))
        status: CallStatus = CallStatus.ABORTED
        failure: BaseException | None = None
        upstream: AsyncIterator[Piece] | None = None
        try:
            try:
                begun, piece = await attempts.retrying(candidate, lambda: self._begin(candidate, request))
            except ProviderError as error:
                raise (_BeforeFirst(error) if error.falls_back else error) from error
            upstream, self.target = begun, candidate
            booking.note_first_token()
            while True:
                seen.note(piece)
                yield piece
                try:
                    piece = await anext(begun)
                except StopAsyncIteration:
                    break
            status = CallStatus.OK
        except _BeforeFirst as failed:
            status, failure = CallStatus.FAILED, failed.error
            raise
        except (asyncio.CancelledError, GeneratorExit):
            raise
        except Exception as error:
            status, failure = CallStatus.FAILED, error
            raise
        finally:
            if upstream is not None:
                await _close_quietly(upstream)
            log = redact_chat(request.messages, seen.text) if self._call.person.log_texts else None
            self.charged = await booking.close(status, seen.usage, guess=seen.guess, error=failure, log=log)

    async def _begin(self, target: Target, request: ChatRequest) -> tuple[AsyncIterator[Piece], Piece]:
        """The upstream's stream and its first piece."""
        upstream = self._open(target, request)
        try:
            return upstream, await anext(upstream)
        except StopAsyncIteration:
            raise ProviderError(Kind.BAD_ANSWER, f"{target.name} ended its answer before it began.") from None
        except BaseException:
            await _close_quietly(upstream)
            raise


class _BeforeFirst(Exception):
    """Nothing has come yet: another model may still serve."""

    def __init__(self, error: ProviderError) -> None:
        self.error = error


class ChatStream(Streaming[Json]):
    """Chunks of OpenAI's ``chat.completion.chunk`` as plain data."""

    def __init__(self, call: Call, target: Target, request: ChatRequest) -> None:
        super().__init__(call, target, request, attempts.chunks_once, SeenChunks)


async def _close_quietly(upstream: AsyncIterator[Piece]) -> None:
    close = getattr(upstream, "aclose", None)
    if close is not None:
        await asyncio.shield(asyncio.ensure_future(close()))
