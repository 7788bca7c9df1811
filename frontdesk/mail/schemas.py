"""What the mail routes take and give."""

import base64
import binascii
from datetime import datetime
from email.utils import parseaddr
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, StringConstraints, TypeAdapter, ValidationError, field_validator

from frontdesk.mail import composing
from frontdesk.mail.models import FromAddressType, MessageStatus, SourceFormat, TemplateCategory
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale
from frontdesk.orgs.schemas import PersonBrief
from frontdesk.platform.schemas import Email, Line, ListParameters, StrictSchema, Text

MAX_ADDRESS = 320
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)


def _address(value: str) -> str:
    """``a@b`` or ``Name <a@b>``; the name is kept as written."""
    name, bare = parseaddr(value)
    try:
        checked = _EMAIL.validate_python(bare)
    except ValidationError as error:
        raise ValueError(f"{value!r} is not an e-mail address.") from error
    written = composing.write_address(name, checked)
    if len(written) > MAX_ADDRESS:
        raise ValueError(f"At most {MAX_ADDRESS} characters with the name.")
    return written


EmailAddress = Annotated[
    Line,
    StringConstraints(max_length=MAX_ADDRESS),
    AfterValidator(_address),
    Field(description="`a@b.example` or `Name <a@b.example>`.", examples=["carol@client.test"]),
]
Source = Annotated[Text, StringConstraints(strip_whitespace=False)]
Subject = Annotated[Text, StringConstraints(max_length=500)]
TemplateName = Annotated[Line, StringConstraints(min_length=1, max_length=255)]
DatabaseId = Annotated[int, Field(ge=1, lt=2**63)]


class ProblemOut(Schema):
    level: Literal["error", "warning"]
    code: str
    message: str
    line: int
    column: int
    field: str


class StatsOut(Schema):
    sent: int
    opened: int


class TemplateOut(Schema):
    id: int
    name: str
    description: str
    type: str
    category: TemplateCategory
    locale: Locale
    subject: str
    is_active: bool
    is_default: bool
    source_format: SourceFormat
    organization_id: UUID | None
    version: int
    from_email_address_type: FromAddressType
    email_main_logo_image: str
    created_by: PersonBrief | None
    created_at: datetime
    updated_at: datetime
    can_edit: bool
    stats: StatsOut


class TemplateDetailOut(TemplateOut):
    html_code: str
    text_code: str
    preheader: str
    design: dict[str, Any] | None
    problems: list[ProblemOut]


class TemplatePage(Schema):
    items: list[TemplateOut]
    next_cursor: str | None


class TemplateListIn(ListParameters):
    organization_id: UUID | None = None
    type: TemplateType | None = None
    category: TemplateCategory | None = None
    locale: Locale | None = None
    is_active: bool | None = None
    is_global: bool | None = Field(None, description="True: only global defaults; false: only organizations' own.")
    sort: Literal["updated", "name"] = "updated"


class TemplateIn(StrictSchema):
    name: TemplateName
    description: Annotated[Text, StringConstraints(max_length=2000)] = ""
    type: TemplateType
    category: TemplateCategory | None = Field(None, description="Left out: what the type suggests.")
    locale: Locale = Locale.EN
    subject: Subject
    preheader: Annotated[Text, StringConstraints(max_length=300)] = ""
    html_code: Source
    text_code: Source = ""
    source_format: SourceFormat = SourceFormat.HTML
    design: dict[str, Any] | None = None
    from_email_address_type: FromAddressType | None = None
    email_main_logo_image: Annotated[Line, StringConstraints(max_length=300)] = ""
    is_default: Annotated[bool, Field(strict=True)] = False


class TemplateChangeIn(StrictSchema):
    version: int = Field(ge=1, lt=2**31, description="The version that was opened; a stale one gets 409.")
    name: TemplateName | None = None
    description: Annotated[Text, StringConstraints(max_length=2000)] | None = None
    category: TemplateCategory | None = None
    subject: Subject | None = None
    preheader: Annotated[Text, StringConstraints(max_length=300)] | None = None
    html_code: Source | None = None
    text_code: Source | None = None
    source_format: SourceFormat | None = None
    design: dict[str, Any] | None = None
    from_email_address_type: FromAddressType | None = None
    email_main_logo_image: Annotated[Line, StringConstraints(max_length=300)] | None = None
    is_active: bool | None = None
    is_default: bool | None = None


class PreviewIn(StrictSchema):
    html_code: Source
    subject: Subject = ""
    preheader: Annotated[Text, StringConstraints(max_length=300)] = ""
    text_code: Source = ""
    source_format: SourceFormat = SourceFormat.HTML
    type: TemplateType = TemplateType.CUSTOM
    category: TemplateCategory | None = None
    locale: Locale = Locale.EN
    email_main_logo_image: Annotated[Line, StringConstraints(max_length=300)] = ""
    sample_data: dict[str, Any] | None = Field(None, description="Left out: the type's own samples.")


