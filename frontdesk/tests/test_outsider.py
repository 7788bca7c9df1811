"""Every route of the OpenAPI document, asked by those who may not: another organization's admin, nobody, a bad key."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from frontdesk.orgs import api_keys
from frontdesk.orgs.models import ApiKey, Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.tests.routes import (
    DOCUMENT,
    NO_IDS,
    OWN,
    PUBLIC,
    WORDS,
    Route,
    fingerprint,
    list_routes,
    made,
    make_objects,
)

ROUTES = list_routes()
# What every signed-in person may do, whatever the scopes of the key.
WITHOUT_PERMISSION = {
    "update_me",
    "get_organization",
    "list_permissions",
    "get_dashboard",
    "leave_organization",  # 409: an API key is in nobody's house
}


# They take a file, which is looked for before anything else.
FILES = {"create_upload", "transcribe_audio", "import_templates", "upload_contacts", "import_suppressions"}


@pytest.fixture
def objects(alice: ApiClient, cast: dict[str, Profile]) -> dict[str, object]:
    return make_objects(alice, cast["bob"].id)


def is_problem(answer: Any, status: int) -> bool:
    return (
        answer.status == status
        and answer.headers["Content-Type"] == "application/problem+json"
        and answer.json["status"] == status
        and {"type", "title", "detail"} <= set(answer.json)
    )


def test_every_id_is_known_here(objects: dict[str, object]) -> None:
    """A new route's parameter needs an object to try it on."""
    assert {name for route in ROUTES for name in route.parameters} <= set(objects)


def test_dave_finds_nothing_of_northgate(
    alice: ApiClient, dave: ApiClient, cast: dict[str, Profile], objects: dict[str, object]
) -> None:
    asked = [route for route in ROUTES if route.takes_id]
    before = fingerprint(cast["alice"].organization_id)
    answers = {route: route.call(dave, objects) for route in asked}
    wrong = {route.operation_id: answer.status for route, answer in answers.items() if not is_problem(answer, 404)}
    assert wrong == {}
    assert fingerprint(cast["alice"].organization_id) == before
    assert len(asked) > 20


def test_a_404_does_not_tell_what_exists(dave: ApiClient, objects: dict[str, object]) -> None:
    absent_id = "00000000-0000-4000-8000-000000000000"
    nothing: dict[str, object] = {
        name: 2**40 if isinstance(known, int) else absent_id for name, known in objects.items()
    }
    nothing |= {name: objects[name] for name in WORDS | {"number", "index"}}
    for route in ROUTES:
        if route.takes_id:
            theirs, absent = route.call(dave, objects), route.call(dave, nothing)
            assert theirs.json == absent.json, route


def test_alice_finds_all_of_it(alice: ApiClient, objects: dict[str, object]) -> None:
    """The objects are there and the requests are good: what Dave was refused was not a mistake of his."""
    reads = [route for route in ROUTES if route.method == "GET" and not NO_IDS & set(route.parameters)]
    refused = {"list_organizations", "list_system_models", "get_system_model"}
    refused |= {"list_role_permissions", "list_platform_usage", "get_template_reach"}
    refused |= {"get_campaign_links"}  # of one that has begun
    wrong = {route.operation_id: answer for route in reads if (answer := route.call(alice, objects)).status != 200}
    assert set(wrong) == refused


def test_lists_show_nothing_of_northgate(dave: ApiClient, objects: dict[str, object]) -> None:
    told = {str(value) for name, value in objects.items() if name not in WORDS and not isinstance(value, int)}
    for route in ROUTES:
        if route.method == "GET" and not route.parameters:
            content = route.call(dave, objects).content.decode()
            assert not [value for value in told if value in content], route
            samples = route.operation_id == "list_placeholders"  # a person and a place of the shipped samples
            assert samples or "northgate" not in content.lower(), route


