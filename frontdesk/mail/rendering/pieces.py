"""Liquid inside markup: where each output and tag stands, and stand-ins that survive the compilers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from frontdesk.mail.rendering.markup import Attribute, Piece, attributes_of, scan, words

_OPENING = re.compile(r"\{[{%]")
_VERBATIM = re.compile(r"\{%-?\s*(raw|doc)\b")
_TAG_NAME = re.compile(r"#|\w+")
BLOCKS = frozenset({"if", "unless", "case", "for", "capture"})
_BETWEEN = frozenset({"else", "elsif", "when"})
_URLS = frozenset({"href", "src", "background"})
_STYLING = frozenset({"style", "bgcolor", "color", "fillcolor", "strokecolor"})
# Where MJML counts children or ignores them, a condition must be decided before it compiles.
_LAYOUT_PARENTS = words(
    "mjml mj-head mj-attributes mj-wrapper mj-section mj-group mj-social mj-navbar mj-hero",
)


@dataclass(frozen=True, slots=True)
class LiquidPiece:
    """An output `{{ … }}` (`tag` empty) or a tag `{% tag … %}` of the source."""

    start: int
    end: int
    tag: str
    expression: str
    source: str
    trims: tuple[str, str] = ("", "")


def find_liquid(source: str) -> list[LiquidPiece]:
    """All outputs and tags, as Liquid's own lexer delimits them. Linear in time for any source."""
    found: list[LiquidPiece] = []
    position = 0
    while (opening := _OPENING.search(source, position)) is not None:
        start = opening.start()
        is_output = opening[0] == "{{"
        closing = source.find("}}" if is_output else "%}", start + 2)
        if closing < 0:
            break
        position = closing + 2
        found.append(_liquid_piece(source, start, position, is_output))
    return found


def find_unended(source: str) -> int | None:
    """Index of the first output, tag, raw or doc block that never ends.

    Asked before Liquid's lexer runs: it would look for the end again at every character, for hours.
    """
    position = 0
    while (opening := _OPENING.search(source, position)) is not None:
        start = opening.start()
        closing = source.find("}}" if opening[0] == "{{" else "%}", start + 2)
        if closing < 0:
            return start
        position = closing + 2
        block = _VERBATIM.match(source, start)
        if block is not None:
            end = re.compile(r"\{%-?\s*end" + block[1] + r"\s*-?%\}").search(source, position)
            if end is None:
                return start
            position = end.end()
    return None


def _liquid_piece(source: str, start: int, end: int, is_output: bool) -> LiquidPiece:
    inside = source[start + 2 : end - 2]
    before, after = "-" if inside.startswith("-") else "", "-" if inside.endswith("-") else ""
    text = inside.removeprefix("-").removesuffix("-").strip()
    name = _TAG_NAME.match(text)
    tag = "" if is_output else (name[0] if name else "?")
    return LiquidPiece(start, end, tag, text, source[start:end], (before, after))