class MissingOut(Schema):
    name: str
    line: int
    column: int
    field: str
    reason: Literal["unknown", "missing"]


class PreviewOut(Schema):
    preview_html: str
    subject: str
    preheader: str
    text: str
    missing: list[MissingOut]
    warnings: list[ProblemOut]


class TestMailIn(StrictSchema):
    to: EmailAddress = Field(description="Your own address, or one of your organization's people or contacts.")
    sample_data: dict[str, Any] | None = None


class MessageRef(Schema):
    message_id: UUID
    to: str
    status: MessageStatus


class SendOut(Schema):
    message_id: UUID
    status: MessageStatus
    messages: list[MessageRef]


class VersionOut(Schema):
    version: int
    name: str
    subject: str
    created_at: datetime
    created_by: PersonBrief | None


class VersionDetailOut(VersionOut):
    description: str
    preheader: str
    html_code: str
    text_code: str
    source_format: SourceFormat
    design: dict[str, Any] | None


class VersionPage(Schema):
    items: list[VersionOut]
    next_cursor: str | None


class RestoreIn(StrictSchema):
    version: int = Field(ge=1, lt=2**31, description="The newest version that you know of; a stale one gets 409.")


class TypeOut(Schema):
    type: TemplateType
    label: str
    category: TemplateCategory
    description: str
    from_email_address_type: FromAddressType


class TypePage(Schema):
    items: list[TypeOut]
    next_cursor: str | None = None


class PlaceholderOut(Schema):
    name: str
    label: str
    description: str
    kind: Literal["text", "url", "datetime", "number", "list", "object"]
    required: bool
    sample: Any


class PlaceholdersOut(Schema):
    type: TemplateType
    placeholders: list[PlaceholderOut]
    sample_data: dict[str, Any]


class StarterOut(Schema):
    type: TemplateType
    locale: Locale
    name: str
    description: str
    subject: str
    preheader: str
    html_code: str
    text_code: str
    source_format: SourceFormat


class AttachmentIn(StrictSchema):
    filename: Annotated[Line, StringConstraints(min_length=1, max_length=200)]
    content_type: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$", max_length=100)]
    content_base64: Annotated[str, StringConstraints(max_length=14_000_000)]

    @field_validator("content_base64")
    @classmethod
    def _is_base64(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error as error:
            raise ValueError("This is not base64.") from error
        return value

    @field_validator("content_type")
    @classmethod
    def _is_not_a_container(cls, value: str) -> str:
        if value.lower().startswith(("multipart/", "message/")):
            raise ValueError("Attach files; multipart and message types are not files.")
        return value


class RelatedIn(StrictSchema):
    ticket_id: DatabaseId | None = None
    meeting_id: DatabaseId | None = None
    workflow_run_id: DatabaseId | None = None


class SendIn(StrictSchema):
    type: TemplateType | None = None
    template_id: DatabaseId | None = None
    to: EmailAddress | Annotated[list[EmailAddress], Field(min_length=1, max_length=50)]
    cc: list[EmailAddress] = Field(default_factory=list, max_length=50)
    bcc: list[EmailAddress] = Field(default_factory=list, max_length=50)
    data: dict[str, Any] = Field(default_factory=dict)
    attachments: list[AttachmentIn] = Field(default_factory=list, max_length=20)
    reply_to: EmailAddress | None = None
    locale: Locale | None = Field(None, description="Left out: the recipient's, else the organization's.")
    send_at: datetime | None = Field(None, description="Left out: now. At most 90 days ahead.")
    related: RelatedIn | None = None


class MessageOut(Schema):
    id: UUID
    direction: Literal["out", "in"]
    status: str
    from_address: str
    to_address: str
    subject: str
    type: str
    template_id: int | None
    created_at: datetime
    sent_at: datetime | None
    tries: int
    last_error: str
    has_attachments: bool


class MessagePage(Schema):
    items: list[MessageOut]
    next_cursor: str | None


class MessageListIn(ListParameters):
    direction: Literal["out", "in"] = "out"
    status: MessageStatus | None = None
    type: TemplateType | None = None
    template_id: DatabaseId | None = None


class AttachmentOut(Schema):
    index: int
    filename: str
    content_type: str
    size: int


class MessageEventOut(Schema):
    at: datetime
    status: str
    detail: str


class MessageDetailOut(MessageOut):
    html: str
    text: str
    headers: list[list[str]]
    attachments: list[AttachmentOut]
    cc: list[str]
    reply_to: str
    template_version: int | None
    provider: str
    provider_id: str
    next_attempt_at: datetime | None
    related: dict[str, Any]
    events: list[MessageEventOut]
