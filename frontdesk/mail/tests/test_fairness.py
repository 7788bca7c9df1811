"""Turns between organizations and ways out, and what each provider allows."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from frontdesk.mail.delivery import deliver_due, limits, sending, turns, ways
from frontdesk.mail.models import EmailMessage, MailProvider
from frontdesk.mail.tests.campaigns_to_send import begin, feed
from frontdesk.mail.tests.samples import make_due, message, send, send_to, set_columns, statuses
from frontdesk.mail.tests.sink import Sink
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

# Servers that an organization set are not connected to inside a transaction.
pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def make_provider(sink: Sink, org: Profile | None, **changes: object) -> MailProvider:
    values: dict[str, object] = {
        "name": uuid.uuid4().hex[:8],
        "kind": "smtp",
        "settings": {"host": "127.0.0.1", "port": sink.port, "tls": "none"},
        "webhook_token": uuid.uuid4().hex,
        **changes,
    }
    with tenancy.platform("tests"):
        return MailProvider.objects.create(organization_id=org.organization_id if org else None, **values)


def provider(row: MailProvider) -> MailProvider:
    with tenancy.platform("tests"):
        found: MailProvider = MailProvider.objects.get(id=row.id)
    return found


@pytest.fixture(autouse=True)
def _private_servers_may_be_used(settings: object) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]  # type: ignore[attr-defined]


def test_organizations_take_turns(
    alice: ApiClient, dave: ApiClient, sink: Sink, cast: dict[str, Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The few of one are through though the many of another were first."""
    monkeypatch.setattr(sending, "BATCH", 4)
    make_provider(sink, None, max_connections=1)  # of several connections, any may be a little ahead
    many = begin(cast["alice"].organization_id)  # type: ignore[arg-type]
    few = begin(cast["dave"].organization_id)  # type: ignore[arg-type]
    feed(many, *(f"many{number}" for number in range(20)))
    feed(few, "few1", "few2", from_address="Dave <news@frontdesk.test>")  # the other domain is Alice's
    deliver_due()
    assert len(sink.mails) == 22
    # Whose turn is first is open; out of turn they would be the last.
    assert max(sink.recipients.index(f"few{number}@client.test") for number in (1, 2)) < 16


def test_urgent_mail_of_anybody_goes_before_campaigns_of_all(
    alice: ApiClient, dave: ApiClient, sink: Sink, cast: dict[str, Profile]
) -> None:
    for name in ("alice", "dave"):
        feed(begin(cast[name].organization_id), f"{name}1", f"{name}2")  # type: ignore[arg-type]
    send_to(alice, "reset")
    send_to(dave, "other")
    deliver_due()
    assert set(sink.recipients[:2]) == {"reset@client.test", "other@client.test"}


def test_the_urgent_lane_leaves_campaigns_alone(alice: ApiClient, sink: Sink, cast: dict[str, Profile]) -> None:
    feed(begin(cast["alice"].organization_id), "news")  # type: ignore[arg-type]
    send_to(alice, "reset")
    assert deliver_due(urgent_only=True) == 1
    assert sink.recipients == ["reset@client.test"]


def test_an_organizations_own_provider_serves_its_category_and_no_other_mail(
    alice: ApiClient, dave: ApiClient, sink: Sink, cast: dict[str, Profile]
) -> None:
    own = make_provider(sink, cast["alice"], serves="marketing")
    shared = make_provider(sink, None)
    (news,) = feed(begin(cast["alice"].organization_id), "news")  # type: ignore[arg-type]
    (letter,) = send_to(alice, "letter")
    (other,) = send_to(dave, "other")
    deliver_due()
    assert [message(each).account_id for each in (str(news), letter, other)] == [own.id, shared.id, shared.id]
    assert provider(own).last_sent_at is not None


