"""Permissions, API keys and the audit log."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.orgs.access import Permission
from frontdesk.orgs.models import Role
from frontdesk.orgs.schemas.common import PersonBrief
from frontdesk.platform.schemas import Line, ListParameters, Moment, StrictSchema, Text


class PermissionOut(Schema):
    key: Permission
    label: str
    roles: list[Role]


class PermissionPage(Schema):
    items: list[PermissionOut]
    next_cursor: str | None = None


DecidedPermission = Literal["templates.manage", "templates.activate", "mail.send"]


class DecidedRoles(Schema):
    admin: bool
    agent: bool


class RolePermissionOut(Schema):
    permission: DecidedPermission
    roles: DecidedRoles


class RolePermissionPage(Schema):
    items: list[RolePermissionOut]
    next_cursor: str | None = None


class DecidedRolesIn(StrictSchema):
    admin: Annotated[bool, Field(strict=True)]
    agent: Annotated[bool, Field(strict=True)]


class RolePermissionIn(StrictSchema):
    permission: DecidedPermission
    roles: DecidedRolesIn


class RolePermissionsIn(StrictSchema):
    items: list[RolePermissionIn] = Field(min_length=1, max_length=10)


class ApiKeyOut(Schema):
    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    profile: PersonBrief


class ApiKeyMadeOut(ApiKeyOut):
    key: str = Field(description="Shown this once; only its hash is kept.")


class ApiKeyIn(StrictSchema):
    name: Annotated[Line, StringConstraints(min_length=1, max_length=80)]
    scopes: list[Permission] = Field(min_length=1)
    expires_in_days: int | None = Field(None, ge=1, le=3650)


class ApiKeyPage(Schema):
    items: list[ApiKeyOut]
    next_cursor: str | None


class ActorBrief(Schema):
    id: UUID | None
    full_name: str
    email: str


class AuditEntryOut(Schema):
    id: int
    action: str
    actor: ActorBrief | None
    is_impersonated: bool
    object_type: str
    object_id: str
    object_label: str
    changes: dict[str, Any]
    ip_address: str | None
    created_at: datetime

    @staticmethod
    def resolve_actor(entry: Any) -> dict[str, object] | None:
        if not entry.actor_label:
            return None
        email = entry.actor.email if entry.actor else ""
        return {"id": entry.actor_id, "full_name": entry.actor_label, "email": email}

    @staticmethod
    def resolve_is_impersonated(entry: Any) -> bool:
        return entry.impersonator_id is not None


class AuditListIn(ListParameters):
    action: Text = Field("", max_length=80)
    actor_id: UUID | None = None
    since: Moment | None = Field(None, alias="from")
    until: Moment | None = Field(None, alias="to")


class AuditPage(Schema):
    items: list[AuditEntryOut]
    next_cursor: str | None
