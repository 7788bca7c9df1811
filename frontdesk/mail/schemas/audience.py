"""Lists, their subscribers, and segments."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import SubscriptionState
from frontdesk.platform.schemas import AnyEmail, Line, ListParameters, OpenedVersion, ShownEmail, StrictSchema, Text

Name = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
Description = Annotated[Text, StringConstraints(max_length=500)]


class ListCountsOut(Schema):
    pending: int
    subscribed: int
    unsubscribed: int


class MailListOut(Schema):
    id: UUID
    name: str
    description: str
    is_public: bool
    is_double_opt_in: bool
    confirmation_template_id: int | None
    is_archived: bool
    counts: ListCountsOut
    created_at: datetime
    updated_at: datetime


class MailListDetailOut(MailListOut):
    sign_up_url: str = Field(description="A page, and where a form of your own may post `email` and `full_name`.")


class MailListPage(Schema):
    items: list[MailListOut]
    next_cursor: str | None


class MailListListIn(ListParameters):
    archived: bool = False


class MailListIn(StrictSchema):
    name: Name
    description: Description = ""
    is_public: bool = Field(False, description="Offered on the preference page to who is not on it.")
    is_double_opt_in: bool = Field(True, description="Who is added must follow a link in a mail first.")
    confirmation_template_id: int | None = Field(None, ge=1, lt=2**63)


class MailListChangeIn(StrictSchema):
    name: Name | None = None
    description: Description | None = None
    is_public: bool | None = None
    is_double_opt_in: bool | None = None
    confirmation_template_id: int | None = Field(None, ge=1, lt=2**63)
    is_archived: bool | None = None


class SubscriberListIn(ListParameters):
    state: SubscriptionState | None = None


class SubscriberOut(Schema):
    contact_id: UUID
    email: ShownEmail
    full_name: str
    state: SubscriptionState
    source: str
    created_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None


class SubscriberPage(Schema):
    items: list[SubscriberOut]
    next_cursor: str | None


class SubscribersIn(StrictSchema):
    contact_ids: list[UUID] = Field(default_factory=list, max_length=1000)
    emails: list[AnyEmail] = Field(default_factory=list, max_length=1000)


class SkippedOut(Schema):
    email: ShownEmail
    reason: str = Field(description="`left_before`, `consent_denied`, or why the address is suppressed.")


class SubscribersOut(Schema):
    subscribed: int
    pending: int
    already: int
    skipped: list[SkippedOut]


class ContactListOut(Schema):
    list_id: UUID
    name: str
    state: SubscriptionState
    source: str
    created_at: datetime
    ended_at: datetime | None


class ContactListsOut(Schema):
    items: list[ContactListOut]


# Checked by mail.audience.filtering, which names the path of what is wrong.
Filter = Annotated[
    dict[str, Any],
    Field(description="`{match: all|any|none, conditions: […]}`; see `GET /api/mail/segments/fields`."),
]


class SegmentOut(Schema):
    id: UUID
    name: str
    description: str
    filter: dict[str, Any]
    version: int
    last_count: int | None
    counted_at: datetime | None
    created_at: datetime
    updated_at: datetime


class SegmentPage(Schema):
    items: list[SegmentOut]
    next_cursor: str | None


class SegmentIn(StrictSchema):
    name: Name
    description: Description = ""
    filter: Filter


class SegmentChangeIn(StrictSchema):
    version: OpenedVersion
    name: Name | None = None
    description: Description | None = None
    filter: Filter | None = None


class FilterIn(StrictSchema):
    filter: Filter


class FilterPageIn(FilterIn):
    cursor: str | None = Field(None, max_length=2000)
    limit: int = Field(10, ge=1, le=100)


class FilterCountIn(FilterIn):
    estimate: bool = Field(False, strict=True, description="Of many contacts, count a sample: an answer at once.")


class FilterCountOut(Schema):
    count: int
    is_estimate: bool


class FilterFieldOut(Schema):
    name: str
    type: str
    operators: list[str]
    choices: list[str]
    examples: list[Any]
    is_own: bool


class FilterOperatorOut(Schema):
    name: str
    takes: Literal["nothing", "one", "several", "two", "days"]


class FilterTypeOut(Schema):
    type: str
    operators: list[FilterOperatorOut]


class FilterFieldsOut(Schema):
    fields: list[FilterFieldOut]
    types: list[FilterTypeOut]
    own_types: list[str]
