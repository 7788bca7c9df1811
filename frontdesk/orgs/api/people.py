"""People of the organization, invitations, and the client portal's sign-up."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from frontdesk.orgs import accounts, invitations, portal
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.models import Invitation, Profile, Role
from frontdesk.orgs.schemas.common import ProfileOut
from frontdesk.orgs.schemas.people import (
    AcceptedOut,
    AcceptIn,
    InvitationListIn,
    InvitationOut,
    InvitationPage,
    InvitationPublicOut,
    InviteIn,
    PeopleListIn,
    PeoplePage,
    PersonIn,
    PersonOut,
    PortalOut,
    PortalSignUpIn,
)
from frontdesk.platform import limits
from frontdesk.platform.paging import page

router = Router(tags=["people"])
PUBLIC_LIMIT = "30/m"  # per address, for routes that anybody may call


@router.get("/people", response=PeoplePage, auth=SIGNED_IN)
def list_people(request: ApiRequest, parameters: Query[PeopleListIn]) -> dict[str, object]:
    found = accounts.list_people(
        request.auth, words=parameters.q, role=parameters.role or "", is_active=parameters.is_active
    )
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": items, "next_cursor": next_cursor}


@router.get("/people/{uuid:profile_id}", response=PersonOut, auth=SIGNED_IN)
def get_person(request: ApiRequest, profile_id: UUID) -> Profile:
    return accounts.get_person(request.auth, profile_id)


@router.patch("/people/{uuid:profile_id}", response=PersonOut, auth=SIGNED_IN)
def update_person(request: ApiRequest, profile_id: UUID, payload: PersonIn) -> Profile:
    return accounts.update_person(request.auth, profile_id, payload.dict(exclude_unset=True, exclude_none=True))


@router.get("/invitations", response=InvitationPage, auth=SIGNED_IN)
def list_invitations(request: ApiRequest, parameters: Query[InvitationListIn]) -> dict[str, object]:
    status = invitations.InvitationStatus(parameters.status) if parameters.status else None
    found = invitations.list_invitations(request.auth, status=status, words=parameters.q)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": items, "next_cursor": next_cursor}


@router.post("/invitations", response={201: InvitationOut}, auth=SIGNED_IN)
def create_invitation(request: ApiRequest, payload: InviteIn) -> Status[Invitation]:
    return Status(
        201,
        invitations.invite(
            request.auth,
            email=payload.email,
            role=Role(payload.role),
            message=payload.message,
            expires_in_days=payload.expires_in_days,
        ),
    )


@router.post("/invitations/{uuid:invitation_id}/resend", response=InvitationOut, auth=SIGNED_IN)
def resend_invitation(request: ApiRequest, invitation_id: UUID) -> Invitation:
    return invitations.resend(request.auth, invitation_id)


@router.delete("/invitations/{uuid:invitation_id}", response={204: None}, auth=SIGNED_IN)
def revoke_invitation(request: ApiRequest, invitation_id: UUID) -> Status[None]:
    invitations.revoke(request.auth, invitation_id)
    return Status(204, None)


@router.get("/invitations/by-token/{token}", response=InvitationPublicOut)
def get_invitation_by_token(request: HttpRequest, token: str) -> dict[str, object]:
    """What an invitation link offers; for whoever holds it."""
    limits.check_address(request, what="invitation", limit=PUBLIC_LIMIT)
    invitation = invitations.find_by_token(token)
    return {
        "email": invitation.email,
        "role": invitation.role,
        "organization_name": invitation.organization.name,
        "expires_at": invitation.expires_at,
        "status": invitations.status_of(invitation).value,
    }


@router.post("/invitations/by-token/{token}/accept", response={201: ProfileOut})
def accept_invitation(request: HttpRequest, token: str, payload: AcceptIn) -> Status[Profile]:
    """Makes the sign-in and signs in."""
    limits.check_address(request, what="invitation", limit=PUBLIC_LIMIT)
    profile = invitations.accept(token, full_name=payload.full_name, password=payload.password)
    portal.sign_in(request, profile)
    return Status(201, profile)


@router.get("/portal/{slug}", response=PortalOut)
def get_portal(request: HttpRequest, slug: str) -> dict[str, object]:
    """Whether clients may register themselves under this organization."""
    organization = portal.get_portal(slug)
    return {
        "organization_name": organization.name,
        "brand_color": organization.brand_color,
        "logo_url": organization.logo or None,
        "open": organization.portal_open,
    }


@router.post("/portal/{slug}/sign-up", response={202: AcceptedOut})
def portal_sign_up(request: HttpRequest, slug: str, payload: PortalSignUpIn) -> Status[dict[str, str]]:
    """Registers a client; the answer is the same whether or not the address has an account already."""
    limits.check_address(request, what="portal", limit=PUBLIC_LIMIT)
    portal.sign_up(request, slug, email=payload.email, full_name=payload.full_name, password=payload.password)
    return Status(202, {"detail": "Check your mail: we have sent a link to confirm your address."})
