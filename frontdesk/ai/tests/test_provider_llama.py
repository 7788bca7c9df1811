"""OpenAI's protocol with a real model server: llama.cpp."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

import pytest

from frontdesk.ai.calls import ChatRequest, EmbeddingRequest
from frontdesk.ai.models import Provider
from frontdesk.ai.providers import client_for
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.testing.llama_server import MODEL
from frontdesk.platform.outbound import sessions

T = TypeVar("T")
LLAMA = client_for(Provider.LLAMACPP)
HELLO = [{"role": "user", "content": "Count to three hundred, slowly, in words."}]


def run(work: Callable[[], Awaitable[T]]) -> T:
    async def with_session() -> T:
        try:
            return await work()
        finally:
            await sessions.close()

    return asyncio.run(with_session())


def connect(address: str, **changes: object) -> Connection:
    return Connection(Provider.LLAMACPP, address, MODEL, **changes)  # type: ignore[arg-type]


def test_it_answers_and_reports_what_it_used(llama_server: str) -> None:
    answer = run(lambda: LLAMA.chat(connect(llama_server), ChatRequest(HELLO, max_tokens=8)))
    assert answer.text
    assert answer.usage is not None
    assert 10 < answer.usage.prompt_tokens < 60
    assert answer.usage.completion_tokens == 8
    assert answer.body["choices"][0]["finish_reason"] == "length"


def test_it_streams_the_same_as_it_answers(llama_server: str) -> None:
    request = ChatRequest(HELLO, max_tokens=8, temperature=0, extra={"seed": 1})

    async def work() -> tuple[str, str, dict[str, int]]:
        whole = await LLAMA.chat(connect(llama_server), request)
        chunks = [chunk async for chunk in LLAMA.stream(connect(llama_server), request)]
        text = "".join((choice["delta"].get("content") or "") for chunk in chunks for choice in chunk["choices"])
        return whole.text, text, chunks[-1]["usage"]

    whole, streamed, usage = run(work)
    assert streamed.strip() == whole.strip()
    assert usage["completion_tokens"] == 8


def test_it_keeps_to_a_schema(llama_server: str) -> None:
    schema = {
        "type": "object",
        "properties": {"urgent": {"type": "boolean"}, "topic": {"enum": ["visa", "invoice"]}},
        "required": ["urgent", "topic"],
        "additionalProperties": False,
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "ticket", "schema": schema, "strict": True}}
    asked = 'My visa ends tomorrow! Urgent? Answer with JSON on one line, like {"urgent": false, "topic": "visa"}.'
    request = ChatRequest([{"role": "user", "content": asked}], 64, response_format=wanted, temperature=0)
    answer = json.loads(run(lambda: LLAMA.chat(connect(llama_server), request)).text)
    assert set(answer) == {"urgent", "topic"}
    assert isinstance(answer["urgent"], bool)
    assert answer["topic"] in {"visa", "invoice"}


def test_who_stops_reading_stops_the_server(llama_server: str) -> None:
    """Both of its slots are taken and given up; a server that went on would keep the next caller waiting."""
    endless = ChatRequest(HELLO, max_tokens=900, extra={"ignore_eos": True})

    async def begin() -> None:
        async with aclosing(LLAMA.stream(connect(llama_server), endless)) as chunks:  # type: ignore[type-var]
            async for chunk in chunks:
                if any(choice["delta"].get("content") for choice in chunk["choices"]):
                    return

    async def cancelled() -> None:
        task = asyncio.ensure_future(LLAMA.chat(connect(llama_server), endless))
        await asyncio.sleep(0.5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def work() -> float:
        await asyncio.gather(begin(), cancelled())
        started = asyncio.get_running_loop().time()
        await asyncio.gather(*(LLAMA.chat(connect(llama_server), ChatRequest(HELLO, max_tokens=1)) for _ in range(2)))
        return asyncio.get_running_loop().time() - started

    assert run(work) < 8  # 900 tokens take it 20 s


def test_it_lists_its_model(llama_server: str) -> None:
    [model] = run(lambda: LLAMA.list_models(connect(llama_server)))
    assert model.model_id == MODEL
    assert model.context_window == 2048


def test_it_says_what_it_cannot_do(llama_server: str) -> None:
    with pytest.raises(ProviderError, match="embeddings") as caught:
        run(lambda: LLAMA.embed(connect(llama_server), EmbeddingRequest(["hello"])))
    assert caught.value.kind is Kind.UNSUPPORTED
    long = ChatRequest([{"role": "user", "content": "word " * 5000}], 8)
    with pytest.raises(ProviderError, match="longer than the model can read") as caught:
        run(lambda: LLAMA.chat(connect(llama_server), long))
    assert caught.value.kind is Kind.BAD_REQUEST
