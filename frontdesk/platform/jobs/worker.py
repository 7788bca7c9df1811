"""The process that runs jobs: `frontdesk worker`."""

import asyncio
import contextlib
import importlib
import logging
import signal
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import procrastinate
from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.contrib.django.utils import connector_params
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.tasks import Task as ProcrastinateTask
from procrastinate.worker import Worker
from psycopg_pool import AsyncConnectionPool

from frontdesk.platform import observe, tenancy
from frontdesk.platform.jobs import recovery, running, tasks

log = observe.logger(__name__)

POLL_SECONDS = 1.0  # for jobs that become due; new ones announce themselves by NOTIFY
MAX_RESTART_SECONDS = 15.0
# During an upgrade an old worker may meet jobs of the new version: it leaves them to the new one.
UNKNOWN_RETRY = tasks.Retry(max_attempts=2000, base=5.0, cap=60.0)


@dataclass(frozen=True)
class Options:
    """``grace``: seconds that running jobs have to finish at the end. ``stalled_after``: without a heartbeat for so
    long, a worker counts as dead and the others take its jobs."""

    concurrency: int
    queues: Sequence[str] | None = None
    grace: float = 15.0
    heartbeat: float = 4.0
    stalled_after: float = 20.0
    recover_every: float = 10.0


def run_worker(
    concurrency: int,
    queues: Sequence[str] | None = None,
    stop_event: threading.Event | None = None,
    **timing: float,
) -> bool:
    """Runs jobs until ``stop_event`` is set or, without one, SIGTERM or SIGINT arrives; rides out database outages.

    Call it in the main thread of a process of its own, after Django's set-up. ``timing``: see ``Options``.
    False when jobs were still running after the grace time: their threads would keep the process, so leave it with
    ``os._exit``; another worker runs those jobs again.
    """
    options = Options(concurrency, queues, **timing)
    tenancy.lock_down()
    _import_tasks()
    _quieten()
    # One thread for each running job, and one for the recovery.
    executor = ThreadPoolExecutor(concurrency + _reserved(options) + 1, thread_name_prefix="job")
    loop = asyncio.new_event_loop()
    loop.set_default_executor(executor)
    clean = loop.run_until_complete(_serve(options, stop_event))
    executor.shutdown(wait=clean, cancel_futures=True)
    loop.close()
    return clean


def _import_tasks() -> None:
    for module in import_string(settings.JOB_MODULES):
        importlib.import_module(module)


def _quieten() -> None:
    """Each failure is logged once, by us, with its tenant; the library would log the arguments as well."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    logging.getLogger("procrastinate.worker").addFilter(
        lambda record: getattr(record, "action", "") not in {"job_error", "job_error_retry"}
    )


def _reserved(options: Options) -> int:
    """How many of the slots are for urgent jobs only, in addition to the others."""
    return 0 if options.queues else max(1, options.concurrency // 4)


async def _serve(options: Options, stop_event: threading.Event | None) -> bool:
    stop = asyncio.Event()
    watcher = asyncio.create_task(_watch(stop, stop_event))
    delay = 0.5
    try:
        while True:
            started = time.monotonic()
            try:
                clean = await _run_lanes(options, stop)
            except Exception as error:  # noqa: BLE001 - whatever ended it: a worker that gives up serves nobody
                log.warning("worker.interrupted", error=str(error) or type(error).__name__)
                clean = True
            if stop.is_set() or not clean:
                return clean
            delay = 0.5 if time.monotonic() - started > MAX_RESTART_SECONDS else min(delay * 2, MAX_RESTART_SECONDS)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), delay)
    finally:
        watcher.cancel()


async def _watch(stop: asyncio.Event, stop_event: threading.Event | None) -> None:
    if stop_event is None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        return
    while not stop_event.is_set():
        await asyncio.sleep(0.1)
    stop.set()


async def _run_lanes(options: Options, stop: asyncio.Event) -> bool:
    """One life: until stopped, or until the connection to the database fails. False: jobs would not end."""
    connector = PsycopgConnector(pool_factory=_make_pool, kwargs=_owner_parameters(), min_size=1, max_size=4)
    async with _build_app(connector).open_async() as app:
        lanes = [_Lane(app, options, options.queues, options.concurrency)]
        if reserved := _reserved(options):
            lanes.append(_Lane(app, options, [tasks.Queue.URGENT], reserved))
        stopping = asyncio.create_task(stop.wait())
        recovering = asyncio.create_task(_recover_regularly(options))
        lives = [asyncio.create_task(lane.live()) for lane in lanes]
        await asyncio.wait([stopping, *lives], return_when=asyncio.FIRST_COMPLETED)
        for lane in lanes:
            lane.end()
        _, unfinished = await asyncio.wait(lives, timeout=options.grace + 1)
        recovering.cancel()
        stopping.cancel()
        if unfinished:
            log.error("worker.abandoned_jobs")
            return False
        for life in lives:
            life.result()  # raises what ended it
    return True


class _Lane(Worker):
    """A procrastinate worker that still shows signs of life while its last jobs finish."""

    def __init__(self, app: procrastinate.App, options: Options, queues: Sequence[str] | None, slots: int) -> None:
        super().__init__(
            app=app,
            queues=queues,
            concurrency=slots,
            fetch_job_polling_interval=POLL_SECONDS,
            shutdown_graceful_timeout=options.grace,
            install_signal_handlers=False,
            update_heartbeat_interval=options.heartbeat,
            stalled_worker_timeout=options.stalled_after,
            task_middleware=[close_db_connections],
        )

    # The library's own methods have no result types.
    async def live(self) -> None:
        await self.run()  # type: ignore[no-untyped-call]

    def end(self) -> None:
        self.stop()  # type: ignore[no-untyped-call]

    async def _persist_job_status(self, *arguments: Any, **named: Any) -> None:
        """A job whose end cannot be noted would count as running as long as this worker lives: begin a new life."""
        try:
            await super()._persist_job_status(*arguments, **named)
        except Exception:
            self.end()
            raise

    async def _shutdown(self, side_tasks: list[asyncio.Task[Any]]) -> None:
        beating = asyncio.create_task(self._update_heartbeat())  # type: ignore[no-untyped-call]
        try:
            await super()._shutdown(side_tasks)
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)


async def _recover_regularly(options: Options) -> None:
    """In every worker, not as a job: it must run also when all slots are taken."""
    while True:
        await asyncio.to_thread(recovery.recover_quietly, options.stalled_after)
        await asyncio.sleep(options.recover_every)


def _make_pool(*, check: object, **options: Any) -> AsyncConnectionPool:
    """Without the library's check at each use, which costs a fifth of all jobs: a lost connection begins a new life."""
    return AsyncConnectionPool(**options)


