"""HTML without what no mail may carry, and the list of it. What the sanitiser would drop in silence is told here."""

from __future__ import annotations

import html
import re

from frontdesk.mail.importing import heads
from frontdesk.mail.importing.addresses import Addresses
from frontdesk.mail.importing.decoding import decode
from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.model import Log
from frontdesk.mail.importing.styles import mend_attribute, mend_sheet
from frontdesk.mail.rendering.markup import Attribute, Piece, attributes_of, scan, words
from frontdesk.mail.rendering.pieces import find_liquid, masked
from frontdesk.mail.rendering.sanitising import TAGS, allows_attribute, keeps_comment

_GONE = words(
    "script noscript iframe object embed applet svg math audio canvas template select textarea frameset noembed",
    "noframes xmp",
)
_UNWRAPPED = words("form fieldset legend label button picture video input source track param frame option datalist")
_STRUCTURE = words("html head body meta title link base style")
_INKY = words("container row columns column callout wrapper spacer block-grid menu item")
_ADDRESSES = words("href src background poster background-url")
_REVEALED_OPEN = re.compile(r"<!\[if\s+([^\]]{1,60})\]>", re.IGNORECASE)
_REVEALED_CLOSE = re.compile(r"<!\[endif\]>", re.IGNORECASE)
_WHY = {
    "script": "Scripts run in no mail; they were removed.",
    "noscript": "What is shown without scripts was removed with its tags.",
    "iframe": "Frames load in no mail; they were removed.",
    "svg": "SVG pictures show in few mail programs and can carry scripts; they were removed. Use a PNG.",
    "form": "Forms do not work in mails: their tags were removed, their text stays. Link to a page instead.",
    "input": "Form fields were removed.",
    "button": "Buttons of forms became plain text. Use a link instead.",
    "video": "Videos play in few mail programs: the picture inside stays. Link to the video instead.",
}


def clean_html(draft: Draft, log: Log, addresses: Addresses) -> None:
    """One pass over the tags of a source whose Liquid is converted already."""
    _reveal(draft)
    walk = _Walk(draft, log, addresses)
    for piece in scan(walk.mask):
        walk.take(piece)
    walk.finish()
    draft.apply(walk.edits)


def _reveal(draft: Draft) -> None:
    """`<![if !mso]>` as the comments that every parser reads the same."""
    edits = [
        Edit(match.start(), match.end(), f"<!--[if {match[1]}]><!-->") for match in _REVEALED_OPEN.finditer(draft.text)
    ]
    if edits:
        closings = _REVEALED_CLOSE.finditer(draft.text)
        edits += [
            Edit(match.start(), match.end(), "<!--<![endif]-->")
            for match in closings
            if draft.text[match.end() : match.end() + 2] != "--"
            and draft.text[match.start() - 4 : match.start()] != "<!--"
        ]
    draft.apply(edits)


