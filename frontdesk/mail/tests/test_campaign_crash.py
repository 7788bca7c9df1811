"""A campaign whose workers are killed reaches everybody, and nobody twice but for what was on its way at a kill."""

import random
import time
from collections import Counter

import pytest

from frontdesk.mail.campaigns import waking
from frontdesk.mail.delivery import deliver_due
from frontdesk.mail.tests.campaign_samples import act, mails, make_campaign, org_of, recipients, row, start, steps
from frontdesk.mail.tests.sink import Sink
from frontdesk.mail.tests.test_delivery_crash import CONNECTIONS, wait_until, worker
from frontdesk.orgs.testing import ApiClient

PEOPLE = 400
KILLS = 3
MANY = 2000

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def test_killed_workers_lose_nobody_and_repeat_only_what_was_on_its_way(alice: ApiClient, sink: Sink) -> None:
    made = make_campaign(alice, people=PEOPLE)
    start(alice, made)
    sink.delay = 0.01
    chance = random.Random(11)
    for _ in range(KILLS):
        arrived = len(sink.mails)
        with worker(sink):
            wait_until(lambda: len(sink.mails) >= arrived + 5, 60)  # noqa: B023 - waited for at once
            time.sleep(chance.uniform(0, 0.3))
    assert len(sink.mails) < PEOPLE
    sink.delay = 0.0
    waking.run_all(org_id=None)
    with worker(sink):
        wait_until(lambda: row(made).state == "finished", 120)
    times = Counter(sink.recipients)
    assert set(times) == {f"p{number}@people.test" for number in range(PEOPLE)}
    assert len(sink.mails) - PEOPLE <= KILLS * CONNECTIONS
    assert Counter(mail.status for mail in mails(made)) == {"sent": PEOPLE}
    assert {each.state for each in recipients(made)} == {"queued"}


def test_pause_and_resume_amid_sending_lose_and_repeat_nothing(alice: ApiClient, sink: Sink) -> None:
    made = make_campaign(alice, people=MANY)
    start(alice, made)
    with worker(sink):
        for part in (0.2, 0.5):
            wait_until(lambda: len(sink.mails) >= part * MANY, 300)  # noqa: B023 - waited for at once
            act(alice, made, "pause", {"reason": "A mistake"})
            # What a sender has in hand goes out, or back.
            wait_until(lambda: not any(mail.status == "sending" for mail in mails(made)), 60)
            arrived = len(sink.mails)
            assert arrived < MANY
            assert deliver_due() == 0
            assert len(sink.mails) == arrived
            act(alice, made, "resume")
        wait_until(lambda: row(made).state == "finished", 300)
    assert Counter(sink.recipients) == {f"p{number}@people.test": 1 for number in range(MANY)}
    assert Counter((mail.status, mail.in_doubt) for mail in mails(made)) == {("sent", 0): MANY}


def test_jobs_that_run_twice_feed_nobody_twice(alice: ApiClient) -> None:
    made = make_campaign(alice, people=20)
    start(alice, made)
    for _ in range(3):
        steps(alice, made)
        waking.run(org_id=org_of(alice), campaign_id=row(made).id)
        waking.run_all(org_id=None)
    assert len(mails(made)) == len({mail.contact_id for mail in mails(made)}) == 20
    assert row(made).total == 20
