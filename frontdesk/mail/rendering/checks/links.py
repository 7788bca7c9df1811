"""Addresses of links and images: complete, reachable by the people who get the mail, and named by their words."""

from __future__ import annotations

import html
import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from frontdesk.mail.rendering.checks.reading import MASK, Element, Reading
from frontdesk.mail.rendering.markup import Attribute, words
from frontdesk.mail.rendering.model import Problem

_ADDRESSES = words("href src background background-url action srcset")
_LINKS = words("a mj-button mj-navbar-link mj-social-element")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_UNSAFE_SCHEMES = ("javascript:", "vbscript:", "data:", "file:", "blob:")
_SCHEMES = words("http https mailto tel cid")
_PRIVATE_ENDINGS = (
    ".localhost",
    ".local",
    ".localdomain",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".home.arpa",
    ".corp",
    ".private",
)
_HOST = re.compile(r"(?=.{1,253}\.?$)(?:[\w](?:[\w-]{0,61}[\w])?\.)*[\w](?:[\w-]{0,61}[\w])?\.?")
_VAGUE = frozenset(
    {
        "click here",
        "click",
        "here",
        "link",
        "this link",
        "tap here",
        "press here",
        "go",
        "more",
        "haz clic aquí",
        "haga clic aquí",
        "clic aquí",
        "click aquí",
        "pulsa aquí",
        "pulse aquí",
        "pincha aquí",
        "pinche aquí",
        "aquí",
        "enlace",
        "este enlace",
        "más",
        "ver",
    }
)
_OUTER = re.compile(r"^[\W_]+|[\W_]+$")
# By whether it is a link.
_NOTHING_YET = {
    True: "This leads nowhere yet. Write the address, like https://example.com/page, or take the link away.",
    False: "There is no picture here yet. Choose one, or take its place away.",
}
_MANY_LINKS = 40
_LETTERS_PER_LINK = 20


def find(reading: Reading, own_start: str) -> Iterator[Problem]:
    said: dict[Element, list[tuple[int, int]]] = {}
    for start, end, inside in reading.texts:
        link = _link_around(inside)
        if link is not None:
            said.setdefault(link, []).append((start, end))
    links = 0
    for element in reading.elements:
        for each in element.attributes.values():
            if each.name in _ADDRESSES:
                yield from _of_address(reading, each, own_start)
        if element.name in _LINKS and "href" in element.attributes:
            links += 1
            yield from _of_words(reading, element, said.get(element, []))
    letters = sum(len(reading.words_in(start, end).strip()) for start, end, _ in reading.texts)
    if links > _MANY_LINKS and letters < links * _LETTERS_PER_LINK:
        message = f"{links} links and few words between them: filters take such mail for advertising."
        yield Problem("warning", "too_many_links", message, 0, 0, "html_code")


def _of_address(reading: Reading, each: Attribute, own_start: str) -> Iterator[Problem]:
    written = each.value or ""
    address = _CONTROL.sub("", html.unescape(written.replace(MASK, "")))
    if address.lower().startswith(_UNSAFE_SCHEMES):
        message = f"The address “{address[:40]}” is not allowed in an e-mail."
        yield reading.problem("error", "unsafe_link", message, each.start)
        return
    if each.name == "srcset" or address.startswith("#"):
        return
    address = html.unescape(written).strip()
    if not address:
        yield reading.problem("error", "broken_link", _NOTHING_YET[each.name == "href"], each.start)
        return
    if MASK in written:
        # The host is judged where it is written out: https://host/{{ path }}.
        address = address.split(MASK)[0]
        if not re.match(r"https?://[^/?#]+[/?#]", address):
            return
    fault = fault_of(address, own_start)
    if fault:
        code, message = fault
        yield reading.problem("error", code, message, each.start)


def fault_of(address: str, own_start: str = "") -> tuple[str, str] | None:
    """The code and the message of what is wrong with an address that is written out, if anything."""
    shown = address[:60]
    broken = "broken_link", f"The address “{shown}” is not complete. Write it like https://example.com/page."
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "broken_link", f"The address “{shown}” cannot be read. Write it like https://example.com/page."
    if parts.scheme not in _SCHEMES:
        return broken
    if parts.scheme == "mailto":
        return None if re.fullmatch(r"[^@\s]+@[^@\s]+", parts.path) or (not parts.path and parts.query) else broken
    if parts.scheme not in ("http", "https"):
        return None if parts.path else broken
    if port == 0 or not (_HOST.fullmatch(host) or ":" in host):
        return broken
    if _is_private(host) and not (own_start and address.startswith(own_start)):
        return "private_link", f"“{host}” is inside a private network: the people who get the mail cannot reach it."
    return None


def _is_private(host: str) -> bool:
    name = host.lower().rstrip(".")
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        # Also 127.1 and 2130706433, which browsers take for addresses.
        last = name.rpartition(".")[2]
        return "." not in name or name.endswith(_PRIVATE_ENDINGS) or last.isdigit() or last.startswith("0x")


def _link_around(element: Element | None) -> Element | None:
    while element is not None and element.name not in _LINKS:
        element = element.parent
    return element


def _of_words(reading: Reading, element: Element, texts: list[tuple[int, int]]) -> Iterator[Problem]:
    said = " ".join("".join(reading.words_in(start, end) for start, end in texts).split())
    if _OUTER.sub("", said).lower() in _VAGUE:
        message = f"“{said}” does not say where the link leads. Name what is behind it, e.g. “Open your ticket”."
        yield reading.problem("warning", "vague_link", message, element.start)
