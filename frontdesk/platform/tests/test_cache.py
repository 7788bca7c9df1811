"""The shared cache: what it keeps, for how long, and that a rolled back request does not undo it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker

from frontdesk.platform.cache import PostgresCache, decode, encode
from frontdesk.platform.models import CacheEntry


@pytest.fixture
def entries(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        cache.clear()
        yield
        cache.clear()


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        2**80,
        1.5,
        "ñ \0",
        [1784.25, 1783.5],
        (1, ("a",)),
        {"a": [1], 2: (3,), None: {}},
        {"dict": [["looks", "like a tag"]]},
        {1, 2},
        b"\0\xff",
        datetime(2026, 5, 1, 12, tzinfo=UTC),
        UUID(int=5),
        Decimal("1.10"),
        timedelta(seconds=1.5),
    ],
)
def test_plain_values_come_back_as_they_were(value: object) -> None:
    found = decode(encode(value))
    assert found == value
    assert type(found) is type(value)


def test_other_values_are_refused() -> None:
    with pytest.raises(TypeError, match="plain values only, not object"):
        encode([object()])
    with pytest.raises(ValueError, match="1 MB"):
        encode("x" * 1_100_000)


def test_set_get_delete_and_versions(entries: None) -> None:
    cache.set("a", [1.5, 2.5], 60)
    cache.set("a", "other", 60, version=2)
    cache.set("for ever", 1, None)
    assert cache.get("a") == [1.5, 2.5]
    assert cache.get("a", version=2) == "other"
    assert cache.get_many(["a", "for ever", "missing"]) == {"a": [1.5, 2.5], "for ever": 1}
    assert "a" in cache
    assert cache.delete("a")
    assert not cache.delete("a")
    assert cache.get("a", "default") == "default"
    assert not CacheEntry.objects.filter(key__contains="for ever").exists()  # keys are hashed


def test_expired_rows_count_for_nothing_and_are_culled(entries: None) -> None:
    cache.set("old", 1, 0)
    cache.set("negative", 1, -5)
    assert cache.get("old") is None
    assert not cache.touch("old", 60)
    assert not cache.delete("old")
    with pytest.raises(ValueError, match="no whole number"):
        cache.incr("old")
    assert cache.add("old", 2, 60)
    assert cache.get("old") == 2
    assert isinstance(PostgresCache("cache_entries", {}).cull(), int)
    assert CacheEntry.objects.count() == 1


def test_add_wins_once_and_counting_is_exact_among_threads(entries: None) -> None:
    def work(number: int) -> bool:
        try:
            won = cache.add("lock", number, 60)
            cache.get_or_set("count", 0, 60)
            for _ in range(25):
                cache.incr("count")
            return won
        finally:
            connections.close_all()

    cache.set("count", 0, 60)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 1
    assert cache.get("count") == 100
    assert cache.decr("count", 40) == 60
    assert cache.touch("count", 120)


def test_what_a_refused_request_wrote_stays(entries: None) -> None:
    with transaction.atomic():
        cache.set("attempts", 3, 60)
        connection.set_rollback(True)
    assert cache.get("attempts") == 3
