"""A template read once for all checks: its elements with their attributes, its words, its style sheets."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from frontdesk.mail.rendering.markup import Attribute, Piece, attributes_of, scan, words
from frontdesk.mail.rendering.model import Field, Level, Problem, TemplateSource, place
from frontdesk.mail.rendering.pieces import LiquidPiece, find_liquid, masked
from frontdesk.mail.rendering.values import plain

MASK = "\x1a"
# What HTML closes by itself when another of its kind begins.
_SELF_ENDING = words("li td th tr dt dd p")
# Deeper sources are refused; until then, what asks for ancestors must not walk thousands of them.
_DEEPEST = 250
_PATH = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*")


@dataclass(slots=True, eq=False)
class Element:
    piece: Piece
    parent: Element | None
    attributes: dict[str, Attribute]

    @property
    def name(self) -> str:
        return self.piece.name

    @property
    def start(self) -> int:
        return self.piece.start


@dataclass
class Reading:
    """`elements` stand in the order of the source; what lies in comments is none of them."""

    source: TemplateSource
    data: Mapping[str, object] | None = None
    liquid: list[LiquidPiece] = field(init=False)
    mask: str = field(init=False)
    pieces: list[Piece] = field(init=False)
    elements: list[Element] = field(init=False, default_factory=list)
    texts: list[tuple[int, int, Element | None]] = field(init=False, default_factory=list)
    sheets: list[Piece] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.liquid = find_liquid(self.source.html_code)
        self.mask = masked(self.source.html_code, self.liquid)
        self.pieces = list(scan(self.mask))
        self._build()

    def _build(self) -> None:
        stack: list[Element] = []
        for piece in self.pieces:
            top = stack[-1] if stack else None
            if piece.kind == "open":
                if top is not None and top.name == piece.name and piece.name in _SELF_ENDING:
                    stack.pop()
                    top = stack[-1] if stack else None
                element = Element(piece, top, {each.name: each for each in attributes_of(self.mask, piece)})
                self.elements.append(element)
                if not piece.self_closing and len(stack) < _DEEPEST:
                    stack.append(element)
            elif piece.kind == "close" and any(each.name == piece.name for each in stack[-50:]):
                while stack.pop().name != piece.name:
                    pass
            elif piece.kind == "text":
                self.texts.append((piece.start, piece.end, top))
            elif piece.kind == "raw" and piece.name in ("style", "mj-style"):
                self.sheets.append(piece)

    @cached_property
    def outputs(self) -> list[LiquidPiece]:
        return [piece for piece in self.liquid if not piece.tag]

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.liquid]

    def pieces_in(self, start: int, end: int) -> list[LiquidPiece]:
        return self.liquid[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def known_text(self, start: int, end: int) -> str | None:
        """What stands there, with its placeholders filled from the sample; None where Liquid decides otherwise."""
        inside = self.pieces_in(start, end)
        if not inside:
            return html.unescape(self.mask[start:end])
        parts, position = [], start
        for piece in inside:
            value = self._value(piece)
            if value is None:
                return None
            parts += [self.mask[position : piece.start], value]
            position = piece.end
        return html.unescape("".join([*parts, self.mask[position:end]]))

    def value_of(self, element: Element, name: str) -> str | None:
        """An attribute's value; None when it is not there or not known."""
        attribute = element.attributes.get(name)
        if attribute is None or attribute.value is None:
            return None
        return self.known_text(attribute.value_start, attribute.value_end)

    def _value(self, piece: LiquidPiece) -> str | None:
        if piece.tag or self.data is None or not _PATH.fullmatch(piece.expression):
            return None
        found: object = self.data
        for step in piece.expression.split("."):
            if not isinstance(found, Mapping) or step not in found:
                return None
            found = found[step]
        return None if found is None else plain(found)

    def words_in(self, start: int, end: int) -> str:
        """The visible words there; a placeholder counts as one."""
        text = self.mask[start:end]
        if MASK in text:
            for piece in reversed(self.pieces_in(start, end)):
                text = text[: piece.start - start] + ("" if piece.tag else " {} ") + text[piece.end - start :]
        return html.unescape(text)

    def problem(self, level: Level, code: str, message: str, index: int, field: Field = "html_code") -> Problem:
        return Problem(level, code, message, *place(self.source.html_code, index), field)


def within(element: Element | None, names: frozenset[str]) -> bool:
    while element is not None:
        if element.name in names:
            return True
        element = element.parent
    return False
