"""What a source says of the document as a whole: the mode that browsers read it in, its direction, its body's names.

Taken from the author's own tags, never from data: values with Liquid in them count for nothing.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from frontdesk.mail.rendering import css
from frontdesk.mail.rendering.markup import Piece, attributes_of, scan

_STANDARD = "<!doctype html>"
# Most mails are written for this one: it leaves no gap below pictures in table cells.
_ALMOST = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
# As browsers read a page that says nothing, or what pages said before 1999.
_QUIRKS = '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">'
_ALMOST_NAMES = re.compile(r"-//W3C//DTD XHTML 1\.0 (?:Transitional|Frameset)//", re.IGNORECASE)
_LOOSE_NAMES = re.compile(r"-//W3C//DTD HTML 4\.01 (?:Transitional|Frameset)//", re.IGNORECASE)
_OLD_NAMES = re.compile(r"-//(?:W3C//DTD HTML (?:3|4\.0 )|IETF//|W3O//|Microsoft//|Netscape)", re.IGNORECASE)
_NAMES = re.compile(r"[\w -]{1,200}", re.ASCII)
# The tags asked for stand at the beginning, after the head at most.
_MOST_PIECES = 400


@dataclass(frozen=True, slots=True)
class Frame:
    """`direction` empty: what the language suggests. The attributes are ready to be written."""

    doctype: str = _STANDARD
    direction: str = ""
    html_attributes: str = ""
    body_attributes: str = ""


STANDARD = Frame()


@lru_cache(maxsize=256)
def frame_of(source: str, *, is_mjml: bool) -> Frame:
    doctype, direction, html_attributes = "", "", ""
    for number, piece in enumerate(scan(source)):
        if number > _MOST_PIECES:
            break
        if piece.kind == "declaration" and not doctype:
            doctype = source[piece.start : piece.end]
        elif piece.kind != "open":
            continue
        elif piece.name in ("html", "mjml"):
            values = _values(source, piece)
            direction = _direction(values)
            html_attributes = _style(values)
        elif piece.name == "body" and not is_mjml:
            values = _values(source, piece)
            names = "".join(
                f' {name}="{values[name]}"' for name in ("class", "id") if _NAMES.fullmatch(values.get(name, ""))
            )
            own = _direction(values)
            body = names + (f' dir="{own}"' if own else "")
            return Frame(_mode(doctype), direction, html_attributes, body)
        elif is_mjml:
            break
    is_whole = bool(html_attributes or direction) or "<html" in source[:20_000].lower()
    return Frame(_mode(doctype) if is_whole and not is_mjml else _STANDARD, direction, html_attributes)


def _mode(doctype: str) -> str:
    if _ALMOST_NAMES.search(doctype):
        return _ALMOST
    if _LOOSE_NAMES.search(doctype):
        return _ALMOST if ".dtd" in doctype.lower() else _QUIRKS
    return _QUIRKS if _OLD_NAMES.search(doctype) or doctype[:9].lower() != "<!doctype" else _STANDARD


def _values(source: str, piece: Piece) -> dict[str, str]:
    found = {each.name: html.unescape(each.value or "") for each in attributes_of(source, piece)}
    return {name: value for name, value in found.items() if "{{" not in value and "{%" not in value}


def _direction(values: dict[str, str]) -> str:
    direction = values.get("dir", "").lower()
    return direction if direction in ("rtl", "ltr") else ""


def _style(values: dict[str, str]) -> str:
    style = css.clean_declarations(values.get("style", ""))
    return f' style="{html.escape(style)}"' if style.strip() else ""
