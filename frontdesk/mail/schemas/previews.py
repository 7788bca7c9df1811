"""Previews of templates, and checks before activation."""

from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import SourceFormat, TemplateCategory
from frontdesk.mail.schemas.common import Preheader, ProblemOut, Source, Subject
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import Line, StrictSchema


class PreviewIn(StrictSchema):
    html_code: Source
    subject: Subject = ""
    preheader: Preheader = ""
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
