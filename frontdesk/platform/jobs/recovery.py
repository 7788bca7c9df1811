"""Jobs whose worker died, and those that are long finished."""

from django.db import connection
from django.utils import timezone
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.sql import queries
from prometheus_client import Counter

from frontdesk.platform import observe, tenancy
from frontdesk.platform.jobs import tasks

log = observe.logger(__name__)

RECOVERED = Counter("frontdesk_jobs_recovered", "Jobs taken back from workers that died.", ["task"])
# A job that takes its worker down each time must not do so for ever, however few errors of its own it may have.
MAX_DEATHS = 5
KEEP_DAYS = 7
BATCH = 5000
_ADVISORY_LOCK = 0x46440001  # "FD", 1: one process at a time takes jobs back


def recover(stalled_after: float) -> int:
    """Puts back the jobs of workers without a heartbeat for ``stalled_after`` seconds; their locks come free.

    Safe to call from every worker at once. Returns how many were put back.
    """
    with tenancy.platform("recover jobs"), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        connector = tasks.manager.connector
        rows = connector.execute_query_all(
            queries["select_stalled_jobs_by_heartbeat"],
            queue=None,
            task_name=None,
            seconds_since_heartbeat=stalled_after,
        )
        stalled = [tasks.read_job(row) for row in rows]
        # Some may have ended since the list was made (a worker that was only slow): those are left alone.
        cursor.execute(
            "select id from procrastinate_jobs where id = any(%s) and status = 'doing' for update",
            [[job.id for job in stalled]],
        )
        running = {row[0] for row in cursor.fetchall()}
        taken = [job for job in stalled if job.id in running]
        tasks.forget_queueing_locks([tasks.id_of(job) for job in taken])
        for job in taken:
            _put_back(job)
        connector.execute_query(queries["prune_stalled_workers"], seconds_since_heartbeat=stalled_after)
    return len(taken)


def _put_back(job: Job) -> None:
    task = tasks.registry.get(job.task_name)
    names = {"job_id": job.id, "name": job.task_name, "org_id": job.task_kwargs.get("org_id"), "attempt": job.attempts}
    if job.attempts + 1 >= max(MAX_DEATHS, task.retry.max_attempts if task else 0):
        log.error("job.failed", reason="its worker died each time", **names)
        tasks.manager.connector.execute_query(
            queries["finish_job"], job_id=tasks.id_of(job), status=Status.FAILED.value, delete_job=False
        )
        return
    log.warning("job.recovered", **names)
    RECOVERED.labels(job.task_name).inc()
    tasks.manager.retry_job_by_id(tasks.id_of(job), timezone.now())


def recover_quietly(stalled_after: float) -> None:
    """As ``recover``; a database that does not answer is logged, and the next round tries again."""
    from django.db import DatabaseError, close_old_connections

    close_old_connections()
    try:
        recover(stalled_after)
    except (DatabaseError, ConnectorException) as error:
        log.warning("jobs.recovery_failed", error=str(error))


_DELETE_FINISHED = """
delete from procrastinate_jobs where id in (
  select job.id from procrastinate_jobs job
  where job.status in ('succeeded', 'failed', 'cancelled', 'aborted')
    and not exists (
      select from procrastinate_events event
      where event.job_id = job.id and event.at > now() - make_interval(days => %s))
  limit %s)
"""


@tasks.task("platform.delete_finished_jobs", queue=tasks.Queue.BULK)
def delete_finished_jobs() -> None:
    """Finished jobs are kept for a week, to look into."""
    deleted = BATCH
    while deleted == BATCH:
        with tenancy.platform("delete finished jobs"), connection.cursor() as cursor:
            cursor.execute(_DELETE_FINISHED, [KEEP_DAYS, BATCH])
            deleted = cursor.rowcount
