"""The built-in model as a provider: its vectors and its transcripts are real; it refuses to write."""

import asyncio
import io
import math
import time
import wave
from collections.abc import Sequence

import pytest

from frontdesk.ai.calls import ChatRequest, EmbeddingRequest, TranscriptionRequest
from frontdesk.ai.models import Provider
from frontdesk.ai.providers import client_for
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError

BUILTIN = client_for(Provider.BUILTIN)
HERE = Connection(Provider.BUILTIN, "", "builtin")


def test_it_embeds_texts_and_counts_what_it_read() -> None:
    texts = ["My visa has expired.", "The visa of my wife ran out.", "I would like a pizza with mushrooms."]
    answer = asyncio.run(BUILTIN.embed(HERE, EmbeddingRequest(texts)))
    first, near, far = answer.vectors
    assert len(first) == 384
    assert math.isclose(dot(first, first), 1, abs_tol=1e-5)
    assert dot(first, near) > dot(first, far) + 0.2
    assert answer.usage is not None
    assert 20 < answer.usage.prompt_tokens < 40
    assert answer.usage.completion_tokens == 0


def test_other_sizes_are_refused() -> None:
    with pytest.raises(ProviderError, match="384"):
        asyncio.run(BUILTIN.embed(HERE, EmbeddingRequest(["a"], dimensions=256)))


def test_who_has_had_enough_of_a_large_batch_ends_it() -> None:
    async def work() -> None:
        await BUILTIN.embed(HERE, EmbeddingRequest(["load"]))
        many = EmbeddingRequest([f"{number} " + "word " * 200 for number in range(3000)])  # minutes of work
        tasks = [asyncio.ensure_future(BUILTIN.embed(HERE, many)) for _ in range(2)]  # as many as there are threads
        await asyncio.sleep(0.2)
        for task in tasks:
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        await BUILTIN.embed(HERE, EmbeddingRequest(["next"]))

    started = time.monotonic()
    asyncio.run(work())
    assert time.monotonic() - started < 25


def test_it_hears_nothing_in_silence_and_says_how_long_it_was() -> None:
    request = TranscriptionRequest(silence(2), "silence.wav", "audio/wav", words=True)
    answer = asyncio.run(BUILTIN.transcribe(HERE, request))
    assert answer.text == ""
    assert answer.duration_s == pytest.approx(2, abs=0.1)
    assert list(answer.words) == []


def test_what_is_no_sound_is_the_callers_mistake() -> None:
    with pytest.raises(ProviderError) as caught:
        asyncio.run(BUILTIN.transcribe(HERE, TranscriptionRequest(b"no sound at all", "x.wav")))
    assert caught.value.kind is Kind.BAD_REQUEST


def test_it_does_not_write() -> None:
    async def read() -> None:
        async for _ in BUILTIN.stream(HERE, request):
            pass

    request = ChatRequest([{"role": "user", "content": "Write a poem."}], 10)
    for attempt in (lambda: BUILTIN.chat(HERE, request), read):
        with pytest.raises(ProviderError, match="Choose a chat model") as caught:
            asyncio.run(attempt())
        assert caught.value.kind is Kind.UNSUPPORTED


def test_it_lists_itself() -> None:
    [model] = asyncio.run(BUILTIN.list_models(HERE))
    assert (model.model_id, model.capabilities) == ("builtin", ("embedding", "transcription"))


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(a * b for a, b in zip(one, other, strict=True)))


def silence(seconds: int) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"\0\0" * 16_000 * seconds)
    return made.getvalue()
