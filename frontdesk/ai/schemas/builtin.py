"""What the built-in model is asked, and what it answers."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints, model_validator

from frontdesk.ai.local.extract.model import DateKind
from frontdesk.ai.models.transcriptions import Transcription, TranscriptionStatus
from frontdesk.platform.schemas import Line, Moment, StrictSchema, Text, TimeZone

MOST_TEXTS = 256
MOST_LABELS = 100
LONGEST_TEXT = 20_000
LONGEST_DOCUMENT = 500_000

ShortText = Annotated[Text, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
Document = Annotated[Text, StringConstraints(min_length=1, max_length=LONGEST_DOCUMENT)]
Texts = Annotated[list[ShortText], Field(min_length=1, max_length=MOST_TEXTS)]
Label = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
Name = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
LocaleName = Annotated[
    str,
    StringConstraints(pattern=r"^(en|es)(-[A-Za-z]{2})?$"),
    Field(description="`en` or `es`; with a region (`en-GB`) dates are read as they are written there."),
]


class BuiltinOut(Schema):
    model: Literal["builtin"] = "builtin"


class ClassifyIn(StrictSchema):
    """With `classifier_id` the organization's own classifier answers; with `labels` the nearest name does."""

    texts: Texts
    classifier_id: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    labels: Annotated[list[Label], Field(min_length=2, max_length=MOST_LABELS)] | None = None

    @model_validator(mode="after")
    def one_way(self) -> "ClassifyIn":
        if (self.classifier_id is None) == (self.labels is None):
            raise ValueError("Give either classifier_id or labels.")
        if self.labels and len(set(self.labels)) < len(self.labels):
            raise ValueError("A label is given twice.")
        return self


class LabelOut(Schema):
    label: str
    probability: float


class ClassifiedOut(Schema):
    label: str | None = Field(description="None: like nothing that the classifier has learnt.")
    probability: float
    alternatives: list[LabelOut] = Field(description="Likeliest first, with the label itself.")


class ClassifyOut(BuiltinOut):
    predictions: list[ClassifiedOut]


class TextsIn(StrictSchema):
    texts: Texts


class SentimentOut(Schema):
    label: Literal["negative", "neutral", "positive"]
    score: float = Field(description="From -1, surely negative, to 1, surely positive.")
    probabilities: dict[str, float]


class SentimentsOut(BuiltinOut):
    results: list[SentimentOut]


class EmbeddingsOut(BuiltinOut):
    dimensions: int
    embeddings: list[list[float]] = Field(description="One vector of length one per text.")
    tokens: int


class SummarizeIn(StrictSchema):
    """`sentences` and `words` are upper bounds; without either three sentences are chosen."""

    text: Document
    sentences: Annotated[int, Field(ge=1, le=100)] | None = None
    words: Annotated[int, Field(ge=5, le=5000)] | None = None
    locale: LocaleName | None = None


class SummarySentenceOut(Schema):
    text: str
    start: int = Field(description="Where the sentence begins in the text, in characters.")
    end: int
    speaker: str | None = None


class SummaryOut(BuiltinOut):
    summary: str
    sentences: list[SummarySentenceOut]


class ExtractIn(StrictSchema):
    """`now`, `timezone` and `locale` say how "tomorrow" and "3/4" are meant; by default the caller's."""

    text: Document
    now: Moment | None = None
    timezone: TimeZone | None = None
    locale: LocaleName | None = None
    speakers: Annotated[list[Name], Field(max_length=100)] = []


class FoundDateOut(Schema):
    text: str
    start: int
    end: int
    kind: DateKind
    date: dt.date
    datetime: dt.datetime | None = Field(None, description="Where a time of day is named.")
    until_date: dt.date | None = None
    until_datetime: dt.datetime | None = None


class ActionOut(Schema):
    text: str
    start: int
    end: int
    owner: str | None = Field(description="A name, or the pronoun where the text does not tell the name.")
    due: FoundDateOut | None
    speaker: str | None


class DecisionOut(Schema):
    text: str
    start: int
    end: int
    speaker: str | None


class ExtractOut(BuiltinOut):
    dates: list[FoundDateOut]
    actions: list[ActionOut]
    decisions: list[DecisionOut]


class WordOut(Schema):
    start: float
    end: float
    word: str
    probability: float


class TranscriptSegmentOut(Schema):
    start: float = Field(description="Seconds from the beginning.")
    end: float
    text: str
    words: list[WordOut]


class TranscriptOut(BuiltinOut):
    text: str
    language: str
    duration_s: float
    segments: list[TranscriptSegmentOut]


class TranscriptionOut(BuiltinOut):
    id: UUID
    status: TranscriptionStatus
    progress: float = Field(description="0 to 1.")
    file_name: str
    duration_s: float
    error: str = Field(description="Why it failed; empty otherwise.")
    result: TranscriptOut | None
    created_at: dt.datetime
    finished_at: dt.datetime | None

    @staticmethod
    def resolve_result(row: Transcription) -> dict[str, object] | None:
        return {"model": "builtin", **row.result} if row.result else None
