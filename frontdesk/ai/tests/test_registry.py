"""Models of each tier: who manages them, what is refused, what is told of changes."""

from typing import Any

import pytest
from django.test import override_settings

from frontdesk.ai.models import ModelType, SystemModel
from frontdesk.ai.registry import keys, shipped
from frontdesk.ai.tests.test_lookup import KEY, acting
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.models import Event

SYSTEM, ORG, USER = "/api/ai/system-models", "/api/ai/org-models", "/api/ai/user-models"
BODY = {
    "name": "GPT mini",
    "provider": "openai_compatible",
    "model_id": "gpt-4o-mini",
    "endpoint": "https://llm.example.com/v1",
}
TIERS = [(SYSTEM, "root", ModelType.SYSTEM), (ORG, "alice", ModelType.ORG_DEFAULT), (USER, "carol", ModelType.USER)]


@pytest.fixture
def clients(cast: dict[str, Profile]) -> dict[str, ApiClient]:
    return {name: ApiClient(profile) for name, profile in cast.items()}


def made(client: ApiClient, path: str, **values: Any) -> Any:
    answer = client.post(path, {**BODY, **values})
    assert answer.status == 201, answer.json
    return answer.json


def edit(client: ApiClient, path: str, row: Any, **changes: Any) -> Any:
    return client.patch(f"{path}/{row['id']}", {"version": row["version"], **changes})


@pytest.mark.parametrize(("path", "manager", "model_type"), TIERS)
def test_a_model_lives_and_goes(
    path: str, manager: str, model_type: ModelType, clients: dict[str, ApiClient], cast: dict[str, Profile]
) -> None:
    client = clients[manager]
    row = made(client, path, api_key=KEY, tags=["fast", "fast"], capabilities=["chat", "json"])
    assert (row["model_type"], row["slug"], row["version"]) == (model_type, "gpt-mini", 1)
    assert row["ref"] == f"{path.rpartition('/')[2].partition('-')[0]}/gpt-mini"
    assert (row["tags"], row["api_key_set"]) == (["fast"], True)
    assert client.get(f"{path}/{row['id']}").json == row
    changed = edit(client, path, row, name="Renamed", slug="other", token_limit_amount=5000, input_price_per_mtok="1.5")
    assert changed.status == 200, changed.json
    assert (changed.json["slug"], changed.json["version"], changed.json["api_key_set"]) == ("other", 2, True)
    assert changed.json["input_price_per_mtok"] == "1.500000"
    cleared = edit(client, path, changed.json, token_limit_amount=None, name=None)
    assert (cleared.json["token_limit_amount"], cleared.json["name"]) == (None, "Renamed")
    assert [item["id"] for item in client.get(path).json["items"]] == [row["id"]]
    with acting(cast[manager]):
        assert keys.read_key(model_type, row["id"]) == KEY
    assert client.delete(f"{path}/{row['id']}").status == 204
    assert client.get(f"{path}/{row['id']}").status == 404


@pytest.mark.parametrize(("path", "manager", "model_type"), TIERS)
def test_no_answer_event_or_audit_line_holds_the_key(
    path: str, manager: str, model_type: ModelType, clients: dict[str, ApiClient]
) -> None:
    client = clients[manager]
    row = made(client, path, api_key=KEY)
    edit(client, path, row, api_key=KEY + "2", name="B")
    copy = client.post(f"{path}/{row['id']}/duplicate").json
    texts = [
        client.get(address).content.decode()
        for address in (path, f"{path}/{copy['id']}", "/api/ai/models", "/api/audit")
    ]
    assert not [text for text in texts if KEY in text]
    with tenancy.platform("tests"):
        events = list(Event.objects.filter(record_type="ai_model").values_list("name", "record_id", "payload"))
    assert {name for name, _, _ in events} == {"ai_model.created", "ai_model.updated"}
    assert ("ai_model.updated", f"{model_type}:{row['id']}", {}) in events


def test_the_audit_log_tells_what_was_changed_and_of_the_key_that_it_was_set(clients: dict[str, ApiClient]) -> None:
    alice = clients["alice"]
    row = made(alice, ORG)
    row = edit(alice, ORG, row, api_key=KEY, token_limit_amount=100, system_message="Be brief.").json
    edit(alice, ORG, row, api_key="")
    alice.delete(f"{ORG}/{row['id']}")
    entries = alice.get("/api/audit").json["items"]
    assert [entry["action"] for entry in entries] == [
        "ai_model.deleted",
        "ai_model.updated",
        "ai_model.updated",
        "ai_model.created",
    ]
    assert entries[1]["changes"] == {"api_key": "cleared"}
    assert entries[2]["changes"] == {"api_key": "set", "token_limit_amount": 100, "system_message": "changed"}
    assert entries[0]["object_id"] == f"org_default:{row['id']}"


