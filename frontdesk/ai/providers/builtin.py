"""The model that runs on this machine, as a provider: embeddings and speech. It writes nothing.

Its work is done in threads, a few at a time. No time-out ends it: there is no stranger to wait for, and who has had
enough cancels it.
"""

import asyncio
import io
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from frontdesk.ai.calls import (
    ChatAnswer,
    ChatRequest,
    EmbeddingAnswer,
    EmbeddingRequest,
    Json,
    ListedModel,
    TranscriptionAnswer,
    TranscriptionRequest,
    Usage,
)
from frontdesk.ai.models import Capability
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.platform.errors import BadInput, TooLarge, Unavailable

T = TypeVar("T")

NAME = "builtin"
_THREADS = 2
# Characters between two looks at whether somebody still wants the result: a second or two of work. The model reads
# some 1200 of each text.
_AT_ONCE = 16_000
_READ_OF_A_TEXT = 1_200
_pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="builtin-model")


class Builtin:
    """See ``providers.base.ProviderClient``."""

    async def chat(self, connection: Connection, request: ChatRequest) -> ChatAnswer:
        raise _cannot_write()

    def stream(self, connection: Connection, request: ChatRequest) -> AsyncIterator[Json]:
        raise _cannot_write()

    async def embed(self, connection: Connection, request: EmbeddingRequest) -> EmbeddingAnswer:
        with _readable_errors():
            return await _in_thread(lambda gone: _embed(request, gone))

    async def transcribe(self, connection: Connection, request: TranscriptionRequest) -> TranscriptionAnswer:
        with _readable_errors():
            return await _in_thread(lambda gone: _transcribe(request, gone))

    async def list_models(self, connection: Connection) -> list[ListedModel]:
        return [ListedModel(NAME, "Frontdesk built-in", None, (Capability.EMBEDDING, Capability.TRANSCRIPTION))]


class _Abandoned(Exception):
    """Ends the work in the thread; nobody hears of it."""


async def _in_thread(work: Callable[[threading.Event], T]) -> T:
    """``work`` is given an event that says that nobody waits any more."""
    gone = threading.Event()
    try:
        return await asyncio.get_running_loop().run_in_executor(_pool, work, gone)
    except asyncio.CancelledError:
        gone.set()
        raise


def _embed(request: EmbeddingRequest, gone: threading.Event) -> EmbeddingAnswer:
    # Here, since they load numpy, which comes with an extra.
    from frontdesk.ai.local import embeddings, weights

    if request.dimensions not in {None, embeddings.DIMENSIONS}:
        raise ProviderError(
            Kind.BAD_REQUEST, f"The built-in model's vectors have {embeddings.DIMENSIONS} numbers, no other size."
        )
    vectors: list[list[float]] = []
    tokens = 0
    for texts in _portions(request.input):
        if gone.is_set():
            raise _Abandoned
        try:
            vectors += embeddings.embed(texts).tolist()
        except weights.WeightsError as error:
            raise ProviderError(Kind.NOT_FOUND, str(error)) from error
        tokens += embeddings.count_tokens(texts)
    return EmbeddingAnswer(vectors, Usage(tokens, 0))


def _portions(texts: Sequence[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    size = 0
    for text in texts:
        portion.append(text)
        size += min(len(text), _READ_OF_A_TEXT)
        if size >= _AT_ONCE:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _transcribe(request: TranscriptionRequest, gone: threading.Event) -> TranscriptionAnswer:
    from frontdesk.ai.local import speech

    def look(done: float) -> None:
        if gone.is_set():
            raise _Abandoned

    heard = speech.transcribe(io.BytesIO(request.file), language=request.language, on_progress=look)
    return TranscriptionAnswer(
        text=heard.text,
        duration_s=heard.duration_s,
        language=heard.language,
        segments=[
            {"id": number, "start": part.start, "end": part.end, "text": part.text}
            for number, part in enumerate(heard.segments)
        ],
        words=[
            {"word": word.word, "start": word.start, "end": word.end}
            for part in heard.segments
            for word in part.words
            if request.words
        ],
    )


@contextmanager
def _readable_errors() -> Iterator[None]:
    try:
        yield
    except (BadInput, TooLarge) as error:
        raise ProviderError(Kind.BAD_REQUEST, error.detail) from error
    except Unavailable as error:
        raise ProviderError(Kind.NOT_FOUND, error.detail) from error
    except ImportError as error:
        detail = f"The built-in model needs the package {error.name}: pip install 'frontdesk[builtin]'."
        raise ProviderError(Kind.NOT_FOUND, detail) from error


def _cannot_write() -> ProviderError:
    return ProviderError(
        Kind.UNSUPPORTED,
        "The built-in model cannot write freely. Choose a chat model: an organization's admin can add one, and so can "
        "you for yourself.",
    )
