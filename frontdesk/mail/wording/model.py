"""What was found in the words of a mail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

WordingField = Literal["subject", "preheader", "html_code", "text_code"]


class WordingCode(StrEnum):
    """The first six are of plain language, the others of a tone."""

    LONG_SENTENCE = "long_sentence"
    PASSIVE = "passive"
    NOMINAL = "nominal"
    JARGON = "jargon"
    DOUBLE_NEGATION = "double_negation"
    LONG_WORD = "long_word"
    CONTRACTION = "contraction"
    UNCONTRACTED = "uncontracted"
    EXCLAMATION = "exclamation"
    CAPITALS = "capitals"
    SLANG = "slang"
    STIFF = "stiff"
    INFORMAL_ADDRESS = "informal_address"
    FORMAL_ADDRESS = "formal_address"
    MIXED_ADDRESS = "mixed_address"
    GREETING = "greeting"
    CLOSING = "closing"
    HEDGING = "hedging"


@dataclass(frozen=True, slots=True)
class Finding:
    """``field[start:end]`` of the source, in characters. ``suggestion`` empty: only its author can tell.

    ``words``: how many a sentence has that is too long.
    """

    code: WordingCode
    field: WordingField
    start: int
    end: int
    excerpt: str
    message: str
    suggestion: str = ""
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in a text, before it is known where that stands in the source."""

    code: WordingCode
    start: int
    end: int
    message: str
    suggestion: str = ""
    words: int | None = None
