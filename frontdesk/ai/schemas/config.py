"""An organization's switches and limits for the platform's models, its AI settings, and the price list."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StrictBool, StringConstraints

from frontdesk.ai.models import Capability, PeriodType, Provider
from frontdesk.ai.schemas.models import QuotaOut, RefusalOut
from frontdesk.ai.schemas.registry import PricePerMillion, TokensPerUser
from frontdesk.orgs.models import Plan
from frontdesk.platform.schemas import Line, ListParameters, StrictSchema, Text


class OfferedOut(Schema):
    system_model_id: int
    slug: str
    ref: str
    name: str
    role: str
    description: str
    icon: str
    provider: Provider
    capabilities: list[Capability]
    tags: list[str]
    is_featured: bool
    is_free: bool
    is_trial: bool
    trial_days: int | None
    trial_ends_at: datetime | None
    required_plan: Plan
    token_limit_period: PeriodType
    token_limit_amount: int | None
    is_enabled_for_users: bool
    token_limit_per_user: int | None
    allowed: bool = Field(description="By plan, type and trial; the switch is for agents and users.")
    refusal: RefusalOut | None
    quota: QuotaOut | None = Field(description="The organization's, where the platform set one.")


class OfferedPage(Schema):
    items: list[OfferedOut]
    next_cursor: str | None


class OfferedListIn(ListParameters):
    capability: Capability | None = None
    tag: Text = Field("", max_length=40)
    plan: Plan | None = None
    is_enabled: bool | None = None


class OfferedIn(StrictSchema):
    is_enabled_for_users: StrictBool | None = Field(None, description="Left out: stays as it is.")
    token_limit_per_user: TokensPerUser | None = Field(
        None, description="Tokens per person and period; null for no limit, left out to keep it."
    )


class SettingsOut(Schema):
    log_texts: bool


class SettingsIn(StrictSchema):
    log_texts: StrictBool | None = Field(None, description="Whether the ledger keeps (redacted) texts of calls.")


class PriceOut(Schema):
    id: int | None = Field(description="Of a correction, for superadmins.")
    source: Literal["shipped", "override"]
    provider: Provider
    model_id: str = Field(description="Stands for itself and for what begins with it, such as dated versions.")
    host: str = Field(description="Of OpenAI-compatible servers: the only one that this price is of.")
    input_price_per_mtok: Decimal | None
    output_price_per_mtok: Decimal | None
    context_window: int | None
    capabilities: list[Capability]
    as_of: str


class PricePage(Schema):
    items: list[PriceOut]
    next_cursor: str | None
    currency: str


class PriceListIn(ListParameters):
    provider: Provider | None = None


class PriceIn(StrictSchema):
    provider: Provider
    model_id: Annotated[Line, StringConstraints(min_length=1, max_length=200)]
    input_price_per_mtok: PricePerMillion
    output_price_per_mtok: PricePerMillion
