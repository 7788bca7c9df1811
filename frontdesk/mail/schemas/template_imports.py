"""Templates that people bring along, before anything is saved."""

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import SourceFormat, TemplateCategory
from frontdesk.mail.schemas.common import ProblemOut, Source
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale
from frontdesk.platform.outbound import MAX_URL
from frontdesk.platform.schemas import Line, StrictSchema


class ImportSourceIn(StrictSchema):
    """Either `source` or `url`."""

    source: Annotated[Source, StringConstraints(max_length=2 * 1024 * 1024)] = ""
    url: Annotated[Line, StringConstraints(max_length=MAX_URL)] = Field(
        "", description="Fetched once; relative addresses in the template are completed with it."
    )
    name: Annotated[Line, StringConstraints(max_length=255)] = ""
    type: TemplateType | None = Field(None, description="Left out: what name and words suggest.")
    locale: Locale | None = Field(None, description="Left out: what the words suggest.")
    store_images: Annotated[bool, Field(strict=True)] = Field(
        False, description="Stores pictures that stand inside the source (data:) among the uploads."
    )


class TemplateImportChange(Schema):
    """What was rewritten or removed; the place is of the first of `count`, in the source that came in."""

    code: str
    message: str
    line: int
    column: int
    count: int


class ImportSourceOut(Schema):
    name: str
    source_format: SourceFormat
    subject: str
    preheader: str
    html_code: str
    text_code: str
    type: TemplateType
    category: TemplateCategory
    locale: Locale
    changes: list[TemplateImportChange]
    problems: list[ProblemOut]
    images: int = Field(description="Pictures inside the source that are not stored yet.")
    preview_html: str = Field(description="Empty when the template cannot be rendered; the problems say why.")


class ConvertIn(StrictSchema):
    html_code: Source
    source_format: SourceFormat
    to: Literal["html", "mjml"]


class ConvertOut(Schema):
    html_code: str
    source_format: SourceFormat
    changes: list[TemplateImportChange]
    lossless: bool = Field(description="Whether the way back gives the same again.")