def test_peoples_own_models_are_nobody_elses_business(clients: dict[str, ApiClient]) -> None:
    row = made(clients["carol"], USER, name="Mine")
    for name in ("alice", "bob", "dave", "root"):
        client = clients[name]
        assert client.get(USER).json["items"] == []
        assert client.get(f"{USER}/{row['id']}").status == 404
        assert edit(client, USER, row, name="Theirs").status == 404
        assert client.post(f"{USER}/{row['id']}/duplicate").status == 404
        assert client.post(f"{USER}/reorder", {"ids": [row["id"]]}).status == 422
        assert client.delete(f"{USER}/{row['id']}").status == 404
    assert "Mine" not in str(clients["alice"].get("/api/audit").json)
    assert clients["carol"].get(f"{USER}/{row['id']}").json == row


def test_who_manages_which_tier(clients: dict[str, ApiClient], nobody: ApiClient) -> None:
    system = made(clients["root"], SYSTEM, organization_types=["immigration"])
    ours = made(clients["alice"], ORG)
    expected = {
        SYSTEM: {"alice": 403, "bob": 403, "carol": 403, "dave": 404},
        ORG: {"root": 403, "bob": 403, "carol": 403, "dave": 404},
    }
    for path, row in ((SYSTEM, system), (ORG, ours)):
        for name, status in expected[path].items():
            client = clients[name]
            listed = client.get(path)
            assert listed.status == (200 if (path, name) == (ORG, "dave") else 403), (path, name)
            assert client.post(path, BODY).status == (201 if (path, name) == (ORG, "dave") else 403)
            for answer in (
                client.get(f"{path}/{row['id']}"),
                edit(client, path, row, name="X"),
                client.post(f"{path}/{row['id']}/duplicate"),
                client.delete(f"{path}/{row['id']}"),
            ):
                assert answer.status == status, (path, name)
        assert nobody.get(path).status == nobody.post(path, BODY).status == 401
    assert clients["root"].get(ORG).json["type"].endswith("no-organization")
    assert [item["name"] for item in clients["alice"].get(ORG).json["items"]] == ["GPT mini"]


@pytest.mark.parametrize(("path", "manager", "model_type"), TIERS)
def test_a_stale_version_is_a_conflict(
    path: str, manager: str, model_type: ModelType, clients: dict[str, ApiClient]
) -> None:
    row = made(clients[manager], path)
    assert edit(clients[manager], path, row, name="First").status == 200
    second = edit(clients[manager], path, row, name="Second")
    assert (second.status, second.json["current_version"]) == (409, 2)
    assert clients[manager].get(f"{path}/{row['id']}").json["name"] == "First"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("token_limit_amount", -1),
        ("token_limit_per_user", -1),
        ("token_limit_amount", 2**63),
        ("token_limit_amount", 1.5),
        ("token_limit_period", "hourly"),
        ("capabilities", ["chat", "flying"]),
        ("provider", "nobody"),
        ("required_plan", "gold"),
        ("organization_types", ["bakery"]),
        ("max_tokens", 0),
        ("timeout_s", 0),
        ("trial_days", 0),
        ("input_price_per_mtok", "-0.01"),
        ("slug", "No Slug"),
        ("name", ""),
        ("model_id", ""),
        ("name", "a\nb"),
        ("system_message", "a\x00b"),
        ("unknown", 1),
        ("tags", ["x" * 41]),
        ("fallback_model_id", 10**9),
        ("is_active", "perhaps"),
        ("task", [{"name": "No Name", "steps": []}]),
        ("task", [{"name": "a", "steps": [{"prompt": "{{ inputs.missing }}"}]}]),
        ("task", {"name": "a"}),
    ],
)
def test_what_cannot_be_is_refused(field: str, value: object, clients: dict[str, ApiClient]) -> None:
    for path, manager, _ in TIERS:
        answer = clients[manager].post(path, {**BODY, field: value})
        assert answer.status == 422, (path, answer.json)
        assert any(error["field"].startswith(field) for error in answer.json["errors"]), answer.json
        assert clients[manager].get(path).json["items"] == []
        row = made(clients[manager], path)
        assert edit(clients[manager], path, row, **{field: value}).status == (
            200 if value == "" != field == "x" else 422
        )
        clients[manager].delete(f"{path}/{row['id']}")


