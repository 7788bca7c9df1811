"""A model server that takes its time and counts what it really makes. `python -m bench.slow_upstream PORT`"""

import asyncio
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiohttp import web

from bench import client, stage

PROMPT, ANSWER = 20, 20
PAUSE = 0.015  # seconds a token


class Counted:
    tokens = 0


def _usage(answer: int) -> dict[str, int]:
    return {"prompt_tokens": PROMPT, "completion_tokens": answer, "total_tokens": PROMPT + answer}


async def complete(request: web.Request) -> web.StreamResponse:
    body = await request.json()
    if not body.get("stream"):
        await asyncio.sleep(PAUSE * ANSWER)
        Counted.tokens += PROMPT + ANSWER
        message = {"role": "assistant", "content": "word " * ANSWER}
        choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
        made = {"id": "c", "object": "chat.completion", "model": "m", "choices": choices, "usage": _usage(ANSWER)}
        return web.Response(text=json.dumps(made, separators=(",", ":")), content_type="application/json")
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    Counted.tokens += PROMPT
    for _ in range(ANSWER):
        await response.write(_event([{"index": 0, "delta": {"content": "word "}, "finish_reason": None}]))
        Counted.tokens += 1
        await asyncio.sleep(PAUSE)
    await response.write(_event([{"index": 0, "delta": {}, "finish_reason": "stop"}]))
    await response.write(_event([], _usage(ANSWER)) + b"data: [DONE]\n\n")
    return response


def _event(choices: list[object], usage: object = None) -> bytes:
    made = {"id": "c", "object": "chat.completion.chunk", "model": "m", "choices": choices, "usage": usage}
    return b"data: " + json.dumps(made, separators=(",", ":")).encode() + b"\n\n"


async def count(request: web.Request) -> web.Response:
    if request.method == "POST":
        Counted.tokens = 0
    return web.Response(text=str(Counted.tokens))


@dataclass(frozen=True)
class Running:
    port: int

    def _ask(self, method: str) -> int:
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/count", method=method)
        with urllib.request.urlopen(asked) as answer:
            return int(answer.read())

    def reset(self) -> None:
        self._ask("POST")

    def tokens(self) -> int:
        """What it has made since ``reset``, for whomever."""
        return self._ask("GET")


@contextmanager
def running() -> Iterator[Running]:
    port = stage.free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.slow_upstream", str(port)], stdin=subprocess.DEVNULL)
    try:
        client.wait_open(port)
        yield Running(port)
    finally:
        process.terminate()
        process.wait(10)


def main() -> None:
    app = web.Application()
    app.router.add_post("/v1/chat/completions", complete)
    app.router.add_route("*", "/count", count)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, handler_cancellation=True)


if __name__ == "__main__":
    main()
