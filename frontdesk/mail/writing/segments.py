"""The texts of a template, taken out for a model: markup, links, images and Liquid never leave the house.

A segment is a stretch of words between two blocks. What stands inside it and is no words (a placeholder, a link's tag,
an address) is shown to the model as ``⟦1⟧``, ``⟦2⟧``, …, and comes back as what it was (``putting_back``).
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from frontdesk.mail.rendering.markup import INLINE, Piece, attributes_of, follow, scan
from frontdesk.mail.rendering.mjml import HTML_INSIDE
from frontdesk.mail.rendering.model import Field, TemplateSource
from frontdesk.mail.rendering.pieces import LiquidPiece, find_liquid, masked

Place = Literal["plain", "markup", "attribute"]
Role = Literal["subject", "preheader", "text", "button", "alt"]
# What an inbox shows of a mail before it is opened.
LINES = ("subject", "preheader")

TOKEN = re.compile(r"⟦(\d{1,4})⟧")
# Longer stretches are no prose, and cost more to look through than they are worth.
MOST_CHARACTERS = 8_000
_INLINE = INLINE | {"br"}
_LETTER = re.compile(r"[^\W\d_]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_KEPT_WORDS = re.compile(r"[⟦⟧]|(?:https?://|www\.)[^\s<>\"']+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.I)
_LEGAL = re.compile(
    r"unsubscribe|preferences_url|postal_address|view_in_browser_url|©|&copy;|\bcopyright\b|all rights reserved|"
    r"todos los derechos|\b(?:vat|nif|cif|company) (?:no|number|reg)|\bregistered (?:in|office|company)|"
    r"registro mercantil|darse de baja|dar(?:me|te)? de baja",
    re.IGNORECASE,
)
_TEXT_ATTRIBUTES = frozenset({"alt", "title"})


@dataclass(frozen=True, slots=True)
class Segment:
    """``kept[n - 1]`` is what ``⟦n⟧`` stands for, ``kept_at`` from where to where it is written; ``tags`` are the
    numbers of those that are tags, in their order.

    ``linked``: which stretches between tags are a link's words, from 0. ``is_legal``: the law or the recipient's choice
    hangs on it.
    """

    number: int
    field: Field
    role: Role
    place: Place
    start: int
    end: int
    text: str
    kept: tuple[str, ...] = ()
    kept_at: tuple[tuple[int, int], ...] = ()
    tags: tuple[int, ...] = ()
    linked: frozenset[int] = frozenset()
    is_legal: bool = False

    @property
    def words(self) -> str:
        """The text alone."""
        return TOKEN.sub(" ", self.text)

    def stretches(self, text: str) -> list[str]:
        """What stands between the tags."""
        found, last = [], 0
        for match in TOKEN.finditer(text):
            if int(match[1]) in self.tags:
                found.append(text[last : match.start()])
                last = match.end()
        return [*found, text[last:]]


@dataclass(frozen=True, slots=True)
class _Atom:
    kind: Literal["text", "kept", "tag"]
    start: int
    end: int
    name: str = ""


def find_segments(source: TemplateSource) -> list[Segment]:
    """All texts of a template that a model may rewrite, numbered from 1 in the order of reading."""
    found = [
        *_of_plain("subject", source.subject),
        *_of_plain("preheader", source.preheader),
        *_of_markup(source.html_code, is_mjml=source.is_mjml),
        *_of_plain("text_code", source.text_code or ""),
    ]
    return [replace(each, number=number) for number, each in enumerate(found, 1)]


def _of_plain(field: Field, text: str) -> Iterator[Segment]:
    role: Role = "subject" if field == "subject" else "preheader" if field == "preheader" else "text"
    liquid = find_liquid(text)
    for paragraph in re.finditer(r"\S(?:[^\n]|\n(?![ \t]*\n))*", text):
        run: list[_Atom] = []
        for atom in _atoms(text, paragraph.start(), paragraph.end(), liquid):
            if atom is None:
                yield from _segment(text, run, field, role, "plain", 0)
                run = []
            else:
                run.append(atom)
        yield from _segment(text, run, field, role, "plain", 0)


def _of_markup(source: str, *, is_mjml: bool) -> Iterator[Segment]:
    liquid = find_liquid(source)
    mask = masked(source, liquid)
    stack: list[str] = []
    run: list[_Atom] = []
    depth = 0  # in links, where the run begins
    for piece in scan(mask):
        if piece.kind == "open":
            yield from _of_attributes(source, mask, piece, liquid)
        is_inline = piece.kind in ("open", "close") and piece.name in _INLINE
        if (piece.kind == "text" or is_inline) and _shows_text(stack, is_mjml):
            for atom in [_tag_atom(piece)] if is_inline else [*_atoms(source, piece.start, piece.end, liquid)]:
                if atom is not None:
                    run.append(atom)
                    continue
                yield from _segment(source, run, "html_code", _role(stack), "markup", depth)
                depth, run = _depth(run, depth), []
        else:
            yield from _segment(source, run, "html_code", _role(stack), "markup", depth)
            depth, run = 0, []
        if piece.kind == "raw" and piece.name == "mj-preview":
            parts = [*_atoms(source, piece.start, piece.end, liquid)]
            yield from _segment(source, [each for each in parts if each], "html_code", "preheader", "markup", 0)
        if not is_inline:
            follow(stack, piece)
    yield from _segment(source, run, "html_code", _role(stack), "markup", depth)


def _shows_text(stack: list[str], is_mjml: bool) -> bool:
    if is_mjml:
        return any(name in HTML_INSIDE for name in stack)
    return "head" not in stack


def _role(stack: list[str]) -> Role:
    return "button" if stack and stack[-1] in ("mj-button", "button") else "text"


def _tag_atom(piece: Piece) -> _Atom:
    return _Atom("tag", piece.start, piece.end, piece.name if piece.kind == "open" else f"/{piece.name}")


def _depth(run: Iterable[_Atom], depth: int) -> int:
    for atom in run:
        depth = max(0, depth + (atom.name == "a") - (atom.name == "/a"))
    return depth


def _atoms(source: str, start: int, end: int, liquid: list[LiquidPiece]) -> Iterator[_Atom | None]:
    """Words, and what is kept between them; None where a tag of Liquid parts one text from the next."""
    position = start
    first = bisect_left(liquid, start, key=lambda piece: piece.start)
    for piece in islice(liquid, first, None):
        if piece.end > end:
            break
        yield from _words(source, position, piece.start)
        yield _Atom("kept", piece.start, piece.end) if not piece.tag else None
        position = piece.end
    yield from _words(source, position, end)


def _words(source: str, start: int, end: int) -> Iterator[_Atom]:
    position = start
    for match in _KEPT_WORDS.finditer(source, start, end):
        last = match.start() + len(match[0].rstrip(".,;:!?)")) if len(match[0]) > 1 else match.end()
        if position < match.start():
            yield _Atom("text", position, match.start())
        yield _Atom("kept", match.start(), last)
        position = last
    if position < end:
        yield _Atom("text", position, end)


def _of_attributes(source: str, mask: str, piece: Piece, liquid: list[LiquidPiece]) -> Iterator[Segment]:
    for each in attributes_of(mask, piece):
        if each.name in _TEXT_ATTRIBUTES and each.quoted and each.value:
            atoms = [*_atoms(source, each.value_start, each.value_end, liquid)]
            if None not in atoms:
                run = [atom for atom in atoms if atom]
                yield from _segment(source, run, "html_code", "alt", "attribute", 0)


def _segment(source: str, run: list[_Atom], field: Field, role: Role, place: Place, depth: int) -> Iterator[Segment]:
    atoms = list(run)
    while atoms and _is_edge(source, atoms[0]):
        depth = _depth([atoms.pop(0)], depth)
    while atoms and _is_edge(source, atoms[-1]):
        atoms.pop()
    if not any(atom.kind == "text" and _LETTER.search(source, atom.start, atom.end) for atom in atoms):
        return
    start, end = _trimmed(source, atoms[0].start, atoms[-1].end)
    if end - start > MOST_CHARACTERS:
        return
    atoms = [replace(atom, start=max(atom.start, start), end=min(atom.end, end)) for atom in atoms]
    is_legal = bool(_LEGAL.search(source, run[0].start, run[-1].end))
    yield _written(source, Segment(0, field, role, place, start, end, "", is_legal=is_legal), atoms, depth)


def _is_edge(source: str, atom: _Atom) -> bool:
    return atom.kind == "tag" or (atom.kind == "text" and not source[atom.start : atom.end].strip())


def _trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    text = source[start:end]
    return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))


def _written(source: str, segment: Segment, atoms: list[_Atom], depth: int) -> Segment:
    parts: list[str] = []
    kept: list[str] = []
    kept_at: list[tuple[int, int]] = []
    tags: list[int] = []
    linked: set[int] = set()
    for atom in atoms:
        written = source[atom.start : atom.end]
        if atom.kind == "text":
            shown = _shown(written, segment.place)
            parts.append(shown)
            if depth and shown.strip():
                linked.add(len(tags))
            continue
        kept.append(written)
        kept_at.append((atom.start, atom.end))
        parts.append(f"⟦{len(kept)}⟧")
        if atom.kind == "tag":
            tags.append(len(kept))
            depth = _depth([atom], depth)
        elif depth:
            linked.add(len(tags))
    return replace(
        segment,
        text="".join(parts),
        kept=tuple(kept),
        kept_at=tuple(kept_at),
        tags=tuple(tags),
        linked=frozenset(linked),
    )


def _shown(text: str, place: Place) -> str:
    return text if place == "plain" else _BLANKS.sub(" ", html.unescape(text))
