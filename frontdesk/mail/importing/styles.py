"""Style sheets: what can be kept is made to survive, what goes is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from frontdesk.mail.importing.filters import split_at

Said = Callable[[str, str, int], None]
_WITHIN_ADDRESSES = "%/:?#[]@!$&*+,;=~-._"

_DECLARATION = re.compile(r"\s*-{0,2}[A-Za-z_][\w-]*\s*:\s*[^\s:{}<][^{}<]*\Z")
_STRING = r"\"[^\"\n]*\"|'[^'\n]*'"
_MARKS = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|/\*\s*<!\[CDATA\[\s*\*/|/\*\s*\]\]>\s*\*/")
_IMPORT = re.compile(r"@import\b(?:" + _STRING + r"|\([^)\n]*\)|[^;{}\"'(\n])*+;?", re.IGNORECASE)
_FONT = re.compile(r"@font-face\b\s*\{[^{}]*\}", re.IGNORECASE)
_CHARSET = re.compile(r"@charset\b[^;{}]{0,60};", re.IGNORECASE)
_HTTP_URL = re.compile(r"(url\(\s*['\"]?)http://", re.IGNORECASE)
_PROTOCOL_URL = re.compile(r"(url\(\s*['\"]?)//(?=[\w.-]+/)", re.IGNORECASE)
_RUNNING = re.compile(r"(?:behavior|-moz-binding)\s*:[^;}]*;?|[\w-]+\s*:\s*expression\s*\([^;}]*;?", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_URL = re.compile(r"""(url\(\s*)(?:"([^"\n]*)"|'([^'\n]*)'|([^\s'"()]*))\s*\)""", re.IGNORECASE)


def mend_sheet(sheet: str, said: Said) -> str:
    """One style element's content. `said` is told code, words and index of each change."""
    sheet = _without(_MARKS, sheet, "style_marks", "Comment marks around style sheets were removed.", said)
    message = "Web fonts are not loaded in mails: the next font of each list is shown."
    sheet = _without(_FONT, _without(_IMPORT, sheet, "web_font", message, said), "web_font", message, said)
    sheet = _without(_CHARSET, sheet, "charset", "Character set declarations were removed; mails are UTF-8.", said)
    sheet = mend_declarations(sheet, said)
    bare = _COMMENT.sub("", sheet)
    left_open = bare.count("{") - bare.count("}")
    if 0 < left_open < 20 and "{{" not in bare and "{%" not in bare:
        said("style_braces", "A style sheet lacked a closing brace, which was added at its end.", 0)
        sheet += "}" * left_open
    return sheet


def mend_attribute(style: str, said: Said) -> str:
    """A style attribute: parts that are no declaration are taken out, or no style of the element could be read."""
    style = mend_declarations(style, said)
    parts = split_at(style, ";")
    kept = [part for part in parts if _DECLARATION.match(part)]
    if all(part in kept or not part.strip() for part in parts):
        return style
    said("style_syntax", "Parts of styles that are no declarations were removed.", 0)
    return ";".join(part.strip() for part in kept)


def with_addresses(style: str, judge: Callable[[str, int], str]) -> str:
    """Each address of a picture as `judge`, who is told its index, has it."""

    def judged(match: re.Match[str]) -> str:
        address = next((group for group in match.groups()[1:] if group is not None), "").strip()
        if not address or "{{" in address or "{%" in address:
            return match[0]
        found = judge(address, match.start())
        return match[0] if found == address else f"{match[1]}'{quote(found, safe=_WITHIN_ADDRESSES)}')"

    return _URL.sub(judged, style)


def mend_declarations(style: str, said: Said) -> str:
    """What a style attribute and a sheet may not say."""
    style = _without(_RUNNING, style, "style_script", "Styles that run scripts were removed.", said)
    for pattern, found in ((_HTTP_URL, "http://"), (_PROTOCOL_URL, "//")):
        if pattern.search(style):
            message = f"Backgrounds are loaded by https only: {found} became https://. Check that they still show."
            said("https", message, 0)
            style = pattern.sub(r"\1https://", style)
    return style


def _without(pattern: re.Pattern[str], sheet: str, code: str, message: str, said: Said) -> str:
    found = pattern.search(sheet)
    if found is None:
        return sheet
    said(code, message, found.start())
    return pattern.sub("", sheet)
