"""The event loop of a process, and where what runs in it does its database work.

In a web process the loop is the server's; other processes start one in a thread when they first need it. Django's
connections belong to threads, and must not be used in a loop's: coroutines hand database work to ``in_database``.
"""

import asyncio
import atexit
import contextlib
import queue
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from typing import TypeVar

from django.db import close_old_connections

T = TypeVar("T")

DATABASE_THREADS = 3
_pool = ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="loop-db")


_closers: list[Callable[[], Awaitable[None]]] = []
END_SECONDS = 3.0


class _Own:
    """The process's loop, once there is one."""

    lock = threading.Lock()
    loop: asyncio.AbstractEventLoop | None = None


class _CallingThread:
    """A thread that waits for a coroutine and meanwhile does its database work, on its own connection."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()

    async def do(self, function: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def call() -> None:
            try:
                result = function()
            except BaseException as error:  # noqa: BLE001 - handed to the coroutine that waits
                loop.call_soon_threadsafe(_settle, future, None, error)
            else:
                loop.call_soon_threadsafe(_settle, future, result, None)

        self._calls.put(call)
        return await future

    def work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()

    def stop(self) -> None:
        self._calls.put(None)


_caller: ContextVar[_CallingThread | None] = ContextVar("frontdesk_calling_thread", default=None)


def _settle(future: asyncio.Future[T], result: T | None, error: BaseException | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)  # type: ignore[arg-type]  # T may be None itself


def serve_with(loop: asyncio.AbstractEventLoop) -> None:
    """Makes ``loop`` the process's own: the web server's, at its start."""
    _Own.loop = loop


def _process_loop() -> asyncio.AbstractEventLoop:
    with _Own.lock:
        if _Own.loop is None or _Own.loop.is_closed():
            _Own.loop = asyncio.new_event_loop()
            threading.Thread(target=_Own.loop.run_forever, name="loop", daemon=True).start()
            atexit.register(_end, _Own.loop)
        return _Own.loop


def at_end(close: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """Decorator: awaited before the process's loop ends, in web servers by the server itself."""
    _closers.append(close)
    return close


async def close_all() -> None:
    for close in _closers:
        await close()


def _end(loop: asyncio.AbstractEventLoop) -> None:
    """At the end of a process that has started its loop itself."""
    with contextlib.suppress(TimeoutError):
        asyncio.run_coroutine_threadsafe(close_all(), loop).result(END_SECONDS)
    loop.call_soon_threadsafe(loop.stop)


def has_caller() -> bool:
    """Whether a thread waits for the running coroutine, and does its database work."""
    return _caller.get() is not None


async def in_database(function: Callable[..., T], *arguments: object) -> T:
    """Runs ``function``, which opens its own transaction: in the thread that waits for us, else in one of a few."""
    caller = _caller.get()
    if caller is not None:
        return await caller.do(lambda: function(*arguments))
    context = copy_context()

    def call() -> T:
        close_old_connections()
        return context.run(function, *arguments)

    return await asyncio.get_running_loop().run_in_executor(_pool, call)


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Runs a coroutine on the process's loop and returns its result; for jobs and other plain code outside a loop.

    The calling thread does the coroutine's database work. Do not call it inside a transaction: the coroutine is there
    for the network.
    """
    loop = _process_loop()
    caller = _CallingThread()
    outcome: list[tuple[T | None, BaseException | None]] = []

    async def tell() -> None:
        try:
            outcome.append((await work(), None))
        except BaseException as error:  # noqa: BLE001 - raised again in the calling thread
            outcome.append((None, error))
        finally:
            caller.stop()

    context = copy_context()
    context.run(_caller.set, caller)
    tasks: set[asyncio.Task[None]] = set()  # the loop itself holds tasks weakly
    loop.call_soon_threadsafe(lambda: tasks.add(loop.create_task(tell(), context=context)))
    caller.work()
    result, error = outcome[0]
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # T may be None itself


def iterate(chunks: AsyncIterator[T]) -> Iterator[T]:
    """A plain iterator over an asynchronous one, which is closed with it."""
    end = object()

    async def step() -> object:
        return await anext(chunks, end)

    async def close() -> None:
        finish = getattr(chunks, "aclose", None)
        if finish is not None:
            await finish()

    try:
        while (chunk := run(step)) is not end:
            yield chunk  # type: ignore[misc]  # a T, or the end
    finally:
        run(close)
