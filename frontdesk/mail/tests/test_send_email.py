"""`POST /api/send-email`: what is accepted is stored for each recipient; what cannot be rendered is refused."""

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from frontdesk.mail.addresses import bare_address
from frontdesk.mail.delivery import deliver_due
from frontdesk.mail.reading import attachments_of, parse
from frontdesk.mail.tests.samples import (
    SEND,
    TEMPLATES,
    WELCOME_DATA,
    change,
    history,
    mail_body,
    make_template,
    message,
    messages,
    send,
)
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import Contact, SuppressionReason
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy
from frontdesk.platform.jobs.tasks import manager

PDF = {"filename": "informe nº1.pdf", "content_type": "application/pdf", "content_base64": "JVBERi0xLjQK"}


def delivery_times() -> list[datetime | None]:
    """When the waiting delivery jobs are to run; None: at once."""
    with tenancy.platform("tests"):
        rows = manager.connector.execute_query_all(
            "select scheduled_at from procrastinate_jobs"
            " where starts_with(task_name, 'mail.deliver') and status = 'todo'"
        )
    return [row["scheduled_at"] for row in rows]


def test_by_type_it_is_stored_and_a_job_is_woken(
    alice: ApiClient, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = send(alice)
        send(alice)
    row = message(first["message_id"])
    assert first["messages"] == [{"message_id": first["message_id"], "to": "carol@client.test", "status": "queued"}]
    assert (row.status, row.type, row.category, row.tries) == ("queued", "welcome", "system", 0)
    assert row.from_address == "Northgate Immigration <desk@frontdesk.test>"
    assert row.reply_to == "help@northgate.test"
    assert history(row.id) == ["queued"]
    assert delivery_times() == [None]
    jobs.run_pending()
    assert {each.status for each in messages()} == {"sent"}


def test_by_template_id_it_keeps_template_and_version(alice: ApiClient) -> None:
    template = make_template(alice)
    change(alice, template, subject="Second {{ name }}")
    sent = send(alice, type=None, template_id=template["id"], related={"ticket_id": 7})
    row = message(sent["message_id"])
    assert (row.template_id, row.template_version, row.subject) == (template["id"], 2, "Second Carol")
    assert row.related == {"ticket_id": 7}
    deliver_due()
    assert alice.get(f"{TEMPLATES}/{template['id']}").json["stats"]["sent"] == 1


def test_each_recipient_has_a_row_and_bcc_is_nowhere_in_the_mail(alice: ApiClient) -> None:
    sent = send(
        alice,
        to=["Carol Castillo <carol@client.test>", "b@client.test"],
        cc=["Zoë <zoe@client.test>"],
        bcc=["secret@client.test"],
    )
    rows = messages()
    assert sorted((row.recipient_kind, row.to_address) for row in rows) == [
        ("bcc", "secret@client.test"),
        ("cc", "Zoë <zoe@client.test>"),
        ("to", "Carol Castillo <carol@client.test>"),
        ("to", "b@client.test"),
    ]
    assert [each["to"] for each in sent["messages"]] == [
        "Carol Castillo <carol@client.test>", "b@client.test", "Zoë <zoe@client.test>", "secret@client.test"
    ]  # fmt: skip
    assert len({row.batch_id for row in rows}) == len({parse(bytes(row.mime))["Message-ID"] for row in rows}) == 1
    mail = parse(bytes(rows[0].mime))
    assert mail["To"] == "Carol Castillo <carol@client.test>, b@client.test"
    assert str(mail["Cc"]) == "Zoë <zoe@client.test>"
    assert mail["Bcc"] is None
    assert not [row for row in rows if b"secret" in bytes(row.mime)]


def test_an_address_named_twice_gets_one_mail(alice: ApiClient) -> None:
    send(alice, to=["carol@client.test", "Carol <CAROL@client.test>"], cc=["carol@client.test"])
    assert len(messages()) == 1


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('"Castillo, Carol" <carol@client.test>', "Castillo, Carol"),
        ("Carol (work) <carol@client.test>", ""),
        ('"C. \\"CC\\" Castillo" <carol@client.test>', 'C. "CC" Castillo'),
        ("Ñandú Ünïcödé <carol@client.test>", "Ñandú Ünïcödé"),
    ],
)
def test_odd_names_reach_the_right_address(alice: ApiClient, written: str, name: str) -> None:
    row = message(send(alice, to=written)["message_id"])
    (address,) = parse(bytes(row.mime))["To"].addresses
    assert address.addr_spec == "carol@client.test"
    assert not name or address.display_name == name
    assert bare_address(row.to_address) == "carol@client.test"


def test_an_organizations_name_is_readable_whatever_it_is(alice: ApiClient) -> None:
    assert alice.patch("/api/organization", {"name": "Núñez, Sons & “Co.”"}).status == 200
    row = message(send(alice)["message_id"])
    assert row.from_address == '"Núñez, Sons & “Co.”" <desk@frontdesk.test>'
    (sender,) = parse(bytes(row.mime))["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Núñez, Sons & “Co.”", "desk@frontdesk.test")


def test_attachments_and_reply_to_are_carried(alice: ApiClient) -> None:
    sent = send(alice, attachments=[PDF], reply_to="Bob <bob@northgate.test>")
    row = message(sent["message_id"])
    assert row.attachments == [{"filename": "informe nº1.pdf", "content_type": "application/pdf", "size": 9}]
    mail = parse(bytes(row.mime))
    (part,) = attachments_of(mail)
    assert (part.get_filename(), part.get_payload(decode=True)) == ("informe nº1.pdf", b"%PDF-1.4\n")
    assert mail["Reply-To"] == "Bob <bob@northgate.test>"


def test_a_mail_over_10_mb_is_refused(alice: ApiClient) -> None:
    def attach(size: int) -> dict[str, object]:
        return {**PDF, "content_base64": base64.b64encode(b"x" * size).decode()}

    refused = alice.post(SEND, mail_body(attachments=[attach(8_000_000)]))
    assert refused.status == 413
    assert "10 MB" in refused.json["detail"]
    assert messages() == []
    send(alice, attachments=[attach(6_000_000)])
    assert len(messages()) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "letter"}, "type"),
        ({"type": None}, "type"),
        ({"template_id": 1}, "type"),
        ({"type": None, "template_id": 10**30}, "template_id"),
        ({"to": "nobody"}, "to"),
        ({"to": []}, "to"),
        ({"to": ["a@client.test"] * 51}, "to"),
        ({"to": "a@client.test\r\nBcc: b@client.test"}, "to"),
        ({"to": "jósé@client.test"}, "to"),
        ({"to": "a@client.test, b@client.test"}, "to"),
        ({"to": f"{'n' * 310} <carol@client.test>"}, "to"),
        ({"cc": ["x"]}, "cc"),
        ({"reply_to": "x"}, "reply_to"),
        ({"data": []}, "data"),
        ({"locale": "fr"}, "locale"),
        ({"send_at": "tomorrow"}, "send_at"),
        ({"send_at": "2030-01-01T10:00:00"}, "send_at"),
        ({"send_at": "2999-01-01T10:00:00Z"}, "send_at"),
        ({"related": {"boss_id": 1}}, "related"),
        ({"attachments": [{**PDF, "content_base64": "no base64!"}]}, "attachments"),
        ({"attachments": [{**PDF, "content_type": "multipart/mixed"}]}, "attachments"),
        ({"attachments": [{**PDF, "content_type": "nonsense"}]}, "attachments"),
        ({"attachments": [{**PDF, "filename": "a\nb"}]}, "attachments"),
        ({"attachments": [PDF] * 21}, "attachments"),
        ({"priority": 1}, "priority"),
    ],
)
def test_bad_input_is_named_and_nothing_is_stored(alice: ApiClient, changes: dict[str, object], field: str) -> None:
    body = {name: value for name, value in mail_body(**changes).items() if value is not None}
    refused = alice.post(SEND, body)
    assert refused.status == 422, refused.content
    assert any(error["field"].startswith(field) for error in refused.json["errors"]), refused.json
    assert messages() == []


def test_missing_data_is_named_by_placeholder(alice: ApiClient) -> None:
    template = make_template(alice, html_code="<p>Hello\n{{ name }}</p>", subject="Hi")
    refused = alice.post(SEND, {"template_id": template["id"], "to": "carol@client.test", "data": {}})
    assert refused.status == 422
    (error,) = refused.json["errors"]
    assert (error["field"], error["code"], error["line"], error["column"]) == ("html_code", "missing_value", 2, 4)
    assert "name" in error["message"]
    assert messages() == []


