"""What the date grammars of both languages share: how a rule looks, and how what it found is read.

A pattern names its parts: ``wd`` weekday, ``d`` day number (``d2`` the last of several), ``m`` month, ``y`` year,
``count`` and ``unit`` (in two weeks), ``base`` (from Monday), ``which`` (next, this, last), ``part`` (end, start),
``period`` (week, month), ``near`` (tomorrow). ``span`` is the date itself where the pattern needs words around it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from frontdesk.ai.local.extract import calendar
from frontdesk.ai.local.extract.calendar import Stretch

Found = re.Match[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule needs to know: the day it is, whether 3/4 is the fourth of March, the text with its capitals."""

    today: date
    month_first: bool
    text: str


Reader = Callable[[Found, Reading], Stretch | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """``pattern`` works on folded text; ``read`` gives the days, or None where it is no date after all."""

    pattern: re.Pattern[str]
    read: Reader

    def span(self, found: Found) -> tuple[int, int]:
        return found.span("span") if "span" in self.pattern.groupindex else found.span()


def rule(pattern: str, read: Reader) -> Rule:
    return Rule(re.compile(rf"(?<![\w@#/-])(?:{pattern})(?!\w)"), read)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's words for days. Keys are folded; names of days and months may be cut after three letters."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    # Names that are words of their own in small letters: "may", "march".
    doubtful_months: frozenset[str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    units: Mapping[str, tuple[str, int]]  # beginning of the word → unit of calendar.shift, how many of it
    near: Mapping[str, int]
    which: Mapping[str, int]
    parts: Mapping[str, str]
    periods: Mapping[str, str]
    # Whether "next Friday" skips the one of this week.
    next_is_next_week: bool

    def weekday(self, name: str) -> int:
        return next(number for number, day in enumerate(self.weekdays) if day.startswith(name[:3]))

    def month(self, name: str) -> int:
        return next(number for number, month in enumerate(self.months, 1) if month.startswith(name[:3]))

    def number(self, words: str) -> int:
        return int(words) if words.isdigit() else next(n for word, n in self.numbers.items() if word in words.split())

    def day(self, written: str) -> int:
        return self.ordinals.get(written) or int(re.sub(r"\D", "", written))

    def unit(self, word: str) -> tuple[str, int]:
        return next(unit for start, unit in self.units.items() if word.startswith(start))


def group(found: Found, name: str) -> str:
    """What a part holds; empty where the pattern has no such part or it was not there."""
    return (found.group(name) or "").strip() if name in found.re.groupindex else ""


def one(day: date | None) -> Stretch | None:
    return Stretch(day) if day else None


@dataclass(frozen=True, slots=True)
class Readers:
    """What the rules of one language call."""

    words: Lexicon

    def _is_month(self, found: Found, reading: Reading) -> bool:
        return found["m"].rstrip(".") not in self.words.doubtful_months or reading.text[found.start("m")].isupper()

    def day_and_month(self, found: Found, reading: Reading) -> Stretch | None:
        """``3 March``, ``Tuesday, March 3rd, 2026``, ``March 3 to 5``."""
        if not self._is_month(found, reading):
            return None
        number, month = self.words.day(found["d"]), self.words.month(found["m"])
        if year := group(found, "y"):
            first = calendar.make_day(int(year), month, number)
        else:
            weekday = self.words.weekday(group(found, "wd")) if group(found, "wd") else None
            first = calendar.day_without_year(reading.today, month, number, weekday)
        if first is None or not group(found, "d2"):
            return one(first)
        last = calendar.make_day(first.year, month, self.words.day(found["d2"]))
        return Stretch(first, last) if last and last > first else None

    def month(self, found: Found, reading: Reading) -> Stretch | None:
        """``March 2026``, ``in March``, ``the end of March``."""
        if not self._is_month(found, reading):
            return None
        number, year = self.words.month(found["m"]), group(found, "y")
        named = calendar.month(int(year), number) if year else calendar.coming_month(reading.today, number)
        return self._part(found, named)

    def _part(self, found: Found, named: Stretch) -> Stretch:
        where = group(found, "part")
        return calendar.part(named, self.words.parts[where]) if where else named

    def weekday(self, found: Found, reading: Reading) -> Stretch | None:
        """``Friday``, ``next Tuesday``, ``Monday week``, ``el martes que viene``."""
        weekday, today = self.words.weekday(found["wd"]), reading.today
        coming = calendar.coming_weekday(today, weekday)
        if group(found, "later"):
            return one(coming + timedelta(days=7))
        if of_week := group(found, "of_week"):
            return one(calendar.weekday_of_week(today, weekday, self.words.which[of_week]))
        which = self.words.which.get(group(found, "which"))
        if which == 1 and self.words.next_is_next_week:
            return one(calendar.weekday_of_week(today, weekday, 1))
        if which == -1:
            return one(calendar.coming_weekday(today - timedelta(days=8), weekday))
        if which == 0 and weekday >= today.weekday():
            return one(calendar.weekday_of_week(today, weekday, 0))
        return Stretch(coming, is_bare_weekday=which is None)

    def short_weekday(self, found: Found, reading: Reading) -> Stretch | None:
        return self.weekday(found, reading) if reading.text[found.start("wd")].isupper() else None

    def weekday_and_number(self, found: Found, reading: Reading) -> Stretch | None:
        """``Tuesday the 3rd``: of the next month whose 3rd is a Tuesday."""
        number, weekday = self.words.day(found["d"]), self.words.weekday(found["wd"])
        day: date | None = reading.today
        for _ in range(24):
            day = calendar.day_of_month(day, number) if day else None
            if day is None or day.weekday() == weekday:
                break
            day += timedelta(days=1)
        return one(day)

    def number_alone(self, found: Found, reading: Reading) -> Stretch | None:
        """``the 15th``, ``the 15th of next month``."""
        number = self.words.day(found["d"])
        if which := group(found, "which"):
            first = calendar.month_from(reading.today, self.words.which[which]).first
            return one(calendar.make_day(first.year, first.month, number))
        return one(calendar.day_of_month(reading.today, number))

    def near(self, found: Found, reading: Reading) -> Stretch | None:
        return one(reading.today + timedelta(days=self.words.near[found["near"]]))

    def counted(self, found: Found, reading: Reading) -> Stretch | None:
        """``in two weeks``, ``within 10 working days``, ``three days ago``, ``a week from Monday``."""
        base, name = reading.today, group(found, "base")
        if name in self.words.near:
            base += timedelta(days=self.words.near[name])
        elif name:
            base = calendar.coming_weekday(base, self.words.weekday(name))
        return Stretch(
            self._shifted(found, base, -1 if group(found, "ago") else 1), is_limit=bool(group(found, "limit"))
        )

    def coming(self, found: Found, reading: Reading) -> Stretch | None:
        """``over the next two weeks``."""
        return Stretch(reading.today, self._shifted(found, reading.today, 1))

    def _shifted(self, found: Found, base: date, sign: int) -> date:
        unit, factor = self.words.unit(found["unit"])
        return calendar.shift(base, sign * factor * self.words.number(found["count"]), unit)

    def period(self, found: Found, reading: Reading) -> Stretch | None:
        """``next week``, ``this month``, ``the end of the year``."""
        count = self.words.which.get(group(found, "which"), 0)
        return self._part(found, _period(self.words.periods[found["period"]], reading.today, count))

    def quarter(self, found: Found, reading: Reading) -> Stretch | None:
        year = int(group(found, "y") or reading.today.year)
        return self._part(found, calendar.quarter(year, int(found["q"])))


def _period(name: str, today: date, count: int) -> Stretch:
    if name == "day":
        return Stretch(today)
    if name == "week":
        return calendar.week(today, count)
    if name == "weekend":
        return calendar.weekend(today, count)
    if name == "month":
        return calendar.month_from(today, count)
    return calendar.quarter_from(today, count) if name == "quarter" else calendar.year(today.year + count)


def today(found: Found, reading: Reading) -> Stretch | None:
    return Stretch(reading.today)


def ends_today(found: Found, reading: Reading) -> Stretch | None:
    return Stretch(reading.today, is_limit=True)


def ends_week(found: Found, reading: Reading) -> Stretch | None:
    return calendar.part(calendar.week(reading.today, 0), "end")


def ends_month(found: Found, reading: Reading) -> Stretch | None:
    return calendar.part(calendar.month_from(reading.today, 0), "end")


def _iso(found: Found, reading: Reading) -> Stretch | None:
    return one(calendar.make_day(int(found["y"]), int(found["m"]), int(found["d"])))


def figures(found: Found, reading: Reading) -> Stretch | None:
    """``12/03/2026``: which is the month, the text or the habit of the place says."""
    first, second = int(found["a"]), int(found["b"])
    month_first = reading.month_first
    if max(first, second) > 12:
        month_first = second > 12
    month, day = (first, second) if month_first else (second, first)
    if year := group(found, "y"):
        return one(calendar.make_day(int(year), month, day))
    return one(calendar.day_without_year(reading.today, month, day))


FIGURES = (
    rule(r"(?P<y>(?:19|20|21)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![-/.]\d)", _iso),
    rule(r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20|21)\d\d)(?![-/.]?\d)", figures),
    rule(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d\d)(?![-/.]?\d)", figures),
)  # fmt: skip
_YEARLESS = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:20)?\d\d(?![\d/-])")


def figures_after(leads: str) -> Rule:
    """``by 3/4``: so short that it is a date only after a word that asks for one."""
    return rule(rf"(?:{leads}) (?P<span>(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}}))(?![\w/%-]|\.\d)", figures)


def month_comes_first(folded: str, habit: bool) -> bool:
    """``habit``, unless the text itself shows its way by a day above twelve."""
    votes = 0
    for found in _YEARLESS.finditer(folded):
        first, second = int(found[1]), int(found[3])
        votes += (first <= 12 < second <= 31) - (second <= 12 < first <= 31)
    return votes > 0 if votes else habit
