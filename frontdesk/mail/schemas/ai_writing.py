"""What models write for templates: orders, proposals, and how a template is written for."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints, model_validator

from frontdesk.ai.models import ModelType
from frontdesk.mail.models import ProposalKind, ProposalState, SourceFormat, TemplateCategory
from frontdesk.mail.schemas.common import (
    DatabaseId,
    Design,
    EmailAddress,
    JsonObject,
    Preheader,
    ProblemOut,
    Source,
    Subject,
)
from frontdesk.mail.schemas.templates import TemplateName
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.writing.ordering import Order
from frontdesk.mail.writing.prompts import Tone
from frontdesk.orgs.models import Locale
from frontdesk.orgs.schemas.common import PersonBrief
from frontdesk.platform.schemas import Line, OpenedVersion, StrictSchema, Text

MAX_BRIEF = 4_000
MAX_SOURCE = 1024 * 1024
Brief = Annotated[Text, StringConstraints(max_length=MAX_BRIEF)]
BaseSource = Annotated[Source, StringConstraints(max_length=MAX_SOURCE)]


class AiBaseIn(StrictSchema):
    """What an editor holds unsaved of the template; what is left out is as it is saved."""

    subject: Subject | None = None
    preheader: Preheader | None = None
    html_code: BaseSource | None = None
    text_code: BaseSource | None = None
    source_format: SourceFormat | None = None
    design: Design | None = None


class AiModelIn(StrictSchema):
    ai_model_id: DatabaseId | None = Field(None, description="Left out: the model that the template's settings name.")
    ai_model_type: ModelType = ModelType.SYSTEM

    def order(self, kind: ProposalKind) -> Order:
        given = self.dict(exclude={"ai_model_id", "ai_model_type", "stream", "action"})
        base = given.pop("base", None) or {}
        given = {name: value for name, value in given.items() if value is not None}
        return Order(
            kind=kind,
            model_type=self.ai_model_type,
            model_id=self.ai_model_id,
            base={name: value for name, value in base.items() if value is not None},
            **given,
        )


class AiWritingIn(AiModelIn):
    base: AiBaseIn | None = None
    stream: Annotated[bool, Field(strict=True)] = Field(
        False, description="Answer in server-sent events: `token`, `retry`, then `proposal` or `error`."
    )


class AiGenerateIn(AiWritingIn):
    """Without `template_id` a new template by a brief; with it that template rewritten by the brief, or with
    `recipient_data` personalised for one recipient, of whom nothing is kept."""

    template_id: DatabaseId | None = None
    prompt: Brief = ""
    type: TemplateType | None = Field(None, description="Of a new template; `custom` if left out.")
    locale: Locale | None = Field(None, description="Of a new template; your own if left out.")
    recipient_data: JsonObject | None = Field(
        None, description="Facts about the recipient. Only short plain texts are told to the model."
    )
    recipient: EmailAddress | None = Field(
        None,
        description="Whose address it is written for; the model is not told. Without it there is no `written` in the "
        "answer, and with it that goes out to nobody else.",
    )

    @property
    def kind(self) -> ProposalKind:
        return ProposalKind.GENERATE if self.recipient_data is None else ProposalKind.PERSONALIZE


class AiRewriteIn(AiWritingIn):
    template_id: DatabaseId
    tone: Tone


class AiTranslateIn(AiWritingIn):
    template_id: DatabaseId
    locale: Locale


class AiEstimateIn(AiModelIn):
    action: ProposalKind
    template_id: DatabaseId | None = None
    prompt: Brief = ""
    type: TemplateType | None = None
    locale: Locale | None = None
    tone: Tone | None = None
    recipient_data: JsonObject | None = None
    base: AiBaseIn | None = None

    @model_validator(mode="after")
    def _whole(self) -> "AiEstimateIn":
        if self.action is ProposalKind.TRANSLATE and self.locale is None:
            raise ValueError("Say which language: locale.")
        if self.action is ProposalKind.PERSONALIZE and not self.recipient_data:
            raise ValueError("Say what is known of the recipient: recipient_data.")
        return self


class AiEstimateOut(Schema):
    prompt_tokens: int
    max_tokens: int = Field(description="The longest that the answers may be, together.")
    cost_max: Decimal | None = Field(
        description="If every answer is asked for twice and is as long as it may be; null where no price is known."
    )
    remaining_quota: int | None = Field(description="Tokens that are left of the tightest limit; null without one.")


class AiProposalBrief(Schema):
    id: UUID
    kind: ProposalKind
    state: ProposalState
    template_id: int | None
    base_version: int | None
    request: dict[str, Any] = Field(description="What was asked for: prompt, type, locale, tone.")
    reason: str = Field(description="Why it was refused or failed.")
    model: str
    model_ref: str
    tokens_used: int
    prompt_tokens: int
    completion_tokens: int
    cost: Decimal
    created_by: PersonBrief | None
    created_at: datetime
    decided_by: PersonBrief | None
    decided_at: datetime | None
    accepted_template_id: int | None
    accepted_version: int | None


class AiProposalOut(AiProposalBrief):
    subject: str
    preheader: str
    html: str = Field(description="As a mail, sanitised, with its placeholders still in it.")
    text: str
    source: str = Field(description="What accepting it saves.")
    source_format: SourceFormat | None
    text_code: str
    type: TemplateType | None
    category: TemplateCategory | None
    locale: Locale | None
    base: dict[str, Any] | None = Field(description="What it was made of, where that was not the saved version.")
    problems: list[ProblemOut] = Field(description="What is to be looked at; of a refused one, what was wrong.")
    written: str = Field(
        "",
        description="Of what was written for one `recipient`: for `POST /api/send-email` to them, for 7 days. Empty "
        "where it cannot be sent, as when the template was not written as it is saved.",
    )


class AiProposalPage(Schema):
    items: list[AiProposalBrief]
    next_cursor: str | None


class AiAcceptIn(StrictSchema):
    version: OpenedVersion | None = None
    name: TemplateName | None = Field(None, description="Of a new template or variant.")


class PersonalizationField(StrictSchema):
    name: Annotated[Line, StringConstraints(min_length=1, max_length=100)] = Field(
        description="`subject`, `preheader`, or a placeholder of the template that takes text."
    )
    instruction: Annotated[Text, StringConstraints(max_length=1000)] = ""
    max_length: int = Field(300, ge=10, le=2000)


class AiConfigIn(StrictSchema):
    ai_model_id: DatabaseId | None = None
    ai_model_type: ModelType | None = None
    generation_prompt: Brief = ""
    auto_personalize: Annotated[bool, Field(strict=True)] = False
    personalization_fields: list[PersonalizationField] = Field(default=[], max_length=10)
    recipient_fields: list[Annotated[Line, StringConstraints(max_length=100)]] = Field(default=[], max_length=20)

    @model_validator(mode="after")
    def _both_or_none(self) -> "AiConfigIn":
        if (self.ai_model_id is None) != (self.ai_model_type is None):
            raise ValueError("Give ai_model_type and ai_model_id, or neither.")
        return self


class AiConfigOut(Schema):
    ai_model_id: int | None
    ai_model_type: Literal["system", "org_default", "user"] | None
    generation_prompt: str
    auto_personalize: bool
    personalization_fields: list[PersonalizationField]
    recipient_fields: list[str]
    personalizable: list[str] = Field(description="Names that `personalization_fields` may have in this template.")
    updated_at: datetime | None
