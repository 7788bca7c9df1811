"""Filters of Jinja, Django and Twig, and of other Liquids, as ours has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.mail.importing.date_forms import from_php
from frontdesk.mail.rendering.filters import ALLOWED

OWN = ALLOWED | {"newline_to_br", "date", "datetime", "contrast_text"}
_RENAMED = {
    "upper": "upcase",
    "lower": "downcase",
    "title": "capitalize",
    "capfirst": "capitalize",
    "length": "size",
    "count": "size",
    "trim": "strip",
    "striptags": "strip_html",
    "urlencode": "url_encode",
    "linebreaksbr": "newline_to_br",
    "linebreaks": "newline_to_br",
    "nl2br": "newline_to_br",
    "default_if_none": "default",
    "truncatechars": "truncate",
    "url_escape": "url_encode",
    "cgi_escape": "url_encode",
}
# Values are always escaped once: these have nothing left to do.
_NEEDLESS = frozenset({"safe", "raw", "e", "escape", "h", "html_safe", "force_escape", "n", "escape_once"})
_NAME = re.compile(r"\s*([A-Za-z_]\w*)\s*(?:\((.*)\)\s*\Z|:?\s*(.*)\Z)", re.DOTALL)
_DJANGO_DATE = re.compile(r"[\"'][^%\"']*[\"']\Z")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A chain of filters; `dropped` are those that do not exist here, `changed` those that were renamed.

    `differs`: ours of the same name would make something else of it as it was written.
    """

    text: str
    dropped: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    differs: bool = False


def split_at(text: str, sign: str) -> list[str]:
    """Parts between signs that stand outside quotes."""
    parts, quote, start = [], "", 0
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == sign:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]


def rewrite(expression: str) -> Rewritten:
    head, *chain = split_at(expression, "|")
    kept, dropped, changed, differs = [head.strip()], [], [], False
    for written in chain:
        match = _NAME.match(written)
        name = match[1] if match else written.strip()[:40]
        arguments = (match[2] if match[2] is not None else match[3]) if match else ""
        own = _RENAMED.get(name, name)
        if name in _NEEDLESS:
            changed.append(name)
        elif own not in OWN:
            dropped.append(name)
        elif own == "date" and _DJANGO_DATE.match(arguments or "") and (form := from_php((arguments or "")[1:-1])):
            kept.append(f"date: '{form}'")
            changed.append(name)
            differs = True
        elif own == "date" and _DJANGO_DATE.match(arguments or ""):
            kept.append("date")
            dropped.append(f"{name}: {arguments}")
        elif own == "default" and arguments:
            # Others have a second argument: whether "false" counts as a value.
            kept.append(f"{own}: {split_at(arguments, ',')[0].strip()}")
            changed.append(name)
        else:
            kept.append(f"{own}: {arguments.strip()}" if arguments and arguments.strip() else own)
            if own != name or (match and match[2] is not None):
                changed.append(name)
    return Rewritten(" | ".join(kept), tuple(dropped), tuple(changed), differs)


def told(dropped: tuple[str, ...]) -> Iterator[str]:
    for name in dropped:
        if name.startswith("date:"):
            yield f"The date form in “{name[:60]}” is not Liquid's. Write it like this: | date: '%d %B %Y'."
        else:
            yield f"There is no filter “{name[:40]}” here: the value stands without it. Choose one of ours."
