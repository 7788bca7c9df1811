"""One LISTEN connection for all streams of a process, and the hand-out of what it hears."""

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID

import orjson
from django.db import DatabaseError
from prometheus_client import Gauge

from frontdesk.platform import listening, observe
from frontdesk.platform.errors import TooMany
from frontdesk.platform.events import CHANNEL
from frontdesk.platform.realtime import reading
from frontdesk.platform.realtime.listener import Listener
from frontdesk.platform.realtime.reading import Entry

log = observe.logger(__name__)

OPEN = Gauge("frontdesk_streams", "Open event streams", multiprocess_mode="livesum")
MOST_STREAMS = 20  # of one person in one process: tabs, devices, scripts
BUFFER = 256  # events that a slow reader may lag behind
PATIENCE = 5.0


class Subscription:
    """What waits to be sent on one stream. ``None`` in the queue: some may be missing, read them from the table."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.queue: asyncio.Queue[Entry | None] = asyncio.Queue(BUFFER)
        self.overflowed = asyncio.Event()

    def offer(self, entry: Entry | None) -> None:
        if entry is not None and not self.listener.hears(entry.profile_id):
            return
        try:
            self.queue.put_nowait(entry)
        except asyncio.QueueFull:
            self.overflowed.set()


class Hub:
    """Listens while there is a stream, and no longer: an idle process keeps no connection for it."""

    def __init__(self) -> None:
        self._subscriptions: defaultdict[UUID | None, set[Subscription]] = defaultdict(set)
        self._people: Counter[UUID] = Counter()
        self._announced: defaultdict[UUID | None, set[int]] = defaultdict(set)
        self._news = asyncio.Event()
        self._listening = asyncio.Event()
        self._was_lost = False
        self._tasks: list[asyncio.Task[None]] = []

    def subscribe(self, listener: Listener) -> Subscription:
        """Raises TooMany when the person has too many streams open."""
        if self._people[listener.profile_id] >= MOST_STREAMS:
            raise TooMany(f"You have {MOST_STREAMS} streams open. Close some tabs.", retry_after=30)
        subscription = Subscription(listener)
        self._people[listener.profile_id] += 1
        self._subscriptions[listener.org_id].add(subscription)
        OPEN.inc()
        if not self._tasks:
            self._was_lost = False
            listen = listening.listen(CHANNEL, self._announce, began=self._begin, lost=self._lose)
            self._tasks = [asyncio.create_task(listen), asyncio.create_task(self._hand_out())]
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        listener = subscription.listener
        OPEN.dec()
        self._people[listener.profile_id] -= 1
        if not self._people[listener.profile_id]:
            del self._people[listener.profile_id]
        subscriptions = self._subscriptions[listener.org_id]
        subscriptions.discard(subscription)
        if not subscriptions:
            del self._subscriptions[listener.org_id]
        if not self._subscriptions:
            self._rest()

    async def ready(self) -> None:
        """Returns once the database is listened to, or after a while without it: reconnecting makes up for that."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._listening.wait(), PATIENCE)

    def _rest(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._announced.clear()
        self._listening.clear()

    def _begin(self) -> None:
        if self._was_lost:
            self._announce_gap(self._subscriptions)
        self._was_lost = False
        self._listening.set()

    def _lose(self) -> None:
        self._was_lost = True

    def _announce(self, payload: str) -> None:
        news = orjson.loads(payload)
        org_id = UUID(news["org"]) if news["org"] else None
        if org_id in self._subscriptions:
            self._announced[org_id].add(news["id"])
            self._news.set()

    def _announce_gap(self, org_ids: Iterable[UUID | None]) -> None:
        for org_id in tuple(org_ids):
            for subscription in tuple(self._subscriptions.get(org_id, ())):
                subscription.offer(None)

    async def _hand_out(self) -> None:
        """Reads each organization's news once for all its streams; what comes meanwhile makes the next batch."""
        while True:
            await self._news.wait()
            self._news.clear()
            announced, self._announced = self._announced, defaultdict(set)
            for org_id, ids in announced.items():
                await self._hand_out_to(org_id, ids)

    async def _hand_out_to(self, org_id: UUID | None, ids: set[int]) -> None:
        try:
            entries = await reading.in_thread(reading.read, org_id, sorted(ids))
        except DatabaseError as error:
            log.warning("realtime.unread", error=str(error).strip())
            self._announce_gap([org_id])
            return
        for entry in entries:
            for subscription in tuple(self._subscriptions.get(org_id, ())):
                subscription.offer(entry)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def of_this_loop() -> Hub:
    """The process's hub. (There is one event loop in a process, but for tests.)"""
    loop = asyncio.get_running_loop()
    for gone in [other for other in _hubs if other.is_closed()]:
        del _hubs[gone]
    return _hubs.setdefault(loop, Hub())
