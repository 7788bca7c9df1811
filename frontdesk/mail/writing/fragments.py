"""Reads JSON while it is being written: the texts in it, as they grow."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": ""}
Path = tuple[str | int, ...]
# No answer that anybody asked for is deeper.
_DEEPEST = 16


@dataclass(slots=True)
class Fragments:
    """``feed`` gives what each piece of JSON adds to which text: ``(("texts", "3"), "Hello")``.

    Tolerant: what is no JSON gives nothing, and never raises.
    """

    _stack: list[str | int] = field(default_factory=list)  # "" in an object before its key
    _in_text: bool = False
    _is_key: bool = False
    _expects_key: bool = False
    _text: list[str] = field(default_factory=list)
    _escape: str = ""

    def feed(self, piece: str) -> Iterator[tuple[Path, str]]:
        grown = ""
        for character in piece:
            if len(self._stack) > _DEEPEST:
                return
            if self._in_text:
                added = self._read(character)
                if added is None:
                    if grown:
                        yield tuple(self._stack), grown
                    grown = ""
                elif not self._is_key:
                    grown += added
            else:
                self._structure(character)
        if grown:
            yield tuple(self._stack), grown

    def _read(self, character: str) -> str | None:
        """What the character adds to the text that is open; None where it ends it."""
        if self._escape:
            return self._unescape(character)
        if character == "\\":
            self._escape = "\\"
            return ""
        if character == '"':
            self._in_text = False
            if self._is_key and self._stack:
                self._stack[-1] = "".join(self._text)
            return None
        return self._add(character)

    def _add(self, text: str) -> str:
        if self._is_key:
            self._text.append(text)
        return text

    def _unescape(self, character: str) -> str:
        self._escape += character
        if self._escape == "\\u" or (self._escape.startswith("\\u") and not self._is_whole()):
            return ""
        escape, self._escape = self._escape, ""
        if escape.startswith("\\u"):
            return self._add(_character(escape))
        return self._add(_ESCAPES.get(character, character))

    def _is_whole(self) -> bool:
        """A character beyond the first 65,536 is written as two escapes."""
        escape = self._escape
        if re.fullmatch(r"\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?", escape):
            return False
        return len(escape) >= 6

    def _structure(self, character: str) -> None:
        if character == "{":
            self._stack.append("")
            self._expects_key = True
        elif character == "[":
            self._stack.append(0)
            self._expects_key = False
        elif character in "}]" and self._stack:
            self._stack.pop()
            self._expects_key = False
        elif character == "," and self._stack:
            top = self._stack[-1]
            if isinstance(top, int):
                self._stack[-1] = top + 1
            self._expects_key = isinstance(top, str)
        elif character == ":":
            self._expects_key = False
        elif character == '"':
            self._in_text, self._is_key, self._text = True, self._expects_key, []


def _character(escape: str) -> str:
    try:
        read = json.loads(f'"{escape}"')
    except ValueError:
        return ""
    return read if isinstance(read, str) and read.isprintable() else ""
