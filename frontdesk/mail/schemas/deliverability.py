"""The report of whether mail arrives."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from frontdesk.mail.models import DomainStatus
from frontdesk.mail.reports.deliverability import MOST_DAYS, RateVerdict


class DeliverabilityIn(Schema):
    days: int = Field(30, ge=1, le=MOST_DAYS)
    provider_id: UUID | None = Field(None, description="Only what went out by this provider.")


class DeliverabilityRateOut(Schema):
    percent: float | None = Field(description="Of the mails that went out; null where none did.")
    verdict: RateVerdict = Field(description="`too_few`: fewer than a hundred mails say nothing.")
    good_below: float
    bad_from: float


class DeliverabilityCountsOut(Schema):
    sent: int = Field(description="They went out; some of them came to what the other numbers say.")
    delivered: int
    bounced_hard: int
    bounced_soft: int
    complained: int
    failed: int = Field(description="Not taken by the provider, or given up after 72 hours.")
    deferred: int = Field(description="More than one try was needed.")
    held_back: int = Field(description="Not sent because the address is suppressed.")
    waiting: int


class DeliverabilityDayOut(DeliverabilityCountsOut):
    date: date


class DeliverabilityRowOut(DeliverabilityCountsOut):
    median_seconds: float | None = Field(description="From going out to arriving, where the provider tells.")
    bounce_rate: DeliverabilityRateOut
    complaint_rate: DeliverabilityRateOut


class DeliverabilityProviderRowOut(DeliverabilityRowOut):
    provider_id: UUID | None = Field(description="Null: the deployment's, or one that is gone.")
    name: str


class DeliverabilityDomainRowOut(DeliverabilityRowOut):
    domain: str


class DeliverabilityExampleOut(Schema):
    message_id: UUID
    to_address: str
    subject: str
    last_error: str


class DeliverabilityReasonOut(Schema):
    status: str
    bounce_kind: str
    bounce_reason: str
    count: int
    example: DeliverabilityExampleOut


class DeliverabilityOwnDomainOut(Schema):
    id: UUID
    domain: str
    status: DomainStatus
    checked_at: datetime | None
    authentication: dict[str, str] = Field(description="State of the records by purpose: spf, dkim, dmarc.")


class DeliverabilityOut(Schema):
    days: int
    timezone: str
    total: DeliverabilityRowOut
    complaint_rate: DeliverabilityRateOut
    bounce_rate: DeliverabilityRateOut
    by_day: list[DeliverabilityDayOut]
    by_provider: list[DeliverabilityProviderRowOut]
    by_domain: list[DeliverabilityDomainRowOut] = Field(description="Of recipients, the 20 with the most mail.")
    reasons: list[DeliverabilityReasonOut]
    domains: list[DeliverabilityOwnDomainOut]
