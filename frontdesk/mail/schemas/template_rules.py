"""What superadmins decide about templates: locks, and whom a global default reaches."""

from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.template_types import TemplateType
from frontdesk.platform.schemas import Line, StrictSchema


class OrganizationLockOut(Schema):
    id: UUID
    name: str
    is_locked: bool
    reason: str


class TypeLockOut(Schema):
    type: TemplateType
    is_locked: bool
    reason: str
    organizations: list[OrganizationLockOut] = Field(description="Exceptions; empty for who is no superadmin.")


class TypeLockPage(Schema):
    items: list[TypeLockOut]
    next_cursor: str | None = None


class TypeLockIn(StrictSchema):
    is_locked: Annotated[bool, Field(strict=True)]
    reason: Annotated[Line, StringConstraints(max_length=300)] = ""
    organization_id: UUID | None = Field(None, description="Left out: for all organizations.")


class ReachedOut(Schema):
    id: UUID
    name: str
    is_locked: bool


class OverridingOut(Schema):
    id: UUID
    name: str
    template_id: int


class ReachOut(Schema):
    """At most 500 of each are listed, by name; the totals count all."""

    total: int
    total_overriding: int
    organizations: list[ReachedOut]
    overriding: list[OverridingOut]