def test_tasks_that_fit_are_kept_as_they_are(clients: dict[str, ApiClient]) -> None:
    task = [
        {
            "name": "summarise",
            "title": "Summarise a letter",
            "inputs": [{"name": "letter", "label": "Letter", "type": "long_text"}],
            "steps": [{"prompt": "Summarise: {{ inputs.letter }}", "output": "text"}],
        }
    ]
    row = made(clients["alice"], ORG, task=task)
    assert row["task"] == task
    assert edit(clients["alice"], ORG, row, task=[]).json["task"] == []


@pytest.mark.parametrize(
    ("provider", "given", "kept"),
    [
        ("openai", "", "https://api.openai.com/v1"),
        ("ollama", "", "http://localhost:11434/v1"),
        ("anthropic", "", ""),
        ("google", "", ""),
        ("bedrock", "eu-west-1", "eu-west-1"),
        ("openai_compatible", "https://llm.example.com/v1/", "https://llm.example.com/v1"),
        ("openai_compatible", "", None),
        ("azure", "", None),
        ("bedrock", "", None),
        ("bedrock", "Ireland", None),
        ("openai_compatible", "http://127.0.0.1:8080/v1", None),
        ("openai_compatible", "http://169.254.169.254/v1", None),
        ("openai_compatible", "http://[::1]/v1", None),
        ("openai_compatible", "ftp://llm.example.com", None),
        ("openai_compatible", "https://me:secret@llm.example.com/v1", None),
        ("llamacpp", "", None),
        ("builtin", "https://llm.example.com/v1", None),
    ],
)
def test_an_endpoint_fits_its_provider_and_may_be_asked(
    provider: str, given: str, kept: str | None, clients: dict[str, ApiClient]
) -> None:
    answer = clients["alice"].post(ORG, {**BODY, "provider": provider, "endpoint": given})
    if kept is None:
        assert answer.status == 422
        assert answer.json["errors"][0]["field"] == "endpoint"
        assert clients["alice"].get(ORG).json["items"] == []
    else:
        assert answer.json["endpoint"] == kept


@override_settings(OUTBOUND_ALLOW=["127.0.0.1"])
def test_the_operator_can_allow_a_server_of_the_house(clients: dict[str, ApiClient]) -> None:
    row = made(clients["alice"], ORG, provider="llamacpp", endpoint="")
    assert row["endpoint"] == "http://127.0.0.1:8080/v1"


def test_another_provider_brings_its_own_address(clients: dict[str, ApiClient]) -> None:
    row = made(clients["alice"], ORG, provider="openai", endpoint="")
    row = edit(clients["alice"], ORG, row, provider="anthropic").json
    assert (row["provider"], row["endpoint"]) == ("anthropic", "")
    built_in = edit(clients["alice"], ORG, row, provider="builtin", model_id="").json
    assert (built_in["provider"], built_in["endpoint"]) == ("builtin", "")


def test_the_built_in_model_takes_no_key(clients: dict[str, ApiClient]) -> None:
    body = {"name": "B", "provider": "builtin", "capabilities": ["embedding"]}
    assert clients["alice"].post(ORG, {**body, "api_key": KEY}).json["errors"][0]["field"] == "api_key"
    assert clients["alice"].post(ORG, body).json["model_id"] == "builtin"


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "https://evil.example.net/v1"},
        {"endpoint": "http://llm.example.com/v1"},
        {"endpoint": "https://llm.example.com:8443/v1"},
        {"provider": "anthropic", "endpoint": ""},
        {"provider": "openai", "endpoint": ""},
    ],
)
def test_a_stored_key_does_not_follow_to_another_server(
    change: dict[str, str], clients: dict[str, ApiClient], cast: dict[str, Profile]
) -> None:
    for path, manager, model_type in TIERS:
        client = clients[manager]
        row = made(client, path, api_key=KEY)
        refused = edit(client, path, row, **change)
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "api_key")
        assert client.get(f"{path}/{row['id']}").json == row
        moved = edit(client, path, row, **change, api_key="another")
        assert moved.status == 200, moved.json
        with acting(cast[manager]):
            assert keys.read_key(model_type, row["id"]) == "another"
        back = edit(client, path, moved.json, endpoint=BODY["endpoint"], provider=BODY["provider"], api_key="")
        assert (back.status, back.json["api_key_set"]) == (200, False)
        assert edit(client, path, back.json, **change).status == 200
        client.delete(f"{path}/{row['id']}")


