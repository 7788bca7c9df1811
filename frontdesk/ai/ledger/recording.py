"""When rows are written: at once where a thread waits for the call, else in batches a few milliseconds later.

A batch is one transaction per organization. A process that is killed loses the rows of the last ``BATCH_SECONDS`` with
the leases that paid for them: those return, so a limit is never exceeded by what the ledger knows.
"""

import asyncio
import contextlib
from collections import defaultdict
from time import monotonic
from uuid import UUID

from frontdesk.ai.ledger import rows as writing
from frontdesk.ai.ledger.rows import LedgerRow
from frontdesk.ai.quotas import Reservation, reservations, store
from frontdesk.ai.quotas.purses import SharedPurse
from frontdesk.platform import loops, observe
from frontdesk.platform.errors import Unavailable

log = observe.logger(__name__)

BATCH_SECONDS = 0.02
MOST_PENDING = 20_000
IDLE_SECONDS = 2.0
RETRY_SECONDS = 0.5


class _Book:
    """What waits to be written, and the tasks that see to it; of the event loop's thread alone."""

    def __init__(self) -> None:
        self.rows: defaultdict[UUID | None, list[LedgerRow]] = defaultdict(list)
        self.pending = 0
        self.wake = asyncio.Event()
        self.busy = asyncio.Lock()
        self.tasks = [asyncio.ensure_future(_write_on(self)), asyncio.ensure_future(_tend(self))]


_books: dict[asyncio.AbstractEventLoop, _Book] = {}


def start() -> _Book:
    """The running loop's book, opened when need be. Raises Unavailable when too much waits for the database: what
    could not be counted is not allowed."""
    loop = asyncio.get_running_loop()
    book = _books.get(loop)
    if book is None:
        book = _books[loop] = _Book()
    if book.pending > MOST_PENDING:
        raise Unavailable("The usage ledger cannot be written at the moment. Try again shortly.")
    return book


async def record(row: LedgerRow, reservation: Reservation | None = None) -> None:
    """Books a call that has ended. ``reservation``, if given, has been settled by what the row charges."""
    if loops.has_caller():
        purses = reservation.purses if reservation else []
        entries = [entry for purse in purses if (entry := purse.entry())]
        await loops.in_database(writing.write, row.org_id, [row], entries)
        return
    enqueue(row)


def enqueue(row: LedgerRow) -> None:
    """Books a call from the event loop that serves many, to be written with the next batch."""
    book = _books.get(asyncio.get_running_loop()) or start()
    book.rows[row.org_id].append(row)
    book.pending += 1
    book.wake.set()


@loops.at_end
async def drain() -> None:
    """Writes what waits and gives every lease back: before the process ends."""
    book = _books.get(asyncio.get_running_loop())
    if book is None:
        return
    for purse in reservations.shared_purses():
        purse.give_back(0)
    await _write(book)


async def _write_on(book: _Book) -> None:
    while True:
        await book.wake.wait()
        await asyncio.sleep(BATCH_SECONDS)
        book.wake.clear()
        if not await _write(book):
            await asyncio.sleep(RETRY_SECONDS)
            book.wake.set()


async def _write(book: _Book) -> bool:
    """Whether all that waited is written. Organizations are written side by side."""
    async with book.busy:
        batches, book.rows = book.rows, defaultdict(list)
        book.pending = 0
        purses: defaultdict[UUID | None, list[SharedPurse]] = defaultdict(list)
        for purse in reservations.shared_purses():
            if purse.has_news:
                purses[purse.rule.org_id].append(purse)
        orgs = [*batches, *(org_id for org_id in purses if org_id not in batches)]
        done = await asyncio.gather(*(_write_one(book, org, batches.get(org, []), purses.get(org, [])) for org in orgs))
    return all(done)


async def _write_one(book: _Book, org_id: UUID | None, rows: list[LedgerRow], purses: list[SharedPurse]) -> bool:
    told = [(purse, entry) for purse in purses if (entry := purse.entry())]
    try:
        settled = await loops.in_database(writing.write, org_id, rows, [entry for _, entry in told])
    except Exception:
        log.exception("ledger.not_written", rows=len(rows))
        book.rows[org_id].extend(rows)
        book.pending += len(rows)
        for purse, entry in told:
            purse.restore(entry)
        return False
    states = {state.quota_id: state for state in settled}
    for purse, entry in told:
        if entry.quota_id in states:
            purse.note(states[entry.quota_id])
    if any(purse.has_news for purse in purses):
        book.wake.set()
    return True


async def _tend(book: _Book) -> None:
    """Keeps this process's leases alive, and gives back those that nobody uses."""
    beaten_at = 0.0
    while True:
        purses = reservations.shared_purses()
        now = monotonic()
        if purses and now - beaten_at > store.HEARTBEAT_SECONDS:
            with contextlib.suppress(Exception):  # the next one comes soon; without any, leases return
                await loops.in_database(store.beat)
                beaten_at = now
        for purse in purses:
            if purse.is_idle and now - purse.touched_at > IDLE_SECONDS:
                purse.give_back(0)
        if any(purse.has_news for purse in purses):
            book.wake.set()
        reservations.drop_purses([purse for purse in purses if purse.is_empty])
        await asyncio.sleep(0.5)
