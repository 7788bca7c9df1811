"""HTML of strangers made into text, whatever it holds."""

import re
from typing import TYPE_CHECKING

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]
from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

from frontdesk.mail.parsing.limits import MAX_HTML_DEPTH, MAX_HTML_READ, MAX_TEXT

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CONFIG = ParserConfig(css=CSS_PROFILES["strict"], display_links=False, display_images=False)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_TAG = re.compile(r"<[^<>]*>")
_BLANK = re.compile(r"\n{3,}")
_FILLERS = re.compile("[\u034f\u200b\u00ad\ufeff]+")
_CELLS = {"table", "tbody", "thead", "tfoot", "tr", "td", "th", "center"}
# Python's own recursion in the conversion: a table costs several calls, each of them many frames.
_ROWS = {"tr", "table"}


def parse(html: str) -> "HtmlElement | None":
    """Its tree, or None where there is no element in it or they are nested too deep."""
    source = _DECLARATION.sub("", _CONTROL.sub("", html[:MAX_HTML_READ]))
    if not source.strip():
        return None
    try:
        root = lxml.html.document_fromstring(source)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None
    return None if _depth_exceeds(root) else root


def to_text(html: str) -> str:
    root = parse(html)
    return without_tags(html) if root is None else tree_to_text(root)


def tree_to_text(root: "HtmlElement") -> str:
    """Tables in mails are layout: their rows become lines."""
    for element in root.iter(lxml.etree.Element):
        if element.tag in _CELLS:
            if element.tag not in _ROWS:
                element.tail = f" {element.tail or ''}"
            element.tag = "div" if element.tag in _ROWS else "span"
    try:
        text = str(Inscriptis(root, _CONFIG).get_text())
    except (RecursionError, ValueError, IndexError, AttributeError):
        text = root.text_content()
    return tidy(text)


def without_tags(html: str) -> str:
    """What is left when nothing can be made of it: the words."""
    return tidy(_TAG.sub(" ", html[:MAX_HTML_READ].replace("><", "> <")))


def tidy(text: str) -> str:
    text = _FILLERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    text = "\n".join(line.strip() for line in text.split("\n"))
    return _BLANK.sub("\n\n", text).strip()[:MAX_TEXT]


def _depth_exceeds(root: "HtmlElement") -> bool:
    depth = 0
    for event, _ in lxml.etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_HTML_DEPTH:
            return True
    return False
