"""Usage and cost: sums, single calls, the comparison with a provider's own account, and drift."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import BeforeValidator, StringConstraints

from frontdesk.ai.models import CallStatus, ModelType, PeriodType
from frontdesk.ai.reports import Filters, GroupBy
from frontdesk.platform.schemas import ListParameters, Moment, StrictSchema, Text

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


def _day_of(value: object) -> date:
    """Bare numbers, which Pydantic would take for days since 1970, are none."""
    return date.fromisoformat(str(value))


Day = Annotated[date, BeforeValidator(_day_of)]
Tokens = Annotated[int, Field(ge=0, le=10**15, strict=True)]


class UsageFilters(ListParameters):
    since: Moment | None = Field(None, description="Left out: 30 days ago.")
    until: Moment | None = Field(None, description="Not included. Left out: now.")
    model_type: ModelType | None = None
    model_id: RowId | None = None
    profile_id: UUID | None = Field(None, description="Others' usage needs the permission ai.usage_read.")
    organization_id: UUID | None = Field(None, description="For superadmins outside any organization.")
    feature: Text = Field("", max_length=200)

    def filters(self, status: CallStatus | None = None) -> Filters:
        return Filters(
            since=self.since,
            until=self.until,
            model_type=self.model_type,
            model_id=self.model_id,
            profile_id=self.profile_id,
            organization_id=self.organization_id,
            feature=self.feature,
            status=status.value if status else "",
        )


class UsageIn(UsageFilters):
    group_by: GroupBy = GroupBy.MODEL
    limit: int = Field(100, ge=1, le=400)


class UsageSums(Schema):
    requests: int
    prompt_tokens: int
    completion_tokens: int
    tokens: int
    cost: str = Field(description="In the currency of the answer.")
    failed: int
    refused: int
    p50_latency_ms: int | None = Field(None, description="Of calls that were answered; half took longer.")


class UsageItemOut(UsageSums):
    key: str
    label: str = Field(description="Empty for people who are gone, and for platform staff who were here to help.")
    model_type: ModelType | None = None
    model_id: int | None = None
    profile_id: UUID | None = None
    date: str | None = Field(None, description="With group_by=day: the day in the organization's time zone.")


class UsageOut(Schema):
    items: list[UsageItemOut]
    totals: UsageSums
    currency: str
    since: datetime
    until: datetime
    timezone: str
    next_cursor: str | None


class CallListIn(UsageFilters):
    status: CallStatus | None = None


class CallerOut(Schema):
    id: UUID
    full_name: str
    email: str


class AiCallOut(Schema):
    id: int
    created_at: datetime
    person: CallerOut | None
    api_key_id: UUID | None
    feature: str
    model_type: ModelType
    model_id: int
    model_name: str
    served_by: str
    prompt_tokens: int
    completion_tokens: int
    provider_tokens: int | None = Field(description="What the provider reported, where that was not charged.")
    estimated: bool
    cost: str
    latency_ms: int
    first_token_ms: int | None
    status: CallStatus
    error_code: str
    related_type: str
    related_id: str
    request_id: str


class AiCallPage(Schema):
    items: list[AiCallOut]
    next_cursor: str | None


class AiCallDetailOut(AiCallOut):
    log: dict[str, Any] | None = Field(description="Redacted texts, where the organization had turned logging on.")


class ProviderUsageIn(StrictSchema):
    date: Day
    model: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    input_tokens: Tokens
    output_tokens: Tokens
    requests: Tokens | None = None


class CompareFilters(Schema):
    profile_id: UUID | None = None
    organization_id: UUID | None = Field(None, description="For superadmins outside any organization.")

    def filters(self) -> Filters:
        return Filters(profile_id=self.profile_id, organization_id=self.organization_id)


class CompareIn(StrictSchema):
    rows: list[ProviderUsageIn] = Field(min_length=1, max_length=50_000)


class SideOut(Schema):
    requests: int | None
    prompt_tokens: int
    completion_tokens: int
    tokens: int
    estimated: int = Field(description="Calls whose tokens were estimated here.")


class ComparedOut(Schema):
    date: date
    model: str
    names: list[str]
    ours: SideOut
    theirs: SideOut
    difference: int = Field(description="Our tokens less theirs.")

    @staticmethod
    def resolve_names(line: Any) -> list[str]:
        return sorted(line.names)


class ComparisonOut(Schema):
    items: list[ComparedOut] = Field(alias="lines")
    our_tokens: int = Field(alias="ours")
    their_tokens: int = Field(alias="theirs")
    unknown_models: list[str] = Field(description="Models of the provider that are none of ours.")


class DriftOut(Schema):
    kind: Literal["usage", "organization_quota", "person_quota"]
    user_id: UUID | None
    model_type: ModelType
    model_id: int
    model_name: str
    period_type: PeriodType
    period_start: datetime
    ledger_tokens: int
    counted_tokens: int
    ledger_requests: int | None
    counted_requests: int | None


class DriftReportOut(Schema):
    id: int
    organization_id: UUID | None
    created_at: datetime
    since: datetime
    checked: int = Field(description="Counters that were compared with the ledger.")
    drift_count: int
    drifts: list[DriftOut] = Field(description="The largest first, at most 200.")


class DriftPage(Schema):
    items: list[DriftReportOut]
    next_cursor: str | None
