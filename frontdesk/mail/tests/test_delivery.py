"""Mail is delivered once: what can go goes, what is refused for now goes later, what never can is told at once."""

import re
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from frontdesk.mail import account_mail
from frontdesk.mail.delivery import deliver_due, recording, sending
from frontdesk.mail.tests.samples import (
    MESSAGES,
    SEND,
    WELCOME_DATA,
    history,
    mail_body,
    make_due,
    make_template,
    message,
    messages,
    send,
    send_to,
    set_columns,
    statuses,
    waiting_jobs,
)
from frontdesk.mail.tests.sink import Sink
from frontdesk.orgs.models import AuditEntry, Profile, Suppression
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy
from frontdesk.platform.models import Event


def test_the_outbox_keeps_mail_for_the_viewer(alice: ApiClient) -> None:
    (sent,) = send_to(alice, "carol")
    assert deliver_due() == 1
    row = message(sent)
    assert (row.status, row.provider, row.tries, row.claimed_by) == ("sent", "outbox", 1, None)
    assert row.sent_at is not None
    assert history(sent) == ["queued", "sent"]
    assert deliver_due() == 0
    with tenancy.platform("tests"):
        assert Event.objects.filter(name="mail.progressed", organization_id=row.organization_id).count() == 1


def test_what_arrives_is_what_was_previewed(alice: ApiClient, sink: Sink) -> None:
    source = "<style>.a{color:#123456}</style><p class='a'>Hé {{ name }}</p>\n<p>.</p>\n"
    make_template(alice, activate=True, html_code=source, subject="Ñ {{ name }} " + "long " * 30)
    shown = alice.post(
        "/api/email-templates/preview",
        {
            "html_code": source,
            "subject": "Ñ {{ name }} " + "long " * 30,
            "type": "welcome",
            "sample_data": WELCOME_DATA,
        },
    ).json
    sent = send(alice, cc=["zoe@client.test"], bcc=["secret@client.test"])
    deliver_due()
    assert sorted(sink.recipients) == ["carol@client.test", "secret@client.test", "zoe@client.test"]
    row = message(sent["message_id"])
    (arrived,) = (mail for mail in sink.mails if mail.recipient == row.to_address)
    assert arrived.content.rstrip(b"\r\n") == bytes(row.mime).rstrip(b"\r\n")
    assert arrived.sender == "desk@frontdesk.test"
    assert arrived.content.replace(b"\r\n", b"").find(b"\n") == arrived.content.replace(b"\r\n", b"").find(b"\r") == -1
    assert max(map(len, arrived.content.split(b"\r\n"))) <= 998
    assert arrived.content.isascii()
    mail = arrived.message
    assert mail["Subject"] == shown["subject"] == row.subject
    assert (mail["To"], mail["Cc"], mail["Bcc"]) == ("carol@client.test", "zoe@client.test", None)
    assert mail["Message-ID"] == row.message_id_header
    assert mail["Date"].datetime is not None
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    without_pixel = re.sub(r'<img src="[^"]*/t/o/[^>]*>', "", html.get_content()).replace("\r\n", "\n")
    assert without_pixel.strip() == shown["preview_html"].strip() == row.html.strip()
    assert text.get_content().replace("\r\n", "\n").strip() == shown["text"].strip()
    assert "color:#123456" in html.get_content().partition("<body")[2].replace(" ", "")  # inlined
    assert (row.provider, row.provider_id[:13]) == ("smtp", "2.0.0 Kept as")


