"""A name server on 127.0.0.1 that knows what a test tells it."""

import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
from django.test import override_settings

_SMALL = 512


class DnsServer:
    """``give("example.test", "TXT", '"v=spf1 -all"')`` in the manner of a zone file; long texts may be in parts."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[str]] = {}
        # Names that get this answer instead of what is known, such as dns.rcode.SERVFAIL.
        self.failing: dict[str, dns.rcode.Rcode] = {}
        # Names whose questions nobody answers.
        self.silent: set[str] = set()
        self.asked: list[tuple[str, str]] = []
        self.delay = 0.0
        owner = self

        class Datagram(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                wire, sock = self.request
                answer = owner._answer(wire, small=True)
                if answer is not None:
                    sock.sendto(answer, self.client_address)

        class Connection(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                (length,) = struct.unpack("!H", self.rfile.read(2))
                answer = owner._answer(self.rfile.read(length), small=False)
                if answer is not None:
                    self.wfile.write(struct.pack("!H", len(answer)) + answer)

        self._servers: list[socketserver.BaseServer] = []
        stream = _Tcp(("127.0.0.1", 0), Connection)
        self.port: int = stream.server_address[1]
        self._servers = [stream, _Udp(("127.0.0.1", self.port), Datagram)]

    @property
    def address(self) -> str:
        """As ``settings.DNS_SERVERS`` lists it."""
        return f"127.0.0.1:{self.port}"

    def give(self, name: str, type: str, *values: str) -> None:
        self.records[_key(name), type.upper()] = list(values)

    def give_text(self, name: str, *texts: str) -> None:
        """TXT records, each split into strings of at most 255 characters as DNS wants."""
        self.give(name, "TXT", *(_quoted(text) for text in texts))

    def remove(self, name: str, type: str) -> None:
        self.records.pop((_key(name), type.upper()), None)

    def start(self) -> None:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _answer(self, wire: bytes, *, small: bool) -> bytes | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name, type = _key(question.name.to_text()), dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, type))
        time.sleep(self.delay)
        if name in self.silent:
            return None
        answer = dns.message.make_response(query, recursion_available=True)
        if name in self.failing:
            answer.set_rcode(self.failing[name])
        elif not self._fill(answer, name, type) and name not in self._names():
            answer.set_rcode(dns.rcode.NXDOMAIN)
        whole = answer.to_wire(max_size=65535)
        if small and len(whole) > max(query.payload if query.edns >= 0 else 0, _SMALL):
            answer.answer.clear()
            answer.flags |= dns.flags.TC
            return answer.to_wire()
        return whole

    def _fill(self, answer: dns.message.Message, name: str, type: str) -> bool:
        """Adds the records, behind the aliases that lead to them."""
        for _ in range(8):
            if found := self.records.get((name, type)):
                answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", type, *found))
                return True
            alias = self.records.get((name, "CNAME"))
            if not alias:
                return False
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", *alias))
            name = _key(alias[0])
        return True

    def _names(self) -> set[str]:
        """Every name that exists, also those that have only names below them."""
        names = {name for name, _ in self.records}
        return names | {name.split(".", cut)[-1] for name in names for cut in range(1, name.count(".") + 1)}


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Udp(socketserver.ThreadingUDPServer):
    daemon_threads = True


def _key(name: str) -> str:
    return name.rstrip(".").lower()


def _quoted(text: str) -> str:
    escaped = [
        text[start : start + 255].replace("\\", "\\\\").replace('"', '\\"') for start in range(0, len(text), 255)
    ]
    return " ".join(f'"{part}"' for part in escaped) or '""'


@contextmanager
def serving() -> Iterator[DnsServer]:
    """A running server that everything in here asks."""
    server = DnsServer()
    server.start()
    try:
        with override_settings(DNS_SERVERS=[server.address]):
            yield server
    finally:
        server.stop()
