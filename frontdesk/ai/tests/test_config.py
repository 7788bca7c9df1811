"""What an organization's admins decide: switches, limits, whether texts are kept."""

from typing import Any

import pytest

from frontdesk.ai.tests.test_lookup import make, org_of
from frontdesk.ai.tests.test_models_list import count
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.models import Event

CONFIG, SETTINGS = "/api/ai/config", "/api/ai/settings"


def items(client: ApiClient, query: str = "") -> list[Any]:
    answer = client.get(f"{CONFIG}?{query}")
    assert answer.status == 200, answer.json
    return list(answer.json["items"])


def test_admins_see_the_platforms_models_with_their_own_decisions(
    cast: dict[str, Profile], alice: ApiClient, dave: ApiClient
) -> None:
    row = make(slug="one", required_plan="starter", token_limit_amount=100)
    make(slug="clinics", organization_types=["healthcare"])
    make(slug="asleep", is_active=False)
    count(row, cast["bob"], used=40, leased=1)
    [ours], [theirs] = items(alice), items(dave)
    assert (ours["slug"], ours["allowed"], ours["refusal"]) == ("one", True, None)
    assert (ours["is_enabled_for_users"], ours["token_limit_per_user"]) == (True, None)
    assert (ours["quota"]["used"], ours["quota"]["reserved"], ours["quota"]["remaining"]) == (40, 1, 59)
    assert (theirs["allowed"], theirs["refusal"]["rule"], theirs["quota"]["used"]) == (False, "plan", 0)


def test_a_switch_stops_agents_and_clients_at_once(
    alice: ApiClient, bob: ApiClient, carol: ApiClient, dave: ApiClient
) -> None:
    row = make()
    answer = alice.put(f"{CONFIG}/{row.id}", {"is_enabled_for_users": False, "token_limit_per_user": 500})
    assert answer.status == 200, answer.json
    assert (answer.json["is_enabled_for_users"], answer.json["token_limit_per_user"]) == (False, 500)
    assert [item["is_enabled_for_users"] for item in items(dave)] == [True]
    for client, rule in ((alice, None), (bob, "switched_off"), (carol, "switched_off"), (dave, None)):
        refusal = client.get("/api/ai/models").json["items"][0]["refusal"]
        assert (refusal and refusal["rule"]) == rule
    on = alice.put(f"{CONFIG}/{row.id}", {"is_enabled_for_users": True}).json
    assert (on["is_enabled_for_users"], on["token_limit_per_user"]) == (True, 500)
    assert alice.put(f"{CONFIG}/{row.id}", {"token_limit_per_user": None}).json["token_limit_per_user"] is None
    assert [entry["changes"] for entry in alice.get("/api/audit?action=ai_config.updated").json["items"]] == [
        {"token_limit_per_user": None},
        {"is_enabled_for_users": True},
        {"is_enabled_for_users": False, "token_limit_per_user": 500},
    ]
    with tenancy.platform("tests"):
        told = Event.objects.filter(name="ai_model.updated", record_id=f"system:{row.id}")
        assert {event.organization_id for event in told} == {alice.profile and alice.profile.organization_id}


@pytest.mark.parametrize(
    "body", [{"token_limit_per_user": -1}, {"token_limit_per_user": 2**31}, {"is_enabled_for_users": 1}, {"x": 1}]
)
def test_what_cannot_be_is_refused(body: dict[str, Any], alice: ApiClient) -> None:
    row = make()
    assert alice.put(f"{CONFIG}/{row.id}", body).status == 422
    assert items(alice)[0]["token_limit_per_user"] is None


def test_a_model_that_is_not_offered_cannot_be_configured(
    alice: ApiClient, dave: ApiClient, bob: ApiClient, root: ApiClient
) -> None:
    body = {"is_enabled_for_users": False}
    for hidden in (make(slug="a", is_active=False), make(slug="b", organization_types=["healthcare"])):
        assert alice.put(f"{CONFIG}/{hidden.id}", body).status == 404
    row = make(organization_types=["immigration"])
    assert dave.put(f"{CONFIG}/{row.id}", body).status == 404
    assert bob.put(f"{CONFIG}/{row.id}", body).status == bob.get(CONFIG).status == 403
    assert root.put(f"{CONFIG}/{row.id}", body).status == root.get(CONFIG).status == 403
    assert items(alice)[0]["is_enabled_for_users"] is True


def test_the_list_filters_and_pages(alice: ApiClient) -> None:
    make(slug="a", name="Apple", tags=["red"], required_plan="pro")
    off = make(slug="b", name="Banana", capabilities=["embedding"])
    alice.put(f"{CONFIG}/{off.id}", {"is_enabled_for_users": False})

    def slugs(query: str) -> list[str]:
        return [item["slug"] for item in items(alice, query)]

    assert slugs("q=app") == slugs("tag=red") == slugs("plan=pro") == slugs("is_enabled=true") == ["a"]
    assert slugs("capability=embedding") == slugs("is_enabled=false") == ["b"]
    first = alice.get(f"{CONFIG}?limit=1").json
    assert [item["slug"] for item in items(alice, f"cursor={first['next_cursor']}")] == ["b"]


def test_texts_are_kept_only_once_an_admin_says_so(
    cast: dict[str, Profile], alice: ApiClient, bob: ApiClient, dave: ApiClient, root: ApiClient
) -> None:
    assert alice.get(SETTINGS).json == {"log_texts": False}
    assert alice.patch(SETTINGS, {}).json == {"log_texts": False}
    assert alice.patch(SETTINGS, {"log_texts": True}).json == {"log_texts": True}
    assert alice.get(SETTINGS).json == {"log_texts": True}
    assert dave.get(SETTINGS).json == {"log_texts": False}
    for client in (bob, root):
        assert client.get(SETTINGS).status == client.patch(SETTINGS, {"log_texts": False}).status == 403
    assert alice.patch(SETTINGS, {"log_texts": "yes"}).status == 422
    [entry] = alice.get("/api/audit?action=ai_settings.updated").json["items"]
    assert (entry["changes"], entry["object_id"]) == ({"log_texts": True}, str(org_of(cast["alice"])))
