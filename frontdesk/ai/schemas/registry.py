"""Models as those who manage them see and change them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, StrictBool, StringConstraints

from frontdesk.ai.models import Capability, ModelType, PeriodType, Provider
from frontdesk.ai.targets import PREFIXES
from frontdesk.orgs.models import OrganizationType, Plan
from frontdesk.orgs.schemas.common import Name
from frontdesk.platform.schemas import Line, ListParameters, OpenedVersion, StrictSchema, Text

MAX_INT = 2**31 - 1


def _once(values: Sequence[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


Slug = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
UpstreamName = Annotated[Line, StringConstraints(max_length=200)]
Endpoint = Annotated[
    Line,
    StringConstraints(max_length=2048),
    Field(description="Left empty: the provider's own. For Bedrock the AWS region, for `builtin` none."),
]
ApiKey = Annotated[
    Line,
    StringConstraints(max_length=4000),
    Field(description='Never returned. "" clears it; left out or null keeps it. For Bedrock `ACCESS_KEY:SECRET_KEY`.'),
]
Short = Annotated[Line, StringConstraints(max_length=120)]
Icon = Annotated[Line, StringConstraints(max_length=80)]
Long = Annotated[Text, StringConstraints(max_length=20_000)]
Description = Annotated[Text, StringConstraints(max_length=2000)]
Tags = Annotated[
    list[Annotated[Line, StringConstraints(min_length=1, max_length=40)]],
    Field(max_length=20),
    AfterValidator(_once),
]
Capabilities = Annotated[list[Capability], AfterValidator(_once)]
Types = Annotated[list[OrganizationType], AfterValidator(_once)]
PricePerMillion = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=6)]
Count = Annotated[int, Field(ge=1, le=MAX_INT)]
Seconds = Annotated[int, Field(ge=1, le=3600)]
Tokens = Annotated[int, Field(ge=0, lt=2**63)]
TokensPerUser = Annotated[int, Field(ge=0, le=MAX_INT)]
ModelId = Annotated[int, Field(ge=1, lt=2**63)]
Place = Annotated[int, Field(ge=-MAX_INT, le=MAX_INT)]
Tasks = Annotated[list[Any], Field(description="Named pipelines; `POST /api/ai/tasks/validate` checks them.")]


class ModelIn(StrictSchema):
    name: Name
    slug: Slug | None = Field(None, description="Left out: made of the name.")
    provider: Provider
    model_id: UpstreamName = Field("", description="The model's name as its provider knows it.")
    endpoint: Endpoint = ""
    api_key: ApiKey | None = None
    role: Short = ""
    system_message: Long = ""
    task: Tasks = []
    max_tokens: Count = 200
    context_window: Count | None = None
    capabilities: Capabilities = [Capability.CHAT]
    timeout_s: Seconds = 60
    input_price_per_mtok: PricePerMillion | None = Field(None, description="Left out: what the price list says.")
    output_price_per_mtok: PricePerMillion | None = None
    token_limit_period: PeriodType = PeriodType.MONTHLY
    token_limit_amount: Tokens | None = Field(None, description="Tokens per period; null for no limit.")
    icon: Icon = ""
    description: Description = ""
    tags: Tags = []
    is_active: StrictBool = True
    is_featured: StrictBool = False
    sort_order: Place = 0
    fallback_model_id: ModelId | None = None


class SystemModelIn(ModelIn):
    organization_types: Types = Field([], description="Empty: for every type of organization.")
    required_plan: Plan = Plan.FREE
    is_free: StrictBool = False
    is_trial: StrictBool = False
    trial_days: Count | None = Field(None, description="From the organization's first use; null: without end.")


class OrgModelIn(ModelIn):
    token_limit_per_user: TokensPerUser | None = None
    is_enabled_for_users: StrictBool = True


class ModelChangeIn(StrictSchema):
    version: OpenedVersion
    name: Name | None = None
    slug: Slug | None = None
    provider: Provider | None = None
    model_id: UpstreamName | None = None
    endpoint: Endpoint | None = None
    api_key: ApiKey | None = None
    role: Short | None = None
    system_message: Long | None = None
    task: Tasks | None = None
    max_tokens: Count | None = None
    context_window: Count | None = None
    capabilities: Capabilities | None = None
    timeout_s: Seconds | None = None
    input_price_per_mtok: PricePerMillion | None = None
    output_price_per_mtok: PricePerMillion | None = None
    token_limit_period: PeriodType | None = None
    token_limit_amount: Tokens | None = None
    icon: Icon | None = None
    description: Description | None = None
    tags: Tags | None = None
    is_active: StrictBool | None = None
    is_featured: StrictBool | None = None
    sort_order: Place | None = None
    fallback_model_id: ModelId | None = None


class SystemModelChangeIn(ModelChangeIn):
    organization_types: Types | None = None
    required_plan: Plan | None = None
    is_free: StrictBool | None = None
    is_trial: StrictBool | None = None
    trial_days: Count | None = None


class OrgModelChangeIn(ModelChangeIn):
    token_limit_per_user: TokensPerUser | None = None
    is_enabled_for_users: StrictBool | None = None


class OwnModelOut(Schema):
    model_type: ModelType
    id: int
    name: str
    slug: str
    ref: str
    provider: Provider
    model_id: str
    endpoint: str
    api_key_set: bool
    role: str
    system_message: str
    task: list[Any]
    max_tokens: int
    context_window: int | None
    capabilities: list[Capability]
    timeout_s: int
    input_price_per_mtok: Decimal | None
    output_price_per_mtok: Decimal | None
    token_limit_period: PeriodType
    token_limit_amount: int | None
    icon: str
    description: str
    tags: list[str]
    is_active: bool
    is_featured: bool
    sort_order: int
    fallback_model_id: int | None
    version: int
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_ref(row: Any) -> str:
        return f"{PREFIXES[row.model_type]}/{row.slug}"


class SystemModelOut(OwnModelOut):
    organization_types: list[OrganizationType]
    required_plan: Plan
    is_free: bool
    is_trial: bool
    trial_days: int | None


class OrgModelOut(OwnModelOut):
    organization_id: UUID
    token_limit_per_user: int | None
    is_enabled_for_users: bool


class SystemModelPage(Schema):
    items: list[SystemModelOut]
    next_cursor: str | None


class OrgModelPage(Schema):
    items: list[OrgModelOut]
    next_cursor: str | None


class OwnModelPage(Schema):
    items: list[OwnModelOut]
    next_cursor: str | None


class RegistryListIn(ListParameters):
    provider: Provider | None = None
    capability: Capability | None = None
    tag: Text = Field("", max_length=40)
    is_active: bool | None = None
    is_featured: bool | None = None


class SystemListIn(RegistryListIn):
    plan: Plan | None = None
    organization_type: OrganizationType | None = Field(None, description="Models that this type may see.")


class OrderIn(StrictSchema):
    ids: list[ModelId] = Field(min_length=1, max_length=500)


class ImportIn(StrictSchema):
    provider: Provider
    endpoint: Endpoint = ""
    api_key: ApiKey | None = None
    id: ModelId | None = Field(None, description="A model of the tier whose stored key serves, on the same server.")
    models: list[Annotated[Line, StringConstraints(min_length=1, max_length=200)]] = Field(
        min_length=1, max_length=100, description="Names as the provider knows them, as `discover` lists them."
    )
    is_active: StrictBool = True