class _Walk:
    def __init__(self, draft: Draft, log: Log, addresses: Addresses) -> None:
        self.draft = draft
        self.log = log
        self.addresses = addresses
        self.mask = masked(draft.text, find_liquid(draft.text))
        self.edits: list[Edit] = []
        self.removing: list[str] = []
        self.from_index = 0
        self.in_head = False

    def said(self, code: str, message: str, index: int) -> None:
        self.log.change(code, message, self.draft.place(index))

    def take(self, piece: Piece) -> None:
        if self.removing:
            self._removed(piece)
        elif piece.kind == "open":
            self._open(piece)
        elif piece.kind == "close" and piece.name in _UNWRAPPED:
            self.edits.append(Edit(piece.start, piece.end, ""))
        elif piece.kind == "close" and piece.name == "head":
            self.in_head = False
        elif piece.kind == "raw" and piece.name == "style":
            self._sheet(piece)
        elif piece.kind == "comment":
            self._comment(piece)
        elif piece.kind == "broken":
            self.log.problem(
                "html_syntax", "A tag never ends: its closing > is missing.", self.draft.place(piece.start)
            )

    def _removed(self, piece: Piece) -> None:
        if piece.kind == "open" and piece.name == self.removing[-1] and not piece.self_closing:
            self.removing.append(piece.name)
        elif piece.kind == "close" and piece.name == self.removing[-1]:
            self.removing.pop()
            if not self.removing:
                self.edits.append(Edit(self.from_index, piece.end, ""))

    def finish(self) -> None:
        if self.removing:
            self.edits.append(Edit(self.from_index, len(self.mask), ""))

    def _open(self, piece: Piece) -> None:
        name = piece.name
        self.in_head = self.in_head or name == "head"
        if name in _GONE:
            self.said("tag_removed", _WHY.get(name, f"<{name}> works in no mail; it was removed."), piece.start)
            if piece.self_closing:
                self.edits.append(Edit(piece.start, piece.end, ""))
            else:
                self.removing, self.from_index = [name], piece.start
        elif name in _UNWRAPPED:
            self.said("tag_removed", _WHY.get(name, f"<{name}> was removed; what it encloses stays."), piece.start)
            self.edits.append(Edit(piece.start, piece.end, self._instead(piece)))
        elif name == "link":
            self._link(piece)
        elif name == "meta" or name == "base":
            self._meta(piece)
        else:
            if name not in TAGS and name not in _STRUCTURE:
                self._unknown(piece)
            for attribute in attributes_of(self.mask, piece):
                self._attribute(piece, attribute)

    def _instead(self, piece: Piece) -> str:
        if piece.name != "video":
            return ""
        rest = self.mask[piece.end : piece.end + 3000].lower()
        poster = next((each for each in attributes_of(self.mask, piece) if each.name == "poster" and each.value), None)
        if poster is None or "<img" in rest.partition("</video")[0]:
            return ""
        source = self.draft.text[poster.value_start : poster.value_end]
        return f'<img src="{html.escape(html.unescape(source))}" alt="">'

    def _unknown(self, piece: Piece) -> None:
        if piece.name.startswith("amp-"):
            message = "This is the AMP part of a mail. Import its HTML part, which every mail program shows."
            self.log.problem("amp", message, self.draft.place(piece.start))
        elif piece.name in _INKY:
            message = f"<{piece.name}> is Inky, which has to be built first. Import the HTML that it gives."
            self.log.problem("inky", message, self.draft.place(piece.start))
        else:
            self.said("tag_dropped", f"<{piece.name}> is no tag of mails: only what it encloses is sent.", piece.start)

    def _link(self, piece: Piece) -> None:
        values = {each.name: each.value or "" for each in attributes_of(self.mask, piece)}
        sheet = self.addresses.file(values.get("href", "")) if "stylesheet" in values.get("rel", "") else None
        if sheet is not None:
            self.said("style_sheet", "Style sheets beside the template were put into it.", piece.start)
            text = mend_sheet(decode(sheet)[0], lambda code, message, at: self.said(code, message, piece.start))
            self.edits.append(Edit(piece.start, piece.end, f"<style>{text.replace('</', '')}</style>"))
            return
        if "stylesheet" not in values.get("rel", ""):
            message = "Links in the head (icons and the like) mean nothing in mails and were removed."
        elif "font" in values.get("href", "").lower():
            message = "Web fonts are not loaded in mails: the next font of each list is shown."
        else:
            message = "A style sheet from another file is not loaded in mails. Paste it into a <style> element."
            self.log.problem("style_sheet", message, self.draft.place(piece.start))
        self.said("web_font" if message.startswith("Web fonts") else "link_removed", message, piece.start)
        self.edits.append(Edit(piece.start, piece.end, ""))

    def _meta(self, piece: Piece) -> None:
        if re.search(
            r"""\b(?:property|name)\s*=\s*["']?(?:og|twitter|fb):""", self.mask[piece.start : piece.end], re.I
        ):
            self.said("tag_removed", "What pages say for sharing (og: and twitter:) was removed.", piece.start)
            self.edits.append(Edit(piece.start, piece.end, ""))
            return
        if piece.name == "base" or "refresh" in self.mask[piece.start : piece.end].lower():
            self.said("tag_removed", f"<{piece.name}> has no place in a mail; it was removed.", piece.start)
            self.edits.append(Edit(piece.start, piece.end, ""))

    def _attribute(self, piece: Piece, each: Attribute) -> None:
        value = self.draft.text[each.value_start : each.value_end] if each.value is not None else ""
        if re.fullmatch(r"on[a-z]+", each.name):
            self.said("event_handler", "Attributes that run scripts (onclick and others) were removed.", each.start)
            self.edits.append(Edit(each.start, each.value_end + each.quoted, ""))
        elif each.name in _ADDRESSES and each.value is not None:
            judged = self.addresses.judged(each.name, value, self.draft.place(each.start))
            if judged != value:
                written = judged.replace("&", "&amp;").replace('"', "&quot;")
                self.edits.append(Edit(each.value_start, each.value_end, written if each.quoted else f'"{written}"'))
        elif each.name == "style" and "{" not in value:
            mended = self.addresses.in_style(html.unescape(value), lambda _: self.draft.place(each.start))
            mended = mend_attribute(mended, lambda *said: self.said(said[0], said[1], each.start))
            if mended != html.unescape(value):
                self.edits.append(Edit(each.value_start, each.value_end, html.escape(mended)))
        elif each.name == "bordercolor" and re.fullmatch(r"#?\w{3,20}", value):
            self.said("border_colour", "Border colours of old tables became styles.", each.start)
            end = each.value_end + each.quoted
            self.edits.append(Edit(each.start, end, f'style="border-color:{heads.colour(value)}"'))
        elif piece.name not in _STRUCTURE and piece.name in TAGS and not allows_attribute(piece.name, each.name):
            message = f"The attribute “{each.name[:40]}” means nothing in a mail: it is not sent."
            self.said("attribute_dropped", message, each.start)

    def _sheet(self, piece: Piece) -> None:
        sheet = self.draft.text[piece.start : piece.end]
        mended = mend_sheet(sheet, lambda code, message, at: self.said(code, message, piece.start + at))
        mended = self.addresses.in_style(mended, lambda at: self.draft.place(piece.start + at))
        if mended != sheet:
            self.edits.append(Edit(piece.start, piece.end, mended))

    def _comment(self, piece: Piece) -> None:
        inside = self.mask[piece.start + 4 : max(piece.start + 4, piece.end - 3)].replace("\x1a", "x")
        if not inside.lstrip().startswith("[if") or keeps_comment(inside):
            return
        if self.in_head:
            message = "Settings for Outlook in the head are written by us: those of the template are not sent."
        else:
            message = "A part for Outlook alone has tags that are not allowed: it is not sent."
        self.said("outlook_comment", message, piece.start)
