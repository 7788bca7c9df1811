"""Server-sent events, put together from whatever pieces the network makes of them."""

from typing import NamedTuple


class Event(NamedTuple):
    """``name`` is empty where the server gives none."""

    name: str
    data: bytes


class Parser:
    """Feed it bytes in pieces of any size; it gives the events that are whole by then.

    Lines may end in LF, CRLF or CR, also mixed; comments and unknown fields are skipped, as the standard says.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._name = ""
        self._data: list[bytes] = []
        self._after_cr = False
        self._begun = False

    @property
    def pending(self) -> int:
        """Bytes that wait for the end of their event."""
        return len(self._rest) + sum(map(len, self._data))

    def feed(self, piece: bytes) -> list[Event]:
        if self._after_cr and piece.startswith(b"\n"):
            piece = piece[1:]
        if not piece:
            return []
        self._after_cr = piece.endswith(b"\r")
        if b"\r" in piece:
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, self._rest = (self._rest + piece).split(b"\n")
        return [event for line in lines if (event := self._take(line))]

    def end(self) -> list[Event]:
        """What the server did not end with an empty line: not by the standard, but some forget it."""
        last = [self._take(self._rest), self._take(b"")]
        self._rest = b""
        return [event for event in last if event]

    def _take(self, line: bytes) -> Event | None:
        if not self._begun:
            self._begun, line = True, line.removeprefix(b"\xef\xbb\xbf")
        if not line:
            return self._dispatch()
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data.append(value)
        elif field == b"event":
            self._name = value.decode("utf-8", "replace")
        return None

    def _dispatch(self) -> Event | None:
        event = Event(self._name, b"\n".join(self._data)) if self._data else None
        self._name, self._data = "", []
        return event