def _owner_parameters() -> dict[str, Any]:
    """The queue itself is kept as the owner, also where Django's connections start as ``frontdesk_app``."""
    parameters = connector_params("default")
    parameters["options"] = str(parameters.get("options", "")).replace(f"-c role={tenancy.APP_ROLE}", "").strip()
    return parameters


class _BackOff(BaseRetryStrategy):
    def __init__(self, retry: tasks.Retry) -> None:
        self.retry = retry

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        next_try = self.retry.next_try(exception, job.attempts + 1)
        return RetryDecision(retry_at=next_try) if next_try else None


class _KnownTasks(dict[str, ProcrastinateTask[Any, Any, Any]]):
    """Answers for unknown names too, so that such jobs wait instead of failing."""

    def __init__(self, known: dict[str, ProcrastinateTask[Any, Any, Any]], unknown: ProcrastinateTask[Any, Any, Any]):
        super().__init__(known)
        self._unknown = unknown

    def get(self, name: str, default: object = None) -> ProcrastinateTask[Any, Any, Any]:
        return super().get(name) or self._unknown


class UnknownTask(Exception):
    """This version has no such task."""


def _build_app(connector: PsycopgConnector) -> procrastinate.App:
    """The library's view of our tasks and their schedule."""
    app = procrastinate.App(connector=connector)
    schedule: Sequence[tuple[str, tasks.Task]] = import_string(settings.JOB_SCHEDULE)  # registers its tasks as well
    for task in tasks.registry.values():
        _add_task(app, task)
    for cron, task in schedule:
        # A queueing lock: if nobody ran the last one yet, one is enough.
        app.periodic(cron=cron, queue=task.queue, priority=task.priority, queueing_lock=f"schedule:{task.name}")(
            app.tasks[task.name]
        )

    def unknown(context: JobContext, /, **_: object) -> None:
        log.warning("job.unknown", name=context.job.task_name, job_id=context.job.id)
        raise UnknownTask(context.job.task_name)

    fallback = app.task(name="platform.unknown", pass_context=True, retry=_BackOff(UNKNOWN_RETRY))(unknown)
    app.tasks = _KnownTasks(app.tasks, fallback)
    return app


def _add_task(app: procrastinate.App, task: tasks.Task) -> None:
    def run(context: JobContext, /, **_: object) -> None:
        running.perform(task, context.job)

    app.task(name=task.name, queue=task.queue, pass_context=True, retry=_BackOff(task.retry))(run)
