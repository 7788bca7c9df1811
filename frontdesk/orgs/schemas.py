"""What the routes of organizations and people take and give."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.orgs.access import Permission
from frontdesk.orgs.models import ConsentPurpose, ConsentState, Locale, OrganizationType, Plan, Role
from frontdesk.platform.schemas import Email, Line, ListParameters, Moment, StrictSchema, Text, TimeZone

Name = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=False)]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
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


class MyProfileOut(ProfileOut):
    email_verified: bool


class PersonOut(ProfileOut):
    last_seen_at: datetime | None = Field(None, alias="last_login")


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


class PermissionOut(Schema):
    key: Permission
    label: str
    roles: list[Role]


class PermissionPage(Schema):
    items: list[PermissionOut]
    next_cursor: str | None = None


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


class ConsentOut(Schema):
    state: ConsentState = ConsentState.UNKNOWN
    at: datetime | None = None
    text: str = ""


class ConsentsOut(Schema):
    marketing_mail: ConsentOut = ConsentOut()
    recording: ConsentOut = ConsentOut()
    ai_processing: ConsentOut = ConsentOut()


class SuppressionOut(Schema):
    suppressed: bool
    reason: str | None
    at: datetime | None


class ContactOut(Schema):
    id: UUID
    email: str
    full_name: str
    phone: str
    locale: str
    timezone: str
    fields: dict[str, Any]
    profile_id: UUID | None
    consent: ConsentsOut
    suppression: SuppressionOut
    created_at: datetime
    updated_at: datetime


class ContactPage(Schema):
    items: list[ContactOut]
    next_cursor: str | None


class ContactListIn(ListParameters):
    consent: ConsentState | None = Field(None, description="Consent to marketing mail.")


FieldName = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
FieldText = Annotated[Text, StringConstraints(max_length=2000)]
# Strict: a text of digits stays a text.
FieldNumber = Annotated[int, Field(ge=-(2**53), le=2**53, strict=True)]
FieldValue = Annotated[bool, Field(strict=True)] | FieldNumber | FieldText | None


class ContactIn(StrictSchema):
    email: Email
    full_name: Annotated[Line, StringConstraints(max_length=120)] = ""
    phone: Annotated[Line, StringConstraints(max_length=40)] = ""
    locale: Locale | Literal[""] = ""
    timezone: TimeZone | Literal[""] = ""
    fields: dict[FieldName, FieldValue] = Field(
        default_factory=dict, description="Your own fields: text, numbers, yes/no."
    )


class ContactChangeIn(StrictSchema):
    email: Email | None = None
    full_name: Annotated[Line, StringConstraints(max_length=120)] | None = None
    phone: Annotated[Line, StringConstraints(max_length=40)] | None = None
    locale: Locale | Literal[""] | None = None
    timezone: TimeZone | Literal[""] | None = None
    fields: dict[FieldName, FieldValue] | None = None


class ConsentIn(StrictSchema):
    purpose: ConsentPurpose
    state: ConsentState
    text: Annotated[Text, StringConstraints(max_length=4000)] = ""


class TimelineEntryOut(Schema):
    at: datetime
    kind: str
    title: str
    detail: str
    record_type: str
    record_id: str


class TimelinePage(Schema):
    items: list[TimelineEntryOut]
    next_cursor: str | None = None


class UploadOut(Schema):
    id: UUID
    url: str
    width: int
    height: int
    content_type: str
    size: int
