"""Hours in which mail may go out by themselves, on the recipient's clock. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(hours=24)
# Clocks leave out hours in spring, and twice in history a whole day: nobody waits longer for an hour to come.
_FARTHEST_HOURS = 74


@dataclass(frozen=True, slots=True)
class Quiet:
    """No mail from the hour ``start`` until the hour ``end``, also over midnight; the same twice: mail at any hour."""

    start: int = 21
    end: int = 8

    def holds(self, hour: int) -> bool:
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which mail may go out, and the hour that the recipient's clock shows then."""

    hour: int
    at: datetime


def is_quiet(now: datetime, zone: ZoneInfo, quiet: Quiet) -> bool:
    return quiet.holds(now.astimezone(zone).hour)


def slots(now: datetime, zone: ZoneInfo, quiet: Quiet) -> list[Slot]:
    """Now, if it is no quiet hour, and the beginnings of all others within a day; never empty.

    An hour that comes twice in autumn is its first; one that spring leaves out is none. Where that was the only one
    allowed, it is the next day's.
    """
    found: list[Slot] = []
    for slot in _ahead(now, zone):
        if slot.at >= now + DAY and found:
            break
        if not quiet.holds(slot.hour):
            found.append(slot)
    return found


def _ahead(now: datetime, zone: ZoneInfo) -> Iterator[Slot]:
    here = now.astimezone(zone)
    yield Slot(here.hour, now)
    clock = here.replace(tzinfo=None, minute=0, second=0, microsecond=0)
    for hours in range(1, _FARTHEST_HOURS):
        wall = clock + timedelta(hours=hours)
        at = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if at > now and at.astimezone(zone).replace(tzinfo=None) == wall:
            yield Slot(wall.hour, at)
