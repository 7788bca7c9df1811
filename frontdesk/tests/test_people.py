"""People, their API keys, superadmins inside an organization, and the log of all that."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from frontdesk.orgs.models import ApiKey, Impersonation, Profile
from frontdesk.orgs.testing import ApiClient, Browser
from frontdesk.platform import tenancy

ROOT = "root@frontdesk.test"


def test_people_are_searched_and_filtered(alice: ApiClient, bob: ApiClient) -> None:
    def names(query: str) -> list[str]:
        return sorted(person["full_name"] for person in alice.get(f"/api/people{query}").json["items"])

    assert names("") == ["Alice Archer", "Bob Baker", "Carol Castillo"]
    assert names("?q=bAk") == names("?role=agent") == ["Bob Baker"]
    assert names("?q=client.test") == ["Carol Castillo"]
    assert names("?is_active=false") == []
    assert alice.get("/api/people?role=superadmin").status == 422


def test_a_role_is_changed_and_counts_at_once(alice: ApiClient, cast: dict[str, Profile]) -> None:
    browser = Browser("bob@northgate.test")
    assert browser.get("/api/audit").status == 403
    assert alice.patch(f"/api/people/{cast['bob'].id}", {"role": "admin"}).json["role"] == "admin"
    assert browser.get("/api/audit").status == 200
    [entry] = alice.get("/api/audit?action=person.updated").json["items"]
    assert (entry["object_label"], entry["changes"]) == ("bob@northgate.test", {"role": "admin"})


def test_the_last_admin_stays(alice: ApiClient, cast: dict[str, Profile]) -> None:
    own = f"/api/people/{cast['alice'].id}"
    assert alice.patch(own, {"role": "agent"}).status == 403
    assert alice.patch(own, {"is_active": False}).status == 403
    alice.patch(f"/api/people/{cast['bob'].id}", {"role": "admin"})
    bob = ApiClient(_reload(cast["bob"]))
    assert bob.patch(own, {"role": "agent"}).status == 200
    assert bob.patch(f"/api/people/{cast['bob'].id}", {"role": "agent"}).status == 403


def test_a_superadmin_inside_cannot_take_the_last_admin_away(cast: dict[str, Profile]) -> None:
    root = Browser(ROOT)
    root.post("/api/impersonation", {"organization_id": str(cast["dave"].organization_id), "reason": "to help"})
    answer = root.patch(f"/api/people/{cast['dave'].id}", {"role": "agent"})
    assert answer.status == 409
    with tenancy.platform("tests"):
        assert _reload(cast["dave"]).role == "admin"


def test_an_agent_manages_nobody(bob: ApiClient, cast: dict[str, Profile]) -> None:
    assert bob.patch(f"/api/people/{cast['carol'].id}", {"role": "agent"}).status == 403
    assert bob.patch(f"/api/people/{cast['bob'].id}", {"role": "admin"}).status == 403


def test_a_key_is_shown_once_and_kept_as_a_hash(alice: ApiClient) -> None:
    made = alice.post("/api/api-keys", {"name": "script", "scopes": ["contacts.read"], "expires_in_days": 30}).json
    assert made["key"].startswith("fd_")
    [listed] = alice.get("/api/api-keys?q=script").json["items"]
    assert "key" not in listed
    assert (listed["prefix"], listed["last_used_at"]) == (made["key"][:9], None)
    with tenancy.platform("tests"):
        row = ApiKey.objects.get(id=made["id"])
    assert bytes(row.key_hash) == hashlib.sha256(made["key"].encode()).digest()
    assert made["key"] not in str(vars(row))

    script = ApiClient(None)
    script.headers = {"Authorization": f"Bearer {made['key']}"}
    assert script.get("/api/contacts").status == 200
    assert script.get("/api/people").status == 403
    assert script.get("/api/me").json["permissions"] == ["contacts.read"]
    assert alice.get("/api/api-keys?q=script").json["items"][0]["last_used_at"]
    assert alice.delete(f"/api/api-keys/{made['id']}").status == 204
    assert script.get("/api/contacts").status == 401


def test_a_key_is_never_wider_than_its_maker(alice: ApiClient, bob: ApiClient, cast: dict[str, Profile]) -> None:
    assert bob.post("/api/api-keys", {"name": "x", "scopes": ["people.manage"]}).status == 422
    assert alice.post("/api/api-keys", {"name": "x", "scopes": ["platform.manage"]}).status == 422
    narrow = ApiClient(cast["alice"], scopes=["keys.manage", "contacts.read"])
    assert narrow.post("/api/api-keys", {"name": "x", "scopes": ["contacts.manage"]}).status == 422
    assert narrow.post("/api/api-keys", {"name": "x", "scopes": ["contacts.read"]}).status == 201
    assert alice.post("/api/api-keys", {"name": "x", "scopes": ["nonsense"]}).status == 422


def test_a_demoted_persons_key_is_demoted_too(alice: ApiClient, bob: ApiClient, cast: dict[str, Profile]) -> None:
    assert bob.get("/api/contacts").status == 200
    alice.patch(f"/api/people/{cast['bob'].id}", {"role": "user"})
    assert bob.get("/api/contacts").status == 403


def test_agents_see_their_own_keys_alone(alice: ApiClient, bob: ApiClient) -> None:
    everybody = {item["profile"]["full_name"] for item in alice.get("/api/api-keys").json["items"]}
    assert everybody == {"Alice Archer", "Bob Baker"}
    assert {item["profile"]["full_name"] for item in bob.get("/api/api-keys").json["items"]} == {"Bob Baker"}
    mine = alice.post("/api/api-keys", {"name": "mine", "scopes": ["contacts.read"]}).json
    assert bob.delete(f"/api/api-keys/{mine['id']}").status == 404


def test_a_superadmin_enters_to_help(alice: ApiClient, cast: dict[str, Profile]) -> None:
    root = Browser(ROOT)
    assert root.get("/api/contacts").status == 403
    org_id = str(cast["alice"].organization_id)
    entered = root.post("/api/impersonation", {"organization_id": org_id, "minutes": 30, "reason": "Ticket 12"})
    assert entered.status == 201
    me = root.me
    assert me["impersonation"]["organization_name"] == "Northgate Immigration"
    assert me["impersonation"]["reason"] == "Ticket 12"
    assert me["organization"]["slug"] == "northgate"
    assert "platform.manage" not in me["permissions"]
    made = root.post("/api/contacts", {"email": "x@client.test"})
    assert made.status == 201
    root.patch("/api/organization", {"name": "Northgate & Co"})

    entries = alice.get("/api/audit").json["items"]
    told = {entry["action"]: entry for entry in entries}
    assert told["impersonation.started"]["actor"]["full_name"] == "Root"
    assert told["impersonation.started"]["changes"] == {"minutes": 30, "reason": "Ticket 12"}
    assert told["organization.updated"]["is_impersonated"] is True

    assert root.delete("/api/impersonation").status == 204
    assert root.me["impersonation"] is None
    assert root.get("/api/contacts").status == 403
    assert "impersonation.ended" in {entry["action"] for entry in alice.get("/api/audit").json["items"]}
    assert root.delete("/api/impersonation").status == 409


def test_a_stay_ends_by_itself(cast: dict[str, Profile]) -> None:
    root = Browser(ROOT)
    root.post("/api/impersonation", {"organization_id": str(cast["alice"].organization_id), "reason": "to help"})
    assert root.get("/api/contacts").status == 200
    with tenancy.platform("tests"):
        Impersonation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert root.me["impersonation"] is None
    assert root.get("/api/contacts").status == 403


def test_who_may_not_enter(root: ApiClient, cast: dict[str, Profile]) -> None:
    body = {"organization_id": str(cast["alice"].organization_id), "reason": "to help"}
    assert root.post("/api/impersonation", body).status == 409  # a key has no session to carry it
    assert Browser("alice@northgate.test").post("/api/impersonation", body).status == 403
    browser = Browser(ROOT)
    assert browser.post("/api/impersonation", {**body, "minutes": 241}).status == 422
    assert browser.post("/api/impersonation", {**body, "reason": ""}).status == 422
    assert browser.post("/api/impersonation", {**body, "organization_id": str(cast["alice"].id)}).status == 404
    with tenancy.platform("tests"):
        assert Impersonation.objects.count() == 0


def test_superadmins_run_the_organizations(root: ApiClient, alice: ApiClient, cast: dict[str, Profile]) -> None:
    found = root.get("/api/organizations?q=harbour").json["items"]
    assert [item["slug"] for item in found] == ["harbour"]
    path = f"/api/organizations/{cast['alice'].organization_id}"
    assert root.patch(path, {"plan": "enterprise"}).json["plan"] == "enterprise"
    assert alice.patch(path, {"plan": "enterprise"}).status == 403
    assert alice.patch("/api/organization", {"plan": "enterprise"}).status == 422
    assert alice.get("/api/audit?action=organization.updated").json["items"][0]["changes"] == {"plan": "enterprise"}


def test_the_log_is_searched(alice: ApiClient, bob: ApiClient, dave: ApiClient, cast: dict[str, Profile]) -> None:
    alice.post("/api/api-keys", {"name": "first", "scopes": ["contacts.read"]})
    bob.post("/api/api-keys", {"name": "second", "scopes": ["contacts.read"]})

    def labels(query: str) -> list[str]:
        return [entry["object_label"] for entry in alice.get(f"/api/audit{query}").json["items"]]

    assert labels("") == ["second", "first"]
    assert labels("?q=first") == labels(f"?actor_id={cast['alice'].id}") == ["first"]
    assert labels("?to=2020-01-01T00:00:00Z") == []
    assert len(labels("?from=2020-01-01T00:00:00Z")) == 2
    assert dave.get("/api/audit").json["items"] == []
    assert alice.get("/api/audit").json["items"][0]["ip_address"] == "127.0.0.1"


def _reload(profile: Profile) -> Profile:
    with tenancy.platform("tests"):
        return Profile.objects.get(id=profile.id)
