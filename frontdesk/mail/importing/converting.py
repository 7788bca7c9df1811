"""A source from anywhere to a template of ours."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from frontdesk.mail.importing import (
    cleaning,
    gaps,
    go_tags,
    guessing,
    heads,
    mailchimp,
    merging,
    mjml_parts,
    mjml_source,
    other_tags,
    people,
    php_tags,
    senders,
)
from frontdesk.mail.importing.addresses import Addresses
from frontdesk.mail.importing.draft import Draft
from frontdesk.mail.importing.model import Imported, Log
from frontdesk.mail.importing.names import BROWSER, NO_BROWSER_COPY
from frontdesk.mail.rendering.compiling import compile_source
from frontdesk.mail.rendering.markup import measure
from frontdesk.mail.rendering.model import Limits, Problem, RenderError, SourceFormat, TemplateSource
from frontdesk.mail.rendering.pieces import find_liquid

_MJML = re.compile(r"<(?:mjml|mj-(?:body|section|wrapper|hero|column|group|text|button|image))[\s>]", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype|html|body|table|div|p|a|td|span|center|h[1-6]|br|img|style)\b", re.IGNORECASE)
_TEXT_SUBJECT = re.compile(r"subject\s*:\s*(.{1,500})", re.IGNORECASE)
_BASE = re.compile(r"""<base\b[^>]{0,300}?href\s*=\s*["']?(https?://[^\s"'>]{1,2000})""", re.IGNORECASE)
_LIST_TAG = re.compile(r"\*(?:\||%7C)(?:UNSUB|LIST:|UPDATE_PROFILE|HTML:LIST)", re.IGNORECASE)
LIMITS = Limits()
MAX_NAME = 255
# Long mails have about 2,000 elements and 100 placeholders. At these numbers a conversion takes about two seconds.
MOST_ELEMENTS = 15_000
MOST_MJML_ELEMENTS = 8_000
MOST_TAGS = 4_000
_SIGNS = ("{{", "{%", "*|", "<%", "${", "[[")


def convert(
    source: str,
    *,
    name: str,
    base_url: str | None = None,
    today: date | None = None,
    files: Mapping[str, bytes] | None = None,
    type: str | None = None,
) -> Imported:
    """Never raises for what a source holds: what cannot be converted is among the problems, with its place.

    `base_url` completes relative addresses; `files` are pictures and MJML parts that lie beside the source, by their
    names; `today` writes dates that other programs fill in; `type` is what it shall be, where that is no guess.
    """
    log = Log()
    refusal = _too_much(source)
    if refusal:
        log.problem("too_large", refusal, (1, 1))
        return Imported(clean_name(name), detect_format(source[:4096]) or "html", source, problems=log.problems)
    if not source.strip():
        log.problem("empty", "There is nothing in the source.", (1, 1))
    source_format = detect_format(source)
    if source_format is None and source.strip():
        return convert_text(source, name=name, today=today)
    draft = Draft(source)
    if source_format == "mjml":
        mjml_parts.complete_part(draft, log)
        mjml_parts.include_parts(draft, log, files or {})
    kind = type or ("newsletter" if _is_from_list(source, name) else None)
    _convert_tags(draft, log, today, is_newsletter=kind == "newsletter")
    found = _BASE.search(draft.text[:20_000])
    addresses = Addresses(log, found[1] if found else base_url, files or {})
    if source_format == "mjml":
        head = mjml_source.upgrade(draft, log, addresses)
    else:
        cleaning.clean_html(draft, log, addresses)
        head = heads.read_head(draft, log)
    kind = kind or guessing.guess_type(clean_name(name), head.subject, draft.text)
    if kind == "newsletter":
        people.name_recipients(draft, log)
    imported = Imported(
        name=clean_name(name),
        source_format=source_format or "html",
        html_code=draft.text.strip() + "\n",
        subject=head.subject,
        preheader=head.preheader,
        images=tuple(addresses.images.values()),
    )
    _check(imported, draft, log)
    if kind != "newsletter" and BROWSER in draft.text:
        log.problem("no_browser_copy", NO_BROWSER_COPY, draft.place(draft.text.index(BROWSER)), level="warning")
    return replace(
        imported,
        type=kind,
        category=guessing.guess_category(kind),
        locale=guessing.guess_locale(head.language, imported.html_code),
        changes=log.changes,
        problems=log.problems,
    )


def convert_text(source: str, *, name: str, today: date | None = None) -> Imported:
    """A plain text: as the text part, with HTML made of it. A first line “Subject: …” is the subject."""
    if detect_format(source) or _too_much(source):
        return convert(source, name=name, today=today)
    subject = _TEXT_SUBJECT.match(source.lstrip())
    text = source.lstrip()[subject.end() :].lstrip() if subject else source
    log = Log()
    draft = Draft(text[: LIMITS.source_bytes])
    _convert_tags(draft, log, today, is_newsletter=_is_from_list(text, name))
    made = convert(as_paragraphs(draft.text) or "<p></p>", name=name, today=today)
    return replace(
        made,
        subject=subject[1].strip() if subject else "",
        text_code=draft.text.strip() + "\n",
        changes=log.changes,
        problems=log.problems,
    )


def detect_format(source: str) -> SourceFormat | None:
    """None for plain text."""
    if _MJML.search(source):
        return "mjml"
    return "html" if _HTML.search(source) else None


def clean_name(name: str) -> str:
    """A file's name as people would write it."""
    stem = PurePath(name.replace("\\", "/")).name
    stem = re.sub(
        r"\.(?:html?|mjml|txt|eml|zip|hbs|mustache|liquid|ejs|erb|xml|handlebars|j2|twig)\Z", "", stem, flags=re.I
    )
    words = " ".join(re.sub(r"[\x00-\x1f\x7f_]+", " ", stem).split())
    return words[:MAX_NAME] or "Imported template"


def as_paragraphs(text: str) -> str:
    """Plain text as HTML, its lines kept; Liquid stays what it is."""
    text = text.strip().replace("\r\n", "\n")
    parts: list[str] = []
    position = 0
    for piece in find_liquid(text):
        parts += (html.escape(text[position : piece.start], quote=False), piece.source)
        position = piece.end
    parts = re.split(r"\n[ \t]*\n\s*", "".join([*parts, html.escape(text[position:], quote=False)]))
    return "\n".join("<p>" + part.strip().replace("\n", "<br>\n") + "</p>" for part in parts)


def _is_from_list(source: str, name: str) -> bool:
    """Whether it is Mailchimp's, to a list: its tags have to be read as those of a newsletter."""
    return bool(_LIST_TAG.search(source)) and guessing.guess_type(
        clean_name(name), "", f"{source} unsubscribe_url"
    ) == ("newsletter")


def _convert_tags(draft: Draft, log: Log, today: date | None, *, is_newsletter: bool = False) -> None:
    if "<?" in draft.text:
        php_tags.convert_php(draft, log)
    if "{{" in draft.text:
        go_tags.respell(draft, log)
    senders.convert_senders(draft, log)
    if "*|" in draft.text or "*%7C" in draft.text:
        mailchimp.convert_mailchimp(draft, log, today, is_newsletter=is_newsletter)
    mailchimp.remove_marks(draft, log)
    if "<%" in draft.text:
        other_tags.convert_code(draft, log)
    if "{{" in draft.text or "{%" in draft.text:
        merging.convert_curly(draft, log)
    other_tags.convert_simple(draft, log)
    gaps.tell_gaps(draft, log)


def _check(imported: Imported, draft: Draft, log: Log) -> None:
    """What our own compiler still refuses, at the places of the source that came in."""
    source = TemplateSource("", imported.html_code, source_format=imported.source_format)
    try:
        compile_source(source, LIMITS)
    except RenderError as error:
        for problem in error.problems:
            log.problem(problem.code, problem.message, _origin(draft, imported.html_code, problem))


def _origin(draft: Draft, code: str, problem: Problem) -> tuple[int, int]:
    if not problem.line:
        return (0, 0)
    cut = len(draft.text) - len(draft.text.lstrip())
    position = 0
    for _ in range(problem.line - 1):
        position = code.find("\n", position) + 1
    return draft.place(cut + position + problem.column - 1)


def _too_much(source: str) -> str:
    """Why a source is not looked at: what could never be sent, and would take long to read."""
    size = len(source.encode("utf-8", "replace"))
    if size > LIMITS.source_bytes:
        return f"The template is {size // 1024:,} kB; the limit is {LIMITS.source_bytes // 1024 // 1024} MB."
    if sum(source.count(sign) for sign in _SIGNS) > MOST_TAGS:
        return f"The template has more than {MOST_TAGS:,} placeholders and tags."
    shape = measure(source)
    most = MOST_MJML_ELEMENTS if _MJML.search(source) else MOST_ELEMENTS
    if shape.elements > most:
        return f"The template has {shape.elements:,} elements; the limit is {most:,}. Is it more than one e-mail?"
    if shape.elements * shape.rules > LIMITS.style_matches:
        return "The template has too many elements and styles for an e-mail."
    return ""
