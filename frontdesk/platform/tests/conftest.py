"""What the tests of jobs and streams need: rows that are really committed, for other processes to see."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from frontdesk.platform import tenancy


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database without a transaction around the test; the platform's own tables are emptied afterwards."""
    with django_db_blocker.unblock():
        empty()
        yield
        empty()


def empty() -> None:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(
            "truncate procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers, events cascade"
        )
