"""Streamed answers. Imported at the first use alone: it loads pydantic-ai."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, AsyncExitStack

from pydantic_ai.models import StreamedResponse

from frontdesk.ai.calls import ChatRequest, Json
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.providers.library import answers, clients, requests, troubles
from frontdesk.ai.providers.library.waiting import after, until
from frontdesk.platform.outbound import http_clients


async def stream(connection: Connection, request: ChatRequest) -> AsyncGenerator[Json, None]:
    with troubles.readable_errors(connection):
        end = after(connection.total_timeout)
        chunks = answers.Chunks(connection.model_id)
        async with AsyncExitStack() as opened:
            first = min(end, after(connection.first_token_timeout))
            with http_clients.noting() as lines:
                opened.push_async_callback(_close, lines)
                async with until(first, "did not begin to answer"):
                    response = await opened.enter_async_context(await _open(connection, request))
                    events = aiter(response)
                    event = await anext(events, None)
            while event is not None:
                for chunk in chunks.read(event):
                    yield chunk
                async with until(min(end, after(connection.idle_timeout)), "did not go on with its answer"):
                    event = await anext(events, None)
        if response.finish_reason is None:
            raise ProviderError(Kind.BAD_ANSWER, "The answer ended in the middle: the provider broke it off.")
        for chunk in chunks.end(response.finish_reason, answers.read_usage(response.usage)):
            yield chunk


async def _close(lines: list[http_clients.Stream]) -> None:
    for line in lines:
        await line.aclose()


async def _open(connection: Connection, request: ChatRequest) -> AbstractAsyncContextManager[StreamedResponse]:
    model = await clients.model_for(connection)
    parameters = requests.parameters_of(request, model)
    messages = model.prepare_messages(requests.messages_of(request, connection.provider), parameters)
    return model.request_stream(messages, requests.settings_of(request, connection), parameters)
