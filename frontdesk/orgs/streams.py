"""Who listens to a stream: the same identity as an ordinary request's, found in a short transaction of its own."""

import io

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.handlers.wsgi import WSGIRequest
from django.utils.module_loading import import_string

from frontdesk.orgs.middleware import identify_key, identify_session
from frontdesk.platform import tenancy
from frontdesk.platform.errors import NotSignedIn
from frontdesk.platform.front import Scope, make_environ
from frontdesk.platform.realtime import Listener


def identify(scope: Scope) -> Listener:
    """The person behind the session cookie or the API key of ``scope``; raises NotSignedIn, which says why."""
    request = WSGIRequest(make_environ(scope, io.BytesIO(), 0))
    header = request.headers.get("Authorization", "")
    with tenancy.bind_for_request(identifying=not header) as outcome:
        if header:
            actor, reason = identify_key(request, header)
        else:
            request.session = _session(request)
            actor, reason = identify_session(request), ""
        outcome.keep = True  # a key's last use is noted
    if actor is None:
        raise NotSignedIn(reason)
    return Listener(profile_id=actor.profile_id, org_id=actor.org_id, role=actor.role.value)


def _session(request: WSGIRequest) -> SessionBase:
    store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    return store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
