"""What clocks showed, as rows that SQL can join: PostgreSQL's own zones may be others than ours. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from frontdesk.platform.timezones import is_timezone

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """From ``starts`` until before ``ends`` a zone's clocks were ``seconds`` ahead of UTC."""

    zone: str
    starts: datetime
    ends: datetime
    seconds: int


def zone_named(name: str, default: ZoneInfo) -> ZoneInfo:
    """Of a person; what is no zone is the organization's."""
    return ZoneInfo(name) if is_timezone(name) else default


def readings(names: Iterable[str], default: ZoneInfo, since: datetime, until: datetime) -> list[Reading]:
    """Of each name, and of ``default`` as the name ""."""
    found: list[Reading] = []
    for name in {*names, ""}:
        for starts, ends, seconds in _of_zone(zone_named(name, default), _midnight(since), _midnight(until) + _DAY):
            found.append(Reading(name, starts, ends, seconds))
    return found


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


@lru_cache(maxsize=2000)
def _of_zone(zone: ZoneInfo, since: datetime, until: datetime) -> list[tuple[datetime, datetime, int]]:
    found: list[tuple[datetime, datetime, int]] = []
    starts, day = since, since
    while day < until:
        following = min(day + _DAY, until)
        if _seconds(zone, day) != _seconds(zone, following):
            change = _find_change(zone, day, following)
            found.append((starts, change, _seconds(zone, starts)))
            starts = change
        day = following
    return [*found, (starts, until, _seconds(zone, starts))]


def _find_change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > _MINUTE:
        middle = before + (after - before) / 2
        before, after = (middle, after) if _seconds(zone, middle) == _seconds(zone, before) else (before, middle)
    # Clocks change at whole minutes.
    return after.replace(second=0, microsecond=0)


def _seconds(zone: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
