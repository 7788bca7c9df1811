"""The records of a CSV file with the bytes at which each ends. Pure: of any binary file, read in blocks.

A record goes on over line ends inside quotes. One that is too long is skipped to its end without being kept, so that a
file of one line costs no more memory than any other; a quote that nobody closes spoils its own line alone.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 256 * 1024
MAX_RECORD = 64 * 1024
MAX_LINES = 100
QUOTE = b'"'

TOO_LONG = "This line is too long (64 kB at most)."
UNCLOSED = "A quotation mark in this line is not closed."


@dataclass(slots=True)
class Record:
    """``raw`` without its line end, cut where it is too long. ``end``: where the next one begins."""

    raw: bytes
    end: int
    problem: str = ""


@dataclass(slots=True)
class _Line:
    text: bytes
    length: int
    is_cut: bool = False


def read_records(file: BinaryIO, *, delimiter: str, line_end: bytes = b"\n", position: int = 0) -> Iterator[Record]:
    """``file`` stands at ``position`` of the whole."""
    lines, waiting = _lines(file, line_end), deque[_Line]()
    separator = delimiter.encode()
    while (line := waiting.popleft() if waiting else next(lines, None)) is not None:
        if line.is_cut:
            position += line.length
            yield Record(line.text, position, TOO_LONG)
            continue
        if QUOTE not in line.text or not _stays_open(line.text, separator, within=False):
            position += line.length
            yield Record(line.text.removesuffix(b"\r"), position)
            continue
        held = [line, *_up_to_the_quote(lines, waiting, separator, line.length)]
        if _is_closed(held, separator):
            position += sum(part.length for part in held)
            yield Record(line_end.join(part.text for part in held).removesuffix(b"\r"), position)
        else:
            waiting.extendleft(reversed(held[1:]))
            position += line.length
            yield Record(line.text.removesuffix(b"\r"), position, UNCLOSED)


def _up_to_the_quote(lines: Iterator[_Line], waiting: deque[_Line], separator: bytes, size: int) -> list[_Line]:
    """The lines up to the one that closes the quotation, or as many as a record may have."""
    held: list[_Line] = []
    while len(held) < MAX_LINES and size <= MAX_RECORD:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            break
        held.append(line)
        size += line.length
        if line.is_cut or not _stays_open(line.text, separator, within=True):
            break
    return held


def _is_closed(held: list[_Line], separator: bytes) -> bool:
    last = held[-1]
    return len(held) > 1 and not last.is_cut and not _stays_open(last.text, separator, within=True)


def _stays_open(line: bytes, separator: bytes, *, within: bool) -> bool:
    """Whether ``line``, which begins ``within`` quotes or not, ends inside of them. A quote counts where a field begins
    with it; inside quotes two stand for one."""
    if not within and line.count(QUOTE) % 2 == 0:
        return False
    at = 0
    while True:
        if not within:
            if line[at : at + 1] != QUOTE:
                following = line.find(separator, at)
                if following < 0:
                    return False
                at = following + 1
                continue
            at += 1
        closing = line.find(QUOTE, at)
        while closing >= 0 and line[closing + 1 : closing + 2] == QUOTE:
            closing = line.find(QUOTE, closing + 2)
        if closing < 0:
            return True
        following = line.find(separator, closing)
        if following < 0:
            return False
        at, within = following + 1, False


def _lines(file: BinaryIO, line_end: bytes) -> Iterator[_Line]:
    rest = b""
    while block := file.read(BLOCK):
        *whole, rest = (rest + block).split(line_end)
        for text in whole:
            if len(text) > MAX_RECORD:
                yield _Line(text[:MAX_RECORD], len(text) + 1, is_cut=True)
            else:
                yield _Line(text, len(text) + 1)
        if len(rest) > MAX_RECORD:
            line, rest = _skip(file, line_end, rest)
            yield line
    if rest:
        yield _Line(rest, len(rest))


def _skip(file: BinaryIO, line_end: bytes, begun: bytes) -> tuple[_Line, bytes]:
    """The line that begins with ``begun``, cut, and what was read behind it."""
    length = len(begun)
    while block := file.read(BLOCK):
        at = block.find(line_end)
        if at >= 0:
            return _Line(begun[:MAX_RECORD], length + at + 1, is_cut=True), block[at + 1 :]
        length += len(block)
    return _Line(begun[:MAX_RECORD], length, is_cut=True), b""
