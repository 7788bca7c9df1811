"""What is found in a text. ``start`` and ``end`` are character offsets: ``text`` is ``whole[start:end]``."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class DateKind(StrEnum):
    DATE = "date"
    DATETIME = "datetime"
    RANGE = "range"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """``date`` is local to the reader's zone; ``datetime`` is there when a time of day was named.

    ``until_date`` and ``until_datetime`` end a range; a deadline over a stretch of days has its last day as ``date``.
    """

    text: str
    start: int
    end: int
    kind: DateKind
    date: dt.date
    datetime: dt.datetime | None = None
    until_date: dt.date | None = None
    until_datetime: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something that somebody is to do. ``owner`` is a name, or the pronoun (I, you, we; yo, tú, usted, nosotros)
    where the text does not tell the name."""

    text: str
    start: int
    end: int
    owner: str | None = None
    due: FoundDate | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    text: str
    start: int
    end: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    dates: list[FoundDate] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
