"""The other end of a stream: an ASGI server with a client behind it."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from frontdesk.platform import realtime
from frontdesk.platform.front import Message


@dataclass
class Client:
    """An ASGI server's part of a request, with a client that reads everything unless it is ``stuck``."""

    who: str = "alice"
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 0
    answer_headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    stuck: bool = False

    async def __aenter__(self) -> "Client":
        self.left, self.news, self.unstuck = asyncio.Event(), asyncio.Event(), asyncio.Event()
        sent = {"x-who": self.who, **self.headers}
        scope = {
            "type": "http", "method": "GET", "path": "/api/stream", "query_string": self.query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "scheme": "http",
        }  # fmt: skip
        self.task = asyncio.create_task(realtime.stream(scope, self._receive, self._send))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.left.set()
        self.unstuck.set()
        await asyncio.wait_for(asyncio.gather(self.task, return_exceptions=True), 5)

    async def _receive(self) -> Message:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.answer_headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            if self.stuck and self.text:
                await self.unstuck.wait()
            self.text += message["body"].decode()
        self.news.set()

    async def until(self, condition: "Callable[[], object]", seconds: float = 5) -> None:
        async with asyncio.timeout(seconds):
            while not condition():
                self.news.clear()
                await self.news.wait()

    async def open(self) -> None:
        await self.until(lambda: "\n\n" in self.text)

    async def heard(self, *records: str) -> None:
        """Returns once exactly these records were heard, in this order."""
        await self.until(lambda: len(self.records) >= len(records))
        assert self.records == list(records)

    @property
    def frames(self) -> list[dict[str, str]]:
        parts = [part for part in self.text.split("\n\n") if part and not part.startswith(":")]
        return [dict(line.split(": ", 1) for line in part.splitlines()) for part in parts]

    @property
    def records(self) -> list[str]:
        return [json.loads(frame["data"])["record_id"] for frame in self.frames if "data" in frame]

    @property
    def last_id(self) -> int:
        return int([frame["id"] for frame in self.frames if "id" in frame][-1])