def test_a_passing_refusal_is_tried_again_later_and_later(
    alice: ApiClient, sink: Sink, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    (sent, other) = send_to(alice, "carol", "bob")
    sink.refusals["carol@client.test"] = "451 4.7.1 Greylisted, come back"
    waits = []
    for _ in range(3):
        make_due()
        started = timezone.now()
        deliver_due()
        row = message(sent)
        assert (row.status, row.last_error, row.claimed_by) == ("queued", "451 4.7.1 Greylisted, come back", None)
        waits.append(round((row.next_attempt_at - started).total_seconds() / 60))
    assert waits == [1, 2, 4]
    assert message(other).status == "sent"
    assert deliver_due() == 0
    assert waiting_jobs() >= 1
    sink.refusals.clear()
    make_due()
    deliver_due()
    row = message(sent)
    assert (row.status, row.tries, row.last_error) == ("sent", 4, "")
    assert history(sent) == ["queued", "queued", "queued", "queued", "sent"]
    assert sink.recipients == ["bob@client.test", "carol@client.test"]


def test_the_back_off_doubles_up_to_four_hours() -> None:
    minutes = [recording.retry_delay(tries).total_seconds() / 60 for tries in (0, 1, 2, 3, 8, 9, 10, 25, 60_000)]
    assert minutes == [1, 1, 2, 4, 128, 240, 240, 240, 240]


@pytest.mark.parametrize("stage", ["recipient", "data"])
def test_a_lasting_refusal_fails_at_once(alice: ApiClient, sink: Sink, stage: str) -> None:
    (sent,) = send_to(alice, "carol")
    if stage == "recipient":
        sink.refusals["carol@client.test"] = "554 5.7.1 Not from you"
    else:
        sink.answers.append("554 5.7.1 Not from you")
    send_to(alice, "bob")
    deliver_due()
    row = message(sent)
    assert (row.status, row.tries, row.last_error) == ("failed", 1, "554 5.7.1 Not from you")
    assert history(sent) == ["queued", "failed"]
    assert statuses()["bob"] == "sent"
    assert sink.connections == 1


def test_an_address_that_the_server_calls_dead_bounces_and_gets_nothing_more(alice: ApiClient, sink: Sink) -> None:
    (sent,) = send_to(alice, "carol")
    sink.refusals["carol@client.test"] = "550 5.1.1 Nobody here"
    deliver_due()
    row = message(sent)
    assert (row.status, row.bounce_kind, row.bounce_reason) == ("bounced", "hard", "userunknown")
    assert (row.last_error, row.provider, row.claimed_by) == ("550 5.1.1 Nobody here", "smtp", None)
    assert history(sent) == ["queued", "bounced"]
    with tenancy.platform("tests"):
        (suppressed,) = Suppression.objects.values_list("email", "reason")
    assert suppressed == ("carol@client.test", "hard_bounce")


def test_after_72_hours_it_is_given_up(alice: ApiClient, sink: Sink) -> None:
    old, planned = send_to(alice, "old", "planned")
    long_ago = timezone.now() - timedelta(hours=73)
    set_columns(old, created_at=long_ago)
    set_columns(planned, created_at=long_ago, send_at=timezone.now())  # accepted long ago, due just now
    sink.answers.extend(["451 busy", "451 busy"])
    deliver_due()
    assert statuses() == {"old": "failed", "planned": "queued"}
    assert alice.post(f"{MESSAGES}/{old}/retry").status == 200
    sink.answers.append("451 busy")
    deliver_due()
    assert (message(old).status, message(old).tries) == ("queued", 1)


def test_a_long_delivery_ends_and_another_job_goes_on(
    alice: ApiClient, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 2)
    monkeypatch.setattr(sending, "LONGEST_RUN_SECONDS", 0.0)
    send_to(alice, *"abc")
    assert deliver_due() == 2
    assert jobs.run_pending() >= 1
    assert set(statuses().values()) == {"sent"}


def test_transactional_mail_goes_before_marketing(alice: ApiClient, sink: Sink) -> None:
    template = make_template(alice, type="newsletter", subject="News", html_code="<p>News</p>")
    send(alice, type=None, template_id=template["id"], to="news@client.test", data={})
    send_to(alice, "urgent")
    deliver_due()
    assert sink.recipients == ["urgent@client.test", "news@client.test"]


def test_a_waiting_mail_can_be_cancelled_and_sent_after_all(
    alice: ApiClient, sink: Sink, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    (sent,) = send_to(alice, "carol")
    cancelled = alice.post(f"{MESSAGES}/{sent}/cancel")
    assert (cancelled.status, cancelled.json["status"]) == (200, "cancelled")
    assert deliver_due() == 0
    assert alice.post(f"{MESSAGES}/{sent}/cancel").status == 409
    with django_capture_on_commit_callbacks(execute=True):
        retried = alice.post(f"{MESSAGES}/{sent}/retry")
    assert (retried.status, retried.json["status"], waiting_jobs()) == (200, "queued", 1)
    deliver_due()
    assert alice.post(f"{MESSAGES}/{sent}/retry").status == 409
    events = alice.get(f"{MESSAGES}/{sent}").json["events"]
    assert [each["status"] for each in events] == ["queued", "cancelled", "queued", "sent"]
    assert "alice@northgate.test" in events[1]["detail"]
    assert sink.recipients == ["carol@client.test"]
    with tenancy.platform("tests"):
        actions = list(AuditEntry.objects.filter(object_type="email_message").values_list("action", flat=True))
    assert sorted(actions) == ["mail.cancelled", "mail.retried"]


def test_a_failed_mail_can_be_retried(alice: ApiClient, sink: Sink) -> None:
    (sent,) = send_to(alice, "carol")
    sink.answers.append("554 no")
    deliver_due()
    assert message(sent).status == "failed"
    alice.post(f"{MESSAGES}/{sent}/retry")
    deliver_due()
    assert (message(sent).status, message(sent).tries) == ("sent", 1)


def test_who_may_cancel_and_retry(
    alice: ApiClient, bob: ApiClient, carol: ApiClient, dave: ApiClient, nobody: ApiClient
) -> None:
    (sent,) = send_to(alice, "carol")
    for verb in ("cancel", "retry"):
        got = [who.post(f"{MESSAGES}/{sent}/{verb}").status for who in (carol, dave, nobody)]
        assert got == [403, 404, 401]
    assert message(sent).status == "queued"
    reader = ApiClient(alice.profile, ["mail.read"])
    assert reader.post(f"{MESSAGES}/{sent}/cancel").status == 403
    assert bob.post(f"{MESSAGES}/{sent}/cancel").status == 200


def test_account_mails_use_the_organizations_own_template(
    alice: ApiClient, nobody: ApiClient, sink: Sink, cast: dict[str, Profile]
) -> None:
    make_template(alice, activate=True, type="reset_email", subject="Northgate reset for {{ name }}",
                  html_code="<a href='{{ reset_url }}'>{{ expires_in }}</a>")  # fmt: skip
    make_template(alice, activate=True, type="invitation", subject="Join us, says {{ inviter_name }}",
                  html_code="<a href='{{ accept_url }}'>{{ role }}</a>")  # fmt: skip
    asked = nobody.post("/_allauth/browser/v1/auth/password/request", {"email": "bob@northgate.test"})
    assert asked.status in (200, 401), asked.content
    invited = alice.post("/api/invitations", {"email": "new@northgate.test", "role": "agent"})
    assert invited.status == 201, invited.content
    deliver_due()
    subjects = {mail.recipient: str(mail.message["Subject"]) for mail in sink.mails}
    assert subjects == {
        "bob@northgate.test": "Northgate reset for Bob Baker",
        "new@northgate.test": "Join us, says Alice Archer",
    }
    assert settings.PUBLIC_URL in sink.mails[0].message.get_body(("html",)).get_content()  # type: ignore[union-attr]


def test_mail_of_nobodys_organization_is_sent_too(sink: Sink, cast: dict[str, Profile]) -> None:
    data: dict[str, object] = {"reset_url": "https://frontdesk.test/x", "expires_in": "3 hours"}
    account_mail.send(org_id=None, type="reset_email", to="root@frontdesk.test", name="Root", locale="en", data=data)
    deliver_due()
    assert sink.recipients == ["root@frontdesk.test"]


def test_a_refused_request_leaves_and_sends_nothing(alice: ApiClient, sink: Sink) -> None:
    assert alice.post(SEND, mail_body(data={})).status == 422
    deliver_due()
    assert messages() == []
    assert sink.mails == []


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_many_senders_share_the_work(alice: ApiClient, sink: Sink, settings: Settings) -> None:
    send_to(alice, *(f"n{number}" for number in range(40)))
    monkey = pytest.MonkeyPatch()
    monkey.setattr(sending, "BATCH", 3)

    def work() -> None:
        try:
            deliver_due()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    monkey.undo()
    assert len(sink.mails) == len(set(sink.recipients)) == 40
    assert set(statuses().values()) == {"sent"}
