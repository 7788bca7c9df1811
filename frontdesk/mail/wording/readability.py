"""How easily a text is read, and how many syllables a word has. Pure.

English: R. Flesch, "A New Readability Yardstick" (1948): 206.835 - 1.015 · words per sentence - 84.6 · syllables per
word. Spanish: J. Fernández Huerta, "Medidas sencillas de lecturabilidad" (1959): 206.84 - 60 · syllables per word
- 1.02 · words per sentence, as G. Law (2011) set right what had been copied wrongly since. Both run from 0 (scholarly)
to 100 (a child reads it), with the same grades. Syllables are counted by rules of our own: vowels and their pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal

Formula = Literal["flesch", "fernandez_huerta"]
# Of fewer words a score says nothing.
FEWEST_WORDS = 30


class Grade(StrEnum):
    VERY_EASY = "very_easy"
    EASY = "easy"
    FAIRLY_EASY = "fairly_easy"
    STANDARD = "standard"
    FAIRLY_DIFFICULT = "fairly_difficult"
    DIFFICULT = "difficult"
    VERY_DIFFICULT = "very_difficult"


_GRADES = (
    (90, Grade.VERY_EASY, "Very easy to read."),
    (80, Grade.EASY, "Easy to read."),
    (70, Grade.FAIRLY_EASY, "Fairly easy to read."),
    (60, Grade.STANDARD, "Plain language: most adults read it easily."),
    (50, Grade.FAIRLY_DIFFICULT, "Fairly difficult: shorter sentences and words would help."),
    (30, Grade.DIFFICULT, "Difficult: many readers will give up. Use shorter sentences and everyday words."),
    (
        float("-inf"),
        Grade.VERY_DIFFICULT,
        "Very difficult: it reads like a law. Use shorter sentences, everyday words.",
    ),
)
_TOO_SHORT = f"Fewer than {FEWEST_WORDS} words: too few to say how easily it is read."

_EN_GROUPS = re.compile(r"[aeiouy]+")
# Two vowels that are said one after the other; and endings that are written and not said.
_EN_APART = re.compile(
    r"(?<![ctgsx])i[ao](?![nu]\b|us|ns|nal)|(?<![ctgx])iou|(?<!p)eo(?!u)|ua(?!r[dy])|uou|[aeiou]ing\b|ie[tn](?:c|y|\b)|"
    r"creat|real|idea|area"
)
_EN_SILENT = re.compile(
    r"[^aeiouylr]e\b|[aeiouy][lr]e\b|[^aeiouytd]ed\b|[^aeiouysxzcg](?<!ch)(?<!sh)es\b|[^aeiouy]ely\b|[a-z]eful"
)
_EN_ODD = {"business": 2, "client": 2, "clients": 2, "every": 2, "everyone": 3, "everything": 3, "science": 2}
_ES_SYLLABLES = re.compile(r"[iuü]?[aeoáéó][iuy]?|[íú]|[iuü][iuy]|[iuüy]")
# A u that is written and not said (que, guía), and a y that begins a syllable.
_ES_MUTE = re.compile(r"(?<=[gq])u(?=[eiéí])|y(?=[aeiouáéíóú])")


@dataclass(frozen=True, slots=True)
class Readability:
    score: float | None
    grade: Grade | None
    words: str
    word_count: int
    sentence_count: int
    formula: Formula


def measure(sentences: Iterable[Sequence[str]], locale: str) -> Readability:
    """``sentences``: the words of each."""
    kept = [each for each in sentences if each]
    count = sum(map(len, kept))
    formula: Formula = "fernandez_huerta" if locale == "es" else "flesch"
    if count < FEWEST_WORDS:
        return Readability(None, None, _TOO_SHORT, count, len(kept), formula)
    count_of = count_spanish if locale == "es" else count_english
    syllables = sum(count_of(word) for words in kept for word in words) / count
    length = count / len(kept)
    score = 206.84 - 60 * syllables - 1.02 * length if locale == "es" else 206.835 - 1.015 * length - 84.6 * syllables
    grade, words = next((grade, words) for least, grade, words in _GRADES if score >= least)
    return Readability(round(score, 1), grade, words, count, len(kept), formula)


@lru_cache(maxsize=20_000)
def count_english(word: str) -> int:
    text = word.lower().replace("’", "'").partition("'")[0]
    if not text.isalpha():
        return max(1, sum(count_english(part) for part in re.findall(r"[a-zA-Z]+", text)))
    if text in _EN_ODD:
        return _EN_ODD[text]
    found = len(_EN_GROUPS.findall(text)) + len(_EN_APART.findall(text))
    if found > 1 and len(text) > 2:
        found -= len(_EN_SILENT.findall(text))
    return max(1, found)


@lru_cache(maxsize=20_000)
def count_spanish(word: str) -> int:
    return max(1, len(_ES_SYLLABLES.findall(_ES_MUTE.sub("", word.lower()))))
