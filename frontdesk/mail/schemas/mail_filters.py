"""Filters that run before anything opens."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints, model_validator

from frontdesk.mail.inbound import filtering
from frontdesk.mail.inbound.filtering import FilterAction, Match, Operator
from frontdesk.mail.parsing import MailKind
from frontdesk.platform.schemas import Line, OpenedVersion, StrictSchema, Text

Name = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
Value = Annotated[Line, StringConstraints(max_length=filtering.MAX_VALUE)]
FieldName = filtering.Field
_CHOICES = {
    FieldName.HAS_ATTACHMENT: {"yes", "no"},
    FieldName.SPAM: {"yes", "no"},
    FieldName.KIND: {str(kind) for kind in MailKind},
}


class ConditionIn(StrictSchema):
    field: FieldName
    operator: Operator = Field(description="`matches` takes `*` for anything.")
    value: Value
    header: Annotated[str, StringConstraints(max_length=80, pattern=r"^[A-Za-z0-9-]*$")] = Field(
        "", description="Which header, where `field` is `header`."
    )

    @model_validator(mode="after")
    def _fits(self) -> "ConditionIn":
        is_number = self.operator in filtering.NUMBERS
        if is_number is not (self.field is FieldName.SIZE_KB):
            raise ValueError("`above` and `below` go with `size_kb`, and only with it.")
        if is_number and not self.value.isdecimal():
            raise ValueError("Give the size in whole kilobytes.")
        if self.field is FieldName.HEADER and not self.header:
            raise ValueError("Name the header.")
        if not self.value and self.operator not in {Operator.IS, Operator.IS_NOT}:
            raise ValueError("Say what to look for.")
        choices = _CHOICES.get(self.field)
        if choices and self.value not in choices:
            raise ValueError(f"Use one of: {', '.join(sorted(choices))}.")
        return self


class ConditionsIn(StrictSchema):
    match: Match = Match.ALL
    items: Annotated[list[ConditionIn], Field(min_length=1, max_length=filtering.MAX_CONDITIONS)]


class MailFilterIn(StrictSchema):
    name: Name
    conditions: ConditionsIn
    action: FilterAction
    value: Annotated[Line, StringConstraints(max_length=80)] = Field("", description="The tag, or where it is to go.")
    position: int | None = Field(None, ge=0, le=10_000, description="Lower runs first. Left out: last.")
    is_active: bool = True


class FilterChangeIn(StrictSchema):
    version: OpenedVersion
    name: Name | None = None
    conditions: ConditionsIn | None = None
    action: FilterAction | None = None
    value: Annotated[Line, StringConstraints(max_length=80)] | None = None
    position: int | None = Field(None, ge=0, le=10_000)
    is_active: bool | None = None


class FilterOut(Schema):
    id: UUID
    name: str
    conditions: dict[str, Any]
    action: FilterAction
    value: str
    position: int
    is_active: bool
    hits: int
    last_hit_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class FilterList(Schema):
    items: list[FilterOut]
    next_cursor: None = None


HeaderName = Annotated[str, StringConstraints(max_length=80)]
HeaderValue = Annotated[Text, StringConstraints(max_length=998)]


class ArrivalIn(StrictSchema):
    """A mail as it might arrive."""

    from_address: Annotated[Line, StringConstraints(max_length=320)] = ""
    to: Annotated[list[Annotated[Line, StringConstraints(max_length=320)]], Field(max_length=50)] = Field(
        default_factory=list
    )
    cc: Annotated[list[Annotated[Line, StringConstraints(max_length=320)]], Field(max_length=50)] = Field(
        default_factory=list
    )
    subject: Annotated[Line, StringConstraints(max_length=998)] = ""
    body: Annotated[Text, StringConstraints(max_length=20_000)] = ""
    headers: Annotated[dict[HeaderName, HeaderValue], Field(max_length=50)] = Field(default_factory=dict)
    has_attachment: bool = False
    size_kb: int = Field(0, ge=0, le=1_000_000)
    kind: MailKind = MailKind.MESSAGE


class FilterTestIn(StrictSchema):
    """Either a mail that arrived or a sample; with ``draft`` only that filter is tried."""

    received_id: UUID | None = None
    sample: ArrivalIn | None = None
    draft: MailFilterIn | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "FilterTestIn":
        if (self.received_id is None) is (self.sample is None):
            raise ValueError("Give either received_id or sample.")
        return self


class CaughtOut(Schema):
    id: UUID | None
    name: str
    action: FilterAction
    value: str


class FilterTestOut(Schema):
    caught: list[CaughtOut]
    is_dropped: bool
    tags: list[str]
    route: str
