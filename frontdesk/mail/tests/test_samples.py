"""Named sample data, also made of real mails; and saved blocks."""

import json
from typing import Any

import pytest

from frontdesk.mail.models import EmailBlock, EmailTemplateSample
from frontdesk.mail.tests.samples import TEMPLATES, WELCOME_DATA, make_template, message, send, set_columns
from frontdesk.orgs.models import AuditEntry
from frontdesk.orgs.testing import Answer, ApiClient
from frontdesk.platform import tenancy

SAMPLES = f"{TEMPLATES}/samples"
FROM_MAIL = f"{SAMPLES}/from-mail"
BLOCKS = "/api/email-blocks"
TICKET = {
    "name": "Carol Castillo",
    "ticket": {
        "number": "NG-1042",
        "subject": "My passport ES1234567 expires",
        "url": "https://desk.northgate.test/tickets/1042?key=abc",
        "status": "Open",
    },
}


def add(client: ApiClient, name: str = "Carol", type: str = "welcome") -> Answer:
    return client.post(SAMPLES, {"type": type, "name": name, "data": WELCOME_DATA})


def names(client: ApiClient, query: str = "") -> list[str]:
    return [each["name"] for each in client.get(f"{SAMPLES}?{query}").json["items"]]


def test_samples_are_kept_by_type_and_changed(alice: ApiClient, bob: ApiClient) -> None:
    made = add(alice)
    assert (made.status, made.json["data"]) == (201, WELCOME_DATA)
    add(alice, "Ticket", "ticket_confirmation")
    assert names(alice) == ["Carol", "Ticket"]
    assert names(bob, "type=ticket_confirmation") == ["Ticket"]
    changed = alice.patch(f"{SAMPLES}/{made.json['id']}", {"name": "Lena", "data": {"name": "Lena"}}).json
    assert (changed["name"], changed["data"]) == ("Lena", {"name": "Lena"})
    assert changed["updated_at"] >= made.json["updated_at"]
    assert alice.delete(f"{SAMPLES}/{made.json['id']}").status == 204
    assert names(alice) == ["Ticket"]


def test_a_name_is_taken_once_for_each_type(alice: ApiClient, dave: ApiClient, root: ApiClient) -> None:
    first = add(alice).json
    refused = add(alice)
    assert (refused.status, refused.json["type"]) == (409, "urn:frontdesk:problem:name-taken")
    assert "“Carol”" in refused.json["detail"]
    other = add(alice, "Other").json
    assert alice.patch(f"{SAMPLES}/{other['id']}", {"name": "Carol"}).status == 409
    assert alice.patch(f"{SAMPLES}/{first['id']}", {"name": "Carol"}).status == 200
    assert [add(alice, type="custom").status, add(dave).status, add(root).status] == [201, 201, 201]
    assert add(root).status == 409


def test_each_house_has_its_own(alice: ApiClient, dave: ApiClient, root: ApiClient) -> None:
    made = add(alice).json
    add(root, "Platform's")
    assert (names(dave), names(root)) == ([], ["Platform's"])
    path = f"{SAMPLES}/{made['id']}"
    assert [dave.patch(path, {"name": "x"}).status, dave.delete(path).status] == [404, 404]


def test_agents_use_samples_and_do_not_change_them(alice: ApiClient, bob: ApiClient, carol: ApiClient) -> None:
    made = add(alice).json
    path = f"{SAMPLES}/{made['id']}"
    refused = [add(bob).status, bob.patch(path, {"name": "x"}).status, bob.delete(path).status]
    assert [*refused, carol.get(SAMPLES).status] == [403] * 4


@pytest.mark.parametrize(
    "data", [{"a": "\x00"}, {"a\x00": 1}, {"a": 5.8e199}, {"a": [-(2**63)]}, {"a": "x" * 300_000}, {"type": []}]
)
def test_data_that_cannot_be_kept_is_refused(alice: ApiClient, data: dict[str, object]) -> None:
    body: dict[str, Any] = {"type": "welcome", "name": "Bad", "data": data}
    if data == {"type": []}:
        nested: dict[str, Any] = {}
        for _ in range(100):
            nested = {"a": nested}
        body["data"] = nested
    assert alice.post(SAMPLES, body).status == 422
    with tenancy.platform("tests"):
        assert not EmailTemplateSample.objects.exists()


def send_ticket(client: ApiClient, **changes: object) -> str:
    mail = {"type": "ticket_confirmation", "data": TICKET, "related": {"ticket_id": 1042}, **changes}
    return str(send(client, **mail)["message_id"])


def test_a_real_mail_becomes_a_sample_without_its_person(alice: ApiClient) -> None:
    mail = send_ticket(alice, to="Carol Castillo <carol@client.test>")
    assert message(mail).data == TICKET
    listed = alice.get(f"{FROM_MAIL}?type=ticket_confirmation")
    [past] = listed.json["items"]
    assert (past["message_id"], past["related"], past["recipient"]) == (mail, {"ticket_id": 1042}, "c…@c….test")
    assert past["label"].endswith("· ticket 1042")
    assert b"carol" not in listed.content.lower()
    made = alice.post(FROM_MAIL, {"message_id": mail}).json
    assert (made["type"], made["name"]) == ("ticket_confirmation", f"Mail of {past['created_at'][:10]}")
    assert made["data"]["ticket"].keys() == TICKET["ticket"].keys()  # type: ignore[attr-defined]  # of the literal above
    written = json.dumps(made["data"], ensure_ascii=False).lower()
    assert not [word for word in ("carol", "castillo", "passport", "1234567", "1042", "northgate") if word in written]
    preview = {"html_code": "<p>{{ name }} {{ ticket.subject }}</p>", "type": "ticket_confirmation"}
    shown = alice.post(f"{TEMPLATES}/preview", {**preview, "sample_data": made["data"]}).json
    assert (shown["missing"], "passport" in shown["preview_html"].lower()) == ([], False)
    again = alice.post(FROM_MAIL, {"message_id": mail}).json
    assert (again["data"], again["name"]) == (made["data"], f"{made['name']} (2)")
    assert alice.post(FROM_MAIL, {"message_id": mail, "name": "Visa"}).json["name"] == "Visa"


