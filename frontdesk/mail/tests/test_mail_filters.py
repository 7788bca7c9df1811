"""What is done with mail before anything opens."""

from collections.abc import Iterator

import pytest

from frontdesk.mail.inbound import filtering
from frontdesk.mail.inbound.filtering import Rule, Subject
from frontdesk.mail.tests.arrivals import INBOX, RECEIVED, arrive, letter, quiet_dns
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs

FILTERS = "/api/mail/filters"


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


def rule(*conditions: tuple[str, ...], action: str = "drop", value: str = "", match: str = "all") -> Rule:
    items = [dict(zip(("field", "operator", "value", "header"), each, strict=False)) for each in conditions]
    return Rule(None, "Test", action, value, {"match": match, "items": items})


MAIL = Subject(
    sender="ads@shop.test",
    sender_name="The Shop",
    to=["help@northgate.test"],
    subject="Big SALE today",
    body="Buy now",
    headers={"x-spam-status": ["Yes, score=9"], "x-mailer": ["Blaster 2.0"]},
    size=300 * 1024,
    kind="message",
    authentication="fail",
)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (("from", "is", "ADS@shop.test"), True),
        (("from", "is_not", "ads@shop.test"), False),
        (("from", "ends_with", "@shop.test"), True),
        (("from", "contains", "the shop"), True),
        (("to", "starts_with", "help@"), True),
        (("cc", "contains", "x"), False),
        (("subject", "contains", "sale"), True),
        (("subject", "not_contains", "sale"), False),
        (("subject", "matches", "big * today"), True),
        (("subject", "matches", "*sale"), False),
        (("body", "contains", "buy"), True),
        (("header", "contains", "blaster", "X-Mailer"), True),
        (("header", "is_not", "x", "X-Absent"), True),
        (("spam", "is", "yes"), True),
        (("has_attachment", "is", "no"), True),
        (("kind", "is", "message"), True),
        (("size_kb", "above", "200"), True),
        (("size_kb", "below", "200"), False),
        (("authentication", "is", "fail"), True),
        (("nonsense", "is", "x"), False),
    ],
)
def test_conditions(condition: tuple[str, ...], holds: bool) -> None:
    assert filtering.catches(rule(condition).conditions, MAIL) is holds


def test_all_any_and_none() -> None:
    yes, no = ("spam", "is", "yes"), ("spam", "is", "no")
    assert [filtering.catches(rule(yes, no, match=match).conditions, MAIL) for match in ("all", "any")] == [False, True]
    assert not filtering.catches({"items": []}, MAIL)


def test_the_first_that_drops_ends_it() -> None:
    yes = ("spam", "is", "yes")
    tag, route = rule(yes, action="tag", value="ads"), rule(yes, action="route", value="shop")
    kept = filtering.run([tag, tag, route], MAIL)
    assert (kept.tags, kept.route, kept.dropped_by) == (("ads",), "shop", None)
    gone = filtering.run([tag, rule(yes), route], MAIL)
    assert (gone.tags, gone.route, gone.dropped_by is not None) == (("ads",), "", True)


def test_patterns_are_quick_whatever_they_are() -> None:
    assert not filtering.glob("a" * 100_000, "*a" * 90 + "*b")
    assert filtering.glob("abcabc", "a*c")
    assert not filtering.glob("ab", "ab*b")
    assert filtering.glob("anything", "*")


def make(client: ApiClient, **changes: object) -> dict[str, object]:
    body = {
        "name": "Adverts",
        "conditions": {"items": [{"field": "subject", "operator": "contains", "value": "advert"}]},
        "action": "drop",
        **changes,
    }
    answer = client.post(FILTERS, body)
    assert answer.status == 201, answer.json
    return dict(answer.json)


