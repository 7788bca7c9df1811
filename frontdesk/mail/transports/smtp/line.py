"""The line to a server: bytes out, whole replies in, each within its time."""

import contextlib
import socket
import ssl
import time
from dataclasses import dataclass

from frontdesk.mail.transports.smtp.server import Server
from frontdesk.platform.outbound import sockets

CONNECT_SECONDS = 20.0
REPLY_SECONDS = 60.0
# RFC 5321 4.5.3.2.6: whoever gives up waiting for the answer to the data sends the mail twice.
DATA_SECONDS = 300.0
# How long a server may take to read what is sent to it.
WRITE_SECONDS = 300.0
_LONGEST_LINE = 8192
_MOST_LINES = 128


class Broken(Exception):
    """The connection ended, or the server does not speak SMTP."""


@dataclass(frozen=True, slots=True)
class Reply:
    """``text``: what the server said, its lines joined, without what a database cannot hold."""

    code: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        words = " ".join(self.lines)[:2000]
        return f"{self.code} " + "".join(each if each.isprintable() else " " for each in words)


class Line:
    """Raises Broken, TimeoutError and other OSErrors."""

    def __init__(self, opened: socket.socket) -> None:
        self._socket = opened
        self._buffer = bytearray()

    @classmethod
    def connect(cls, server: Server) -> "Line":
        """A line without a word said yet. Raises OutboundRefused and OutboundFailed besides."""
        if server.guarded:
            opened = sockets.connect(server.host, server.port, timeout=CONNECT_SECONDS)
        else:
            opened = socket.create_connection((server.host, server.port), timeout=CONNECT_SECONDS)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = cls(opened)
        if server.tls == "implicit":
            line.encrypt(server)
        return line

    @property
    def encrypted(self) -> bool:
        return isinstance(self._socket, ssl.SSLSocket)

    def encrypt(self, server: Server) -> None:
        if self._buffer:  # said before the encryption began, so by anybody
            raise Broken("The server talked on in clear after STARTTLS.")
        self._socket.settimeout(CONNECT_SECONDS)
        self._socket = server.context.wrap_socket(self._socket, server_hostname=server.host)

    def write(self, content: bytes) -> None:
        self._socket.settimeout(WRITE_SECONDS)
        self._socket.sendall(content)

    def reply(self, seconds: float | None = None) -> Reply:
        """The next reply, all of it within ``seconds``, however slowly it comes."""
        deadline = time.monotonic() + (REPLY_SECONDS if seconds is None else seconds)
        lines: list[str] = []
        while len(lines) < _MOST_LINES:
            raw = self._next_line(deadline)
            if not raw[:3].isdigit():
                raise Broken(f"This is no SMTP server: {raw[:60].decode(errors='replace')!r}")
            lines.append(raw[4:].decode(errors="replace"))
            if raw[3:4] != b"-":
                return Reply(int(raw[:3]), tuple(lines))
        raise Broken("The server does not end its reply.")

    def _next_line(self, deadline: float) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > _LONGEST_LINE:
                raise Broken("The server does not end its line.")
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("The server did not answer in time.")
            self._socket.settimeout(left)
            try:
                received = self._socket.recv(4096)
            except TimeoutError:
                raise TimeoutError("The server did not answer in time.") from None
            if not received:
                raise Broken("The server ended the connection.")
            self._buffer += received
        found = bytes(self._buffer[:end]).rstrip(b"\r")
        del self._buffer[: end + 1]
        return found

    def ended(self) -> bool:
        """Whether something came in while nobody had asked: a good-bye, or the end."""
        if self._buffer:
            return True
        try:
            self._socket.settimeout(0)
            self._buffer += self._socket.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        return True

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.close()
