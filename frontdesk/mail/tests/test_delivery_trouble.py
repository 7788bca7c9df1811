"""Servers, addresses and mails that give trouble: nothing is lost, nothing repeated in vain, nobody held up."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from frontdesk.mail.delivery import deliver_due, waking
from frontdesk.mail.models import EmailMessage
from frontdesk.mail.tests.samples import (
    history,
    make_due,
    message,
    messages,
    send_to,
    set_columns,
    statuses,
    waiting_jobs,
)
from frontdesk.mail.tests.sink import Sink
from frontdesk.mail.transports import Outgoing
from frontdesk.mail.transports.smtp import SmtpTransport
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


def test_a_server_that_is_down_costs_no_try(alice: ApiClient, sink: Sink) -> None:
    sink.stop()
    sent = send_to(alice, "a", "b", "c")
    started = timezone.now()
    deliver_due()
    for each in sent:
        row = message(each)
        assert (row.status, row.tries, row.claimed_by) == ("queued", 0, None)
        assert "cannot be reached" in row.last_error
        assert timedelta(seconds=20) < row.next_attempt_at - started < timedelta(seconds=40)
        assert history(each) == ["queued"]
    assert waiting_jobs() == 1
    assert deliver_due() == 0
    sink.start()
    make_due()
    deliver_due()
    assert statuses() == {"a": "sent", "b": "sent", "c": "sent"}


def test_a_server_that_is_down_for_72_hours_is_told(alice: ApiClient, sink: Sink) -> None:
    sink.stop()
    old, _ = send_to(alice, "old", "young")
    set_columns(old, created_at=timezone.now() - timedelta(hours=73))
    deliver_due()
    assert statuses() == {"old": "failed", "young": "queued"}
    assert history(old) == ["queued", "failed"]


def test_a_connection_that_breaks_after_the_data_repeats_that_mail_alone(alice: ApiClient, sink: Sink) -> None:
    first, *others = send_to(alice, "a", "b", "c")
    sink.drops = 1
    deliver_due()
    assert statuses() == {"a": "queued", "b": "sent", "c": "sent"}
    assert message(first).tries == 1
    make_due()
    deliver_due()
    assert statuses()["a"] == "sent"
    assert sorted(sink.recipients) == ["a@client.test", "a@client.test", "b@client.test", "c@client.test"]
    assert [message(each).tries for each in others] == [1, 1]


def test_a_mail_that_a_server_cannot_stand_does_not_hold_up_the_others(alice: ApiClient, sink: Sink) -> None:
    """A server that ends every connection counts as down; each round another few mails were first."""
    send_to(alice, *"abcdef")
    sink.drops = 3
    deliver_due()
    assert list(statuses().values()) == ["queued"] * 6
    assert sorted(row.tries for row in messages()) == [0, 0, 0, 1, 1, 1]
    with tenancy.platform("tests"):
        EmailMessage.objects.filter(tries=0).update(next_attempt_at=timezone.now() - timedelta(minutes=1))
    sink.start() if sink.controller is None else None
    deliver_due()
    assert sorted(statuses().values()) == ["queued"] * 3 + ["sent"] * 3


def test_a_server_that_says_421_gets_a_pause(alice: ApiClient, sink: Sink) -> None:
    sent = send_to(alice, *"abcde")
    sink.answers.extend(["421 4.7.0 Slow down"] * 3)
    deliver_due()
    assert list(statuses().values()) == ["queued"] * 5
    assert sorted(message(each).tries for each in sent) == [0, 0, 1, 1, 1]
    make_due()
    deliver_due()
    assert set(statuses().values()) == {"sent"}


def test_an_address_that_cannot_be_used_holds_up_nobody(alice: ApiClient, sink: Sink) -> None:
    bad, good = send_to(alice, "bad", "good")
    set_columns(bad, to_address="bad@")
    deliver_due()
    assert (message(bad).status, message(good).status) == ("failed", "sent")
    assert "address" in message(bad).last_error


def test_a_mail_that_breaks_the_transport_holds_up_nobody(
    alice: ApiClient, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = send_to(alice, "bad", "good")
    real = SmtpTransport.send

    def send_or_break(self: SmtpTransport, mail: Outgoing) -> str:
        if mail.recipient.startswith("bad"):
            raise RuntimeError("a bug")
        return real(self, mail)

    monkeypatch.setattr(SmtpTransport, "send", send_or_break)
    deliver_due()
    assert (message(bad).status, message(good).status) == ("queued", "sent")
    assert (message(bad).tries, message(bad).claimed_by) == (1, None)
    assert message(bad).next_attempt_at > timezone.now()
    assert "RuntimeError" in message(bad).last_error


def test_what_a_server_says_can_always_be_kept(alice: ApiClient, sink: Sink) -> None:
    (sent,) = send_to(alice, "carol")
    sink.refusals["carol@client.test"] = "550 \x00 \x07 no " + "x" * 400
    deliver_due()
    assert message(sent).status == "failed"
    assert "\x00" not in message(sent).last_error


def test_stuck_servers_hold_few_job_slots(alice: ApiClient, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "ALL", waking.Lane(1, urgent_only=False))
    (sent,) = send_to(alice, "carol")
    with waking.ALL.slots:
        waking.deliver(org_id=None)
    assert message(sent).status == "queued"
    assert waiting_jobs() == 1
    waking.deliver(org_id=None)
    assert message(sent).status == "sent"


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_mail_of_a_sender_that_lost_the_database_is_taken_back(alice: ApiClient, sink: Sink) -> None:
    """The connection that holds the lock breaks while a mail is on its way: that one may go twice, no other."""
    send_to(alice, *"abcd")
    sink.delay = 0.3
    failed: list[BaseException] = []

    def work() -> None:
        try:
            deliver_due()
        except Exception as error:  # noqa: BLE001 - the database's, of whatever kind
            failed.append(error)
        finally:
            connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    while not sink.mails:
        worker.join(0.02)
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database ="
            " (select oid from pg_database where datname = current_database()) and pid <> pg_backend_pid()"
        )
    worker.join()
    assert failed
    sink.delay = 0.0
    deliver_due()
    assert set(statuses().values()) == {"sent"}
    assert set(sink.recipients) == {f"{name}@client.test" for name in "abcd"}
    assert len(sink.mails) <= 5
