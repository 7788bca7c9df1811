"""Versions of e-mail templates."""

from datetime import datetime
from typing import Any

from ninja import Field, Schema

from frontdesk.mail.models import SourceFormat
from frontdesk.orgs.schemas.common import PersonBrief
from frontdesk.platform.schemas import OpenedVersion, StrictSchema


class VersionOut(Schema):
    version: int
    name: str
    subject: str
    created_at: datetime
    created_by: PersonBrief | None
    ai_model: str = Field(description="The model that wrote this version; empty: a person did.")
    subject_ai_model: str = Field(description="The model that wrote the subject, for as long as nobody changed it.")


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
    version: OpenedVersion
