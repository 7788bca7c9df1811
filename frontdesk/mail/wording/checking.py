"""All places of a mail that could be said better, in the order of its fields, and how easily it is read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from frontdesk.ai.local import sentences
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.wording import languages, plain, readability, tones
from frontdesk.mail.wording.languages import Language
from frontdesk.mail.wording.model import Finding, Mark, WordingCode
from frontdesk.mail.wording.phrases import Word, like, words_of
from frontdesk.mail.wording.readability import Readability
from frontdesk.mail.wording.texts import MARK, Block, markup_blocks, plain_blocks
from frontdesk.mail.writing.prompts import Tone

MOST_FINDINGS = 200
MOST_EXCERPT = 120
_CHOSEN_ADDRESS = (Tone.FORMAL, Tone.CASUAL)


@dataclass(frozen=True, slots=True)
class Checked:
    findings: list[Finding]
    is_cut: bool
    readability: Readability


@dataclass(frozen=True, slots=True)
class _Read:
    block: Block
    words: list[Word]
    sentences: list[list[Word]]


def check(source: TemplateSource, tone: Tone | None = None) -> Checked:
    """``tone``: which one is wanted; None: plain language alone."""
    language = languages.of(source.locale)
    read = [_read(block) for block in _blocks(source)]
    found = [_placed(each.block, mark) for each in read for mark in _marks(language, tone, each)]
    if tone not in _CHOSEN_ADDRESS:
        found += _mixed_address(language, read)
    order = {name: number for number, name in enumerate(("subject", "preheader", "html_code", "text_code"))}
    found.sort(key=lambda each: (order[each.field], each.start, -each.end))
    bodies = [each for each in read if each.block.field == _main_field(source)]
    said = ([word.text for word in words if MARK not in word.text] for each in bodies for words in each.sentences)
    return Checked(found[:MOST_FINDINGS], len(found) > MOST_FINDINGS, readability.measure(said, source.locale))


def _main_field(source: TemplateSource) -> str:
    return "html_code" if source.html_code.strip() else "text_code"


def _blocks(source: TemplateSource) -> Iterator[Block]:
    yield from plain_blocks("subject", source.subject)
    yield from plain_blocks("preheader", source.preheader)
    yield from markup_blocks(source.html_code, is_mjml=source.is_mjml)
    yield from plain_blocks("text_code", source.text_code or "")


def _read(block: Block) -> _Read:
    words = words_of(block.text)
    parts: list[list[Word]] = []
    position = 0
    for sentence in sentences.split(block.text):
        while position < len(words) and words[position].start < sentence.start:
            position += 1
        first = position
        while position < len(words) and words[position].start < sentence.end:
            position += 1
        parts.append(words[first:position])
    return _Read(block, words, parts)


def _marks(language: Language, tone: Tone | None, read: _Read) -> Iterator[Mark]:
    has_sentences = read.block.field in ("html_code", "text_code")
    for words in read.sentences:
        if words:
            yield from plain.find_marks(language, read.block.text, words, has_sentences=has_sentences)
    yield from tones.find_marks(language, tone, read.block.text, read.words)


def _mixed_address(language: Language, read: Iterable[_Read]) -> Iterator[Finding]:
    """Where a mail says both tú and usted, those of the side that says it less often."""
    casual: list[Finding] = []
    formal: list[Finding] = []
    for each in read:
        text = each.block.text
        for word, instead in tones.informal(language, each.words):
            casual.append(_address(each.block, word.start, word.end, instead, "usted"))
        for start, end, instead in tones.formal(language, text, each.words):
            formal.append(_address(each.block, start, end, instead, "tú"))
    if casual and formal:
        yield from islice(casual if len(casual) < len(formal) else formal, MOST_FINDINGS)


def _address(block: Block, start: int, end: int, instead: str, other: str) -> Finding:
    written = block.text[start:end]
    message = f"“{written}” does not fit the rest, which says {other}. Keep to one of them."
    return _placed(block, Mark(WordingCode.MIXED_ADDRESS, start, end, message, like(instead, written)))


def _placed(block: Block, mark: Mark) -> Finding:
    start, end = block.span(mark.start, mark.end)
    excerpt = " ".join(block.text[mark.start : mark.end].replace(MARK, "…").split())
    if len(excerpt) > MOST_EXCERPT:
        excerpt = excerpt[: MOST_EXCERPT - 1] + "…"
    return Finding(mark.code, block.field, start, end, excerpt, mark.message, mark.suggestion, mark.words)
