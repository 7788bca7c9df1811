"""A server on this machine that speaks OpenAI's protocol, counts what it does, and fails where it is told to.

A fault is chosen by the model's name (any name that is no fault works), by the header X-Fault, or for the next requests
by ``next_faults``. To run it for a benchmark: ``python -m frontdesk.ai.testing.fake_provider --port 9999``.
"""

import argparse
import asyncio
import json
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakSet

from aiohttp import web

from frontdesk.ai.testing import fake_answers, fake_faults
from frontdesk.ai.testing.fake_answers import Json
from frontdesk.ai.testing.fake_faults import Fault

AnyFake = TypeVar("AnyFake", bound="FakeProvider")


@dataclass(frozen=True)
class Asked:
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Json


@dataclass
class FakeProvider:
    """``made`` and ``read``: tokens that it really made and read, whatever usage it reports. ``aborted``: requests
    whose caller went away before the end. ``connections``: lines opened by callers. ``pause``: seconds before a slow
    token. ``texts``: next answers' texts."""

    port: int = 0
    api_key: str | None = None
    pause: float = 0.05
    retry_after: float = 2
    redirect_to: str = "http://169.254.169.254/latest/meta-data/"
    next_faults: deque[Fault | None] = field(default_factory=deque)
    texts: deque[str] = field(default_factory=deque)
    asked: deque[Asked] = field(default_factory=lambda: deque(maxlen=1000))
    calls: int = 0
    connections: int = 0
    _lines: WeakSet[asyncio.Transport] = field(default_factory=WeakSet)
    made: int = 0
    read: int = 0
    running: int = 0
    most_running: int = 0
    aborted: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def wait_for(self, condition: Callable[[], bool], timeout: float = 5) -> bool:
        """Whether ``condition`` comes true in time: the server learns a moment later that a caller went away."""
        end = time.monotonic() + timeout
        while not (met := condition()) and time.monotonic() < end:
            time.sleep(0.01)
        return met

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        if request.transport and request.transport not in self._lines:
            self._lines.add(request.transport)
            self.connections += 1
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            return await self.answer(request)
        except (asyncio.CancelledError, ConnectionResetError):
            self.aborted += 1
            raise
        finally:
            self.running -= 1

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        self.asked.append(Asked(request.path, dict(request.query), dict(request.headers), body))
        fault = self.fault_of(request, body)
        if refusal := await self._refuse(request, body, fault):
            return refusal
        if request.path.endswith("/models"):
            return web.json_response({"object": "list", "data": [{"id": "fake", "object": "model", "owned_by": "us"}]})
        if request.path.endswith("/embeddings"):
            return self._embed(body, fault)
        if request.path.endswith("/audio/transcriptions"):
            return web.json_response(fake_answers.transcription(body))
        if not request.path.endswith("/chat/completions"):
            return fake_faults.error(404, "not_found", "Unknown request URL.")
        if body.get("stream") and fault is not Fault.NO_STREAM:
            return await self._stream(request, body, fault)
        return self._complete(body, fault)

    def fault_of(self, request: web.Request, body: Json) -> Fault | None:
        if self.next_faults:
            return self.next_faults.popleft()
        deployment = request.path.partition("/deployments/")[2].partition("/")[0]
        for name in (request.headers.get("X-Fault"), body.get("model"), deployment):
            if name in set(Fault):
                return Fault(str(name))
        return None

    async def _refuse(self, request: web.Request, body: Json, fault: Fault | None) -> web.StreamResponse | None:
        sent = {request.headers.get("Authorization", "").removeprefix("Bearer "), request.headers.get("api-key")}
        if fault is Fault.BAD_KEY or (self.api_key and self.api_key not in sent):
            return fake_faults.error(
                401, "invalid_api_key", f"Incorrect API key provided: {max(filter(None, sent), default='')}."
            )
        if refusal := fake_faults.refusal(fault, self.retry_after) or fake_faults.refuse_words(body, fault):
            return refusal
        if fault is Fault.SILENT:
            await asyncio.sleep(3600)
        if fault is Fault.REDIRECT:
            return web.Response(status=307, headers={"Location": self.redirect_to})
        return None

    def _usage(self, prompt: int, completion: int, fault: Fault | None) -> Json | None:
        self.read += prompt
        if fault is Fault.USAGE_MISSING:
            return None
        if fault is Fault.USAGE_NEGATIVE:
            return {"prompt_tokens": -5, "completion_tokens": -7, "total_tokens": -12}
        if fault is Fault.USAGE_TOO_LARGE:
            completion += 1_000_000
        return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}

    def _say(self, body: Json) -> tuple[list[str], Json | None, str]:
        if tool := fake_answers.wanted_tool(body):
            return [], tool, "tool_calls"
        if self.texts:
            tokens = fake_answers.tokens_of(self.texts.popleft())[: fake_answers.bound_of(body)]
        else:
            tokens = fake_answers.say(body)
        return tokens, None, "length" if len(tokens) == fake_answers.bound_of(body) else "stop"

    def _complete(self, body: Json, fault: Fault | None) -> web.Response:
        if fault is Fault.MALFORMED:
            return web.Response(text='{"id": "chatcmpl-fake", "choices": [{"mess', content_type="application/json")
        tokens, tool, finish = self._say(body)
        if fault is Fault.HUGE:
            tokens = ["x" * 10 * 1024 * 1024]
        made = len(tokens) or 1
        self.made += made
        usage = self._usage(fake_answers.count_prompt(body), made, fault)
        return web.json_response(
            fake_answers.completion(body, "".join(tokens) if not tool else None, tool, usage, finish)
        )

    def _embed(self, body: Json, fault: Fault | None) -> web.Response:
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        dimensions = body.get("dimensions") or 8
        rows = [
            {"object": "embedding", "index": place, "embedding": fake_answers.embedding(text, dimensions)}
            for place, text in enumerate(texts)
        ]
        answer: Json = {"object": "list", "model": body.get("model"), "data": list(reversed(rows))}
        usage = self._usage(sum(len(text.split()) for text in texts), 0, fault)
        if usage:
            answer["usage"] = {"prompt_tokens": usage["prompt_tokens"], "total_tokens": usage["total_tokens"]}
        return web.json_response(answer)

    async def _stream(self, request: web.Request, body: Json, fault: Fault | None) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        async for data in self._events(body, fault):
            await response.write(b"data: " + data + b"\n\n")
        if fault is Fault.BROKEN_OFF and request.transport:
            request.transport.abort()
        return response

    async def _events(self, body: Json, fault: Fault | None) -> AsyncIterator[bytes]:
        tokens, tool, finish = self._say(body)
        deltas: list[Json] = [{"content": token} for token in tokens]
        deltas += list(fake_answers.tool_deltas(tool)) if tool else []
        if fault is Fault.HUGE:
            deltas = [{"content": "x" * 1024 * 1024}] * 10
        yield _dump(fake_answers.chunk(body, {"role": "assistant", "content": ""}))
        made = 0
        for number, delta in enumerate(deltas):
            if fault is Fault.SLOW:
                await asyncio.sleep(self.pause)
            if number == len(deltas) // 2 and fault in fake_faults.IN_THE_MIDDLE:
                if fault is Fault.STALLING:
                    await asyncio.sleep(3600)
                if last := fake_faults.IN_THE_MIDDLE[fault]:
                    yield last
                return
            made, self.made = made + 1, self.made + 1
            yield _dump(fake_answers.chunk(body, delta))
        yield _dump(fake_answers.chunk(body, {}, finish))
        usage = self._usage(fake_answers.count_prompt(body), made, fault)
        if usage and (body.get("stream_options") or {}).get("include_usage"):
            yield _dump({**fake_answers.chunk(body, {}), "choices": [], "usage": usage})
        if fault is not Fault.NO_DONE:
            yield b"[DONE]"


