"""From words with times to sentences: pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

PAUSE_S = 1.0
LONGEST_SEGMENT_S = 20.0
# People repeat a word or a phrase three or four times; a model that is stuck does not stop.
MAX_REPEATS = 4
LONGEST_PHRASE = 8
_ENDS = re.compile(r"[.?!…][\"'”’)\]]*$")
_SHORTENED = re.compile(r"(?:\b(?:mr|mrs|ms|dr|st|no|vs|sr|sra|prof|e\.g|i\.e)|\b[a-z])\.$", re.IGNORECASE)
_PLAIN = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Word:
    start: float
    end: float
    word: str
    probability: float


def join_words(words: Sequence[Word]) -> str:
    return " ".join(word.word for word in words)


def split_segments(words: Sequence[Word]) -> list[list[Word]]:
    """One part for each sentence; long pauses and twenty seconds without an end part as well."""
    parts: list[list[Word]] = []
    for word in words:
        if parts and not _ends(parts[-1], word):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _ends(part: list[Word], following: Word) -> bool:
    last = part[-1]
    if following.start - last.end >= PAUSE_S or following.end - part[0].start > LONGEST_SEGMENT_S:
        return True
    return bool(_ENDS.search(last.word)) and not _SHORTENED.search(last.word)


def drop_loops(words: Sequence[Word]) -> list[Word]:
    """Without the repetitions of a phrase that comes more than MAX_REPEATS times in a row: its first time stays."""
    plain = [_PLAIN.sub("", word.word).lower() for word in words]
    kept: list[Word] = []
    at = 0
    while at < len(words):
        length, times = _longest_loop(plain, at)
        kept += words[at : at + length]
        at += length * times
    return kept


def _longest_loop(plain: list[str], at: int) -> tuple[int, int]:
    """Length of the phrase that begins here and how often it comes; ``(1, 1)`` when it is not stuck."""
    for length in range(1, LONGEST_PHRASE + 1):
        phrase = plain[at : at + length]
        times = 1
        while plain[at + times * length : at + (times + 1) * length] == phrase:
            times += 1
        if times > MAX_REPEATS and any(phrase):
            return length, times
    return 1, 1
