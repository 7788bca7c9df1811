"""What was used, by model, person, feature and day; call by call; as a file; and what others may see of it."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from frontdesk.ai import reconciling
from frontdesk.ai.tests.samples import add_call, add_counter
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient

Cast = dict[str, Profile]
YEAR = "since=2026-01-01T00:00:00Z&until=2026-12-31T00:00:00Z"


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def calls(cast: Cast) -> None:
    bob, carol = cast["bob"], cast["carol"]
    add_call(bob, at=at(6, 1), tokens=(100, 20), cost="0.5", latency_ms=100)
    add_call(bob, at=at(6, 2), tokens=(10, 0), cost="0.25", latency_ms=300, feature="task:reply", model_id=2)
    add_call(bob, at=at(6, 2), tokens=(0, 0), status="refused", latency_ms=1)
    add_call(carol, at=at(6, 2), tokens=(1000, 0), latency_ms=200, model_type="system", model_name="Big")
    add_call(carol, at=at(6, 3), tokens=(5, 0), status="failed", error_code="provider-timeout")
    add_call(cast["dave"], at=at(6, 2), tokens=(9, 9))


def usage(client: ApiClient, query: str) -> Any:
    answer = client.get(f"/api/ai/usage?{YEAR}&{query}")
    assert answer.status == 200, answer.json
    return answer.json


def test_by_model(alice: ApiClient, calls: None) -> None:
    found = usage(alice, "group_by=model")
    assert [(i["key"], i["label"], i["tokens"], i["requests"]) for i in found["items"]] == [
        ("system:1", "Big", 1000, 1),
        ("org_default:1", "Ours", 125, 3),
        ("org_default:2", "Ours", 10, 1),
    ]
    assert found["totals"] == {
        "requests": 5,
        "prompt_tokens": 1115,
        "completion_tokens": 20,
        "tokens": 1135,
        "cost": "0.750000",
        "failed": 1,
        "refused": 1,
        "p50_latency_ms": 200,
    }
    assert found["items"][1]["model_type"] == "org_default"
    assert found["items"][1]["model_id"] == 1
    assert (found["currency"], found["timezone"], found["next_cursor"]) == ("USD", "Europe/London", None)


def test_by_person_and_feature(alice: ApiClient, cast: Cast, calls: None) -> None:
    people = usage(alice, "group_by=person")["items"]
    assert [(i["label"], i["profile_id"], i["tokens"]) for i in people] == [
        ("Carol Castillo", str(cast["carol"].id), 1005),
        ("Bob Baker", str(cast["bob"].id), 130),
    ]
    features = usage(alice, "group_by=feature")["items"]
    assert [(i["key"], i["requests"]) for i in features] == [("chat", 4), ("task:reply", 1)]


def test_people_who_are_gone_have_no_name(alice: ApiClient, cast: Cast) -> None:
    add_call(cast["bob"], at=at(6, 1), user_id=None)
    (item,) = usage(alice, "group_by=person")["items"]
    assert (item["key"], item["label"], item["profile_id"]) == ("", "", None)


def test_by_day_of_the_organization(alice: ApiClient, dave: ApiClient, cast: Cast) -> None:
    """23:30 UTC in summer is the next day in London and in Madrid; days without a call are there."""
    for who in ("bob", "dave"):
        add_call(cast[who], at=at(6, 1, 22))
        add_call(cast[who], at=datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
    query = "group_by=day&since=2026-05-31T00:00:00Z&until=2026-06-03T00:00:00Z"
    london = alice.get(f"/api/ai/usage?{query}").json
    assert [(i["date"], i["requests"]) for i in london["items"]] == [
        ("2026-05-31", 0),
        ("2026-06-01", 1),
        ("2026-06-02", 1),
        ("2026-06-03", 0),
    ]
    madrid = dave.get(f"/api/ai/usage?{query}").json
    assert [(i["date"], i["requests"]) for i in madrid["items"] if i["requests"]] == [("2026-06-02", 2)]
    assert london["items"][0]["p50_latency_ms"] is None


def test_the_last_30_days_without_being_asked(alice: ApiClient, cast: Cast) -> None:
    add_call(cast["bob"])
    add_call(cast["bob"], at=timezone.now() - timedelta(days=31))
    found = alice.get("/api/ai/usage?group_by=day").json
    assert len(found["items"]) == 30
    assert found["items"][-1]["requests"] == found["totals"]["requests"] == 1


@pytest.mark.parametrize("group", ["model", "person", "feature", "day"])
def test_pages_are_the_whole(alice: ApiClient, cast: Cast, group: str) -> None:
    for number in range(7):
        who = cast[["alice", "bob", "carol"][number % 3]]
        add_call(who, at=at(6, 1 + number), feature=f"f{number}", model_id=number + 1, tokens=(number // 2, 0))
    query = f"group_by={group}&since=2026-06-01T00:00:00Z&until=2026-06-08T00:00:00Z"
    whole = usage(alice, query)["items"]
    pages, cursor = [], ""
    while True:
        page = alice.get(f"/api/ai/usage?{query}&limit=2{cursor}").json
        assert page["totals"]["requests"] == 7
        pages += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert pages == whole
    assert len(whole) == (3 if group == "person" else 8 if group == "day" else 7)


@pytest.mark.parametrize(
    "query",
    [
        "since=2026-06-02T00:00:00Z&until=2026-06-01T00:00:00Z",
        "since=2020-01-01T00:00:00Z&until=2026-01-01T00:00:00Z",
        "group_by=colour",
        "model_id=0",
        "cursor=abc",
        "since=yesterday",
    ],
)
def test_bad_questions(alice: ApiClient, query: str) -> None:
    answer = alice.get(f"/api/ai/usage?{query}")
    assert answer.status == 422
    assert answer.json["errors"]


def test_filters(alice: ApiClient, cast: Cast, calls: None) -> None:
    def total(query: str) -> int:
        tokens: int = usage(alice, query)["totals"]["tokens"]
        return tokens

    assert total("model_type=system") == 1000
    assert total("model_type=org_default&model_id=2") == 10
    assert total("feature=task:reply") == 10
    assert total(f"profile_id={cast['bob'].id}") == 130
    assert total(f"profile_id={cast['dave'].id}") == 0
    assert total(f"organization_id={cast['dave'].organization_id}") == 0


def test_people_see_their_own_alone(bob: ApiClient, carol: ApiClient, dave: ApiClient, cast: Cast, calls: None) -> None:
    assert usage(bob, "group_by=feature")["totals"]["tokens"] == 130
    assert usage(carol, f"profile_id={cast['carol'].id}")["totals"]["tokens"] == 1005
    assert bob.get(f"/api/ai/usage?profile_id={cast['carol'].id}").status == 403
    assert bob.get(f"/api/ai/calls?profile_id={cast['carol'].id}").status == 403
    assert bob.get(f"/api/ai/calls/export.csv?profile_id={cast['carol'].id}").status == 403
    assert {call["person"]["full_name"] for call in bob.get("/api/ai/calls").json["items"]} == {"Bob Baker"}
    assert b"Carol" not in bob.get("/api/ai/calls/export.csv").content
    assert usage(dave, "")["totals"]["tokens"] == 18
    assert bob.get("/api/ai/usage/drift").status == 403
    assert bob.post("/api/ai/usage/compare", {"rows": []}).status == 403


def test_superadmins_see_all_and_can_look_at_one(root: ApiClient, cast: Cast, calls: None) -> None:
    assert usage(root, "")["totals"]["tokens"] == 1153
    assert usage(root, f"organization_id={cast['dave'].organization_id}")["totals"]["tokens"] == 18
    assert len(root.get("/api/ai/calls").json["items"]) == 6
    assert len(root.get(f"/api/ai/calls?organization_id={cast['dave'].organization_id}").json["items"]) == 1


def test_calls_in_pages_newest_first(alice: ApiClient, calls: None) -> None:
    first = alice.get("/api/ai/calls?limit=3").json
    rest = alice.get(f"/api/ai/calls?limit=3&cursor={first['next_cursor']}").json
    times = [call["created_at"] for call in (*first["items"], *rest["items"])]
    assert times == sorted(times, reverse=True)
    assert len(times) == 5
    assert rest["next_cursor"] is None
    assert first["items"][0]["error_code"] == "provider-timeout"
    assert first["items"][0]["person"]["full_name"] == "Carol Castillo"
    assert "log" not in first["items"][0]
    assert [c["status"] for c in alice.get("/api/ai/calls?status=refused").json["items"]] == ["refused"]
    assert [c["model_name"] for c in alice.get("/api/ai/calls?q=big").json["items"]] == ["Big"]
    assert len(alice.get("/api/ai/calls?since=2026-06-02T00:00:00Z&until=2026-06-03T00:00:00Z").json["items"]) == 3


def test_one_call(alice: ApiClient, bob: ApiClient, carol: ApiClient, dave: ApiClient, cast: Cast) -> None:
    call_id = add_call(cast["bob"], log={"messages": [], "answer": "[email]"}, cost="0.00001234")
    for client in (alice, bob):
        call = client.get(f"/api/ai/calls/{call_id}").json
        assert call["log"]["answer"] == "[email]"
        assert call["cost"] == "0.000012"
    for client in (carol, dave):
        assert client.get(f"/api/ai/calls/{call_id}").status == 404
    assert alice.get(f"/api/ai/calls/{2**70}").status == 404
    assert alice.get("/api/ai/calls/x").status == 404


def test_the_file_for_spreadsheets(alice: ApiClient, cast: Cast) -> None:
    add_call(cast["bob"], model_name='=HYPERLINK("http://evil.test")', feature="@x", served_by="+1", request_id="-2")
    add_call(cast["bob"], model_name="Ñandú, “grande”\nx", cost="0.00000001")
    answer = alice.get("/api/ai/calls/export.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    first, second = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert first["model_name"] == "Ñandú, “grande”\nx"
    assert (first["cost"], first["currency"], first["person"]) == ("0.00000001", "USD", "Bob Baker")
    assert second["model_name"] == '\'=HYPERLINK("http://evil.test")'
    assert (second["feature"], second["served_by"], second["request_id"]) == ("'@x", "'+1", "'-2")
    assert (second["prompt_tokens"], second["first_token_ms"]) == ("100", "")


def test_a_long_file_is_read_in_parts(alice: ApiClient, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from frontdesk.ai import call_lists

    monkeypatch.setattr(call_lists, "CHUNK", 2)
    for number in range(5):
        add_call(cast["bob"], request_id=f"r{number}")
    rows = list(csv.DictReader(io.StringIO(alice.get("/api/ai/calls/export.csv").content.decode("utf-8-sig"))))
    assert [row["request_id"] for row in rows] == ["r4", "r3", "r2", "r1", "r0"]


def test_drift_is_shown_to_admins(alice: ApiClient, dave: ApiClient, root: ApiClient, cast: Cast) -> None:
    assert alice.get("/api/ai/usage/drift").json["items"] == []
    add_call(cast["bob"], tokens=(100, 20))
    add_counter(cast["bob"], tokens=100, requests=1)
    reconciling.reconcile()
    reconciling.reconcile()
    (report,) = alice.get("/api/ai/usage/drift").json["items"]
    assert (report["checked"], report["drift_count"]) == (1, 1)
    (drift,) = report["drifts"]
    assert (drift["kind"], drift["ledger_tokens"], drift["counted_tokens"]) == ("usage", 120, 100)
    assert dave.get("/api/ai/usage/drift").json["items"] == []
    assert root.get("/api/ai/usage/drift").json["items"] == [report]
