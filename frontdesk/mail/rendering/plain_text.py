"""The plain-text part, made from the HTML when the author wrote none."""

from __future__ import annotations

import re

from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Invisible fillers that keep preview lines clean, and non-breaking spaces.
_FILLERS = re.compile("[\u034f\u200b\u200c\u00ad\ufeff]+")
_UNSAFE = re.compile(r" ?<\s*+(?:javascript|vbscript|data|file|blob)\s*+:[^<>\n]*+>", re.IGNORECASE)
_CELL = re.compile(r"<(/?)t[dh]\b[^>]*>", re.IGNORECASE)
_ROW = re.compile(r"<(/?)(?:table|tr)\b[^>]*>", re.IGNORECASE)
_GROUP = re.compile(r"</?(?:tbody|thead|tfoot|caption)\b[^>]*>", re.IGNORECASE)
_LAYOUT_RUN = re.compile(
    r"""(?:</?(?:table|tbody|thead|tfoot|tr|td|th|div|center|caption)\b(?:[^>"']|"[^"]*"|'[^']*')*+>\s*+)+"""
)
_BESIDES_CELLS = re.compile(r"</?(?!t[dh]\b)\w")
# What must stay inside its element to be shown as it is, or not at all.
_BOUND = ("<li", "<pre", "<dl", "white-space", "display:none", "display: none")
_CONFIG = ParserConfig(css=CSS_PROFILES["strict"], display_links=True, display_images=False)


def from_html(body: str) -> str:
    """Readable text of sanitised body HTML; the address of each link follows its words."""
    flat = _COMMENT.sub("", body)
    # Tables in mails are layout: their rows become lines, and what stands between rows stays where it is.
    if any(each in flat for each in _BOUND):
        flat = _GROUP.sub("", flat)
        flat = _CELL.sub(lambda match: "</span> " if match[1] else "<span>", _ROW.sub(r"<\1div>", flat))
    else:
        # Thousands of nested boxes mean no more than one line end, and cost more than all words.
        flat = _LAYOUT_RUN.sub(lambda match: "<div></div>" if _BESIDES_CELLS.search(match[0]) else " ", flat)
    text = get_text(f"<html><body>{flat}</body></html>", _CONFIG)
    lines = "\n".join(line.strip() for line in _LINK.sub(_link, _FILLERS.sub("", text)).split("\n"))
    return tidy(lines)


def without_unsafe_addresses(text: str) -> str:
    """For text whose links were filled in later: an address that a mail may not carry goes."""
    return _UNSAFE.sub("", text)


def _link(match: re.Match[str]) -> str:
    words, address = match[1].strip(), match[2]
    if not words or words == address or address == f"mailto:{words}":
        return words or address
    return f"{words} <{address}>"


def tidy(text: str) -> str:
    """No trailing spaces, no more than one empty line in a row, one line end."""
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip() + "\n"
