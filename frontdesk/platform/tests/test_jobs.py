"""Jobs belong to the transaction that asks for them, run in order, and are tried again."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from frontdesk import wiring
from frontdesk.platform import jobs, logs, observe, tenancy
from frontdesk.platform.jobs import recovery
from frontdesk.platform.tests import sample_jobs
from frontdesk.platform.tests.sample_jobs import fail, fail_in_order, note, refuse, see, see_tenant

pytestmark = pytest.mark.django_db
ORG = uuid4()


@pytest.fixture(autouse=True)
def nothing_seen() -> None:
    sample_jobs.seen.clear()


def rows(columns: str = "task_name") -> list[tuple[object, ...]]:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(f"select {columns} from procrastinate_jobs order by id")
        return list(cursor.fetchall())


def make_due() -> None:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")


def test_a_job_is_there_after_its_transaction_and_not_without_it() -> None:
    with transaction.atomic():
        jobs.enqueue(see, org_id=None, lane="a", number=1)
        transaction.set_rollback(True)
    assert rows() == []
    with tenancy.tenant(ORG):
        jobs.enqueue(see, org_id=ORG, lane="a", number=2)
    assert rows("args->>'number', args->>'org_id', lock") == [("2", str(ORG), "seen:a")]


def test_the_app_role_may_add_jobs_and_nothing_else() -> None:
    statements = [
        "select * from procrastinate_jobs",
        "update procrastinate_jobs set status = 'failed'",
        "delete from procrastinate_jobs",
        "insert into procrastinate_jobs (queue_name, task_name) values ('default', 'x')",
        "select * from procrastinate_events",
        "select procrastinate_fetch_job_v2(null, null)",
        "select procrastinate_cancel_job_v1(1, true, true)",
        "select procrastinate_finish_job_v1(1, 'failed', true)",
        "select procrastinate_prune_stalled_workers_v1(0)",
    ]
    with tenancy.tenant(ORG):
        assert jobs.enqueue(see, org_id=ORG, lane="a", number=1)
        for statement in statements:
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)
    assert len(rows()) == 1


def test_every_procrastinate_function_but_one_is_closed() -> None:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(
            "select proname, prosecdef from pg_proc where proname like 'procrastinate%%'"
            " and has_function_privilege('frontdesk_app', oid, 'execute')"
        )
        assert cursor.fetchall() == [("procrastinate_defer_jobs_v1", True)]


def test_one_that_waits_already_is_enough() -> None:
    with tenancy.tenant(ORG):
        assert jobs.enqueue(see, org_id=ORG, queueing_lock="one", lane="a", number=1)
        assert jobs.enqueue(see, org_id=ORG, queueing_lock="one", lane="a", number=2) is None
        assert jobs.enqueue(see, org_id=ORG, lane="a", number=3)  # the transaction still works
    assert rows("args->>'number'") == [("1",), ("3",)]


def test_higher_priority_runs_first_and_one_lock_keeps_its_order() -> None:
    jobs.enqueue(see, org_id=None, lane="a", number=1)
    jobs.enqueue(see, org_id=None, lane="a", number=2)
    jobs.enqueue(see, org_id=None, priority=jobs.Priority.BULK, lane="b", number=3)
    jobs.enqueue(see, org_id=None, priority=jobs.Priority.URGENT, lane="c", number=4)
    assert jobs.run_pending() == 4
    assert sample_jobs.seen == [4, 1, 2, 3]
    assert {status for (status,) in rows("status")} == {"succeeded"}


def test_a_failed_one_keeps_those_behind_its_lock_waiting_and_no_others() -> None:
    jobs.enqueue(fail_in_order, org_id=None, number=1)
    jobs.enqueue(see, org_id=None, lock="order", lane="a", number=2)
    jobs.enqueue(see, org_id=None, lane="a", number=3)
    with pytest.raises(RuntimeError):
        jobs.run_pending()
    assert jobs.run_pending() == 1
    assert sample_jobs.seen == [3]


def test_jobs_for_later_wait() -> None:
    jobs.enqueue(see, org_id=None, at=timezone.now() + timedelta(days=1), lane="a", number=1)
    jobs.enqueue(see, org_id=None, in_=timedelta(minutes=1), lane="b", number=2)
    assert jobs.run_pending() == 0
    make_due()
    assert jobs.run_pending() == 2


def test_a_handler_runs_in_its_tenant_as_the_app_role() -> None:
    record_id = uuid4()
    jobs.enqueue(see_tenant, org_id=ORG, record_id=record_id)
    jobs.run_pending()
    assert sample_jobs.seen == [(ORG, record_id, ORG), "frontdesk_app"]
    assert tenancy.current() is None


def test_a_tenant_handler_without_organization_fails_for_good() -> None:
    jobs.enqueue(see_tenant, org_id=None, record_id=uuid4())
    with pytest.raises(jobs.PermanentError):
        jobs.run_pending()
    assert rows("status") == [("failed",)]


def test_errors_are_tried_again_later_and_later_and_then_no_more() -> None:
    jobs.enqueue(fail, org_id=None, number=1)
    for attempts, least, most in ((1, 2.0, 4.0), (2, 4.0, 8.0)):
        before = timezone.now()
        with pytest.raises(RuntimeError, match="failed with 1"):
            jobs.run_pending()
        status, counted, due = rows("status, attempts, scheduled_at")[0]
        assert (status, counted) == ("todo", attempts)
        assert isinstance(due, datetime)
        assert timedelta(seconds=least) <= due - before <= timedelta(seconds=most + 1)
        assert jobs.run_pending() == 0
        make_due()
    with pytest.raises(RuntimeError):
        jobs.run_pending()
    assert rows("status, attempts") == [("failed", 3)]


def test_a_permanent_error_stops_at_once() -> None:
    jobs.enqueue(refuse, org_id=None, number=1)
    with pytest.raises(jobs.PermanentError):
        jobs.run_pending()
    assert rows("status, attempts") == [("failed", 1)]


def test_waits_grow_up_to_the_cap() -> None:
    retry = jobs.Retry(max_attempts=50, base=2.0, cap=60.0)
    assert [round(max(retry.delay(n) for _ in range(3000)).total_seconds()) for n in (1, 2, 3, 6, 40)] == [
        2,
        4,
        8,
        60,
        60,
    ]
    assert min(retry.delay(6) for _ in range(300)) >= timedelta(seconds=30)


def test_arguments_are_ids() -> None:
    with pytest.raises(ValueError, match="is no id"):
        jobs.enqueue(see, org_id=None, lane="x" * 300, number=1)
    with pytest.raises(ValueError, match="is no id"):
        jobs.enqueue(see, org_id=None, lane={"a": 1}, number=1)  # type: ignore[arg-type]  # what it is about
    assert rows() == []


def test_the_request_id_goes_along(capsys: pytest.CaptureFixture[str]) -> None:
    token = logs.context.set(logs.LogContext(request_id="request-12345"))
    jobs.enqueue(fail, org_id=ORG, number=1)
    logs.context.reset(token)
    observe.configure_logging()
    with pytest.raises(RuntimeError):
        jobs.run_pending()
    told = [line for line in capsys.readouterr().err.splitlines() if "job.retried" in line]
    assert len(told) == 1
    assert "request-12345" in told[0]
    assert str(ORG) in told[0]
    assert "failed with 1" in told[0]  # the traceback


def test_a_recovery_puts_back_what_dead_workers_held() -> None:
    jobs.enqueue(note, org_id=None, number=1, milliseconds=0)
    jobs.enqueue(see, org_id=None, lane="a", number=2)
    jobs.enqueue(see, org_id=None, lane="a", number=3)
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id"
        )
        dead = cursor.fetchone()[0]
        cursor.execute("insert into procrastinate_workers default values returning id")
        alive = cursor.fetchone()[0]
        for worker in (alive, dead):
            cursor.execute("select procrastinate_fetch_job_v2(null, %s)", [worker])
    assert jobs.run_pending() == 0  # the third waits behind the lock of the dead worker's job
    assert recovery.recover(20.0) == 1
    assert rows("status, attempts") == [("doing", 0), ("todo", 1), ("todo", 0)]
    assert recovery.recover(20.0) == 0
    make_due()  # they are: but "now" in this test's one transaction lies before
    assert jobs.run_pending() == 2
    assert sample_jobs.seen == [2, 3]


def test_a_job_that_kills_its_worker_each_time_is_given_up() -> None:
    jobs.enqueue(see, org_id=None, lane="a", number=1)
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing', attempts = 7")
    assert recovery.recover(20.0) == 1
    assert rows("status") == [("failed",)]


def test_finished_jobs_go_after_a_week() -> None:
    for number in (1, 2, 3):
        jobs.enqueue(see, org_id=None, lane=str(number), number=number)
    jobs.run_pending(limit=2)
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("update procrastinate_events set at = at - interval '8 days' where job_id <> (%s)", [ids()[1]])
    recovery.delete_finished_jobs()
    assert rows("args->>'number', status") == [("2", "succeeded"), ("3", "todo")]


def ids() -> list[int]:
    return [int(str(id)) for (id,) in rows("id")]


def test_the_schedule_names_tasks_that_run() -> None:
    for _, task in wiring.SCHEDULE:
        task(**task.arguments({}, None))
    assert len({task.name for _, task in wiring.SCHEDULE}) == len(wiring.SCHEDULE)


def test_a_broken_transaction_of_a_handler_leaves_the_queue_in_order() -> None:
    @jobs.task(f"tests.break_{uuid4()}", in_tenant=True)
    def break_transaction(*, org_id: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select * from procrastinate_jobs")

    jobs.enqueue(break_transaction, org_id=ORG)
    with pytest.raises(DatabaseError):
        jobs.run_pending()
    assert rows("status, attempts") == [("todo", 1)]
