"""A model server that takes no time: answers OpenAI's chat completions from memory. `python -m bench.upstream PORT`"""

import asyncio
import json
import sys
from typing import cast

import uvloop

TOKENS = 20
_USAGE = {"prompt_tokens": 20, "completion_tokens": TOKENS, "total_tokens": 20 + TOKENS}
_CHOICE = {"index": 0, "message": {"role": "assistant", "content": "word " * TOKENS}, "finish_reason": "stop"}
_BODY = json.dumps(
    {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [_CHOICE],
     "usage": _USAGE}, separators=(",", ":")
).encode()  # fmt: skip
_WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(_BODY), _BODY)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def _chunk(delta: dict[str, object], finish: str | None = None, usage: object = None, *, last: bool = False) -> bytes:
    choices = [] if last else [{"index": 0, "delta": delta, "finish_reason": finish}]
    made = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices,
            "usage": usage}  # fmt: skip
    event = b"data: " + json.dumps(made, separators=(",", ":")).encode() + b"\n\n"
    return b"%x\r\n%s\r\n" % (len(event), event)


_EVENTS = [_chunk({"role": "assistant", "content": "word "}) for _ in range(TOKENS)]
_TAIL = _chunk({}, "stop") + _chunk({}, usage=_USAGE, last=True) + b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"


class Upstream(asyncio.Protocol):
    """Reads just enough of HTTP to know where a request ends."""

    def __init__(self) -> None:
        self.data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.data += data
        while (end := self.data.find(b"\r\n\r\n")) >= 0:
            head = self.data[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.data) < end + 4 + length:
                return
            body, self.data = self.data[end + 4 : end + 4 + length], self.data[end + 4 + length :]
            if b'"stream":true' in body:
                self.stream(0)
            else:
                self.transport.write(_WHOLE)

    def stream(self, number: int) -> None:
        """A token at each turn of the loop: as separate writes, as a model makes them."""
        if number == 0:
            self.transport.write(_HEAD)
        if number < TOKENS:
            self.transport.write(_EVENTS[number])
            asyncio.get_running_loop().call_soon(self.stream, number + 1)
        else:
            self.transport.write(_TAIL)


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Upstream, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
