"""What a bundle holds, as its manifest says it and as it is taken in."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from frontdesk.mail.models import FromAddressType, SourceFormat, TemplateCategory
from frontdesk.mail.rendering import Problem
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import Line, Text

FORMAT: Literal["frontdesk.email-templates"] = "frontdesk.email-templates"
FORMAT_VERSION: Literal[1] = 1
MANIFEST = "manifest.json"
IMAGES = "images/"
# How a source says where a picture lies, seen from its own folder.
UP = "../../"
MAX_TEMPLATES = 200
MAX_SOURCE_BYTES = 1024 * 1024
MAX_DESIGN_BYTES = 2 * 1024 * 1024
# Of one file together: unpacked and read they take twenty times as much memory.
MAX_DESIGNS_BYTES = 24 * 1024 * 1024
# Of one template, and of one export: with two hundred sources, texts and designs they stay below a zip's 2,000 files.
MAX_PICTURES = 500
MAX_ALL_PICTURES = 1200

_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Path = Annotated[str, StringConstraints(max_length=300)]


class Choice(StrEnum):
    """What is done with a template of the file. ``replace`` makes a new version of the one that is there."""

    COPY = "copy"
    REPLACE = "replace"
    SKIP = "skip"


class _Part(BaseModel):
    # What later versions add is passed over.
    model_config = ConfigDict(extra="ignore")


class FileRecord(_Part):
    sha256: _Sha256
    size: int = Field(ge=0)


def _entry_name(value: str) -> str:
    if not value or value in {".", ".."} or not all(part.isalnum() or part in "-_" for part in value):
        raise ValueError("An entry is named by letters, digits, dashes and underscores.")
    return value


class TemplateRecord(_Part):
    entry: Annotated[str, StringConstraints(max_length=80), AfterValidator(_entry_name)]
    name: Annotated[Line, StringConstraints(min_length=1, max_length=255)]
    description: Annotated[Text, StringConstraints(max_length=2000)] = ""
    type: TemplateType
    category: TemplateCategory
    locale: Locale
    variant_group: UUID | None = None
    subject: Annotated[Text, StringConstraints(max_length=500)]
    preheader: Annotated[Text, StringConstraints(max_length=300)] = ""
    source_format: SourceFormat
    from_email_address_type: FromAddressType
    email_main_logo_image: Annotated[Line, StringConstraints(max_length=300)] = ""
    source: _Path
    text: _Path | None = None
    design: _Path | None = None
    images: Annotated[list[_Path], Field(max_length=MAX_PICTURES)] = []
    # For people who read the file; an import starts at version 1, inactive.
    version: int = 1
    is_active: bool = False
    is_default: bool = False
    updated_at: datetime | None = None


class Manifest(_Part):
    format: Literal["frontdesk.email-templates"]
    version: Literal[1]
    exported_at: datetime
    organization: Annotated[Text, StringConstraints(max_length=300)] = ""
    templates: Annotated[list[TemplateRecord], Field(min_length=1, max_length=MAX_TEMPLATES)]
    files: Annotated[dict[_Path, FileRecord], Field(max_length=2000)]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the file. ``marker`` stands for its address in the code that uses it."""

    marker: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was changed on the way in."""

    code: str
    message: str
    line: int = 0
    column: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One template of an uploaded file, ready to be made; ``group``: those that share it are one mail's languages."""

    entry: str
    type: TemplateType
    locale: Locale
    values: dict[str, object]
    group: UUID | None = None
    pictures: tuple[Picture, ...] = ()
    changes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        return str(self.values["name"])


@dataclass(slots=True)
class Item:
    """One line of a plan, or of what was done."""

    entry: str
    name: str
    type: TemplateType
    locale: Locale
    subject: str
    conflict: dict[str, object] | None
    choice: Choice
    images: int
    changes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    template_id: int | None = None
