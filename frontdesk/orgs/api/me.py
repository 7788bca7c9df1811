"""The caller: who am I, what may I do, which organization am I in."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Status

from frontdesk.orgs import accounts, auth, impersonation
from frontdesk.orgs.access import Actor
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.middleware import IMPERSONATION_KEY
from frontdesk.orgs.models import Impersonation, Organization, Profile
from frontdesk.orgs.schemas.organization import ImpersonateIn, ImpersonationOut, MeIn, MeOut

router = Router(tags=["me"])


def _describe(actor: Actor | None) -> dict[str, object]:
    profile = Profile.objects.filter(id=actor.profile_id).first() if actor else None
    stay = None
    if actor and actor.impersonation_id:
        stay = Impersonation.objects.select_related("organization").get(id=actor.impersonation_id)
    if profile:
        verified = EmailAddress.objects.filter(user_id=profile.id, verified=True).exists()
        profile.email_verified = verified  # type: ignore[attr-defined]  # read by the schema
    return {
        "signed_in": actor is not None,
        "profile": profile,
        "organization": Organization.objects.filter(id=actor.org_id).first() if actor and actor.org_id else None,
        "permissions": sorted(actor.permissions) if actor else [],
        "impersonation": _describe_stay(stay) if stay else None,
        "features": {
            "signup": settings.SIGNUP_OPEN,
            "oidc_providers": [{"id": app["provider_id"], "name": app["name"]} for app in settings.OIDC_PROVIDERS],
        },
        "demo": not settings.PRODUCTION,
    }


def _describe_stay(stay: Impersonation) -> dict[str, object]:
    return {
        "organization_id": stay.organization_id,
        "organization_name": stay.organization.name,
        "expires_at": stay.expires_at,
        "reason": stay.reason,
    }


@router.get("/me", response=MeOut, summary="Who am I")
def get_me(request: HttpRequest) -> dict[str, object]:
    """Answers 200 to anybody; `signed_in` says whether somebody is. Sets the CSRF cookie."""
    get_token(request)
    return _describe(auth.find_actor(request))


@router.patch("/me", response=MeOut, auth=SIGNED_IN, summary="Change my name, language or time zone")
def update_me(request: ApiRequest, payload: MeIn) -> dict[str, object]:
    accounts.update_self(request.auth, payload.dict(exclude_unset=True, exclude_none=True))
    return _describe(request.auth)


@router.post(
    "/impersonation", response={201: ImpersonationOut}, auth=SIGNED_IN, summary="Enter an organization to help"
)
def enter_organization(request: ApiRequest, payload: ImpersonateIn) -> Status[dict[str, object]]:
    stay = impersonation.enter(request.auth, payload.organization_id, minutes=payload.minutes, reason=payload.reason)
    request.session[IMPERSONATION_KEY] = str(stay.id)
    return Status(201, _describe_stay(stay))


@router.delete("/impersonation", response={204: None}, auth=SIGNED_IN, summary="Leave the organization")
def leave_organization(request: ApiRequest) -> Status[None]:
    impersonation.leave(request.auth)
    request.session.pop(IMPERSONATION_KEY, None)
    return Status(204, None)
