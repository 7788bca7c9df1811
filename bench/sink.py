"""A fast SMTP server that throws everything away and says how much came when.

usage: python -m bench.sink

It prints its port. For an empty line on its input it prints count, seconds from the first mail to the last, and bytes,
and begins anew; for "count" the count alone, and for "recipients" how often each got a mail and when last.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

READY = b"220 sink\r\n"
OK = b"250 2.0.0 ok\r\n"
ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 SIZE 33554432\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 2.0.0 bye\r\n",
}
END = b"\r\n.\r\n"


@dataclass
class Tally:
    count: int = 0
    octets: int = 0
    first: float = 0.0
    last: float = 0.0
    recipients: dict[str, tuple[int, float]] = field(default_factory=dict)


class Session(asyncio.Protocol):
    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.buffer = bytearray()
        self.recipient = b""
        self.in_data = self.expects_data = False
        self.answers: list[bytes] = []
        self.is_over = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(READY)

    def data_received(self, data: bytes) -> None:
        searched = max(0, len(self.buffer) - len(END))
        self.buffer += data
        while (end := self.buffer.find(END if self.in_data else b"\r\n", searched)) >= 0:
            if self.in_data:
                self._keep(end)
            else:
                self._obey(bytes(self.buffer[:4]).upper(), end)
            del self.buffer[: end + (len(END) if self.in_data else 2)]
            self.in_data = self.expects_data
            searched = 0
        # As servers do to who sends several commands at once (RFC 2920).
        if self.answers:
            self.transport.write(b"".join(self.answers))
            self.answers.clear()
        if self.is_over:
            self.transport.close()

    def _keep(self, octets: int) -> None:
        now = time.perf_counter()
        self.tally.first = self.tally.first or now
        self.tally.last = now
        self.tally.count += 1
        self.tally.octets += octets
        address = self.recipient.decode()
        times, _ = self.tally.recipients.get(address, (0, 0.0))
        self.tally.recipients[address] = times + 1, time.time()
        self.expects_data = False
        self.answers.append(OK)

    def _obey(self, verb: bytes, end: int) -> None:
        self.expects_data = verb == b"DATA"
        if verb == b"RCPT":
            self.recipient = bytes(self.buffer[9 : self.buffer.find(b">", 0, end)])
        self.answers.append(ANSWERS.get(verb, OK))
        self.is_over = verb == b"QUIT"


@dataclass
class Sink:
    """A sink in a process of its own."""

    process: "subprocess.Popen[str]"
    port: int

    def take(self) -> tuple[int, float]:
        """How many mails came since the last call, and the seconds between the first and the last of them."""
        count, seconds, _ = self._ask("").split()
        return int(count), float(seconds)

    def count(self) -> int:
        return int(self._ask("count"))

    def recipients(self) -> dict[str, int]:
        """How many mails each of them got."""
        return {address: times for address, (times, _) in json.loads(self._ask("recipients")).items()}

    def arrivals(self) -> dict[str, float]:
        """When each of them last got one, in seconds since 1970."""
        return {address: at for address, (_, at) in json.loads(self._ask("recipients")).items()}

    def _ask(self, question: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{question}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()


@contextmanager
def start() -> Iterator[Sink]:
    command = [sys.executable, "-m", "bench.sink"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Sink(process, int(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait()


async def serve() -> None:
    loop = asyncio.get_running_loop()
    tally = Tally()
    server = await loop.create_server(lambda: Session(tally), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)

    def tell() -> None:
        question = sys.stdin.readline()
        if not question:
            server.close()
            return
        if question.strip() == "count":
            print(tally.count, flush=True)
            return
        if question.strip() == "recipients":
            print(json.dumps(tally.recipients), flush=True)
            return
        print(tally.count, tally.last - tally.first, tally.octets, flush=True)
        tally.__init__()  # type: ignore[misc]  # begins anew

    loop.add_reader(sys.stdin, tell)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
