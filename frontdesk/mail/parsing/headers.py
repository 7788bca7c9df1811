"""Header lines: where they end, what they say."""

import base64
import binascii
import re
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from frontdesk.mail.parsing import charsets
from frontdesk.mail.parsing.limits import MAX_HEADER, MAX_HEADER_BYTES, MAX_HEADERS, MAX_REFERENCES

_LINE = re.compile(rb"[^\n]*\n?")
_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_WORD = re.compile(r"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\r\n]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[\w.:+-]{1,60}(?:\*[\w-]{0,20})?\?[bBqQ]\?)")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ID = re.compile(r"<([^<>\s]{1,900})>")
_BARE_ID = re.compile(r"[^\s<>,;\"]{1,400}@[^\s<>,;\"]{1,400}")
_QUOTED_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


class Block:
    """The header lines of one part: ``items`` are decoded bytes, values unfolded but their words still coded."""

    def __init__(self) -> None:
        self.items: list[tuple[str, str]] = []
        self.is_cut = False
        self.end = 0  # where the body starts
        self.has_stray_line = False

    def first(self, name: str) -> str:
        return next((value for each, value in self.items if each.lower() == name), "")

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.items if each.lower() == name]


def read_block(raw: bytes, start: int, end: int) -> Block:
    """Reads up to the first empty line, or the first line that can be no header: that is the body then."""
    block = Block()
    values: list[tuple[str, list[bytes]]] = []
    position, stop = start, min(end, start + MAX_HEADER_BYTES)
    while position < stop:
        found = _LINE.match(raw, position, stop)
        line = found.group() if found else b""
        bare = line.rstrip(b"\r\n")
        if not bare:
            position += len(line)
            block.end = position
            break
        if bare[:1] in b" \t" and values:
            values[-1][1].append(bare)
        elif (name := _NAME.match(bare)) is not None:
            values.append((name[1].decode("ascii"), [bare[name.end() :]]))
        elif not (position == start and bare.startswith((b"From ", b">From "))):
            block.has_stray_line = True
            block.end = position
            break
        position += len(line)
        if len(values) > MAX_HEADERS:
            block.is_cut = True
            break
    else:
        block.is_cut = position < end and stop < end
        block.end = position
    if block.is_cut:
        block.end = _after_headers(raw, position, end)
    block.items = [(name, _unfold(lines)) for name, lines in values[:MAX_HEADERS]]
    return block


def _after_headers(raw: bytes, position: int, end: int) -> int:
    places = [place + len(gap) for gap in (b"\n\n", b"\n\r\n") if (place := raw.find(gap, position - 1, end)) >= 0]
    return min(places, default=end)


def _unfold(lines: list[bytes]) -> str:
    return raw_text(b"".join(lines)[:MAX_HEADER]).strip(" \t\r")


def raw_text(value: bytes) -> str:
    """Headers are ASCII or UTF-8; what is neither, most often is of Windows' Western set or Japanese."""
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    return charsets.decode(value)[0]


def decode(value: str) -> str:
    """One line of readable text."""
    if "=?" in value:
        value = _WORD.sub(_decode_word, _join_words(_BETWEEN_WORDS.sub(r"\1", value)))
    return one_line(value)


def one_line(value: str) -> str:
    return _SPACE.sub(" ", _CONTROL.sub(" ", value)).strip()


def _join_words(value: str) -> str:
    """Neighbours of one character set and coding are decoded together: some cut characters in two."""
    words = list(_WORD.finditer(value))
    if len(words) < 2:
        return value
    pieces: list[str] = []
    last_end, last_key = 0, ("", "")
    for word in words:
        key = (word[1].lower(), word[2].lower())
        joined = word.start() == last_end and key == last_key and pieces and not pieces[-2].endswith("=")
        if joined:
            pieces[-1:] = [word[3], "?="]
        else:
            pieces += [value[last_end : word.start()], f"=?{word[1]}?{word[2]}?", word[3], "?="]
        last_end, last_key = word.end(), key
    return "".join(pieces) + value[last_end:]


def _decode_word(word: re.Match[str]) -> str:
    data = word[3].encode("utf-8", "replace")
    if word[2] in "bB":
        data = lenient_base64(data)
    else:
        data = _QUOTED_HEX.sub(lambda found: bytes([int(found[1], 16)]), data.replace(b"_", b" "))
    return charsets.decode(data, word[1])[0]


def lenient_base64(data: bytes) -> bytes:
    """As much of it as can be decoded."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        pass
    bare = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(bare) % 4 == 1:
        bare = bare[:-1]
    try:
        return base64.b64decode(bare + b"=" * (-len(bare) % 4))
    except binascii.Error:
        return b""


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """``text/plain; charset=…`` to its word in lower case and its parameters, RFC 2231 and RFC 2047 decoded."""
    fields = list(_fields(value))
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for field in fields[1:]:
        name, _, content = field.partition("=")
        name, content = name.strip().lower(), _unquote(content.strip())
        base, star, rest = name.partition("*")
        if not star:
            plain.setdefault(name, content)
            continue
        number = rest.rstrip("*")
        pieces.setdefault(base, {}).setdefault(
            int(number) if number.isdigit() and len(number) < 4 else 0, (content, name.endswith("*"))
        )
    words = {name: decode(content) for name, content in plain.items()}
    return fields[0].strip().lower(), words | {name: _extended(parts) for name, parts in pieces.items()}


def _extended(parts: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231: ``utf-8'en'a%20b``, maybe in numbered pieces of which only some are coded."""
    ordered = [parts[number] for number in sorted(parts)]
    charset = ""
    if ordered[0][1] and ordered[0][0].count("'") >= 2:
        charset, _, first = ordered[0][0].split("'", 2)
        ordered[0] = (first, True)
    data = b"".join(
        urllib.parse.unquote_to_bytes(content) if coded else content.encode("utf-8", "replace")
        for content, coded in ordered
    )
    return one_line(charsets.decode(data, charset)[0])


def _fields(value: str) -> Iterator[str]:
    """Cut at semicolons outside of quotes."""
    start, quoted, position = 0, False, 0
    while position < len(value):
        sign = value[position]
        if sign == "\\" and quoted:
            position += 1
        elif sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            yield value[start:position]
            start = position + 1
        position += 1
    yield value[start:]


def _unquote(value: str) -> str:
    if value.startswith('"'):
        value = re.sub(r"\\(.)", r"\1", value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:])
    return value


def message_ids(value: str) -> list[str]:
    """With their angle brackets, as other mails quote them; bare ones where somebody left the brackets out."""
    found = _ID.findall(value[:MAX_HEADER]) or (_BARE_ID.findall(value) if "<" not in value else [])
    return list(dict.fromkeys(f"<{each}>" for each in found))[: 10 * MAX_REFERENCES]


def date_of(value: str) -> datetime | None:
    try:
        parts = parsedate_tz(value[:200])
        if parts is None:
            return None
        offset = parts[9] or 0
        return datetime(*parts[:6], tzinfo=timezone(timedelta(seconds=offset)) if offset else UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
