"""Limits hold whatever happens at once: many calls in one process, several processes, dead ones, new periods."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from frontdesk.ai import ledger, quotas
from frontdesk.ai.ledger import LedgerRow
from frontdesk.ai.models import ModelCall, ModelType, ModelUsage, PeriodType, QuotaCounter, QuotaHolder, QuotaLease
from frontdesk.ai.quotas import QuotaExceeded, Wanted, reservations, store
from frontdesk.ai.quotas.purses import SharedPurse
from frontdesk.ai.targets import QuotaRule, Scope
from frontdesk.orgs.models import Profile
from frontdesk.platform import loops, tenancy
from frontdesk.platform.models import Event

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """What an earlier test has leased is gone with its tables."""
    reservations.drop_purses(reservations.shared_purses())
    store._Holder.beaten_at = float("-inf")


def rule(person: Profile, limit: int, *, personal: bool = False) -> QuotaRule:
    return QuotaRule(
        scope=Scope.PERSON if personal else Scope.ORGANIZATION,
        org_id=person.organization_id,
        user_id=person.id if personal else None,
        model_type=ModelType.SYSTEM,
        model_id=1,
        period_type=PeriodType.DAILY,
        limit=limit,
        timezone="Europe/London",
    )


def row(person: Profile, tokens: int) -> LedgerRow:
    return LedgerRow(
        org_id=person.organization_id,
        user_id=person.id,
        feature="test",
        model_type=ModelType.SYSTEM,
        model_id=1,
        model_name="Test",
        period=reservations.current_period(PeriodType.DAILY, "Europe/London"),
        prompt_tokens=tokens,
    )


def in_loop(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """As a web process does it: nobody waits for the call, purses are shared and written in batches."""

    async def whole() -> None:
        try:
            await work()
        finally:
            await ledger.drain()
            for task in ledger.recording._books.pop(asyncio.get_running_loop()).tasks:
                task.cancel()

    asyncio.run(whole())


def state() -> tuple[int, int, int, int]:
    """Used, leased, the ledger's sum and the counters'."""
    with tenancy.platform("test"):
        used = sum(QuotaCounter.objects.values_list("used", flat=True))
        leased = sum(QuotaCounter.objects.values_list("leased", flat=True))
        assert leased == sum(QuotaLease.objects.values_list("amount", flat=True))
        charged = sum(call.prompt_tokens + call.completion_tokens for call in ModelCall.objects.all())
        return used, leased, charged, sum(ModelUsage.objects.values_list("tokens_used", flat=True))


async def call(rules: list[QuotaRule], person: Profile, wanted: Wanted, spends: int, outcomes: list[str]) -> None:
    ledger.start()
    try:
        reservation = await quotas.reserve(rules, wanted, patience=5)
    except QuotaExceeded:
        outcomes.append("refused")
        return
    await asyncio.sleep(0.01)
    reservation.settle(spends)
    ledger.enqueue(row(person, spends))
    outcomes.append("served")


def test_many_calls_at_once_use_a_limit_up_and_no_more(cast: dict[str, Profile]) -> None:
    person = cast["bob"]
    rules = [rule(person, 1_000), rule(person, 5_000, personal=True)]
    outcomes: list[str] = []

    async def work() -> None:
        await asyncio.gather(*(call(rules, person, Wanted(30, 25), 20, outcomes) for _ in range(200)))

    in_loop(work)
    assert outcomes.count("served") in {49, 50}  # the last one needs its estimate to fit
    used, leased, charged, counted = state()
    assert leased == 0
    assert charged == counted == outcomes.count("served") * 20
    assert used == 2 * charged  # under both limits


def test_calls_that_end_early_make_room_for_those_that_wait(cast: dict[str, Profile]) -> None:
    """Ten calls reserve the whole limit and use a tenth of it: nobody is refused."""
    person = cast["bob"]
    outcomes: list[str] = []

    async def work() -> None:
        wanted = Wanted(100, 100)
        await asyncio.gather(*(call([rule(person, 1_000)], person, wanted, 10, outcomes) for _ in range(60)))

    in_loop(work)
    assert outcomes == ["served"] * 60
    assert state() == (600, 0, 600, 600)


def test_an_abandoned_wait_leaves_nothing_behind(cast: dict[str, Profile]) -> None:
    person = cast["bob"]

    async def work() -> None:
        held = await quotas.reserve([rule(person, 100)], Wanted(100, 100))
        waiting = asyncio.ensure_future(quotas.reserve([rule(person, 100)], Wanted(50, 50)))
        await asyncio.sleep(0.05)
        waiting.cancel()
        held.release()
        ledger.start()
        again = await quotas.reserve([rule(person, 100)], Wanted(100, 100), patience=2)
        again.release()

    in_loop(work)
    assert state() == (0, 0, 0, 0)


def test_a_second_limit_that_refuses_gives_the_first_back(cast: dict[str, Profile]) -> None:
    person = cast["bob"]

    async def work() -> None:
        with pytest.raises(QuotaExceeded) as refusal:
            await quotas.reserve([rule(person, 1_000), rule(person, 10, personal=True)], Wanted(50, 50))
        assert refusal.value.rule.scope is Scope.PERSON
        ledger.start()

    in_loop(work)
    assert state()[1] == 0


def test_plain_code_leases_just_what_one_call_needs(cast: dict[str, Profile]) -> None:
    person = cast["bob"]

    async def work() -> None:
        reservation = await quotas.reserve([rule(person, 100)], Wanted(60, 50))
        assert await loops.in_database(state) == (0, 60, 0, 0)
        reservation.settle(40)
        await ledger.record(row(person, 40), reservation)

    loops.run(work)
    assert state() == (40, 0, 40, 40)
    with pytest.raises(QuotaExceeded):
        loops.run(lambda: quotas.reserve([rule(person, 100)], Wanted(61, 61), patience=1))
    assert state() == (40, 0, 40, 40)


def test_an_answer_longer_than_foreseen_takes_what_is_left(cast: dict[str, Profile]) -> None:
    person = cast["bob"]

    async def work() -> None:
        reservation = await quotas.reserve([rule(person, 100)], Wanted(60, 60))
        assert await reservation.extend_to(150) == 100
        reservation.settle(100)
        await ledger.record(row(person, 100), reservation)

    loops.run(work)
    assert state() == (100, 0, 100, 100)


def other_process_takes(rule: QuotaRule, tokens: int, seen_ago: timedelta) -> int:
    """A lease of a process that was heard of ``seen_ago``."""
    own, store._Holder.id = store._Holder.id, uuid.uuid4()
    try:
        taken = store.take(rule, reservations.current_period(rule.period_type, rule.timezone), need=tokens, block=0)
        with tenancy.platform("test"):
            QuotaHolder.objects.update_or_create(
                id=store._Holder.id, defaults={"seen_at": datetime.now(UTC) - seen_ago}
            )
    finally:
        store._Holder.id = own
    return taken.granted


def test_a_dead_process_does_not_keep_what_it_held(cast: dict[str, Profile]) -> None:
    wanted = rule(cast["bob"], 100)
    store.beat()
    assert other_process_takes(wanted, 100, timedelta(seconds=31)) == 100
    period = reservations.current_period(wanted.period_type, wanted.timezone)
    assert store.take(wanted, period, need=80, block=0).granted == 80
    assert state()[1] == 80


def test_a_living_process_keeps_what_it_holds(cast: dict[str, Profile]) -> None:
    wanted = rule(cast["bob"], 100)
    store.beat()
    assert other_process_takes(wanted, 100, timedelta(seconds=20)) == 100
    period = reservations.current_period(wanted.period_type, wanted.timezone)
    assert store.take(wanted, period, need=1, block=0).granted == 0


def test_blocks_shrink_as_the_limit_nears(cast: dict[str, Profile]) -> None:
    wanted = rule(cast["bob"], 8_000)
    period = reservations.current_period(wanted.period_type, wanted.timezone)
    granted = [store.take(wanted, period, need=10, block=1_000_000).granted for _ in range(40)]
    assert granted[0] > 900
    assert granted[-1] <= 40
    assert sum(granted) <= 8_000


def test_a_lowered_limit_counts_at_once_and_a_raised_one_lets_on(cast: dict[str, Profile]) -> None:
    person = cast["bob"]

    async def work() -> None:
        ledger.start()
        first = await quotas.reserve([rule(person, 100_000)], Wanted(50, 50))
        first.settle(50)
        ledger.enqueue(row(person, 50))
        await asyncio.sleep(0.3)
        with pytest.raises(QuotaExceeded):
            await quotas.reserve([rule(person, 60)], Wanted(50, 50), patience=0.2)
        more = await quotas.reserve([rule(person, 200)], Wanted(50, 50), patience=1)
        more.release()

    in_loop(work)
    assert state() == (50, 0, 50, 50)


def test_what_is_idle_goes_back(cast: dict[str, Profile], monkeypatch: pytest.MonkeyPatch) -> None:
    person = cast["bob"]
    monkeypatch.setattr("frontdesk.ai.ledger.recording.IDLE_SECONDS", 0.1)

    async def work() -> None:
        ledger.start()
        first = await quotas.reserve([rule(person, 1_000_000)], Wanted(50, 50))
        purse = first.purses[0]
        assert isinstance(purse, SharedPurse)
        assert purse.free == 0  # a call now and then leases nothing ahead
        second = await quotas.reserve([rule(person, 1_000_000)], Wanted(50, 50))
        assert purse.free > 50  # a busy process does
        first.release()
        second.release()
        for _ in range(60):
            await asyncio.sleep(0.05)
            if (await loops.in_database(state))[1] == 0:
                return
        raise AssertionError("still leased")

    in_loop(work)


def test_crossing_80_and_100_percent_is_told_once_each(cast: dict[str, Profile]) -> None:
    person = cast["bob"]

    async def work(spends: int) -> None:
        reservation = await quotas.reserve([rule(person, 100, personal=True)], Wanted(spends, spends))
        reservation.settle(spends)
        await ledger.record(row(person, spends), reservation)

    for spends in (79, 1, 5, 15):
        loops.run(partial(work, spends))
    with tenancy.platform("test"):
        told = Event.objects.filter(name="ai.quota_warning").order_by("id")
        assert [event.payload["percent"] for event in told] == [80, 100]
        assert [event.payload["used"] for event in told] == [80, 100]
        assert {event.profile_id for event in told} == {person.id}


def test_a_new_period_begins_with_the_whole_limit(cast: dict[str, Profile]) -> None:
    wanted = rule(cast["bob"], 100)
    period = reservations.current_period(wanted.period_type, wanted.timezone)
    assert store.take(wanted, period, need=100, block=0).granted == 100
    tomorrow = type(period)(period.type, period.end, period.end + timedelta(days=1))
    assert store.take(wanted, tomorrow, need=100, block=0).granted == 100


def test_a_tenant_cannot_touch_anothers_quota(cast: dict[str, Profile]) -> None:
    wanted = rule(cast["bob"], 100)
    period = reservations.current_period(wanted.period_type, wanted.timezone)
    taken = store.take(wanted, period, need=50, block=0)
    with tenancy.tenant(cast["dave"].organization_id):
        assert store.settle([store.Entry(taken.quota_id, 50, 0, 100)]) == []
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from ai_quota")
            assert cursor.fetchone()[0] == 0
    assert state()[:2] == (0, 50)
