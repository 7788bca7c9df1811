"""Rate limits: exact enough, cheap, shared, and not undone by the refusal itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from frontdesk.platform import limits
from frontdesk.platform.errors import TooMany
from frontdesk.platform.models import RateBucket


@pytest.fixture(autouse=True)
def buckets(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        limits.forget()
        RateBucket.objects.all().delete()
        yield
        limits.forget()
        RateBucket.objects.all().delete()


def allowed(key: str, limit: str, tries: int) -> int:
    passed = 0
    for _ in range(tries):
        try:
            limits.check(key, limit=limit)
        except TooMany:
            continue
        passed += 1
    return passed


def pass_time(seconds: float) -> None:
    """Lets the buckets, which follow the database's clock, believe that time went by."""
    with connections["aside"].cursor() as cursor:
        cursor.execute("update rate_buckets set refilled_at = refilled_at - make_interval(secs => %s)", [seconds])
    for lease in limits._leases.values():
        lease.expires_at -= seconds
        lease.refused_until -= seconds


def test_a_full_bucket_lets_through_its_limit_and_then_says_when() -> None:
    assert allowed("key", "5/h", 9) == 5
    with pytest.raises(TooMany) as caught:
        limits.check("key", limit="5/h")
    assert 700 < caught.value.retry_after <= 720
    assert caught.value.headers()["Retry-After"] == str(caught.value.retry_after)
    limits.check("another", limit="5/h")


def test_it_refills_evenly_and_never_above_the_limit() -> None:
    allowed("key", "5/h", 6)
    pass_time(730)
    assert allowed("key", "5/h", 5) == 1
    pass_time(100_000)
    assert allowed("key", "5/h", 9) == 5


def test_a_busy_key_costs_one_write_per_block() -> None:
    limits.check("key", limit="6000/m")
    with CaptureQueriesContext(connections["aside"]) as queries:
        assert allowed("key", "6000/m", 299) == 299
    assert len(queries) == 0
    with CaptureQueriesContext(connections["aside"]) as queries:
        assert allowed("key", "6000/m", 600) == 600
    assert len(queries) == 2


def test_who_hammers_on_costs_no_write() -> None:
    allowed("key", "2/h", 3)
    with CaptureQueriesContext(connections["aside"]) as queries:
        assert allowed("key", "2/h", 50) == 0
    assert len(queries) == 0


def test_processes_share_the_bucket() -> None:
    """Each process has memory of its own; here it is dropped as if the next call came to another one."""
    passed = 0
    for _ in range(40):
        passed += allowed("key", "100/h", 1)
        limits.forget()
    # 40 processes took 20 blocks of 5 between them; nobody got a token twice.
    assert passed == 20


def test_threads_together_stay_within_limit_and_blocks() -> None:
    def work(number: int) -> int:
        try:
            return allowed("key", "100/h", 60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert 85 <= sum(pool.map(work, range(4))) <= 100


def test_a_cost_above_one_counts_as_many_and_above_the_limit_never_fits() -> None:
    limits.check("key", limit="10/h", cost=8)
    with pytest.raises(TooMany):
        limits.check("key", limit="10/h", cost=3)
    limits.check("key", limit="10/h", cost=2)
    with pytest.raises(TooMany):
        limits.check("other", limit="10/h", cost=11)


def test_a_request_that_is_rolled_back_is_counted_all_the_same() -> None:
    for _ in range(2):
        with transaction.atomic():
            limits.check("key", limit="2/h")
            connection.set_rollback(True)
    with pytest.raises(TooMany):
        limits.check("key", limit="2/h")


def test_the_table_names_nobody() -> None:
    limits.check(f"api-key:{uuid4()}", limit="5/m")
    assert len(RateBucket.objects.get().key) == 64


def test_an_ipv6_network_is_one_caller() -> None:
    def ask(address: str) -> None:
        request = RequestFactory().get("/", REMOTE_ADDR=address)
        limits.check_address(request, what="portal", limit="2/h")

    ask("2001:db8:1:2::1")
    ask("2001:db8:1:2::2")
    with pytest.raises(TooMany):
        ask("2001:db8:1:2:ffff::3")
    ask("2001:db8:1:3::1")
    ask("198.51.100.1")


@pytest.mark.parametrize("text", ["", "5", "0/m", "5/x", "-1/m", "5/0s", "m/5"])
def test_a_limit_that_is_none_is_a_mistake(text: str) -> None:
    with pytest.raises(ValueError, match="is no limit"):
        limits.parse_limit(text)
    assert limits.parse_limit("5/10s") == limits.Limit(5, 10)
