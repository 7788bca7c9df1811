"""Where our compiler reads MJML otherwise than its inventors': written so that both mean the same."""

from __future__ import annotations

import html

from frontdesk.mail.importing.draft import Edit
from frontdesk.mail.rendering.markup import Piece, attributes_of


class BodyDefaults:
    """`<mj-body>` in <mj-attributes> sets defaults for the body, which ours passes over: they go to the body itself."""

    def __init__(self, text: str, mask: str) -> None:
        self.text = text
        self.mask = mask
        self.defaults: dict[str, str] = {}

    def remember(self, piece: Piece) -> None:
        for each in attributes_of(self.mask, piece):
            if each.value is not None:
                self.defaults[each.name] = self.text[each.value_start : each.value_end]

    def edits(self, body: Piece) -> list[Edit]:
        own = {each.name for each in attributes_of(self.mask, body)}
        written = "".join(
            f' {name}="{html.escape(html.unescape(value))}"'
            for name, value in self.defaults.items()
            if name in ("background-color", "width", "css-class") and name not in own
        )
        return [Edit(body.attributes_end, body.attributes_end, written)] if written else []


def hero_edits(text: str, piece: Piece) -> list[Edit]:
    """A hero as high as its picture: ours knows only the height that is given."""
    found = {each.name: each for each in attributes_of(text, piece) if each.value is not None}
    mode = found.get("mode")
    if mode is None or mode.value != "fluid-height" or "height" in found or "background-height" not in found:
        return []
    height = found["background-height"].value or ""
    if not height.removesuffix("px").isdigit():
        return []
    return [
        Edit(mode.value_start, mode.value_end, "fixed-height" if mode.quoted else '"fixed-height"'),
        Edit(piece.attributes_end, piece.attributes_end, f' height="{height.removesuffix("px")}px"'),
    ]