def test_filters_drop_tag_and_route_before_anything_opens(alice: ApiClient) -> None:
    dropping = make(alice)
    visa = {"items": [{"field": "body", "operator": "contains", "value": "visa"}]}
    make(alice, name="Visas", conditions=visa, action="tag", value="visa")
    make(alice, name="To Bob", conditions=visa, action="route", value="bob")
    dropped = arrive(letter(subject="An ADVERT for you"))
    assert (dropped.state, dropped.dropped_reason, dropped.thread_id) == ("dropped", "Filter: Adverts", None)
    kept = arrive(letter(subject="Question", body="My visa please"))
    assert kept.thread
    assert (kept.tags, kept.thread.tags, kept.thread.route) == (["visa"], ["visa"], "bob")
    assert len(alice.get(INBOX).json["items"]) == 1
    assert alice.get(f"{RECEIVED}/{dropped.id}").json["dropped_reason"] == "Filter: Adverts"
    listed = {each["name"]: each["hits"] for each in alice.get(FILTERS).json["items"]}
    assert listed == {"Adverts": 1, "Visas": 1, "To Bob": 1}
    changed = alice.patch(f"{FILTERS}/{dropping['id']}", {"version": 1, "is_active": False})
    assert changed.json["version"] == 2
    late = alice.patch(f"{FILTERS}/{dropping['id']}", {"version": 1, "name": "x"})
    assert (late.status, late.json["type"], late.json["current_version"]) == (
        409,
        "urn:frontdesk:problem:stale-version",
        2,
    )
    alice.post(f"{RECEIVED}/{dropped.id}/reprocess")
    jobs.run_pending()
    assert len(alice.get(INBOX).json["items"]) == 2


def test_a_try_counts_nothing(alice: ApiClient, dave: ApiClient) -> None:
    made = make(alice)
    row = arrive(letter(subject="Advert", X_Campaign="spring"))
    tried = alice.post(f"{FILTERS}/test", {"received_id": str(row.id)}).json
    assert (tried["is_dropped"], [each["id"] for each in tried["caught"]]) == (True, [made["id"]])
    draft = {
        "name": "Draft",
        "conditions": {"items": [{"field": "header", "header": "X-Campaign", "operator": "is", "value": "spring"}]},
        "action": "tag",
        "value": "ads",
    }
    assert alice.post(f"{FILTERS}/test", {"received_id": str(row.id), "draft": draft}).json["tags"] == ["ads"]
    assert alice.post(f"{FILTERS}/test", {"sample": {"subject": "x"}}).json["caught"] == []
    assert alice.get(FILTERS).json["items"][0]["hits"] == 1
    assert dave.post(f"{FILTERS}/test", {"received_id": str(row.id)}).status == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions": {"items": []}},
        {"conditions": {"items": [{"field": "size_kb", "operator": "is", "value": "5"}]}},
        {"conditions": {"items": [{"field": "size_kb", "operator": "above", "value": "five"}]}},
        {"conditions": {"items": [{"field": "header", "operator": "is", "value": "5"}]}},
        {"conditions": {"items": [{"field": "subject", "operator": "contains", "value": ""}]}},
        {"conditions": {"items": [{"field": "spam", "operator": "is", "value": "maybe"}]}},
        {"action": "tag"},
        {"action": "explode"},
        {"name": ""},
    ],
)
def test_bad_filters_are_refused(alice: ApiClient, changes: dict[str, object]) -> None:
    body = {
        "name": "Adverts",
        "conditions": {"items": [{"field": "subject", "operator": "contains", "value": "advert"}]},
        "action": "drop",
        **changes,
    }
    assert alice.post(FILTERS, body).status == 422
    assert alice.get(FILTERS).json["items"] == []


def test_who_may(alice: ApiClient, bob: ApiClient, dave: ApiClient, nobody: ApiClient) -> None:
    made = make(alice)
    twin = {name: made[name] for name in ("name", "conditions", "action")}
    assert alice.post(FILTERS, twin).status == 409
    assert [who.get(FILTERS).status for who in (bob, nobody)] == [403, 401]
    assert dave.get(FILTERS).json["items"] == []
    assert dave.delete(f"{FILTERS}/{made['id']}").status == 404
    assert alice.delete(f"{FILTERS}/{made['id']}").status == 204
