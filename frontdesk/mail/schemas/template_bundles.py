"""Templates as one zip file: taken out here, put in there."""

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, TypeAdapter, ValidationError

from frontdesk.mail.schemas.templates import TemplateFiltersIn
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.templates.bundles.model import MAX_TEMPLATES, Choice
from frontdesk.orgs.models import Locale
from frontdesk.platform.errors import BadInput


def _listed(value: str) -> str:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts) or len(parts) > MAX_TEMPLATES:
        raise ValueError(f"Give up to {MAX_TEMPLATES} numbers of templates, parted by commas.")
    return ",".join(parts)


class ExportIn(TemplateFiltersIn):
    ids: Annotated[str, AfterValidator(_listed)] = Field("", description="Numbers parted by commas; or use filters.")

    def numbers(self) -> list[int]:
        return [int(part) for part in self.ids.split(",") if part]


class ConflictOut(Schema):
    id: int
    name: str
    version: int


class BundleChangeOut(Schema):
    code: str
    message: str
    line: int = 0
    column: int = 0
    count: int = 1


class BundleProblemOut(Schema):
    level: Literal["error", "warning"]
    code: str
    message: str
    line: int = 0
    column: int = 0
    field: str = ""


class BundleItemOut(Schema):
    entry: str = Field(description="Names the template within the file; choices go by it.")
    name: str
    type: TemplateType
    locale: Locale
    subject: str
    conflict: ConflictOut | None = Field(description="A template here of the same name, type and language.")
    choice: Choice
    changes: list[BundleChangeOut]
    problems: list[BundleProblemOut]
    images: int
    template_id: int | None = Field(None, description="What it became; null for a plan and for what was skipped.")


class BundleOut(Schema):
    applied: bool
    items: list[BundleItemOut]


_CHOICES: TypeAdapter[dict[str, Choice]] = TypeAdapter(dict[str, Choice])


def read_choices(raw: str) -> dict[str, Choice]:
    """The form's field ``choices``. Raises BadInput."""
    try:
        return _CHOICES.validate_json(raw) if raw.strip() else {}
    except ValidationError as error:
        raise BadInput.field(
            "choices", 'Send JSON that gives each entry "copy", "replace" or "skip", such as {"001-welcome": "skip"}.'
        ) from error
