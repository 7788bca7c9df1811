"""Ordinary requests while event streams are open, against the same without any.

usage: python -m bench.streams [--rounds 5] [--seconds 3] [--streams 200]
"""

import argparse
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

from bench import api, client, figures, stage

SETTLE_SECONDS = 2.0  # opening them is not what is measured


@contextmanager
def open_streams(port: int, count: int) -> Iterator[None]:
    """``count`` streams, spread over the tenants, that hear nothing but heartbeats."""
    with ExitStack() as stack:
        wires = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(count)]
        for number, wire in enumerate(wires):
            wire.sendall(client.request("GET", "/api/stream", stage.key_of(number % stage.TENANTS + 1)))
        for wire in wires:
            wire.settimeout(20)
            if not wire.recv(4096).startswith(b"HTTP/1.1 200"):
                raise RuntimeError("A stream was refused.")
        time.sleep(SETTLE_SECONDS)
        yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--streams", type=int, default=200)
    options = parser.parse_args()
    rates: tuple[list[float], list[float]] = ([], [])
    cpus: tuple[list[float], list[float]] = ([], [])
    latencies: tuple[list[float], list[float]] = ([], [])
    with stage.new() as house:
        stage.fill(house, contacts=1000)
        with house.web() as (web, port):
            client.load(port, lambda number: api.make_request("list", number), seconds=1.0)
            for _ in range(options.rounds):
                for which, count in enumerate((options.streams, 0)):
                    with open_streams(port, count):
                        before = stage.cpu_seconds(web.pid)
                        done = client.load(
                            port, lambda number: api.make_request("list", number), seconds=options.seconds
                        )
                        cpus[which].append((stage.cpu_seconds(web.pid) - before) / len(done.latencies) * 1000)
                    rates[which].append(done.per_second)
                    latencies[which].append(done.median_ms)
    name = f"list contacts with {options.streams} open streams"
    note = f"median {median(latencies[0]):.1f} ms, without streams {median(latencies[1]):.1f} ms"
    figures.report(
        "streams",
        [
            figures.compare(name, *rates, "requests/s", aim="1.00", note=note),
            figures.compare("… CPU of Python for one", *cpus, "ms", aim="1.00"),
        ],
    )


if __name__ == "__main__":
    main()
