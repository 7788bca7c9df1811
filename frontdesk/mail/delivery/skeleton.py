"""A mail of two parts, written once for many recipients: the same as ``composing.build`` makes, forty times as fast.

No value can add a header or a line of one: what stands in a header is one line of printable ASCII when it gets there,
and the boundary holds "=_", which neither encoding nor any line as it is can hold after this module.
"""

import binascii
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

import idna

from frontdesk.mail.addresses import split_address

# RFC 5322 allows 998 octets.
LONGEST_LINE = 990
_WORD_BYTES = 42  # an encoded word has 75 characters at most (RFC 2047)
_LINE = 76
_PRINTABLE = re.compile(r"[ -~]*")
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_PLAIN_WORD = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


class Skeleton:
    """``headers`` are the same in each mail."""

    def __init__(self, headers: Mapping[str, str], *, sender: str, reply_to: str = "") -> None:
        boundary = f"=_{secrets.token_hex(16)}"
        answers = b"Reply-To: " + write_address(reply_to) + b"\r\n" if reply_to else b""
        self._head = b"From: " + write_address(sender) + b"\r\n" + answers + _lines(headers)
        self._kind = (
            b'MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="'
            + boundary.encode()
            + b'"\r\n\r\n'
        )
        self._boundary = boundary
        self._delimiter = b"--" + boundary.encode()

    def write(
        self, *, to: str, subject: str, date: datetime, headers: Mapping[str, str], text: str, html: str
    ) -> bytes:
        return b"".join(
            (
                self._head,
                b"To: ",
                write_address(to),
                b"\r\nSubject: ",
                write_words(subject, taken=9),
                b"\r\nDate: ",
                _write_date(date.replace(microsecond=0)),
                b"\r\n",
                _lines(headers),
                self._kind,
                self._part(b"text/plain", text),
                self._part(b"text/html", html),
                self._delimiter,
                b"--\r\n",
            )
        )

    def _part(self, kind: bytes, text: str) -> bytes:
        encoding, body = encode(text, self._boundary)
        return b"%b\r\nContent-Type: %b; charset=utf-8\r\nContent-Transfer-Encoding: %b\r\n\r\n%b\r\n" % (
            self._delimiter,
            kind,
            encoding,
            body,
        )


def encode(text: str, boundary: str) -> tuple[bytes, bytes]:
    """The transfer encoding, and the text in it with CRLF line ends, every line of it short and ASCII."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    is_ascii = text.isascii()
    if is_ascii and "\0" not in text and boundary not in text and _longest_line(text) <= LONGEST_LINE:
        return b"7bit", text.replace("\n", "\r\n").encode()
    octets = text.replace("\n", "\r\n").encode("utf-8", "replace")
    if len(octets) > len(text) * 4 // 3:  # mostly beyond ASCII
        encoded = binascii.b2a_base64(octets, newline=False)
        lines = [encoded[start : start + _LINE] for start in range(0, len(encoded), _LINE)]
        return b"base64", b"\r\n".join(lines)
    # It breaks lines as the text does, so a text without any has to show it how.
    return b"quoted-printable", binascii.b2a_qp(b"\r\n" + octets, istext=True)[2:]


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))


def _lines(headers: Mapping[str, str]) -> bytes:
    return b"".join(b"%b: %b\r\n" % (name.encode(), _one_line(value)) for name, value in headers.items())


def _one_line(value: str) -> bytes:
    return value.encode() if _PRINTABLE.fullmatch(value) else write_words(value, taken=LONGEST_LINE)


@lru_cache(maxsize=16)
def _write_date(second: datetime) -> bytes:
    return format_datetime(second).encode()


@lru_cache(maxsize=1024)
def write_words(text: str, *, taken: int) -> bytes:
    """Text of a header whose line has ``taken`` characters already: folded, and encoded where it is not plain."""
    text = _BREAKING.sub(" ", text)
    if text.isascii() and "=?" not in text:
        return _folded(text, taken)
    return b"\r\n ".join(_encoded_words(text))


def _folded(text: str, taken: int) -> bytes:
    """Broken at single spaces alone, so that it reads the same unfolded."""
    if len(text) + taken <= _LINE + 2:
        return text.encode()
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line.strip() and len(line) + 1 + len(word) + (taken if not lines else 1) > _LINE and word:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line or lines else word
    return "\r\n ".join([*lines, line]).encode()


def _encoded_words(text: str) -> list[bytes]:
    """RFC 2047: each word holds whole characters."""
    words, part = [], b""
    for character in text:
        octets = character.encode("utf-8", "replace")
        if len(part) + len(octets) > _WORD_BYTES:
            words.append(part)
            part = b""
        part += octets
    return [b"=?utf-8?b?" + binascii.b2a_base64(word, newline=False) + b"?=" for word in [*words, part]]


def write_address(address: str) -> bytes:
    """``Name <a@b>`` or ``a@b`` as a header takes it."""
    name, bare = split_address(address)
    written = _bare(bare)
    name = _BREAKING.sub(" ", name).strip()
    if not name:
        return written
    if not name.isascii() or "=?" in name:
        return b"\r\n ".join([*_encoded_words(name), b"<" + written + b">"])
    if _PLAIN_WORD.fullmatch(name) and len(name) < _LINE - 10:
        return name.encode() + b" <" + written + b">"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return b'"' + quoted.encode() + b'"\r\n <' + written + b">"


def _bare(address: str) -> bytes:
    """Domains in other scripts go as IDNA; a local part in one has no other form (RFC 6532)."""
    clean = _BREAKING.sub("", address).replace("<", "").replace(">", "")
    if clean.isascii():
        return clean.encode()
    local, _, domain = clean.rpartition("@")
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}".encode()
    except idna.IDNAError:
        return clean.encode()
