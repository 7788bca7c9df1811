"""Sentences with their places in the text. Rules for English and Spanish; no model."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.ai.local.words import word_set

MAX_SENTENCE = 1200
# What a full stop follows without ending a sentence. Words of one letter are initials.
_SHORTENED = word_set(
    "mr mrs ms dr prof rev hon sr sra srta jr st messrs no nos nº núm num art arts sec fig ref tel ext approx est dept "
    "inc ltd co corp plc llc vs etc e.g i.e eg ie cf al p pp vol ed eds ave blvd rd apt av avda c/ pág págs ud uds "
    "d dª dña lic ing arq admón cía dpto a.m p.m u.s u.k ee.uu aprox máx mín jan feb mar apr jun jul aug sep sept oct "
    "nov dec ene abr ago dic mon tue tues wed thu thur thurs fri sat sun min max"
)
# After these a sentence may well end: "at 3 p.m. We then…".
_MAY_END = word_set("etc a.m p.m inc ltd co corp plc llc jr u.s u.k ee.uu")
_STOP = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?=\s|$)")
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«]+$")
_BREAK = re.compile(r"\n[ \t\r]*\n\s*|\n(?=[ \t]*(?:[-*•–·▪◦‣]|\d{1,2}[.)]|[a-z]\)|\[[ xX]?\])[ \t]+)")
_LINE = re.compile(r"\n")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*•–·▪◦‣]+|\d{1,2}[.)]|[a-z]\)|\[[ xX]?\])[ \t]+(?:\[[ xX]?\][ \t]*)?")
# A line that ends well before the margin was ended by its writer, not by the mail program.
_FULL_LINE = 55


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is ``whole[start:end]``, without the bullet or number of a list item in front."""

    text: str
    start: int
    end: int


def split(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """The sentences of ``text[start:end]`` in order; offsets count from the beginning of ``text``.

    Line breaks end a sentence where a paragraph, a list item or a short line ends, not where a long line is wrapped.
    """
    limit = len(text) if end is None else end
    return [
        sentence
        for block_start, block_end in _blocks(text, start, limit)
        for sentence in _sentences_of(text, block_start, block_end)
    ]


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches that no sentence crosses."""
    begin = start
    for found in _LINE.finditer(text, start, end):
        if found.start() < begin:
            continue
        hard = _BREAK.match(text, found.start(), end)
        if hard or _ends_line(text, begin, found.start(), end):
            yield begin, found.start()
            begin = hard.end() if hard else found.end()
    if begin < end:
        yield begin, end


def _ends_line(text: str, begin: int, newline: int, end: int) -> bool:
    """Whether the writer ended the line here: it is short, or the next one begins like a sentence after a stop."""
    line = text[max(begin, text.rfind("\n", begin, newline) + 1) : newline].rstrip()
    following = text[newline + 1 : min(end, newline + 3)].lstrip(" \t")
    if not line or not following:
        return True
    if line[-1] in ".!?:;…" and (len(line) < _FULL_LINE or not following[0].islower()):
        return True
    return len(line) < _FULL_LINE and not following[0].islower()


def _sentences_of(text: str, start: int, end: int) -> Iterator[Sentence]:
    item = _LIST_ITEM.match(text, start, end)
    begin = item.end() if item else start
    for found in _STOP.finditer(text, begin, end):
        if _ends_sentence(text, begin, found, end):
            yield from _trimmed(text, begin, found.end())
            begin = found.end()
    yield from _trimmed(text, begin, end)


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    following = text[stop.end() : min(end, stop.end() + 40)].lstrip(" \t\r\n\"'“‘«(¿¡[")
    if not following:
        return True
    if stop["mark"] == ".":
        last = _LAST_WORD.search(text, max(begin, stop.start() - 30), stop.start())
        word = last[0].lower() if last else ""
        if word in _MAY_END:
            return following[0].isupper()
        if word in _SHORTENED or (len(word) == 1 and word.isalpha() and word != "i"):
            return False
        if word.isdigit() and stop.start() - len(word) <= begin:
            return False  # "1. The first point"
    return not (following[0].islower() and stop["mark"] in {".", "…", "..."})


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentence without space around it, in parts of MAX_SENTENCE where nothing ends it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        yield Sentence(text[start:cut], start, cut)
        start = cut + 1 if text[cut].isspace() else cut
    if start < end:
        yield Sentence(text[start:end], start, end)


def index_at(sentences: list[Sentence], offset: int) -> int | None:
    """Which sentence holds the character at ``offset``."""
    place = bisect_right([sentence.start for sentence in sentences], offset) - 1
    return place if place >= 0 and offset < sentences[place].end else None
