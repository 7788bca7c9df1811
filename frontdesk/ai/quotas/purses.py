"""What a process holds of one limit in one period, and gives out to its calls.

Two kinds. Where an event loop serves many calls, ``SharedPurse`` leases blocks ahead and reserves in memory; blocks
shrink to nothing as the limit nears, so that no process keeps what another could use. Where a plain thread makes one
call, ``ExactPurse`` leases just what that call needs.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Protocol

from frontdesk.ai.periods import Period
from frontdesk.ai.quotas import store
from frontdesk.ai.quotas.errors import QuotaExceeded
from frontdesk.ai.targets import QuotaRule
from frontdesk.platform import loops

BLOCK = 100_000  # tokens; `ai_quota_take` gives no more than an eighth of what is left
BUSY_SECONDS = 1.0  # who leases again within this time leases ahead, twice as much each time
POLL_SECONDS = (0.02, 0.15)  # the first wait for tokens that other processes may give back, and the longest


@dataclass(frozen=True, slots=True)
class Wanted:
    """Tokens for one call: ``tokens`` with a margin, ``least`` where what is left of the limit allows no more."""

    tokens: int
    least: int

    def within(self, left: int) -> int | None:
        """What to set aside when ``left`` tokens of the limit are unused; None when not even the least fits."""
        if self.tokens <= left:
            return self.tokens
        return self.least if self.least <= left else None


class Purse(Protocol):
    rule: QuotaRule
    period: Period

    async def reserve(self, wanted: Wanted, deadline: float) -> int:
        """Sets tokens aside and returns how many; waits until ``deadline`` (monotonic) for calls under way to give back
        what they do not use. Raises QuotaExceeded, at once when what is used already leaves no room."""

    async def extend(self, tokens: int) -> int:
        """Sets aside up to ``tokens`` more without waiting; returns how many."""

    def settle(self, reserved: int, spent: int) -> None:
        """Ends a reservation of which ``spent`` (never more than ``reserved``) were used."""

    def entry(self) -> store.Entry | None:
        """Takes out what the database has not been told yet."""

    def note(self, settled: store.Settled) -> None:
        """Hears the state of the row after it was told."""

    def restore(self, entry: store.Entry) -> None:
        """Puts back what could not be told."""


def exceeded(purse: Purse, tokens: int, used: int) -> QuotaExceeded:
    return QuotaExceeded(purse.rule, purse.period, used=used, wanted=tokens, now=datetime.now(UTC))


class _Untold:
    """What a purse has spent and given back since the database was last told."""

    def __init__(self, rule: QuotaRule, period: Period) -> None:
        self.rule = rule
        self.period = period
        self.quota_id: int | None = None
        self._spent = 0
        self._returned = 0

    def entry(self) -> store.Entry | None:
        if self.quota_id is None or not (self._spent or self._returned):
            return None
        made = store.Entry(self.quota_id, self._spent, self._returned, self.rule.limit)
        self._spent = self._returned = 0
        return made

    def restore(self, entry: store.Entry) -> None:
        self._spent += entry.spent
        self._returned += entry.returned


class SharedPurse(_Untold):
    """Reservations of many calls out of one lease; used from the event loop's thread alone."""

    def __init__(self, rule: QuotaRule, period: Period) -> None:
        super().__init__(rule, period)
        self.touched_at = monotonic()
        self._held = 0  # leased, and not spent
        self._reserved = 0
        self._used = 0  # as the database last said; it only grows
        self._block = 0  # how much to lease ahead: nothing for a call now and then, whose limit should read as it is
        self._leased_at = 0.0
        self._turn = asyncio.Lock()  # first come, first served
        self._change = asyncio.Event()

    @property
    def free(self) -> int:
        return self._held - self._reserved

    @property
    def known_used(self) -> int:
        """Used, or set aside for calls under way here."""
        return self._used + self._spent + self._reserved

    @property
    def has_news(self) -> bool:
        """Something that the database has not been told."""
        return bool(self._spent or self._returned)

    @property
    def is_idle(self) -> bool:
        return not self._reserved and not self._turn.locked()

    @property
    def is_empty(self) -> bool:
        return self.is_idle and not (self._held or self._spent or self._returned)

    def apply(self, rule: QuotaRule) -> None:
        """Takes a changed limit over. What was leased ahead under the old one goes back."""
        if rule.limit != self.rule.limit:
            self.rule = rule
            self.give_back(0)

    async def reserve(self, wanted: Wanted, deadline: float) -> int:
        self.touched_at = monotonic()
        if self._held and not store.is_beating():
            self.give_back(0)
        if not self._turn.locked() and self.free >= wanted.tokens:
            self._reserved += wanted.tokens
            return wanted.tokens
        self._fitting(wanted)
        async with self._turn:
            return await self._reserve_in_turn(wanted, deadline)

    def _fitting(self, wanted: Wanted) -> int:
        tokens = wanted.within(self.rule.limit - self._used)
        if tokens is None:
            raise exceeded(self, wanted.least, self._used)
        return tokens

    async def _reserve_in_turn(self, wanted: Wanted, deadline: float) -> int:
        pause, longest = POLL_SECONDS
        while self.free < (tokens := self._fitting(wanted)):
            self._change.clear()
            if await self._lease(tokens - self.free, self._block_after(tokens)):
                continue
            if monotonic() >= deadline:
                raise exceeded(self, wanted.least, self._used)
            if self._fitting(wanted) < tokens:
                continue
            await self._offer()
            try:
                await asyncio.wait_for(self._change.wait(), pause)
            except TimeoutError:
                pause = min(pause * 1.5, longest)
        self._reserved += tokens
        return tokens

    def _block_after(self, tokens: int) -> int:
        now = monotonic()
        is_busy, self._leased_at = now - self._leased_at < BUSY_SECONDS, now
        self._block = min(BLOCK, max(8 * tokens, 2 * self._block)) if is_busy else 0
        return self._block

    async def _offer(self) -> None:
        """Gives back what is too little for a call here, at once: two processes that each waited on such a part of
        what is left would wait in vain."""
        if self.free > 0 and self.quota_id is not None:
            entry = store.Entry(self.quota_id, 0, self.free, self.rule.limit)
            self._held -= entry.returned
            await asyncio.shield(asyncio.ensure_future(self._return_now(entry)))

    async def _return_now(self, entry: store.Entry) -> None:
        try:
            await loops.in_database(lambda: store.settle_alone(self.rule.org_id, [entry]))
        except BaseException:
            self.restore(entry)
            raise

    async def _lease(self, need: int, block: int) -> bool:
        """Whether ``need`` more tokens are held now. A caller who leaves meanwhile does not keep us from knowing."""
        return need <= 0 or await asyncio.shield(asyncio.ensure_future(self._lease_now(need, block)))

    async def _lease_now(self, need: int, block: int) -> bool:
        taken = await loops.in_database(lambda: store.take(self.rule, self.period, need=need, block=block))
        self.quota_id = taken.quota_id
        self._held += taken.granted
        self._used = max(self._used, taken.used)
        return taken.granted > 0

    async def extend(self, tokens: int) -> int:
        if self.free < tokens and not await self._lease(tokens - self.free, 0):
            tokens = max(0, self.free)
        self._reserved += tokens
        return tokens

    def settle(self, reserved: int, spent: int) -> None:
        self._reserved -= reserved
        self._held -= spent
        self._spent += spent
        self._change.set()

    def give_back(self, keep: int) -> None:
        """Of what is leased ahead, all but ``keep`` tokens."""
        spare = self.free - keep
        if spare > 0 and not self._turn.locked():
            self._held -= spare
            self._returned += spare

    def note(self, settled: store.Settled) -> None:
        self._used = max(self._used, settled.used)
        left = self.rule.limit - settled.used - settled.leased
        self.give_back(min(max(0, left) // 8, self._block))
        self._change.set()


class ExactPurse(_Untold):
    """One call's reservation, leased and settled for it alone."""

    async def reserve(self, wanted: Wanted, deadline: float) -> int:
        pause, longest = POLL_SECONDS
        tokens = wanted.tokens
        while not (taken := await self._take(tokens)).granted:
            fitting = wanted.within(self.rule.limit - taken.used)
            if fitting is None or monotonic() >= deadline:
                raise exceeded(self, wanted.least, taken.used)
            if fitting == tokens:
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, longest)
            tokens = fitting
        return tokens

    async def _take(self, tokens: int) -> store.Taken:
        taking = asyncio.ensure_future(self._take_now(tokens))
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            self.settle((await taking).granted, 0)
            await settle_now(self.rule, [self])
            raise

    async def _take_now(self, tokens: int) -> store.Taken:
        taken = await loops.in_database(lambda: store.take(self.rule, self.period, need=tokens, block=0))
        self.quota_id = taken.quota_id
        return taken

    async def extend(self, tokens: int) -> int:
        taken = await self._take(tokens)
        if not taken.granted:
            tokens = max(0, self.rule.limit - taken.used - taken.leased)
            if tokens:
                tokens = (await self._take(tokens)).granted
        return tokens

    def settle(self, reserved: int, spent: int) -> None:
        self._spent += spent
        self._returned += reserved - spent

    def note(self, settled: store.Settled) -> None:
        """Nothing is kept that the row's state would change."""


async def settle_now(rule: QuotaRule, purses: Sequence[Purse]) -> None:
    """Tells the database at once what the purses of one organization have spent and give back."""
    entries = [entry for purse in purses if (entry := purse.entry())]
    if entries:
        await loops.in_database(lambda: store.settle_alone(rule.org_id, entries))
