"""Campaigns: drafts, and what stands in their way."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import AbMetric, CampaignState, FromAddressType
from frontdesk.mail.schemas.common import DatabaseId, Preheader, Subject
from frontdesk.orgs.models import Locale
from frontdesk.orgs.schemas.common import PersonBrief
from frontdesk.orgs.schemas.contacts import ALWAYS_SENT
from frontdesk.platform.schemas import Line, ListParameters, OpenedVersion, StrictSchema, Text

CampaignName = Annotated[Line, StringConstraints(min_length=1, max_length=160)]
Switch = Annotated[bool, Field(strict=True)]
Position = Annotated[int, Field(ge=0, le=4)]
ValueName = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
ValueText = Annotated[Text, StringConstraints(max_length=20_000)]
Values = dict[Locale, dict[ValueName, ValueText]]
MinSample = Annotated[
    int, Field(ge=10, le=1_000_000, description="So many people of each variant before a winner is claimed.")
]
Confidence = Annotated[
    float, Field(ge=0.8, le=0.999, description="How likely the winner must be the best. Errors stay below 5 % anyway.")
]
Share = Annotated[int, Field(ge=1, le=99, description="Of the sample, in percent. Empty: what the others leave.")]
CostCap = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=4, description="In the prices' currency.")]
Patience = Annotated[
    int,
    Field(
        ge=0, le=24 * 60, strict=True, description="How long mail that is due waits for what a model writes, at most."
    ),
]
ContactIds = Annotated[list[UUID], Field(max_length=50)]


class AudienceIn(StrictSchema):
    list_ids: ContactIds = []
    segment_ids: ContactIds = []
    exclude_list_ids: ContactIds = []
    exclude_segment_ids: ContactIds = []


class AudienceOut(Schema):
    model_config = ALWAYS_SENT

    list_ids: list[UUID] = []
    segment_ids: list[UUID] = []
    exclude_list_ids: list[UUID] = []
    exclude_segment_ids: list[UUID] = []


class LeftOutOut(Schema):
    """People of the lists and segments who get nothing, by reason."""

    model_config = ALWAYS_SENT

    suppressed: int = 0
    no_consent: int = 0
    unsubscribed: int = 0
    no_address: int = 0


class AudienceCountOut(Schema):
    recipients: int
    left_out: LeftOutOut


class CampaignVariantIn(StrictSchema):
    template_id: DatabaseId | None = None
    subject: Subject = Field("", description="Empty: the template's own.")
    preheader: Preheader = ""
    values: Values = Field(
        default_factory=dict, description="Of the template's placeholders those that are the same for everybody."
    )
    share: Share | None = None


class CampaignTemplateBrief(Schema):
    id: int
    name: str
    subject: str
    locale: Locale
    is_active: bool
    updated_at: datetime


class CampaignPlaceholderOut(Schema):
    name: str
    label: str
    kind: str
    is_required: bool


class CampaignPlaceholdersOut(Schema):
    locale: Locale
    placeholders: list[CampaignPlaceholderOut]


class CampaignVariantOut(Schema):
    position: int
    template: CampaignTemplateBrief | None
    subject: str
    preheader: str
    values: dict[str, dict[str, str]]
    share: int | None
    subject_ai_model: str = Field(description="The model that wrote the subject; empty: a person did.")
    is_winner: bool
    asks_for: list[CampaignPlaceholdersOut] = Field(
        description="By language, what the campaign itself must give values to."
    )


class CampaignIn(StrictSchema):
    name: CampaignName
    variants: list[CampaignVariantIn] = Field(
        default_factory=lambda: [CampaignVariantIn(subject="")], min_length=1, max_length=5
    )
    audience: AudienceIn = AudienceIn()
    from_address_type: FromAddressType = FromAddressType.MARKETING
    throttle_per_minute: int | None = Field(None, ge=1, le=1_000_000)
    tracks_opens: Switch = True
    tracks_clicks: Switch = True
    is_at_best_hour: Switch = Field(
        False, description="Each recipient at their best hour, within a day from its begin."
    )
    ab_sample_percent: int = Field(20, ge=0, le=100, strict=True, description="0: all variants share everybody.")
    ab_metric: AbMetric = AbMetric.OPENS
    ab_wait_minutes: int = Field(240, ge=5, le=14 * 24 * 60)
    ab_min_sample: MinSample = 200
    ab_confidence: Confidence = 0.95
    ab_decides_itself: Switch = True
    has_archive: Switch = False
    personalizes: Switch = Field(True, description="Whether models write for each recipient, if the template says so.")
    ai_cost_cap: CostCap | None = Field(None, description="Null: as much as the quotas allow.")
    ai_patience_minutes: Patience = 60


class CampaignChangeIn(StrictSchema):
    version: OpenedVersion
    name: CampaignName | None = None
    variants: list[CampaignVariantIn] | None = Field(None, min_length=1, max_length=5)
    audience: AudienceIn | None = None
    from_address_type: FromAddressType | None = None
    throttle_per_minute: int | None = Field(None, ge=1, le=1_000_000)
    tracks_opens: Switch | None = None
    tracks_clicks: Switch | None = None
    is_at_best_hour: Switch | None = None
    ab_sample_percent: int | None = Field(None, ge=0, le=100, strict=True)
    ab_metric: AbMetric | None = None
    ab_wait_minutes: int | None = Field(None, ge=5, le=14 * 24 * 60)
    ab_min_sample: MinSample | None = None
    ab_confidence: Confidence | None = None
    ab_decides_itself: Switch | None = None
    has_archive: Switch | None = None
    personalizes: Switch | None = None
    ai_cost_cap: CostCap | None = None
    ai_patience_minutes: Patience | None = None


class CampaignBarOut(Schema):
    """How far it is, for a bar in a list."""

    total: int
    done: int


class CampaignOut(Schema):
    id: UUID
    name: str
    state: CampaignState
    scheduled_at: datetime | None
    in_recipient_zone: bool
    is_at_best_hour: bool
    paused_reason: str
    total: int
    bar: CampaignBarOut
    opened: int
    clicked: int
    started_at: datetime | None
    finished_at: datetime | None
    version: int
    created_by: PersonBrief | None
    created_at: datetime
    updated_at: datetime


class CampaignDetailOut(CampaignOut):
    variants: list[CampaignVariantOut]
    audience: AudienceOut
    from_address_type: FromAddressType
    from_address: str = Field(description="What people see as its sender.")
    throttle_per_minute: int | None
    tracks_opens: bool
    tracks_clicks: bool
    ab_sample_percent: int
    ab_metric: AbMetric
    ab_wait_minutes: int
    ab_min_sample: int
    ab_confidence: float
    ab_decides_itself: bool
    ab_sampled_at: datetime | None
    ab_decided_at: datetime | None
    ab_decision: str = Field(description="shown, first (no difference was shown in time), person; empty: none yet.")
    ab_reason: str
    personalizes: bool
    ai_cost_cap: Decimal | None
    ai_patience_minutes: int
    archive_url: str = Field(description="The public page, shown once it has begun; empty: none.")
    timezone: str = Field(description="The organization's, on whose clock it is scheduled.")
    can_edit: bool


class CampaignPage(Schema):
    items: list[CampaignOut]
    next_cursor: str | None


class CampaignListIn(ListParameters):
    state: CampaignState | None = None


class CampaignFindingOut(Schema):
    level: Literal["error", "warning"]
    code: str
    message: str
    place: Literal["content", "audience", "when", "sending"]
    position: int | None
    values: dict[str, Any]


class CampaignCheckOut(Schema):
    problems: list[CampaignFindingOut]
    recipients: int
    left_out: LeftOutOut
    minutes: float = Field(description="How long it takes, about, with the throttle.")
