"""A process that is heard of again while the job waits for its quota keeps its lease: on committed rows, with two
connections."""

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from frontdesk.ai import reconciling
from frontdesk.ai.models import PeriodType, QuotaCounter, QuotaHolder, QuotaLease
from frontdesk.platform import tenancy

WAITING = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"


@pytest.fixture
def quota(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[QuotaCounter]:
    now = timezone.now()
    with django_db_blocker.unblock():
        with tenancy.platform("tests"):
            row = QuotaCounter.objects.create(
                model_type="system",
                model_id=1,
                period_type=PeriodType.MONTHLY,
                period_start=now,
                period_end=now + timedelta(days=1),
                leased=700,
            )
        yield row
        with tenancy.platform("tests"):
            row.delete()
            QuotaHolder.objects.all().delete()


def hold(quota: QuotaCounter, amount: int) -> uuid.UUID:
    holder = uuid.uuid4()
    with tenancy.platform("tests"):
        QuotaHolder.objects.create(id=holder, seen_at=timezone.now() - timedelta(minutes=1))
        QuotaLease.objects.create(quota=quota, holder_id=holder, amount=amount)
    return holder


def return_leases() -> None:
    try:
        reconciling.return_dead_leases()
    finally:
        connection.close()


def wait_for_lock() -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("The job never came to wait.")


def test_a_holder_that_comes_back_in_time_keeps_its_lease(quota: QuotaCounter) -> None:
    revived = hold(quota, 500)
    hold(quota, 200)
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic(using="aside"), connections["aside"].cursor() as cursor:
            cursor.execute("select id from ai_quota where id = %s for update", [quota.id])
            job = threads.submit(return_leases)
            wait_for_lock()
            cursor.execute("update ai_quota_holder set seen_at = clock_timestamp() where id = %s", [revived])
        job.result(timeout=10)
    with tenancy.platform("tests"):
        quota.refresh_from_db()
        leases = list(QuotaLease.objects.filter(quota=quota).values_list("holder_id", "amount"))
    assert (quota.leased, leases) == (500, [(revived, 500)])
