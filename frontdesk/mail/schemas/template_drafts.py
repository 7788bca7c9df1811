"""What somebody typed into a template and has not saved, and who else has it open."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema

from frontdesk.mail.models import FromAddressType, SourceFormat, TemplateCategory
from frontdesk.mail.schemas.common import Design, Source
from frontdesk.platform.schemas import StrictSchema

# What is being typed need not be fit to be saved yet: a name may be empty, a subject too long.
_Typed = Annotated[Source, Field(max_length=10_000)]


class DraftContent(StrictSchema):
    name: _Typed | None = None
    description: _Typed | None = None
    category: TemplateCategory | None = None
    subject: _Typed | None = None
    preheader: _Typed | None = None
    html_code: Source | None = None
    text_code: Source | None = None
    source_format: SourceFormat | None = None
    design: Design | None = None
    from_email_address_type: FromAddressType | None = None
    email_main_logo_image: _Typed | None = None


class DraftIn(StrictSchema):
    base_version: int = Field(ge=1, lt=2**31, description="The version that the content is a change of.")
    content: DraftContent | None = None
    keep_content: bool = Field(
        False, description="True: only says that the editor is still open; what was kept before stays as it is."
    )
    leaving: bool = Field(
        False, description="True: says that the editor is being closed; what was kept before stays as it is."
    )


class EditorProfile(Schema):
    id: UUID
    full_name: str


class EditorOut(Schema):
    profile: EditorProfile
    seen_at: datetime
    has_unsaved: bool


class DraftSavedOut(Schema):
    saved_at: datetime | None = Field(description="When the kept content was last written; null when there is none.")
    editors: list[EditorOut] = Field(description="Others who had the template open within the last 45 seconds.")


class DraftOut(Schema):
    content: dict[str, Any]
    base_version: int
    saved_at: datetime
