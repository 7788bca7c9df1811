"""OpenAI's protocol as it is: OpenAI, Azure, Ollama, llama.cpp and every server that calls itself compatible."""

from collections.abc import AsyncIterator

import aiohttp
import orjson

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
from frontdesk.ai.providers import failures
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.providers.openai import answers
from frontdesk.ai.providers.openai.endpoints import headers_for, url_for
from frontdesk.ai.providers.openai.exchange import Exchange, build_request, exchange, post, raise_for_status
from frontdesk.ai.providers.openai.sse import Event, Parser

__all__ = ["Event", "Exchange", "OpenAI", "Parser", "build_request", "exchange", "post", "raise_for_status"]

CHAT = "/chat/completions"
_DONE = b"[DONE]"


class OpenAI:
    """See ``providers.base.ProviderClient``."""

    async def chat(self, connection: Connection, request: ChatRequest) -> ChatAnswer:
        async with post(connection, CHAT, chat_body(request)) as opened:
            return answers.read_chat(await opened.json())

    async def stream(self, connection: Connection, request: ChatRequest) -> AsyncIterator[Json]:
        async with post(connection, CHAT, chat_body(request), stream=True) as opened:
            if "json" in opened.response.content_type:  # a server that does not stream
                yield answers.as_chunk(await opened.json())
                return
            finished = False
            while events := await opened.events():
                for event in events:
                    if event.data == _DONE:
                        await opened.drain()
                        return
                    chunk = read_chunk(connection, event)
                    finished = finished or answers.is_finish(chunk)
                    yield chunk
            if not finished:
                raise ProviderError(Kind.BAD_ANSWER, "The answer ended in the middle: the provider broke it off.")

    async def embed(self, connection: Connection, request: EmbeddingRequest) -> EmbeddingAnswer:
        body: Json = {"input": list(request.input)}
        if request.dimensions is not None:
            body["dimensions"] = request.dimensions
        async with post(connection, "/embeddings", body) as opened:
            return answers.read_embeddings(await opened.json(), request)

    async def transcribe(self, connection: Connection, request: TranscriptionRequest) -> TranscriptionAnswer:
        """With times where the model gives them; some give the text alone."""
        detailed = True

        def build() -> tuple[str, dict[str, str], aiohttp.FormData]:
            form = _transcription_form(connection, request, detailed=detailed)
            return url_for(connection, "/audio/transcriptions"), headers_for(connection), form

        def again(refusal: str) -> bool:
            nonlocal detailed
            detailed = False
            return "response_format" in refusal or "verbose_json" in refusal or "timestamp" in refusal

        async with exchange(connection, "POST", build, again=again) as opened:
            return answers.read_transcription(await opened.json())

    async def list_models(self, connection: Connection) -> list[ListedModel]:
        def build() -> tuple[str, dict[str, str], bytes]:
            return url_for(connection, "/models"), headers_for(connection), b""

        async with exchange(connection, "GET", build) as opened:
            return answers.read_models(await opened.json())


def chat_body(request: ChatRequest) -> Json:
    """The request as OpenAI's JSON, without what ``build_request`` adds."""
    body: Json = {**request.extra, "messages": list(request.messages), "max_tokens": request.max_tokens}
    for name in ("tools", "tool_choice", "response_format", "temperature"):
        if (value := getattr(request, name)) is not None:
            body[name] = value
    return body


def read_chunk(connection: Connection, event: Event) -> Json:
    """Raises ProviderError for what is no chunk, and for an error in its place."""
    try:
        found = orjson.loads(event.data)
    except orjson.JSONDecodeError:
        raise ProviderError(Kind.BAD_ANSWER, "The provider's stream has a piece that is not JSON.") from None
    if isinstance(found, dict) and (error := found.get("error")):
        raise failures.from_error_object(error, connection.api_key)
    if event.name == "error":
        raise failures.from_error_object(found, connection.api_key)
    return answers.check_chunk(found)


def _transcription_form(connection: Connection, request: TranscriptionRequest, *, detailed: bool) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("file", request.file, filename=request.file_name or "audio", content_type=request.content_type)
    form.add_field("model", connection.model_id)
    form.add_field("response_format", "verbose_json" if detailed else "json")
    for name, value in (("language", request.language), ("prompt", request.prompt)):
        if value:
            form.add_field(name, value)
    if detailed and request.words:
        for granularity in ("segment", "word"):
            form.add_field("timestamp_granularities[]", granularity)
    return form
