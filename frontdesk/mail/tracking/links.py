"""The links of a rendered mail: where they stand, counted from 0 in the order of the HTML. Pure.

Only web addresses of ``a`` and ``area`` elements count; mail and telephone addresses, places within the mail and
pictures of the mail do not. What stands in comments (Outlook's own variant of a button) and in styles is passed over.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

_PASSED_OVER = r"<!--.*?-->|<(?P<raw>style|script|title|textarea)\b.*?</(?P=raw)\s*>"
_TAG = r"""<(?P<name>a|area)(?P<attributes>[\s/](?:[^>"']|"[^"]*"|'[^']*')*)>"""
_TOKEN = re.compile(rf"{_PASSED_OVER}|{_TAG}", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
# As browsers do: an address broken over lines is one.
_LEFT_OUT = str.maketrans("", "", "\t\r\n")


@dataclass(frozen=True, slots=True)
class Link:
    """``start`` and ``end``: the value of ``href`` as written, without its quotes; ``tag_end``: behind the tag."""

    position: int
    url: str
    start: int
    end: int
    tag_end: int
    is_quoted: bool


def find_links(markup: str) -> Iterator[Link]:
    position = 0
    for token in _TOKEN.finditer(markup):
        if token["name"] is None:
            continue
        found = _find_href(markup, token.start("attributes"), token.end("attributes"))
        if found is None:
            continue
        start, end, is_quoted = found
        url = html.unescape(markup[start:end]).strip().translate(_LEFT_OUT)
        if is_web_address(url):
            yield Link(position, url, start, end, token.end(), is_quoted)
            position += 1


def _find_href(markup: str, start: int, end: int) -> tuple[int, int, bool] | None:
    for attribute in _ATTRIBUTE.finditer(markup, start, end):
        if attribute[1].lower() != "href":
            continue
        for group in (2, 3, 4):
            if attribute[group] is not None:
                return attribute.start(group), attribute.end(group), group != 4
        return None
    return None


def is_web_address(url: str) -> bool:
    if not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def replace_links(markup: str, replace: Callable[[Link], str | None]) -> str:
    """``markup`` with other addresses where ``replace`` gives one, and otherwise byte for byte as it was.

    What ``replace`` gives is written as it is: it must need no escaping.
    """
    pieces, done = [], 0
    for link in find_links(markup):
        address = replace(link)
        if address is None:
            continue
        pieces += [markup[done : link.start], address if link.is_quoted else f'"{address}"']
        done = link.end
    return "".join([*pieces, markup[done:]])


def number_links(markup: str) -> str:
    """``markup`` with each link marked: ``data-position`` (from 0) on the element, and its number (from 1) to see."""
    pieces, done = [], 0
    for link in find_links(markup):
        opened = markup[done : link.tag_end]
        before, close = (opened[:-2], "/>") if opened.endswith("/>") else (opened[:-1], ">")
        pieces += [before, f' data-position="{link.position}"', close, _badge(link.position)]
        done = link.tag_end
    return "".join([*pieces, markup[done:]])


def _badge(position: int) -> str:
    style = (
        "display:inline-block;min-width:18px;padding:0 4px;margin-right:4px;border-radius:9px;background:#111827;"
        "color:#ffffff;font:bold 11px/18px sans-serif;text-align:center;text-decoration:none;vertical-align:middle"
    )
    return f'<span data-badge="{position}" style="{style}">{position + 1}</span>'
