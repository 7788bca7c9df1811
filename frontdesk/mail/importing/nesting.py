"""HTML inside MJML, which is read as XML: every tag closed, every attribute in quotes."""

from __future__ import annotations

from collections.abc import Callable

from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.model import Log
from frontdesk.mail.rendering.markup import VOID, Attribute, Piece, attributes_of, words

# What an opening tag closes by itself, as HTML's own rules have it, unless one of the second set lies between.
_BLOCKS = words("p div table ul ol dl h1 h2 h3 h4 h5 h6 blockquote pre hr center section article header footer address")
_CLOSES = {
    "li": (words("li"), words("ul ol")),
    "tr": (words("td th tr"), words("table")),
    "td": (words("td th"), words("tr table")),
    "th": (words("td th"), words("tr table")),
    "tbody": (words("td th tr thead tbody tfoot"), words("table")),
    "dt": (words("dt dd"), words("dl")),
    "dd": (words("dt dd"), words("dl")),
    **{name: (words("p"), words("td th table li div blockquote button")) for name in _BLOCKS},
}
_DEEP = 60
DOUBLED = "Of two attributes with the same name the first counts; the other was removed."


class Nesting:
    """The HTML of one MJML element, tag by tag; each gives the edits that keep it whole."""

    def __init__(self, mask: str, draft: Draft, log: Log) -> None:
        self.mask = mask
        self.draft = draft
        self.log = log
        self.stack: list[str] = []

    def take(self, piece: Piece) -> list[Edit]:
        if piece.kind == "open":
            edits = self._implied(piece)
            edits += mend_attributes(self.draft.text, self.mask, piece, self._value, self._doubled)
            if not piece.self_closing and piece.name not in VOID:
                self.stack.append(piece.name)
            return edits
        if piece.kind == "close":
            return self._close(piece)
        if piece.kind == "text" and self.mask.startswith("<", piece.start):
            return [Edit(piece.start, piece.start + 1, "&lt;")]
        if piece.kind == "declaration":
            return [Edit(piece.start, piece.end, "")]
        return []

    def end(self, at: int) -> list[Edit]:
        """At the end of the element: what is still open is closed."""
        if self.stack:
            self._told(at)
        return [Edit(at, at, "".join(f"</{name}>" for name in reversed(self.stack)))] if self.stack else []

    def _told(self, at: int) -> None:
        self.log.change("unclosed", "Tags that were left open were closed.", self.draft.place(at))

    def _implied(self, piece: Piece) -> list[Edit]:
        closed, walls = _CLOSES.get(piece.name, (frozenset(), frozenset()))
        recent = self.stack[-_DEEP:]
        depth = 0
        for number, name in enumerate(reversed(recent), 1):
            if name in walls:
                break
            if name in closed:
                depth = number
        if not depth:
            return []
        self._told(piece.start)
        text = "".join(f"</{self.stack.pop()}>" for _ in range(depth))
        return [Edit(piece.start, piece.start, text)]

    def _close(self, piece: Piece) -> list[Edit]:
        if piece.name in VOID or piece.name not in self.stack[-_DEEP:]:
            self.log.change(
                "stray_close", "Closing tags that closed nothing were removed.", self.draft.place(piece.start)
            )
            return [Edit(piece.start, piece.end, "")]
        text = ""
        while (name := self.stack.pop()) != piece.name:
            text += f"</{name}>"
        if text:
            self._told(piece.start)
        return [Edit(piece.start, piece.start, text)] if text else []

    def _doubled(self, each: Attribute) -> None:
        self.log.change("attribute_removed", DOUBLED, self.draft.place(each.start))

    def _value(self, each: Attribute) -> str:
        return self.draft.text[each.value_start : each.value_end] if each.value is not None else each.name


def mend_attributes(
    text: str,
    mask: str,
    piece: Piece,
    value: Callable[[Attribute], str],
    doubled: Callable[[Attribute], None],
) -> list[Edit]:
    """Quotes where there are none, `value`'s word for each, and of two with one name the first."""
    edits, seen = [], set[str]()
    for each in attributes_of(mask, piece):
        if each.name in seen:
            end = each.value_end + each.quoted if each.value is not None else each.start + len(each.name)
            edits.append(Edit(each.start, end, ""))
            doubled(each)
            continue
        seen.add(each.name)
        if each.value is None:
            end = each.start + len(each.name)
            edits.append(Edit(each.start, end, f'{text[each.start : end]}="{value(each)}"'))
            continue
        written = value(each)
        if not each.quoted:
            quoted = written.replace('"', "&quot;")
            edits.append(Edit(each.value_start, each.value_end, f'"{quoted}"'))
        elif written != text[each.value_start : each.value_end]:
            edits.append(Edit(each.value_start, each.value_end, written.replace('"', "&quot;").replace("'", "&#39;")))
    return edits
