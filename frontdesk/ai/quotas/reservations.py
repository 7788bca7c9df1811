"""Setting tokens aside for one call under every limit that it is held against."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, time

from frontdesk.ai.models import PeriodType
from frontdesk.ai.periods import Period, period_at
from frontdesk.ai.quotas import store
from frontdesk.ai.quotas.purses import ExactPurse, Purse, SharedPurse, Wanted, settle_now
from frontdesk.ai.targets import QuotaRule
from frontdesk.platform import loops

# A call that does not fit yet waits this long for calls under way to end below what they reserved.
PATIENCE_SECONDS = 15.0

# With their bounds as Unix times: comparing those costs less than making times to compare.
_periods: dict[tuple[PeriodType, str], tuple[float, float, Period]] = {}
_purses: dict[tuple[object, ...], SharedPurse] = {}


def current_period(type: PeriodType, timezone: str) -> Period:
    """The period that is running now; computed once until it ends."""
    kept, now = _periods.get((type, timezone)), time()
    if kept is not None and kept[0] <= now < kept[1]:
        return kept[2]
    period = period_at(datetime.now(UTC), type, timezone)
    _periods[type, timezone] = (period.start.timestamp(), period.end.timestamp(), period)
    return period


def shared_purses() -> list[SharedPurse]:
    return list(_purses.values())


def drop_purses(purses: Sequence[SharedPurse]) -> None:
    dropped = {id(purse) for purse in purses}
    for key in [key for key, purse in _purses.items() if id(purse) in dropped]:
        del _purses[key]


def _purse_for(rule: QuotaRule) -> Purse:
    period = current_period(rule.period_type, rule.timezone)
    if loops.has_caller():
        return ExactPurse(rule, period)
    key = (rule.org_id, rule.user_id, rule.model_type, rule.model_id, rule.period_type, period.start)
    purse = _purses.get(key)
    if purse is None:
        purse = _purses[key] = SharedPurse(rule, period)
    else:
        purse.apply(rule)
    return purse


@dataclass(frozen=True, slots=True)
class Remaining:
    """Of the limit that has least left. ``resets_at`` is a Unix time."""

    limit: int
    remaining: int
    resets_at: float


def shared_remaining(rules: Sequence[QuotaRule]) -> Remaining | None:
    """What this process last heard of the limits that it shares, less what is under way here; None without any."""
    found = []
    for rule in rules:
        period = current_period(rule.period_type, rule.timezone)
        purse = _purses.get((rule.org_id, rule.user_id, rule.model_type, rule.model_id, rule.period_type, period.start))
        if purse is not None:
            found.append(Remaining(rule.limit, max(0, rule.limit - purse.known_used), period.end.timestamp()))
    return min(found, key=lambda each: each.remaining, default=None)


@dataclass(slots=True)
class Reservation:
    """Tokens set aside in every purse. End it once, by ``settle`` or ``release``."""

    purses: list[Purse] = field(default_factory=list)
    _set_aside: list[int] = field(default_factory=list)  # by purse
    _beating: asyncio.Task[None] | None = None

    @property
    def tokens(self) -> int:
        """What may be charged without ``extend``."""
        return min(self._set_aside, default=0)

    def add(self, purse: Purse, tokens: int) -> None:
        self.purses.append(purse)
        self._set_aside.append(tokens)

    async def extend_to(self, tokens: int) -> int:
        """Sets more aside for an answer that took more than was foreseen; returns what may be charged now, which is
        less where a limit is spent."""
        for index, purse in enumerate(self.purses):
            missing = tokens - self._set_aside[index]
            if missing > 0:
                self._set_aside[index] += await purse.extend(missing)
        return min(tokens, self.tokens)

    def settle(self, spent: int) -> None:
        """Gives back what was not spent. ``spent`` is at most ``tokens``."""
        if self._beating is not None:
            self._beating.cancel()
        for purse, tokens in zip(self.purses, self._set_aside, strict=True):
            purse.settle(tokens, spent)

    def release(self) -> None:
        self.settle(0)

    def beat(self) -> None:
        """For a call that leases for itself: tells all along that its process lives."""

        async def go_on() -> None:
            while True:
                await asyncio.sleep(store.HEARTBEAT_SECONDS)
                with contextlib.suppress(Exception):
                    await loops.in_database(store.beat)

        self._beating = asyncio.ensure_future(go_on())


async def reserve(rules: Sequence[QuotaRule], wanted: Wanted, *, patience: float = PATIENCE_SECONDS) -> Reservation:
    """Sets tokens aside under each rule. Raises QuotaExceeded, and then nothing is set aside.

    Where calls under way may still give back enough, it waits up to ``patience`` seconds for them.
    """
    reservation = Reservation()
    deadline = monotonic() + patience
    try:
        for rule in rules:
            purse = _purse_for(rule)
            reservation.add(purse, await purse.reserve(wanted, deadline))
    except BaseException:
        await _give_up(reservation)
        raise
    if rules and loops.has_caller():
        reservation.beat()
    return reservation


async def _give_up(reservation: Reservation) -> None:
    reservation.release()
    if loops.has_caller() and reservation.purses:
        await settle_now(reservation.purses[0].rule, reservation.purses)
