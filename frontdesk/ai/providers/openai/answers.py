"""Reads OpenAI's answers: what must be there is checked, what may be wrong is left out, the rest passes as it came."""

from typing import TypeGuard

from frontdesk.ai.calls import (
    ChatAnswer,
    EmbeddingAnswer,
    EmbeddingRequest,
    Json,
    ListedModel,
    TranscriptionAnswer,
    Usage,
)
from frontdesk.ai.providers.errors import Kind, ProviderError

_MOST_TOKENS = 2**31 - 1
_CAPABILITIES = {"embed": "embedding", "whisper": "transcription", "transcribe": "transcription"}


def read_usage(body: Json) -> Usage | None:
    """None where the provider reports none, or what cannot be: negative numbers, or what is no number."""
    found = _object(body, "usage")
    prompt = found.get("prompt_tokens", found.get("input_tokens"))
    # Embeddings have a prompt alone.
    completion = found.get("completion_tokens", found.get("output_tokens", 0))
    return Usage(prompt, completion) if _is_count(prompt) and _is_count(completion) else None


def read_chat(body: Json) -> ChatAnswer:
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise _strange("no choices")
    if not isinstance(choices[0].get("message"), dict):
        raise _strange("no message")
    return ChatAnswer(body, read_usage(body))


def check_chunk(chunk: object) -> Json:
    if not isinstance(chunk, dict) or not isinstance(chunk.get("choices", []), list):
        raise _strange("no choices")
    if chunk.get("usage") is not None and read_usage(chunk) is None:
        chunk = {**chunk, "usage": None}
    return chunk


def is_finish(chunk: Json) -> bool:
    return any(isinstance(choice, dict) and choice.get("finish_reason") for choice in chunk.get("choices") or ())


def as_chunk(body: Json) -> Json:
    """A whole answer as if it had been streamed in one piece: for servers that do not stream."""
    answer = read_chat(body)
    choices = [
        {
            "index": number,
            "delta": _as_delta(choice.get("message") or {}),
            "finish_reason": choice.get("finish_reason") or "stop",
        }
        for number, choice in enumerate(body["choices"])
    ]
    chunk = {**body, "object": "chat.completion.chunk", "choices": choices}
    return chunk if answer.usage else {**chunk, "usage": None}


def read_embeddings(body: Json, request: EmbeddingRequest) -> EmbeddingAnswer:
    rows = body.get("data")
    if not isinstance(rows, list) or len(rows) != len(request.input):
        raise _strange("not one vector for each text")
    vectors: list[list[float]] = [[] for _ in rows]
    for place, row in enumerate(rows):
        number = row.get("index", place) if isinstance(row, dict) else -1
        vector = row.get("embedding") if isinstance(row, dict) else None
        if not _is_count(number) or number >= len(rows) or not _is_vector(vector):
            raise _strange("not one vector for each text")
        vectors[number] = vector
    if not all(vectors):
        raise _strange("not one vector for each text")
    return EmbeddingAnswer(vectors, read_usage(body))


def read_transcription(body: Json) -> TranscriptionAnswer:
    text = body.get("text")
    if not isinstance(text, str):
        raise _strange("no text")
    segments = [part for part in body.get("segments") or () if isinstance(part, dict)]
    words = [part for part in body.get("words") or () if isinstance(part, dict)]
    last = max((_seconds(part.get("end")) for part in segments), default=0.0)
    return TranscriptionAnswer(
        text=text.strip(),
        duration_s=_seconds(body.get("duration")) or _seconds(_object(body, "usage").get("seconds")) or last,
        language=str(body.get("language") or ""),
        segments=[
            {"id": number, **_span(part), "text": str(part.get("text") or "").strip()}
            for number, part in enumerate(segments)
        ],
        words=[{"word": str(part.get("word") or ""), **_span(part)} for part in words],
    )


def read_models(body: Json) -> list[ListedModel]:
    rows = body.get("data")
    if not isinstance(rows, list):
        raise _strange("no list of models")
    return [_listed(row) for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]


def _listed(row: Json) -> ListedModel:
    """The context window has as many names as there are servers: OpenRouter, vLLM, Groq, llama.cpp."""
    meta = _object(row, "meta")
    windows = [row.get(name) for name in ("context_length", "max_model_len", "context_window", "max_context_length")]
    window = next((size for size in [*windows, meta.get("n_ctx"), meta.get("n_ctx_train")] if _is_count(size)), None)
    name = row.get("name") or row.get("display_name")
    return ListedModel(row["id"], name if isinstance(name, str) else "", window, _capabilities(row))


def _capabilities(row: Json) -> tuple[str, ...]:
    """What the listing says, and what the usual names say; most listings say nothing."""
    by_name = {meant for part, meant in _CAPABILITIES.items() if part in row["id"].lower()}
    parameters = row.get("supported_parameters")
    found = set(by_name)
    if isinstance(parameters, list):
        found |= {"chat"} | ({"tools"} & set(parameters))
        found |= {"json"} if {"response_format", "structured_outputs"} & set(parameters) else set()
    architecture = row.get("architecture")
    if isinstance(architecture, dict) and "image" in (architecture.get("input_modalities") or ()):
        found |= {"chat", "vision"}
    return tuple(sorted(found))


def _as_delta(message: Json) -> Json:
    calls = message.get("tool_calls")
    if not isinstance(calls, list):
        return message
    return {**message, "tool_calls": [{"index": number, **call} for number, call in enumerate(calls)]}


def _object(body: Json, name: str) -> Json:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _span(part: Json) -> Json:
    return {"start": _seconds(part.get("start")), "end": _seconds(part.get("end"))}


def _seconds(value: object) -> float:
    """Some servers write durations as text."""
    try:
        found = float(value) if isinstance(value, int | float | str) else 0.0
    except ValueError:
        return 0.0
    return found if 0 <= found < float("inf") else 0.0


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TOKENS


def _is_vector(value: object) -> TypeGuard[list[float]]:
    return isinstance(value, list) and bool(value) and all(isinstance(number, int | float) for number in value)


def _strange(what: str) -> ProviderError:
    return ProviderError(Kind.BAD_ANSWER, f"The endpoint's answer is not OpenAI's: there is {what} in it.")
