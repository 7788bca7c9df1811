"""Imports of contacts."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import ImportState
from frontdesk.platform.schemas import AnyEmail, Line, StrictSchema, Text

Encoding = Literal["utf-8", "cp1252"]
Delimiter = Literal[",", ";", "\t", "|"]


class DialectOut(Schema):
    encoding: str
    delimiter: str
    has_header: bool


class ColumnOut(Schema):
    column: int
    to: str
    type: str


class ImportOut(Schema):
    id: UUID
    state: ImportState
    filename: str
    size: int
    position: int = Field(description="Bytes of the file that are done.")
    lines: int
    added: int
    updated: int
    unchanged: int
    duplicates: int
    skipped: int
    bad: int
    error: str
    list_id: UUID | None
    list_name: str
    dialect: DialectOut
    mapping: list[ColumnOut]
    has_bad_lines: bool
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ImportPage(Schema):
    items: list[ImportOut]
    next_cursor: str | None


class ImportProblemOut(Schema):
    row: int
    reason: str


class ImportPreviewOut(Schema):
    header: list[str]
    rows: list[list[str]]
    columns: list[ColumnOut]
    problems: list[ImportProblemOut]
    dialect: DialectOut


class ImportUploadedOut(ImportOut):
    preview: ImportPreviewOut


class DialectIn(StrictSchema):
    encoding: Encoding | None = None
    # Spaces count: a tab is one.
    delimiter: Annotated[Delimiter, StringConstraints(strip_whitespace=False)] | None = None
    has_header: bool | None = None


class ColumnIn(StrictSchema):
    column: int = Field(ge=0, lt=200)
    to: Annotated[Line, StringConstraints(max_length=67)] = Field(
        description="`email`, `full_name`, `first_name`, `last_name`, `phone`, `locale`, `timezone`, `fields.<name>`; "
        "empty: left out."
    )
    type: Literal["text", "number", "date", "bool", "list"] = "text"


class ImportConsentIn(StrictSchema):
    state: Literal["granted", "denied"]
    text: Annotated[Text, StringConstraints(min_length=1, max_length=4000)] = Field(
        description="What they agreed to, and where."
    )


class ImportOptionsIn(StrictSchema):
    update_existing: Literal["fill", "overwrite", "never"] = Field(
        "fill", description="`fill` writes only where a contact has nothing yet."
    )
    consent: ImportConsentIn | None = None
    new_fields: bool = True
    double_opt_in: bool = Field(True, description="Who is new on the list is asked by a mail first.")


class ImportStartIn(StrictSchema):
    mapping: list[ColumnIn] = Field(max_length=200)
    options: ImportOptionsIn = Field(default_factory=lambda: ImportOptionsIn.model_validate({}))
    dialect: DialectIn | None = None
    list_id: UUID | None = None


class ReleaseIn(StrictSchema):
    email: AnyEmail
    reason: Annotated[Line, StringConstraints(min_length=3, max_length=300)]
