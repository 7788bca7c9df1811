"""One call in the books: tokens set aside before it, charged after it, and a row in the ledger however it ends."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from time import perf_counter
from typing import Any
from uuid import UUID

from frontdesk.ai import ledger, quotas
from frontdesk.ai.calls import Usage
from frontdesk.ai.ledger.rows import LedgerRow, make_row
from frontdesk.ai.models import CallStatus
from frontdesk.ai.quotas import QuotaExceeded, Reservation, Wanted
from frontdesk.ai.registry import lookup
from frontdesk.ai.targets import Person, Target
from frontdesk.platform import loops, tenancy
from frontdesk.platform.errors import AppError


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls, and for what. ``related`` is the record that the call is for: ("ticket", "…")."""

    person: Person
    feature: str
    related: tuple[str, str] = ("", "")
    api_key_id: UUID | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a call may take: ``prompt`` and ``answer`` are set aside; above ``ceiling`` no report is believed.

    ``prompt_guess`` is charged where the provider reports nothing.
    """

    prompt: int
    answer: int
    ceiling: Callable[[], int]  # asked only where a report is above what was set aside
    prompt_guess: int

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.prompt + self.answer, min(self.prompt, self.prompt_guess or self.prompt) + self.answer)


@dataclass(frozen=True, slots=True)
class Charged:
    """What a call cost, as the ledger has it."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: bool = False
    cost: Decimal = Decimal(0)
    latency_ms: int = 0


@dataclass(slots=True)
class Booking:
    """Open from the reservation until ``close``, which is called exactly once."""

    row: LedgerRow
    needs: Needs
    reservation: Reservation
    started: float = field(default_factory=perf_counter)

    def note_first_token(self) -> None:
        if self.row.first_token_ms is None:
            self.row.first_token_ms = self._elapsed()

    async def close(
        self,
        status: CallStatus,
        usage: Usage | None,
        *,
        guess: int = 0,
        error: BaseException | None = None,
        log: dict[str, Any] | None = None,
    ) -> Charged:
        """Charges what the provider reported, else the prompt and ``guess`` tokens of answer; nothing if it failed
        before there was an answer. Finishes even if the task is cancelled meanwhile."""
        row = self.row
        row.status, row.latency_ms, row.log = status, self._elapsed(), log
        row.error_code = error.code if isinstance(error, AppError) else type(error).__name__ if error else ""
        self._count(usage, guess, ended_well=status is CallStatus.OK)
        fits = not self.reservation.purses or row.tokens <= self.reservation.tokens
        if fits and not loops.has_caller():
            self.reservation.settle(row.tokens)
            ledger.enqueue(row)
        else:
            await asyncio.shield(asyncio.ensure_future(self._close_slowly(fits=fits)))
        return Charged(row.prompt_tokens, row.completion_tokens, row.estimated, row.cost, row.latency_ms)

    async def _close_slowly(self, *, fits: bool) -> None:
        if not fits:
            await self._fit()
        self.reservation.settle(self.row.tokens)
        await ledger.record(self.row, self.reservation)

    def _count(self, usage: Usage | None, guess: int, *, ended_well: bool) -> None:
        row, believed = self.row, usage is not None and _is_plausible(usage, self.needs)
        if usage is not None and believed:
            row.prompt_tokens, row.completion_tokens = usage.prompt_tokens, usage.completion_tokens
            return
        if ended_well or guess:
            row.prompt_tokens, row.completion_tokens = self.needs.prompt_guess, guess
            row.estimated = True
        if usage is not None:
            row.provider_tokens = max(-1, min(usage.prompt_tokens + usage.completion_tokens, 2**62))

    async def _fit(self) -> None:
        """The answer took more than was set aside. What the limit has left is taken; the rest is noted, not charged:
        a limit is never exceeded."""
        row = self.row
        missing = row.tokens - await self.reservation.extend_to(row.tokens)
        if missing > 0:
            row.provider_tokens = row.provider_tokens or row.tokens
            row.estimated = True
            from_answer = min(missing, row.completion_tokens)
            row.completion_tokens -= from_answer
            row.prompt_tokens -= missing - from_answer

    def _elapsed(self) -> int:
        return round((perf_counter() - self.started) * 1000)


def _is_plausible(usage: Usage, needs: Needs) -> bool:
    if usage.prompt_tokens < 0 or usage.completion_tokens < 0:
        return False
    reported = usage.prompt_tokens + usage.completion_tokens
    return reported <= needs.wanted.tokens or reported <= needs.ceiling()


async def open_booking(call: Call, serving: Target, needs: Needs) -> Booking:
    """Sets the tokens aside under the limits of the model that will serve.

    Raises QuotaExceeded, which the ledger notes as a refused call, and Unavailable when the ledger cannot keep up.
    """
    if not loops.has_caller():
        ledger.start()
    row = _row(call, serving)
    if serving.starts_trial:
        await loops.in_database(_start_trial, call.person, serving)
    try:
        reservation = await quotas.reserve(serving.rules, needs.wanted)
    except QuotaExceeded as error:
        row.status, row.error_code = CallStatus.REFUSED, error.code
        await ledger.record(row)
        raise
    return Booking(row, needs, reservation)


def _start_trial(person: Person, target: Target) -> None:
    with tenancy.tenant(person.org_id, user_id=person.profile_id):
        lookup.start_trial(person, target)


def _row(call: Call, serving: Target) -> LedgerRow:
    row = make_row(call.person, serving, feature=call.feature, api_key_id=call.api_key_id, request_id=call.request_id)
    row.related_type, row.related_id = call.related
    return row
