"""Who + transaction + tenant, bound once per request, here and nowhere else."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import cast

import orjson
from django.contrib.auth import get_user
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone, translation

from frontdesk.orgs import roles
from frontdesk.orgs.access import Actor, permissions_of
from frontdesk.orgs.api_keys import KEY_PREFIX
from frontdesk.orgs.models import Impersonation, Profile, Role
from frontdesk.platform import observe, tenancy

GetResponse = Callable[[HttpRequest], HttpResponseBase]
IMPERSONATION_KEY = "impersonation_id"

# One statement finds the person and binds the transaction to them. A SECURITY DEFINER function, so that no role of a
# request can read the table of keys across tenants.
_BIND_KEY = f"""
select key_id, scopes, profile_id, email, full_name, role, org_id, locale, timezone, decided, {tenancy.BIND_COLUMNS}
from identify_api_key(%s)
"""  # noqa: S608 - a constant, not data


class FrontdeskRequest(HttpRequest):
    actor: Actor | None
    identity_error: str


class TenantMiddleware:
    """Binds API and sign-in requests; a status of 400 or more rolls everything back.

    Under ``/_allauth/`` a 401 is an ordinary answer ("next: confirm your address") and is kept.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.csrf = CsrfViewMiddleware(lambda request: HttpResponse())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith("/api/"):
            return self.serve_api(cast(FrontdeskRequest, request))
        if path.startswith(("/_allauth/", "/accounts/")):
            return self.serve_accounts(request)
        return self.get_response(request)

    def serve_api(self, request: FrontdeskRequest) -> HttpResponseBase:
        header = request.headers.get("Authorization", "")
        with tenancy.bind_for_request(identifying=not header) as outcome:
            if header:
                request.actor, request.identity_error = bind_key(request, header)
            else:
                request.actor, request.identity_error = identify_session(request), ""
                if request.actor is not None and (refusal := self.refuse_forgery(request)):
                    return refusal
                request.actor = bind_session(request.actor)
            note_actor(request, request.actor)
            response = self.get_response(request)
            outcome.keep = response.status_code < 400
        return response

    def refuse_forgery(self, request: HttpRequest) -> HttpResponse | None:
        """CSRF matters only where the browser signs the request by itself: with a session."""
        self.csrf.process_request(request)
        return self.csrf.process_view(request, lambda: None, (), {})  # type: ignore[arg-type, return-value]  # only its attributes are read

    def serve_accounts(self, request: HttpRequest) -> HttpResponseBase:
        # Kept before the CSRF check may read a form: sign-in's API reads the body again, whatever its content type.
        _ = request.body
        with tenancy.bind_for_request(identifying=True) as outcome:
            user = get_user(request)
            request._cached_user = user  # type: ignore[attr-defined]  # where AuthenticationMiddleware looks
            translation.activate(translation.get_language_from_request(request))
            if isinstance(user, Profile):
                tenancy.rebind(tenancy.Bound(None, user.id, tenancy.ACCOUNTS))
                observe.bind(user_id=user.id, org_id=user.organization_id)
            response = self.get_response(request)
            outcome.keep = response.status_code < 400 or response.status_code == 401
        return response


def bound_of(actor: Actor | None) -> tenancy.Bound:
    if actor is None:
        return tenancy.Bound(None, None, "anonymous")
    return tenancy.Bound(actor.org_id, actor.profile_id, actor.role.value)


def note_actor(request: HttpRequest, actor: Actor | None) -> None:
    """Logs name the actor from here on, and texts are in their language (the browser's while nobody is known)."""
    if actor is None:
        translation.activate(translation.get_language_from_request(request))
        return
    observe.bind(user_id=actor.profile_id, org_id=actor.org_id)
    if actor.locale != translation.get_language():
        translation.activate(actor.locale)


def bind_session(actor: Actor | None) -> Actor | None:
    """Binds the transaction to the actor of a session, and reads in the same statement what their role may do."""
    bound = bound_of(actor)
    if actor is None:
        tenancy.rebind(bound)
        return None
    decided = orjson.loads(tenancy.rebind_reading(bound, roles.DECIDED, [actor.role.value]))
    permissions = permissions_of(actor.role, decided=decided)
    return replace(actor, permissions=permissions, of_role=permissions)


def bind_key(request: HttpRequest, header: str) -> tuple[Actor | None, str]:
    """Binds the transaction to the actor of ``Authorization: Bearer fd_…``, or to nobody and says why."""
    actor, reason = identify_key(request, header)
    if actor is None:
        tenancy.rebind(bound_of(None))
    else:
        tenancy.note_bound(bound_of(actor))
    return actor, reason


def identify_key(request: HttpRequest, header: str) -> tuple[Actor | None, str]:
    """The actor of the key, whom the running transaction is bound to then, or None and why the key does not count."""
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer" or not key.startswith(KEY_PREFIX):
        return None, "Send an API key as: Authorization: Bearer fd_…"
    with connection.cursor() as cursor:
        cursor.execute(_BIND_KEY, [hashlib.sha256(key.encode()).digest()])
        row = cursor.fetchone()
    if row is None:
        return None, "This API key is unknown, revoked or expired. Make a new one under API keys."
    key_id, scopes, profile_id, email, full_name, role, org_id, locale, zone, decided = row[:10]
    role, decided = Role(role), orjson.loads(decided)
    actor = Actor(
        profile_id=profile_id,
        email=email,
        full_name=full_name,
        role=role,
        org_id=org_id,
        permissions=permissions_of(role, orjson.loads(scopes), decided=decided),
        locale=locale,
        timezone=zone,
        api_key_id=key_id,
        ip_address=client_address(request),
        of_role=permissions_of(role, decided=decided),
    )
    return actor, ""


def identify_session(request: HttpRequest) -> Actor | None:
    """The actor of the session cookie: the person, or a superadmin inside the organization they entered."""
    user = get_user(request)
    request._cached_user = user  # type: ignore[attr-defined]  # where AuthenticationMiddleware looks
    if not isinstance(user, Profile):
        return None
    stay = find_impersonation(request, user)
    role = Role.ADMIN if stay else Role(user.role)
    return Actor(
        profile_id=user.id,
        email=user.email,
        full_name=user.full_name,
        role=role,
        org_id=stay.organization_id if stay else user.organization_id,
        permissions=permissions_of(role),
        locale=user.locale,
        timezone=user.timezone,
        impersonation_id=stay.id if stay else None,
        ip_address=client_address(request),
    )


def find_impersonation(request: HttpRequest, user: Profile) -> Impersonation | None:
    """The superadmin's running stay in an organization, if this session has one that is not over."""
    stay_id = request.session.get(IMPERSONATION_KEY)
    if not stay_id or user.role != Role.SUPERADMIN:
        return None
    running = Q(ended_at__isnull=True, expires_at__gt=timezone.now())
    return Impersonation.objects.filter(running, id=stay_id, superadmin_id=user.id).first()


def client_address(request: HttpRequest) -> str | None:
    """The caller's address; a proxy's header counts only from a trusted proxy (``observe.client_address``)."""
    return observe.client_address(request)
