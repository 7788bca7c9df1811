"""What became of a campaign: counts, links, and each of its people."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from frontdesk.mail.campaigns.recipients import RecipientResult
from frontdesk.mail.experiments.judging import VerdictCode, VerdictState
from frontdesk.mail.models import AbDecision, AbMetric
from frontdesk.mail.schemas.campaigns import Position
from frontdesk.mail.schemas.common import MailCountsOut
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import ListParameters, ShownEmail


class CampaignTotalsOut(MailCountsOut):
    replies: int


class CampaignVariantCountsOut(MailCountsOut):
    position: int
    subject: str = Field(description="In its main language; what is the recipient's own shows as “…”.")


class CampaignArmCountsOut(Schema):
    arrived: int
    responses: int


class CampaignArmOut(Schema):
    """A variant's part of the test. `responses`: people who opened, clicked or answered, by the metric."""

    position: int
    arrived: int
    responses: int
    rate: float | None
    low: float = Field(description="Of the interval in which the true rate lies, with the test's confidence.")
    high: float
    best_probability: float = Field(description="How likely it is the best; of all variants together 1.")
    share: float = Field(description="Of the sample, in percent.")
    written_by: str = Field(description="The model that wrote its subject, or `person`.")
    sample: CampaignArmCountsOut
    rest: CampaignArmCountsOut = Field(description="Who got the winner once it was chosen: not part of the test.")


class CampaignVerdictOut(Schema):
    """What may be said. The lift is the leader's over the runner-up: 0.25 is a quarter more; null: it may be any."""

    state: VerdictState
    code: VerdictCode
    words: str
    leader: int
    runner_up: int
    needs: int = Field(description="People of each variant, to claim anything (`too-few-people`) or to see a quarter.")
    smallest: int = Field(description="People of the smallest variant.")
    probability: float = Field(description="That the leader is the best; of a winner when it was claimed.")
    lift: float | None
    lift_low: float | None
    lift_high: float | None


class CampaignComparisonOut(Schema):
    """A test of variants. It is looked at at planned moments: a winner is claimed then, and stays one."""

    metric: AbMetric
    min_sample: int
    confidence: float
    has_rest: bool = Field(description="Whether others wait for the winner.")
    variants: list[CampaignArmOut]
    verdict: CampaignVerdictOut
    decision: AbDecision | None
    looks: int = Field(description="Of four, so many are past.")
    next_look_at: datetime | None
    ends_at: datetime | None


class CampaignPointOut(Schema):
    at: datetime
    sent: int
    opened: int
    clicked: int


class CampaignOverTimeOut(Schema):
    step: Literal["hour", "day"]
    points: list[CampaignPointOut]


class CampaignDomainOut(Schema):
    domain: str
    sent: int
    delivered: int
    bounced: int
    complained: int
    opened: int


class CampaignResultsOut(Schema):
    totals: CampaignTotalsOut
    by_variant: list[CampaignVariantCountsOut]
    ab: CampaignComparisonOut | None = Field(description="Null with one variant, and before it begins.")
    over_time: CampaignOverTimeOut
    by_domain: list[CampaignDomainOut] = Field(description="The twenty with most recipients.")
    skipped: dict[str, int] = Field(description="Who was left out when their turn came, by reason.")
    winner: int | None
    decided_at: datetime | None
    reason: str


class CampaignLinksIn(Schema):
    position: Position = 0
    locale: Locale | None = Field(None, description="Left out: the main one.")


class CampaignLinkOut(Schema):
    position: int | None = Field(description="Which link of the mail, from 0; null where a provider counted the click.")
    url: str
    varies: bool
    clicks: int
    people: int


class CampaignLinksOut(Schema):
    variant: int
    locale: Locale
    locales: list[Locale]
    links: list[CampaignLinkOut]
    link_map_html: str = Field(
        description="The mail with its links numbered (`data-position`). Show it in a sandboxed frame."
    )


class CampaignRecipientFiltersIn(Schema):
    result: RecipientResult | None = None
    variant: Position | None = None


class CampaignRecipientListIn(ListParameters, CampaignRecipientFiltersIn):
    pass


class CampaignRecipientOut(Schema):
    contact_id: UUID
    email: ShownEmail
    full_name: str
    variant: int | None
    status: str = Field(description="The mail's status, or the recipient's: waiting, skipped, cancelled.")
    reason: str = Field(description="Why they were skipped.")
    due_at: datetime | None
    message_id: UUID | None
    sent_at: datetime | None
    delivered_at: datetime | None
    opened_at: datetime | None
    clicked_at: datetime | None
    clicks: int
    unsubscribed_at: datetime | None
    bounce_kind: str
    bounce_reason: str
    error: str


class CampaignRecipientPage(Schema):
    items: list[CampaignRecipientOut]
    next_cursor: str | None
