"""Where our compiler reads MJML otherwise than its inventors': written so that both mean the same."""

from __future__ import annotations

import html

from frontdesk.mail.importing.draft import Edit
from frontdesk.mail.rendering.markup import Piece, attributes_of, words

_RENAMED = {
    "mj-html": "mj-text",
    "mj-inline-links": "mj-navbar",
    "mj-link": "mj-navbar-link",
    "mj-accordion-title": "mj-text",
    "mj-accordion-text": "mj-text",
    "mj-list": "mj-text",
}
UNWRAPPED = words("mj-container mj-accordion mj-accordion-element mj-hero-content mj-carousel mj-dev mj-preset")
REMOVED = words(
    "mj-html-attributes mj-include mj-selector mj-html-attribute mj-location mj-invoice mj-invoice-item mj-chart",
    "mj-font",
)
WHY = {
    "mj-accordion": "Accordions need form fields, which mails lose: every part is shown open.",
    "mj-carousel": "Carousels need form fields, which mails lose: the first picture is shown.",
    "mj-container": "<mj-container> of MJML 3 became part of <mj-body>.",
    "mj-font": "Web fonts are not loaded in mails: the next font of each list is shown.",
    "mj-html-attributes": "<mj-html-attributes> is not supported here and was removed.",
}


def new_names(mask: str) -> dict[str, str]:
    """What tags are called now. In MJML 3 a bar of links was a section, and <mj-inline-links> were the links."""
    return {**_RENAMED, "mj-navbar": "mj-section"} if "<mj-inline-links" in mask else _RENAMED


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
