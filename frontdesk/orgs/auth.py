"""How routes say that somebody must be signed in; the middleware has already found out who asks."""

from django.conf import settings
from django.http import HttpRequest
from ninja.security.base import AuthBase

from frontdesk.orgs.access import Actor
from frontdesk.platform import limits
from frontdesk.platform.errors import NotSignedIn


class ApiRequest(HttpRequest):
    """A request of somebody signed in."""

    auth: Actor


def find_actor(request: HttpRequest) -> Actor | None:
    """Who asks, or None; raises NotSignedIn when a credential was sent that does not count."""
    if reason := getattr(request, "identity_error", ""):
        raise NotSignedIn(reason)
    actor: Actor | None = getattr(request, "actor", None)
    return actor


class SessionCookie(AuthBase):
    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Actor | None:
        actor = find_actor(request)
        if actor and actor.api_key_id:
            limits.check(f"key:{actor.api_key_id}", limit=settings.API_RATE_LIMIT)
        return actor


class BearerKey(AuthBase):
    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Actor:
        raise NotSignedIn


SIGNED_IN = [SessionCookie(), BearerKey()]
