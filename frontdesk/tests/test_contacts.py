"""Contacts: one record per organization and address, with their consent; and what every list and error keeps to."""

from typing import Any

import pytest

from frontdesk.orgs.models import ConsentRecord, Contact
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

LENA = {"email": "lena@client.test", "full_name": "Lena Long", "fields": {"case_no": "0012", "visits": 3, "vip": True}}


def create(client: ApiClient, **values: object) -> Any:
    answer = client.post("/api/contacts", {**LENA, **values})
    assert answer.status == 201, answer.json
    return answer.json


def test_a_contacts_life(alice: ApiClient) -> None:
    made = create(alice, email="Lena@Client.test")
    assert made["email"] == "lena@client.test"
    assert made["fields"] == LENA["fields"]
    path = f"/api/contacts/{made['id']}"
    changed = alice.patch(path, {"phone": "+44 20 7946 0000", "timezone": "Europe/London"}).json
    assert (changed["phone"], changed["full_name"]) == ("+44 20 7946 0000", "Lena Long")
    assert alice.get(path).json == changed
    assert alice.delete(path).status == 204
    assert alice.get(path).status == 404
    [entry] = alice.get("/api/audit?action=contact.deleted").json["items"]
    assert entry["object_label"] == "lena@client.test"


def test_one_record_per_address_and_organization(alice: ApiClient, dave: ApiClient) -> None:
    create(alice)
    twice = alice.post("/api/contacts", {**LENA, "email": "LENA@client.test"})
    assert (twice.status, twice.json["type"]) == (409, "urn:frontdesk:problem:contact-exists")
    other = create(alice, email="other@client.test")
    assert alice.patch(f"/api/contacts/{other['id']}", {"email": LENA["email"]}).status == 409
    create(dave)  # another organization has its own


def test_consent_keeps_its_history(alice: ApiClient) -> None:
    contact = create(alice)
    path = f"/api/contacts/{contact['id']}"
    assert contact["consent"]["marketing_mail"]["state"] == "unknown"
    for state, text in (("granted", "Send me news"), ("denied", "No more, please")):
        answer = alice.put(f"{path}/consent", {"purpose": "marketing_mail", "state": state, "text": text})
        assert answer.json["consent"]["marketing_mail"]["state"] == state
    assert alice.get(path).json["consent"]["recording"]["state"] == "unknown"
    with tenancy.platform("tests"):
        records = ConsentRecord.objects.filter(contact_id=contact["id"]).order_by("id")
        assert [(r.state, r.text, r.recorded_by.email if r.recorded_by else "") for r in records] == [
            ("granted", "Send me news", "alice@northgate.test"),
            ("denied", "No more, please", "alice@northgate.test"),
        ]
    kinds = [entry["kind"] for entry in alice.get(f"{path}/timeline").json["items"]]
    assert kinds == ["consent.denied", "consent.granted", "contact.created"]
    assert [c["id"] for c in alice.get("/api/contacts?consent=denied").json["items"]] == [contact["id"]]
    assert contact["id"] not in str(alice.get("/api/contacts?consent=unknown").json["items"])


def test_a_mail_is_on_the_timeline(alice: ApiClient) -> None:
    contact = create(alice)
    sent = {"type": "welcome", "to": LENA["email"], "data": {"name": "Lena", "action_url": "https://a.test/"}}
    assert alice.post("/api/send-email", sent).status == 202
    entries = alice.get(f"/api/contacts/{contact['id']}/timeline").json["items"]
    assert [entry["record_type"] for entry in entries] == ["email_message", "contact"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "a@b.test\nBcc: x@y.test"}, "email"),
        ({"full_name": "x\ny"}, "full_name"),
        ({"full_name": "x" * 121}, "full_name"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"locale": "xx"}, "locale"),
        ({"fields": {"a": {"nested": 1}}}, "fields.a"),
        ({"fields": {"a": "x\x00"}}, "fields.a"),
        ({"fields": {"a": 2**60}}, "fields.a"),
        ({"fields": {"0": 1}}, "fields"),
        ({"fields": {f"f{n}": 1 for n in range(51)}}, "fields"),
        ({"organization_id": "x"}, "organization_id"),
    ],
)
def test_bad_input_is_named(alice: ApiClient, change: dict[str, object], field: str) -> None:
    answer = alice.post("/api/contacts", {**LENA, **change})
    assert answer.status == 422, answer.json
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert all(error["field"].startswith(field) and error["message"] for error in answer.json["errors"])
    with tenancy.platform("tests"):
        assert not Contact.objects.filter(full_name="Lena Long").exists()


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b"null", b'"x"', b"\xff", b'{"email": NaN}', b"{}" * 2])
def test_what_is_no_json_object_is_refused(alice: ApiClient, body: bytes) -> None:
    answer = alice.post("/api/contacts", body)
    assert (answer.status, answer.json["status"]) == (422, 422)


def test_pages_are_complete_and_stable(alice: ApiClient) -> None:
    wanted = [create(alice, email=f"c{n:02}@page.test")["id"] for n in range(23)]
    seen: list[str] = []
    path = "/api/contacts?q=page.test&limit=5"
    cursor = ""
    for _ in range(10):
        answer = alice.get(path + cursor).json
        seen += [item["id"] for item in answer["items"]]
        if len(seen) == 10:  # what comes or goes meanwhile does not shift the pages
            create(alice, email="later@page.test")
            alice.delete(f"/api/contacts/{seen[0]}")
        if not answer["next_cursor"]:
            break
        cursor = f"&cursor={answer['next_cursor']}"
    assert seen == wanted[::-1]


@pytest.mark.parametrize("query", ["cursor=x", "cursor=W10", "limit=0", "limit=101", "limit=x", "q=%00", "consent=x"])
def test_bad_list_parameters(alice: ApiClient, query: str) -> None:
    answer = alice.get(f"/api/contacts?{query}")
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, query.partition("=")[0])


def test_search_takes_signs_as_they_are(alice: ApiClient) -> None:
    create(alice, full_name="100% Ltd_")
    assert len(alice.get("/api/contacts?q=100%25").json["items"]) == 1
    assert alice.get("/api/contacts?q=1%25d").json["items"] == []
    assert alice.get("/api/contacts?q=L%5Cd").json["items"] == []


def test_routes_that_are_not_there(alice: ApiClient) -> None:
    for path in ("/api/nothing", "/api/contacts/x", "/api/contacts/%0A", "/api/", "/api/contacts/"):
        answer = alice.get(path)
        assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json"), path
    refused = alice.call("PUT", "/api/contacts")
    assert refused.status == 405
    assert set(refused.headers["Allow"].replace(" ", "").split(",")) >= {"GET", "POST"}


def test_a_mail_is_sent_once_for_a_key(alice: ApiClient) -> None:
    body = {"type": "welcome", "to": "carol@client.test", "data": {"name": "C", "action_url": "https://a.test/"}}
    first = alice.post("/api/send-email", body, **{"Idempotency-Key": "order-12"})
    again = alice.post("/api/send-email", body, **{"Idempotency-Key": "order-12"})
    assert (again.status, again.json) == (first.status, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(alice.get("/api/mail/messages").json["items"]) == 1
    other = alice.post("/api/send-email", {**body, "to": "bob@northgate.test"}, **{"Idempotency-Key": "order-12"})
    assert other.status == 422
    assert len(alice.get("/api/mail/messages").json["items"]) == 1
