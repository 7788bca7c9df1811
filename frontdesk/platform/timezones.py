"""Names of time zones, as the system's database knows them."""

from functools import lru_cache
from zoneinfo import available_timezones


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


def is_timezone(name: str) -> bool:
    return name in names()
