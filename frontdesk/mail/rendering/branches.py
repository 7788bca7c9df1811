"""Which conditions and loops of a source can be shown with all their branches, and how each branch is labelled.

A block can be when all its tags are siblings in the markup's text: then every branch is whole by itself. Others (half a
tag, part of an attribute or of a style) follow the data.
"""

from __future__ import annotations

import html
from typing import Literal

from frontdesk.mail.rendering.markup import words
from frontdesk.mail.rendering.mjml import HTML_INSIDE
from frontdesk.mail.rendering.pieces import BLOCKS, LiquidPiece, Standing
from frontdesk.mail.rendering.running import Branching

Branches = Literal["data", "all"]

_LABEL_STYLE = (
    "display:inline-block;padding:0 6px;border-radius:3px;background-color:#fde68a;color:#713f12;"
    "font:600 11px/18px Consolas,monospace"
)
_LABEL = f' <span style="{_LABEL_STYLE}">{{}}</span> '
_TEXT = (
    '<mj-text padding="4px 25px" font-size="11px" line-height="18px" align="left" color="#713f12" '
    'container-background-color="transparent">' + _LABEL.strip() + "</mj-text>"
)
_FORMS = {
    "span": _LABEL,
    "li": f'<li style="list-style-type:none">{_LABEL.strip()}</li>',
    "mj-text": _TEXT,
    "mj-section": f'<mj-section padding="0"><mj-column>{_TEXT}</mj-column></mj-section>',
}
# Two heads, two bodies or twice the same default mean nothing.
_NEVER_TWICE = words("mjml mj-head mj-attributes html head")
# What stands between these is moved out of the table, or counted as a column.
_NO_WORDS = words(
    "table tbody thead tfoot tr colgroup dl mj-table mj-raw mj-section mj-group mj-social mj-navbar",
)
_BLOCK_PARENTS = {
    "mj-column": "mj-text",
    "mj-hero": "mj-text",
    "mj-body": "mj-section",
    "mj-wrapper": "mj-section",
    "ul": "li",
    "ol": "li",
}
_SHOWN = BLOCKS - {"capture"}


def of_markup(liquid: list[LiquidPiece], places: list[Standing]) -> dict[int, Branching]:
    found = {}
    for numbers in _blocks(liquid):
        standing = places[numbers[0]]
        scopes = {places[number].scope for number in numbers}
        if standing.kind != "text" or len(scopes) > 1 or standing.parent in _NEVER_TWICE:
            continue
        form = _form(standing.parent)
        found[_index(liquid[numbers[0]])] = Branching(
            tuple(form.format(html.escape(words)) if form else "" for words in _names(liquid, numbers))
        )
    return found


def of_text(liquid: list[LiquidPiece]) -> dict[int, Branching]:
    return {
        _index(liquid[numbers[0]]): Branching(tuple(f"⟨{words}⟩ " for words in _names(liquid, numbers)))
        for numbers in _blocks(liquid)
    }


def _form(parent: str) -> str:
    if parent in _NO_WORDS:
        return ""
    if parent.startswith("mj-") and parent not in HTML_INSIDE and parent not in _BLOCK_PARENTS:
        return ""
    return _FORMS[_BLOCK_PARENTS.get(parent, "span")]


def _names(liquid: list[LiquidPiece], numbers: list[int]) -> list[str]:
    """The words of each branch's tag; of `case` it is the `when` that opens a branch."""
    first = 1 if liquid[numbers[0]].tag == "case" else 0
    return [liquid[number].expression for number in numbers[first:-1]]


def _blocks(liquid: list[LiquidPiece]) -> list[list[int]]:
    """The tags of each block that can show branches, its first and its last included, by their numbers."""
    opened: list[list[int]] = []
    closed = []
    for number, piece in enumerate(liquid):
        if piece.tag in BLOCKS:
            opened.append([number])
        elif not opened:
            continue
        elif piece.tag in ("else", "elsif", "when"):
            opened[-1].append(number)
        elif piece.tag.startswith("end") and piece.tag[3:] in BLOCKS:
            block = [*opened.pop(), number]
            if liquid[block[0]].tag in _SHOWN:
                closed.append(block)
    return closed


def _index(piece: LiquidPiece) -> int:
    """Where the tag's name stands, by which Liquid knows it."""
    return piece.start + piece.source.index(piece.tag)
