"""Answers made after the transaction: with and without a server that awaits them, and clients that leave."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from frontdesk.platform import loops, tenancy
from frontdesk.platform.errors import Conflict
from frontdesk.platform.front import DjangoFront, Scope, Threads
from frontdesk.platform.later import Later, Stream
from frontdesk.platform.models import Event

ORG = uuid4()
seen: list[str] = []


def has_transaction() -> bool:
    return connection.in_atomic_block


def answer(request: HttpRequest) -> HttpResponse:
    with tenancy.tenant(ORG):
        Event.objects.create(organization_id=ORG, name="asked", record_type="x", record_id="1")

    async def work() -> HttpResponse:
        return HttpResponse(orjson.dumps({"bound": tenancy.current() is not None, "events": await count()}))

    return Later(work)


async def count() -> int:
    def read() -> int:
        with tenancy.tenant(ORG):
            return Event.objects.count()

    return await loops.in_database(read)


def refuse(request: HttpRequest) -> HttpResponse:
    async def work() -> HttpResponse:
        raise Conflict("Not now.")

    return Later(work)


def crash(request: HttpRequest) -> HttpResponse:
    async def work() -> HttpResponse:
        raise RuntimeError("with a secret in it")

    return Later(work)


def stream(request: HttpRequest) -> HttpResponse:
    async def work() -> Stream:
        return Stream(parts())

    return Later(work)


async def parts() -> AsyncIterator[bytes]:
    try:
        for number in range(3):
            yield b"data: %d\n\n" % number
            await asyncio.sleep(0)
    finally:
        seen.append("closed")


def endless(request: HttpRequest) -> HttpResponse:
    async def work() -> HttpResponse:
        seen.append("working")
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise
        return HttpResponse()

    return Later(work)


urlpatterns = [
    path("answer", answer),
    path("refuse", refuse),
    path("crash", crash),
    path("stream", stream),
    path("endless", endless),
]


@pytest.fixture(autouse=True)
def _routes() -> Iterator[None]:
    seen.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_the_work_sees_what_the_request_wrote_and_is_bound_to_nobody(client: Client) -> None:
    found = client.get("/answer")
    assert orjson.loads(found.content) == {"bound": False, "events": 1}
    assert found.headers["X-Request-ID"]
    assert found.headers["X-Frame-Options"] == "DENY"


def test_refusals_and_crashes_become_problem_documents(client: Client) -> None:
    refused, crashed = client.get("/refuse"), client.get("/crash")
    assert (refused.status_code, crashed.status_code) == (409, 500)
    assert orjson.loads(refused.content)["detail"] == "Not now."
    assert b"secret" not in crashed.content


def test_a_stream_comes_in_parts_and_is_closed(client: Client) -> None:
    found: Any = client.get("/stream")
    assert found.headers["Content-Type"] == "text/event-stream"
    assert b"".join(found.streaming_content) == b"data: 0\n\ndata: 1\n\ndata: 2\n\n"
    assert seen == ["closed"]


def ask(path: str, *, leaves: bool = False) -> list[dict[str, Any]]:
    """What the front sends for a GET; a client that leaves does so when the work has begun."""
    sent: list[dict[str, Any]] = []

    async def run() -> None:
        loops.serve_with(asyncio.get_running_loop())
        threads = Threads(1)
        front = DjangoFront(WSGIHandler(), threads)
        asked = False

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if not asked:
                asked = True
                return {"type": "http.request", "body": b""}
            while not (leaves and seen):
                await asyncio.sleep(0.01)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(dict(message))

        scope: Scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
        await front(scope, receive, send)
        await asyncio.to_thread(threads.close)

    asyncio.run(run())
    return sent


def test_the_front_awaits_an_answer_without_a_thread() -> None:
    start, body = ask("/refuse")
    assert start["status"] == 409
    assert (b"content-type", b"application/problem+json") in start["headers"]
    assert b"Not now." in body["body"]


def test_the_front_sends_a_stream_as_it_comes() -> None:
    start, *bodies = ask("/stream")
    assert start["status"] == 200
    assert (b"content-type", b"text/event-stream") in start["headers"]
    assert [body["body"] for body in bodies] == [b"data: 0\n\n", b"data: 1\n\n", b"data: 2\n\n", b""]
    assert seen == ["closed"]


def test_the_work_ends_when_the_client_leaves() -> None:
    assert ask("/endless", leaves=True) == []
    assert seen == ["working", "cancelled"]


def test_plain_code_gets_results_and_errors_of_coroutines() -> None:
    async def work() -> str:
        return f"{await loops.in_database(has_transaction)} {loops.has_caller()}"

    async def fail() -> None:
        raise Conflict("No.")

    assert loops.run(work) == "False True"
    with pytest.raises(Conflict):
        loops.run(fail)
