"""A worker that is killed while it has texts written: what was answered is asked for no second time."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytest_django import Settings

from frontdesk.mail.campaigns import waking
from frontdesk.mail.personalizing.running import CONCURRENCY
from frontdesk.mail.tests.campaign_samples import mails, row, start
from frontdesk.mail.tests.personal_samples import PersonalWriter, make_personal, texts, writing
from frontdesk.mail.tests.sink import Sink
from frontdesk.mail.tests.test_delivery_crash import wait_until, worker
from frontdesk.orgs.testing import ApiClient

PEOPLE = 80
KILLS = 2

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def writer(settings: Settings) -> Iterator[PersonalWriter]:
    with writing(settings, delay=0.2) as fake:
        yield fake


@contextmanager
def at_work(sink: Sink, patch: pytest.MonkeyPatch) -> Iterator[None]:
    patch.setenv("FRONTDESK_OUTBOUND_ALLOW", "127.0.0.1")
    with worker(sink):
        yield


def done(campaign: dict[str, object]) -> int:
    return sum(each.state == "done" for each in texts(campaign))


def test_killed_workers_ask_again_only_for_what_was_under_way(
    alice: ApiClient, sink: Sink, writer: PersonalWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_personal(alice, writer, people=PEOPLE)
    start(alice, made)
    kept: set[str] = set()
    for kill in range(KILLS):
        with at_work(sink, monkeypatch):
            wait_until(lambda: done(made) >= PEOPLE // 4 * (kill + 1), 120)  # noqa: B023 - waited for at once
        kept |= {str(each.contact_id) for each in texts(made) if each.state == "done"}
        assert writer.wait_for(lambda: not writer.running, 30)
    assert len(kept) < PEOPLE
    waking.run_all(org_id=None)
    with at_work(sink, monkeypatch):
        wait_until(lambda: row(made).state == "finished", 240)
    assert set(writer.by_person) == {f"Person{number}" for number in range(PEOPLE)}
    again = {name: times for name, times in writer.by_person.items() if times > 1}
    assert sum(times - 1 for times in again.values()) <= KILLS * CONCURRENCY
    assert Counter(each.state for each in texts(made)) == {"done": PEOPLE}
    assert all(
        f"For you, Person{mail.to_address.partition('<')[2][1:].partition('@')[0]}." in mail.subject
        for mail in mails(made)
    )
    assert Counter(sink.recipients) == {f"p{number}@people.test": 1 for number in range(PEOPLE)}
    assert writer.most_running <= CONCURRENCY
