"""Calendar periods of quotas: days, ISO weeks and months as the organization's clock has them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from frontdesk.ai.models.registry import PeriodType


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` up to, not including, ``end``; both in UTC. The next period begins at ``end``."""

    type: PeriodType
    start: datetime
    end: datetime


def period_at(now: datetime, type: PeriodType, timezone: str) -> Period:
    """The period that ``now`` (aware) lies in. Days of 23 or 25 hours are one day; weeks begin on Monday (ISO 8601)."""
    zone = ZoneInfo(timezone)
    first, following = _bounds(now.astimezone(zone).date(), type)
    if now >= _midnight(following, zone):
        # A clock that was set back over midnight shows a day again whose successor has begun: that one goes on.
        first, following = _bounds(following, type)
    return Period(type, _midnight(first, zone), _midnight(following, zone))


def _bounds(today: date, type: PeriodType) -> tuple[date, date]:
    if type is PeriodType.DAILY:
        return today, today + timedelta(days=1)
    if type is PeriodType.WEEKLY:
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=7)
    first = today.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of ``day``. Where the clock skips midnight the day begins at the instant of the change."""
    start = datetime.combine(day, time.min, zone).astimezone(UTC)
    # A midnight that does not exist reads as the day before: the change lies at most a few hours on.
    while start.astimezone(zone).date() < day:
        start += timedelta(minutes=15)
    return start
