"""One request and its whole answer, from ordinary (blocking) code.

Each redirect is checked like the first address. Never inside a database transaction: a slow stranger must not hold a
connection.
"""

import contextlib
import os
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from time import monotonic
from urllib.parse import urljoin

from urllib3 import HTTPHeaderDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url

from frontdesk.platform.outbound.guard import (
    REDIRECTS,
    OutboundFailed,
    OutboundRefused,
    check_url,
    host_of,
    resolve,
    tls,
)
from frontdesk.platform.outbound.transactions import refuse_inside

MAX_REDIRECTS = 5
_CHUNK = 64 * 1024
# What may follow a redirect to another origin; everything else may carry a secret meant for the first one.
_HARMLESS = frozenset({"accept", "accept-encoding", "accept-language", "content-type", "user-agent"})


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer, of whatever status. ``url`` is where it came from after redirects."""

    status: int
    headers: HTTPHeaderDict
    body: bytes
    url: str


@dataclass(slots=True)
class _Call:
    """One hop: what is asked, and what is left of the caller's time."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes | None
    deadline: float
    max_bytes: int

    def remaining(self) -> float:
        left = self.deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Pinned(HTTPConnection):
    """Connects to addresses that were checked, while TLS and the Host header speak of the name."""

    places: list[tuple[str, int]]
    call: _Call
    line: socket.socket
    watchdog: threading.Timer | None = None

    def _new_conn(self) -> socket.socket:
        refused: OSError = ConnectionRefusedError("no address")
        for place in self.places:
            try:
                opened = socket.create_connection(place, timeout=self.call.remaining())
            except OSError as error:
                refused = error
            else:
                self._watch(opened)
                return opened
        raise refused

    def _watch(self, opened: socket.socket) -> None:
        """Cuts the line at the deadline, even from a server that sends one byte a second."""
        line = socket.socket(fileno=os.dup(opened.fileno()))

        def cut() -> None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

        self.line = line
        self.watchdog = threading.Timer(self.call.remaining(), cut)
        self.watchdog.daemon = True
        self.watchdog.start()

    def close(self) -> None:
        if self.watchdog is not None:
            self.watchdog.cancel()
            self.line.close()
            self.watchdog = None
        super().close()


class _PinnedTLS(_Pinned, HTTPSConnection):
    pass


def _connection(url: Url, call: _Call) -> _Pinned:
    host, port, timeout = url.host or "", url.port or (443 if url.scheme == "https" else 80), call.remaining()
    made: _Pinned
    if url.scheme == "https":
        made = _PinnedTLS(host, port, timeout=timeout, ssl_context=tls())
    else:
        made = _Pinned(host, port, timeout=timeout)
    made.places, made.call = [(address, port) for address in resolve(host_of(url), port)], call
    return made


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = 15.0,
    max_bytes: int = 5 * 1024 * 1024,
) -> Response:
    """Asks ``url`` and follows up to 5 redirects, never from https to http. ``timeout`` (seconds) is for all of it.

    An answer of any status is returned. Raises OutboundRefused for addresses that may not be asked, OutboundFailed
    when there is no whole answer in time or it is larger than ``max_bytes`` (unpacked), RuntimeError in a transaction.
    """
    refuse_inside()
    sent = {"User-Agent": "Frontdesk", "Accept-Encoding": "identity", **(headers or {})}
    call = _Call(method.upper(), url, sent, body, monotonic() + timeout, max_bytes)
    for _ in range(MAX_REDIRECTS + 1):
        parsed = check_url(call.url)
        with _readable_errors(host_of(parsed), call.deadline):
            response = _ask(parsed, call)
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or not location:
            return response
        _redirect(call, response.status, parsed, location)
    raise OutboundFailed(f"The server redirects more than {MAX_REDIRECTS} times.", permanent=True)


def _ask(url: Url, call: _Call) -> Response:
    opened = _connection(url, call)
    try:
        opened.request(call.method, url.request_uri, body=call.body, headers=call.headers, preload_content=False)
        answer = opened.getresponse()
        return Response(answer.status, answer.headers, b"".join(_read(answer, call)), call.url)
    finally:
        opened.close()


def _read(answer: BaseHTTPResponse, call: _Call) -> Iterator[bytes]:
    size = 0
    while chunk := answer.read1(_CHUNK, decode_content=True):
        size += len(chunk)
        if size > call.max_bytes:
            raise OutboundFailed(f"The answer is larger than {call.max_bytes} bytes.", permanent=True)
        call.remaining()
        yield chunk
    call.remaining()  # a line cut at the deadline looks like the end of the answer


def _redirect(call: _Call, status: int, asked: Url, location: str) -> None:
    """Turns ``call`` to where the answer points, as browsers do; secrets stay with the first origin."""
    call.url = urljoin(call.url, location)
    target = check_url(call.url)
    if asked.scheme == "https" and target.scheme == "http":
        raise OutboundRefused("The server redirects from https to http.")
    if status == 303 or (status in {301, 302} and call.method == "POST"):
        call.method, call.body = ("HEAD" if call.method == "HEAD" else "GET"), None
        call.headers = {name: value for name, value in call.headers.items() if name.lower() != "content-type"}
    if (asked.scheme, host_of(asked), asked.port) != (target.scheme, host_of(target), target.port):
        call.headers = {name: value for name, value in call.headers.items() if name.lower() in _HARMLESS}


@contextlib.contextmanager
def _readable_errors(host: str, deadline: float) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise OutboundFailed(f"{host} has no valid certificate ({error.verify_message}).", permanent=True) from error
    except (OSError, HTTPError, HTTPException) as error:
        if isinstance(error, TimeoutError) or monotonic() >= deadline:
            raise OutboundFailed(f"{host} did not answer in time.", permanent=False) from error
        raise OutboundFailed(f"{host} did not answer ({type(error).__name__}).", permanent=False) from error
