"""Providers of one's own: set up, checked, tried with a mail, paused, changed, deleted. Their secrets stay here."""

from typing import Any

import pytest
from pytest_django import Settings

from frontdesk.mail.delivery import deliver_due
from frontdesk.mail.models import EmailMessage, MailProvider
from frontdesk.mail.tests.samples import message
from frontdesk.mail.tests.sink import Sink, free_port
from frontdesk.orgs.models import AuditEntry
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy
from frontdesk.platform.jobs.tasks import manager
from frontdesk.platform.models import Event

PROVIDERS = "/api/mail/providers"
PLANTED = "Wq7Rk2xV.Planted+Smtp/9mTzL4"
SMTP: dict[str, Any] = {"name": "Our server", "kind": "smtp", "settings": {"host": "smtp.example.com"}}
# Mail of organizations goes out outside of transactions alone.
GOES_OUT = pytest.mark.django_db(transaction=True, databases=["default", "aside"])
SIGNED = {**SMTP, "settings": {"host": "smtp.example.com", "user": "desk"}, "secrets": {"password": PLANTED}}


@pytest.fixture
def own(settings: Settings) -> Any:
    """A running SMTP server, and what a provider row needs to reach it."""
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    server = Sink()
    server.start()
    yield server
    server.stop()


def to_sink(server: Sink, **more: Any) -> dict[str, Any]:
    return {**SMTP, "settings": {"host": "127.0.0.1", "port": server.port, "tls": "none"}, **more}


def make(client: ApiClient, body: dict[str, Any]) -> Any:
    answer = client.post(PROVIDERS, body)
    assert answer.status == 201, answer.json
    return answer.json


def stored(provider_id: str) -> MailProvider:
    with tenancy.platform("tests"):
        return MailProvider.objects.get(id=provider_id)


def test_the_kinds_say_what_they_want_to_be_told(alice: ApiClient, bob: ApiClient) -> None:
    kinds = {kind["name"]: kind for kind in alice.get("/api/mail/provider-kinds").json["items"]}
    assert {"outbox", "smtp", "ses", "mailgun", "postmark"} <= set(kinds)
    fields = {field["name"]: field for field in kinds["smtp"]["fields"]}
    assert (fields["port"]["default"], fields["password"]["secret"]) == (587, True)
    assert bob.get("/api/mail/provider-kinds").status == 403


def test_secrets_go_in_and_never_come_out(alice: ApiClient) -> None:
    made = make(alice, {**SIGNED, "webhook_secret": PLANTED})
    assert (made["secrets_set"], made["webhook_secret_set"]) == (["password"], True)
    assert made["settings"]["host"] == "smtp.example.com"
    assert made["webhook_url"].endswith(f"/hooks/mail/{stored(made['id']).webhook_token}")
    path = f"{PROVIDERS}/{made['id']}"
    answers = [alice.get(PROVIDERS), alice.get(path), alice.get("/api/audit")]
    answers.append(alice.patch(path, {"version": 1, "secrets": {"password": "another one"}}))
    assert answers[-1].json["version"] == 2
    answers += [alice.get(path), alice.get("/api/audit?limit=100")]
    for answer in answers:
        assert answer.status == 200
        assert PLANTED.encode() not in answer.content
        assert b"another one" not in answer.content
    with tenancy.platform("tests"):
        told = [str(entry.changes) for entry in AuditEntry.objects.filter(object_type="mail_provider")]
        events = [str(event.payload) for event in Event.objects.filter(record_type="mail_provider")]
    assert len(told) == 2
    assert "secrets.password" in told[0]
    assert not [text for text in told + events if PLANTED in text or "another one" in text]


@pytest.mark.parametrize(
    "wrong",
    [
        {"secrets": {"password": [PLANTED]}},
        {"secrets": {"password": PLANTED, "other": PLANTED}},
        {"secrets": {"password": PLANTED + "\n"}},
        {"secrets": {"password": PLANTED * 2000}},
        {"secrets": {"password": PLANTED}, "kind": "carrier pigeon"},
        {"secrets": {"password": PLANTED}, "settings": {"host": "127.0.0.1"}},
        {"secrets": {"password": PLANTED}, "settings": {}},
        {"secrets": {"password": PLANTED}, "name": ""},
        {"secrets": {"password": PLANTED}, "rate_per_second": 0},
        {"webhook_secret": [PLANTED]},
    ],
)
def test_what_is_wrong_is_refused_without_repeating_secrets(alice: ApiClient, wrong: dict[str, Any]) -> None:
    answer = alice.post(PROVIDERS, {**SIGNED, **wrong})
    assert answer.status == 422
    assert PLANTED.encode() not in answer.content
    assert alice.get(PROVIDERS).json["items"] == []


