"""The built-in model: what it can do with a text or a recording, on this machine."""

import io
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile
from pydantic import StringConstraints

from frontdesk.ai import ledger, transcriptions
from frontdesk.ai.local import audio, extract, speech
from frontdesk.ai.models.transcriptions import Transcription
from frontdesk.ai.schemas.builtin import (
    ClassifyIn,
    ClassifyOut,
    EmbeddingsOut,
    ExtractIn,
    ExtractOut,
    SentimentsOut,
    SummarizeIn,
    SummaryOut,
    TextsIn,
    TranscriptionOut,
    TranscriptOut,
)
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.errors import TooLarge, Unavailable

router = Router(tags=["built-in model"], auth=SIGNED_IN)

# What takes longer than a few seconds is a job: a request holds a thread and a transaction meanwhile.
AT_ONCE_S = 60.0
WAIT_FOR_MODEL_S = 20.0
MOST_BYTES = 256 * 1024 * 1024  # the front takes no more for this route
LETTERS_PER_TOKEN = 4
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z]{2})?$")]


@contextmanager
def _installed() -> Iterator[None]:
    """Says how to mend it where the packages or weights of the model are missing."""
    try:
        yield
    except ImportError as error:
        detail = f"The built-in model needs the package {error.name}. {audio.HOW_TO_INSTALL}"
        raise Unavailable(detail, code="builtin-not-installed") from error
    except RuntimeError as error:
        if type(error).__name__ != "WeightsError":  # its module loads numpy, which the extra brings
            raise
        raise Unavailable(str(error), code="builtin-not-installed") from error


def _meter(request: ApiRequest, feature: str, tokens: int, started: float, seconds: float = 0.0) -> None:
    """Charges what was done since ``started`` (perf_counter) to the caller's quotas."""
    latency = round((time.perf_counter() - started) * 1000)
    ledger.note_local(request.auth, feature=f"builtin.{feature}", tokens=tokens, seconds=seconds, latency_ms=latency)


def _tokens(texts: Sequence[str]) -> int:
    return sum(math.ceil(len(text) / LETTERS_PER_TOKEN) for text in texts)


@router.post("/classify", response=ClassifyOut)
def classify_texts(request: ApiRequest, payload: ClassifyIn) -> dict[str, object]:
    """The likeliest label for each text: of a classifier that has learnt, or of names alone."""
    access.require(request.auth, Permission.AI_USE)
    started = time.perf_counter()
    with _installed():
        predicted = _learnt(request, payload) if payload.classifier_id else _named(payload)
    _meter(request, "classify", _tokens(payload.texts), started)
    return {"predictions": predicted}


def _learnt(request: ApiRequest, payload: ClassifyIn) -> Sequence[object]:
    from frontdesk.ai.classifiers import predictions

    _, predicted = predictions.predict(request.auth, payload.classifier_id or 0, payload.texts)
    return predicted


def _named(payload: ClassifyIn) -> list[dict[str, object]]:
    from frontdesk.ai.local import zero_shot

    ranked = zero_shot.rank(payload.texts, payload.labels or [])
    return [{"label": each[0].label, "probability": each[0].probability, "alternatives": each[:5]} for each in ranked]


@router.post("/sentiment", response=SentimentsOut)
def score_sentiment(request: ApiRequest, payload: TextsIn) -> dict[str, object]:
    """How each text is meant: negative, neutral or positive."""
    access.require(request.auth, Permission.AI_USE)
    started = time.perf_counter()
    with _installed():
        from frontdesk.ai.local import sentiment

        results = sentiment.score(payload.texts)
    _meter(request, "sentiment", _tokens(payload.texts), started)
    return {"results": results}


@router.post("/embed", response=EmbeddingsOut)
def embed_texts(request: ApiRequest, payload: TextsIn) -> dict[str, object]:
    """A vector for each text; texts of like meaning have vectors that point the same way."""
    access.require(request.auth, Permission.AI_USE)
    started = time.perf_counter()
    with _installed():
        from frontdesk.ai.local import embeddings

        vectors = embeddings.embed(payload.texts)
        tokens = embeddings.count_tokens(payload.texts)
    _meter(request, "embed", tokens, started)
    return {"dimensions": vectors.shape[1], "embeddings": vectors.tolist(), "tokens": tokens}


@router.post("/summarize", response=SummaryOut)
def summarize_text(request: ApiRequest, payload: SummarizeIn) -> dict[str, object]:
    """The sentences that say most of a mail, a thread or a transcript. They are chosen, not written."""
    access.require(request.auth, Permission.AI_USE)
    started = time.perf_counter()
    with _installed():
        from frontdesk.ai.local import summary

        made = summary.summarize(
            payload.text,
            sentences=payload.sentences,
            words=payload.words,
            locale=payload.locale or request.auth.locale,
        )
    _meter(request, "summarize", _tokens([payload.text]), started)
    return {"summary": made.text, "sentences": made.sentences}


@router.post("/extract", response=ExtractOut)
def extract_items(request: ApiRequest, payload: ExtractIn) -> extract.Extraction:
    """Dates, action items and decisions, each with its place in the text."""
    access.require(request.auth, Permission.AI_USE)
    started = time.perf_counter()
    now = payload.now or timezone.now()
    found = extract.extract(
        payload.text,
        now=now if now.tzinfo else now.replace(tzinfo=timezone.get_default_timezone()),
        timezone=payload.timezone or request.auth.timezone,
        locale=payload.locale or request.auth.locale,
        speakers=payload.speakers,
    )
    _meter(request, "extract", _tokens([payload.text]), started)
    return found


@router.post("/transcribe", response={200: TranscriptOut, 202: TranscriptionOut})
def transcribe_audio(
    request: ApiRequest, file: File[UploadedFile], language: Form[Language | None] = None
) -> Status[object]:
    """What is said in a recording. Up to a minute is answered at once; for longer ones ask the transcription made."""
    access.require(request.auth, Permission.AI_USE)
    started = time.perf_counter()
    if (file.size or 0) > MOST_BYTES:
        raise TooLarge(f"A recording may have {MOST_BYTES // 2**20} MB at most.")
    content = file.read()
    with _installed():
        speech.check_ready(language)
        seconds = audio.measure(io.BytesIO(content))
        if seconds > AT_ONCE_S:
            _meter(request, "transcribe", 0, started, seconds)
            return Status(202, _started(request, file, content, language, seconds))
        heard = speech.transcribe(io.BytesIO(content), language=language, wait_s=WAIT_FOR_MODEL_S)
    _meter(request, "transcribe", 0, started, heard.duration_s)
    return Status(200, heard)


def _started(
    request: ApiRequest, file: UploadedFile, content: bytes, language: str | None, seconds: float
) -> Transcription:
    return transcriptions.start_transcription(
        request.auth, file_name=file.name or "", content=content, language=language, duration_s=seconds
    )


@router.get("/transcriptions/{uuid:transcription_id}", response=TranscriptionOut)
def get_ai_transcription(request: ApiRequest, transcription_id: UUID) -> Transcription:
    """How far a transcription is, and its text once it is done."""
    return transcriptions.get_transcription(request.auth, transcription_id)
