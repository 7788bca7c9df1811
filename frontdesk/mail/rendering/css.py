"""Style sheets and style attributes without anything that loads, runs or ends the style element."""

from __future__ import annotations

import re
from functools import lru_cache

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
_AT_RULE = re.compile(
    r"@(?:import|charset|namespace|font-face|property|layer|document)\b[^;{}]*(?:;|\{[^}]*\}|\Z)", re.I
)
_URL = re.compile(r"""(?:url|src)\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"]*))\s*\)?""", re.IGNORECASE)
_PLAIN_HTTPS = re.compile(r"""https://[^\s'"()<>\\]+""", re.IGNORECASE)
_RUNNING = re.compile(r"expression\s*\(|(?:java|vb)script\s*:|(?:behavior|-moz-binding)\s*:[^;}]*|data\s*:", re.I)
_OTHER_LOADING = re.compile(r"(?:-webkit-)?image-set\s*\(", re.IGNORECASE)
_SUSPICIOUS = re.compile(r"[\\<@]|/\*|url|src|expression|script|behavior|binding|image-set|data", re.IGNORECASE)


def clean_sheet(sheet: str) -> str:
    """The sheet without imports, fonts from elsewhere, scripts, and addresses that are not https.

    Replacements leave a space, never nothing: parts on both sides must not join into something new.
    Escapes are resolved first because they can spell any forbidden word.
    """
    text = _COMMENT.sub(" ", _ESCAPE.sub(_resolved, _COMMENT.sub(" ", sheet))).replace("\\", " ").replace("<", " ")
    text = _AT_RULE.sub(" ", text)
    text = _URL.sub(_kept_url, text)
    return _OTHER_LOADING.sub(" (", _RUNNING.sub(" ", text))


@lru_cache(maxsize=8192)
def clean_declarations(style: str) -> str:
    """The same for a style attribute."""
    return clean_sheet(style) if _SUSPICIOUS.search(style) else style


def _resolved(match: re.Match[str]) -> str:
    if not match[1]:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _kept_url(match: re.Match[str]) -> str:
    address = next((group for group in match.groups() if group is not None), "").strip()
    return f"url({address})" if _PLAIN_HTTPS.fullmatch(address) else "none"
