"""Events read for streams: short transactions in the tenant, in one of two threads; nothing is held in between.

Ids are handed out before their transactions commit, so an event may become visible after one with a higher id. While
a stream is open that does no harm: each is announced at its own commit. After a break, however, "higher than the last
one seen" could miss one. A replay therefore also repeats what is a little older than the last one seen: whatever began
up to ``OVERLAP`` before it, which is longer than a request may take. Clients hear some events twice (at least once).
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import orjson
from django.db import close_old_connections
from django.db.models import Q, QuerySet, Subquery

from frontdesk.platform import tenancy
from frontdesk.platform.models import Event
from frontdesk.platform.realtime.listener import Listener

T = TypeVar("T")

OVERLAP = timedelta(seconds=60)
OVERLAP_IDS = 2000
MOST_REPLAYED = 500

_threads = ThreadPoolExecutor(2, thread_name_prefix="realtime")


async def in_thread(function: Callable[..., T], *arguments: object) -> T:
    """Runs what needs the database in one of the few threads that keep a connection for it."""

    def call() -> T:
        close_old_connections()
        return function(*arguments)

    return await asyncio.get_running_loop().run_in_executor(_threads, call)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as streams send it."""

    id: int
    name: str
    record_type: str
    record_id: str
    profile_id: UUID | None
    at: datetime

    def frame(self) -> bytes:
        data = orjson.dumps(
            {"name": self.name, "record_type": self.record_type, "record_id": self.record_id, "at": self.at},
            option=orjson.OPT_UTC_Z,
        )
        return b"id: %d\nevent: %s\ndata: %s\n\n" % (self.id, self.name.encode(), data)


def read(org_id: UUID | None, ids: Sequence[int]) -> list[Entry]:
    """The events of these ids that the organization may see (None: those of no organization), in order of id."""
    with _scope(org_id):
        return _entries(_events(org_id).filter(id__in=ids))


def newest_id(org_id: UUID | None) -> int:
    """Where a stream that has seen nothing yet begins."""
    with _scope(org_id):
        return _events(org_id).order_by("-id").values_list("id", flat=True).first() or 0


def replay(listener: Listener, after: int) -> list[Entry] | None:
    """What the listener has missed since the event ``after``; None when that is more than it is worth."""
    with _scope(listener.org_id):
        events = _events(listener.org_id)
        began = Subquery(events.filter(id=after).values("created_at")[:1])
        late = Q(id__gt=after - OVERLAP_IDS, id__lt=after, created_at__gte=began - OVERLAP)
        missed = events.filter(Q(id__gt=after) | late)
        if not listener.hears_all:
            own = Q(profile_id=listener.profile_id)
            missed = missed.filter(own if listener.org_id else own | Q(profile_id__isnull=True))
        entries = _entries(missed[: MOST_REPLAYED + 1])
    return entries if len(entries) <= MOST_REPLAYED else None


def _scope(org_id: UUID | None) -> AbstractContextManager[object]:
    return tenancy.tenant(org_id) if org_id else tenancy.tenant(None, role=tenancy.SUPERADMIN)


def _events(org_id: UUID | None) -> QuerySet[Event]:
    # Named even where row level security says the same: a superadmin's reach is wider than one stream.
    return Event.objects.filter(organization_id=org_id).order_by("id")


def _entries(events: QuerySet[Event]) -> list[Entry]:
    columns = ("id", "name", "record_type", "record_id", "profile_id", "created_at")
    return [Entry(*row) for row in events.values_list(*columns)]
