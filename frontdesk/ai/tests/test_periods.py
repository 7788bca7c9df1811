"""Periods of quotas: the calendar of any time zone, cut without gaps and without overlaps."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frontdesk.ai.models.registry import PeriodType
from frontdesk.ai.periods import period_at
from frontdesk.platform import timezones

DAILY, WEEKLY, MONTHLY = PeriodType.DAILY, PeriodType.WEEKLY, PeriodType.MONTHLY
# Clocks that change at midnight, by half an hour, across the date line; quarter hours; and ordinary ones.
ODD = [
    "Africa/Cairo",
    "America/Asuncion",
    "America/Havana",
    "America/Santiago",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/London",
    "Europe/Madrid",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
]
zones = st.one_of(st.sampled_from(ODD), st.sampled_from(sorted(timezones.names())))
moments = st.datetimes(datetime(1995, 1, 2), datetime(2037, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
types = st.sampled_from(PeriodType)
# Dates that a zone has skipped altogether: Samoa crossed the date line.
LOST = {"Pacific/Apia", "Pacific/Fakaofo", "Pacific/Enderbury", "Pacific/Kanton", "Pacific/Kiritimati", "US/Samoa"}
# Until 2011 their clocks were set back at one minute past midnight: the day before was shown again.
SHOWN_TWICE = {"America/St_Johns", "America/Goose_Bay", "America/Moncton", "Canada/Newfoundland"}


@given(moments, types, zones)
@example(datetime(2011, 12, 30, 9, 59, tzinfo=UTC), DAILY, "Pacific/Apia")
@example(datetime(2011, 12, 30, 10, 0, tzinfo=UTC), DAILY, "Pacific/Apia")
@example(datetime(2026, 4, 23, 22, 30, tzinfo=UTC), DAILY, "Africa/Cairo")
@example(datetime(2026, 10, 29, 20, 59, tzinfo=UTC), DAILY, "Africa/Cairo")
@example(datetime(2000, 10, 29, 3, 0, tzinfo=UTC), DAILY, "America/St_Johns")
@example(datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), WEEKLY, "Europe/London")
def test_a_period_holds_its_moment_and_joins_its_neighbours(now: datetime, type: PeriodType, zone: str) -> None:
    period = period_at(now, type, zone)
    assert period.type is type
    assert period.start <= now < period.end
    assert period.start.tzinfo is period.end.tzinfo is UTC
    for inside in (period.start, now, period.end - timedelta(microseconds=1)):
        assert period_at(inside, type, zone) == period
    assert period_at(period.end, type, zone).start == period.end
    assert period_at(period.start - timedelta(microseconds=1), type, zone).end == period.start


@given(moments, types, zones)
@example(datetime(2024, 9, 8, 12, tzinfo=UTC), DAILY, "America/Santiago")
@example(datetime(2026, 4, 24, 12, tzinfo=UTC), DAILY, "Africa/Cairo")
@example(datetime(2024, 11, 3, 12, tzinfo=UTC), DAILY, "America/Havana")
def test_a_period_starts_at_midnight_or_at_the_first_instant_of_its_day(
    now: datetime, type: PeriodType, zone: str
) -> None:
    start = period_at(now, type, zone).start.astimezone(ZoneInfo(zone))
    before = (start.astimezone(UTC) - timedelta(microseconds=1)).astimezone(ZoneInfo(zone))
    assert before.date() < start.date(), "the instant before belongs to an earlier day"
    if (start.hour, start.minute, start.second) != (0, 0, 0):
        # The clock jumped over midnight: the offset changes at this very instant.
        assert before.utcoffset() != start.utcoffset()


@given(moments, types, zones)
def test_a_period_is_the_calendars(now: datetime, type: PeriodType, zone: str) -> None:
    period = period_at(now, type, zone)
    local = ZoneInfo(zone)
    first, today = period.start.astimezone(local).date(), now.astimezone(local).date()
    last = (period.end - timedelta(microseconds=1)).astimezone(local).date()
    if zone in LOST | SHOWN_TWICE and period.start.year <= 2011:
        return  # these are looked at by name below
    if type is DAILY:
        assert first == today == last
        assert timedelta(hours=20) < period.end - period.start < timedelta(hours=28)
    elif type is WEEKLY:
        assert first.isocalendar()[:2] == today.isocalendar()[:2] == last.isocalendar()[:2]
        assert (first.isoweekday(), last.isoweekday()) == (1, 7)
    else:
        assert (first.year, first.month, first.day) == (today.year, today.month, 1)
        assert (last + timedelta(days=1)).day == 1
        assert last.month == today.month


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "type", "zone", "start", "end"),
    [
        # Days of 23 and 25 hours.
        ("2026-03-29 12:00", DAILY, "Europe/London", "2026-03-29 00:00", "2026-03-29 23:00"),
        ("2026-10-25 12:00", DAILY, "Europe/London", "2026-10-24 23:00", "2026-10-26 00:00"),
        # Half an hour.
        ("2026-10-03 20:00", DAILY, "Australia/Lord_Howe", "2026-10-03 13:30", "2026-10-04 13:00"),
        # Midnight does not exist: the day begins at one.
        ("2026-04-24 06:00", DAILY, "Africa/Cairo", "2026-04-23 22:00", "2026-04-24 21:00"),
        ("2024-10-06 12:00", DAILY, "America/Asuncion", "2024-10-06 04:00", "2024-10-07 03:00"),
        # Midnight comes twice: the first one counts.
        ("2024-03-23 12:00", DAILY, "America/Asuncion", "2024-03-23 03:00", "2024-03-24 04:00"),
        # Midnight comes twice, a minute apart from an hour: the first one counts, and the day goes on.
        ("2000-10-29 02:30", DAILY, "America/St_Johns", "2000-10-29 02:30", "2000-10-30 03:30"),
        ("2000-10-29 03:00", DAILY, "America/St_Johns", "2000-10-29 02:30", "2000-10-30 03:30"),
        # A day that was left out: the 29th is followed by the 31st.
        ("2011-12-30 09:00", DAILY, "Pacific/Apia", "2011-12-29 10:00", "2011-12-30 10:00"),
        ("2011-12-30 11:00", DAILY, "Pacific/Apia", "2011-12-30 10:00", "2011-12-31 10:00"),
        ("2026-05-01 00:00", DAILY, "Asia/Kathmandu", "2026-04-30 18:15", "2026-05-01 18:15"),
        # ISO weeks across the end of a year; 2026 has 53 of them.
        ("2026-12-31 12:00", WEEKLY, "UTC", "2026-12-28 00:00", "2027-01-04 00:00"),
        ("2027-01-03 23:59", WEEKLY, "UTC", "2026-12-28 00:00", "2027-01-04 00:00"),
        ("2024-12-30 00:00", WEEKLY, "UTC", "2024-12-30 00:00", "2025-01-06 00:00"),
        ("2026-03-29 12:00", WEEKLY, "Europe/Madrid", "2026-03-22 23:00", "2026-03-29 22:00"),
        ("2026-12-31 23:30", MONTHLY, "Europe/Madrid", "2026-12-31 23:00", "2027-01-31 23:00"),
        ("2028-02-29 12:00", MONTHLY, "UTC", "2028-02-01 00:00", "2028-03-01 00:00"),
        ("2026-03-01 00:00", MONTHLY, "America/Sao_Paulo", "2026-02-01 03:00", "2026-03-01 03:00"),
    ],
)
def test_known_days(now: str, type: PeriodType, zone: str, start: str, end: str) -> None:
    period = period_at(utc(now), type, zone)
    assert (period.start, period.end) == (utc(start), utc(end))


def test_2026_has_53_weeks() -> None:
    starts = {period_at(utc("2025-12-29 00:00") + timedelta(days=day), WEEKLY, "UTC").start for day in range(371)}
    assert len(starts) == 53
