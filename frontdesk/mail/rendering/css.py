"""Style sheets and style attributes without anything that loads, runs or ends the style element."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache

from frontdesk.mail.rendering.markup import attributes_of, scan

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
# Class names such as `.sm\\:w-1\\/2` are written with escapes, which stay: none of these signs spells a forbidden word,
# and where selectors stand nothing loads. While a sheet is cleaned, characters that no text has stand for them.
_SIGNS = ":/.[]%!#"
_STANDING = {sign: chr(0xFDD0 + index) for index, sign in enumerate(_SIGNS)}
_WRITTEN = {ord(standing): f"\\{sign}" for sign, standing in _STANDING.items()}
_NOWHERE = {ord(standing): " " for standing in _STANDING.values()}
_STRETCH = re.compile(r"[^{};]++\{?")
_CLASS = re.compile(r"\.[A-Za-z_-](?:[\w-]|\\[:/.\[\]%!#])*+")
_SIGN = re.compile(r"\\([:/.\[\]%!#])")
_AT_RULE = re.compile(
    r"@(?:import|charset|namespace|font-face|property|layer|document)\b[^;{}]*(?:;|\{[^}]*\}|\Z)", re.I
)
# Addresses of web fonts have semicolons in them, which do not end the rule.
_IMPORT = re.compile(
    r"@import\b(?:\"[^\"\n]{0,2000}\"|'[^'\n]{0,2000}'|\([^()\n]{0,2000}\)|[^;{}\"'()])*+(?:;|\Z)", re.IGNORECASE
)
_URL = re.compile(r"""(?:url|src)\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"]*))\s*\)?""", re.IGNORECASE)
_PLAIN_HTTPS = re.compile(r"""https://[^\s'"()<>\\]+""", re.IGNORECASE)
_RUNNING = re.compile(r"expression\s*\(|(?:java|vb)script\s*:|(?:behavior|-moz-binding)\s*:[^;}]*|data\s*:", re.I)
_OTHER_LOADING = re.compile(r"(?:-webkit-)?image-set\s*\(", re.IGNORECASE)
_PART = re.compile(r"(?:\"[^\"]*\"|'[^']*'|\([^()]*\)|[^;])+")
_DECLARATION = re.compile(r"\s*-{0,2}[A-Za-z_][\w-]*\s*:")
# What stands for Liquid while markup is compiled; it can be a declaration on its own.
_STAND_IN = re.compile(r"(?:\s*fd[a-p]{12}z\d+z)+\s*")
_CARRIER = "x-carried:"
_CARRIED = re.compile(rf"{_CARRIER}\s*(?=fd[a-p]{{12}}z\d)")
_SUSPICIOUS = re.compile(r"[\\<@]|/\*|url|src|expression|script|behavior|binding|image-set|data", re.IGNORECASE)


def clean_sheet(sheet: str) -> str:
    """The sheet without imports, fonts from elsewhere, scripts, and addresses that are not https.

    Replacements leave a space, never nothing: parts on both sides must not join into something new.
    Escapes are resolved first because they can spell any forbidden word; signs in the names of classes stay escaped.
    """
    marked = _STRETCH.sub(_marked, _COMMENT.sub(" ", sheet.translate(_NOWHERE)))
    return _cleaned(marked).translate(_WRITTEN)


def _marked(stretch: re.Match[str]) -> str:
    if "\\" not in stretch[0] or not stretch[0].endswith("{"):
        return stretch[0]
    return _CLASS.sub(lambda name: _SIGN.sub(lambda sign: _STANDING[sign[1]], name[0]), stretch[0])


def _cleaned(sheet: str) -> str:
    text = _COMMENT.sub(" ", _ESCAPE.sub(_resolved, _COMMENT.sub(" ", sheet))).replace("\\", " ").replace("<", " ")
    text = _AT_RULE.sub(" ", _IMPORT.sub(" ", text))
    text = _URL.sub(_kept_url, text)
    return _OTHER_LOADING.sub(" (", _RUNNING.sub(" ", text))


@lru_cache(maxsize=8192)
def clean_declarations(style: str) -> str:
    """The same for a style attribute."""
    return _cleaned(style) if _SUSPICIOUS.search(style) else style


def _resolved(match: re.Match[str]) -> str:
    if not match[1]:
        return match[2]
    code = int(match[1], 16)
    is_character = 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 and code not in _NOWHERE
    return chr(code) if is_character else " "


def _kept_url(match: re.Match[str]) -> str:
    address = next((group for group in match.groups() if group is not None), "").strip()
    return f"url({address})" if _PLAIN_HTTPS.fullmatch(address) else "none"


def broken_parts(style: str) -> Iterator[re.Match[str]]:
    """What stands between the semicolons of a style attribute and is no declaration."""
    for part in _PART.finditer(style):
        if part[0].strip() and not _DECLARATION.match(part[0]):
            yield part


def with_whole_styles(markup: str) -> str:
    """The markup without broken parts in its style attributes, which stop the inliner. `uncarried` undoes it."""
    parts: list[str] = []
    done = 0
    for piece in scan(markup):
        if piece.kind != "open":
            continue
        for each in attributes_of(markup, piece):
            if each.name == "style" and each.value and each.quoted:
                parts += [markup[done : each.value_start], html.escape(_mended(html.unescape(each.value)))]
                done = each.value_end
    return "".join([*parts, markup[done:]])


def uncarried(markup: str) -> str:
    return _CARRIED.sub("", markup)


def _mended(style: str) -> str:
    return ";".join(
        f"{_CARRIER}{part[0].strip()}" if _STAND_IN.fullmatch(part[0]) else part[0]
        for part in _PART.finditer(_COMMENT.sub(" ", style))
        if _DECLARATION.match(part[0]) or _STAND_IN.fullmatch(part[0])
    )
