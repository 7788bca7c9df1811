"""Addresses in a body that is sanitised before they are known: taken out, and put back into tags of our own."""

import re

from frontdesk.mail.rendering import compiling
from frontdesk.mail.rendering.markup import Attribute, Piece, attributes_of, scan
from frontdesk.mail.rendering.pieces import StandIns

ATTRIBUTES = frozenset({"href", "src", "background"})
_LINKS = frozenset({"a", "area"})


class Addresses:
    """The attributes of a body that hold addresses, taken out while it is sanitised."""

    def __init__(self, layout: compiling.Layout) -> None:
        self.layout = layout
        self.outer = layout.stand_ins
        self.own = StandIns(layout.document.body + "\0addresses")
        self.taken: list[str] = []  # values with Liquid in them
        self.tags: list[tuple[str, bool, str]] = []  # attribute, whether of a link, value
        self.whole = re.compile(rf"https://{self.own.pattern.pattern.rpartition('|')[2]}/")

    def take_out(self, markup: str) -> str:
        """Each value with Liquid becomes an address that the sanitiser lets stand."""
        pieces, done = [], 0
        for piece in scan(markup):
            if piece.kind == "comment" and not self.outer.pattern.fullmatch(markup, piece.start, piece.end):
                inside = markup[piece.start + 4 : piece.end - 3]
                if self.outer.numbers(inside):
                    pieces += [markup[done : piece.start], f"<!--{self.take_out(inside)}-->"]
                    done = piece.end
            for each in self._of(markup, piece):
                if self.outer.numbers(each.value or ""):
                    pieces += [markup[done : each.value_start], f"https://{self.own.name(len(self.taken))}/"]
                    self.taken.append(each.value or "")
                    done = each.value_end
        return "".join([*pieces, markup[done:]])

    def _of(self, markup: str, piece: Piece) -> list[Attribute]:
        if piece.kind != "open":
            return []
        return [each for each in attributes_of(markup, piece) if each.name in ATTRIBUTES and each.quoted]

    def is_lost(self, before: str, after: str) -> bool:
        """Tags must all be where they were, in their order; and no address may have slipped elsewhere."""
        tags = [[n for n in self.outer.numbers(text) if self.layout.liquid[n].tag] for text in (before, after)]
        return tags[0] != tags[1] or any(number >= len(self.taken) for number in self.own.numbers(after))

    def mark_all(self, markup: str) -> str:
        """Each address with Liquid, and each link, becomes a stand-in for its whole attribute."""
        pieces, done = [], 0
        for piece in scan(markup):
            if piece.kind == "comment" and self.own.numbers(markup[piece.start : piece.end]):
                inside = markup[piece.start + 4 : piece.end - 3]
                pieces += [markup[done : piece.start], f"<!--{self._mark_comment(inside)}-->"]
                done = piece.end
            for each in self._of(markup, piece):
                taken = self.whole.fullmatch(each.value or "")
                is_link = each.name == "href" and piece.name in _LINKS
                if taken or is_link:
                    value = self.taken[int(taken[1])] if taken else each.value or ""
                    pieces += [markup[done : each.start], self._stand_in(each.name, is_link, value)]
                    done = each.value_end + 1  # with its quote
        return "".join([*pieces, markup[done:]])

    def _mark_comment(self, inside: str) -> str:
        """What Outlook alone reads: its addresses are judged like the others, and never led elsewhere."""
        pieces, done = [], 0
        for piece in scan(inside):
            for each in self._of(inside, piece):
                if taken := self.whole.fullmatch(each.value or ""):
                    pieces += [
                        inside[done : each.start],
                        self._stand_in(each.name, False, self.taken[int(taken[1])]),
                    ]
                    done = each.value_end + 1
        return "".join([*pieces, inside[done:]])

    def _stand_in(self, attribute: str, is_link: bool, value: str) -> str:
        self.tags.append((attribute, is_link, value))
        return self.own.name(len(self.tags) - 1)

    def put_in(self, markup: str) -> str:
        def tag(number: int, letter: str) -> str:
            attribute, is_link, value = self.tags[number]
            address = self.outer.replace_all(value, letter, self.layout.restored)
            return f"{{% fd_address {attribute}{' link' if is_link else ''} %}}{address}{{% end_fd_address %}}"

        return self.own.replace_all(markup, "u", tag)