def test_dave_cannot_point_at_what_is_northgates(alice: ApiClient, dave: ApiClient, objects: dict[str, object]) -> None:
    """Ids in bodies and queries are no way around either."""
    template = objects["template_id"]
    mail = {"template_id": template, "to": "dave@harbour.test", "data": {}}
    assert dave.post("/api/send-email", mail).status == 404
    to_lena = {"to": "lena@client.test"}
    own = made(dave, "/api/email-templates", {"name": "D", "type": "custom", "subject": "S", "html_code": "<p>x</p>"})
    assert dave.post(f"/api/email-templates/{own['id']}/test-email", to_lena).status == 422
    northgate = objects["organization_id"]
    assert dave.get(f"/api/email-templates?organization_id={northgate}").json["items"] == []
    assert dave.get(f"/api/mail/messages?template_id={template}").json["items"] == []
    assert dave.post("/api/impersonation", {"organization_id": str(northgate), "reason": "why not"}).status == 403


def test_nobody_gets_401(nobody: ApiClient, objects: dict[str, object]) -> None:
    wrong = [
        (route.operation_id, answer.status)
        for route in ROUTES
        if route.operation_id not in PUBLIC and not is_problem(answer := route.call(nobody, objects), 401)
    ]
    assert wrong == []
    assert {route.operation_id for route in ROUTES} >= PUBLIC


def test_the_document_says_which_routes_are_public() -> None:
    schema = [op for path in DOCUMENT["paths"].values() for op in path.values()]
    assert {op["operationId"] for op in schema if not op.get("security")} == PUBLIC


def bad_key(reason: str, profile: Profile) -> str:
    if reason == "unknown":
        return "fd_" + "x" * 43
    with tenancy.platform("tests"):
        row, key = api_keys.issue(profile, name=reason, scopes=["contacts.read"])
        keys = ApiKey.objects.filter(id=row.id)
        if reason == "revoked":
            keys.update(revoked_at=timezone.now())
        if reason == "expired":
            keys.update(expires_at=timezone.now() - timedelta(hours=1))
        if reason == "deactivated":
            Profile.objects.filter(id=profile.id).update(is_active=False)
    return {"other scheme": "Basic " + key, "no prefix": key.removeprefix("fd_")}.get(reason, key)


@pytest.mark.parametrize("reason", ["unknown", "revoked", "expired", "deactivated", "no prefix"])
def test_a_key_that_does_not_count_gets_401(
    reason: str, alice: ApiClient, cast: dict[str, Profile], objects: dict[str, object]
) -> None:
    before = fingerprint(cast["alice"].organization_id)
    alice.headers = {"Authorization": f"Bearer {bad_key(reason, cast['bob'])}"}
    changed = fingerprint(cast["alice"].organization_id)
    wrong = [
        (route.operation_id, answer.status)
        for route in ROUTES
        if route.operation_id not in PUBLIC - {"get_me"} and not is_problem(answer := route.call(alice, objects), 401)
    ]
    assert wrong == []
    assert fingerprint(cast["alice"].organization_id) == changed
    assert changed["contacts"] == before["contacts"]


def test_other_schemes_get_401(nobody: ApiClient) -> None:
    for header in ("Basic YTpi", "Bearer", "fd_x", "Bearer  fd_x", "Digest x"):
        answer = nobody.get("/api/contacts", Authorization=header)
        assert is_problem(answer, 401), header
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_without_the_scope_gets_403(cast: dict[str, Profile], objects: dict[str, object]) -> None:
    bare = ApiClient(cast["alice"], scopes=[])
    before = fingerprint(cast["alice"].organization_id)
    wrong = [
        (route.operation_id, answer.status)
        for route in ROUTES
        if needs_permission(route) and not is_problem(answer := route.call(bare, objects), 403)
    ]
    assert wrong == []
    after = fingerprint(cast["alice"].organization_id)
    assert {table for table in after if after[table] != before[table]} <= {"api_keys"}  # last_used_at


def needs_permission(route: Route) -> bool:
    return route.operation_id not in PUBLIC | WITHOUT_PERMISSION | FILES


def test_carol_the_client_reads_nothing_of_the_house(carol: ApiClient, objects: dict[str, object]) -> None:
    for route in ROUTES:
        if needs_permission(route) and route.operation_id not in OWN:
            assert route.call(carol, objects).status == 403, route
    assert carol.call("DELETE", f"/api/api-keys/{objects['key_id']}").status == 404
