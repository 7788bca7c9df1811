"""Contacts, their consent and their timeline."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from frontdesk.orgs.models import ConsentPurpose, ConsentState, Locale
from frontdesk.platform.schemas import AnyEmail, Line, ListParameters, ShownEmail, StrictSchema, Text, TimeZone

# The document says of the defaults below that they are always in the answer.
ALWAYS_SENT = ConfigDict(json_schema_serialization_defaults_required=True)


class ConsentOut(Schema):
    model_config = ALWAYS_SENT

    state: ConsentState = ConsentState.UNKNOWN
    at: datetime | None = None
    text: str = ""


class ConsentsOut(Schema):
    model_config = ALWAYS_SENT

    marketing_mail: ConsentOut = ConsentOut()
    recording: ConsentOut = ConsentOut()
    ai_processing: ConsentOut = ConsentOut()


class SuppressionOut(Schema):
    suppressed: bool
    reason: str | None
    at: datetime | None


class ContactOut(Schema):
    id: UUID
    email: ShownEmail
    full_name: str
    phone: str
    locale: str
    timezone: str
    fields: dict[str, Any]
    profile_id: UUID | None
    consent: ConsentsOut
    suppression: SuppressionOut
    created_at: datetime
    updated_at: datetime


class ContactPage(Schema):
    items: list[ContactOut]
    next_cursor: str | None


class ContactListIn(ListParameters):
    consent: ConsentState | None = Field(None, description="Consent to marketing mail.")


FieldName = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


FieldText = Annotated[Text, StringConstraints(max_length=2000)]


# Strict: a text of digits stays a text.
FieldNumber = Annotated[int, Field(ge=-(2**53), le=2**53, strict=True)]


FieldFraction = Annotated[float, Field(ge=-(2**53), le=2**53, strict=True, allow_inf_nan=False)]


FieldTags = Annotated[list[Annotated[FieldText, StringConstraints(max_length=100)]], Field(max_length=50)]


FieldValue = Annotated[bool, Field(strict=True)] | FieldNumber | FieldFraction | FieldText | FieldTags | None


class ContactIn(StrictSchema):
    email: AnyEmail
    full_name: Annotated[Line, StringConstraints(max_length=120)] = ""
    phone: Annotated[Line, StringConstraints(max_length=40)] = ""
    locale: Locale | Literal[""] = ""
    timezone: TimeZone | Literal[""] = ""
    fields: dict[FieldName, FieldValue] = Field(
        default_factory=dict, description="Your own fields: text, numbers, yes/no, lists of tags."
    )


class ContactChangeIn(StrictSchema):
    email: AnyEmail | None = None
    full_name: Annotated[Line, StringConstraints(max_length=120)] | None = None
    phone: Annotated[Line, StringConstraints(max_length=40)] | None = None
    locale: Locale | Literal[""] | None = None
    timezone: TimeZone | Literal[""] | None = None
    fields: dict[FieldName, FieldValue] | None = None


class ConsentIn(StrictSchema):
    purpose: ConsentPurpose
    state: ConsentState
    text: Annotated[Text, StringConstraints(max_length=4000)] = ""


class TimelineEntryOut(Schema):
    at: datetime
    kind: str
    title: str
    detail: str
    record_type: str
    record_id: str


class TimelinePage(Schema):
    items: list[TimelineEntryOut]
    next_cursor: str | None = None
