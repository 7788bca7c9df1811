"""Jobs for the tests, which the worker processes that these start import as well."""

import time
from uuid import UUID

from django.db import connection

from frontdesk.platform import jobs, tenancy

SCRATCH = "create table if not exists scratch (number int, event text, at timestamptz default now())"
QUICK = jobs.Retry(max_attempts=3, base=4.0, cap=100.0)
seen: list[object] = []


def write(number: int, event: str) -> None:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("insert into scratch (number, event, at) values (%s, %s, clock_timestamp())", [number, event])


@jobs.task("tests.note")
def note(*, number: int, milliseconds: int) -> None:
    write(number, "begun")
    time.sleep(milliseconds / 1000)
    write(number, "done")


@jobs.task("tests.note_bulk", queue=jobs.Queue.BULK)
def note_bulk(*, number: int, milliseconds: int) -> None:
    note(number=number, milliseconds=milliseconds)


@jobs.task("tests.note_urgent", queue=jobs.Queue.URGENT)
def note_urgent(*, number: int, milliseconds: int) -> None:
    note(number=number, milliseconds=milliseconds)


@jobs.task("tests.see", lock="seen:{lane}")
def see(*, lane: str, number: int) -> None:
    seen.append(number)


@jobs.task("tests.see_tenant", in_tenant=True)
def see_tenant(*, org_id: UUID, record_id: UUID) -> None:
    seen.append((org_id, record_id, tenancy.current_org_id()))
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        seen.append(cursor.fetchone()[0])


@jobs.task("tests.fail", retry=QUICK)
def fail(*, number: int) -> None:
    raise RuntimeError(f"failed with {number}")


@jobs.task("tests.fail_in_order", retry=QUICK, lock="order")
def fail_in_order(*, number: int) -> None:
    raise RuntimeError(f"failed with {number}")


@jobs.task("tests.refuse", retry=QUICK)
def refuse(*, number: int) -> None:
    raise jobs.PermanentError(f"{number} can never work")
