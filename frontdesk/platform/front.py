"""Ordinary requests under ASGI: read, handed to Django's WSGI handler in one of a few threads, answered whole.

Django's sync views cost twice the CPU under its own ASGI handler. Here a request costs one hop to a thread and back,
and each thread keeps its database connection.
"""

import asyncio
import contextlib
import io
import queue
import sys
import tempfile
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, MutableMapping
from contextvars import Context, copy_context
from typing import Any, BinaryIO, TypeVar, cast

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpResponse, HttpResponseBase

from frontdesk.platform.later import AWAITED, Later, Stream

# The shapes of the ASGI specification: dictionaries of mixed values.
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
T = TypeVar("T")

MAX_BODY_BYTES = 32 * 1024 * 1024  # above what most routes take: attachments of a mail, in base64
# Recordings of two hours and more, and whole address books; a reverse proxy has a limit of its own.
LARGER: dict[str, Callable[[], int]] = {
    "/api/ai/builtin/transcribe": lambda: 256 * 1024 * 1024,
    "/api/contacts/imports": lambda: settings.MAX_IMPORT_BYTES + 64 * 1024,
}
SPOOL_BYTES = 1024 * 1024
TOO_LARGE = b'{"type":"about:blank","title":"Request too large","status":413,"detail":"The body is too long."}'


class Disconnected(Exception):
    """The client went away before its request was complete."""


class Threads:
    """Threads that run calls for the event loop, each with its own database connections until `close`."""

    def __init__(self, count: int) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._work, name=f"web-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    async def run(self, context: Context, function: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def call() -> None:
            try:
                result = context.run(function)
            except BaseException as error:  # noqa: BLE001 - handed to the coroutine that waits
                loop.call_soon_threadsafe(_fail, future, error)
            else:
                loop.call_soon_threadsafe(_succeed, future, result)

        self._calls.put(call)
        return await future

    def close(self) -> None:
        """Lets running calls finish, then ends the threads."""
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()
        connections.close_all()


def _succeed(future: asyncio.Future[T], result: T) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[T], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)


class DjangoFront:
    """An ASGI application for everything that Django answers."""

    def __init__(self, handler: WSGIHandler, threads: Threads) -> None:
        self._handler = handler
        self._threads = threads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body, length = await read_body(receive, limit_of(scope))
        except Disconnected:
            return
        except OverflowError:
            await respond(send, 413, [(b"content-type", b"application/problem+json")], TOO_LARGE)
            return
        # A context of its own: what a request binds in its thread must not meet the next one there.
        context = copy_context()
        environ = make_environ(scope, body, length)
        try:
            answer = await self._threads.run(context, lambda: self._answer(environ))
        finally:
            body.close()
        if isinstance(answer, Awaited):
            await self._await(answer, receive, send)
            return
        status, headers, content, chunks = answer
        if scope["method"] == "HEAD":
            content = b""
        if chunks is None or scope["method"] == "HEAD":
            await respond(send, status, headers, content)
            return
        await self._stream(send, context, status, headers, chunks)

    async def _await(self, answer: "Awaited", receive: Receive, send: Send) -> None:
        """Makes an answer that takes its time; when the client leaves, what makes it is cancelled."""
        sending = asyncio.get_running_loop().create_task(answer.send(send), context=answer.later.context)
        leaving = asyncio.ensure_future(has_left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sending

    def _answer(self, environ: dict[str, Any]) -> "tuple[int, Headers, bytes, Chunks | None] | Awaited":
        status, headers = 0, []

        def start_response(
            line: str, pairs: list[tuple[str, str]], exc_info: object = None, /
        ) -> Callable[[bytes], object]:
            nonlocal status, headers
            status = int(line[:3])
            headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
            return io.BytesIO().write  # the protocol's old way to send, which Django does not use

        environ[AWAITED] = True
        response = self._handler(environ, start_response)
        if isinstance(response, Later):
            response.close()
            cookies = [(name, value) for name, value in headers if name == b"set-cookie"]
            return Awaited(response, cookies)
        if response.streaming and environ["REQUEST_METHOD"] != "HEAD":
            return status, headers, b"", Chunks(response)
        content = b"" if response.streaming else response.content  # type: ignore[attr-defined]  # HttpResponse has it
        response.close()
        return status, headers, content, None

    async def _stream(self, send: Send, context: Context, status: int, headers: Headers, chunks: "Chunks") -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        try:
            while (chunk := await self._threads.run(context, chunks.next)) is not None:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            await self._threads.run(context, chunks.close)


class Awaited:
    """An answer that the event loop has still to make. ``cookies`` are those of the request's own part."""

    def __init__(self, later: Later, cookies: Headers) -> None:
        self.later = later
        self._cookies = cookies

    async def send(self, send: Send) -> None:
        made = await self.later.answer()
        pairs = {**made.headers}
        if isinstance(made, Stream):
            pairs |= {"Content-Type": made.content_type, "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs.items()]
        headers += self._cookies
        if isinstance(made, HttpResponse):
            await respond(send, made.status_code, headers, made.content)
            return
        await send({"type": "http.response.start", "status": made.status_code, "headers": headers})
        try:
            async for chunk in made.chunks:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        finally:
            if isinstance(made.chunks, AsyncGenerator):
                await made.chunks.aclose()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def has_left(receive: Receive) -> None:
    """Returns when the client closes the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


class Chunks:
    """The parts of a streaming response; `next` is None at its end."""

    def __init__(self, response: HttpResponseBase) -> None:
        self._response = response
        self._parts: Iterator[bytes] = iter(cast("Iterator[bytes]", response))

    def next(self) -> bytes | None:
        return next(self._parts, None)

    def close(self) -> None:
        self._response.close()


def limit_of(scope: Scope) -> int:
    """How long a request may be. Who brings no key and no session is refused anyway: nothing large is kept for them."""
    larger = LARGER.get(scope["path"])
    if larger is None or not any(name in {b"authorization", b"cookie"} for name, _ in scope["headers"]):
        return MAX_BODY_BYTES
    return larger()


async def read_body(receive: Receive, limit: int = MAX_BODY_BYTES) -> tuple[BinaryIO, int]:
    """The whole body and its length; large ones go to a temporary file. Raises `OverflowError` above the limit."""
    message = await receive()
    first: bytes = message.get("body", b"")
    if message["type"] == "http.request" and not message.get("more_body"):
        if len(first) > limit:
            raise OverflowError
        return io.BytesIO(first), len(first)
    body = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES))  # noqa: SIM115 - the caller closes it
    length = 0
    while True:
        if message["type"] == "http.disconnect":
            body.close()
            raise Disconnected
        part: bytes = message.get("body", b"")
        length += len(part)
        if length > limit:
            body.close()
            raise OverflowError
        body.write(part)
        if not message.get("more_body"):
            body.seek(0)
            return body, length
        message = await receive()


async def respond(send: Send, status: int, headers: Headers, content: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content, "more_body": False})


def make_environ(scope: Scope, body: BinaryIO, length: int) -> dict[str, Any]:
    """The request as PEP 3333 wants it."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "CONTENT_LENGTH": str(length) if length else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name != "content-length" and "_" not in name:  # X_Y would pass for X-Y
            key = "HTTP_" + name.upper().replace("-", "_")
            if key in environ:
                value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"
            environ[key] = value
    return environ
