"""E-mail templates, their versions, previews and placeholders."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import FromAddressType, SourceFormat, TemplateCategory
from frontdesk.mail.schemas.common import EmailAddress, Preheader, ProblemOut, Source, Subject
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale
from frontdesk.orgs.schemas.common import PersonBrief
from frontdesk.platform.schemas import Line, ListParameters, StrictSchema, Text

TemplateName = Annotated[Line, StringConstraints(min_length=1, max_length=255)]


class StatsOut(Schema):
    sent: int
    opened: int


class TemplateOut(Schema):
    id: int
    name: str
    description: str
    type: TemplateType
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
    preheader: Preheader = ""
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
    preheader: Preheader | None = None
    html_code: Source | None = None
    text_code: Source | None = None
    source_format: SourceFormat | None = None
    design: dict[str, Any] | None = None
    from_email_address_type: FromAddressType | None = None
    email_main_logo_image: Annotated[Line, StringConstraints(max_length=300)] | None = None
    is_active: bool | None = None
    is_default: bool | None = None


class TestMailIn(StrictSchema):
    to: EmailAddress = Field(description="Your own address, or one of your organization's people or contacts.")
    sample_data: dict[str, Any] | None = None


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
