"""``GET /api/stream`` as a raw ASGI handler: a stream costs one task and a buffer, never a thread or a transaction.

On the wire: ``id``, ``event`` and ``data`` with name, record and time; clients fetch the record itself by the API,
which checks what they may see of it. The event ``stream.reset`` says that too much was missed: fetch everything.
"""

import asyncio
import contextlib
from collections.abc import Callable
from urllib.parse import parse_qs

import orjson
from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from frontdesk.platform import observe, pages
from frontdesk.platform.errors import AppError, NotSignedIn, Unavailable
from frontdesk.platform.front import Headers, Receive, Scope, Send, respond
from frontdesk.platform.realtime import hub, reading
from frontdesk.platform.realtime.hub import Hub, Subscription
from frontdesk.platform.realtime.listener import Listener

log = observe.logger(__name__)

HEARTBEAT_SECONDS = 15.0
REVALIDATE_SECONDS = 60.0
FAREWELL_SECONDS = 1.0
RETRY = b"retry: 3000\n"  # milliseconds until the browser reconnects
RETRY_SLOWLY = b"retry: 10000\n\n"
RESET = b'event: stream.reset\ndata: {"name":"stream.reset","record_type":"","record_id":"","at":null}\n\n'


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """Serves one stream until the client leaves, its session ends, it reads too slowly, or the task is cancelled."""
    try:
        listener = await _identify(scope)
        streams = hub.of_this_loop()
        subscription = streams.subscribe(listener)
    except AppError as error:
        await _refuse(send, error)
        return
    try:
        await _serve(scope, receive, send, streams, subscription)
    finally:
        streams.unsubscribe(subscription)


async def _identify(scope: Scope) -> Listener:
    identify: Callable[[Scope], Listener] = import_string(settings.REALTIME_IDENTIFY)
    try:
        return await reading.in_thread(identify, scope)
    except DatabaseError as error:
        raise Unavailable("The database does not answer.") from error


async def _serve(scope: Scope, receive: Receive, send: Send, streams: Hub, subscription: Subscription) -> None:
    await streams.ready()
    await send({"type": "http.response.start", "status": 200, "headers": _headers(b"text/event-stream", b"no-cache")})
    ends = [
        asyncio.create_task(_Pump(scope, send, subscription).run()),
        asyncio.create_task(_left(receive)),
        asyncio.create_task(subscription.overflowed.wait()),
    ]
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in ends:
            task.cancel()
        outcomes = await asyncio.gather(*ends, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            log.info("stream.ended", error=str(outcome) or type(outcome).__name__)
    # The client may be gone, or not be reading at all: then this goes nowhere, and need not.
    farewell = RETRY_SLOWLY if subscription.overflowed.is_set() else b""
    with contextlib.suppress(Exception):
        await asyncio.wait_for(
            send({"type": "http.response.body", "body": farewell, "more_body": False}), FAREWELL_SECONDS
        )


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class _Pump:
    """Moves events from the subscription to the client."""

    def __init__(self, scope: Scope, send: Send, subscription: Subscription) -> None:
        self._scope = scope
        self._send = send
        self._subscription = subscription
        self._listener = subscription.listener
        self._last_id = 0
        self._replayed: set[int] = set()

    async def run(self) -> None:
        await self._begin()
        loop = asyncio.get_running_loop()
        check_at = loop.time() + REVALIDATE_SECONDS
        while True:
            await self._move(min(HEARTBEAT_SECONDS, max(0.0, check_at - loop.time())))
            if loop.time() >= check_at:
                if not await self._still_welcome():
                    return
                check_at = loop.time() + REVALIDATE_SECONDS

    async def _begin(self) -> None:
        """A new stream begins now, and says where that is, so that a break before the first event loses nothing."""
        after = _last_event_id(self._scope)
        if after is None:
            self._last_id = await reading.in_thread(reading.newest_id, self._listener.org_id)
            await self._write(RETRY + b"id: %d\n\n" % self._last_id)
            return
        self._last_id = after
        await self._write(RETRY + b"\n")
        await self._replay()

    async def _replay(self) -> None:
        missed = await reading.in_thread(reading.replay, self._listener, self._last_id)
        if missed is None:
            self._last_id = await reading.in_thread(reading.newest_id, self._listener.org_id)
            await self._write(b"id: %d\n" % self._last_id + RESET)
            return
        self._replayed = {entry.id for entry in missed}
        self._last_id = max([self._last_id, *self._replayed])
        if missed:
            await self._write(b"".join(entry.frame() for entry in missed))

    async def _move(self, patience: float) -> None:
        queue = self._subscription.queue
        try:
            waiting = [await asyncio.wait_for(queue.get(), patience)]
        except TimeoutError:
            await self._write(b": heartbeat\n\n")
            return
        while not queue.empty():
            waiting.append(queue.get_nowait())
        if None in waiting:
            await self._replay()
            return
        fresh = [entry for entry in waiting if entry is not None and entry.id not in self._replayed]
        if fresh:
            self._last_id = max(self._last_id, *(entry.id for entry in fresh))
            await self._write(b"".join(entry.frame() for entry in fresh))

    async def _still_welcome(self) -> bool:
        """Whether the same person, in the same organization and role, would still be let in."""
        try:
            return await _identify(self._scope) == self._listener
        except NotSignedIn:
            return False

    async def _write(self, content: bytes) -> None:
        await self._send({"type": "http.response.body", "body": content, "more_body": True})


def _last_event_id(scope: Scope) -> int | None:
    """Where to resume: the header that browsers send, or the query parameter; None when there is no sensible one."""
    sent = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"last-event-id"), "")
    sent = sent or parse_qs(scope["query_string"].decode("latin-1")).get("last_event_id", [""])[0]
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else None


async def _refuse(send: Send, error: AppError) -> None:
    body = {
        "type": f"urn:frontdesk:problem:{error.code}",
        "title": error.title,
        "status": int(error.status),
        "detail": error.detail,
        **error.extra,
    }
    headers = _headers(b"application/problem+json", b"no-store")
    headers += [(name.lower().encode(), value.encode()) for name, value in error.headers().items()]
    await respond(send, int(error.status), headers, orjson.dumps(body))


def _headers(content_type: bytes, cache_control: bytes) -> Headers:
    headers = [
        (b"content-type", content_type),
        (b"cache-control", cache_control),
        (b"x-accel-buffering", b"no"),  # nginx would hold events back
        (b"content-security-policy", pages.API_CONTENT_SECURITY_POLICY.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"x-frame-options", b"DENY"),
    ]
    if settings.SECURE_HSTS_SECONDS:
        value = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
        headers.append((b"strict-transport-security", value.encode()))
    return headers
