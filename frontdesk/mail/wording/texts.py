"""The words of a source as readers see them, each with its place: markup and Liquid are skipped.

A block is what is read in one go: a paragraph, a heading, a cell. ``{{ … }}`` and addresses stand in it as ``MARK``;
``{% … %}`` parts one block from the next, since nobody knows which side of a condition will be there.
"""

from __future__ import annotations

import dataclasses
import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.mail.rendering.markup import INLINE, Piece, follow, scan, words
from frontdesk.mail.rendering.mjml import HTML_INSIDE
from frontdesk.mail.rendering.pieces import LiquidPiece, find_liquid, masked
from frontdesk.mail.wording.model import WordingField

MARK = "\ufffc"
_SILENT = words("head mj-head mj-attributes code pre script style")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"']+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t\r]*\n))*")
_LIQUID = re.compile("\x1a(?:[\x1a\n]*\x1a)?")


@dataclass(slots=True)
class Block:
    """``text`` is made of stretches of the source; ``source_at`` says where a character of it comes from."""

    field: WordingField
    text: str = ""
    _parts: list[str] = dataclasses.field(default_factory=list)
    _starts: list[int] = dataclasses.field(default_factory=list)
    _places: list[tuple[int, int]] = dataclasses.field(
        default_factory=list
    )  # of each stretch: where it stands, where it ends
    _length: int = 0

    def add(self, text: str, start: int, end: int) -> None:
        self._parts.append(text)
        self._starts.append(self._length)
        self._places.append((start, end))
        self._length += len(text)

    def close(self) -> None:
        self.text = _ADDRESS.sub(lambda match: MARK * len(match[0]), "".join(self._parts))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the source."""
        return self._source_at(start), self._source_at(end - 1, after=True)

    def _source_at(self, index: int, *, after: bool = False) -> int:
        number = bisect_right(self._starts, index) - 1
        start, end = self._places[number]
        if len(self._parts[number]) != end - start:  # an entity, or Liquid
            return end if after else start
        return start + index - self._starts[number] + after


def plain_blocks(name: WordingField, source: str) -> Iterator[Block]:
    mask = masked(source, find_liquid(source))
    for paragraph in _PARAGRAPH.finditer(mask):
        block = Block(name)
        _add_words(block, mask, paragraph.start(), paragraph.end(), decodes=False)
        block.close()
        yield block


def markup_blocks(source: str, *, is_mjml: bool) -> Iterator[Block]:
    liquid = find_liquid(source)
    mask = masked(source, liquid)
    tags = {piece.start for piece in liquid if piece.tag}
    block = Block("html_code")
    stack: list[str] = []
    for piece in scan(mask):
        if piece.kind == "text" and _is_shown(stack, is_mjml):
            for start, end in _between_tags(liquid, tags, piece):
                if start > piece.start:
                    yield from _closed(block)
                    block = Block("html_code")
                _add_words(block, mask, start, end, decodes=True)
        elif piece.kind not in ("open", "close") or piece.name not in INLINE or piece.name in _SILENT:
            yield from _closed(block)
            block = Block("html_code")
        if piece.kind in ("open", "close") and (piece.name not in INLINE or piece.name in _SILENT):
            follow(stack, piece)
    yield from _closed(block)


def _closed(block: Block) -> Iterator[Block]:
    block.close()
    if block.text.strip():
        yield block


def _is_shown(stack: list[str], is_mjml: bool) -> bool:
    if any(name in _SILENT for name in stack):
        return False
    return not is_mjml or any(name in HTML_INSIDE for name in stack)


def _between_tags(liquid: list[LiquidPiece], tags: set[int], piece: Piece) -> Iterator[tuple[int, int]]:
    position = piece.start
    if tags:
        first = bisect_right(liquid, piece.start - 1, key=lambda each: each.start)
        for each in liquid[first:]:
            if each.start >= piece.end:
                break
            if each.start in tags:
                yield position, each.start
                position = each.end
    yield position, piece.end


def _add_words(block: Block, mask: str, start: int, end: int, *, decodes: bool) -> None:
    """What stands there: Liquid as one ``MARK``, entities as the characters they name."""
    position = start
    for match in _odd(mask, start, end, decodes=decodes):
        if match.start() > position:
            block.add(mask[position : match.start()], position, match.start())
        shown = html.unescape(match[0]) if match[0][0] == "&" else MARK
        block.add(shown, match.start(), match.end())
        position = match.end()
    if position < end:
        block.add(mask[position:end], position, end)


_ODD = re.compile(f"{_LIQUID.pattern}|{_ENTITY.pattern}")


def _odd(mask: str, start: int, end: int, *, decodes: bool) -> Iterator[re.Match[str]]:
    stretch_has = mask.find("&", start, end) >= 0 if decodes else False
    if not stretch_has and mask.find("\x1a", start, end) < 0:
        return iter(())
    return (_ODD if decodes else _LIQUID).finditer(mask, start, end)
