"""Real worker processes against the database: one is killed, one is asked to end, one is busy."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import connection, connections
from procrastinate.periodic import PeriodicDeferrer
from procrastinate.psycopg_connector import PsycopgConnector

from frontdesk.platform import jobs, posix, tenancy
from frontdesk.platform.jobs import worker
from frontdesk.platform.tests.sample_jobs import SCRATCH, note, note_bulk, note_urgent

WORKER = """
import django, sys
django.setup()
import frontdesk.platform.tests.sample_jobs
from frontdesk.platform.jobs.worker import run_worker
from frontdesk.platform.observe import configure_logging
configure_logging()
sys.exit(not run_worker(int(sys.argv[1]), grace=8, heartbeat=0.5, stalled_after=3, recover_every=0.5))
"""
SLOTS = 4
PATIENCE = 120  # seconds; a busy machine takes them
Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def start(committed: None) -> Iterator[Start]:
    """Starts worker processes, and ends those that the test leaves."""
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(SCRATCH)
    processes: list[subprocess.Popen[bytes]] = []

    def start_one() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", WORKER, str(SLOTS)]
        environment = {**os.environ, "FRONTDESK_LOG_LEVEL": "WARNING"}
        die_with_parent = posix.die_with_parent(signal.SIGKILL)
        processes.append(subprocess.Popen(command, env=environment, preexec_fn=die_with_parent))
        return processes[-1]

    yield start_one
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait()
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("drop table scratch")


def ask(query: str) -> list[tuple[object, ...]]:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def count(event: str) -> int:
    return len(ask(f"select from scratch where event = '{event}'"))


def is_done(least: int) -> bool:
    return count("done") >= least


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, ask("select status, count(*) from procrastinate_jobs group by 1")
        time.sleep(0.1)


def test_a_killed_worker_loses_nothing_and_repeats_only_what_it_had_begun(start: Start) -> None:
    jobs.enqueue_many(
        note, [{"number": number, "milliseconds": 30} for number in range(200)], org_id=None,
        locks=[f"lock {number % 40}" for number in range(200)],
    )  # fmt: skip
    victim, _ = start(), start()
    wait_until(lambda: count("done") >= 40, PATIENCE)
    victim.kill()
    wait_until(lambda: ask("select from procrastinate_jobs where status <> 'succeeded'") == [], PATIENCE)
    assert ask("select count(distinct number) from scratch where event = 'done'") == [(200,)]
    begun_again = ask("select number from scratch where event = 'begun' group by number having count(*) > 1")
    assert len(begun_again) <= SLOTS
    finished_again = ask("select number from scratch where event = 'done' group by number having count(*) > 1")
    assert len(finished_again) <= SLOTS


def test_a_worker_that_is_asked_to_end_finishes_what_it_has_begun(start: Start) -> None:
    jobs.enqueue_many(note, [{"number": number, "milliseconds": 3000} for number in range(10)], org_id=None)
    process = start()
    wait_until(lambda: count("begun") == SLOTS, PATIENCE)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert count("begun") == count("done") == SLOTS
    left = ask("select status, count(*) from procrastinate_jobs where task_name = 'tests.note' group by 1 order by 1")
    assert left == [("todo", 6), ("succeeded", SLOTS)]
    assert ask("select from procrastinate_workers") == []


def test_urgent_jobs_do_not_wait_for_bulk_work_under_way(start: Start) -> None:
    jobs.enqueue_many(note_bulk, [{"number": number, "milliseconds": 4000} for number in range(8)], org_id=None)
    start()
    wait_until(lambda: count("begun") == SLOTS, PATIENCE)
    jobs.enqueue(note_urgent, org_id=None, number=100, milliseconds=0)
    wait_until(lambda: count("done") > 0, PATIENCE)
    assert ask("select number from scratch where event = 'done'") == [(100,)]


def test_a_worker_outlives_its_connections(start: Start) -> None:
    jobs.enqueue_many(note, [{"number": number, "milliseconds": 20} for number in range(100)], org_id=None)
    process = start()
    for done in (10, 50):
        wait_until(partial(is_done, done), PATIENCE)
        ask("select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()")  # fmt: skip
    connections["aside"].close()  # ours, ended as well
    wait_until(lambda: ask("select from procrastinate_jobs where status <> 'succeeded'") == [], PATIENCE)
    assert ask("select count(distinct number) from scratch where event = 'done'") == [(100,)]
    assert process.poll() is None


def test_the_schedule_runs_once_however_many_workers_there_are(committed: None) -> None:
    quarter_past_three = datetime(2026, 1, 5, 3, 17, 5, tzinfo=UTC).timestamp()

    async def defer() -> None:
        app = worker._build_app(PsycopgConnector(kwargs=worker._owner_parameters(), min_size=1, max_size=1))
        async with app.open_async():
            deferrer = PeriodicDeferrer(app.periodic_registry)
            await deferrer.defer_jobs(deferrer.get_previous_tasks(at=quarter_past_three))

    async def defer_from_three_workers() -> None:
        await asyncio.gather(defer(), defer(), defer())

    asyncio.run(defer_from_three_workers())
    name = "platform.delete_finished_jobs"
    assert ask(f"select task_name from procrastinate_jobs where task_name = '{name}'") == [(name,)]
