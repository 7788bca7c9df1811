"""What AI did for an organization's mail, and what it cost."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from frontdesk.platform.schemas import Moment


class AiReportIn(Schema):
    since: Moment | None = Field(None, alias="from", description="Left out: 30 days before the end.")
    until: Moment | None = Field(None, alias="to", description="Not included. Left out: now.")


class AiReportArmOut(Schema):
    """Mails that arrived with our pixel, and how many people opened. With 95 % the true rate lies within."""

    arrived: int
    opened: int
    rate: float | None
    low: float | None
    high: float | None


class AiReportContrastOut(Schema):
    """`difference` of the rates, 0.02 is two opens more of a hundred mails; with 95 % it lies within."""

    ai: AiReportArmOut
    other: AiReportArmOut
    difference: float | None
    difference_low: float | None
    difference_high: float | None
    verdict: Literal["more", "fewer", "not_shown", "not_enough_data"]
    words: str


class AiReportPairOut(AiReportContrastOut):
    campaign_id: UUID
    name: str
    started_at: datetime


class AiReportExtraOut(Schema):
    """Opens that AI added, and what each cost. Null where no extra opens are shown."""

    opens: float | None
    opens_low: float | None
    opens_high: float | None
    tokens: int
    cost: Decimal
    tokens_per_open: float | None
    cost_per_open: Decimal | None
    code: Literal["shown", "not_shown", "not_enough_data"]
    words: str


class AiReportComparisonOut(Schema):
    within: AiReportContrastOut = Field(description="Within campaigns that sent both to parts of one audience.")
    pairs: list[AiReportPairOut] = Field(description="Those campaigns, the newest first, 50 at most.")
    pair_count: int
    overall: AiReportContrastOut = Field(description="All mail of the time: other audiences, other days.")
    caveat: str
    caveat_code: Literal["audiences_differ", "not_drawn_by_lot"]
    extra: AiReportExtraOut


class AiReportAuthorOut(AiReportArmOut):
    author: str = Field(description="`person`, `builtin` (patterns), or a model's name.")


class AiReportSpendOut(Schema):
    key: str
    calls: int
    failed: int
    refused: int
    prompt_tokens: int
    completion_tokens: int
    tokens: int
    cost: Decimal


class AiReportDayOut(Schema):
    date: date
    calls: int
    tokens: int
    cost: Decimal


class AiReportProposalsOut(Schema):
    """Drafts by models. `refused`: the model broke a promise twice; `open`: nobody has decided yet. Those that nobody
    accepted are forgotten after 30 days."""

    accepted: int
    rejected: int
    refused: int
    failed: int
    open: int


class AiReportOut(Schema):
    since: datetime
    until: datetime
    timezone: str
    currency: str
    subjects: AiReportComparisonOut = Field(description="Subjects by models and patterns against people's.")
    by_author: list[AiReportAuthorOut]
    personalized: AiReportComparisonOut = Field(description="Mail that a model personalised against plain mail.")
    totals: AiReportSpendOut
    by_feature: list[AiReportSpendOut]
    by_model: list[AiReportSpendOut]
    by_day: list[AiReportDayOut]
    proposals: AiReportProposalsOut
