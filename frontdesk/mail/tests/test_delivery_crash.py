"""Workers that are killed in the midst of delivering lose no mail, and repeat no more than was on its way."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from frontdesk.mail.delivery import deliver_due, wake
from frontdesk.mail.models import EmailMessage
from frontdesk.mail.tests.samples import history, make_template, messages, send
from frontdesk.mail.tests.sink import Sink
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import posix, tenancy

WORKER = """
import django, sys
django.setup()
from frontdesk.platform.jobs.worker import run_worker
sys.exit(not run_worker(2, grace=8, heartbeat=0.5, stalled_after=2, recover_every=0.5))
"""
MAILS = 200
KILLS = 3
# What one worker process may have on its way: a mail on each of its connections.
CONNECTIONS = 3

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@contextmanager
def worker(sink: Sink) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "FRONTDESK_MAIL_TRANSPORT": sink.url, "FRONTDESK_LOG_LEVEL": "ERROR"}
    die_with_parent = posix.die_with_parent(signal.SIGKILL)
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=environment, preexec_fn=die_with_parent)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, (Counter((row.status, row.last_error) for row in messages()), jobs_left())
        time.sleep(0.05)


def jobs_left() -> list[tuple[object, ...]]:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("select task_name, status, attempts, scheduled_at, worker_id, now() from procrastinate_jobs")
        rows = list(cursor.fetchall())
        cursor.execute("select id, last_heartbeat from procrastinate_workers")
        return rows + list(cursor.fetchall())


def queue_mails(client: ApiClient) -> None:
    """In four calls of fifty; the rendering is not what this is about."""
    template = make_template(client, html_code="<p>Hello {{ name }}</p>")
    for part in range(MAILS // 50):
        to = [f"n{part * 50 + number}@client.test" for number in range(50)]
        send(client, type=None, template_id=template["id"], to=to)


def test_killed_workers_lose_nothing_and_repeat_only_what_was_on_its_way(alice: ApiClient, sink: Sink) -> None:
    queue_mails(alice)
    sink.delay = 0.01
    chance = random.Random(7)
    for kill in range(KILLS):
        arrived = len(sink.mails)
        with worker(sink):
            wait_until(lambda: len(sink.mails) > arrived, 120)  # noqa: B023 - waited for at once
            wait_until(lambda: len(sink.mails) >= arrived + 5, 120)  # noqa: B023
            time.sleep(chance.uniform(0, 0.25))
        assert len(sink.mails) < MAILS, f"all were sent before kill {kill}"
    with worker(sink):
        wait_until(lambda: {row.status for row in messages()} == {"sent"}, 120)

    times = Counter(sink.recipients)
    assert set(times) == {f"n{number}@client.test" for number in range(MAILS)}
    assert max(times.values()) <= 1 + KILLS
    assert len(sink.mails) - MAILS <= KILLS * CONNECTIONS
    for row in messages():
        assert (row.provider, row.claimed_by, row.last_error) == ("smtp", None, "")
        assert row.sent_at is not None
        assert row.tries >= times[row.to_address]
        assert row.in_doubt >= times[row.to_address] - 1
        assert history(row.id) == ["queued"] + ["queued"] * row.in_doubt + ["sent"]
    assert sum(row.in_doubt for row in messages()) <= KILLS * CONNECTIONS


def test_another_sender_takes_over_at_once(alice: ApiClient, sink: Sink) -> None:
    """No time-out is waited for: the lock of the dead is free as soon as the kernel closes its connection."""
    send(alice, to=[f"n{number}@client.test" for number in range(20)])
    sink.delay = 0.2
    with worker(sink):
        wait_until(lambda: len(sink.mails) >= 2, 120)
    claimed = [row for row in messages() if row.status == "sending"]
    assert claimed
    sink.delay = 0.0
    wait_until(lambda: not senders_alive(), 10)
    assert 0 < deliver_due() <= len(claimed)
    rows = {row.to_address: row for row in messages()}
    assert {row.status for row in rows.values()} == {"sent"}
    repeated = [address for address, times in Counter(sink.recipients).items() if times > 1]
    assert len(sink.mails) - 20 == len(repeated) <= CONNECTIONS
    assert all(rows[address].in_doubt == 1 for address in repeated)


def senders_alive() -> list[int]:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("select pid from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()")
        return [row[0] for row in cursor.fetchall()]


def test_a_worker_that_is_asked_to_end_leaves_nothing_half_done(alice: ApiClient, sink: Sink) -> None:
    send(alice, to=[f"n{number}@client.test" for number in range(30)])
    sink.delay = 0.02
    with worker(sink) as process:
        wait_until(lambda: len(sink.mails) >= 3, 120)
        process.terminate()
        assert process.wait(15) == 0
    with tenancy.platform("tests"):
        assert not EmailMessage.objects.filter(status="sending").exists()
    wake()
    with worker(sink):
        wait_until(lambda: {row.status for row in messages()} == {"sent"}, 120)
    assert len(sink.mails) == len(set(sink.recipients)) == 30
