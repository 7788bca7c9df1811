"""Who listens to a stream is found as for any other request: by session or by API key."""

from datetime import timedelta

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from frontdesk.orgs import api_keys, streams
from frontdesk.orgs.models import Impersonation, Organization, Profile, Role
from frontdesk.orgs.sessions import SessionStore
from frontdesk.platform import tenancy
from frontdesk.platform.errors import NotSignedIn
from frontdesk.platform.front import Scope
from frontdesk.platform.realtime import Listener

pytestmark = pytest.mark.django_db


def make_person(role: Role) -> Profile:
    with tenancy.platform("tests"):
        organization = None
        if role != Role.SUPERADMIN:
            organization, _ = Organization.objects.get_or_create(slug="northgate", defaults={"name": "Northgate"})
        return Profile.objects.create(email=f"{role.value}@northgate.test", role=role, organization=organization)


def sign_in(person: Profile, **values: str) -> SessionStore:
    session = SessionStore()
    session[SESSION_KEY] = str(person.id)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.update(values)
    session.save(must_create=True)
    return session


def request(**headers: str) -> Scope:
    return {
        "type": "http", "method": "GET", "path": "/api/stream", "query_string": b"", "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip


def test_a_session_names_its_person() -> None:
    person = make_person(Role.AGENT)
    session = sign_in(person)
    listener = streams.identify(request(cookie=f"sessionid={session.session_key}; other=1"))
    assert listener == Listener(person.id, person.organization_id, "agent")
    assert tenancy.current() is None


def test_an_api_key_names_its_person() -> None:
    person = make_person(Role.USER)
    with tenancy.platform("tests"):
        _, key = api_keys.issue(person, name="script", scopes=[])
    listener = streams.identify(request(authorization=f"Bearer {key}"))
    assert listener == Listener(person.id, person.organization_id, "user")


def test_a_superadmin_listens_where_they_are() -> None:
    root, somebody = make_person(Role.SUPERADMIN), make_person(Role.ADMIN)
    outside = streams.identify(request(cookie=f"sessionid={sign_in(root).session_key}"))
    assert outside == Listener(root.id, None, "superadmin")
    assert somebody.organization_id is not None
    with tenancy.platform("tests"):
        stay = Impersonation.objects.create(
            organization_id=somebody.organization_id, superadmin=root, reason="help",
            expires_at=timezone.now() + timedelta(minutes=5),
        )  # fmt: skip
    session = sign_in(root, impersonation_id=str(stay.id))
    inside = streams.identify(request(cookie=f"sessionid={session.session_key}"))
    assert inside == Listener(root.id, somebody.organization_id, "admin")


@pytest.mark.parametrize("reason", ["nothing", "unknown session", "signed out", "deactivated", "unknown key", "basic"])
def test_nobody_else_listens(reason: str) -> None:
    person = make_person(Role.ADMIN)
    session = sign_in(person)
    cookie = {"cookie": f"sessionid={session.session_key}"}
    if reason == "signed out":
        session.flush()
    if reason == "deactivated":
        with tenancy.platform("tests"):
            Profile.objects.filter(id=person.id).update(is_active=False)
    headers = {
        "nothing": {},
        "unknown session": {"cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"},
        "unknown key": {"authorization": "Bearer fd_unknown"},
        "basic": {"authorization": "Basic YTpi", **cookie},
    }.get(reason, cookie)
    with pytest.raises(NotSignedIn):
        streams.identify(request(**headers))
