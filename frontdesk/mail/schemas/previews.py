"""Previews of templates, and checks before activation."""

from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import SourceFormat, TemplateCategory
from frontdesk.mail.schemas.common import Preheader, ProblemOut, Source, Subject
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import Line, StrictSchema


class UnsavedTemplateIn(StrictSchema):
    html_code: Source
    subject: Subject = ""
    preheader: Preheader = ""
    text_code: Source = ""
    source_format: SourceFormat = SourceFormat.HTML
    type: TemplateType = TemplateType.CUSTOM
    category: TemplateCategory | None = Field(None, description="Left out: what the type suggests.")
    locale: Locale = Locale.EN
    email_main_logo_image: Annotated[Line, StringConstraints(max_length=300)] = ""
    sample_data: dict[str, Any] | None = Field(None, description="Left out: the type's own samples.")


class PreviewIn(UnsavedTemplateIn):
    branches: Literal["data", "all"] = Field(
        "data", description="`all` shows every branch of each condition, labelled where a label can stand; loops once."
    )


class CheckIn(UnsavedTemplateIn):
    remote: Annotated[bool, Field(strict=True)] = Field(
        False, description="Asks the servers of images that are not your uploads how large they are: 20 at most."
    )


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
    size_bytes: int = Field(description="Of the rendered HTML; Gmail cuts off what is longer than 102 kB.")
    timing_ms: float


class CheckOut(Schema):
    items: list[ProblemOut]
    errors: int = Field(description="How many of the items refuse activation.")
    warnings: int
    size_bytes: int | None = Field(description="Of the rendered HTML; null when it cannot be rendered.")
