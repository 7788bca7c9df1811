"""From a target to an answer: tries with back-off, then the chain of fallbacks."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

from frontdesk.ai.calls import ChatAnswer, ChatRequest, Json
from frontdesk.ai.gateway.booking import Booking, Call, Charged, Needs, open_booking
from frontdesk.ai.gateway.breakers import breaker_for
from frontdesk.ai.models import CallStatus, Capability, Provider
from frontdesk.ai.providers import client_for
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.quotas import QuotaExceeded
from frontdesk.ai.registry import lookup
from frontdesk.ai.targets import Target
from frontdesk.platform import loops, observe
from frontdesk.platform.errors import AppError

T = TypeVar("T")
log = observe.logger(__name__)

TRIES = 3
BACKOFF_SECONDS = 0.3
LONGEST_WAIT_SECONDS = 10.0  # who asks us to wait longer is as good as down for this call
MOST_FALLBACKS = 4


@dataclass(frozen=True, slots=True)
class Served(Generic[T]):
    """``target`` is the model that answered, which may be a fallback of the one that was asked."""

    answer: T
    target: Target
    charged: Charged


def connection_of(target: Target) -> Connection:
    seconds = float(target.timeout_s)
    return Connection(
        provider=target.provider,
        endpoint=target.endpoint,
        model_id=target.upstream_model,
        api_key=target.api_key,
        first_token_timeout=seconds,
        idle_timeout=min(seconds, max(30.0, seconds / 4)),  # who gives a model more time knows it to be slow
        total_timeout=seconds,
    )


def require_capability(target: Target, capability: Capability) -> None:
    """Raises ProviderError for what the model is not registered for."""
    if target.capabilities and capability not in target.capabilities:
        known = ", ".join(sorted(target.capabilities))
        raise ProviderError(
            Kind.UNSUPPORTED, f"{target.name} offers {known}, not {capability.value}. Choose a model that does."
        )


async def retrying(target: Target, attempt: Callable[[], Awaitable[T]]) -> T:
    """The result of the first attempt that succeeds, of up to three within the target's time-out.

    Waits as long as the provider asks (Retry-After), else 0.3 s doubled each time with jitter. Raises ProviderError.
    """
    breaker = breaker_for(target)
    deadline = monotonic() + target.timeout_s
    for number in range(1, TRIES + 1):
        breaker.check(target.name)
        try:
            result = await attempt()
        except ProviderError as error:
            breaker.fail(error)
            wait = _wait_after(error, number)
            if number == TRIES or wait is None or monotonic() + wait >= deadline:
                raise
            log.info("ai.retry", model=target.ref, kind=error.kind.value, number=number)
            await asyncio.sleep(wait)
        except BaseException:
            breaker.is_trying = False
            raise
        else:
            breaker.succeed()
            return result
    raise AssertionError("the last attempt raises")


def _wait_after(error: ProviderError, number: int) -> float | None:
    if not error.retryable or error.kind is Kind.TIMEOUT:
        return None  # what has used up its time once will again
    if error.retry_after is not None:
        return error.retry_after if error.retry_after <= LONGEST_WAIT_SECONDS else None
    return BACKOFF_SECONDS * 2.0 ** (number - 1) * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load


async def chat_once(target: Target, request: ChatRequest) -> ChatAnswer:
    return await client_for(target.provider).chat(connection_of(target), request)


def chunks_once(target: Target, request: ChatRequest) -> AsyncIterator[Json]:
    return client_for(target.provider).stream(connection_of(target), request)


async def chain(call: Call, target: Target, capability: Capability) -> AsyncIterator[Target]:
    """The target, then the fallbacks that the person may use and that can do the work."""
    seen = {target.id}
    current = target
    yield target
    while current.fallback_id and current.fallback_id not in seen and len(seen) <= MOST_FALLBACKS:
        seen.add(current.fallback_id)
        found = await loops.in_database(_find_fallback, call, current)
        if found is None:
            return
        current = found
        if not current.capabilities or capability in current.capabilities:
            yield current


def _find_fallback(call: Call, failed: Target) -> Target | None:
    person = call.person
    with lookup.acting(person):
        try:
            return lookup.find_target(person, failed.model_type, model_id=failed.fallback_id)
        except AppError:
            return None  # the person may not use it


async def through_chain(
    call: Call,
    target: Target,
    capability: Capability,
    needs: Callable[[Target], Needs],
    attempt: Callable[[Target, Booking], Awaitable[T]],
) -> T:
    """The first result along the chain. ``attempt`` closes its booking when it succeeds.

    A spent quota falls back to the built-in model alone: another provider's bill is no way around a limit.
    """
    last: AppError | None = None
    async for candidate in chain(call, target, capability):
        if isinstance(last, QuotaExceeded) and candidate.provider is not Provider.BUILTIN:
            continue
        try:
            async with booked(call, candidate, needs(candidate)) as booking:
                return await attempt(candidate, booking)
        except QuotaExceeded as error:
            last = last or error
        except ProviderError as error:
            if not error.falls_back:
                raise
            log.warning("ai.fallback", model=candidate.ref, kind=error.kind.value)
            last = error
    raise last or ProviderError(Kind.UNSUPPORTED, "No model of this chain can do this.")


@asynccontextmanager
async def booked(call: Call, target: Target, needs: Needs) -> AsyncIterator[Booking]:
    """A booking that is closed as failed or aborted when the block raises; when it does not, it has closed it."""
    booking = await open_booking(call, target, needs)
    try:
        yield booking
    except asyncio.CancelledError:
        await booking.close(CallStatus.ABORTED, None)
        raise
    except BaseException as error:
        await booking.close(CallStatus.FAILED, None, error=error)
        raise
