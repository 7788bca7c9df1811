"""What a document says about itself: title, preheader, language, and the looks that its body tag carries."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.model import Log
from frontdesk.mail.rendering.markup import Piece, attributes_of, scan
from frontdesk.mail.rendering.pieces import find_liquid, masked

MAX_PREHEADER = 300
MAX_SUBJECT = 500
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|max-height\s*:\s*0|visibility\s*:\s*hidden|font-size\s*:\s*[01]px", re.I
)
_NAMED = re.compile(r"preheader|preview[-_]?text|pre-?header|preview\b", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:&(?:zwnj|nbsp|shy|#8203|#8199|#8204|#847|#65279|#x?[0-9a-f]{2,5});|[\u200b-\u200f\u2007\u034f\xad\ufeff\xa0\s])+\Z",
    re.I,
)
_BLANK_TITLES = re.compile(
    r"(?:untitled|document|title|e?-?mail|template|newsletter|new message|html ?e?-?mail.*|\*+)?\Z", re.I
)
_TEXT_COLOURS = {"text": "color"}
_MARGINS = frozenset({"leftmargin", "topmargin", "marginwidth", "marginheight", "rightmargin", "bottommargin"})


@dataclass(slots=True)
class Head:
    subject: str = ""
    preheader: str = ""
    language: str = ""


def read_head(draft: Draft, log: Log) -> Head:
    """Takes title and preheader, and carries what only the body tag said over into styles."""
    head = Head()
    mask = masked(draft.text, find_liquid(draft.text))
    pieces = list(scan(mask))
    edits: list[Edit] = []
    for piece in pieces:
        if piece.kind == "raw" and piece.name == "title" and not head.subject:
            head.subject = _title(draft.text[piece.start : piece.end])
            if "{{" in draft.text[piece.start : piece.end] or "{%" in draft.text[piece.start : piece.end]:
                # The subject is the title of what is sent; here its placeholders would only be asked for once more.
                edits.append(Edit(piece.start, piece.end, ""))
        elif piece.kind == "open" and piece.name == "html":
            values = {each.name: each.value or "" for each in attributes_of(mask, piece)}
            head.language = values.get("lang") or values.get("xml:lang") or ""
        elif piece.kind == "open" and piece.name == "body":
            edits += _body_edits(draft, log, piece)
    if head.subject:
        log.change("subject", "The title of the page was taken as the subject. Check it.", (1, 1))
    found = _preheader(draft.text, mask, pieces)
    if found is not None:
        head.preheader, edit = found
        log.change("preheader", "The hidden text at the top became the preheader.", draft.place(edit.start))
        edits.append(edit)
    draft.apply(edits)
    return head


def _title(written: str) -> str:
    title = " ".join(html.unescape(written).split())
    if title == "{{ subject }}":
        return ""
    return "" if _BLANK_TITLES.match(title) else title[:MAX_SUBJECT]


def _preheader(text: str, mask: str, pieces: list[Piece]) -> tuple[str, Edit] | None:
    """The first hidden element of the body, if it holds text alone."""
    body = next((index for index, piece in enumerate(pieces) if piece.kind == "open" and piece.name == "body"), 0)
    for index in range(body, min(len(pieces), body + 60)):
        piece = pieces[index]
        if piece.kind == "text" and mask[piece.start : piece.end].strip() and pieces[index - 1].name != "title":
            return None
        if piece.kind != "open" or piece.name not in ("div", "span", "p", "td"):
            continue
        values = {each.name: html.unescape(each.value or "") for each in attributes_of(mask, piece)}
        named = _NAMED.search(f"{values.get('class', '')} {values.get('id', '')}")
        hidden = _HIDDEN.search(values.get("style", ""))
        if not hidden and not (named and _hidden_by_sheet(mask, values)):
            continue
        return _held(text, pieces, index)
    return None


def _hidden_by_sheet(mask: str, values: dict[str, str]) -> bool:
    for name in re.findall(r"[\w-]+", f"{values.get('class', '')} {values.get('id', '')}")[:6]:
        rule = re.search(r"[.#]" + re.escape(name) + r"\s*(?:,[^{}]{0,200})?\{([^{}]{0,800})\}", mask)
        if rule is not None and _HIDDEN.search(rule[1]):
            return True
    return False


def _held(text: str, pieces: list[Piece], index: int) -> tuple[str, Edit] | None:
    """The element's text and the edit that takes it away; None if it holds more than text."""
    opened = pieces[index]
    shown: list[str] = []
    for piece in pieces[index + 1 : index + 40]:
        if piece.kind == "text":
            shown.append(text[piece.start : piece.end])
        elif piece.kind == "close" and piece.name == opened.name:
            words = " ".join(_FILLER.sub("", "".join(shown)).split())
            words = html.unescape(words).strip()
            if not words or len(words) > MAX_PREHEADER or opened.name == "td":
                return None
            return words, Edit(opened.start, piece.end, "")
        elif piece.kind not in ("comment",) and piece.name not in ("br", "span"):
            return None
    return None


def _body_edits(draft: Draft, log: Log, piece: Piece) -> list[Edit]:
    """`text`, `link`, `background` and margins of the body tag as styles: the tag itself is written anew."""
    attributes = {each.name: each for each in attributes_of(draft.text, piece) if each.value is not None}
    styles, rules = [], []
    for name, each in attributes.items():
        value = (each.value or "").strip()
        if name in _TEXT_COLOURS and re.fullmatch(r"#?\w{3,20}", value):
            styles.append(f"color:{colour(value)}")
        elif name == "background" and value.lower().startswith("http"):
            styles.append(f"background-image:url({value.replace('http://', 'https://', 1)})")
        elif name in _MARGINS and value.rstrip("px").isdigit():
            styles.append(f"{_margin(name)}:{value.rstrip('px')}px")
        elif name == "link" and re.fullmatch(r"#?\w{3,20}", value):
            rules.append(f"a{{color:{colour(value)}}}")
        elif name == "align" and value.lower() in ("center", "left", "right"):
            styles.append(f"text-align:{value.lower()}")
    edits = []
    if styles:
        message = "What the body tag said of colours, background and margins became styles."
        log.change("body_attributes", message, draft.place(piece.start))
        given = attributes.get("style")
        written = ";".join(styles)
        if given is not None and given.quoted:
            edits.append(Edit(given.value_start, given.value_start, f"{written};"))
        else:
            edits.append(Edit(piece.start + 5, piece.start + 5, f' style="{written}"'))
    if rules:
        edits.append(Edit(piece.end, piece.end, f"<style>{''.join(rules)}</style>"))
    return edits


def colour(value: str) -> str:
    return f"#{value}" if re.fullmatch(r"[0-9A-Fa-f]{6}", value) else value


def _margin(name: str) -> str:
    side = {"marginwidth": "left", "marginheight": "top"}.get(name, name.removesuffix("margin"))
    return f"margin-{side}"
