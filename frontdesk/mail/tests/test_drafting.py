"""`POST /api/send-email/preview`, and a mail that a model wrote for its one recipient."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signing
from pytest_django import Settings

from frontdesk.ai.testing import fake_provider as fake_server
from frontdesk.mail.models import EmailMessage, EmailMessageEvent
from frontdesk.mail.tests.ai_samples import Rewriter, add_model
from frontdesk.mail.tests.samples import SEND, WELCOME_DATA, change, make_template, message
from frontdesk.mail.writing import handing_out
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

PREVIEW = "/api/send-email/preview"
HTML = "<p>Dear {{ name }} of {{ contact.city }}, your file {{ file }} is ready.</p>"


@pytest.fixture
def template(alice: ApiClient) -> dict[str, Any]:
    return make_template(alice, activate=True, type="custom", subject="File {{ file }}", html_code=HTML, name="Ready")


@pytest.fixture
def lena(alice: ApiClient) -> dict[str, Any]:
    body = {
        "email": "lena@people.test",
        "full_name": "Lena Ortiz",
        "locale": "es",
        "timezone": "Europe/Madrid",
        "fields": {"city": "Cork"},
    }
    answer = alice.post("/api/contacts", body)
    assert answer.status == 201, answer.json
    return dict(answer.json)


def preview(client: ApiClient, **values: object) -> dict[str, Any]:
    answer = client.post(PREVIEW, values)
    assert answer.status == 200, answer.json
    return dict(answer.json)


def suppress(client: ApiClient, email: str, reason: str = "manual") -> None:
    assert client.post("/api/mail/suppressions", {"email": email, "reason": reason}).status == 201


def test_it_is_filled_with_what_is_known_and_says_what_is_missing(
    bob: ApiClient, template: dict[str, Any], lena: dict[str, Any]
) -> None:
    shown = preview(bob, template_id=template["id"], to=["Lena <lena@people.test>"])
    assert "Dear Lena Ortiz of Cork, your file ⟦file⟧ is ready." in shown["text"]
    assert [(each["name"], each["value"], each["required"]) for each in shown["placeholders"]] == [
        ("file", None, True),
        ("name", "Lena Ortiz", True),
        ("contact.city", "Cork", True),
    ]
    assert {each["name"] for each in shown["missing"]} == {"file"}
    assert (shown["template_id"], shown["template_name"], shown["locale"]) == (template["id"], "Ready", "en")
    assert shown["from_address"] == "Northgate Immigration <desk@frontdesk.test>"
    assert shown["reply_to"] == "help@northgate.test"
    assert shown["recipients"] == [
        {
            "address": "Lena <lena@people.test>", "kind": "to", "contact_id": lena["id"], "name": "Lena Ortiz",
            "timezone": "Europe/Madrid", "held_back": "",
        }
    ]  # fmt: skip
    full = preview(bob, template_id=template["id"], to=["lena@people.test"], data={"file": "A-1", "name": "Ms Ortiz"})
    assert "Dear Ms Ortiz of Cork, your file A-1 is ready." in full["text"]
    assert full["subject"] == "File A-1"
    assert full["missing"] == []
    with tenancy.platform("tests"):
        assert not EmailMessage.objects.exists()


def test_without_a_recipient_it_shows_the_mail_all_the_same(alice: ApiClient) -> None:
    shown = preview(alice, type="welcome")
    assert (shown["template_id"], shown["template_name"], shown["recipients"]) == (None, "", [])
    assert {each["name"] for each in shown["missing"]} == {"name", "action_url"}
    by_name = {each["name"]: each for each in shown["placeholders"]}
    assert by_name["action_url"]["kind"] == "url"
    assert by_name["name"]["sample"] == "Carol"


def test_the_recipients_language_is_served_and_another_can_be_asked_for(alice: ApiClient, lena: dict[str, Any]) -> None:
    assert preview(alice, type="welcome", to=[lena["email"]], data=WELCOME_DATA)["locale"] == "es"
    assert preview(alice, type="welcome", to=[lena["email"]], data=WELCOME_DATA, locale="en")["locale"] == "en"


def test_who_would_get_nothing_is_told_with_the_reason(alice: ApiClient, lena: dict[str, Any]) -> None:
    suppress(alice, "left@people.test")
    suppress(alice, "dead@people.test", "hard_bounce")
    consent = {"purpose": "marketing_mail", "state": "denied", "text": "by telephone"}
    assert alice.put(f"/api/contacts/{lena['id']}/consent", consent).status == 200
    everybody = {"to": ["left@people.test"], "cc": ["Dead <dead@people.test>"], "bcc": [lena["email"]]}

    def held(type: str) -> list[tuple[str, str]]:
        return [(each["kind"], each["held_back"]) for each in preview(alice, type=type, **everybody)["recipients"]]

    assert held("welcome") == [("to", ""), ("cc", "hard_bounce"), ("bcc", "")]
    assert held("newsletter") == [("to", "manual"), ("cc", "hard_bounce"), ("bcc", "no consent to marketing mail")]
    answer = alice.post(SEND, {"type": "welcome", "data": WELCOME_DATA, "to": "dead@people.test"})
    assert answer.json["status"] == "cancelled"  # as it was told


def test_bad_input_and_other_organizations_are_refused(
    alice: ApiClient, dave: ApiClient, carol: ApiClient, nobody: ApiClient, template: dict[str, Any]
) -> None:
    assert nobody.post(PREVIEW, {"type": "welcome"}).status == 401
    assert carol.post(PREVIEW, {"type": "welcome"}).status == 403
    assert dave.post(PREVIEW, {"template_id": template["id"]}).status == 404
    assert alice.post(PREVIEW, {}).json["errors"][0]["field"] == "type"
    assert alice.post(PREVIEW, {"type": "welcome", "to": ["nobody"]}).status == 422


def test_a_value_of_the_wrong_kind_is_told_in_words_before_and_when_it_is_sent(alice: ApiClient) -> None:
    code = "<p>Hello</p>\n<p>{% if seats > 1 %}{{ seats }} seats{% endif %}</p>"
    made = make_template(alice, activate=True, type="custom", subject="S", html_code=code, name="Seats")
    body = {"template_id": made["id"], "data": {"seats": "2"}}
    told = {
        "field": "html_code", "code": "wrong_value", "line": 2, "column": 16,
        "message": "“seats” is a text and “1” a number: “>” cannot compare them. Give “seats” as a number.",
    }  # fmt: skip
    for answer in (
        alice.post(PREVIEW, {**body, "to": ["lena@people.test"]}),
        alice.post(SEND, {**body, "to": "lena@people.test"}),
    ):
        assert (answer.status, answer.json["errors"]) == (422, [told])
        assert answer.json["detail"] == told["message"]
    with tenancy.platform("tests"):
        assert not EmailMessage.objects.exists()


@pytest.fixture
def rewriter(settings: Settings) -> Iterator[Rewriter]:
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    with fake_server.running(Rewriter()) as fake:
        yield fake


def write(client: ApiClient, template: dict[str, Any], model: int, **values: object) -> dict[str, Any]:
    body = {
        "template_id": template["id"],
        "ai_model_id": model,
        "recipient_data": {"city": "Cork"},
        "recipient": "Lena <Lena@people.test>",
        **values,
    }
    answer = client.post("/api/email/ai-generate", body)
    assert answer.status == 200, answer.json
    return dict(answer.json)


def order(template: dict[str, Any], written: str, **values: object) -> dict[str, object]:
    data = {"name": "Lena", "file": "A-1", "contact": {"city": "Cork"}}
    return {"template_id": template["id"], "to": "lena@people.test", "data": data, "written": written, **values}


def test_what_a_model_wrote_for_one_recipient_goes_out(
    bob: ApiClient, template: dict[str, Any], rewriter: Rewriter
) -> None:
    made = write(bob, template, add_model(rewriter))
    body = order(template, made["written"])
    shown = preview(bob, **{**body, "to": [body["to"]]})
    assert shown["subject"] == "New: File A-1"
    answer = bob.post(SEND, body)
    assert answer.status == 202, answer.json
    row = message(answer.json["message_id"])
    assert row.subject == "New: File A-1"
    assert "New: Dear Lena of Cork, your file A-1 is ready." in row.text
    assert row.template_id == template["id"]
    with tenancy.platform("tests"):
        told = EmailMessageEvent.objects.filter(message=row).values_list("detail", flat=True)
        assert "Scribe wrote for its recipient." in told


def test_it_goes_to_one_recipient_from_the_template_it_was_made_of(
    alice: ApiClient, template: dict[str, Any], rewriter: Rewriter
) -> None:
    written = write(alice, template, add_model(rewriter))["written"]
    other = make_template(alice, activate=True, type="custom", subject="S", html_code=HTML, name="Other")

    def refused(body: dict[str, object]) -> str:
        answer = alice.post(SEND, body)
        assert answer.status == 422, answer.json
        assert answer.json["errors"][0]["field"] == "written"
        return str(answer.json["errors"][0]["message"])

    assert "one recipient" in refused(order(template, written, cc=["cc@people.test"]))
    assert "another template" in refused(order(other, written))
    assert "somebody else" in refused(order(template, written, to="other@people.test"))
    assert "not what a model wrote" in refused(order(template, written[:-2] + "xx"))
    assert change(alice, {**template, "version": template["version"]}, subject="Other {{ file }}").status == 200
    assert "changed since" in refused(order(template, written))
    with tenancy.platform("tests"):
        assert not EmailMessage.objects.exists()


def test_what_was_written_for_nobody_in_particular_is_not_handed_out(
    bob: ApiClient, template: dict[str, Any], rewriter: Rewriter
) -> None:
    made = write(bob, template, add_model(rewriter), recipient=None)
    assert (made["subject"], made["written"]) == ("New: File {{ file }}", "")


def test_somebody_else_does_not_even_see_it(bob: ApiClient, template: dict[str, Any], rewriter: Rewriter) -> None:
    body = order(template, write(bob, template, add_model(rewriter))["written"])
    for to in (["other@people.test"], []):
        answer = bob.post(PREVIEW, {**body, "to": to})
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "written")


def test_nothing_is_handed_out_of_what_nobody_saved(
    bob: ApiClient, template: dict[str, Any], rewriter: Rewriter
) -> None:
    model = add_model(rewriter)
    made = write(bob, template, model, base={"html_code": HTML.replace("ready", "<b>ready</b>")})
    assert made["subject"].startswith("New: ")
    assert made["written"] == ""
    changing = {"template_id": template["id"], "ai_model_id": model, "prompt": "Shorter."}
    assert bob.post("/api/email/ai-generate", changing).status == 403


def test_another_organizations_words_are_refused(dave: ApiClient, template: dict[str, Any]) -> None:
    own = make_template(dave, activate=True, type="custom", subject="S", html_code="<p>Hello</p>", name="Own")
    told = {"org": "another", "template": [own["id"], own["version"]], "model": "M", "texts": {}}
    forged = signing.dumps(told, salt=handing_out._SALT)
    answer = dave.post(SEND, {"template_id": own["id"], "to": "x@people.test", "written": forged})
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "written")
