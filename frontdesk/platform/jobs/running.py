"""Running one job: its tenant, its place in the logs, its outcome."""

from contextlib import AbstractContextManager, nullcontext, suppress
from uuid import UUID

from django.db import Error
from procrastinate.jobs import Job, Status
from procrastinate.sql import queries
from prometheus_client import Counter

from frontdesk.platform import logs, observe, tenancy
from frontdesk.platform.jobs import tasks
from frontdesk.platform.jobs.tasks import Task

log = observe.logger(__name__)

GIVEN_UP = Counter("frontdesk_jobs_given_up", "Jobs that failed for good", ["name"])


def perform(task: Task, job: Job) -> None:
    """Runs the job once, logs and counts it, and raises what its handler raised."""
    ids = {name: value for name, value in job.task_kwargs.items() if name not in {"org_id", "request_id", "timestamp"}}
    org_id = _org_id(job)
    with observe.job(task.name, job_id=job.id, org_id=org_id):
        _continue_request(job)
        try:
            with _scope(task, org_id):
                task(**task.arguments(ids, org_id))
        except Exception as error:
            _report(task, job, error)
            raise


def _continue_request(job: Job) -> None:
    """What the job logs carries the id of the request that asked for it."""
    bound = logs.context.get()
    if bound is not None:
        bound.request_id = str(job.task_kwargs.get("request_id") or "")


def _org_id(job: Job) -> UUID | None:
    stored = job.task_kwargs.get("org_id")
    return UUID(str(stored)) if stored else None


def _scope(task: Task, org_id: UUID | None) -> AbstractContextManager[object]:
    if not task.in_tenant:
        return nullcontext()
    if org_id is None:
        raise tasks.PermanentError(f"{task.name} runs in an organization, and the job names none.")
    return tenancy.tenant(org_id)


def _report(task: Task, job: Job, error: Exception) -> None:
    """The one log entry of a failure, with its traceback."""
    attempt = job.attempts + 1
    if task.retry.next_try(error, attempt) is None:
        GIVEN_UP.labels(task.name).inc()
        log.error("job.failed", name=task.name, attempt=attempt, exc_info=True)
    else:
        log.warning("job.retried", name=task.name, attempt=attempt, exc_info=True)
        if job.queueing_lock:
            _forget_queueing_lock(job)


def _forget_queueing_lock(job: Job) -> None:
    # Without the database the job's end cannot be noted either: then the recovery takes it back.
    with suppress(Error), tenancy.platform("retry job"):
        tasks.forget_queueing_locks([tasks.id_of(job)])


def run_pending(limit: int = 100) -> int:
    """For tests: runs what is due, in a worker's order, in this thread and on its connection; returns how many.

    The first error is recorded as a worker would (next try or failed), and raised.
    """
    connector = tasks.manager.connector
    for count in range(limit):
        with tenancy.platform("run pending jobs"):
            row = connector.execute_query_one(queries["fetch_job"], queues=None, worker_id=None)
        if row["id"] is None:
            return count
        job = tasks.read_job(row)
        _run_recorded(tasks.registry[job.task_name], job)
    return limit


def _run_recorded(task: Task, job: Job) -> None:
    connector = tasks.manager.connector
    status, next_try = Status.SUCCEEDED, None
    try:
        perform(task, job)
    except Exception as error:
        status, next_try = Status.FAILED, task.retry.next_try(error, job.attempts + 1)
        raise
    finally:
        with tenancy.platform("run pending jobs"):
            if next_try is not None:
                tasks.manager.retry_job_by_id(tasks.id_of(job), next_try)
            else:
                connector.execute_query(queries["finish_job"], job_id=job.id, status=status.value, delete_job=False)
