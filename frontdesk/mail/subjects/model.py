"""A mail as its subjects are made of it, and what is suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Source = Literal["pattern", "model"]
MOST_CHARACTERS = 150
# A variant's subject by a pattern is the built-in model's, as reports tell them from people's.
BY_PATTERN = "builtin"


@dataclass(frozen=True, slots=True)
class Mail:
    """``sentences`` are what its body says, ``headings`` and ``labels`` (of buttons) among them apart.

    ``greets``: the placeholder for the reader's first name that may be used, empty for none.
    """

    subject: str
    preheader: str
    locale: str
    sentences: Sequence[str] = ()
    headings: Sequence[str] = ()
    labels: Sequence[str] = ()
    greets: str = ""

    @property
    def is_spanish(self) -> bool:
        return self.locale == "es"

    @property
    def body(self) -> str:
        return "\n".join([*self.headings, *self.sentences, *self.labels])


@dataclass(frozen=True, slots=True)
class Lift:
    """Of the rate of opens over another subject's: 0.1 is a tenth more; with 95 % it lies from ``low`` to ``high``."""

    lift: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    subject: str
    preheader: str | None
    code: str
    reason: str
    source: Source = "pattern"
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A subject that went out. ``group``: those of one campaign went to parts of one audience."""

    group: str
    subject: str
    arrived: int
    opened: int


@dataclass(frozen=True, slots=True)
class Current:
    subject: str
    preheader: str
    characters: int
    notes: Sequence[str] = field(default_factory=tuple)
