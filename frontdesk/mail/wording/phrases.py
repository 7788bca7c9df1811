"""Words in a text and the phrases that they make. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

_WORD = re.compile("[^\\W_]+(?:['’‑-][^\\W_]+)*|\ufffc+")
_CLOSES_CLAUSE = re.compile(r"[^\s]")


class Word(NamedTuple):
    text: str  # in small letters, with straight apostrophes
    start: int
    end: int


Index = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


def words_of(text: str) -> list[Word]:
    lowered = text.lower().replace("’", "'")
    if len(lowered) != len(text):  # a letter that is two in small: İ
        return [Word(match[0].lower().replace("’", "'"), *match.span()) for match in _WORD.finditer(text)]
    return [Word(lowered[match.start() : match.end()], *match.span()) for match in _WORD.finditer(text)]


def index(*tables: Mapping[str, str]) -> Index:
    """Phrases by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for table in tables:
        for phrase, instead in table.items():
            first, *others = phrase.split()
            found.setdefault(first, []).append((tuple(others), instead))
    return {first: sorted(rest, key=lambda each: -len(each[0])) for first, rest in found.items()}


def find(phrases: Index, text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Where phrases stand, as numbers of words, and what was said of each. Of several the longest; none overlap."""
    free = 0
    for position, word in enumerate(words):
        options = phrases.get(word.text)
        if options is None or position < free:
            continue
        following = words[position + 1].text if position + 1 < len(words) else ""
        for others, instead in options:
            end = position + 1 + len(others)
            if others and (others[0] != following or not _follow(words, position + 1, others)):
                continue
            if _is_unbroken(text, words[position:end]):
                yield position, end, instead
                free = end
                break


def _follow(words: Sequence[Word], position: int, others: Sequence[str]) -> bool:
    if position + len(others) > len(words):
        return False
    return all(words[position + number].text == other for number, other in enumerate(others))


def _is_unbroken(text: str, words: Sequence[Word]) -> bool:
    return all(not _CLOSES_CLAUSE.search(text, one.end, other.start) for one, other in pairwise(words))


def like(instead: str, written: str) -> str:
    """``instead`` with a capital where what is written has one."""
    if not instead or not written[:1].isupper() or (len(written) > 1 and written.isupper()):
        return instead
    return instead[0].upper() + instead[1:]


def inflected(rows: Iterable[tuple[Sequence[str], str, str]]) -> dict[str, str]:
    """``(("make", "makes", "made", "making"), "a decision", "decide")`` as its four phrases; of "apply|for" the second
    word stays."""
    found = {}
    for light, noun, verb in rows:
        stem, _, rest = verb.partition("|")
        for form, instead in zip(light, _forms(stem), strict=True):
            found[f"{form} {noun}"] = f"{instead} {rest}".strip()
    return found


def _forms(verb: str) -> tuple[str, str, str, str]:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    if verb.endswith("ee"):
        return verb, f"{verb}s", f"{verb}d", f"{verb}ing"
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    ending = "es" if verb.endswith(("ss", "ch", "sh", "x")) else "s"
    return verb, verb + ending, f"{verb}ed", f"{verb}ing"
