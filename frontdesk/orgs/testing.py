"""The fixed cast of the tests, as pytest fixtures: Alice (admin), Bob (agent), Carol (client), Dave (another
organization's admin), Root (superadmin). Each is an API client that speaks JSON with a key of its person."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from frontdesk.orgs import api_keys, demo, roles
from frontdesk.orgs.models import Profile, Role
from frontdesk.platform import limits, tenancy


@dataclass
class Answer:
    """What the API answered; ``json`` is None for an empty or non-JSON body."""

    status: int
    json: Any
    headers: dict[str, str]
    content: bytes


class ApiClient:
    """Calls the API as one person, with all the scopes of the person's role unless told otherwise."""

    def __init__(self, profile: Profile | None, scopes: list[str] | None = None) -> None:
        self.client = Client(raise_request_exception=False)
        self.profile = profile
        self.headers: dict[str, str] = {}
        if profile:
            with tenancy.platform("test cast"):
                all_scopes = [permission.value for permission in roles.granted(Role(profile.role))]
                granted = all_scopes if scopes is None else scopes
                _, key = api_keys.issue(profile, name="test", scopes=granted)
            self.headers = {"Authorization": f"Bearer {key}"}

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        options: dict[str, Any] = {"headers": {**self.headers, **headers}}
        if body is not None:
            options |= {
                "data": body if isinstance(body, bytes) else json.dumps(body),
                "content_type": "application/json",
            }
        response: Any = getattr(self.client, method.lower())(path, **options)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        is_json = "json" in response.headers.get("Content-Type", "")
        return Answer(
            response.status_code, json.loads(content) if is_json and content else None, dict(response.headers), content
        )

    def get(self, path: str, **headers: str) -> Answer:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> Answer:
        return self.call("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: object) -> Answer:
        return self.call("PATCH", path, body)

    def put(self, path: str, body: object) -> Answer:
        return self.call("PUT", path, body)

    def delete(self, path: str) -> Answer:
        return self.call("DELETE", path)


class Browser(ApiClient):
    """A browser of a person, or of nobody yet: a session cookie, and the CSRF token that the web app sends."""

    def __init__(self, email: str = "", password: str = "") -> None:
        super().__init__(None)
        self.client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        self.get("/api/me")
        if email:
            answer = self.sign_in(email, password or settings.DEMO_PASSWORD)
            assert answer.status == 200, answer.json

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        token = self.client.cookies.get("csrftoken")
        self.headers = {"X-CSRFToken": token.value} if token else {}
        return super().call(method, path, body, **headers)

    def auth(self, method: str, path: str, body: object = None) -> Answer:
        """Calls sign-in's own API (django-allauth's)."""
        return self.call(method, f"/_allauth/browser/v1/{path}", {} if body is None and method == "POST" else body)

    def sign_in(self, email: str, password: str) -> Answer:
        return self.auth("POST", "auth/login", {"email": email, "password": password})

    def prove(self, password: str = "") -> None:
        """Gives the password again, which changing how one signs in asks for."""
        answer = self.auth("POST", "auth/reauthenticate", {"password": password or settings.DEMO_PASSWORD})
        assert answer.status == 200, answer.json

    @property
    def me(self) -> Any:
        return self.get("/api/me").json


@pytest.fixture
def cast(db: None) -> dict[str, Profile]:
    """The demo's organizations and people, by first name."""
    limits.forget()  # the table underneath is as new
    demo.load()
    with tenancy.platform("test cast"):
        return {profile.email.partition("@")[0]: profile for profile in Profile.objects.select_related("organization")}


@pytest.fixture
def alice(cast: dict[str, Profile]) -> ApiClient:
    return ApiClient(cast["alice"])


@pytest.fixture
def bob(cast: dict[str, Profile]) -> ApiClient:
    return ApiClient(cast["bob"])


@pytest.fixture
def carol(cast: dict[str, Profile]) -> ApiClient:
    return ApiClient(cast["carol"])


@pytest.fixture
def dave(cast: dict[str, Profile]) -> ApiClient:
    return ApiClient(cast["dave"])


@pytest.fixture
def root(cast: dict[str, Profile]) -> ApiClient:
    return ApiClient(cast["root"])


@pytest.fixture
def nobody(db: None) -> ApiClient:
    limits.forget()
    return ApiClient(None)