def test_nothing_is_kept_of_mail_with_keys_and_of_tests(alice: ApiClient) -> None:
    link = {"name": "C", "reset_url": "https://a.test/reset?key=secret", "expires_in": "60 minutes"}
    key_mail = send(alice, type="reset_email", data=link)["message_id"]
    template = make_template(alice)
    test = alice.post(f"{TEMPLATES}/{template['id']}/test-email", {"to": "alice@northgate.test"}).json["message_id"]
    assert (message(key_mail).data, message(test).data) == (None, None)
    assert alice.get(f"{FROM_MAIL}?type=reset_email").json["items"] == []
    assert alice.get(f"{FROM_MAIL}?type=welcome").json["items"] == []
    assert alice.post(FROM_MAIL, {"message_id": key_mail}).status == 409
    assert alice.post(FROM_MAIL, {"message_id": test}).status == 404


def test_past_mail_is_ones_own_and_recent(alice: ApiClient, dave: ApiClient, bob: ApiClient) -> None:
    mail = send_ticket(alice)
    query = f"{FROM_MAIL}?type=ticket_confirmation"
    assert dave.get(query).json["items"] == []
    assert dave.post(FROM_MAIL, {"message_id": mail}).status == 404
    assert len(bob.get(query).json["items"]) == 1
    assert bob.post(FROM_MAIL, {"message_id": mail}).status == 403
    for _ in range(2):
        send_ticket(alice)
    page = alice.get(f"{query}&limit=2").json
    assert (len(page["items"]), len(alice.get(f"{query}&cursor={page['next_cursor']}").json["items"])) == (2, 1)
    set_columns(mail, created_at="2020-01-01T00:00:00Z")
    assert len(alice.get(query).json["items"]) == 2


def test_data_that_the_database_cannot_keep_holds_up_no_mail(alice: ApiClient) -> None:
    mail = send(alice, data={**WELCOME_DATA, "extra": "x" * 300_000})["message_id"]
    assert message(mail).data is None


BUTTON = "<mj-button href='{{ action_url }}'>\n  Go\n</mj-button>"


def keep(client: ApiClient, name: str = "Button", mjml: str = BUTTON) -> Answer:
    return client.post(BLOCKS, {"name": name, "mjml": mjml})


def test_blocks_are_kept_found_and_changed(alice: ApiClient, bob: ApiClient, dave: ApiClient) -> None:
    made = keep(alice)
    assert (made.status, made.json["mjml"]) == (201, BUTTON)
    keep(alice, "Footer", "<mj-section><mj-column><mj-text>Bye</mj-text></mj-column></mj-section>")
    assert [each["name"] for each in bob.get(BLOCKS).json["items"]] == ["Button", "Footer"]
    assert [each["name"] for each in bob.get(f"{BLOCKS}?q=foot").json["items"]] == ["Footer"]
    path = f"{BLOCKS}/{made.json['id']}"
    assert keep(alice).json["type"] == "urn:frontdesk:problem:name-taken"
    assert alice.patch(path, {"name": "Footer"}).status == 409
    assert alice.patch(path, {"name": "Call"}).json["name"] == "Call"
    assert (dave.get(BLOCKS).json["items"], dave.patch(path, {"name": "x"}).status) == ([], 404)
    assert [bob.patch(path, {"name": "x"}).status, keep(bob).status, dave.delete(path).status] == [403, 403, 404]
    assert alice.delete(path).status == 204
    with tenancy.platform("tests"):
        assert EmailBlock.objects.count() == 1
        actions = AuditEntry.objects.filter(object_type="email_block").order_by("id").values_list("action", flat=True)
        assert [*actions] == ["template.block_saved"] * 3 + ["template.block_deleted"]


@pytest.mark.parametrize(
    "mjml",
    [
        "<mj-column><mj-text>In a section</mj-text></mj-column>",
        "<mj-hero><mj-text>In the body</mj-text></mj-hero>",
        "<mj-text>{% if name %}{{ name }}{% endif %}</mj-text>",
        "<mj-social><mj-social-element name='x' href='https://a.test'>X</mj-social-element></mj-social>",
        "<mj-text>One</mj-text>\n<mj-divider />",
    ],
)
def test_a_fragment_of_any_level_is_a_block(alice: ApiClient, mjml: str) -> None:
    answer = keep(alice, mjml=mjml)
    assert answer.status == 201, answer.json


@pytest.mark.parametrize(
    "mjml",
    [
        "",
        "just words",
        "<p>HTML alone</p>",
        "<mjml><mj-body></mj-body></mjml>",
        "<mj-nothing/>",
        "<mj-text>{% if name %}</mj-text>",
        "<mj-section><mj-text>",
        "<mj-text>" + "x" * 110_000 + "</mj-text>",
    ],
)
def test_what_is_no_block_is_refused(alice: ApiClient, mjml: str) -> None:
    answer = keep(alice, mjml=mjml)
    assert answer.status == 422, answer.json
    assert answer.json["errors"][0]["field"] == "mjml"


def test_a_fault_in_a_block_has_its_place(alice: ApiClient) -> None:
    error = keep(alice, mjml="<mj-text>{{ name | nothing }}</mj-text>").json["errors"][0]
    assert (error["field"], error["line"], 1 <= error["column"] <= 20) == ("mjml", 1, True)
