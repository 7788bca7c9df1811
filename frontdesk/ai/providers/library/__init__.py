"""Providers with a protocol of their own (Anthropic, Google, Bedrock), through pydantic-ai: one request, one answer;
its agents, retries and downloads are not used."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from importlib import import_module

from frontdesk.ai.calls import (
    ChatAnswer,
    ChatRequest,
    EmbeddingAnswer,
    EmbeddingRequest,
    Json,
    ListedModel,
    TranscriptionAnswer,
    TranscriptionRequest,
)
from frontdesk.ai.models import Provider
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.providers.library.waiting import after, until

_MODULES = {
    Provider.ANTHROPIC: "pydantic_ai.models.anthropic",
    Provider.GOOGLE: "pydantic_ai.models.google",
    Provider.BEDROCK: "frontdesk.ai.providers.library.bedrock",
}


class Library:
    """See ``providers.base.ProviderClient``."""

    async def chat(self, connection: Connection, request: ChatRequest) -> ChatAnswer:
        await _load(connection.provider)
        from frontdesk.ai.providers.library import answers, clients, requests, troubles

        with troubles.readable_errors(connection):
            model = await clients.model_for(connection)
            parameters = requests.parameters_of(request, model)
            messages = model.prepare_messages(requests.messages_of(request, connection.provider), parameters)
            settings = requests.settings_of(request, connection)
            async with until(after(connection.total_timeout), "did not finish its answer"):
                response = await model.request(messages, settings, parameters)
            return answers.read_answer(response, connection.model_id)

    async def stream(self, connection: Connection, request: ChatRequest) -> AsyncIterator[Json]:
        await _load(connection.provider)
        from frontdesk.ai.providers.library import streaming

        async with aclosing(streaming.stream(connection, request)) as chunks:
            async for chunk in chunks:
                yield chunk

    async def embed(self, connection: Connection, request: EmbeddingRequest) -> EmbeddingAnswer:
        if connection.provider != Provider.GOOGLE:
            raise _unsupported("embeddings")
        await _load(connection.provider)
        from frontdesk.ai.providers.library import google, troubles

        with troubles.readable_errors(connection):
            async with until(after(connection.total_timeout), "did not finish its answer"):
                return await google.embed(connection, request)

    async def transcribe(self, connection: Connection, request: TranscriptionRequest) -> TranscriptionAnswer:
        raise _unsupported("transcription")

    async def list_models(self, connection: Connection) -> list[ListedModel]:
        await _load(connection.provider)
        from frontdesk.ai.providers.library import listing, troubles

        with troubles.readable_errors(connection):
            async with until(after(connection.total_timeout), "did not finish its answer"):
                return await listing.list_models(connection)


async def _load(provider: Provider) -> None:
    """In a thread, since it takes seconds at the first time: the loop has others to serve."""
    for name in ("frontdesk.ai.providers.library.streaming", _MODULES[provider]):
        if name not in sys.modules:
            await asyncio.to_thread(import_module, name)


def _unsupported(what: str) -> ProviderError:
    return ProviderError(Kind.UNSUPPORTED, f"This provider offers no {what}. Choose another model for it.")
