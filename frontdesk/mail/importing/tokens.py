"""Tags in curly braces: Liquid, Handlebars, Mustache, Jinja, Twig and Django all write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["output", "raw_output", "tag", "comment", "partial", "open", "inverse", "close", "else", "broken"]

_OPENING = re.compile(r"\{[{%#]")
_TRIMS = "~-"
_ELSE = re.compile(r"else(?:\s+(.*))?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """`inner` is without braces, marks and blanks; `trims` say whether blanks before and after it are taken away."""

    kind: Kind
    start: int
    end: int
    inner: str
    trims: tuple[str, str] = ("", "")


def find_tokens(text: str) -> list[Token]:
    """Every tag in order. Linear in time: what is never closed is looked for once."""
    found: list[Token] = []
    position, missing = 0, set[str]()
    while (opening := _OPENING.search(text, position)) is not None:
        start = opening.start()
        closing = {"{{": "}}", "{%": "%}", "{#": "#}"}[opening[0]]
        if text.startswith(("{{!--", "{{~!--"), start):
            closing = "--}}" if "--}}" not in missing else "}}"
        end = -1 if closing in missing else text.find(closing, start + 2)
        if end < 0 and closing == "--}}":
            missing.add(closing)
            continue
        if end < 0:
            missing.add(closing)
            if opening[0] != "{#":
                found.append(Token("broken", start, start + 2, opening[0]))
            position = start + 2
            continue
        token = _token(text, start, end + len(closing), opening[0])
        found.append(token)
        position = token.end
    return found


def _token(text: str, start: int, end: int, opener: str) -> Token:
    if opener == "{#":
        return Token("comment", start, end, text[start + 2 : end - 2])
    if opener == "{%":
        inner, trims = _untrimmed(text[start + 2 : end - 2])
        return Token("tag", start, end, inner, trims)
    if text.startswith("{{{", start) and text.startswith("}", end):
        inner, trims = _untrimmed(text[start + 3 : end - 2])
        return Token("raw_output", start, end + 1, inner, trims)
    inner, trims = _untrimmed(text[start + 2 : end - 2])
    kind, inner = _kind(inner)
    return Token(kind, start, end, inner, trims)


def _untrimmed(inside: str) -> tuple[str, tuple[str, str]]:
    before = "-" if inside[:1] in _TRIMS and inside else ""
    after = "-" if inside[-1:] in _TRIMS and len(inside) > 1 else ""
    return inside[len(before) : len(inside) - len(after)].strip(), (before, after)


_MARKS: dict[str, Kind] = {
    "!": "comment",
    ">": "partial",
    "#": "open",
    "^": "inverse",
    "/": "close",
    "&": "raw_output",
}


def _kind(inner: str) -> tuple[Kind, str]:
    mark = _MARKS.get(inner[:1])
    if mark == "inverse" and not inner[1:].strip():
        return "else", ""
    if mark is not None:
        return mark, inner[1:].strip()
    otherwise = _ELSE.match(inner)
    if otherwise is not None:
        return "else", (otherwise[1] or "").strip()
    return "output", inner
