"""People, invitations and the client portal."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.orgs.models import Role
from frontdesk.orgs.schemas.common import MemberRole, Name, Password, PersonBrief, ProfileOut
from frontdesk.platform.schemas import Email, ListParameters, StrictSchema, Text


class PersonOut(ProfileOut):
    last_seen_at: datetime | None = Field(None, alias="last_login")


class PeopleListIn(ListParameters):
    role: MemberRole | None = None
    is_active: bool | None = None


class PersonIn(StrictSchema):
    full_name: Name | None = None
    role: MemberRole | None = None
    is_active: bool | None = None


class PeoplePage(Schema):
    items: list[PersonOut]
    next_cursor: str | None


class InvitationOut(Schema):
    id: UUID
    email: str
    role: Role
    status: Literal["pending", "accepted", "expired", "revoked"]
    message: str
    invited_by: PersonBrief | None
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None

    @staticmethod
    def resolve_status(invitation: Any) -> str:
        from frontdesk.orgs.invitations import status_of

        return status_of(invitation).value


class InvitationListIn(ListParameters):
    status: Literal["pending", "accepted", "expired", "revoked"] | None = None


class InvitationPage(Schema):
    items: list[InvitationOut]
    next_cursor: str | None


class InviteIn(StrictSchema):
    email: Email
    role: MemberRole
    message: Annotated[Text, StringConstraints(max_length=1000)] = ""
    expires_in_days: int = Field(7, ge=1, le=30)


class InvitationPublicOut(Schema):
    email: str
    role: Role
    organization_name: str
    expires_at: datetime
    status: Literal["pending", "accepted", "expired", "revoked"]


class AcceptIn(StrictSchema):
    full_name: Name
    password: Password


class PortalOut(Schema):
    organization_name: str
    brand_color: str
    logo_url: str | None
    open: bool


class PortalSignUpIn(StrictSchema):
    email: Email
    full_name: Name
    password: Password


class AcceptedOut(Schema):
    detail: str