async def body_of(request: web.Request) -> Json:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        fields: Json = {name: value for name, value in form.items() if isinstance(value, str)}
        file = form["file"]
        if isinstance(file, web.FileField):
            fields |= {"file_name": file.filename, "content_type": file.content_type, "size": len(file.file.read())}
        return {**fields, "granularities": form.getall("timestamp_granularities[]", [])}
    raw = await request.read()
    return json.loads(raw) if raw else {}


def _dump(chunk: Json) -> bytes:
    return json.dumps(chunk, separators=(",", ":")).encode()


async def _serve(fake: FakeProvider, started: Callable[[], None], stopping: asyncio.Event) -> None:
    application = web.Application(client_max_size=32 * 1024 * 1024)
    application.router.add_route("*", "/{path:.*}", fake.handle)
    # Cancels the handler when its caller goes away, which is how ``aborted`` knows.
    runner = web.AppRunner(application, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", fake.port).start()
    fake.port = runner.addresses[0][1]
    started()
    await stopping.wait()
    await runner.cleanup()


@contextmanager
def running(fake: AnyFake) -> Iterator[AnyFake]:
    """The fake provider in a thread of its own."""
    ready = threading.Event()
    holder: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        stopping = asyncio.Event()
        holder.append((asyncio.get_running_loop(), stopping))
        await _serve(fake, ready.set, stopping)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="fake-provider", daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield fake
    finally:
        loop, stopping = holder[0]
        loop.call_soon_threadsafe(stopping.set)
        thread.join(10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    fake = FakeProvider(parser.parse_args().port)

    async def serve() -> None:
        await _serve(fake, lambda: print(fake.url, flush=True), asyncio.Event())

    asyncio.run(serve())


if __name__ == "__main__":
    main()
