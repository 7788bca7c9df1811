"""What several routes of organizations and people share."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import StringConstraints

from frontdesk.orgs.models import Locale, Role
from frontdesk.platform.schemas import Line

Name = Annotated[Line, StringConstraints(min_length=1, max_length=120)]


Password = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=False)]


MemberRole = Literal["admin", "agent", "user"]


class PersonBrief(Schema):
    id: UUID
    full_name: str
    email: str


class ProfileOut(Schema):
    id: UUID
    email: str
    full_name: str
    role: Role
    timezone: str
    locale: Locale
    is_active: bool
    created_at: datetime
