"""Embeddings and transcription."""

from collections.abc import Callable
from dataclasses import replace

from frontdesk.ai.calls import (
    EmbeddingAnswer,
    EmbeddingRequest,
    TranscriptionAnswer,
    TranscriptionRequest,
    Usage,
)
from frontdesk.ai.gateway import admission, attempts, estimating
from frontdesk.ai.gateway.attempts import Served
from frontdesk.ai.gateway.booking import Booking, Call, Needs
from frontdesk.ai.ledger import TOKENS_PER_SECOND
from frontdesk.ai.models import CallStatus, Capability
from frontdesk.ai.providers import client_for
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.targets import Target
from frontdesk.platform.errors import BadInput

# Speech is rarely coded below 16 kbit/s: with its size known and its length not, it lasts no longer than this.
BYTES_PER_SECOND = 2_000
LONGEST_SECONDS = 6 * 3600
SLOWEST_SECONDS = 3600.0
_WAV_HEADER = 44


ServedEmbeddings = Served[EmbeddingAnswer]
ServedTranscription = Served[TranscriptionAnswer]


async def embed(call: Call, target: Target, request: EmbeddingRequest) -> ServedEmbeddings:
    """Raises QuotaExceeded, TooMany, ProviderError."""
    attempts.require_capability(target, Capability.EMBEDDING)
    if not request.input or not all(request.input):
        raise BadInput.field("input", "Send at least one text, and no empty ones.")
    guess = sum(estimating.count(text) for text in request.input)
    needs = Needs(
        prompt=estimating.reserve_texts(request.input),
        answer=0,
        ceiling=lambda: sum(len(text.encode()) + 16 for text in request.input),
        prompt_guess=guess,
    )

    async def attempt(candidate: Target, booking: Booking) -> ServedEmbeddings:
        client, connection = client_for(candidate.provider), attempts.connection_of(candidate)
        answer = await attempts.retrying(candidate, lambda: client.embed(connection, request))
        charged = await booking.close(CallStatus.OK, answer.usage)
        return Served(answer, candidate, charged)

    async with admission.place(call.person):
        return await attempts.through_chain(call, target, Capability.EMBEDDING, _always(needs), attempt)


async def transcribe(call: Call, target: Target, request: TranscriptionRequest) -> ServedTranscription:
    """Seconds are metered as tokens, 32 each. Raises QuotaExceeded, TooMany, ProviderError."""
    attempts.require_capability(target, Capability.TRANSCRIPTION)
    if not request.file:
        raise BadInput.field("file", "This file is empty.")
    needs = Needs(
        prompt=round(longest_seconds(request.file) * TOKENS_PER_SECOND) + 1,
        answer=0,
        ceiling=lambda: LONGEST_SECONDS * TOKENS_PER_SECOND,
        prompt_guess=0,
    )

    async def attempt(candidate: Target, booking: Booking) -> ServedTranscription:
        client, connection = client_for(candidate.provider), _patient(candidate, request)
        answer = await attempts.retrying(candidate, lambda: client.transcribe(connection, request))
        # Also where the provider reports tokens of its own: one rate for all, so that limits compare.
        seconds = answer.duration_s or longest_seconds(request.file)
        usage = Usage(round(seconds * TOKENS_PER_SECOND), 0)
        charged = await booking.close(CallStatus.OK, usage)
        return Served(answer, candidate, charged)

    async with admission.place(call.person):
        return await attempts.through_chain(call, target, Capability.TRANSCRIPTION, _always(needs), attempt)


def _patient(target: Target, request: TranscriptionRequest) -> Connection:
    """Servers take up to half as long as the sound lasts; the model's own time-out counts where it is longer."""
    connection = attempts.connection_of(target)
    seconds = max(connection.total_timeout, min(SLOWEST_SECONDS, 60 + longest_seconds(request.file) / 2))
    return replace(connection, total_timeout=seconds, first_token_timeout=seconds)


def longest_seconds(file: bytes) -> float:
    """No less than the sound lasts, from its size; exact for WAV files, whose header tells bytes per second."""
    rate = BYTES_PER_SECOND
    if file[:4] == b"RIFF" and file[8:12] == b"WAVE" and file[12:16] == b"fmt ":
        rate = int.from_bytes(file[28:32], "little") or BYTES_PER_SECOND
    return min(LONGEST_SECONDS, max(0, len(file) - _WAV_HEADER) / rate)


def _always(needs: Needs) -> Callable[[Target], Needs]:
    return lambda candidate: needs
