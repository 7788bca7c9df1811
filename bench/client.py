"""A light HTTP client over kept connections: it must not be what is measured."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median, quantiles

Make = Callable[[int], bytes]


@dataclass
class Load:
    """What a stretch of requests did. ``seconds`` are wall time; latencies are of each request, in seconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def median_ms(self) -> float:
        return median(self.latencies) * 1000

    @property
    def p99_ms(self) -> float:
        return quantiles(self.latencies, n=100)[-1] * 1000


def request(method: str, path: str, key: str, body: bytes = b"") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def wait_open(port: int, *, seconds: float = 15.0) -> None:
    """Returns once somebody listens."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def load(
    port: int, make: Make, *, connections: int = 8, seconds: float | None = None, count: int | None = None
) -> Load:
    """Sends what ``make(n)`` gives for n = 0, 1, 2 … over as many connections, until the time or the number is over.
    Raises RuntimeError when an answer is none of 2xx."""
    done = Load()
    numbers = iter(range(count if count is not None else 1_000_000_000))
    started = time.perf_counter()
    deadline = started + (seconds if seconds is not None else 3600.0)
    threads = [
        threading.Thread(target=_send_until, args=(port, make, numbers, deadline, done)) for _ in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.seconds = time.perf_counter() - started
    if done.refused:
        raise RuntimeError(f"{len(done.refused)} requests were refused, the first with {done.refused[0]}.")
    return done


def _send_until(port: int, make: Make, numbers: Iterator[int], deadline: float, done: Load) -> None:
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in numbers:  # one iterator, shared by the threads
            begun = time.perf_counter()
            if begun > deadline:
                return
            wire.sendall(make(number))
            status = _read_answer(wire)
            done.latencies.append(time.perf_counter() - begun)
            if not 200 <= status < 300:
                done.refused.append(status)
                return


def _read_answer(wire: socket.socket) -> int:
    data = wire.recv(65536)
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += _more(wire)
    head = data[:end].lower()
    if b"transfer-encoding: chunked" in head:
        while not data.endswith(b"0\r\n\r\n"):
            data += _more(wire)
        return int(head[9:12])
    at = head.find(b"content-length:")
    length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    missing = end + 4 + length - len(data)
    while missing > 0:
        missing -= len(_more(wire))
    return int(head[9:12])


def _more(wire: socket.socket) -> bytes:
    part = wire.recv(65536)
    if not part:
        raise ConnectionError("The server closed the connection.")
    return part