def test_a_path_on_the_same_server_keeps_the_key(clients: dict[str, ApiClient]) -> None:
    row = made(clients["alice"], ORG, api_key=KEY)
    changed = edit(clients["alice"], ORG, row, endpoint="https://LLM.example.com:443/v2")
    assert (changed.status, changed.json["api_key_set"]) == (200, True)


def test_slugs_are_made_of_names_and_are_one_in_a_tier(clients: dict[str, ApiClient]) -> None:
    alice, dave, bob, carol = (clients[name] for name in ("alice", "dave", "bob", "carol"))
    first, second = made(alice, ORG, name="GPT-4.1 mini"), made(alice, ORG, name="GPT-4.1 mini")
    assert first["slug"] == "gpt-4-1-mini"
    assert second["slug"].startswith("gpt-4-1-mini-")
    taken = alice.post(ORG, {**BODY, "slug": first["slug"]})
    assert (taken.status, taken.json["errors"][0]["field"]) == (409, "slug")
    assert edit(alice, ORG, second, slug=first["slug"]).status == 409
    assert made(dave, ORG, slug=first["slug"])["slug"] == first["slug"]
    assert made(bob, USER, slug="x")["slug"] == made(carol, USER, slug="x")["slug"]
    assert made(alice, ORG, name="日本")["slug"] == "model"


def test_fallbacks_stay_in_their_tier_and_make_no_circle(clients: dict[str, ApiClient]) -> None:
    alice, dave = clients["alice"], clients["dave"]
    c = made(alice, ORG, name="C")
    b = made(alice, ORG, name="B", fallback_model_id=c["id"])
    a = made(alice, ORG, name="A", fallback_model_id=b["id"])
    for target in (a, b, c):
        refused = edit(alice, ORG, c, fallback_model_id=target["id"])
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "fallback_model_id")
    strangers = [made(dave, ORG)["id"], 2**40]
    assert [alice.post(ORG, {**BODY, "fallback_model_id": each}).status for each in strangers] == [422, 422]
    used = alice.delete(f"{ORG}/{c['id']}")
    assert used.status == 409
    assert used.json["errors"] == [{"field": "fallback_model_id", "message": "Fallback of B (org/b)"}]
    assert edit(alice, ORG, b, fallback_model_id=None).status == 200
    assert alice.delete(f"{ORG}/{c['id']}").status == 204


def test_the_built_in_model_is_switched_off_not_deleted(clients: dict[str, ApiClient]) -> None:
    shipped.ensure_builtin()
    root = clients["root"]
    row = root.get(f"{SYSTEM}?provider=builtin").json["items"][0]
    assert root.delete(f"{SYSTEM}/{row['id']}").status == 409
    assert edit(root, SYSTEM, row, is_active=False).status == 200


def test_a_copy_is_inactive_and_has_the_key(clients: dict[str, ApiClient], cast: dict[str, Profile]) -> None:
    for path, manager, model_type in TIERS:
        client = clients[manager]
        spare = made(client, path, name="Spare")
        row = made(client, path, api_key=KEY, token_limit_amount=9, tags=["t"], fallback_model_id=spare["id"])
        copy = client.post(f"{path}/{row['id']}/duplicate")
        assert copy.status == 201, copy.json
        own = {"id", "name", "slug", "ref", "is_active", "created_at", "updated_at"}
        assert {name: value for name, value in copy.json.items() if name not in own} == {
            name: value for name, value in row.items() if name not in own
        }
        assert (copy.json["name"], copy.json["slug"], copy.json["is_active"]) == (
            "GPT mini (copy)",
            "gpt-mini-copy",
            False,
        )
        with acting(cast[manager]):
            assert keys.read_key(model_type, copy.json["id"]) == KEY


