"""Values: what may enter a template, and how one is written where it lands."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from liquid import Markup
from liquid.stringify import to_liquid_string

from frontdesk.mail.rendering import colours, plain_text

Place = Literal["text", "attribute", "url", "css", "plain"]

_MAX_DEPTH = 12
# NUL cannot be stored or sent, lone surrogates cannot be encoded, the others mean nothing in a mail.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Everything a mail reader or a header parser may take for the end of a line, and marks that reorder text.
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_CSS_SAFE = re.compile(r"[#\w\s.,%()+-]*", re.ASCII)
_CSS_CALLS = re.compile(r"url|expression|image|attr|var|env|element|src", re.IGNORECASE)
_HEADER_CHARACTERS = 500


def plain_data(value: object, depth: int = 0) -> object:
    """A copy made of plain types only, so that no attribute, method or 'safe' marker of an object reaches Liquid.

    Raises ValueError for what is none of: text, number, boolean, date, list, mapping with text keys.
    """
    if depth > _MAX_DEPTH:
        raise ValueError(f"the data is nested more than {_MAX_DEPTH} levels deep")
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", str.__str__(value)) if _UNPRINTABLE.search(value) else "".join((value,))
    if value is None or isinstance(value, bool | int | float | datetime):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {_key(key): plain_data(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_data(item, depth + 1) for item in value]
    raise ValueError(f"a value of type {type(value).__name__} cannot be used in a template")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ValueError("the names in the data must be text")
    return str(key)


def with_brand(data: dict[str, object]) -> dict[str, object]:
    """The data with a usable `organization.brand_color` and the text colour that is readable on it."""
    organization = data.get("organization")
    known = organization if isinstance(organization, dict) else {}
    colour = colours.brand(known.get("brand_color"))
    return {**data, "organization": {**known, "brand_color": colour, "brand_text_color": colours.text_on(colour)}}


def header_text(text: str) -> str:
    """One line, whatever came in: no character may start another header line."""
    return " ".join(_BREAKING.sub(" ", text).split())[:_HEADER_CHARACTERS].strip()


def plain(value: object) -> str:
    """A value as unescaped text. Mappings have no text of their own and give nothing."""
    if isinstance(value, Markup):
        return html.unescape(str(value))
    if isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return "".join(plain(item) for item in value)
    return str(to_liquid_string(value, autoescape=False))


def written(value: object, where: Place) -> str:
    """The value as it may stand at that place.

    Only text keeps markup (from `newline_to_br` or a captured block); elsewhere it is text like any other,
    and in CSS nothing may pass that could end the declaration or load something.
    """
    if isinstance(value, Markup):
        if where == "text":
            return str(value)
        if where == "plain":
            return plain_text.from_html(str(value)).strip("\n")
    # Most values are plain text, and then nothing has to be found out.
    text = value if type(value) is str else plain(value)
    if where == "plain":
        return text
    if where == "css" and (not _CSS_SAFE.fullmatch(text) or _CSS_CALLS.search(text)):
        return ""
    return html.escape(text, quote=True)
