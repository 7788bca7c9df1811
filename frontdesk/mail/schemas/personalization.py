"""What models write for each recipient of a campaign: what it will take, how far it is, and a sample."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from frontdesk.mail.schemas.campaigns import Position
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import StrictSchema


class PersonalizationForecastOut(Schema):
    code: Literal["off", "ready", "no_people", "no_model", "no_price", "over_quota", "over_cap"]
    words: str
    people: int
    prompt_tokens: int
    completion_tokens: int
    cost: Decimal | None = Field(description="What it will come to, about; null where no price is known.")
    cost_max: Decimal | None = Field(description="If every text is as long as may be and asked for twice.")
    quota_left: int | None = Field(description="Tokens that are left of the tightest limit; null without one.")
    fits: bool = Field(description="Whether the quota and the campaign's cap bear it. If not, the rest goes out plain.")
    minutes: float
    model: str


class PersonalizationSampleBrief(Schema):
    contact_id: UUID | None
    email: str
    full_name: str
    variant: int | None
    values: dict[str, str]
    model: str
    cost: Decimal


class PersonalizationOut(Schema):
    """Recipients by what became of their texts: `plain` go out as the template stands."""

    total: int
    waiting: int
    asked: int
    done: int
    plain: int
    by_reason: dict[str, int] = Field(
        description="Of those in `plain`: quota, cap, refused, failed, late, no_model, unsuitable, cancelled."
    )
    prompt_tokens: int
    completion_tokens: int
    cost: Decimal
    cost_cap: Decimal | None
    model: str
    samples: list[PersonalizationSampleBrief]


class PersonalizationSampleIn(StrictSchema):
    contact_id: UUID | None = Field(None, description="Left out: the first of the audience.")
    position: Position = 0


class PersonalizationFieldOut(Schema):
    name: str
    before: str = Field(description="As the template has it.")
    written: str | None = Field(description="Null: nothing was written, the mail goes out as the template stands.")


class PersonalizationSampleOut(Schema):
    contact_id: UUID
    email: str
    full_name: str
    locale: Locale
    position: int
    told: dict[str, str] = Field(description="The facts about the recipient that the model read.")
    fields: list[PersonalizationFieldOut]
    state: Literal["done", "plain"]
    reason: str
    detail: str
    model: str
    prompt_tokens: int
    completion_tokens: int
    cost: Decimal
