"""What became of templates' mails."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from frontdesk.mail.schemas.common import MailCountsOut
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import ListParameters, Moment


class PeriodIn(Schema):
    since: Moment | None = Field(None, description="Left out: 30 days before `until`. Without zone: your own.")
    until: Moment | None = Field(None, description="Left out of the period itself. Default: now.")


class AnalyticsIn(PeriodIn):
    locale: Locale | None = Field(None, description="The variant of this language instead.")
    version: int | None = Field(None, ge=1, lt=2**31, description="Only mails of this version.")


class VersionCountsOut(MailCountsOut):
    version: int


class LocaleCountsOut(MailCountsOut):
    locale: str


class DayCountsOut(Schema):
    """Mails that went out on that day; `opened` and `clicked` are those first opened or clicked on it."""

    date: date
    sent: int
    delivered: int
    opened: int
    clicked: int
    bounced: int
    failed: int


class LinkCountsOut(Schema):
    url: str = Field(description="The most frequent one, where it differs among recipients (`varies`).")
    position: int | None = Field(
        description="Which link of the mail, counted from 0; null where a provider counted the click."
    )
    varies: bool
    clicks: int
    people: int


class AnalyticsOut(Schema):
    template_id: int
    locale: Locale
    version: int | None
    since: datetime
    until: datetime
    timezone: str
    totals: MailCountsOut
    by_version: list[VersionCountsOut]
    by_locale: list[LocaleCountsOut]
    by_day: list[DayCountsOut]
    links: list[LinkCountsOut]
    link_map_html: str = Field(
        description="The mail with sample data; its links carry `data-position` and show their number (from 1). "
        "Empty when it cannot be rendered. Show it in a sandboxed frame."
    )


class UsageListIn(ListParameters, PeriodIn):
    pass


class OrganizationBrief(Schema):
    id: UUID
    name: str


class UsageCountsOut(Schema):
    templates: int
    active: int
    sent: int
    delivered: int
    opened: int
    clicked: int
    bounced: int


class TemplateUsageOut(UsageCountsOut):
    organization: OrganizationBrief
    type: TemplateType


class TemplateUsagePage(Schema):
    items: list[TemplateUsageOut]
    next_cursor: str | None
    totals: UsageCountsOut
    since: datetime
    until: datetime
