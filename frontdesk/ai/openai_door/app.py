"""The ASGI application of `/v1`: reads, identifies, answers, and stops working when the client goes away."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from frontdesk.ai.openai_door import answering, callers, requests
from frontdesk.ai.openai_door.answering import JSON, Answer, Headers
from frontdesk.ai.openai_door.callers import Caller
from frontdesk.ai.openai_door.errors import body_of, headers_of, status_of
from frontdesk.platform import loops, observe
from frontdesk.platform.errors import AppError, NotFound, TooLarge
from frontdesk.platform.front import Disconnected, Receive, Scope, Send, has_left, read_body, respond

log = observe.logger(__name__)

PREFIX = "/v1"
_OPERATIONS = {
    ("POST", "/chat/completions"),
    ("POST", "/embeddings"),
    ("POST", "/audio/transcriptions"),
    ("GET", "/models"),
}
_tasks: set[asyncio.Task[Any]] = set()


def start() -> None:
    """Call it in the web server's loop: from now on what is kept is dropped when it changes."""
    _tasks.add(asyncio.ensure_future(callers.listen()))


async def stop() -> None:
    """Writes the ledger, gives leases back and closes the lines to providers."""
    for task in _tasks:
        task.cancel()
    _tasks.clear()
    await loops.close_all()


async def door(scope: Scope, receive: Receive, send: Send) -> None:
    started = perf_counter()
    request_id = answering.new_request_id()
    base: Headers = [(b"x-request-id", request_id.encode()), (b"x-content-type-options", b"nosniff")]
    sent = {name: value for name, value in scope["headers"] if name in {b"authorization", b"content-type"}}
    try:
        # Before the body: a stranger shall not make us keep one.
        caller = await callers.identify(scope, sent.get(b"authorization", b""))
        body, _ = await read_body(receive)
    except AppError as error:
        await _fail(send, base, error)
        return
    except OverflowError:
        await _fail(send, base, TooLarge("The body may have 32 MiB."))
        return
    except Disconnected:
        return
    with body:
        content = body.read()
    kind = sent.get(b"content-type", b"").decode("latin-1")
    asked = Asked(caller, scope["method"], scope["path"].removeprefix(PREFIX), kind, content, request_id)
    # A task of its own: when the client leaves, it is cancelled, and with it the call to the provider.
    working = asyncio.ensure_future(_answer(asked, base, send))
    leaving = asyncio.ensure_future(has_left(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            status = await working
            ms = round((perf_counter() - started) * 1000, 1)
            tell = log.error if status >= 500 else log.debug
            tell("door", path=scope["path"], status=status, ms=ms, request_id=request_id)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of somebody known. ``path`` is what follows `/v1`."""

    caller: Caller
    method: str
    path: str
    content_type: str
    content: bytes
    request_id: str


async def _answer(asked: Asked, base: Headers, send: Send) -> int:
    """Sends the answer; returns its status."""
    try:
        answer = await _operate(asked)
    except AppError as error:
        return await _fail(send, base, error)
    except Exception:
        log.exception("door.failed", request_id=asked.request_id)
        return await _fail(send, base, AppError())
    headers = [(b"content-type", answer.content_type), *base, *answer.headers]
    if answer.chunks is None:
        await respond(send, 200, headers, answer.body)
    else:
        await _send_chunks(send, headers, answer, asked.request_id)
    return 200


async def _operate(asked: Asked) -> Answer:
    caller, path = asked.caller, asked.path
    if asked.method == "GET" and path.startswith("/models/"):
        return await answering.get_model(caller, path.removeprefix("/models/"))
    if (asked.method, path) not in _OPERATIONS:
        raise NotFound(f"There is no {asked.method} {PREFIX}{path} here.", code="unknown-url")
    if path == "/models":
        return await answering.list_models(caller)
    if path == "/audio/transcriptions":
        return await answering.transcribe(caller, asked.content, asked.content_type, asked.request_id)
    data = requests.read_json(asked.content)
    if path == "/embeddings":
        return await answering.embed(caller, data, asked.request_id)
    return await answering.complete(caller, data, asked.request_id)


async def _send_chunks(send: Send, headers: Headers, answer: Answer, request_id: str) -> None:
    """What fails in the middle becomes a last event with the error, as OpenAI's servers do it."""
    headers += [(b"cache-control", b"no-cache"), (b"x-accel-buffering", b"no")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    chunks = answer.chunks
    try:
        if chunks is not None:
            async for chunk in chunks:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
    except AppError as error:
        await send({"type": "http.response.body", "body": b"data: " + body_of(error) + b"\n\n", "more_body": True})
    except Exception:
        log.exception("door.stream_failed", request_id=request_id)
        body = b"data: " + body_of(AppError()) + b"\n\n"
        await send({"type": "http.response.body", "body": body, "more_body": True})
    finally:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _fail(send: Send, base: Headers, error: AppError) -> int:
    status = status_of(error)
    await respond(send, status, [(b"content-type", JSON), *base, *headers_of(error)], body_of(error))
    return status
