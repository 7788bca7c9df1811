"""Reads mails in a process of its own, which may take so much time and memory and no more.

A mail that makes the parser loop, swell or crash costs that process alone: ``ReaderFailed``, and the next mail gets a
new one. One is kept for each process that reads mail; a call waits for the one before.
"""

import atexit
import contextlib
import pickle
import resource
import struct
import subprocess
import sys
import threading
from typing import BinaryIO, cast

from frontdesk.mail.isolated.contents import Contents
from frontdesk.mail.parsing import Unparsable

SECONDS = 60.0
# Address space of the reading process; a mail of 25 MB takes some 300 MB in all.
MEMORY_BYTES = 1536 * 1024 * 1024
# After so many it is begun anew, so that what a library leaks does not add up.
_MAILS_EACH = 2000
_LENGTH = struct.Struct("!I")


class ReaderFailed(Exception):
    """The parser crashed, or took more time or memory than it may. Says which, for people.

    ``permanent``: it fails alike whenever it is tried; else the process may have been ended from outside.
    """

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class _Child:
    def __init__(self) -> None:
        # What it runs is this interpreter with our own module.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "frontdesk.mail.isolated.reader"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.source, self.sink = cast(BinaryIO, self.process.stdin), cast(BinaryIO, self.process.stdout)
        self.mails = 0

    def read(self, raw: bytes, envelope_from: str | None) -> Contents:
        watchdog = threading.Timer(SECONDS, self.process.kill)
        watchdog.start()
        try:
            _write(self.source, pickle.dumps(envelope_from))
            _write(self.source, raw)
            answer = _read(self.sink)
        except (OSError, EOFError) as error:
            late = not watchdog.is_alive()
            self.end()
            raise ReaderFailed(
                f"Reading it took more than {SECONDS:.0f} seconds."
                if late
                else "The parser came to an end while it read this mail (too much memory, or a fault of ours).",
                permanent=False,
            ) from error
        finally:
            watchdog.cancel()
        self.mails += 1
        return _unpack(answer)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.sink.close()
        with contextlib.suppress(OSError):  # what it did not take any more
            self.source.close()


def _unpack(answer: bytes) -> Contents:
    outcome = pickle.loads(answer)  # noqa: S301 - written by our own child, which got bytes and nothing else
    if isinstance(outcome, Contents):
        return outcome
    if outcome[0] == "unparsable":
        raise Unparsable(outcome[1])
    raise ReaderFailed(outcome[1], permanent=True)


_lock = threading.Lock()
_children: list[_Child] = []


def read(raw: bytes, envelope_from: str | None = None) -> Contents:
    """``envelope_from`` is None where it is not known, and empty for mail that nobody is to answer.

    Raises parsing.Unparsable and ReaderFailed.
    """
    with _lock:
        if _children and (_children[0].mails >= _MAILS_EACH or _children[0].process.poll() is not None):
            _children.pop().end()
        if not _children:
            _children.append(_Child())
        return _children[0].read(raw, envelope_from)


@atexit.register
def close() -> None:
    while _children:
        _children.pop().end()


def _write(pipe: BinaryIO, data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _read(pipe: BinaryIO) -> bytes:
    head = _exactly(pipe, _LENGTH.size)
    return _exactly(pipe, _LENGTH.unpack(head)[0])


def _exactly(pipe: BinaryIO, length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _serve(source: BinaryIO, sink: BinaryIO) -> None:
    """The child: until its parent has nothing more to ask, or is gone."""
    from frontdesk.mail.isolated import contents

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    while True:
        try:
            envelope_from = pickle.loads(_read(source))  # noqa: S301 - of our parent
            raw = _read(source)
        except EOFError:
            return
        outcome: object
        try:
            outcome = contents.read(raw, envelope_from)
        except Unparsable as error:
            outcome = ("unparsable", str(error))
        except MemoryError:
            outcome = ("failed", "It needs more memory than reading a mail may take.")
        except Exception as error:  # noqa: BLE001 - whatever a mail makes it raise, it is that mail's alone
            outcome = ("failed", f"The parser failed: {type(error).__name__}: {str(error)[:300]}")
        _write(sink, pickle.dumps(outcome))


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
