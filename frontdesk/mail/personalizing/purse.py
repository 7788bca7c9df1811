"""What a campaign may still spend: the dearest that calls under way can become is set aside before they are made. Pure.

Used from one event loop.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal


class Spent(Exception):
    """Not even one more call is sure to stay below the cap."""


@dataclass(slots=True)
class Purse:
    """``cap`` None: no bound. ``overrun``: by how much a call was once dearer than it could be; it may happen again."""

    cap: Decimal | None
    spent: Decimal = Decimal(0)
    held: Decimal = Decimal(0)
    overrun: Decimal = Decimal(0)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @asynccontextmanager
    async def hold(self, worst: Decimal) -> AsyncIterator["Held"]:
        """Waits while calls under way might use up the rest. Raises Spent when none is, and it does not suffice."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._fits(worst) or not self.held)
            if not self._fits(worst):
                raise Spent
            taken = worst + self.overrun
            self.held += taken
        held = Held()
        try:
            yield held
        finally:
            async with self._changed:
                self.held -= taken
                self.spent += held.cost
                self.overrun = max(self.overrun, held.cost - worst)
                self._changed.notify_all()

    def _fits(self, worst: Decimal) -> bool:
        return self.cap is None or self.spent + self.held + worst + self.overrun <= self.cap


@dataclass(slots=True)
class Held:
    """``cost``: what it came to."""

    cost: Decimal = Decimal(0)