def test_a_password_is_not_sent_to_another_server(alice: ApiClient) -> None:
    made = make(alice, SIGNED)
    path = f"{PROVIDERS}/{made['id']}"
    moved = {"version": 1, "settings": {**made["settings"], "host": "evil.example.com"}}
    for given in ({}, {"password": ""}):
        answer = alice.patch(path, {**moved, "secrets": given})
        assert answer.status == 422
        assert answer.json["errors"][0]["field"] == "secrets.password"
    assert alice.patch(path, {"version": 1, "kind": "mailgun", "settings": {}}).status == 422
    assert stored(made["id"]).settings["host"] == "smtp.example.com"
    answer = alice.patch(path, {**moved, "secrets": {"password": "for the new one"}})
    assert (answer.status, answer.json["settings"]["host"]) == (200, "evil.example.com")
    secrets = stored(made["id"]).secrets
    assert secrets
    assert PLANTED not in secrets.reveal()


def test_empty_secrets_keep_and_null_takes_away(alice: ApiClient) -> None:
    made = make(alice, SIGNED)
    path = f"{PROVIDERS}/{made['id']}"
    assert alice.patch(path, {"version": 1, "secrets": {"password": ""}, "name": "New"}).json["version"] == 2
    kept = stored(made["id"]).secrets
    assert kept
    assert PLANTED in kept.reveal()
    bare = {"host": "smtp.example.com"}
    answer = alice.patch(path, {"version": 2, "settings": bare, "secrets": {"password": None}})
    assert answer.json["secrets_set"] == []


def test_a_stale_version_is_a_conflict(alice: ApiClient) -> None:
    path = f"{PROVIDERS}/{make(alice, SMTP)['id']}"
    assert alice.patch(path, {"version": 1, "rate_per_second": 14}).json["rate_per_second"] == 14
    answer = alice.patch(path, {"version": 1, "rate_per_second": 5})
    assert (answer.status, answer.json["current_version"]) == (409, 2)
    assert alice.patch(path, {"version": 2, "rate_per_second": None}).json["rate_per_second"] is None


def test_one_provider_for_each_kind_of_mail(alice: ApiClient) -> None:
    make(alice, SMTP)
    answer = alice.post(PROVIDERS, {**SMTP, "name": "Second"})
    assert (answer.status, answer.json["errors"][0]["field"]) == (409, "serves")
    make(alice, {**SMTP, "name": "Second", "serves": "marketing"})
    answer = alice.post(PROVIDERS, {**SMTP, "name": "Second", "serves": "transactional"})
    assert (answer.status, answer.json["errors"][0]["field"]) == (409, "name")


def test_each_sees_their_own(alice: ApiClient, bob: ApiClient, dave: ApiClient, root: ApiClient) -> None:
    ours = make(alice, SMTP)
    deployments = make(root, {**SMTP, "name": "For all", "settings": {"host": "127.0.0.1"}})
    assert [row["id"] for row in root.get(PROVIDERS).json["items"]] == [deployments["id"]]
    assert [row["id"] for row in alice.get(PROVIDERS).json["items"]] == [ours["id"]]
    assert dave.get(PROVIDERS).json["items"] == []
    for client, path in ((dave, ours["id"]), (root, ours["id"]), (alice, deployments["id"])):
        assert client.get(f"{PROVIDERS}/{path}").status == 404
        assert client.patch(f"{PROVIDERS}/{path}", {"version": 1, "name": "Mine"}).status == 404
        assert client.post(f"{PROVIDERS}/{path}/pause", {"reason": "x"}).status == 404
        assert client.delete(f"{PROVIDERS}/{path}").status == 404
    assert bob.get(f"{PROVIDERS}/{ours['id']}").status == 403
    assert bob.post(PROVIDERS, {**SMTP, "name": "Bob's"}).status == 403


def test_the_check_connects_and_sends_nothing(alice: ApiClient, own: Sink) -> None:
    made = make(alice, to_sink(own))
    answer = alice.post(f"{PROVIDERS}/{made['id']}/check")
    assert (answer.status, answer.json["ok"], answer.json["detail"]) == (200, True, "")
    assert own.connections >= 1
    assert own.mails == []


def test_a_check_that_fails_says_why(alice: ApiClient, own: Sink) -> None:
    made = make(alice, {**SMTP, "settings": {"host": "127.0.0.1", "port": free_port(), "tls": "none"}})
    answer = alice.post(f"{PROVIDERS}/{made['id']}/check")
    assert (answer.status, answer.json["ok"]) == (200, False)
    assert answer.json["detail"]


