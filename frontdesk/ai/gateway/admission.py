"""How many calls of one organization may be under way in a process, so that none starves the others.

Who does not get a place at once waits for one in turn; who waits too long is told to come back.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from django.conf import settings

from frontdesk.ai.targets import Person
from frontdesk.platform.errors import TooMany

PATIENCE_SECONDS = 30.0
MOST_WAITING = 1_000


class _Queue:
    """The places of one organization; used from the event loop's thread alone."""

    def __init__(self) -> None:
        self.taken = 0
        self.waiting: deque[asyncio.Future[None]] = deque()

    def leave(self) -> None:
        while self.waiting:
            first = self.waiting.popleft()
            if not first.done():
                first.set_result(None)  # the place goes over to whoever waited longest
                return
        self.taken -= 1


_queues: dict[UUID, _Queue] = {}


@asynccontextmanager
async def place(person: Person) -> AsyncIterator[None]:
    """Holds one of the organization's places; who belongs to none has places of their own.

    Raises TooMany after 30 seconds in the queue, or when that is full.
    """
    owner = person.org_id or person.profile_id
    queue = _queues.setdefault(owner, _Queue())
    if queue.taken < settings.AI_IN_FLIGHT_PER_ORGANIZATION:
        queue.taken += 1
    else:
        await _wait(queue)
    try:
        yield
    finally:
        queue.leave()
        if not queue.taken:
            _queues.pop(owner, None)


async def _wait(queue: _Queue) -> None:
    if len(queue.waiting) >= MOST_WAITING:
        raise _busy()
    turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    queue.waiting.append(turn)
    try:
        await asyncio.wait_for(turn, PATIENCE_SECONDS)
    except TimeoutError:
        raise _busy() from None
    except asyncio.CancelledError:
        if turn.done() and not turn.cancelled():
            queue.leave()  # it was our turn just as we left
        raise


def _busy() -> TooMany:
    return TooMany(
        "Your organization has too many AI calls under way. Try again in a few seconds.",
        retry_after=5,
        code="too-many-in-flight",
    )