def test_the_order_is_what_was_dragged(clients: dict[str, ApiClient]) -> None:
    alice, dave = clients["alice"], clients["dave"]
    ids = [made(alice, ORG, name=name)["id"] for name in "ABC"]
    assert alice.post(f"{ORG}/reorder", {"ids": ids[::-1]}).status == 204
    assert [item["id"] for item in alice.get(ORG).json["items"]] == ids[::-1]
    theirs = made(dave, ORG)["id"]
    for wrong in ([*ids, theirs], [ids[0], ids[0]], [], [2**40]):
        assert alice.post(f"{ORG}/reorder", {"ids": wrong}).status == 422
    assert [item["id"] for item in alice.get(ORG).json["items"]] == ids[::-1]


def test_lists_filter_search_and_page(clients: dict[str, ApiClient]) -> None:
    root = clients["root"]
    made(root, SYSTEM, name="Fast", tags=["fast"], required_plan="pro", organization_types=["solicitor"])
    made(root, SYSTEM, name="Ears", capabilities=["transcription"], is_active=False, is_featured=True)
    made(root, SYSTEM, name="Claude", provider="anthropic", endpoint="", model_id="claude-sonnet-4")

    def names(query: str) -> list[str]:
        answer = root.get(f"{SYSTEM}?{query}")
        assert answer.status == 200, answer.json
        return [item["name"] for item in answer.json["items"]]

    assert names("") == ["Fast", "Ears", "Claude"]
    assert names("provider=anthropic") == ["Claude"]
    assert names("capability=transcription") == ["Ears"]
    assert names("plan=pro") == names("tag=fast") == ["Fast"]
    assert names("organization_type=education") == ["Ears", "Claude"]
    assert names("is_active=false") == names("is_featured=true") == ["Ears"]
    assert names("q=sonnet") == ["Claude"]
    assert root.get(f"{SYSTEM}?provider=x").status == 422
    first = root.get(f"{SYSTEM}?limit=2").json
    rest = root.get(f"{SYSTEM}?limit=2&cursor={first['next_cursor']}").json
    assert [item["name"] for item in (*first["items"], *rest["items"])] == ["Fast", "Ears", "Claude"]
    assert rest["next_cursor"] is None


def test_an_import_makes_what_is_not_there(clients: dict[str, ApiClient], cast: dict[str, Profile]) -> None:
    alice = clients["alice"]
    body = {"provider": "openai", "api_key": KEY, "models": ["gpt-4o-mini", "text-embedding-3-small", "my-own"]}
    answer = alice.post(f"{ORG}/import", body)
    assert answer.status == 201, answer.json
    items = {item["model_id"]: item for item in answer.json["items"]}
    assert items["gpt-4o-mini"]["capabilities"] == ["chat", "tools", "json", "vision"]
    assert items["gpt-4o-mini"]["context_window"] == 128000
    assert items["text-embedding-3-small"]["capabilities"] == ["embedding"]
    assert items["my-own"]["capabilities"] == ["chat"]
    assert all(item["api_key_set"] and item["input_price_per_mtok"] is None for item in items.values())
    with acting(cast["alice"]):
        assert keys.read_key(ModelType.ORG_DEFAULT, items["my-own"]["id"]) == KEY
    again = alice.post(f"{ORG}/import", {**body, "models": ["my-own", "new-one"]})
    assert [item["model_id"] for item in again.json["items"]] == ["new-one"]
    stored = {"provider": "openai", "id": items["my-own"]["id"], "models": ["newest"]}
    [newest] = alice.post(f"{ORG}/import", stored).json["items"]
    with acting(cast["alice"]):
        assert keys.read_key(ModelType.ORG_DEFAULT, newest["id"]) == KEY
    elsewhere = {**stored, "endpoint": "https://evil.example.net/v1"}
    assert alice.post(f"{ORG}/import", elsewhere).json["errors"][0]["field"] == "api_key"
    assert clients["dave"].post(f"{ORG}/import", stored).status == 404
    assert clients["bob"].post(f"{ORG}/import", body).status == 403
    assert alice.post(f"{SYSTEM}/import", body).status == 403
    assert len(clients["carol"].post(f"{USER}/import", body).json["items"]) == 3


def test_a_system_models_columns_are_the_superadmins(clients: dict[str, ApiClient]) -> None:
    row = made(clients["root"], SYSTEM, is_trial=True, trial_days=14, required_plan="starter", is_free=True)
    assert (row["is_trial"], row["trial_days"], row["required_plan"], row["is_free"]) == (True, 14, "starter", True)
    assert edit(clients["root"], SYSTEM, row, trial_days=None).json["trial_days"] is None
    with tenancy.platform("tests"):
        assert SystemModel.objects.count() == 1
