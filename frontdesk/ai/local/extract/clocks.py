"""Times of day and moments ("at half past two", "a las 3 de la tarde", "in two hours"), in folded text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

_EN = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_ES = ("doce", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once")
_HOURS = {word: number or 12 for words in (_EN, _ES) for number, word in enumerate(words)} | {"un": 1}
_MINUTES = {
    "half": 30,
    "quarter": 15,
    "media": 30,
    "cuarto": 15,
    "five": 5,
    "ten": 10,
    "twenty": 20,
    "thirty": 30,
    "fifteen": 15,
    "forty-five": 45,
    "cinco": 5,
    "diez": 10,
    "veinte": 20,
    "veinticinco": 25,
    "quince": 15,
}
_FIXED = {"noon": 12, "midday": 12, "mediodia": 12, "midnight": 0, "medianoche": 0}
_ZONES = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
_ZONE = rf"(?: ?(?P<zone>{'|'.join(_ZONES)}))?"
_HALF = (
    r"(?: ?(?P<half>[ap]\.?m\b\.?)|,? (?:in the|de la|por la|at) (?P<part>morning|afternoon|evening|night"
    r"|manana|tarde|noche|madrugada))?"
)
_HALF_SURE = r" ?(?P<half>[ap]\.?m\b\.?)"
_SHORT = r"(?P<h>1\d|2[0-4]|0?\d)"
_EN_HOUR = rf"(?P<h>{'|'.join(_EN)}|1[0-2]|0?[1-9])"
_ES_HOUR = rf"(?P<h>{'|'.join(_ES)}|2[0-3]|1\d|0?\d)"
_END = (
    r"(?=\s*(?:[,.;:!?)]|-|$|\b(?:on|in|today|tomorrow|tonight|sharp|and|or|to|until|if|so|for|with|this|next|when"
    r"|please|o'clock"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|my|your|uk|london|works|would|instead|then|because)\b))"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in a text. ``zone`` is set where the text names it."""

    start: int
    end: int
    at: time
    zone: tzinfo | None = None
    until: time | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    start: int
    end: int
    at: datetime


def _pattern(body: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w:.,/@#$€£-])(?:{body})(?![\w%]|[:/]\d|[.,]\d)")


# In this order: what comes first wins where two overlap.
_PATTERNS: tuple[re.Pattern[str], ...] = (
    # 2-4pm, 2:30 to 4 pm, from 14:00 to 15:30
    _pattern(
        rf"(?P<h0>1\d|2[0-3]|0?\d)(?:[:.](?P<m0>[0-5]\d))? ?(?:(?P<half0>[ap]\.?m)\.?)?(?: ?- ?| ?to | until | and )"
        rf"{_SHORT}(?:[:.](?P<m>[0-5]\d))?{_HALF_SURE}{_ZONE}"
    ),
    _pattern(rf"(?P<h0>[01]?\d|2[0-3]):(?P<m0>[0-5]\d)(?: ?- ?| to | until | and | a (?:las )?| y (?:las "
             rf")?){_SHORT}:(?P<m>[0-5]\d)(?: ?h(?:oras|rs)?)?{_ZONE}"),
    _pattern(rf"(?:a |de |desde |sobre )?las? (?P<h0>{'|'.join(_ES)}|2[0-3]|1\d|0?\d)(?::(?P<m0>[0-5]\d))? (?:a|y"
             rf"|hasta) las? {_ES_HOUR}(?::(?P<m>[0-5]\d))?{_HALF}"),
    _pattern(rf"(?:from|between) (?P<h0>1[0-2]|[1-9]) (?:to|and|until) (?P<h>1[0-2]|[1-9]){_END}"),
    # 15:30, 3:30 pm, 15h30, 3pm, 9 a.m.
    _pattern(rf"(?:at |a las? |sobre las? )?{_SHORT}:(?P<m>[0-5]\d)(?::[0-5]\d)?(?: ?h(?:oras|rs)?\b)?{_HALF}{_ZONE}"),
    _pattern(rf"(?:at |a las? )?{_SHORT}\.(?P<m>[0-5]\d)(?:{_HALF_SURE}| ?h(?:oras|rs)?\b){_ZONE}"),
    _pattern(rf"(?:at )?{_SHORT}{_HALF_SURE}{_ZONE}"),
    _pattern(rf"(?:at )?(?P<h>{'|'.join(_EN)}){_HALF_SURE}{_ZONE}"),
    _pattern(r"(?:a las )?(?P<h>[01]?\d|2[0-3])h(?P<m>[0-5]\d)?"),
    _pattern(r"(?:a las )(?P<h>[01]?\d|2[0-3]) ?(?:h|hrs|horas)"),
    _pattern(r"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d) ?(?:hrs|hours)"),
    # half past two in the afternoon, quarter to five, a las tres y media de la tarde
    _pattern(rf"(?:at )?(?:(?:a )?(?P<past>half|quarter|five|ten|twenty)) past {_EN_HOUR}{_HALF}{_ZONE}"),
    _pattern(rf"(?:at )?(?:(?:a )?(?P<to>quarter|five|ten|twenty)) to {_EN_HOUR}{_HALF}{_ZONE}{_END}"),
    _pattern(rf"(?:at )(?P<h>{'|'.join(_EN)}) (?P<past>thirty|fifteen|forty-five){_HALF}{_ZONE}"),
    _pattern(rf"(?:at |by )?{_EN_HOUR} o'clock{_HALF}{_ZONE}"),
    _pattern(rf"(?:a|sobre|para|hacia|desde|hasta|antes de) las? {_ES_HOUR}(?: y (?P<past>media|cuarto|cinco|diez"
             rf"|quince|veinte|veinticinco)| menos (?P<to>cuarto|cinco|diez|veinte|veinticinco))?(?: en "
             rf"punto)?{_HALF}(?: ?h(?:oras)?\b)?"),
    _pattern(rf"{_EN_HOUR} in the (?P<part>morning|afternoon|evening)"),
    _pattern(r"(?:at |al? (?:las 12 del )?)?(?P<fixed>noon|midday|midnight|mediodia|medianoche)"),
    _pattern(rf"at {_EN_HOUR}{_ZONE}{_END}"),
)  # fmt: skip
_SPAN_EN = r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|half an|a couple of|ten|fifteen|twenty|thirty)"
_SPAN_ES = r"(?P<n>\d{1,3}|una?|dos|tres|cuatro|cinco|seis|media|un par de|diez|quince|veinte|treinta)"
_MOMENTS = (
    _pattern(rf"(?:in|within)(?: about| the next| another)? {_SPAN_EN} (?P<unit>hours?|minutes?|mins?|hrs?)"),
    _pattern(rf"(?:en|dentro de)(?: unos| unas)? {_SPAN_ES} (?P<unit>horas?|minutos?)"),
)
_COUNTS = {"an": 1, "half": 0.5, "media": 0.5, "thirty": 30, "treinta": 30, **_MINUTES} | _HOURS | {"un": 1, "a": 1}


