"""Forms of dates as other languages spell them, in ours (strftime's)."""

from __future__ import annotations

import re

_PHP = {
    "d": "%d", "j": "%-d", "D": "%a", "l": "%A", "m": "%m", "n": "%-m", "M": "%b", "N": "%b", "F": "%B", "Y": "%Y",
    "y": "%y", "H": "%H", "G": "%-H", "h": "%I", "g": "%-I", "i": "%M", "s": "%S", "A": "%p", "a": "%p",
}  # fmt: skip
_MOMENT = {
    "YYYY": "%Y", "YY": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m", "DD": "%d", "D": "%-d",
    "dddd": "%A", "ddd": "%a", "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "ss": "%S", "A": "%p",
    "a": "%p", "yyyy": "%Y", "yy": "%y", "dd": "%d", "d": "%-d", "EEEE": "%A",
}  # fmt: skip
_LETTERS = re.compile(r"([A-Za-z])\1*")
_LONGEST = 40


def from_php(form: str) -> str | None:
    """`F j, Y` of PHP, Django and Twig as `%B %-d, %Y`; None for what has a letter of another meaning."""
    if "%" in form or "\\" in form or len(form) > _LONGEST:
        return None
    letters = re.findall(r"[A-Za-z]", form)
    if not letters or any(letter not in _PHP for letter in letters):
        return None
    return re.sub(r"[A-Za-z]", lambda match: _PHP[match[0]], form)


def from_moment(form: str) -> str | None:
    """`MMMM D, YYYY` of Moment and its kin; None for what has a part of another meaning, such as `LL` or `Do`."""
    if re.search(r"[%\[\]\\]|D[oO]|[A-Za-z]{5}", form) or len(form) > _LONGEST:
        return None
    parts = [match[0] for match in _LETTERS.finditer(form)]
    if not parts or any(part not in _MOMENT for part in parts):
        return None
    return _LETTERS.sub(lambda match: _MOMENT[match[0]], form)
