"""The floor of the API's figures: the statements of one request, caught in the application, in a bare psycopg loop."""

import json
import os
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from uuid import UUID, uuid4

import psycopg

from bench.stage import key_of

Parameters = list[object] | tuple[object, ...] | Mapping[str, object] | None
Statement = tuple[str, Parameters]


@dataclass(frozen=True)
class Job:
    """A request to catch the statements of. ``email``: what stands for a fresh address in the body, if anything."""

    method: str
    path: str
    body: str = ""
    email: str = ""


@dataclass(frozen=True)
class Done:
    count: int
    seconds: float
    cpu: float  # of the loop's own processes


class Loops:
    """Processes that run the statements of ``jobs`` when asked."""

    def __init__(self, jobs: Mapping[str, Job], tenants: int, processes: int) -> None:
        context = get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for _ in range(processes):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, dict(jobs), tenants), daemon=True)
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)
        self.statements: dict[str, list[str]] = [*(pipe.recv() for pipe in self._pipes)][-1]

    def run(self, name: str, seconds: float) -> Done:
        for pipe in self._pipes:
            pipe.send((name, seconds))
        counts, cpus = zip(*[pipe.recv() for pipe in self._pipes], strict=True)
        return Done(sum(counts), seconds, sum(cpus))

    def close(self) -> None:
        for process in self._processes:
            process.terminate()
            process.join()


@contextmanager
def loops(jobs: Mapping[str, Job], *, tenants: int, processes: int) -> Iterator[Loops]:
    made = Loops(jobs, tenants, processes)
    try:
        yield made
    finally:
        made.close()


def _serve(pipe: Connection, jobs: dict[str, Job], tenants: int) -> None:
    os.environ["FRONTDESK_LOG_LEVEL"] = "WARNING"
    import django

    django.setup()
    from django.db import connections

    from frontdesk.platform import tenancy

    tenancy.lock_down()
    caught = {name: [_catch(job, key_of(tenant)) for tenant in range(1, tenants + 1)] for name, job in jobs.items()}
    connections.close_all()
    pipe.send({name: [sql for sql, _ in some[0][0]] for name, some in caught.items()})
    options = f"-c role={tenancy.APP_ROLE}"
    with psycopg.connect(os.environ["DATABASE_URL"], options=options, autocommit=True) as connection:
        while True:
            name, seconds = pipe.recv()
            pipe.send(_loop(connection, caught[name], jobs[name].email, seconds))


def _catch(job: Job, key: str) -> tuple[list[Statement], str]:
    """What the application sends for the request, and the id that its answer names."""
    from django.db import connection
    from django.test import Client

    caught: list[Statement] = []

    def note(execute: Callable[..., object], sql: str, params: Parameters, many: bool, context: object) -> object:
        caught.append((sql, params))
        return execute(sql, params, many, context)

    client = Client()
    headers = {"Authorization": f"Bearer {key}"}
    for turn in ("first", "caught"):  # the first notes when the key was used, which happens once a minute
        caught.clear()
        with connection.execute_wrapper(note):
            body = job.body.replace(job.email, f"{turn}-{job.email}") if job.email else job.body
            response = client.generic(job.method, job.path, body, "application/json", headers=headers)
    if response.status_code >= 300:
        raise RuntimeError(f"{job.method} {job.path}: {response.status_code} {response.content!r}")
    return list(caught), str(json.loads(response.content).get("id", ""))


def _loop(
    connection: psycopg.Connection, caught: list[tuple[list[Statement], str]], email: str, seconds: float
) -> tuple[int, float]:
    count, before = 0, _cpu()
    deadline = time.perf_counter() + seconds
    with connection.cursor() as cursor:
        while time.perf_counter() < deadline:
            statements, made_id = caught[count % len(caught)]
            fresh = uuid4()
            cursor.execute("begin")
            for sql, params in statements:
                cursor.execute(sql.encode(), _vary(params, made_id, email, fresh) if email else params)
                if cursor.description:
                    cursor.fetchall()
            cursor.execute("commit")
            count += 1
    return count, _cpu() - before


def _vary(params: Parameters, made_id: str, email: str, fresh: UUID) -> Parameters:
    """Fresh values in place of those that must be new in each request."""

    def vary(value: object) -> object:
        if isinstance(value, UUID):
            return fresh if str(value) == made_id else value
        if isinstance(value, str):
            return str(fresh) if value == made_id else f"{fresh}@example.test" if value.endswith(email) else value
        return value

    if isinstance(params, Mapping):
        return {name: vary(value) for name, value in params.items()}
    return None if params is None else [vary(value) for value in params]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