def test_a_paused_provider_holds_its_mail_which_takes_no_other_way(
    alice: ApiClient, sink: Sink, cast: dict[str, Profile]
) -> None:
    own = make_provider(sink, cast["alice"])
    make_provider(sink, None)
    with tenancy.tenant(cast["alice"].organization_id):
        ways.pause_provider(own.id, "Warming up.")
    send_to(alice, "carol")
    assert deliver_due() == 0
    assert (provider(own).state, provider(own).paused_reason) == ("paused", "Warming up.")
    with tenancy.tenant(cast["alice"].organization_id):
        ways.resume_provider(own.id)
    assert deliver_due() == 1
    assert statuses() == {"carol": "sent"}


def test_a_provider_that_fails_is_left_alone_longer_and_longer_then_tried_with_one(
    alice: ApiClient, sink: Sink, cast: dict[str, Profile]
) -> None:
    own = make_provider(sink, cast["alice"])
    send_to(alice, *"abc")
    sink.stop()
    pauses = []
    for _ in range(limits.FAILURES_TO_OPEN + 2):
        make_due()
        with tenancy.platform("tests"):
            MailProvider.objects.filter(id=own.id, open_until__isnull=False).update(open_until=timezone.now())
        deliver_due()
        until = provider(own).open_until
        pauses.append(round((until - timezone.now()).total_seconds()) if until else 0)
    assert pauses[:2] == [0, 0]
    assert [abs(pause - wanted) <= 5 for pause, wanted in zip(pauses[2:], (30, 60, 120), strict=True)] == [True] * 3
    assert "127.0.0.1" in provider(own).last_error
    assert [row.tries for row in all_messages()] == [0, 0, 0]
    sink.start()
    make_due()
    assert deliver_due() == 0
    with tenancy.platform("tests"):
        MailProvider.objects.filter(id=own.id).update(open_until=timezone.now())
    deliver_due()
    assert set(statuses().values()) == {"sent"}
    assert (provider(own).failures, provider(own).open_until) == (0, None)


def all_messages() -> list[EmailMessage]:
    with tenancy.platform("tests"):
        return list(EmailMessage.objects.order_by("id"))


def test_a_rate_limit_holds_and_leaves_one_for_urgent_mail(
    alice: ApiClient, sink: Sink, cast: dict[str, Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LONGEST_RUN_SECONDS", 0.0)
    own = make_provider(sink, cast["alice"], rate_per_second=0.001, bucket_tokens=2)
    feed(begin(cast["alice"].organization_id), *"abc")  # type: ignore[arg-type]
    deliver_due()
    assert len(sink.mails) == 1
    send_to(alice, "reset")
    deliver_due()
    assert sink.recipients[1:] == ["reset@client.test"]
    assert provider(own).bucket_tokens < 1
    deliver_due()
    assert len(sink.mails) == 2


def test_a_provider_that_asks_for_patience_gets_it_and_no_try_counts(
    alice: ApiClient, sink: Sink, cast: dict[str, Profile]
) -> None:
    own = make_provider(sink, cast["alice"])
    (sent,) = send_to(alice, "carol")
    sink.answers.append("450 4.7.0 Sending rate exceeded, too many messages")
    deliver_due()
    row, held = message(sent), provider(own)
    assert (row.status, row.tries) == ("queued", 0)
    assert held.failures == 0
    assert held.open_until is not None
    assert held.open_until > timezone.now() + timedelta(seconds=5)


def test_no_more_connections_than_a_provider_allows(alice: ApiClient, sink: Sink, cast: dict[str, Profile]) -> None:
    make_provider(sink, cast["alice"], max_connections=1)
    send(alice, to=[f"n{number}@client.test" for number in range(30)])
    sink.delay = 0.01

    def work() -> None:
        try:
            deliver_due()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(sink.mails) == len(set(sink.recipients)) == 30
    assert sink.connections == 1


def test_what_is_due_is_found_organization_by_organization(
    alice: ApiClient, dave: ApiClient, cast: dict[str, Profile]
) -> None:
    send_to(alice, "a")
    (later,) = send_to(dave, "b")
    set_columns(later, next_attempt_at=timezone.now() + timedelta(hours=1))
    with tenancy.platform("tests"):
        due = turns.find_due(urgent_only=False)
    assert list(due.values()) == [[cast["alice"].organization_id]]
