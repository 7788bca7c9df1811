"""Jobs that share a queueing lock can all go back into the queue: after an error, and after their worker's death."""

import pytest
from django.db import connection

from frontdesk.platform import jobs, tenancy
from frontdesk.platform.jobs import recovery
from frontdesk.platform.tests.sample_jobs import fail, note


def ask(query: str) -> list[tuple[object, ...]]:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall()) if cursor.description else []


def test_jobs_of_a_dead_worker_come_back_though_they_share_a_lock(committed: None) -> None:
    for _ in range(2):
        jobs.enqueue(note, org_id=None, queueing_lock="once", number=1, milliseconds=0)
        ask("update procrastinate_jobs set status = 'doing'")  # by a worker that is no more
    jobs.enqueue(note, org_id=None, queueing_lock="once", number=1, milliseconds=0)
    assert recovery.recover(stalled_after=0) == 2
    assert ask("select status, count(*) from procrastinate_jobs group by 1") == [("todo", 3)]


def test_a_failed_job_is_tried_again_though_another_waits_under_its_lock(committed: None) -> None:
    jobs.enqueue(fail, org_id=None, queueing_lock="once", number=1)
    ask("update procrastinate_jobs set status = 'doing'")
    jobs.enqueue(fail, org_id=None, queueing_lock="once", number=2)
    ask("update procrastinate_jobs set status = 'todo', queueing_lock = 'other' where status = 'doing'")
    with pytest.raises(RuntimeError):
        jobs.run_pending(1)
    assert ask("select queueing_lock, status from procrastinate_jobs order by id") == [(None, "todo"), ("once", "todo")]
    assert jobs.enqueue(fail, org_id=None, queueing_lock="other", number=3) is not None
