"""What the tests of providers share."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from frontdesk.ai.calls import ChatRequest, Json
from frontdesk.ai.models import Provider
from frontdesk.ai.providers import client_for
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import ProviderError
from frontdesk.platform import outbound

T = TypeVar("T")

KEY = "sk-very-secret-key-0123456789"
HELLO = [{"role": "user", "content": "one two three four five six"}]
QUESTION = ChatRequest(HELLO, max_tokens=50)


def run(work: Callable[[], Awaitable[T]]) -> T:
    """In an event loop of its own, whose connections are closed."""

    async def with_connections() -> T:
        try:
            return await work()
        finally:
            await outbound.close()

    return asyncio.run(with_connections())


def connect(
    endpoint: str, model: str = "fake", provider: Provider = Provider.OPENAI_COMPATIBLE, **more: Any
) -> Connection:
    return Connection(provider, endpoint, model, **{"api_key": KEY, **more})


async def read(connection: Connection, request: ChatRequest = QUESTION) -> list[Json]:
    return [chunk async for chunk in client_for(connection.provider).stream(connection, request)]


async def read_until_failure(
    connection: Connection, request: ChatRequest = QUESTION
) -> tuple[list[Json], ProviderError]:
    chunks: list[Json] = []
    try:
        async for chunk in client_for(connection.provider).stream(connection, request):
            chunks.append(chunk)
    except ProviderError as failure:
        return chunks, failure
    raise AssertionError("it did not fail")


def text_of(chunks: list[Json]) -> str:
    return "".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"])


def failure_of(connection: Connection, request: ChatRequest = QUESTION) -> ProviderError:
    """How a chat fails, which must be the same whether it is streamed or not."""
    with pytest.raises(ProviderError) as whole:
        run(lambda: client_for(connection.provider).chat(connection, request))
    _, streamed = run(lambda: read_until_failure(connection, request))
    assert (whole.value.kind, whole.value.upstream_status) == (streamed.kind, streamed.upstream_status)
    assert KEY not in whole.value.detail + streamed.detail
    return whole.value
