"""Finds days, times and what they make together: moments, stretches, deadlines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from types import ModuleType
from zoneinfo import ZoneInfo

from frontdesk.ai.local.extract import clocks, grammar_en, grammar_es
from frontdesk.ai.local.extract.calendar import Stretch
from frontdesk.ai.local.extract.clocks import Clock, Moment
from frontdesk.ai.local.extract.grammar import Reading, month_comes_first
from frontdesk.ai.local.extract.model import DateKind, FoundDate
from frontdesk.ai.local.words import fold

_GRAMMARS: dict[str, ModuleType] = {"en": grammar_en, "es": grammar_es}
# Where English is spoken and the month is written first. Elsewhere the day comes first.
_MONTH_FIRST_ZONES = ("America/", "US/", "UTC", "Etc/", "Pacific/Honolulu", "Pacific/Guam")
_NEAR = 24  # characters between a day and its time
_MOVED = re.compile(
    r"\b(?:mov|resched|chang|postpon|push|brought|bring|shift|switch|cambi|aplaz|pas|tras?lad|mueve)\w*\b"
)


@dataclass(frozen=True, slots=True)
class _Day:
    start: int
    end: int
    stretch: Stretch


_Placed = _Day | Clock | Moment


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds dates in one text, for a reader whose ``now`` (aware, in their zone) it is."""

    text: str
    folded: str
    now: datetime
    language: str
    month_first: bool

    @property
    def zone(self) -> tzinfo | None:
        return self.now.tzinfo

    def find(self, start: int, end: int) -> list[FoundDate]:
        """What is named between two offsets: a sentence at a time, whose dates explain each other."""
        grammar = _GRAMMARS[self.language]
        days = [*self._sharpened(self._days(start, end), start, grammar)]
        moments = [
            moment
            for moment in clocks.find_moments(self.folded, start, end, self.now)
            if not any(_overlap(moment, day) for day in days if day.end - day.start > moment.end - moment.start)
        ]
        days = [day for day in days if not any(_overlap(day, moment) for moment in moments)]
        taken: list[_Placed] = [*days, *moments]
        times = [
            clock
            for clock in clocks.find_clocks(self.folded, start, end)
            if not any(_overlap(clock, other) for other in taken)
        ]
        found = [*self._joined(days, times, grammar), *(self._moment(moment) for moment in moments)]
        return self._related(sorted(found, key=lambda each: each.start), start, grammar)

    def _days(self, start: int, end: int) -> list[_Day]:
        reading = Reading(self.now.date(), self.month_first, self.text)
        grammar = _GRAMMARS[self.language]
        candidates = [
            _Day(rule.span(found)[0], rule.span(found)[1], stretch)
            for rule in grammar.RULES
            for found in rule.pattern.finditer(self.folded, start, end)
            if (stretch := rule.read(found, reading))
        ]
        taken: list[_Day] = []
        for day in sorted(candidates, key=lambda day: (day.start - day.end, day.start)):
            if not any(_overlap(day, other) for other in taken):
                taken.append(day)
        return sorted(
            (day for day in taken if not grammar.EVERY.search(self.folded, start, day.start)), key=lambda day: day.start
        )

    def _sharpened(self, days: list[_Day], start: int, grammar: ModuleType) -> Iterator[_Day]:
        """``EOD tomorrow`` as one; ``thanks for the call on Tuesday`` as the Tuesday that has been."""
        held: _Day | None = None
        for day in days:
            before = self.folded[start : day.start]
            if day.stretch.is_bare_weekday and grammar.PAST.search(before) and not grammar.AHEAD.search(before):
                day = replace(day, stretch=Stretch(day.stretch.first - timedelta(days=7)))  # noqa: PLW2901
            if held and self._closes(held, day) and grammar.JOINT.fullmatch(self.folded[held.end : day.start]):
                named = next(each.stretch.first for each in (day, held) if each.stretch.first != self.now.date())
                held = _Day(held.start, day.end, Stretch(named, is_limit=True))
                continue
            if held:
                yield held
            held = day
        if held:
            yield held

    def _closes(self, one: _Day, other: _Day) -> bool:
        """Whether one of the two is the end of a day, and the other says which."""
        return any(
            limit.stretch == Stretch(self.now.date(), is_limit=True)
            and day.stretch.last is None
            and day.stretch.first != self.now.date()
            for limit, day in ((one, other), (other, one))
        )

    def _joined(self, days: list[_Day], times: list[Clock], grammar: ModuleType) -> Iterator[FoundDate]:
        """Each day with the time beside it; a time that stands alone is of the sentence's only day, or of today."""
        free = [*times]
        for day in days:
            clock = next((each for each in free if self._belong(day, each, grammar)), None)
            if clock:
                free.remove(clock)
            yield self._day(day, clock)
        for clock in free:
            yield self._alone(clock, days[0].stretch.first if len(days) == 1 and not days[0].stretch.last else None)

    def _belong(self, day: _Day, clock: Clock, grammar: ModuleType) -> bool:
        if day.stretch.last:
            return False
        between = (day.end, clock.start) if clock.start >= day.end else (clock.end, day.start)
        if between[1] - between[0] > _NEAR:
            return False
        return bool(grammar.JOINT.fullmatch(self.folded[between[0] : between[1]].replace("\n", " ")))

    def _day(self, day: _Day, clock: Clock | None) -> FoundDate:
        stretch = day.stretch
        start, end = day.start, day.end
        if clock:
            start, end = min(start, clock.start), max(end, clock.end)
        kind = DateKind.RANGE if stretch.last else DateKind.DEADLINE if stretch.is_limit else DateKind.DATE
        made = FoundDate(self.text[start:end], start, end, kind, stretch.first, until_date=stretch.last)
        return self._at(made, clock) if clock else made

    def _alone(self, clock: Clock, day: date | None) -> FoundDate:
        found = FoundDate(
            self.text[clock.start : clock.end], clock.start, clock.end, DateKind.DATETIME, self.now.date()
        )
        timed = self._at(replace(found, date=day or found.date), clock)
        if day is None and timed.datetime and timed.datetime < self.now:
            return self._at(replace(found, date=found.date + timedelta(days=1)), clock)
        return timed

    def _at(self, found: FoundDate, clock: Clock) -> FoundDate:
        zone = clock.zone or self.zone
        at = datetime.combine(found.date, clock.at, tzinfo=zone)
        if clock.until is None:
            kind = found.kind if found.kind is DateKind.DEADLINE else DateKind.DATETIME
            return replace(found, kind=kind, datetime=at)
        until = datetime.combine(found.date, clock.until, tzinfo=zone)
        return replace(found, kind=DateKind.RANGE, datetime=at, until_date=found.date, until_datetime=until)

    def _moment(self, moment: Moment) -> FoundDate:
        local = moment.at.astimezone(self.zone)
        return FoundDate(
            self.text[moment.start : moment.end], moment.start, moment.end, DateKind.DATETIME, local.date(), moment.at
        )

    def _related(self, found: list[FoundDate], start: int, grammar: ModuleType) -> list[FoundDate]:
        """Two days with "to" between them become one stretch; "by" before one makes it a deadline."""
        joined: list[FoundDate] = []
        for each in found:
            if joined and (stretch := self._stretch(joined[-1], each, start, grammar)):
                joined[-1] = stretch
            else:
                joined.append(each)
        bounds = [start, *(each.end for each in joined)]
        return [self._limited(each, bounds[place], grammar) for place, each in enumerate(joined)]

    def _stretch(self, first: FoundDate, second: FoundDate, start: int, grammar: ModuleType) -> FoundDate | None:
        plain = {DateKind.DATE, DateKind.DATETIME}
        if first.kind not in plain or second.kind not in plain:
            return None
        between, before = self.folded[first.end : second.start], self.folded[start : first.start]
        from_ = grammar.FROM.search(before)
        if not (grammar.BETWEEN.fullmatch(between) or (from_ and grammar.AND.fullmatch(between))):
            return None
        if from_ and _MOVED.search(before):
            return None
        last = second.date + timedelta(days=7) if second.date < first.date else second.date
        until = second.datetime and second.datetime + (last - second.date)
        if last <= first.date and not (first.datetime and until and until > first.datetime):
            return None
        return replace(
            first,
            text=self.text[first.start : second.end],
            end=second.end,
            kind=DateKind.RANGE,
            until_date=last,
            until_datetime=until,
        )

    def _limited(self, found: FoundDate, after: int, grammar: ModuleType) -> FoundDate:
        lead = grammar.LEAD.search(self.folded[after : found.start].replace("\n", " "))
        trail = grammar.TRAIL.match(self.folded, found.end)
        if not lead and not trail and found.kind is not DateKind.DEADLINE:
            return found
        start = after + lead.start() if lead else found.start
        end = trail.end() if trail else found.end
        if found.datetime and found.until_datetime:
            return found
        day = found.until_date or found.date
        if lead and lead[0].startswith(("before", "antes")):
            day = found.date
        return replace(
            found, text=self.text[start:end], start=start, end=end, kind=DateKind.DEADLINE, date=day, until_date=None
        )


def _overlap(one: _Placed, other: _Placed) -> bool:
    return one.start < other.end and other.start < one.end


def finder(text: str, *, now: datetime, timezone: str, locale: str = "en") -> Finder:
    """``timezone`` is the reader's; ``locale`` is ``en`` or ``es``, with a region where it is known (``en-GB``)."""
    folded = fold(text)
    language, _, region = locale.lower().replace("_", "-").partition("-")
    habit = language == "en" and (region == "us" or (not region and timezone.startswith(_MONTH_FIRST_ZONES)))
    return Finder(
        text=text,
        folded=folded,
        now=now.astimezone(ZoneInfo(timezone)),
        language=language if language in _GRAMMARS else "en",
        month_first=month_comes_first(folded, habit),
    )
