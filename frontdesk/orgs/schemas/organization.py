"""The caller, the organization, and uploads."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.orgs.access import Permission
from frontdesk.orgs.models import Locale, OrganizationType, Plan
from frontdesk.orgs.schemas.common import Name, ProfileOut
from frontdesk.platform import storage
from frontdesk.platform.models import Upload
from frontdesk.platform.schemas import Email, Line, ListParameters, StrictSchema, TimeZone

Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class MyProfileOut(ProfileOut):
    email_verified: bool


class OrganizationOut(Schema):
    id: UUID
    name: str
    slug: str
    type: OrganizationType
    plan: Plan
    locale: Locale
    timezone: str
    logo_url: str | None
    brand_color: str
    support_address: str
    portal_open: bool
    created_at: datetime

    @staticmethod
    def resolve_logo_url(organization: Any) -> str | None:
        return organization.logo or None


class ImpersonationOut(Schema):
    organization_id: UUID
    organization_name: str
    expires_at: datetime
    reason: str


class ProviderOut(Schema):
    id: str
    name: str


class FeaturesOut(Schema):
    signup: bool
    oidc_providers: list[ProviderOut]


class MeOut(Schema):
    signed_in: bool
    profile: MyProfileOut | None
    organization: OrganizationOut | None
    permissions: list[Permission]
    impersonation: ImpersonationOut | None
    features: FeaturesOut
    demo: bool


class MeIn(StrictSchema):
    full_name: Name | None = None
    timezone: TimeZone | None = None
    locale: Locale | None = None


class OrganizationIn(StrictSchema):
    name: Name | None = None
    type: OrganizationType | None = None
    locale: Locale | None = None
    timezone: TimeZone | None = None
    brand_color: Color | None = None
    support_address: Email | Literal[""] | None = None
    logo_upload_id: UUID | None = None
    portal_open: bool | None = None


class OrganizationByPlatformIn(StrictSchema):
    name: Name | None = None
    type: OrganizationType | None = None
    plan: Plan | None = None


class OrganizationListIn(ListParameters):
    plan: Plan | None = None
    type: OrganizationType | None = None


class OrganizationPage(Schema):
    items: list[OrganizationOut]
    next_cursor: str | None


class ImpersonateIn(StrictSchema):
    organization_id: UUID
    minutes: int = Field(60, ge=5, le=240)
    reason: Annotated[Line, StringConstraints(min_length=3, max_length=300)]


class UploadOut(Schema):
    id: UUID
    url: str
    purpose: Upload.Purpose
    file_name: str
    width: int
    height: int
    content_type: str
    size: int = Field(description="In bytes.")
    created_at: datetime

    @staticmethod
    def resolve_url(upload: Upload) -> str:
        return storage.url(upload.key)


class UploadListIn(ListParameters):
    purpose: Upload.Purpose | None = None


class UploadPage(Schema):
    items: list[UploadOut]
    next_cursor: str | None
