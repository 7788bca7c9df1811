"""Bounded waits, with words for when they end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from frontdesk.ai.providers.errors import Kind, ProviderError


@asynccontextmanager
async def until(deadline: float, late: str) -> AsyncIterator[None]:
    """``deadline`` is in the event loop's time. ``late`` says what the model did not do by then."""
    try:
        async with asyncio.timeout_at(deadline):
            yield
    except TimeoutError:
        raise ProviderError(Kind.TIMEOUT, f"The model {late} in time.") from None


def after(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds
