"""MJML of any age as ours reads it: old tags renamed, odd attributes told and removed, the HTML inside made whole."""

from __future__ import annotations

import html
import re

from frontdesk.mail.importing.addresses import IS_PICTURE, Addresses
from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.heads import MAX_PREHEADER, MAX_SUBJECT, Head
from frontdesk.mail.importing.mjml_quirks import REMOVED, UNWRAPPED, WHY, BodyDefaults, hero_edits, new_names
from frontdesk.mail.importing.mjml_social import social_elements
from frontdesk.mail.importing.model import Log
from frontdesk.mail.importing.nesting import DOUBLED, Nesting, mend_attributes
from frontdesk.mail.importing.styles import mend_sheet
from frontdesk.mail.rendering.markup import Attribute, Piece, attributes_of, scan
from frontdesk.mail.rendering.mjml import ALWAYS, ATTRIBUTES, EVERY, HTML_INSIDE
from frontdesk.mail.rendering.pieces import find_liquid, masked

# The mask has one character for each of Liquid.
_STRAY = re.compile(r"[^\s\x1a](?:[^\x1a]*[^\s\x1a])?")
_FOLDING = re.compile(r"hamburger|ico-[\w-]+")
_PIXELS = re.compile(
    r"(?:padding|font-size|width|height|border-radius|icon-size|line-height|border-width|letter-spacing)\b|"
    r"(?:inner-)?padding-\w+|max-height|background-(?:height|width)|icon-height|inner-padding"
)
# Where MJML 4 itself counts in pixels; elsewhere it writes a number as it stands, which browsers pass over.
_COUNTED = re.compile(r"width|height|background-(?:height|width)|icon-(?:size|height)")
_NUMBERS = re.compile(r"\s*-?\d+(?:\.\d+)?(?:px|%|em)?(?:\s+-?\d+(?:\.\d+)?(?:px|%|em)?){0,3}\s*\Z")
_BARE = re.compile(r"(?<![\w.#])(-?\d*\.?\d+)(?=\s|\Z)")


def upgrade(draft: Draft, log: Log, addresses: Addresses) -> Head:
    mask = masked(draft.text, find_liquid(draft.text))
    walk = _Walk(draft, mask, log, addresses)
    for piece in scan(mask):
        walk.take(piece)
    draft.apply(walk.finish())
    return walk.head


class _Walk:
    """One pass; `stack` holds the open MJML tags, `nesting` the HTML inside the innermost of them."""

    def __init__(self, draft: Draft, mask: str, log: Log, addresses: Addresses) -> None:
        self.draft = draft
        self.mask = mask
        self.log = log
        self.addresses = addresses
        self.head = Head()
        self.edits: list[Edit] = []
        self.stack: list[str] = []
        self.nesting: Nesting | None = None
        self.removed_from = -1
        self.removed: list[str] = []
        self.body_end = -1
        self.carousel_images = 0
        self.base = ""
        self.is_old = "<mj-container" in mask
        self.renamed = new_names(mask)
        self.body_defaults = BodyDefaults(draft.text, mask)

    def finish(self) -> list[Edit]:
        if self.removed:
            self.edits.append(Edit(self.removed_from, len(self.mask), ""))
        return self.edits

    def said(self, code: str, message: str, index: int) -> None:
        self.log.change(code, message, self.draft.place(index))

    def take(self, piece: Piece) -> None:
        if self.removed:
            self._in_removed(piece)
        elif self.nesting is not None:
            self._in_html(piece, self.nesting)
        elif piece.kind == "open":
            self._open(piece)
        elif piece.kind == "close":
            self._close(piece)
        elif piece.kind == "raw":
            self._raw(piece)
        elif piece.kind == "text":
            self._stray(piece)
        elif piece.kind == "declaration":
            self.said("declaration", "Declarations before the template say nothing in MJML; removed.", piece.start)
            self.edits.append(Edit(piece.start, piece.end, ""))

    def _stray(self, piece: Piece) -> None:
        """Words between MJML's own tags, of which MJML shows nothing."""
        if self.stack and self.stack[-1] not in ATTRIBUTES:
            return
        for match in _STRAY.finditer(self.mask, piece.start, piece.end):
            message = f"“{match[0][:40]}” stands between MJML's tags, where no text is shown; it was removed."
            self.said("stray_text", message, match.start())
            self.edits.append(Edit(match.start(), match.end(), ""))

    def _in_removed(self, piece: Piece) -> None:
        if piece.kind == "open" and piece.name == self.removed[0] and not piece.self_closing:
            self.removed.append(piece.name)
        elif piece.kind == "close" and piece.name == self.removed[0]:
            self.removed.pop()
            if not self.removed:
                self.edits.append(Edit(self.removed_from, piece.end, ""))

    def _in_html(self, piece: Piece, nesting: Nesting) -> None:
        if piece.kind == "close" and self.renamed.get(piece.name, piece.name) == self.stack[-1]:
            self.edits += nesting.end(piece.start)
            self.nesting = None
            self._close(piece)
            return
        self.edits += nesting.take(piece)
        if piece.kind == "open":
            self._addresses(piece)
        elif piece.kind == "raw" and piece.name == "style":
            self._sheet(piece)

    def _open(self, piece: Piece) -> None:
        name = piece.name
        is_default = self.stack[-1:] == ["mj-attributes"] and (name in self.renamed or name == "mj-carousel-image")
        if name in REMOVED or is_default:
            self.said("tag_removed", WHY.get(name, f"<{name}> is not supported here and was removed."), piece.start)
            if piece.self_closing:
                self.edits.append(Edit(piece.start, piece.end, ""))
            else:
                self.removed, self.removed_from = [name], piece.start
            return
        if name in UNWRAPPED:
            self._unwrap(piece)
            return
        if name == "mj-carousel-image":
            self._carousel_image(piece)
            return
        own = self.renamed.get(name, name)
        if name == "mj-body" and self.stack[-1:] == ["mj-attributes"]:
            self.body_defaults.remember(piece)
        elif name == "mj-body":
            self.body_end = piece.attributes_end
            self.edits += self.body_defaults.edits(piece)
        elif name == "mj-hero" and (edits := hero_edits(self.draft.text, piece)):
            self.said("hero_height", "Heroes keep their picture's height on telephones too.", piece.start)
            self.edits += edits
        if own != name:
            if not name.startswith("mj-accordion"):
                self.said("tag_renamed", f"<{name}> became <{own}>.", piece.start)
            self.edits.append(Edit(piece.start + 1, piece.start + 1 + len(name), own))
        self._attributes(piece, own)
        if own == "mj-social":
            self._old_social(piece)
        elif own == "mj-navbar":
            self._base(piece)
        if not piece.self_closing:
            self.stack.append(own)
            if own in HTML_INSIDE:
                self.nesting = Nesting(self.mask, self.draft, self.log)
            if name == "mj-list":
                self.edits.append(Edit(piece.end, piece.end, "<ul>"))

    def _close(self, piece: Piece) -> None:
        name = piece.name
        own = self.renamed.get(name, name)
        if name in UNWRAPPED or name == "mj-carousel-image":
            self.edits.append(Edit(piece.start, piece.end, ""))
            return
        if name == "mj-list":
            self.edits.append(Edit(piece.start, piece.start, "</ul>"))
        if own != name:
            self.edits.append(Edit(piece.start + 2, piece.start + 2 + len(name), own))
        if self.stack and self.stack[-1] == own:
            self.stack.pop()

    def _unwrap(self, piece: Piece) -> None:
        name = piece.name
        if name in WHY:
            self.said("tag_unwrapped", WHY[name], piece.start)
        if name == "mj-carousel":
            self.carousel_images = 0
        if name == "mj-container" and self.body_end >= 0:
            for each in attributes_of(self.mask, piece):
                if each.name in ("background-color", "width"):
                    self.edits.append(Edit(self.body_end, self.body_end, f' {each.name}="{self._pixels(each)}"'))
                else:
                    message = f"<mj-body> has no attribute “{each.name[:40]}” of <mj-container>; it was removed."
                    self.said("attribute_removed", message, each.start)
        self.edits.append(Edit(piece.start, piece.end, ""))

    def _carousel_image(self, piece: Piece) -> None:
        self.carousel_images += 1
        if self.carousel_images > 1:
            self.edits.append(Edit(piece.start, piece.end, ""))
            return
        self.edits.append(Edit(piece.start + 1, piece.start + 1 + len(piece.name), "mj-image"))
        if not piece.self_closing:
            self.edits.append(Edit(piece.end - 1, piece.end - 1, "/"))
        self._attributes(piece, "mj-image")

    def _base(self, piece: Piece) -> None:
        """Each link of the bar gets its whole address: MJML would put the base before whole ones too."""
        self.base = ""
        for each in attributes_of(self.mask, piece):
            if each.name == "base-url" and each.value:
                self.base = self.draft.text[each.value_start : each.value_end]
                self.said("base_url", "The links of a bar were completed with its base-url.", each.start)
                self.edits.append(Edit(each.start, _attribute_end(each), ""))

    def _old_social(self, piece: Piece) -> None:
        """MJML 3 named the networks in attributes of <mj-social>."""
        elements = social_elements({each.name: each.value or "" for each in attributes_of(self.draft.text, piece)})
        if elements:
            self.said("tag_renamed", "The networks of MJML 3's <mj-social> became elements of it.", piece.start)
            end = piece.end - 2 if piece.self_closing else piece.end
            closing = f">{elements}</mj-social>" if piece.self_closing else elements
            self.edits.append(Edit(end, piece.end, closing))

    def _attributes(self, piece: Piece, name: str) -> None:
        in_attributes = self.stack[-1:] == ["mj-attributes"]
        allowed = EVERY | ALWAYS | {"name"} if in_attributes else ATTRIBUTES.get(name, frozenset()) | ALWAYS
        known = name in ATTRIBUTES or in_attributes
        self.edits += mend_attributes(
            self.draft.text,
            self.mask,
            piece,
            self._value,
            lambda each: self.said("attribute_removed", DOUBLED, each.start),
        )
        if piece.name == "mj-accordion-title":
            self.edits.append(Edit(piece.attributes_end, piece.attributes_end, ' font-weight="bold"'))
        for each in attributes_of(self.mask, piece):
            if known and each.name not in allowed:
                self._odd_attribute(piece, each, name)

    def _odd_attribute(self, piece: Piece, each: Attribute, name: str) -> None:
        if piece.name.startswith("mj-accordion-") and each.name == "background-color":
            self.edits.append(Edit(each.start, each.start, "container-"))
            return
        if _FOLDING.fullmatch(each.name):
            message = "Menus do not fold on telephones here: their links are always shown."
        elif (
            name == "mj-social" and each.name.endswith(("-href", "-content", "-icon-color", "text-mode"))
        ) or each.name == "display":
            message = ""
        else:
            message = f"<{piece.name}> has no attribute “{each.name[:40]}”; it was removed."
        if message:
            self.said("attribute_removed", message, each.start)
        start = each.start - 1 if self.mask[each.start - 1 : each.start].isspace() else each.start
        self.edits.append(Edit(start, _attribute_end(each), ""))

    def _value(self, each: Attribute) -> str:
        """What an attribute's value becomes, in quotes-safe form."""
        written = self.draft.text[each.value_start : each.value_end]
        if each.name == "href" and self.base and self.stack[-1:] == ["mj-navbar"] and ":" not in written[:12]:
            written = self.base + written
        if each.name in ("href", "src", "background-url") and each.value is not None:
            judged = self.addresses.judged(each.name, written, self.draft.place(each.start))
            return written if judged == html.unescape(written) else html.escape(html.unescape(judged))
        return self._pixels(each) if each.value is not None else ""

    def _pixels(self, each: Attribute) -> str:
        value = self.draft.text[each.value_start : each.value_end]
        if not (_PIXELS if self.is_old else _COUNTED).fullmatch(each.name) or not _NUMBERS.match(value):
            return value
        mended = _BARE.sub(lambda match: match[1] if match[1] == "0" else f"{match[1]}px", value)
        if each.name == "line-height" or mended == value:
            return value
        self.said("pixels", "Numbers without a unit became pixels.", each.start)
        return mended

    def _addresses(self, piece: Piece) -> None:
        for each in attributes_of(self.mask, piece):
            if each.name in (IS_PICTURE | {"href"}) and each.value is not None and each.quoted:
                written = self.draft.text[each.value_start : each.value_end]
                judged = self.addresses.judged(each.name, written, self.draft.place(each.start))
                if judged != written:
                    text = html.escape(html.unescape(judged))
                    self.edits.append(Edit(each.value_start, each.value_end, text))

    def _raw(self, piece: Piece) -> None:
        if piece.name in ("mj-style", "style"):
            self._sheet(piece)
        written = " ".join(html.unescape(self.draft.text[piece.start : piece.end]).split())
        if piece.name == "mj-title" and not self.head.subject:
            self.head.subject = written[:MAX_SUBJECT]
            self.said("subject", "The title was taken as the subject. Check it.", piece.start)
        elif piece.name == "mj-preview" and written and len(written) <= MAX_PREHEADER:
            self.head.preheader = written
            self.said("preheader", "The preview text became the preheader.", piece.start)
            self.edits.append(Edit(piece.start, piece.end, ""))

    def _sheet(self, piece: Piece) -> None:
        sheet = self.draft.text[piece.start : piece.end]
        mended = mend_sheet(sheet, lambda code, message, at: self.said(code, message, piece.start + at))
        mended = self.addresses.in_style(mended, lambda at: self.draft.place(piece.start + at))
        if mended != sheet:
            self.edits.append(Edit(piece.start, piece.end, mended))


def _attribute_end(each: Attribute) -> int:
    if each.value is None:
        return each.start + len(each.name)
    return each.value_end + (1 if each.quoted else 0)
