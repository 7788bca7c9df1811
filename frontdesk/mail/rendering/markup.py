"""A small scanner for HTML and MJML that keeps positions.

It tells where things stand; it is not what makes the output safe (the sanitiser is).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple


def words(*lines: str) -> frozenset[str]:
    """The words of a text, for long lists of names."""
    return frozenset(" ".join(lines).split())


RAW_TEXT = words(
    "style script title textarea xmp iframe noembed noframes mj-style mj-title mj-preview mj-raw-text",
)
VOID = words(
    "area base br col embed hr img input link meta param source track wbr",
)
# What stands among words.
INLINE = words("a abbr b bdi bdo big cite code del em font i ins mark q s small span strong sub sup time tt u wbr")

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>"'=<]*)((?:[^>"']|"[^"]*"|'[^']*')*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


class Attribute(NamedTuple):
    name: str
    value: str | None
    start: int
    value_start: int
    value_end: int
    quoted: bool


class Piece(NamedTuple):
    """A stretch of the source. `raw` is the text of an element such as style; `broken` a tag that never ends."""

    kind: Literal["text", "comment", "open", "close", "raw", "declaration", "broken"]
    start: int
    end: int
    name: str = ""
    self_closing: bool = False
    attributes_start: int = 0
    attributes_end: int = 0


def attributes_of(text: str, piece: Piece) -> list[Attribute]:
    found: list[Attribute] = []
    if piece.attributes_start >= piece.attributes_end:
        return found
    for match in _ATTRIBUTE.finditer(text, piece.attributes_start, piece.attributes_end):
        group = match.lastindex or 1
        if group == 1:
            end = match.end()
            found.append(Attribute(match[1].lower(), None, match.start(), end, end, False))
        else:
            found.append(
                Attribute(match[1].lower(), match[group], match.start(), *match.span(group), quoted=group != 4)
            )
    return found


def scan(text: str) -> Iterator[Piece]:
    position, length = 0, len(text)
    find, tag_at = text.find, _TAG.match
    while position < length:
        opening = find("<", position)
        if opening < 0:
            yield Piece("text", position, length)
            return
        if opening > position:
            yield Piece("text", position, opening)
        match = tag_at(text, opening)
        if match is None:
            piece = _other_at(text, opening)
            yield piece
            position = piece.end
            if piece.kind == "broken":
                return
            continue
        piece = _tag_piece(match)
        yield piece
        position = piece.end
        if piece.name in RAW_TEXT and piece.kind == "open" and not piece.self_closing:
            end = _raw_end(text, position, piece.name)
            if end > position:
                yield Piece("raw", position, end, piece.name)
            position = end


_FORMATTING = words(
    "a b big code em font i nobr s small strike strong tt u",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How large markup is for the parsers, which are recursive and here and there quadratic."""

    depth: int
    elements: int
    longest_tag: int
    rules: int


def measure(text: str, *, html_inside: frozenset[str] | None = None) -> Shape:
    """The shape of a source. Its depth is an upper bound.

    HTML parsers reopen formatting elements that were left open, so these are never counted as closed. ``html_inside``:
    the source is MJML, in which ``<mj-image />`` ends itself, unless an element of these is around it.
    """
    stack: list[str] = []
    deepest = left_open = elements = longest = rules = 0
    in_html = 0 if html_inside is not None else 1
    html_inside = html_inside or frozenset()
    for piece in scan(text):
        if piece.kind == "open":
            elements += 1
            longest = max(longest, piece.end - piece.start)
            if not (piece.self_closing and (piece.name in VOID or not in_html)):
                stack.append(piece.name)
                in_html += piece.name in html_inside
                deepest = max(deepest, len(stack) + left_open)
        elif piece.kind == "close" and piece.name in stack[-200:]:
            while (name := stack.pop()) != piece.name:
                left_open += name in _FORMATTING
                in_html -= name in html_inside
            in_html -= piece.name in html_inside
        elif piece.kind == "raw":
            rules += text.count("{", piece.start, piece.end)
    return Shape(deepest, elements, longest, rules)


def _tag_piece(match: re.Match[str]) -> Piece:
    closing, name, inside = match.groups()
    name = name.lower()
    start, end = match.span()
    inner = match.start(3)
    if closing:
        return Piece("close", start, end, name, False, inner, inner)
    inside = inside.rstrip()
    if inside.endswith("/"):
        return Piece("open", start, end, name, True, inner, inner + len(inside) - 1)
    return Piece("open", start, end, name, name in VOID, inner, inner + len(inside))


def _other_at(text: str, at: int) -> Piece:
    """What begins with `<` and is no tag."""
    if text.startswith("<!--", at):
        end = text.find("-->", at + 4)
        return Piece("comment", at, len(text) if end < 0 else end + 3)
    if text.startswith(("<!", "<?"), at):
        end = text.find(">", at)
        return Piece("declaration", at, len(text) if end < 0 else end + 1)
    following = text[at + 1 : at + 2]
    if following.isalpha() or following == "/":
        # Everything after an unended tag is lost anyway; going on would cost the square of the length.
        return Piece("broken", at, len(text))
    return Piece("text", at, at + 1)


def _raw_end(text: str, start: int, name: str) -> int:
    match = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(text, start)
    return match.start() if match else len(text)


def follow(stack: list[str], piece: Piece) -> None:
    """Keeps ``stack`` the names of the elements that are open behind the piece. What closes nothing near is ignored."""
    if piece.kind == "open" and not piece.self_closing:
        stack.append(piece.name)
    elif piece.kind == "close" and piece.name in stack[-60:]:
        while stack.pop() != piece.name:
            pass
