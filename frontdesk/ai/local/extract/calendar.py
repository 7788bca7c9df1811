"""Days from days: the arithmetic behind "next Tuesday" and "by the end of the month"."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FRIDAY = 4
# A day without a year that lay at most so long ago is that day; one further back is next year's.
RECENT = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, or the days from ``first`` to ``last``."""

    first: date
    last: date | None = None
    # "within", "by the end of", "in the next": what is named is the last moment for something.
    is_limit: bool = False
    # Only a weekday's name: the next one, unless the sentence speaks of what has been.
    is_bare_weekday: bool = False


def coming_weekday(today: date, weekday: int) -> date:
    """The next such day after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def weekday_of_week(today: date, weekday: int, weeks: int) -> date:
    """That day of the week (Monday first) that lies ``weeks`` after this one."""
    return monday(today) + timedelta(days=7 * weeks + weekday)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_working_days(day: date, count: int) -> date:
    """``count`` days from Monday to Friday after ``day``; public holidays are not known here."""
    step = 1 if count >= 0 else -1
    left = abs(count)
    while left:
        day += timedelta(days=step)
        left -= day.weekday() < 5
    return day


def week(today: date, weeks: int) -> Stretch:
    first = monday(today) + timedelta(days=7 * weeks)
    return Stretch(first, first + timedelta(days=6))


def weekend(today: date, weeks: int) -> Stretch:
    saturday = monday(today) + timedelta(days=7 * weeks + 5)
    return Stretch(saturday, saturday + timedelta(days=1))


def month(year: int, number: int) -> Stretch:
    return Stretch(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def month_from(today: date, months: int) -> Stretch:
    moved = add_months(today.replace(day=1), months)
    return month(moved.year, moved.month)


def coming_month(today: date, number: int) -> Stretch:
    """That month of this year, or of the next when it is over."""
    return month(today.year + (number < today.month), number)


def quarter(year: int, number: int) -> Stretch:
    return Stretch(month(year, number * 3 - 2).first, month(year, number * 3).last)


def quarter_from(today: date, quarters: int) -> Stretch:
    count = today.year * 4 + (today.month - 1) // 3 + quarters
    return quarter(count // 4, count % 4 + 1)


def year(number: int) -> Stretch:
    return Stretch(date(number, 1, 1), date(number, 12, 31))


def make_day(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 2000
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def day_of_month(today: date, number: int) -> date | None:
    """The next day with this number, today included."""
    for months in range(13):
        first = add_months(today.replace(day=1), months)
        found = make_day(first.year, first.month, number)
        if found and found >= today:
            return found
    return None


def day_without_year(today: date, month: int, day: int, weekday: int | None = None) -> date | None:
    """The coming one; the one that has just been; with ``weekday`` the nearest that falls on it."""
    near = [found for year in range(today.year - 1, today.year + 3) if (found := make_day(year, month, day))]
    if weekday is not None and (fitting := [found for found in near if found.weekday() == weekday]):
        return min(fitting, key=lambda found: (found < today - RECENT, abs(found - today)))
    return next((found for found in near if found >= today - RECENT), None)


def part(stretch: Stretch, which: str) -> Stretch:
    """The ``start``, ``middle`` or ``end`` of a stretch; its end is a limit."""
    last = stretch.last or stretch.first
    if which == "end":
        # Offices end their week on Friday.
        return Stretch(last - timedelta(days=2) if (last - stretch.first).days == 6 else last, is_limit=True)
    length = (last - stretch.first).days + 1
    third = timedelta(days=length // 3)
    if which == "start":
        return Stretch(stretch.first, stretch.first + third - timedelta(days=1))
    return Stretch(stretch.first + third, last - third)


def shift(today: date, count: int, unit: str) -> date:
    """``unit``: ``day``, ``working_day``, ``week``, ``month``, ``year``."""
    if unit == "working_day":
        return add_working_days(today, count)
    if unit in {"month", "year"}:
        return add_months(today, count * (12 if unit == "year" else 1))
    return today + timedelta(days=count * (7 if unit == "week" else 1))
