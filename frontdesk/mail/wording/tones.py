"""Whether the words fit the tone that is wanted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from frontdesk.mail.wording.languages import Language
from frontdesk.mail.wording.model import Mark, WordingCode
from frontdesk.mail.wording.phrases import Index, Word, find, like
from frontdesk.mail.wording.texts import MARK
from frontdesk.mail.writing.prompts import Tone

_SHOUTS = re.compile(r"!+")
_SHOUTED = re.compile(r"[A-ZÁÉÍÓÚÜÑ]{2}")
_CAPITALS = re.compile(r"(?<!\w)(?:[^\W\d_a-zßáéíóúüñ]{2,}[\s,]+){2,}[^\W\d_a-zßáéíóúüñ]{2,}(?!\w)")
_FUTURE = re.compile(r"[^\W\d_]{2,}[aei]rás")
_NO_FUTURE = frozenset({"atrás", "detrás"})
_END_OF_LINE = re.compile(rf"[\s,.!{MARK}]*(?:\n|$)")
_RELAXED = frozenset({Tone.CASUAL, Tone.FRIENDLY})
_WORDS = {
    WordingCode.CONTRACTION: "“{}” is a contraction; formal mail writes it out.",
    WordingCode.UNCONTRACTED: "“{}” sounds stiff in casual mail.",
    WordingCode.SLANG: "“{}” is everyday talk, too loose for this tone.",
    WordingCode.STIFF: "“{}” sounds like an office. Say it as you would to somebody you know.",
    WordingCode.HEDGING: "“{}” takes the urgency away. Say by when.",
    WordingCode.FORMAL_ADDRESS: "“{}” is distant; a casual mail says tú.",
}


def find_marks(language: Language, tone: Tone | None, text: str, words: Sequence[Word]) -> Iterator[Mark]:
    """Of one block."""
    if tone is None:
        return
    for code, phrases in _phrases(language, tone):
        yield from _listed(code, phrases, text, words)
    yield from _capitals(language, text, words)
    yield from _exclamations(tone, text)
    yield from _greetings(language, tone, text, words)
    yield from _closings(language, tone, text, words)
    if tone is Tone.FORMAL:
        message = "“{}” addresses the reader as tú; formal mail says usted."
        for word, instead in informal(language, words):
            written = text[word.start : word.end]
            yield Mark(
                WordingCode.INFORMAL_ADDRESS, word.start, word.end, message.format(written), like(instead, written)
            )


def _phrases(language: Language, tone: Tone) -> Iterator[tuple[WordingCode, Index]]:
    if tone is Tone.FORMAL:
        yield WordingCode.CONTRACTION, language.contractions
    if tone in (Tone.FORMAL, Tone.PLAIN):
        yield WordingCode.SLANG, language.slang
    if tone in _RELAXED:
        yield WordingCode.STIFF, language.stiff
    if tone is Tone.CASUAL:
        yield WordingCode.UNCONTRACTED, language.uncontracted
        yield WordingCode.FORMAL_ADDRESS, language.formal
    if tone is Tone.URGENT:
        yield WordingCode.HEDGING, language.hedges


def _listed(code: WordingCode, phrases: Index, text: str, words: Sequence[Word]) -> Iterator[Mark]:
    for first, last, instead in find(phrases, text, words):
        start, end = words[first].start, words[last - 1].end
        # "That is what we are." cannot be drawn together.
        if code is WordingCode.UNCONTRACTED and (last == len(words) or text[end : end + 1] not in " \n\xa0"):
            continue
        written = text[start:end]
        yield Mark(code, start, end, _WORDS[code].format(" ".join(written.split())), like(instead, written))


def _capitals(language: Language, text: str, words: Sequence[Word]) -> Iterator[Mark]:
    if _SHOUTED.search(text) is None:
        return
    message = "Capitals read like shouting."
    last = 0
    for match in _CAPITALS.finditer(text):
        if len(match[0]) >= 12:
            last = match.end()
            yield Mark(WordingCode.CAPITALS, *match.span(), message)
    for word in words:
        written = text[word.start : word.end]
        if word.start >= last and written in language.shouts and len(written) > 2:
            instead = written.lower() if word.start else written.capitalize()
            yield Mark(WordingCode.CAPITALS, word.start, word.end, message, instead)


def _exclamations(tone: Tone, text: str) -> Iterator[Mark]:
    for match in _SHOUTS.finditer(text):
        if tone is Tone.FORMAL:
            message = "Formal mail does without exclamation marks."
            yield Mark(WordingCode.EXCLAMATION, *match.span(), message, ".")
        elif len(match[0]) > 1:
            message = "One exclamation mark is enough; several read like advertising."
            yield Mark(WordingCode.EXCLAMATION, *match.span(), message, "!")


def _greetings(language: Language, tone: Tone, text: str, words: Sequence[Word]) -> Iterator[Mark]:
    phrases = _by_tone(tone, language.casual_greetings, language.stiff_greetings)
    if phrases is None or not words or text[: words[0].start].strip("¡ \n\t\r"):
        return
    for first, last, instead in find(phrases, text, words[:6]):
        end = words[last - 1].end
        if first:
            return
        message = f"“{text[words[0].start : end]}” does not fit a {tone} mail as a greeting."
        yield Mark(WordingCode.GREETING, words[0].start, end, message, instead)
        return


def _closings(language: Language, tone: Tone, text: str, words: Sequence[Word]) -> Iterator[Mark]:
    phrases = _by_tone(tone, language.casual_closings, language.stiff_closings)
    for first, last, instead in find(phrases or {}, text, words):
        start, end = words[first].start, words[last - 1].end
        line = text.rfind("\n", 0, start) + 1
        if not text[line:start].strip("¡ \t\r") and _END_OF_LINE.match(text, end):
            message = f"“{text[start:end]}” does not fit a {tone} mail as its end."
            yield Mark(WordingCode.CLOSING, start, end, message, instead)


def _by_tone(tone: Tone, casual: Index, stiff: Index) -> Index | None:
    return casual if tone is Tone.FORMAL else stiff if tone in _RELAXED else None


def informal(language: Language, words: Iterable[Word]) -> Iterator[tuple[Word, str]]:
    """Words that say tú, and what says usted instead."""
    if not language.informal:
        return
    for word in words:
        instead = language.informal.get(word.text)
        if instead is None and _FUTURE.fullmatch(word.text) and word.text not in _NO_FUTURE:
            instead = word.text[:-1]
        if instead is not None:
            yield word, instead


def formal(language: Language, text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Words that say usted: where they stand, and what says tú instead."""
    for first, last, instead in find(language.formal, text, words):
        yield words[first].start, words[last - 1].end, instead
