"""E-mail templates: what lists and the editor show, and what people change."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import FromAddressType, SourceFormat, TemplateCategory
from frontdesk.mail.schemas.common import (
    DatabaseId,
    Design,
    EmailAddress,
    JsonObject,
    Preheader,
    ProblemOut,
    Source,
    Subject,
)
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.templates.bulk import Action
from frontdesk.mail.templates.listing import Filters, Sort, TemplateStatus
from frontdesk.orgs.models import Locale
from frontdesk.orgs.schemas.common import PersonBrief
from frontdesk.platform.schemas import Line, ListParameters, OpenedVersion, StrictSchema, Text

TemplateName = Annotated[Line, StringConstraints(min_length=1, max_length=255)]


class StatsOut(Schema):
    sent: int
    delivered: int
    opened: int = Field(description="By people: privacy proxies and scanners are not counted.")
    clicked: int
    open_rate: float | None = Field(description="From 0 to 1; null while nothing that could be counted was sent.")
    last_sent_at: datetime | None


class VariantOut(Schema):
    id: int
    locale: Locale
    is_active: bool
    name: str
    subject: str
    updated_at: datetime


class LockOut(Schema):
    is_locked: bool
    reason: str


class EditRefusalOut(Schema):
    code: Literal["global", "locked", "role", "archived", "active"]
    detail: str


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
    status: TemplateStatus
    source_format: SourceFormat
    organization_id: UUID | None
    organization_name: str | None
    version: int
    from_email_address_type: FromAddressType
    email_main_logo_image: str
    variant_group: UUID
    variants: list[VariantOut] = Field(description="The same mail in each language, this one too.")
    created_by: PersonBrief | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    can_edit: bool
    edit_refusal: EditRefusalOut | None = Field(description="Why the caller cannot edit it.")
    lock: LockOut | None = Field(description="Set when the type is locked for the template's organization.")
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


class TemplateFiltersIn(Schema):
    q: Text = Field("", max_length=200, description="Words to search for in names, subjects and content.")
    organization_id: UUID | None = None
    type: TemplateType | None = None
    category: TemplateCategory | None = None
    locale: Locale | None = None
    is_active: bool | None = None
    is_global: bool | None = Field(None, description="True: only global defaults; false: only organizations' own.")
    status: TemplateStatus | None = Field(None, description="Left out: all but the archived.")
    created_by: UUID | None = None

    def filters(self) -> Filters:
        return Filters(
            words=self.q,
            type=self.type or "",
            category=self.category or "",
            locale=self.locale or "",
            is_active=self.is_active,
            is_global=self.is_global,
            organization_id=self.organization_id,
            status=self.status,
            created_by=self.created_by,
        )


class TemplateListIn(TemplateFiltersIn, ListParameters):
    sort: Sort = Field(Sort.UPDATED, description="`opened`: by the rate of mails that were opened.")


class AuthorPage(Schema):
    items: list[PersonBrief]
    next_cursor: str | None = None


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
    design: Design | None = None
    from_email_address_type: FromAddressType | None = None
    email_main_logo_image: Annotated[Line, StringConstraints(max_length=300)] = ""
    is_default: Annotated[bool, Field(strict=True)] = False


class TemplateChangeIn(StrictSchema):
    version: OpenedVersion
    name: TemplateName | None = None
    description: Annotated[Text, StringConstraints(max_length=2000)] | None = None
    category: TemplateCategory | None = None
    subject: Subject | None = None
    preheader: Preheader | None = None
    html_code: Source | None = None
    text_code: Source | None = None
    source_format: SourceFormat | None = None
    design: Design | None = None
    from_email_address_type: FromAddressType | None = None
    email_main_logo_image: Annotated[Line, StringConstraints(max_length=300)] | None = None
    is_active: bool | None = None
    is_default: bool | None = None
    proposal_id: UUID | None = Field(
        None, description="A model's proposal that the content was put together with. It counts as accepted."
    )


class TestMailIn(StrictSchema):
    to: EmailAddress = Field(description="Your own address, or one of your organization's people or contacts.")
    sample_data: JsonObject | None = None


class VariantIn(StrictSchema):
    locale: Locale


class BulkIn(StrictSchema):
    ids: list[DatabaseId] = Field(min_length=1, max_length=100)
    action: Action


class BulkRefusalOut(Schema):
    field: str
    message: str
    code: str | None = None
    line: int | None = None
    column: int | None = None


class BulkResultOut(Schema):
    id: int
    ok: bool
    detail: str
    errors: list[BulkRefusalOut]


class BulkOut(Schema):
    items: list[BulkResultOut]


class RenderedOut(Schema):
    preview_html: str
    subject: str
    text: str