def masked(source: str, liquid: list[LiquidPiece]) -> str:
    """The source with every Liquid piece replaced by as many harmless characters; lines stay."""
    parts, position = [], 0
    for piece in liquid:
        parts.append(source[position : piece.start])
        parts.append(re.sub(r"[^\n]", "\x1a", piece.source))
        position = piece.end
    return "".join([*parts, source[position:]])


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a Liquid piece stands; two pieces with the same `scope` are siblings."""

    kind: Literal["text", "attribute", "raw", "comment", "tag"]
    scope: tuple[int, int]
    parent: str


def standings(mask: str, liquid: list[LiquidPiece]) -> list[Standing]:
    starts = [piece.start for piece in liquid]
    found: list[Standing] = [Standing("text", (-1, -1), "")] * len(liquid)
    stack: list[Piece] = []
    for piece in scan(mask):
        first, last = bisect_right(starts, piece.start - 1), bisect_right(starts, piece.end - 1)
        parent = stack[-1] if stack else None
        scope = parent.start if parent else -1
        for number in range(first, last):
            found[number] = _standing(mask, piece, starts[number], scope, parent.name if parent else "")
        if piece.kind == "open" and not piece.self_closing:
            stack.append(piece)
        elif piece.kind == "close":
            _pop_to(stack, piece.name)
    return found


def _pop_to(stack: list[Piece], name: str) -> None:
    if any(piece.name == name for piece in stack[-50:]):
        while stack.pop().name != name:
            pass


def _standing(mask: str, piece: Piece, at: int, scope: int, parent: str) -> Standing:
    if piece.kind == "text":
        return Standing("text", (scope, -1), parent)
    if piece.kind == "raw":
        return Standing("raw", (piece.start, -1), piece.name)
    if piece.kind == "comment":
        return Standing("comment", (piece.start, -1), parent)
    if piece.kind == "open":
        for attribute in attributes_of(mask, piece):
            if attribute.quoted and attribute.value_start <= at < attribute.value_end:
                return Standing("attribute", (piece.start, attribute.start), piece.name)
    return Standing("tag", (piece.start, -1), parent)


def can_compile_ahead(liquid: list[LiquidPiece], places: list[Standing], is_mjml: bool) -> bool:
    """Whether the markup means the same compiled before Liquid runs: every block opens and closes among siblings."""
    opened: list[tuple[int, int]] = []
    for piece, standing in zip(liquid, places, strict=True):
        if standing.kind == "tag" or piece.tag in ("raw", "comment", "?", "#"):
            return False
        if not piece.tag:
            continue
        if is_mjml and standing.kind == "text" and standing.parent in _LAYOUT_PARENTS:
            return False
        if piece.tag in BLOCKS:
            opened.append(standing.scope)
        elif piece.tag in _BETWEEN or piece.tag.startswith("end"):
            if not opened or opened[-1] != standing.scope:
                return False
            if piece.tag.startswith("end"):
                opened.pop()
    return not opened


class StandIns:
    """Names that stand for Liquid pieces or values while markup is compiled."""

    def __init__(self, source: str) -> None:
        digest = sha256(source.encode("utf-8", "replace")).hexdigest()
        # Letters only around the number: it must pass as a CSS word, an attribute value and text alike.
        self._prefix = "fd" + re.sub(r"\d", lambda digit: "ghijklmnop"[int(digit[0])], digest[:12]) + "z"
        self.pattern = re.compile(rf"<!--{self._prefix}(\d+)z-->|{self._prefix}(\d+)z")
        # Begins with letters alone, which is found several times as fast.
        self._names = re.compile(rf"{self._prefix}(\d+)z")

    def name(self, number: int) -> str:
        return f"{self._prefix}{number}z"

    def comment(self, number: int) -> str:
        return f"<!--{self.name(number)}-->"

    def numbers(self, text: str) -> list[int]:
        return [_number(match) for match in self._pattern_for(text).finditer(text)]

    def replace(self, text: str, replacement: Callable[[int, str], str]) -> str:
        """Replaces each stand-in in markup; the replacement learns the letter of the place it stands in."""
        pattern = self._pattern_for(text)
        letters = list(_letters(text, pattern))
        remaining = iter(letters)
        return pattern.sub(lambda match: replacement(_number(match), next(remaining)), text)

    def replace_all(self, text: str, letter: str, replacement: Callable[[int, str], str]) -> str:
        return self._pattern_for(text).sub(lambda match: replacement(_number(match), letter), text)

    def _pattern_for(self, text: str) -> re.Pattern[str]:
        return self.pattern if f"<!--{self._prefix}" in text else self._names


def _number(match: re.Match[str]) -> int:
    return int(match[match.lastindex or 1])


def _letters(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """For each stand-in, in order: t(ext), a(ttribute), u(rl) or c(ss)."""
    starts = [match.start() for match in pattern.finditer(text)]
    if not starts:
        return
    number = 0
    for piece in scan(text):
        if starts[number] >= piece.end:
            continue
        first = number
        while number < len(starts) and starts[number] < piece.end:
            number += 1
        if piece.kind == "open":
            yield from _attribute_letters(text, piece, pattern)
        elif piece.kind == "comment" and not pattern.fullmatch(text, piece.start, piece.end):
            inside = text[piece.start + 4 : piece.end - 3]
            yield from _letters(inside, pattern)
        else:
            yield from ("c" if piece.kind == "raw" else "t") * (number - first)
        if number == len(starts):
            return


def _attribute_letters(text: str, piece: Piece, pattern: re.Pattern[str]) -> Iterator[str]:
    attributes = attributes_of(text, piece)
    for match in pattern.finditer(text, piece.start, piece.end):
        yield _letter_at(attributes, match.start())


def _letter_at(attributes: list[Attribute], at: int) -> str:
    for attribute in attributes:
        if attribute.value_start <= at < attribute.value_end:
            if attribute.name in _URLS:
                return "u"
            return "c" if attribute.name in _STYLING else "a"
    return "c"
