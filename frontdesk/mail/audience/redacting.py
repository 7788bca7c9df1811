"""Taking an address out of texts and letters, in whatever way it is written there. Pure.

Letters and digits are taken to stand as themselves: programs encode what is special, or whole texts (base64).
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError
from email.header import Header, decode_header, make_header
from email.utils import formataddr, getaddresses
from functools import cached_property

from frontdesk.mail.sending_settings import naming

ERASED = "erased"
# A letter within a letter within …: nobody forwards deeper in base64.
_DEEPEST = 3
_SOFT_BREAK = rb"(?:=[ \t]*\r?\n)?"
_SOFT_BREAKS = re.compile(rb"=[ \t]*\r?\n")
_BASE64 = re.compile(rb"(?m)^[A-Za-z0-9+/=]+[ \t]*(?:\r?\n[A-Za-z0-9+/=]+[ \t]*)*(?=\r?\n|\Z)")
_WORD = rb"=\?[\w.:*-]+\?[bBqQ]\?[^?\r\n]*\?="
_ENCODED_WORDS = re.compile(_WORD + rb"(?:\r?\n?[ \t]+" + _WORD + rb"){0,40}")
# What stands before an address and is no part of it, though it ends like one: escapes of JSON and of URLs.
_BEFORE = r"(?:(?<![0-9A-Za-z._+-])|(?<=\\[bfnrt])|(?<=\\u[0-9a-fA-F]{4})|(?<=[=%][0-9A-Fa-f][0-9A-Fa-f]))"
_AFTER = r"(?!-*[0-9A-Za-z]|\.[0-9A-Za-z])"
_QUOTED_AFTER = rb"(?!(?:=[ \t]*\r?\n)?(?:-*[0-9A-Za-z]|\.(?:=[ \t]*\r?\n)?[0-9A-Za-z]))"


@dataclass(frozen=True)
class Redactor:
    """``email``: in lower case."""

    email: str

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """The address with its domain as people and as name servers write it."""
        local, _, domain = self.email.rpartition("@")
        try:
            other = [naming.to_ascii(domain), naming.to_unicode(domain)]
        except ValueError:
            other = []
        return tuple(dict.fromkeys([self.email, *(f"{local}@{each}" for each in other)]))

    @cached_property
    def word(self) -> str:
        """The longest part of the address that always stands as itself: where it is missing, so is the address."""
        local = self.email.rpartition("@")[0]
        parts: list[str] = re.findall(r"[0-9a-z]+", local) or re.findall(r"[0-9a-z]+", self.email) or [""]
        return max(parts, key=len)

    @cached_property
    def sql_pattern(self) -> str:
        """For PostgreSQL's ``~*``. ``ana@x.test`` is neither the end of ``diana@x.test`` nor the beginning of
        ``ana@x.testing``."""
        before = _BEFORE.replace("0-9A-Za-z._+-", "[:alnum:]._+-")
        after = _AFTER.replace("0-9A-Za-z", "[:alnum:]")
        return f"{before}(?:{'|'.join(self._written(each, _in_text) for each in self.spellings)}){after}"

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return self._compiled(_in_text)

    @cached_property
    def _quoted_pattern(self) -> re.Pattern[bytes]:
        return self._compiled(_in_quoted, between=_SOFT_BREAK, before=b"", after=_QUOTED_AFTER)

    def _compiled(
        self,
        write: Callable[[str], str],
        *,
        between: bytes = b"",
        before: bytes = _BEFORE.encode(),
        after: bytes = _AFTER.encode(),
    ) -> re.Pattern[bytes]:
        written = [between.join(f"(?:{write(each)})".encode() for each in spelling) for spelling in self.spellings]
        return re.compile(before + b"(?:" + b"|".join(written) + b")" + after, re.IGNORECASE)

    @staticmethod
    def _written(spelling: str, write: Callable[[str], str]) -> str:
        return "".join(write(each) for each in spelling)

    def redact_letter(self, letter: bytes, depth: int = 0) -> bytes:
        """The bytes without the address: in headers (also encoded ones), bodies and attachments of text, whatever
        their transfer encoding. The same bytes where it is not in them."""
        changed = self._redact_base64(letter, depth) if depth < _DEEPEST else letter
        changed = _ENCODED_WORDS.sub(self._redact_words, changed)
        word = self.word.encode()
        if b"quoted-printable" in changed.lower():
            is_there = word in _SOFT_BREAKS.sub(b"", changed).lower()
            return self._quoted_pattern.sub(self._redact_quoted, changed) if is_there else changed
        return self._pattern.sub(ERASED.encode(), changed) if word in changed.lower() else changed

    def _redact_base64(self, letter: bytes, depth: int) -> bytes:
        def anew(found: re.Match[bytes]) -> bytes:
            run = found[0]
            if len(run) < len(self.email):
                return run
            try:
                content = binascii.a2b_base64(run)
            except binascii.Error:
                return run
            changed = self.redact_letter(content, depth + 1)
            if changed == content:
                return run
            end = b"\r\n" if b"\r\n" in run or b"\r\n" in letter else b"\n"
            return end.join(base64.encodebytes(changed).splitlines())

        return _BASE64.sub(anew, letter)

    def _redact_words(self, found: re.Match[bytes]) -> bytes:
        try:
            text = str(make_header(decode_header(found[0].decode("ascii", "replace"))))
        except (MessageError, LookupError, ValueError):
            return found[0]
        changed = self._pattern.sub(ERASED.encode(), text.encode("utf-8", "replace"))
        if changed == text.encode("utf-8", "replace"):
            return found[0]
        return Header(changed.decode(), "utf-8").encode(linesep="\r\n").encode()

    @staticmethod
    def _redact_quoted(found: re.Match[bytes]) -> bytes:
        """Unless something that belongs to another address stands before it, on the line or before a soft break."""
        before = _SOFT_BREAKS.sub(b"", found.string[max(0, found.start() - 12) : found.start()])
        is_escape = re.search(rb"(?:[=%][0-9A-Fa-f]{2}|\\[bfnrt])\Z", before)
        if not is_escape and re.search(rb"[0-9A-Za-z._+-]\Z", before):
            return found[0]
        return ERASED.encode()

    def is_of(self, address: str) -> bool:
        """``Name <address>`` or the address alone."""
        return any(bare.strip().lower() in self.spellings for _, bare in getaddresses([address]))

    def leave_out(self, letter: bytes, *, instead: str = "") -> bytes:
        """The letter without this one among those whom its head names, with their name; ``instead``: what stands in
        their place. Everything else stays as it is."""
        end = letter.find(b"\r\n\r\n")
        if end < 0:
            return letter
        head, rest = letter[: end + 2], letter[end + 2 :]
        for name in (b"To", b"Cc"):
            field = re.search(rb"(?im)^" + name + rb":.*\r\n(?:[ \t].*\r\n)*", head)
            if field is not None:
                head = head[: field.start()] + self._without(field[0], name, instead) + head[field.end() :]
        return head + rest

    def _without(self, field: bytes, name: bytes, instead: str) -> bytes:
        # Names stay as they are encoded: decoded, a comma of theirs would part them.
        text = field.partition(b":")[2].decode("utf-8", "surrogateescape").replace("\r\n", "")
        named = [pair for pair in getaddresses([text]) if pair[1]]
        left = [pair for pair in named if pair[1].lower() not in self.spellings]
        if len(left) == len(named):
            return field
        written = [_write(*pair) for pair in left] + ([instead] if instead else [])
        if not written:
            return b"To: undisclosed-recipients:;\r\n" if name == b"To" else b""
        return name + b": " + ",\r\n ".join(written).encode("utf-8", "surrogateescape") + b"\r\n"


def _write(name: str, address: str) -> str:
    return f"{name} <{address}>" if "=?" in name else formataddr((name, address))


def _in_text(character: str) -> str:
    """As itself, or as URLs, HTML and JSON write it. Understood by Python and PostgreSQL alike."""
    if character.isalnum():
        return character
    code = ord(character)
    if code > 127:
        return re.escape(character)
    names = {"'": "|&apos;", "&": "|&amp;"}.get(character, "")
    return f"(?:{re.escape(character)}|%{code:02x}|&#0*{code};|&#[xX]0*{code:x};|\\\\u00{code:02x}{names})"


def _in_quoted(character: str) -> str:
    """As quoted-printable has it, where letters may be written as numbers too."""
    codes = "".join(f"={each:02x}" for each in character.encode())
    if character.isalnum():
        return f"{character}|{codes}"
    return f"{_in_text(character)}|{codes}"
