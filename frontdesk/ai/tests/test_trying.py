"""Connections tried out before and after they are saved, and what a provider has."""

from typing import Any

import pytest

from frontdesk.ai.models import ModelCall, OrganizationModel, OrgSystemModelConfig
from frontdesk.ai.registry import trying
from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.ai.tests.test_lookup import KEY, make, org_of
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import limits, tenancy

TEST, DISCOVER = "/api/ai/models/test", "/api/ai/models/discover"


def draft(fake: FakeProvider, **values: Any) -> dict[str, Any]:
    return {"provider": "openai_compatible", "endpoint": fake.url, "model_id": "echo", "api_key": KEY, **values}


def keys_seen(fake: FakeProvider) -> set[str]:
    return {asked.headers.get("Authorization", "") for asked in fake.asked}


def test_a_connection_is_tested_before_it_is_saved(carol: ApiClient, fake_provider: FakeProvider) -> None:
    answer = carol.post(TEST, draft(fake_provider))
    assert answer.status == 200, answer.json
    assert answer.json["ok"] is True
    assert answer.json["answer"]
    assert answer.json["error"] is None
    assert keys_seen(fake_provider) == {f"Bearer {KEY}"}
    embedding = carol.post(TEST, draft(fake_provider, capabilities=["embedding"])).json
    assert "dimensions" in embedding["answer"]
    with tenancy.platform("tests"):
        assert not ModelCall.objects.exists()


@pytest.mark.parametrize(("model", "kind"), [("unknown-model", "not_found"), ("html", "bad_answer"), ("failing", None)])
def test_a_failure_is_told_with_what_to_mend(
    model: str, kind: str | None, alice: ApiClient, fake_provider: FakeProvider
) -> None:
    answer = alice.post(TEST, draft(fake_provider, tier="org_default", model_id=model))
    assert (answer.status, answer.json["ok"], answer.json["served_by"]) == (200, False, None)
    assert answer.json["error"]["detail"]
    assert KEY not in answer.content.decode()
    if kind:
        assert answer.json["error"]["kind"] == kind


def test_addresses_inside_are_refused(alice: ApiClient) -> None:
    for address in ("http://127.0.0.1:1/v1", "http://169.254.169.254/v1", "http://10.0.0.1/v1"):
        body = {"provider": "openai_compatible", "endpoint": address, "model_id": "m"}
        assert alice.post(TEST, body).json["errors"][0]["field"] == "endpoint"
        assert alice.post(DISCOVER, {"provider": "openai_compatible", "endpoint": address}).status == 422


def test_the_stored_key_serves_its_own_server_alone(
    cast: dict[str, Profile], alice: ApiClient, dave: ApiClient, fake_provider: FakeProvider
) -> None:
    row = make(OrganizationModel, organization_id=org_of(cast["bob"]), endpoint=fake_provider.url, api_key=KEY)
    body = {"tier": "org_default", "id": row.id, "provider": "openai_compatible"}
    for empty in ({}, {"api_key": ""}, {"api_key": None}):
        asked = {**body, "endpoint": f"{fake_provider.url}/", "model_id": "echo", **empty}
        assert alice.post(TEST, asked).json["ok"] is True
    assert keys_seen(fake_provider) == {f"Bearer {KEY}"}
    calls = fake_provider.calls
    for path in (TEST, DISCOVER):
        refused = alice.post(path, {**body, "endpoint": f"http://127.0.0.1:{fake_provider.port + 1}/v1"})
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "api_key")
        assert dave.post(path, {**body, "endpoint": fake_provider.url}).status == 404
    assert fake_provider.calls == calls


def test_who_manages_the_tier_tests_inactive_models_too(
    cast: dict[str, Profile], alice: ApiClient, root: ApiClient, fake_provider: FakeProvider
) -> None:
    ours = make(
        OrganizationModel, organization_id=org_of(cast["bob"]), endpoint=fake_provider.url, is_active=False, api_key=KEY
    )
    system = make(endpoint=fake_provider.url, is_active=False)
    assert alice.post(f"/api/ai/models/org_default/{ours.id}/test").json["served_by"] == "org/model"
    assert root.post(f"/api/ai/models/system/{system.id}/test").json["ok"] is True
    assert alice.post(f"/api/ai/models/system/{system.id}/test").status == 404
    with tenancy.platform("tests"):
        assert not ModelCall.objects.exists()


