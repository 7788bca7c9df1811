"""Streams: each hears its own tenant, misses nothing over a break, and costs nothing while it is quiet."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction

from frontdesk.platform import events, tenancy
from frontdesk.platform.errors import NotSignedIn
from frontdesk.platform.front import Scope
from frontdesk.platform.realtime import Listener, hub, streams
from frontdesk.platform.tests.stream_client import Client

pytestmark = pytest.mark.usefixtures("committed", "test_identity")
NORTHGATE, HARBOUR = uuid4(), uuid4()
ALICE = Listener(uuid4(), NORTHGATE, "admin")
CAROL = Listener(uuid4(), NORTHGATE, "user")
DAVE = Listener(uuid4(), HARBOUR, "admin")
ROOT = Listener(uuid4(), None, "superadmin")
signed_in = {"alice": ALICE, "carol": CAROL, "dave": DAVE, "root": ROOT}


def identify(scope: Scope) -> Listener:
    name = dict(scope["headers"]).get(b"x-who", b"").decode()
    if name not in signed_in:
        raise NotSignedIn
    return signed_in[name]


@pytest.fixture
def test_identity(settings: Any) -> None:
    settings.REALTIME_IDENTIFY = f"{__name__}.identify"


@pytest.fixture
def alice_signed_in() -> Iterator[None]:
    yield
    signed_in["alice"] = ALICE


def record(record_id: str, org_id: UUID | None = NORTHGATE, profile_id: UUID | None = None) -> int:
    role = "system" if org_id else "superadmin"
    try:
        with tenancy.tenant(org_id, role=role):
            return events.record("thing.happened", record_type="thing", record_id=record_id, profile_id=profile_id)
    finally:
        connections.close_all()


async def happen(record_id: str, org_id: UUID | None = NORTHGATE, profile_id: UUID | None = None) -> int:
    return await asyncio.to_thread(record, record_id, org_id, profile_id)


def ask(query: str) -> list[tuple[Any, ...]]:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def play(scene: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        await scene()
        streams_left = hub.of_this_loop()
        assert not streams_left._subscriptions
        assert not streams_left._tasks

    asyncio.run(whole())


def test_a_stream_tells_what_happens_in_its_tenant_and_nothing_else() -> None:
    async def scene() -> None:
        async with Client("alice") as alice, Client("dave") as dave:
            await alice.open()
            await dave.open()
            event_id = await happen("a")
            await happen("b", HARBOUR)
            await happen("c")
            await alice.heard("a", "c")
            await dave.heard("b")
        assert alice.status == 200
        assert alice.answer_headers["content-type"] == "text/event-stream"
        assert alice.answer_headers["x-accel-buffering"] == "no"
        assert "default-src 'none'" in alice.answer_headers["content-security-policy"]
        frame = alice.frames[1]
        assert (frame["id"], frame["event"]) == (str(event_id), "thing.happened")
        data = json.loads(frame["data"])
        assert set(data) == {"name", "record_type", "record_id", "at"}
        assert data["at"].endswith("Z")

    play(scene)


def test_clients_hear_only_of_their_own_and_superadmins_of_the_platform() -> None:
    async def scene() -> None:
        async with Client("carol") as carol, Client("root") as root:
            await carol.open()
            await root.open()
            await happen("staff only")
            await happen("of alice", profile_id=ALICE.profile_id)
            await happen("of carol", profile_id=CAROL.profile_id)
            await happen("platform", None)
            await happen("of somebody", None, uuid4())
            await happen("of root", None, ROOT.profile_id)
            await carol.heard("of carol")
            await root.heard("platform", "of root")
        async with Client("carol", query="last_event_id=1") as again, Client("root", query="last_event_id=1") as back:
            await again.heard("of carol")
            await back.heard("platform", "of root")

    play(scene)


def test_a_break_loses_nothing() -> None:
    async def scene() -> None:
        await happen("before the stream")
        async with Client() as first:
            await first.open()
            await happen("seen")
            await first.heard("seen")
        await happen("missed 1")
        await happen("not ours", HARBOUR)
        await happen("missed 2")
        async with Client(headers={"last-event-id": str(first.last_id)}) as second:
            await second.until(lambda: "missed 2" in second.records)
            assert second.records[-2:] == ["missed 1", "missed 2"]
            await happen("live")
            await second.until(lambda: second.records[-1] == "live")
            assert "not ours" not in second.records

    play(scene)


def test_a_stream_that_breaks_before_its_first_event_knows_where_to_resume() -> None:
    async def scene() -> None:
        await happen("old")
        async with Client() as first:
            await first.open()
        await happen("new")
        async with Client(query=f"last_event_id={first.last_id}") as second:
            await second.until(lambda: second.records[-1:] == ["new"])

    play(scene)


def test_what_commits_late_is_not_skipped() -> None:
    commit, recorded = threading.Event(), threading.Event()

    def record_slowly() -> None:
        with tenancy.tenant(NORTHGATE):
            events.record("thing.happened", record_type="thing", record_id="late")
            recorded.set()
            commit.wait(10)
        connections.close_all()

    async def scene() -> None:
        slow = asyncio.create_task(asyncio.to_thread(record_slowly))
        await asyncio.to_thread(recorded.wait, 5)
        async with Client() as first:
            await first.open()
            await happen("early")
            await first.heard("early")
        commit.set()
        await slow
        async with Client(headers={"last-event-id": str(first.last_id)}) as second:
            await second.heard("late")

    play(scene)


def test_what_is_rolled_back_is_not_told() -> None:
    def record_in_vain() -> None:
        with tenancy.tenant(NORTHGATE):
            events.record("thing.happened", record_type="thing", record_id="undone")
            transaction.set_rollback(True)
        connections.close_all()

    async def scene() -> None:
        async with Client() as alice:
            await alice.open()
            await asyncio.to_thread(record_in_vain)
            await happen("done")
            await alice.heard("done")

    play(scene)


def test_a_lost_database_connection_loses_no_event() -> None:
    async def scene() -> None:
        async with Client() as alice:
            await alice.open()
            await happen("before")
            await alice.heard("before")
            gone = await asyncio.to_thread(
                ask, "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen frontdesk_events'"
            )
            assert gone == [(True,)]
            await happen("meanwhile")
            await alice.until(lambda: "meanwhile" in alice.records)
            await happen("after")
            await alice.until(lambda: "after" in alice.records)
            assert len(alice.records) == len(set(alice.records)) or alice.records.count("before") == 2

    play(scene)


def test_too_long_an_absence_asks_for_a_fresh_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontdesk.platform.realtime.reading.MOST_REPLAYED", 2)

    async def scene() -> None:
        first = await happen("0")
        for number in range(1, 4):
            last = await happen(str(number))
        async with Client(headers={"last-event-id": str(first - 1)}) as alice:
            await alice.until(lambda: "stream.reset" in alice.text)
            assert alice.last_id == last

    play(scene)


def test_a_reader_that_does_not_read_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "BUFFER", 3)
    monkeypatch.setattr(streams, "FAREWELL_SECONDS", 0.2)

    async def scene() -> None:
        async with Client(stuck=True) as slow, Client() as quick:
            await slow.open()
            await quick.open()
            for number in range(8):
                await happen(str(number))
                await quick.heard(*map(str, range(number + 1)))
            await asyncio.wait_for(asyncio.shield(slow.task), 5)

    play(scene)


def test_a_stream_ends_with_its_session(monkeypatch: pytest.MonkeyPatch, alice_signed_in: None) -> None:
    monkeypatch.setattr(streams, "REVALIDATE_SECONDS", 0.2)

    async def scene() -> None:
        async with Client() as alice, Client("dave") as dave:
            await alice.open()
            await asyncio.sleep(0.5)
            assert not alice.task.done()
            del signed_in["alice"]
            await asyncio.wait_for(asyncio.shield(alice.task), 3)
            assert not dave.task.done()

    play(scene)


def test_a_change_of_role_ends_the_stream(monkeypatch: pytest.MonkeyPatch, alice_signed_in: None) -> None:
    monkeypatch.setattr(streams, "REVALIDATE_SECONDS", 0.2)

    async def scene() -> None:
        async with Client() as alice:
            await alice.open()
            signed_in["alice"] = Listener(ALICE.profile_id, NORTHGATE, "user")
            await asyncio.wait_for(asyncio.shield(alice.task), 3)

    play(scene)


def test_a_quiet_stream_beats_and_holds_no_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.1)

    async def scene() -> None:
        async with Client() as alice:
            await alice.until(lambda: alice.text.count(": heartbeat\n\n") >= 2)
            busy = "select from pg_stat_activity where datname = current_database() and state like 'idle in%'"
            assert await asyncio.to_thread(ask, busy) == []

    play(scene)


def test_nobody_is_refused_with_a_problem() -> None:
    async def scene() -> None:
        async with Client("nobody") as nobody:
            await asyncio.wait_for(nobody.task, 5)
        assert nobody.status == 401
        assert nobody.answer_headers["content-type"] == "application/problem+json"
        assert json.loads(nobody.text)["status"] == 401

    play(scene)


def test_one_person_may_not_take_all_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "MOST_STREAMS", 2)

    async def scene() -> None:
        async with Client() as one, Client() as two:
            await one.open()
            await two.open()
            async with Client() as three:
                await asyncio.wait_for(three.task, 5)
            assert three.status == 429
            assert three.answer_headers["retry-after"] == "30"
            async with Client("dave") as other:
                await other.open()

    play(scene)


def test_shutting_down_ends_streams_and_leaves_nothing_behind() -> None:
    async def scene() -> None:
        client = Client()
        async with client:
            await client.open()
            client.task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await client.task

    play(scene)
