"""Segments: saved filters, what they may ask, whom they hold, and what is refused."""

from typing import Any

import pytest

from frontdesk.mail.audience import segments
from frontdesk.mail.models import Campaign
from frontdesk.orgs.models import Contact
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

PEOPLE = {"match": "all", "conditions": [{"field": "domain", "operator": "is", "value": "people.test"}]}


def make_people(client: ApiClient, count: int = 3) -> None:
    for number in range(count):
        values = {"visits": number, "city": "Madrid", "born": "1990-01-31", "is_member": True}
        answer = client.post("/api/contacts", {"email": f"p{number}@people.test", "fields": values})
        assert answer.status == 201, answer.json


def make_segment(client: ApiClient, **values: Any) -> Any:
    answer = client.post("/api/mail/segments", {"name": "People", "filter": PEOPLE, **values})
    assert answer.status == 201, answer.json
    return answer.json


def test_a_segment_is_made_counted_and_changed(alice: ApiClient) -> None:
    make_people(alice)
    made = make_segment(alice)
    assert (made["last_count"], made["version"]) == (3, 1)
    path = f"/api/mail/segments/{made['id']}"
    few = {
        "match": "all",
        "conditions": [{"field": "fields.visits", "type": "number", "operator": "at_least", "value": 2}],
    }
    changed = alice.patch(path, {"version": 1, "filter": few})
    assert (changed.status, changed.json["last_count"], changed.json["version"]) == (200, 1, 2)
    late = alice.patch(path, {"version": 1, "name": "Late"})
    assert (late.status, late.json["current_version"]) == (409, 2)
    alice.post("/api/contacts", {"email": "new@people.test", "fields": {"visits": 9}})
    assert alice.post(f"{path}/count").json["last_count"] == 2
    assert [one["name"] for one in alice.get("/api/mail/segments?q=peop").json["items"]] == ["People"]
    assert alice.delete(path).status == 204
    assert alice.get(path).status == 404


def test_a_filter_is_tried_before_it_is_saved(alice: ApiClient) -> None:
    make_people(alice)
    assert alice.post("/api/mail/segments/count", {"filter": PEOPLE}).json == {"count": 3, "is_estimate": False}
    everybody = alice.post("/api/mail/segments/count", {"filter": {}}).json["count"]
    assert everybody > 3
    page = alice.post("/api/mail/segments/preview", {"filter": PEOPLE, "limit": 2}).json
    assert [one["email"] for one in page["items"]] == ["p2@people.test", "p1@people.test"]
    more = alice.post("/api/mail/segments/preview", {"filter": PEOPLE, "cursor": page["next_cursor"]}).json
    assert [one["email"] for one in more["items"]] == ["p0@people.test"]


def test_of_many_contacts_a_sample_is_counted_first(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    make_people(alice)
    assert alice.profile
    org_id = alice.profile.organization_id
    assert org_id
    with tenancy.tenant(org_id):
        Contact.objects.bulk_create(
            Contact(organization_id=org_id, email=f"q{number}@people.test") for number in range(4000)
        )
    monkeypatch.setattr(segments, "_SAMPLE", 400)
    behaviour = {"match": "none", "conditions": [{"field": "opened", "operator": "did"}]}
    last = {"match": "none", "conditions": [{"field": "last_opened_at", "operator": "is_not_empty"}]}
    for raw in (PEOPLE, {"match": "all", "conditions": [PEOPLE, behaviour, last]}):
        answer = alice.post("/api/mail/segments/count", {"filter": raw, "estimate": True}).json
        assert answer["is_estimate"] is True
        assert 3000 < answer["count"] < 5000
        exact = alice.post("/api/mail/segments/count", {"filter": raw}).json
        assert exact == {"count": 4003, "is_estimate": False}


def test_its_contacts_come_in_pages(alice: ApiClient) -> None:
    make_people(alice)
    path = f"/api/mail/segments/{make_segment(alice)['id']}/contacts"
    page = alice.get(f"{path}?limit=2").json
    rest = alice.get(f"{path}?cursor={page['next_cursor']}").json
    assert [one["email"] for one in page["items"] + rest["items"]] == [f"p{number}@people.test" for number in (2, 1, 0)]
    assert rest["next_cursor"] is None


def test_the_builder_learns_own_fields_with_their_types(alice: ApiClient) -> None:
    make_people(alice)
    answer = alice.get("/api/mail/segments/fields").json
    own = {one["name"]: one for one in answer["fields"] if one["is_own"]}
    assert {
        name: one["type"] for name, one in own.items() if name in {"fields.visits", "fields.city", "fields.born"}
    } == {
        "fields.visits": "number",
        "fields.city": "text",
        "fields.born": "date",
    }
    assert own["fields.is_member"]["type"] == "bool"
    assert own["fields.city"]["examples"] == ["Madrid"]
    types = {one["type"]: {each["name"]: each["takes"] for each in one["operators"]} for one in answer["types"]}
    assert types["date"]["between"] == "two"
    assert {operator for one in answer["fields"] for operator in one["operators"]} <= {
        name for each in types.values() for name in each
    }


def test_a_wrong_filter_is_named_by_the_path_of_the_condition(alice: ApiClient) -> None:
    wrong = {"match": "all", "conditions": [{"match": "any", "conditions": [{"field": "password", "operator": "is"}]}]}
    for path, body in (
        ("/api/mail/segments", {"name": "People", "filter": wrong}),
        ("/api/mail/segments/count", {"filter": wrong}),
        ("/api/mail/segments/preview", {"filter": wrong}),
    ):
        answer = alice.post(path, body)
        assert answer.status == 422
        assert answer.json["errors"][0]["field"] == "filter.conditions.0.conditions.0.field"
    assert alice.get("/api/mail/segments?q=People").json["items"] == []


def test_a_segment_that_a_campaign_names_stays(alice: ApiClient) -> None:
    made = make_segment(alice)
    assert alice.profile
    with tenancy.tenant(alice.profile.organization_id):
        Campaign.objects.create(
            organization_id=alice.profile.organization_id, name="March", audience={"segment_ids": [made["id"]]}
        )
    assert alice.delete(f"/api/mail/segments/{made['id']}").status == 409


def test_names_are_taken_once(alice: ApiClient) -> None:
    make_segment(alice)
    assert alice.post("/api/mail/segments", {"name": "People", "filter": PEOPLE}).status == 409


def test_bob_sees_and_does_not_change(alice: ApiClient, bob: ApiClient) -> None:
    made = make_segment(alice)
    assert bob.get(f"/api/mail/segments/{made['id']}").status == 200
    assert bob.post("/api/mail/segments", {"name": "Mine", "filter": PEOPLE}).status == 403
    assert bob.patch(f"/api/mail/segments/{made['id']}", {"version": 1, "name": "Mine"}).status == 403
    assert bob.delete(f"/api/mail/segments/{made['id']}").status == 403


def test_dave_counts_his_own_alone(alice: ApiClient, dave: ApiClient) -> None:
    make_people(alice)
    made = make_segment(alice)
    assert dave.post("/api/mail/segments/count", {"filter": PEOPLE}).json["count"] == 0
    assert dave.get(f"/api/mail/segments/{made['id']}").status == 404
    assert dave.get(f"/api/mail/segments/{made['id']}/contacts").status == 404
    own = [one["name"] for one in dave.get("/api/mail/segments/fields").json["fields"] if one["is_own"]]
    assert "fields.visits" not in own