def test_everybody_else_tests_by_an_ordinary_call(
    cast: dict[str, Profile], alice: ApiClient, bob: ApiClient, carol: ApiClient, fake_provider: FakeProvider
) -> None:
    row = make(endpoint=fake_provider.url, token_limit_amount=10_000, capabilities=["chat"])
    address = f"/api/ai/models/system/{row.id}/test"
    answer = alice.post(address).json
    assert (answer["ok"], answer["served_by"]) == (True, "system/model")
    with tenancy.platform("tests"):
        [call] = ModelCall.objects.all()
        assert (call.feature, call.user_id, call.status) == ("test", cast["alice"].id, "ok")
        OrgSystemModelConfig.objects.create(
            organization_id=org_of(cast["bob"]), system_model=row, is_enabled_for_users=False
        )
    assert bob.post(address).status == carol.post(address).status == 403
    locked = make(slug="locked", endpoint=fake_provider.url, required_plan="enterprise")
    assert alice.post(f"/api/ai/models/system/{locked.id}/test").status == 402
    spent = make(slug="spent", endpoint=fake_provider.url, token_limit_amount=1, capabilities=["chat"])
    refused = alice.post(f"/api/ai/models/system/{spent.id}/test").json
    assert (refused["ok"], bool(refused["error"]["detail"])) == (False, True)
    assert fake_provider.calls == 1


def test_other_tenants_models_are_not_there(cast: dict[str, Profile], fake_provider: FakeProvider) -> None:
    row = make(OrganizationModel, organization_id=org_of(cast["bob"]), endpoint=fake_provider.url)
    for name in ("dave", "root"):
        assert ApiClient(cast[name]).post(f"/api/ai/models/org_default/{row.id}/test").status == 404
    assert fake_provider.calls == 0


def test_what_a_provider_has_comes_with_what_is_known_of_it(
    cast: dict[str, Profile], alice: ApiClient, fake_provider: FakeProvider
) -> None:
    body = {"tier": "org_default", "provider": "openai_compatible", "endpoint": fake_provider.url, "api_key": KEY}
    items = alice.post(DISCOVER, body).json["items"]
    assert items
    assert all(item["model_id"] and item["name"] and item["exists"] is False for item in items)
    make(
        OrganizationModel,
        organization_id=org_of(cast["bob"]),
        endpoint=fake_provider.url,
        model_id=items[0]["model_id"],
    )
    again = alice.post(DISCOVER, body).json["items"]
    assert [item["exists"] for item in again] == [True, *[False] * (len(items) - 1)]
    fake_provider.next_faults.append(Fault.HTML)
    broken = alice.post(DISCOVER, body)
    assert broken.status in {502, 503}
    assert KEY not in broken.content.decode()


def test_the_built_in_model_is_there_without_a_network(alice: ApiClient) -> None:
    answer = alice.post(DISCOVER, {"provider": "builtin"})
    assert answer.status == 200, answer.json
    assert answer.json["items"]


def test_a_tier_is_tried_by_those_who_manage_it(
    bob: ApiClient, root: ApiClient, nobody: ApiClient, fake_provider: FakeProvider
) -> None:
    assert bob.post(TEST, draft(fake_provider, tier="system")).status == 403
    assert bob.post(TEST, draft(fake_provider, tier="org_default")).status == 403
    assert root.post(TEST, draft(fake_provider, tier="system")).json["ok"] is True
    assert nobody.post(TEST, draft(fake_provider)).status == nobody.post(DISCOVER, {}).status == 401
    assert bob.post(TEST, draft(fake_provider, capabilities=["flying"])).status == 422


def test_tests_are_not_too_many(bob: ApiClient, fake_provider: FakeProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "PER_PERSON", "2/h")
    limits.forget()
    statuses = [bob.post(TEST, draft(fake_provider)).status for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert fake_provider.calls == 2