def test_a_private_address_behind_a_name_is_refused(alice: ApiClient) -> None:
    made = make(alice, {**SMTP, "settings": {"host": "localhost"}})
    answer = alice.post(f"{PROVIDERS}/{made['id']}/check")
    assert not answer.json["ok"]
    assert "private" in answer.json["detail"]


@GOES_OUT
def test_the_test_mail_goes_by_this_provider_and_is_noted(alice: ApiClient, own: Sink) -> None:
    made = make(alice, to_sink(own, serves="marketing"))
    answer = alice.post(f"{PROVIDERS}/{made['id']}/test", {"to": "alice@northgate.test"})
    assert answer.status == 202, answer.json
    row = message(answer.json["message_id"])
    assert (row.is_test, row.status) == (True, "queued")
    deliver_due()
    assert own.recipients == ["alice@northgate.test"]
    assert "Our server" in str(own.mails[0].message["Subject"])
    assert str(message(answer.json["message_id"]).account_id) == made["id"]
    run_waiting()
    told = alice.get(f"{PROVIDERS}/{made['id']}").json
    assert told["verified_at"] is not None
    # Another server has proved nothing yet.
    changed = {"version": 1, "settings": {"host": "smtp.example.com"}}
    assert alice.patch(f"{PROVIDERS}/{made['id']}", changed).json["verified_at"] is None


def run_waiting() -> None:
    """Jobs that were put off run now."""
    with tenancy.platform("tests"):
        manager.connector.execute_query("update procrastinate_jobs set scheduled_at = null")
    jobs.run_pending()


def test_a_test_mail_goes_to_nobody_else(alice: ApiClient, root: ApiClient, own: Sink) -> None:
    made = make(alice, to_sink(own))
    answer = alice.post(f"{PROVIDERS}/{made['id']}/test", {"to": "stranger@elsewhere.test"})
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "to")
    theirs = make(root, to_sink(own))
    assert root.post(f"{PROVIDERS}/{theirs['id']}/test", {"to": "alice@northgate.test"}).status == 422
    with tenancy.platform("tests"):
        assert not EmailMessage.objects.exists()


@GOES_OUT
def test_a_provider_that_serves_nothing_is_not_tried(alice: ApiClient, own: Sink) -> None:
    made = make(alice, to_sink(own))
    path = f"{PROVIDERS}/{made['id']}/test"
    make(alice, {**SMTP, "name": "Second", "serves": "transactional"})
    assert alice.post(path, {"to": "alice@northgate.test"}).status == 202
    deliver_due()
    assert len(own.mails) == 1
    make(alice, {**SMTP, "name": "Third", "serves": "marketing"})
    assert alice.post(path, {"to": "alice@northgate.test"}).status == 409


@GOES_OUT
def test_the_deployments_provider_is_tried_too(root: ApiClient, own: Sink) -> None:
    made = make(root, to_sink(own))
    assert root.post(f"{PROVIDERS}/{made['id']}/test", {"to": "root@frontdesk.test"}).status == 202
    deliver_due()
    run_waiting()
    assert own.recipients == ["root@frontdesk.test"]
    assert root.get(f"{PROVIDERS}/{made['id']}").json["verified_at"]


def test_pause_holds_mail_and_resume_lets_it_go(alice: ApiClient, own: Sink) -> None:
    made = make(alice, to_sink(own))
    path = f"{PROVIDERS}/{made['id']}"
    paused = alice.post(f"{path}/pause", {"reason": "The bill is not paid"}).json
    assert (paused["state"], paused["paused_reason"]) == ("paused", "The bill is not paid")
    answer = alice.post(f"{path}/test", {"to": "alice@northgate.test"})
    assert answer.status == 409
    resumed = alice.post(f"{path}/resume").json
    assert (resumed["state"], resumed["paused_reason"], resumed["paused_at"]) == ("active", "", None)


def test_delete_waits_for_what_is_on_its_way(alice: ApiClient, own: Sink) -> None:
    made = make(alice, to_sink(own))
    sent = alice.post(f"{PROVIDERS}/{made['id']}/test", {"to": "alice@northgate.test"}).json
    with tenancy.platform("tests"):
        EmailMessage.objects.filter(id=sent["message_id"]).update(status="sending", account_id=made["id"])
    assert alice.delete(f"{PROVIDERS}/{made['id']}").status == 409
    with tenancy.platform("tests"):
        EmailMessage.objects.filter(id=sent["message_id"]).update(status="sent")
    assert alice.delete(f"{PROVIDERS}/{made['id']}").status == 204
    assert alice.get(PROVIDERS).json["items"] == []
