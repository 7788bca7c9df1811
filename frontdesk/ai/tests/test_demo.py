"""The demo's models: sound, honest about what they lack, and each of the rules to be seen."""

from typing import Any

import pytest

from frontdesk.ai import demo
from frontdesk.ai.models import OrganizationModel, SystemModel
from frontdesk.ai.tasks import check_tasks
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


@pytest.fixture
def loaded(cast: dict[str, Profile]) -> None:
    demo.load()


def rules(client: ApiClient) -> dict[str, Any]:
    items = client.get("/api/ai/models?limit=100").json["items"]
    return {item["ref"]: item["refusal"] and item["refusal"]["rule"] for item in items}


def test_each_rule_can_be_seen(loaded: None, alice: ApiClient, bob: ApiClient, dave: ApiClient) -> None:
    northgate = {
        "system/builtin": None,
        "system/everyday": None,
        "system/careful": None,
        "system/long-documents": None,
        "system/casework": None,
        "system/dedicated": "plan",
        "org/northgate-server": None,
    }
    assert rules(alice) == northgate
    assert rules(bob) == {**northgate, "system/long-documents": "switched_off"}
    assert rules(dave) == {
        "system/builtin": None,
        "system/everyday": None,
        "system/careful": "plan",
        "system/long-documents": None,
        "system/dedicated": "plan",
    }


def test_loading_it_again_changes_nothing(loaded: None) -> None:
    with tenancy.platform("tests"):
        SystemModel.objects.filter(slug="everyday").update(name="Ours", version=2)
        before = list(SystemModel.objects.order_by("id").values_list("id", "name", "fallback_model", "updated_at"))
    demo.load()
    with tenancy.platform("tests"):
        after = list(SystemModel.objects.order_by("id").values_list("id", "name", "fallback_model", "updated_at"))
        assert OrganizationModel.objects.count() == 1
    assert after == before


def test_what_it_shows_could_have_been_made_in_the_app(loaded: None, root: ApiClient, alice: ApiClient) -> None:
    for path, client in (("/api/ai/system-models", root), ("/api/ai/org-models", alice)):
        for row in client.get(path).json["items"]:
            assert check_tasks(row["task"]) == []
            copied = client.post(f"{path}/{row['id']}/duplicate")
            assert copied.status == 201, copied.json


def test_it_claims_no_model_that_is_not_there(loaded: None, root: ApiClient, alice: ApiClient) -> None:
    rows = root.get("/api/ai/system-models").json["items"] + alice.get("/api/ai/org-models").json["items"]
    for row in rows:
        if row["provider"] != "builtin":
            assert ".example.com" in row["endpoint"]
            assert "set your endpoint and key" in row["description"]
            assert row["api_key_set"] is False
