"""Named sets of data to preview a type of mail with."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.schemas.common import JsonObject
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.schemas.common import PersonBrief
from frontdesk.platform.schemas import Line, ListParameters, StrictSchema

SampleName = Annotated[Line, StringConstraints(min_length=1, max_length=80)]


class SampleOut(Schema):
    id: int
    type: TemplateType
    name: str
    data: dict[str, Any]
    created_by: PersonBrief | None
    created_at: datetime
    updated_at: datetime


class SamplePage(Schema):
    items: list[SampleOut]
    next_cursor: str | None


class SampleListIn(ListParameters):
    type: TemplateType | None = None


class SampleIn(StrictSchema):
    type: TemplateType
    name: SampleName
    data: JsonObject


class SampleChangeIn(StrictSchema):
    name: SampleName | None = None
    data: JsonObject | None = None


class PastMailOut(Schema):
    message_id: UUID
    label: str = Field(description="Masked recipient, day, and what it was about.")
    recipient: str = Field(description="Masked: enough to tell two mails apart.")
    related: dict[str, Any]
    created_at: datetime


class PastMailPage(Schema):
    items: list[PastMailOut]
    next_cursor: str | None


class SampleFromMailIn(StrictSchema):
    message_id: UUID
    name: SampleName | None = Field(None, description="Left out: one is made of the mail's day.")
