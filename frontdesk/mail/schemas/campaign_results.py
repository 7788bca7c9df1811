"""What became of a campaign: counts, links, and each of its people."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from frontdesk.mail.campaigns.recipients import RecipientResult
from frontdesk.mail.schemas.campaigns import Position
from frontdesk.mail.schemas.common import MailCountsOut
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import ListParameters


class CampaignTotalsOut(MailCountsOut):
    replies: int


class CampaignVariantCountsOut(MailCountsOut):
    position: int
    subject: str = Field(description="In its main language; what is the recipient's own shows as “…”.")


class CampaignDifferenceOut(Schema):
    """Between the two best variants by the metric."""

    best: int
    second: int
    points: float = Field(description="Of the two rates.")
    is_significant: bool = Field(description="Chance explains it in fewer than 5 of 100 cases.")


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
    difference: CampaignDifferenceOut | None
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
    position: int
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
    email: str
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
