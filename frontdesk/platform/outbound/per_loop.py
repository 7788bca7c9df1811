"""Clients that belong to an event loop: made when it first needs one, closed before it ends."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from frontdesk.platform import loops

T = TypeVar("T")

_kinds: list["PerLoop[Any]"] = []


class PerLoop(Generic[T]):
    """``make`` is called in the loop."""

    def __init__(self, make: Callable[[], T], close: Callable[[T], Awaitable[None]]) -> None:
        self._make = make
        self._close = close
        self._made: dict[asyncio.AbstractEventLoop, T] = {}
        _kinds.append(self)

    def get(self) -> T:
        loop = asyncio.get_running_loop()
        found = self._made.get(loop)
        if found is None:
            for ended in [other for other in self._made if other.is_closed()]:
                del self._made[ended]
            found = self._made[loop] = self._make()
        return found

    async def close(self) -> None:
        """Closes the running loop's, where it has one."""
        found = self._made.pop(asyncio.get_running_loop(), None)
        if found is not None:
            await self._close(found)


@loops.at_end
async def close_all() -> None:
    """Closes all that the running loop has. What is asked for afterwards is made anew."""
    for kind in _kinds:
        await kind.close()
