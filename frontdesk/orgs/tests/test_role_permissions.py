"""The platform says which roles may edit templates, activate them and send mail."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from frontdesk.orgs.models import AuditEntry, Profile
from frontdesk.orgs.testing import ApiClient, Browser
from frontdesk.platform import tenancy

PATH = "/api/role-permissions"
TEMPLATE = {"name": "Ours", "type": "custom", "subject": "Hello", "html_code": "<p>Hello</p>"}
MAIL = {"type": "welcome", "to": "carol@client.test", "data": {"name": "Carol", "action_url": "https://x.test/"}}


def decide(root: ApiClient, permission: str, *, admin: bool, agent: bool) -> None:
    body = {"items": [{"permission": permission, "roles": {"admin": admin, "agent": agent}}]}
    answer = root.put(PATH, body)
    assert answer.status == 200, answer.json
    assert {"permission": permission, "roles": {"admin": admin, "agent": agent}} in answer.json["items"]


def test_roles_begin_with_what_they_come_with(root: ApiClient) -> None:
    assert root.get(PATH).json["items"] == [
        {"permission": "templates.manage", "roles": {"admin": True, "agent": False}},
        {"permission": "templates.activate", "roles": {"admin": True, "agent": False}},
        {"permission": "mail.send", "roles": {"admin": True, "agent": True}},
    ]


def test_what_is_taken_away_is_refused_at_once_to_sessions_and_keys(
    root: ApiClient, bob: ApiClient, alice: ApiClient
) -> None:
    browser = Browser("bob@northgate.test")
    assert bob.post("/api/send-email", MAIL).status == 202
    decide(root, "mail.send", admin=True, agent=False)
    for client in (bob, browser):
        refused = client.post("/api/send-email", MAIL)
        assert refused.status == 403
        assert "The platform decides which roles have it" in refused.json["detail"]
        assert "mail.send" not in client.get("/api/me").json["permissions"]
    assert alice.post("/api/send-email", MAIL).status == 202
    decide(root, "mail.send", admin=True, agent=True)
    assert [client.post("/api/send-email", MAIL).status for client in (bob, browser)] == [202, 202]


def test_what_is_given_counts_for_new_keys_within_their_scopes(
    root: ApiClient, bob: ApiClient, cast: dict[str, Profile]
) -> None:
    assert bob.post("/api/email-templates", TEMPLATE).status == 403
    key = {"name": "script", "scopes": ["templates.manage"]}
    assert bob.post("/api/api-keys", key).status == 422
    decide(root, "templates.manage", admin=True, agent=True)
    browser = Browser("bob@northgate.test")
    assert "templates.manage" in browser.me["permissions"]
    assert browser.post("/api/email-templates", TEMPLATE).status == 201
    assert browser.post("/api/api-keys", key).status == 201
    # The old key was made without that scope, and stays narrow.
    refused = bob.post("/api/email-templates", TEMPLATE)
    assert (refused.status, "lacks the scope" in refused.json["detail"]) == (403, True)
    assert ApiClient(cast["bob"]).post("/api/email-templates", TEMPLATE).status == 201


def roles_of(client: ApiClient, key: str) -> list[str]:
    return next(item["roles"] for item in client.get("/api/permissions").json["items"] if item["key"] == key)


def test_the_list_of_permissions_tells(root: ApiClient, alice: ApiClient) -> None:
    assert roles_of(alice, "templates.activate") == ["superadmin", "admin"]
    decide(root, "templates.activate", admin=False, agent=True)
    assert roles_of(alice, "templates.activate") == ["superadmin", "agent"]
    assert "templates.activate" in root.get("/api/me").json["permissions"]


def test_a_change_is_written_down_and_told(root: ApiClient, cast: dict[str, Profile]) -> None:
    decide(root, "mail.send", admin=True, agent=False)
    decide(root, "mail.send", admin=True, agent=False)
    with tenancy.platform("tests"), connection.cursor() as cursor:
        entries = list(AuditEntry.objects.filter(action="role_permission.changed"))
        cursor.execute("select organization_id from events where name = 'role_permission.changed'")
        told = {row[0] for row in cursor.fetchall()}
    assert [entry.changes for entry in entries] == [{"agent mail.send": False}]
    assert told == {None, cast["alice"].organization_id, cast["dave"].organization_id}


@pytest.mark.parametrize("who", ["alice", "bob", "carol"])
def test_only_superadmins_see_and_decide(who: str, root: ApiClient, request: pytest.FixtureRequest) -> None:
    client: ApiClient = request.getfixturevalue(who)
    body = {"items": [{"permission": "mail.send", "roles": {"admin": True, "agent": True}}]}
    assert (client.get(PATH).status, client.put(PATH, body).status) == (403, 403)


@pytest.mark.parametrize(
    "items",
    [
        [],
        [{"permission": "people.manage", "roles": {"admin": True, "agent": True}}],
        [{"permission": "mail.send", "roles": {"admin": "perhaps", "agent": True}}],
        [{"permission": "mail.send", "roles": {"admin": True, "agent": True, "user": True}}],
    ],
)
def test_nothing_else_can_be_decided(items: list[Any], root: ApiClient) -> None:
    assert root.put(PATH, {"items": items}).status == 422


def test_only_a_superadmins_transaction_may_write(cast: dict[str, Profile]) -> None:
    insert = "insert into role_permissions (role, permission, is_granted) values ('agent', 'templates.manage', true)"
    alice = tenancy.tenant(cast["alice"].organization_id, role="admin")
    with pytest.raises(DatabaseError, match="row-level security"), alice, connection.cursor() as cursor:
        cursor.execute(insert)


def queries(client: ApiClient) -> int:
    client.get("/api/contacts")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/api/contacts").status == 200
    return len([query for query in captured if "SAVEPOINT" not in query["sql"].upper()])


def test_it_costs_no_query_per_request(root: ApiClient, alice: ApiClient) -> None:
    """Who asks with a key is bound in one statement, and the list is another."""
    browser = Browser("alice@northgate.test")
    before = queries(alice), queries(browser)
    decide(root, "mail.send", admin=False, agent=False)
    assert (queries(alice), queries(browser)) == before
    assert before[0] == 2