def test_an_unknown_placeholder_is_never_mailed(alice: ApiClient) -> None:
    template = make_template(alice, html_code="<p>{{ nmae }}</p>")
    body = {"template_id": template["id"], "to": "carol@client.test", "data": {**WELCOME_DATA, "nmae": "x"}}
    assert alice.post(SEND, body).status == 422
    assert messages() == []


def test_a_template_of_another_organization_is_as_one_that_is_not(alice: ApiClient, dave: ApiClient) -> None:
    foreign = make_template(dave)
    answers = []
    for number in (foreign["id"], 987654):
        answer = alice.post(SEND, {"template_id": number, "to": "carol@client.test", "data": WELCOME_DATA})
        answers.append((answer.status, answer.content.decode().replace(f"template {number}", "template N")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert messages() == []


def test_values_cannot_break_out_of_their_place(alice: ApiClient) -> None:
    data = {"name": "x\r\nBcc: all@client.test\x00 <script>", "action_url": "javascript:alert(1)"}
    template = make_template(alice, activate=True)
    row = message(send(alice, data=data)["message_id"])
    assert template["id"] == row.template_id
    assert parse(bytes(row.mime))["Bcc"] is None
    assert "\n" not in row.subject
    assert "\x00" not in row.text + row.html
    assert "<script>" not in row.html
    assert "javascript" not in row.html


def test_a_very_long_value_keeps_the_subject_within_its_column(alice: ApiClient) -> None:
    make_template(alice, activate=True, subject="{{ name }}")
    row = message(send(alice, data={**WELCOME_DATA, "name": "ñ" * 5000})["message_id"])
    assert len(row.subject) <= 998
    assert str(parse(bytes(row.mime))["Subject"]) == row.subject


def test_the_type_decides_headers_and_sender(alice: ApiClient) -> None:
    welcome = parse(bytes(message(send(alice)["message_id"]).mime))
    assert (welcome["Auto-Submitted"], welcome["X-Frontdesk-Type"]) == ("auto-generated", "welcome")
    make_template(alice, activate=True, from_email_address_type="marketing_email_2")
    assert message(send(alice)["message_id"]).from_address == "Northgate Immigration <updates@frontdesk.test>"


def test_a_mail_for_later_waits(
    alice: ApiClient, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    at = timezone.now() + timedelta(hours=2)
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(alice, send_at=at.isoformat())
    assert deliver_due() == 0
    row = message(sent["message_id"])
    assert (row.status, row.next_attempt_at, row.send_at) == ("queued", at, at)
    (wakes_at,) = delivery_times()
    assert wakes_at is not None
    assert at <= wakes_at < at + timedelta(seconds=6)
    past = send(alice, send_at=(timezone.now() - timedelta(days=1)).isoformat())
    deliver_due()
    assert (message(past["message_id"]).status, message(sent["message_id"]).status) == ("sent", "queued")


def test_a_repeated_key_gets_the_first_answer_and_one_mail(alice: ApiClient, bob: ApiClient) -> None:
    answers = [alice.post(SEND, mail_body(), **{"Idempotency-Key": "k-1"}) for _ in range(2)]
    assert answers[0].status == answers[1].status == 202
    assert answers[0].json == answers[1].json
    assert len(messages()) == 1
    changed = alice.post(SEND, mail_body(to="b@client.test"), **{"Idempotency-Key": "k-1"})
    assert changed.status == 422
    bob.post(SEND, mail_body(), **{"Idempotency-Key": "k-1"})
    assert len(messages()) == 2


def suppress(address: str, reason: str = "", **consent: str) -> None:
    with tenancy.platform("tests"):
        contact, _ = Contact.objects.get_or_create(
            email=address, organization_id=next(iter(Contact.objects.filter(email="carol@client.test"))).organization_id
        )
        contact.consent = {name: {"state": state} for name, state in consent.items()}
        contact.save()
        if reason:
            suppressions.suppress(contact.organization_id, address, SuppressionReason(reason))


def newsletter(client: ApiClient, to: list[str]) -> dict[str, Any]:
    template = make_template(client, type="newsletter", subject="News", html_code="<p>News</p>")
    return send(client, type=None, template_id=template["id"], to=to, data={})


@pytest.mark.parametrize(
    ("reason", "marketing", "transactional"),
    [
        ("hard_bounce", "cancelled", "cancelled"),
        ("complaint", "cancelled", "queued"),
        ("manual", "cancelled", "queued"),
        ("", "queued", "queued"),
    ],
)
def test_suppressed_addresses_are_held_back(alice: ApiClient, reason: str, marketing: str, transactional: str) -> None:
    suppress("carol@client.test", reason)
    to = ["b@client.test", "Carol <Carol@client.test>"]
    sent = newsletter(alice, to)["messages"]
    assert [each["status"] for each in sent] == ["queued", marketing]
    sent = send(alice, to=to)["messages"]
    assert [each["status"] for each in sent] == ["queued", transactional]
    deliver_due()
    for row in messages():
        held = row.status == "cancelled"
        assert held == row.last_error.startswith("Held back")
        assert history(row.id) == (["cancelled"] if held else ["queued", "sent"])


def test_marketing_needs_no_refusal_of_consent(alice: ApiClient, dave: ApiClient) -> None:
    suppress("carol@client.test", marketing_mail="denied")
    sent = newsletter(alice, ["carol@client.test"])
    assert (sent["status"], message(sent["message_id"]).last_error[-30:]) == (
        "cancelled",
        "no consent to marketing mail).",
    )
    assert send(alice)["status"] == "queued"
    assert newsletter(dave, ["carol@client.test"])["status"] == "queued"


@pytest.mark.parametrize(
    ("to", "status"),
    [
        ("alice@northgate.test", 202),
        ("bob@northgate.test", 202),
        ("Carol <Carol@Client.test>", 202),
        ("dave@harbour.test", 422),
        ("stranger@elsewhere.test", 422),
        ("nonsense", 422),
    ],
)
def test_test_mails_stay_in_the_house(alice: ApiClient, to: str, status: int) -> None:
    template = make_template(alice)
    answer = alice.post(f"{TEMPLATES}/{template['id']}/test-email", {"to": to})
    assert answer.status == status, answer.content
    rows = messages()
    assert [row.subject for row in rows] == (["[Test] Welcome, Carol"] if status == 202 else [])


def test_a_test_mail_takes_sample_data_and_refuses_what_is_missing(alice: ApiClient, bob: ApiClient) -> None:
    template = make_template(alice)
    path = f"{TEMPLATES}/{template['id']}/test-email"
    data = {"to": "bob@northgate.test", "sample_data": {"name": "Zoë", "action_url": "https://x.test/"}}
    answer = bob.post(path, data)
    assert message(answer.json["message_id"]).subject == "[Test] Welcome, Zoë"
    assert bob.post(path, {**data, "sample_data": {"name": "Zoë"}}).status == 422
    assert len(messages()) == 1


def test_who_may_send(alice: ApiClient, bob: ApiClient, carol: ApiClient, root: ApiClient, nobody: ApiClient) -> None:
    statuses = [who.post(SEND, mail_body()).status for who in (alice, bob, carol, root, nobody)]
    assert statuses == [202, 202, 403, 403, 401]
    assert len(messages()) == 2
    narrow = ApiClient(alice.profile, ["mail.read"])
    assert narrow.post(SEND, mail_body()).status == 403


def test_a_test_that_is_repeated_goes_out_once(alice: ApiClient) -> None:
    path = f"{TEMPLATES}/{make_template(alice)['id']}/test-email"
    body, key = {"to": "alice@northgate.test"}, {"Idempotency-Key": "t-1"}
    first, again = alice.post(path, body, **key), alice.post(path, body, **key)
    assert (first.status, again.json) == (202, first.json)
    assert len(messages()) == 1


def test_marketing_mail_carries_ways_to_leave_of_each_recipients_own(alice: ApiClient) -> None:
    template = make_template(
        alice,
        type="newsletter",
        subject="News",
        html_code="<p>News. <a href='{{ unsubscribe_url }}'>Leave</a> <a href='{{ preferences_url }}'>choose</a></p>",
    )
    sent = send(alice, type=None, template_id=template["id"], to=["carol@client.test", "new@client.test"], data={})
    links = set()
    for each in sent["messages"]:
        row = message(each["message_id"])
        mail = parse(bytes(row.mime))
        url = mail["List-Unsubscribe"].strip("<>")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert url in row.html
        assert url in row.text
        assert url in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
        assert ("/m/p/" in row.html) == (row.to_address == "carol@client.test")
        links.add(url)
    assert len(links) == 2
    own = send(alice, type=None, template_id=template["id"], data={"unsubscribe_url": "https://own.test/leave"})
    assert "https://own.test/leave" in message(own["message_id"]).html
    assert "List-Unsubscribe" not in parse(bytes(message(send(alice)["message_id"]).mime))
