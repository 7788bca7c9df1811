"""Whose task it is: names in a sentence, and who takes part in a conversation."""

import re
from dataclasses import dataclass
from datetime import date

from frontdesk.ai.local.extract.cues import Language
from frontdesk.ai.local.words import fold, word_set

_WORD = re.compile(r"@?[\w.'’-]+")
_BEFORE = re.compile(
    r"(?P<name>@?[\w.'’-]+(?: [\w.'’-]+){0,3})\s*[,–—-]\s*[¿¡]?(?:\w+ ){0,2}$|(?:^|\s)(?P<handle>@[\w.-]+)[,:]?\s+$"
)
_AT_END = re.compile(r",\s*(?P<name>[\w.'’-]+(?: [\w.'’-]+)?)\s*[?.!]*$")
_OPENERS = word_set(
    "hi hello hey thanks ok okay so and great thank you yes right good perfect dear also then but well now hola vale "
    "bueno gracias y pero entonces perfecto genial bien oye"
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part, as far as labels, signatures and greetings tell; and the reader's day."""

    names: frozenset[str]  # folded
    speakers: tuple[str, ...]
    today: date

    def other(self, speaker: str | None) -> str | None:
        """The second of two who speak."""
        others = [name for name in self.speakers if name != speaker]
        return others[0] if speaker and len(self.speakers) == 2 and len(others) == 1 else None

    def knows(self, name: str) -> bool:
        return fold(name) in self.names


def trimmed_name(text: str, start: int, end: int, language: Language, *, whole: bool = False) -> str | None:
    """The words with capitals at the end of ``text[start:end]``, as a name; ``whole``: all of it has to be one."""
    words = _WORD.findall(text[start:end])
    kept: list[str] = []
    for word in reversed(words):
        if not _is_name(word, language):
            break
        kept.insert(0, word)
    if not kept or (whole and len(kept) != len(words)):
        return None
    return " ".join(kept).lstrip("@")


def _is_name(word: str, language: Language) -> bool:
    return word[0] == "@" or (word[0].isupper() and fold(word).strip(".'") not in language.not_names)


def named_before(text: str, start: int, language: Language, cast: Cast) -> str | None:
    """``Bob, could you…``: the name that a clause begins with."""
    alone = trimmed_name(text, 0, start, language, whole=True)
    if alone and " " not in alone and start == len(alone) + 1:
        return alone  # "Tom can you…", as it is spoken
    found = _BEFORE.search(text, 0, start)
    if found is None:
        return None
    if found["handle"]:
        return found["handle"].lstrip("@")
    name = trimmed_name(text, *found.span("name"), language)
    if name is None:
        return None
    if cast.knows(name):
        return name
    before = text[: found.start("name")] + found["name"].removesuffix(name)
    return name if all(fold(word) in _OPENERS for word in _WORD.findall(before)) else None


def named_at_end(text: str, language: Language, cast: Cast) -> str | None:
    """``Could you call them, Bob?``"""
    found = _AT_END.search(text)
    if found is None:
        return None
    name = trimmed_name(text, *found.span("name"), language, whole=True)
    return name if name and (cast.knows(name) or text.rstrip().endswith("?")) else None
