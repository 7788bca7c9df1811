"""What an author should hear about a template before it is activated."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from frontdesk.mail.rendering import compiling, parsing
from frontdesk.mail.rendering.markup import Attribute, Piece, attributes_of, scan, words
from frontdesk.mail.rendering.model import (
    ANYTHING,
    GMAIL_CLIP_BYTES,
    MOST_PROBLEMS,
    Known,
    Level,
    Limits,
    Problem,
    RenderError,
    TemplateSource,
    place,
)
from frontdesk.mail.rendering.pieces import find_liquid, masked

_FORBIDDEN = words(
    "script iframe frame frameset object embed applet form input button select textarea svg math audio video base",
)
_CONTROL = re.compile(r"[\x00-\x20]+")
_MASK = "\x1a"
_UNSAFE_SCHEMES = ("javascript:", "vbscript:", "data:", "file:", "blob:")
_SCHEMES = ("http", "https", "mailto", "tel", "cid", "")
_UNSUPPORTED_CSS = re.compile(
    r"@import|expression\s*\(|behavior\s*:|-moz-binding|position\s*:\s*(?:fixed|sticky)|url\s*\(\s*['\"]?(?!https:|['\"]?\x1a)",
    re.IGNORECASE,
)


def check(
    source: TemplateSource, known: Known = ANYTHING, *, category: str = "transactional", limits: Limits | None = None
) -> list[Problem]:
    """Every problem found, in the order of the fields and lines. Never raises for what an author wrote."""
    limits = limits or Limits()
    problems = parsing.check_size(source, limits)
    if problems:
        return problems
    fields, problems = parsing.parse_fields(source, limits)
    for each in fields.values():
        unknown = [(name, index) for name, index in each.variables if not known.knows(name)]
        problems += [
            Problem("error", "unknown_placeholder", _unknown_message(name), *place(each.source, index), each.field)
            for name, index in unknown[:MOST_PROBLEMS]
        ]
    liquid_is_fine = not any(problem.code != "unknown_placeholder" for problem in problems)
    problems += _check_markup(source)
    if liquid_is_fine:
        problems += _compile_problems(source, limits)
    if category == "marketing" and not any(
        "unsubscribe_url" in name for each in fields.values() if each.field == "html_code" for name, _ in each.variables
    ):
        message = "Marketing mail needs a link to {{ unsubscribe_url }}."
        problems.append(Problem("warning", "missing_unsubscribe", message, 0, 0, "html_code"))
    if not source.subject.strip():
        problems.append(Problem("warning", "empty_subject", "The subject is empty.", 1, 1, "subject"))
    order = ("subject", "preheader", "html_code", "text_code")
    return sorted(problems, key=lambda each: (order.index(each.field), each.line, each.column))


def _unknown_message(name: str) -> str:
    return f"“{name}” is not a placeholder of this type of e-mail."


def _compile_problems(source: TemplateSource, limits: Limits) -> list[Problem]:
    try:
        compiled = compiling.compile_source(source, limits)
    except RenderError as error:
        return error.problems
    parts = compiled.parts
    size = sum(len(str(part).encode()) for part in parts) if parts else len(source.html_code.encode())
    if size > GMAIL_CLIP_BYTES:
        message = f"The e-mail is {size // 1024} kB; Gmail cuts off what is longer than 102 kB."
        return [Problem("warning", "too_long_for_gmail", message, 0, 0, "html_code")]
    return []


def _check_markup(source: TemplateSource) -> list[Problem]:
    text = masked(source.html_code, find_liquid(source.html_code))
    return [
        Problem(level, code, message, *place(text, index), "html_code")
        for level, code, message, index in islice(_findings(text), MOST_PROBLEMS)
    ]


Finding = tuple[Level, str, str, int]


def _findings(text: str) -> Iterator[Finding]:
    for piece in scan(text):
        if piece.kind == "open":
            yield from _tag_findings(text, piece)
        elif piece.kind == "raw" and piece.name in ("style", "mj-style"):
            for match in _UNSUPPORTED_CSS.finditer(text, piece.start, piece.end):
                yield (
                    "warning",
                    "unsupported_css",
                    f"“{match[0]}” is removed: mail programs do not allow it.",
                    match.start(),
                )
        elif piece.kind == "broken":
            yield "error", "html_syntax", f"The tag “{text[piece.start : piece.start + 20]}” never ends.", piece.start


def _tag_findings(text: str, piece: Piece) -> Iterator[Finding]:
    attributes = attributes_of(text, piece)
    if piece.name in _FORBIDDEN:
        yield "error", "forbidden_tag", f"<{piece.name}> is not allowed in an e-mail.", piece.start
    if piece.name in ("img", "mj-image") and not any(each.name == "alt" for each in attributes):
        yield "warning", "missing_alt", "The image has no alternative text (alt).", piece.start
    for each in attributes:
        yield from _attribute_findings(each)


def _attribute_findings(each: Attribute) -> Iterator[Finding]:
    if each.name.startswith("on") and each.name.isalpha():
        yield "error", "event_handler", f"The attribute “{each.name}” would run a script.", each.start
    elif each.name in ("href", "src", "background", "background-url", "action"):
        yield from _address_findings(each)
    elif each.name == "style" and _UNSUPPORTED_CSS.search(html.unescape(each.value or "")):
        yield "warning", "unsupported_css", "This style is removed in part: mail programs do not allow it.", each.start


def _address_findings(each: Attribute) -> Iterator[Finding]:
    address = _CONTROL.sub("", html.unescape((each.value or "").replace(_MASK, "")))
    if address.lower().startswith(_UNSAFE_SCHEMES):
        yield "error", "unsafe_link", f"The address “{address[:40]}” is not allowed in an e-mail.", each.start
        return
    if _MASK in (each.value or "") or address.startswith("#"):
        return
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    complete = parts.scheme in _SCHEMES and (parts.netloc or (parts.path and parts.scheme in ("mailto", "tel", "cid")))
    if not complete:
        yield "warning", "broken_link", f"The address “{address[:60]}” is not complete.", each.start
