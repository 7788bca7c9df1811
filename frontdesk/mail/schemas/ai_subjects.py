"""Subjects that are suggested, tests made of them, and places in a mail that could be said more plainly."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints, model_validator

from frontdesk.ai.models import ModelType
from frontdesk.mail.models import SourceFormat
from frontdesk.mail.schemas.ai_writing import MAX_SOURCE, AiBaseIn
from frontdesk.mail.schemas.common import DatabaseId, Preheader, Source, Subject
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.wording.model import WordingCode, WordingField
from frontdesk.mail.wording.readability import Grade
from frontdesk.mail.writing.prompts import Tone
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import Line, StrictSchema

GivenSubject = Annotated[Line, StringConstraints(min_length=1, max_length=500)]
GivenPreheader = Annotated[Line, StringConstraints(max_length=300)]
CheckedSource = Annotated[Source, StringConstraints(max_length=MAX_SOURCE)]


class AiSubjectsIn(StrictSchema):
    """Of a template (`base`: what an editor holds unsaved of it), of a campaign's first variant, or of a subject."""

    template_id: DatabaseId | None = None
    campaign_id: UUID | None = None
    base: AiBaseIn | None = None
    subject: Subject = ""
    preheader: Preheader = ""
    type: TemplateType = TemplateType.CUSTOM
    locale: Locale | None = Field(None, description="Of a subject alone; your own if left out.")
    ai_model_id: DatabaseId | None = Field(None, description="Left out: documented patterns alone, no model is asked.")
    ai_model_type: ModelType = ModelType.SYSTEM

    @model_validator(mode="after")
    def _of_something(self) -> "AiSubjectsIn":
        if self.template_id is None and self.campaign_id is None and not self.subject.strip():
            raise ValueError("Say which template, which campaign, or which subject.")
        return self


class PredictedLiftOut(Schema):
    """Of the rate of opens over the current subject's: 0.1 is a tenth more. `low` and `high`: with a chance of 95 %."""

    lift: float
    lift_low: float
    lift_high: float


class AiSubjectOut(PredictedLiftOut):
    subject: str
    preheader: str | None = Field(description="A suggestion for it too; null: as it is.")
    code: str = Field(description="Which pattern made it; `model` for a model's.")
    reason: str
    source: Literal["pattern", "model"]
    model: str | None


class CurrentSubjectOut(Schema):
    subject: str
    preheader: str
    characters: int
    notes: list[str] = Field(description="Codes of what could be better: too_long, shouting, no_preheader and others.")


class SubjectBasisOut(Schema):
    """What the predictions rest on."""

    code: Literal["none", "little", "own"]
    words: str
    subjects: int = Field(description="Subjects of yours that were compared.")
    mails: int


class ModelTroubleOut(Schema):
    code: str
    words: str


class AiSubjectsOut(Schema):
    current: CurrentSubjectOut
    variants: list[AiSubjectOut] = Field(description="Five, unless the mail gives too little to vary.")
    basis: SubjectBasisOut
    model_trouble: ModelTroubleOut | None = Field(description="Why some or all are not the model's.")
    tokens_used: int
    cost: Decimal


class ChosenSubjectIn(StrictSchema):
    subject: GivenSubject
    preheader: GivenPreheader | None = Field(None, description="Left out: as it is.")
    ai_model: Annotated[Line, StringConstraints(max_length=300)] = Field(
        "", description="The model that wrote it, `builtin` for a pattern's; empty: a person did."
    )


ChosenSubjects = Annotated[list[ChosenSubjectIn], Field(min_length=1, max_length=5)]


class AiSubjectsTestIn(StrictSchema):
    subjects: ChosenSubjects
    keeps_current: Annotated[bool, Field(strict=True)] = Field(
        True, description="The current subject takes part, as A. Then at most four others."
    )


class AiSubjectsCampaignIn(AiSubjectsTestIn):
    template_id: DatabaseId


class CheckWordingIn(StrictSchema):
    subject: Subject = ""
    preheader: Preheader = ""
    html_code: CheckedSource = ""
    text_code: CheckedSource = ""
    source_format: SourceFormat = SourceFormat.HTML
    locale: Locale
    tone: Tone | None = Field(None, description="Left out: plain language alone.")


class WordingFindingOut(Schema):
    """A place in the source. Numbers count UTF-16 units, as editors of browsers do; lines and columns from 1."""

    code: WordingCode
    field: WordingField
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: str
    message: str
    suggestion: str = Field(description="What could stand there instead; empty where only its author can tell.")
    words: int | None = Field(description="Of a sentence that is too long.")


class ReadabilityOut(Schema):
    """Flesch's Reading Ease, in Spanish Fernández Huerta's: 0 to 100 and a little beyond, higher is easier."""

    score: float | None = Field(description="None for fewer than 30 words.")
    grade: Grade | None
    words: str
    word_count: int
    sentence_count: int
    formula: Literal["flesch", "fernandez_huerta"]


class WordingOut(Schema):
    findings: list[WordingFindingOut]
    is_cut: bool = Field(description="There are more than are shown.")
    readability: ReadabilityOut
