"""What a mail says, taken out of its source: sentences, headings and the labels of its buttons. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frontdesk.ai.local import sentences
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.rendering.pieces import find_liquid
from frontdesk.mail.subjects.model import Mail
from frontdesk.mail.wording.texts import MARK, Block, markup_blocks, plain_blocks

MOST_SENTENCES = 60
_ENDS = re.compile(r"[.!?…:]$")
_LEGAL = re.compile(
    r"unsubscri|preferences|darse de baja|dar(?:me|te)? de baja|preferencias|©|copyright|all rights reserved|"
    r"todos los derechos|browser|navegador|you (?:get|got|receive|received|are (?:getting|receiving)) this|"
    r"recib(?:e|es|ió|iste) (?:este|esto)",
    re.IGNORECASE,
)
_GREETING = re.compile(r"(?:dear|hello|hi|hey|hola|estimad[oa]s?|buenos días|buenas)\b", re.IGNORECASE)
_USES_NAME = re.compile(r"(?<![\w.])(first_name|name)(?![\w.])")


def read(source: TemplateSource, *, in_campaign: bool, said: str = "") -> Mail:
    """``in_campaign``: it goes to contacts, whose first name every newsletter may say. ``said``: what a campaign fills
    in, in plain words."""
    found: dict[str, list[str]] = {"sentence": [], "heading": [], "label": []}
    for kind, text in _texts(source, said):
        if text not in found[kind] and len(found["sentence"]) < MOST_SENTENCES:
            found[kind].append(text)
    return Mail(
        subject=source.subject.strip(),
        preheader=source.preheader.strip(),
        locale=source.locale,
        sentences=found["sentence"],
        headings=found["heading"],
        labels=found["label"],
        greets=_greets(source, in_campaign=in_campaign),
    )


def _texts(source: TemplateSource, said: str) -> Iterator[tuple[str, str]]:
    """Whole ones alone: what a placeholder is part of, or the law asks for, is left out."""
    for block in (*plain_blocks("text_code", said), *_blocks(source)):
        if MARK in block.text or _LEGAL.search(block.text):
            continue
        parts = [" ".join(each.text.split()) for each in sentences.split(block.text)]
        if len(parts) == 1 and not _ENDS.search(parts[0]):
            yield ("label" if _is_label(source, block) else "heading"), parts[0]
            continue
        yield from (("sentence", part) for part in parts if not _GREETING.match(part))


def _is_label(source: TemplateSource, block: Block) -> bool:
    """A link or button alone: what stands right before it opens one."""
    if block.field != "html_code":
        return False
    start, _ = block.span(0, 1)
    before = source.html_code[max(0, start - 400) : start]
    tag = before[before.rfind("<") :]
    return bool(re.match(r"<(?:mj-button|a|button)\b", tag))


def _blocks(source: TemplateSource) -> Iterator[Block]:
    if source.html_code.strip():
        yield from markup_blocks(source.html_code, is_mjml=source.is_mjml)
    else:
        yield from plain_blocks("text_code", source.text_code or "")


def _greets(source: TemplateSource, *, in_campaign: bool) -> str:
    """Newsletters know everybody's first name; of other mail we know only what it says already."""
    if in_campaign:
        return "first_name"
    used = [
        match[1]
        for text in (source.subject, source.html_code)
        for piece in find_liquid(text)
        if not piece.tag and (match := _USES_NAME.match(piece.expression))
    ]
    return "first_name" if "first_name" in used else used[0] if used else ""
