"""What a provider module offers. No database, no quota and no second try in here: the gateway has those."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

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


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a model is, and how long to wait (seconds): to connect, for the first byte, between two, for all of it."""

    provider: Provider
    endpoint: str
    model_id: str
    api_key: str | None = field(default=None, repr=False)
    connect_timeout: float = 5.0
    first_token_timeout: float = 60.0
    idle_timeout: float = 30.0
    total_timeout: float = 60.0


class ProviderClient(Protocol):
    """Every method raises ProviderError, and asyncio.CancelledError passes through after the upstream is closed."""

    async def chat(self, connection: Connection, request: ChatRequest) -> ChatAnswer: ...

    def stream(self, connection: Connection, request: ChatRequest) -> AsyncIterator[Json]:
        """Chunks of OpenAI's ``chat.completion.chunk``; one of the last carries ``usage`` where the provider tells."""
        ...

    async def embed(self, connection: Connection, request: EmbeddingRequest) -> EmbeddingAnswer: ...

    async def transcribe(self, connection: Connection, request: TranscriptionRequest) -> TranscriptionAnswer: ...

    async def list_models(self, connection: Connection) -> list[ListedModel]: ...
