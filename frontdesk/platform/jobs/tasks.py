"""What can be run later, and putting it into the queue."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from functools import cached_property
from inspect import signature
from typing import Any, get_type_hints
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from frontdesk.platform import observe

Id = UUID | int | str
MAX_ID_LENGTH = 200

# Always the Django connection, also inside a worker: what a handler enqueues belongs to the handler's transaction.
manager = JobManager(DjangoConnector(alias="default"))


class PermanentError(Exception):
    """The work cannot succeed however often it is tried: the job fails at once."""


class Priority(IntEnum):
    """Higher runs first, whatever the queue."""

    URGENT = 100
    NORMAL = 0
    BULK = -100


class Queue(StrEnum):
    """Every worker process keeps a lane for ``urgent`` alone: it never waits for long jobs that are under way."""

    URGENT = "urgent"
    DEFAULT = "default"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a job is tried in all, and how long it waits: ``base`` seconds, doubled each time, up to ``cap``."""

    max_attempts: int = 8
    base: float = 2.0
    cap: float = 3600.0

    def delay(self, attempts: int) -> timedelta:
        """The wait after ``attempts`` failed ones: exponential, with half of it random so that a crowd disperses."""
        seconds = min(self.cap, self.base * 2.0 ** min(attempts - 1, 60))
        return timedelta(seconds=seconds * random.uniform(0.5, 1.0))  # noqa: S311 - spreads load, guards nothing

    def next_try(self, error: BaseException, attempts: int) -> datetime | None:
        """When to try again after ``attempts`` failed ones, or None when it is over."""
        if isinstance(error, PermanentError) or attempts >= self.max_attempts:
            return None
        return timezone.now() + self.delay(attempts)


NEVER = Retry(max_attempts=1)


@dataclass(frozen=True)
class Task:
    """A function that jobs run; made by ``@task``. Calling it runs the function here and now."""

    name: str
    function: Callable[..., None]
    queue: str = Queue.DEFAULT
    priority: int = Priority.NORMAL
    retry: Retry = field(default_factory=Retry)
    lock: str | None = None
    in_tenant: bool = False

    def __call__(self, **arguments: object) -> None:
        self.function(**arguments)

    @cached_property
    def _types(self) -> Mapping[str, object]:
        hints = get_type_hints(self.function)
        return {name: hints.get(name, str) for name in signature(self.function).parameters}

    def arguments(self, ids: Mapping[str, object], org_id: UUID | None) -> dict[str, object]:
        """Keyword arguments of the function: UUIDs as such, ``org_id`` only when it asks for it."""
        given = {**ids, "org_id": org_id} if "org_id" in self._types else dict(ids)
        return {name: _parse(value, self._types.get(name)) for name, value in given.items()}


def _parse(value: object, wanted: object) -> object:
    return UUID(value) if wanted is UUID and isinstance(value, str) else value


registry: dict[str, Task] = {}


def task(
    name: str,
    *,
    queue: str = Queue.DEFAULT,
    priority: int | None = None,
    retry: Retry | None = None,
    lock: str | None = None,
    in_tenant: bool = False,
) -> Callable[[Callable[..., None]], Task]:
    """Decorator: makes the function a job. It takes keyword arguments that are ids, and ``org_id`` if it wants it.

    ``in_tenant`` runs it in one transaction as ``frontdesk_app`` in the organization: for short work without network.
    Without it nothing is bound: the handler opens its own short ``tenancy`` blocks (claim, call, record).
    ``lock``: jobs with the same one run one after the other, in order; ``"message:{message_id}"`` takes the job's ids.
    A job that waits for its next try keeps those behind it waiting.
    """
    default = {Queue.URGENT: Priority.URGENT, Queue.BULK: Priority.BULK}.get(Queue(queue), Priority.NORMAL)

    def register(function: Callable[..., None]) -> Task:
        if name in registry:
            raise ValueError(f"Two tasks are named {name!r}.")
        registry[name] = made = Task(
            name, function, queue, default if priority is None else priority, retry or Retry(), lock, in_tenant
        )
        return made

    return register


def enqueue(
    task: Task,
    *,
    org_id: UUID | None,
    at: datetime | None = None,
    in_: timedelta | None = None,
    lock: str | None = None,
    queueing_lock: str | None = None,
    priority: int | None = None,
    **ids: Id,
) -> int | None:
    """Queues a job in the caller's transaction and returns its id.

    None when one with the same ``queueing_lock`` waits already (jobs under way do not count). ``at`` or ``in_``: not
    before then.
    """
    job = _make_job(task, org_id, ids, at=at, in_=in_, lock=lock, queueing_lock=queueing_lock, priority=priority)
    if queueing_lock is None:
        return manager.defer_job(job).id
    try:
        with transaction.atomic():  # the refusal would spoil the caller's transaction
            return manager.defer_job(job).id
    except AlreadyEnqueued:
        return None


def enqueue_many(
    task: Task, rows: Sequence[Mapping[str, Id]], *, org_id: UUID | None, locks: Sequence[str] | None = None
) -> int:
    """Queues one job for each set of ids, in one statement; returns how many."""
    if rows:
        taken: Sequence[str | None] = locks or [None] * len(rows)
        manager.batch_defer_jobs(
            [_make_job(task, org_id, ids, lock=lock) for ids, lock in zip(rows, taken, strict=True)]
        )
    return len(rows)


def _make_job(
    task: Task,
    org_id: UUID | None,
    ids: Mapping[str, Id],
    *,
    at: datetime | None = None,
    in_: timedelta | None = None,
    lock: str | None = None,
    queueing_lock: str | None = None,
    priority: int | None = None,
) -> Job:
    arguments: dict[str, str | int | None] = {name: _store(name, value) for name, value in ids.items()}
    if lock is None and task.lock is not None:
        lock = task.lock.format(org_id=org_id, **ids)
    arguments["org_id"] = str(org_id) if org_id else None
    if request_id := observe.request_id():
        arguments["request_id"] = request_id
    return Job(
        queue=task.queue,
        priority=task.priority if priority is None else priority,
        lock=lock,
        queueing_lock=queueing_lock,
        task_name=task.name,
        task_kwargs=dict(arguments),
        scheduled_at=timezone.now() + in_ if in_ is not None else at,
    )


def read_job(row: dict[str, Any]) -> Job:
    """A job from a row that the Django connection read; Django leaves JSON to its own fields."""
    return Job.from_row({**row, "args": orjson.loads(row["args"])})


def id_of(job: Job) -> int:
    """The id of a job that came from the table, where every job has one."""
    if job.id is None:
        raise ValueError(f"{job.task_name} was never queued.")
    return job.id


def _store(name: str, value: Id) -> str | int:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, int) or (isinstance(value, str) and len(value) <= MAX_ID_LENGTH):
        return value
    raise ValueError(f"The job argument {name!r} is no id: keep the data in a row and pass that row's id.")


def forget_queueing_locks(job_ids: Sequence[int]) -> None:
    """For jobs that go back into the queue: another may wait there under the same lock, which none could share."""
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set queueing_lock = null where id = any(%s)", [list(job_ids)])
