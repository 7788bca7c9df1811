"""The live test of a connection, before and after it is saved."""

from dataclasses import dataclass
from time import perf_counter

from frontdesk.ai.calls import ChatRequest, EmbeddingRequest, ListedModel, TranscriptionRequest
from frontdesk.ai.models import Capability
from frontdesk.ai.providers import client_for
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.platform.errors import AppError

QUESTION = "Answer with the single word: ready"
ANSWER_TOKENS = 16


@dataclass(frozen=True, slots=True)
class Checked:
    """What a small real call gave. ``latency_ms`` is of the whole call; ``kind`` and ``detail`` say why it failed."""

    ok: bool
    latency_ms: int
    answer: str = ""
    kind: str = ""
    detail: str = ""


async def check(connection: Connection, capabilities: frozenset[Capability]) -> Checked:
    """Asks the smallest question that proves the connection: a word, an embedding, a silent second. Never raises."""
    started = perf_counter()
    try:
        answer = await _ask(connection, capabilities)
    except AppError as error:
        kind = error.kind.value if isinstance(error, ProviderError) else error.code
        return Checked(False, _elapsed(started), kind=kind, detail=error.detail)
    return Checked(True, _elapsed(started), answer=answer[:200])


async def _ask(connection: Connection, capabilities: frozenset[Capability]) -> str:
    client = client_for(connection.provider)
    if not capabilities or Capability.CHAT in capabilities:
        asked = ChatRequest([{"role": "user", "content": QUESTION}], max_tokens=ANSWER_TOKENS)
        return (await client.chat(connection, asked)).text
    if Capability.EMBEDDING in capabilities:
        vectors = (await client.embed(connection, EmbeddingRequest(["ready"]))).vectors
        return f"{len(vectors[0])} dimensions"
    if Capability.TRANSCRIPTION in capabilities:
        await client.transcribe(connection, TranscriptionRequest(silent_second(), "silence.wav", "audio/wav"))
        return "transcribes"
    raise ProviderError(Kind.UNSUPPORTED, "Choose at least one of chat, embedding and transcription.")


async def list_models(connection: Connection) -> list[ListedModel]:
    """What the provider says it has. Raises ProviderError."""
    return await client_for(connection.provider).list_models(connection)


def silent_second() -> bytes:
    """One second of a WAV file: 16 kHz, 16 bit, one channel."""
    data = bytes(32_000)
    header = b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    header += b"\x01\x00\x01\x00" + (16_000).to_bytes(4, "little") + (32_000).to_bytes(4, "little")
    return header + b"\x02\x00\x10\x00data" + len(data).to_bytes(4, "little") + data


def _elapsed(started: float) -> int:
    return round((perf_counter() - started) * 1000)
