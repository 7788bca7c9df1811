"""What goes in and out of a model, whoever serves it. Messages, tools, answers and chunks are OpenAI's JSON as plain
data: it is what clients of the door send, and what most providers take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# JSON as OpenAI's chat-completions protocol defines it.
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """``max_tokens`` bounds the answer and is what a quota reserves for it. ``extra``: further parameters of OpenAI's
    protocol, passed on as they are to providers that speak it."""

    messages: Sequence[Json]
    max_tokens: int
    tools: Sequence[Json] | None = None
    tool_choice: object = None
    response_format: Json | None = None
    temperature: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider reported them."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """``body`` is an OpenAI ``chat.completion``. ``usage`` None: the provider did not report any."""

    body: Json
    usage: Usage | None

    @property
    def text(self) -> str:
        choices = self.body.get("choices") or [{}]
        return (choices[0].get("message") or {}).get("content") or ""


@dataclass(frozen=True, slots=True)
class EmbeddingRequest:
    input: Sequence[str]
    dimensions: int | None = None


@dataclass(frozen=True, slots=True)
class EmbeddingAnswer:
    vectors: Sequence[Sequence[float]]
    usage: Usage | None


@dataclass(frozen=True, slots=True)
class TranscriptionRequest:
    """``words``: times of single words are wanted, where the provider can give them."""

    file: bytes
    file_name: str
    content_type: str = "application/octet-stream"
    language: str | None = None
    prompt: str = ""
    words: bool = False


@dataclass(frozen=True, slots=True)
class TranscriptionAnswer:
    """``segments``: ``{id, start, end, text}``; ``words``: ``{word, start, end}``; times in seconds."""

    text: str
    duration_s: float
    language: str = ""
    segments: Sequence[Json] = ()
    words: Sequence[Json] = ()


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model that a provider says it has; what it does not tell is None or empty."""

    model_id: str
    name: str = ""
    context_window: int | None = None
    capabilities: tuple[str, ...] = ()
