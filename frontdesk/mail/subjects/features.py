"""What of a subject can be counted, and is known to matter to some audiences. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from frontdesk.mail.rendering.pieces import find_liquid, masked

# What a placeholder is taken for where its value is not known.
USUAL_LENGTH = 6
USUAL_SUBJECT = 45
NAMES = ("length", "question", "number", "name", "date", "exclamation", "capitals", "parts")

_MASK = "\x1a"
_NAME = re.compile(r"\b(?:first_name|recipient\.(?:first_)?name|name)\b")
_MONTHS = (
    "january|february|march|april|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|"
    "junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_DAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    "tomorrow|today|tonight|mañana|hoy"
)
DATE = re.compile(rf"\b(?:{_MONTHS}|{_DAYS}|may \d{{1,2}}|\d{{1,2}} may)\b", re.IGNORECASE)
_SHOUTED = re.compile(r"\b[^\W\d_a-záéíóúüñ]{4,}\b")
_PARTS = re.compile(r"\s[–—|-]\s|:\s")


def shown(subject: str) -> str:
    """With a mark for each placeholder; tags of Liquid are gone."""
    mask = masked(subject, find_liquid(subject))
    return re.sub(f"{_MASK}+", _MASK, mask)


def length_of(subject: str) -> int:
    text = shown(subject)
    return len(text) + text.count(_MASK) * (USUAL_LENGTH - 1)


def shouts(subject: str) -> bool:
    """Whether most of it is in capitals. Of fewer than eight letters that may be a name."""
    letters = [each for each in shown(subject) if each.isalpha()]
    return len(letters) >= 8 and sum(map(str.isupper, letters)) > 0.6 * len(letters)


def describe(subject: str) -> Sequence[float]:
    """One number for each of ``NAMES``, about 0 to 1 each."""
    text = shown(subject)
    says_name = any(_NAME.search(piece.expression) for piece in find_liquid(subject) if not piece.tag)
    flags = (
        "?" in text,
        any(letter.isdigit() for letter in text),
        says_name,
        DATE.search(text) is not None,
        "!" in text,
        _SHOUTED.search(text) is not None,
        _PARTS.search(text) is not None,
    )
    length = max(-2.0, min(2.0, (length_of(subject) - USUAL_SUBJECT) / 20))
    return [length, *map(float, flags)]