def find_clocks(folded: str, start: int, end: int) -> list[Clock]:
    """Times of day in reading order, none over another."""
    taken: list[Clock] = []
    for pattern in _PATTERNS:
        for found in pattern.finditer(folded, start, end):
            clock = _read(found)
            if clock and all(clock.end <= other.start or clock.start >= other.end for other in taken):
                taken.append(clock)
    return sorted(taken, key=lambda clock: clock.start)


_WRITTEN_OUT = re.compile(
    r"(?<!\d)(?:19|20|21)\d\d-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:z|[+-]\d\d:?\d\d)?(?!\w)"
)


def find_moments(folded: str, start: int, end: int, now: datetime) -> Iterator[Moment]:
    """``in two hours``, ``2026-03-03T15:30Z``; those without a zone are in that of ``now``."""
    for found in _WRITTEN_OUT.finditer(folded, start, end):
        try:
            at = datetime.fromisoformat(found[0].upper())
        except ValueError:
            continue
        yield Moment(found.start(), found.end(), at if at.tzinfo else at.replace(tzinfo=now.tzinfo))
    for pattern in _MOMENTS:
        for found in pattern.finditer(folded, start, end):
            words = found["n"]
            count = 2.0 if "couple" in words or "par" in words else _count(words)
            is_hour = found["unit"].startswith("h")
            step = timedelta(hours=count) if is_hour else timedelta(minutes=count)
            yield Moment(found.start(), found.end(), (now + step).replace(second=0, microsecond=0))


def _count(words: str) -> float:
    first = words.split()[0]
    return float(first) if first.isdigit() else float(_COUNTS[first])


def _group(found: re.Match[str], name: str) -> str:
    return (found.group(name) or "") if name in found.re.groupindex else ""


def _read(found: re.Match[str]) -> Clock | None:
    half = _group(found, "half")[:1] or _half_of(_group(found, "part"), _group(found, "h"))
    if fixed := _group(found, "fixed"):
        return Clock(found.start(), found.end(), time(_FIXED[fixed]))
    at = _time(_group(found, "h"), _minutes(found), half)
    if at is None:
        return None
    zone = _zone(_group(found, "zone"))
    if not _group(found, "h0"):
        return Clock(found.start(), found.end(), at, zone)
    first_half = _group(found, "half0")[:1] or half
    first = _time(_group(found, "h0"), int(_group(found, "m0") or 0), first_half)
    if first and first > at and not _group(found, "half0") and half == "p":
        first = first.replace(hour=first.hour - 12) if first.hour >= 12 else first  # 11-1pm
    return Clock(found.start(), found.end(), first, zone, at) if first and first < at else None


def _minutes(found: re.Match[str]) -> int:
    if past := _group(found, "past"):
        return _MINUTES[past]
    if to := _group(found, "to"):
        return -_MINUTES[to]
    return int(_group(found, "m") or 0)


def _half_of(part: str, hour: str) -> str:
    if part in {"morning", "manana", "madrugada"}:
        return "p" if part == "manana" and hour in {"12", "doce"} else "a"
    if part in {"night", "noche"}:
        return "a" if hour in {"12", "twelve", "doce"} else "p"
    return "p" if part else ""


def _time(hour_word: str, minutes: int, half: str) -> time | None:
    """``half`` is a, p or empty: then 1 to 6 are of the afternoon, unless written 03:30: offices keep such hours."""
    hour = int(hour_word) if hour_word.isdigit() else _HOURS[hour_word]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif not half and 1 <= hour <= 6 and not hour_word.startswith("0"):
        hour += 12
    total = hour * 60 + minutes
    return time(total // 60, total % 60) if 0 <= total < 24 * 60 else None


def _zone(name: str) -> tzinfo | None:
    if not name:
        return None
    return timezone(timedelta(hours=_ZONES[name])) if _ZONES[name] else UTC
