"""The last step of every rendering: whatever the template and the data made, only mail HTML leaves."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

import nh3

from frontdesk.mail.rendering import css
from frontdesk.mail.rendering.framing import STANDARD, Frame
from frontdesk.mail.rendering.markup import Piece, attributes_of, scan, words

SCHEMES = frozenset({"http", "https", "mailto", "tel", "cid"})
TAGS = words(
    "a abbr address area article aside b big blockquote br caption center cite code col colgroup dd del div dl dt em",
    "figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins li main map mark nav ol p pre q s section",
    "small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul wbr",
)
REMOVED_WITH_CONTENT = words(
    "script style iframe object embed applet noscript noembed noframes template svg math title textarea select audio",
    "video canvas frameset xmp",
)
_EVERYWHERE = words(
    "align bgcolor border cellpadding cellspacing class color dir height hspace id lang role style title valign",
    "vertical-align vspace width background",
)
_PER_TAG = {
    "a": {"href", "target", "name"},
    "area": {"href", "target", "alt", "shape", "coords"},
    "img": {"src", "alt", "usemap"},
    "map": {"name"},
    "td": {"colspan", "rowspan", "nowrap", "scope", "headers", "abbr"},
    "th": {"colspan", "rowspan", "nowrap", "scope", "headers", "abbr"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "table": {"frame", "rules"},
    "br": {"clear"},
    "li": {"value", "type"},
    "font": {"face", "size"},
    "time": {"datetime"},
    "hr": {"noshade", "size"},
}
_MEDIA = re.compile(r"[\w\s():,-]+")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_CONDITIONAL = re.compile(r"\[if [\w\s|&!()]*\b(?:mso|IE)\b[\w\s|&!().]*\]>(.*)<!\[endif\]", re.DOTALL)
_REVEALED = re.compile(r"\[if !mso[\w\s|&!()]*\]><!|<!\[endif\]")
_OUTLOOK_TAGS = TAGS | words(
    "v:rect v:roundrect v:fill v:textbox v:image v:stroke w:anchorlock",
)
_OUTLOOK_ATTRIBUTES = _EVERYWHERE | words(
    "href src alt target colspan rowspan xmlns:v xmlns:w xmlns:o fill stroke strokecolor fillcolor arcsize inset",
    "origin position type size aspect strokeweight stroked filled esdevb",
)
_ADDRESS = re.compile(r"(?:https?|mailto|tel|cid):", re.IGNORECASE)
_AROUND_ADDRESSES = "".join(map(chr, range(33)))


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        value = css.clean_declarations(value)
    elif name == "src":
        if not value.lower().lstrip().startswith(("https:", "http:", "cid:")):
            return None
    elif (name == "background" and not value.startswith("https://")) or (name == "usemap" and value[:1] != "#"):
        return None
    # Comments are looked for in the sanitised text; none may seem to begin inside an attribute.
    return value.replace("<!", "< !") if "<!" in value else value


def _relative(address: str) -> str | None:
    """A mail has no base address: only places inside it can be named without a scheme."""
    return address if address.startswith("#") else None


_cleaner = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(REMOVED_WITH_CONTENT),
    attributes={"*": set(_EVERYWHERE), **_PER_TAG},
    generic_attribute_prefixes={"aria-"},
    attribute_filter=_attribute,
    strip_comments=False,
    link_rel="noopener noreferrer",
    url_schemes=set(SCHEMES),
    url_relative=_relative,
)


def clean_body(markup: str, keeps: re.Pattern[str] | None = None) -> str:
    """Sanitises what stands inside the body; of comments only Outlook's conditional ones stay, and what ``keeps``
    matches whole."""

    def kept(match: re.Match[str]) -> str:
        return match[0] if keeps and keeps.fullmatch(match[0]) else _kept_comment(match)

    return _COMMENT.sub(kept if keeps else _kept_comment, _cleaner.clean(markup))


def is_safe_address(attribute: str, address: str) -> bool:
    """Whether an address may stand in `href`, `src` or `background`, as the sanitiser decides it."""
    shown = address.strip(_AROUND_ADDRESSES)
    if attribute == "src":
        return shown.lower().startswith(("https:", "http:", "cid:"))
    if attribute == "background":
        return shown.startswith("https://")
    return shown.startswith("#") or bool(_ADDRESS.match(shown))


def allows_attribute(tag: str, name: str) -> bool:
    """Whether an attribute of this name stays on an element of the body."""
    return name in _EVERYWHERE or name in _PER_TAG.get(tag, ()) or name.startswith("aria-")


def keeps_comment(inside: str) -> bool:
    """Whether a comment stays, given what stands between `<!--` and `-->`."""
    return _is_harmless(inside)


def _kept_comment(match: re.Match[str]) -> str:
    return match[0] if _is_harmless(match[1]) else ""


@lru_cache(maxsize=4096)
def _is_harmless(comment: str) -> bool:
    if _REVEALED.fullmatch(comment):
        return True
    conditional = _CONDITIONAL.fullmatch(comment)
    if conditional is None:
        return False
    inside = conditional[1]
    return all(_is_harmless_piece(inside, piece) for piece in scan(inside))


def _is_harmless_piece(text: str, piece: Piece) -> bool:
    if piece.kind == "text":
        return "<" not in text[piece.start : piece.end]
    if piece.kind not in ("open", "close") or piece.name not in _OUTLOOK_TAGS:
        return False
    if piece.kind == "close":
        return True
    return all(
        attribute.name in _OUTLOOK_ATTRIBUTES and _is_harmless_value(attribute.name, attribute.value or "")
        for attribute in attributes_of(text, piece)
    )


def _is_harmless_value(name: str, value: str) -> bool:
    shown = html.unescape(value)
    if name == "style":
        return css.clean_declarations(shown) == shown
    if name in ("href", "src"):
        return bool(_ADDRESS.match(shown)) or shown.startswith("#")
    if name == "background":
        return shown.startswith("https://")
    return True


_BODY = re.compile(r"""<body(?:\s(?:[^>"']|"[^"]*"|'[^']*')*+)?>""")
# What of a body has to be looked for piece by piece.
_OUT_OF_PLACE = re.compile(r"</?(?:style|html|body|head)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A mail's HTML taken apart: what is kept of its head, its body tag and its body."""

    styles: str
    body_style: str
    body: str


def take_apart(markup: str) -> Document:
    """Splits a document as a serialiser writes it. Styles are collected from wherever they stand."""
    body = _BODY.search(markup)
    end = markup.rfind("</body>")
    if body is None or end < body.end() or _OUT_OF_PLACE.search(markup, body.end(), end):
        return _take_apart(markup)
    # Serialisers put comments that stand between nothing outside of the body.
    before, after = _take_apart(markup[: body.end()]), _take_apart(markup[end:])
    return Document(before.styles, before.body_style, before.body + markup[body.end() : end] + after.body)


def _take_apart(markup: str) -> Document:
    styles: list[str] = []
    kept: list[str] = []
    body_style = ""
    media = ""
    in_head = False
    for piece in scan(markup):
        stretch = markup[piece.start : piece.end]
        if piece.name == "body" and piece.kind == "open":
            body_style = _body_style(markup, piece)
        elif piece.name == "style":
            if piece.kind == "open":
                media = next((each.value or "" for each in attributes_of(markup, piece) if each.name == "media"), "")
            elif piece.kind == "raw":
                styles.append(f"@media {media} {{{stretch}}}" if _narrows(media) else stretch)
        elif piece.name == "head":
            in_head = piece.kind == "open"
        elif piece.name in ("html", "body") or piece.kind == "declaration" or in_head:
            continue
        else:
            kept.append(stretch)
    return Document("\n".join(styles), body_style, "".join(kept))


def _narrows(media: str) -> bool:
    return bool(_MEDIA.fullmatch(media)) and media.strip().lower() not in ("all", "screen", "all, screen")


def _body_style(markup: str, piece: Piece) -> str:
    values = {each.name: each.value or "" for each in attributes_of(markup, piece)}
    colour = values.get("bgcolor")
    own = html.unescape(values.get("style", ""))
    return f"background-color:{html.unescape(colour)};{own}" if colour else own


_HEAD = """{doctype}
<html lang="{lang}" dir="{direction}"{html_attributes} xmlns="http://www.w3.org/1999/xhtml" \
xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{schemes}<meta name="x-apple-disable-message-reformatting">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>{title}</title>
<!--[if mso]><noscript><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch>\
</o:OfficeDocumentSettings></xml></noscript><![endif]-->
<!--[if lte mso 11]><style>.mj-outlook-group-fix {{ width:100% !important; }}</style><![endif]-->
<style>
{styles}
</style>
</head>
<body{body_attributes} style="{body_style}">
"""
_HIDDEN = (
    '<div style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;'
    'mso-hide:all">{text}{filler}</div>\n'
)
# Keeps the first words of the body out of the inbox's preview line.
_FILLER = "&#847;&zwnj;&nbsp;" * 40
# Only for mails that have a dark design: told so, a reader stops adapting the colours itself.
_DARK = '<meta name="color-scheme" content="light dark">\n<meta name="supported-color-schemes" content="light dark">\n'
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@lru_cache(maxsize=512)
def _sheet(styles: str) -> str:
    return css.clean_sheet(styles)


def put_together(document: Document, *, locale: str, title: str, preheader: str, frame: Frame = STANDARD) -> str:
    """A whole mail: our own head, the vetted styles, the sanitised body."""
    lang = locale if _LANGUAGE.fullmatch(locale) else "en"
    head = _HEAD.format(
        lang=lang,
        doctype=frame.doctype,
        direction=frame.direction or ("rtl" if lang[:2].lower() in _RIGHT_TO_LEFT else "ltr"),
        html_attributes=frame.html_attributes,
        body_attributes=frame.body_attributes,
        title=html.escape(title),
        schemes=_DARK if "prefers-color-scheme" in document.styles else "",
        styles=_sheet(document.styles),
        body_style=html.escape(css.clean_declarations(document.body_style)),
    )
    hidden = _HIDDEN.format(text=html.escape(preheader), filler=_FILLER) if preheader else ""
    return f"{head}{hidden}{clean_body(document.body)}\n</body>\n</html>\n"
