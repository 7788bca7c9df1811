"""Rate limits as token buckets in PostgreSQL, with leases so that a busy caller does not cost a write per request.

A bucket starts full and refills evenly: 6000/m lets a rested caller send 6000 at once and 100 a second from then on.
A process takes a block of tokens (5 % of the limit) in one UPDATE and spends it in memory. What is taken is never
given out twice; a process may only spend a block later than it took it. So in any stretch of time all processes
together let through what the bucket allows and at most one block per process more, and a block is given up after a
window. A refusal is remembered until the bucket can have refilled, so that who hammers on costs no write either.

The bucket is written through the connection ``aside``: it counts requests that are rolled back as well.
"""

import hashlib
import ipaddress
import math
import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from django.db import connections
from django.http import HttpRequest

from frontdesk.platform.errors import TooMany
from frontdesk.platform.observe import client_address

BLOCK_SHARE = 0.05
MAX_KEYS = 20_000
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LIMIT = re.compile(r"(\d+)/((?:[1-9]\d*)?)([smhd])")

# Takes `want` tokens when the bucket, refilled to now, holds them; no row otherwise. A new bucket is full.
_TAKE = """
insert into rate_buckets as bucket (key, tokens, refilled_at)
values (%(key)s, %(capacity)s - %(want)s, clock_timestamp())
on conflict (key) do update set
  tokens = least(%(capacity)s,
    bucket.tokens + extract(epoch from clock_timestamp() - bucket.refilled_at) * %(rate)s) - %(want)s,
  refilled_at = clock_timestamp()
where least(%(capacity)s,
    bucket.tokens + extract(epoch from clock_timestamp() - bucket.refilled_at) * %(rate)s) >= %(want)s
returning tokens
"""
_WAIT = """
select greatest(0, (%(want)s - tokens) / %(rate)s - extract(epoch from clock_timestamp() - refilled_at))
from rate_buckets where key = %(key)s
"""


@dataclass(frozen=True, slots=True)
class Limit:
    amount: int
    seconds: int

    @property
    def rate(self) -> float:
        return self.amount / self.seconds

    @property
    def block(self) -> int:
        return max(1, int(self.amount * BLOCK_SHARE))


@dataclass(slots=True)
class _Lease:
    """What this process holds of a bucket, until when; or until when there is nothing to be had."""

    tokens: float = 0.0
    expires_at: float = 0.0
    refused_until: float = 0.0


_leases: dict[str, _Lease] = {}
_lock = threading.Lock()


@lru_cache(maxsize=256)
def parse_limit(text: str) -> Limit:
    """``6000/m``, ``5/10s``. Raises ValueError."""
    match = _LIMIT.fullmatch(text)
    if not match or not int(match[1]):
        raise ValueError(f"{text!r} is no limit; write it like 6000/m or 5/10s.")
    return Limit(int(match[1]), int(match[2] or 1) * _UNITS[match[3]])


def forget() -> None:
    """Drops what this process holds; for tests, which empty the table underneath."""
    with _lock:
        _leases.clear()


def check(key: str, *, limit: str, cost: int = 1) -> None:
    """Counts ``cost`` against ``key`` (which names what is limited, e.g. ``api-key:<id>``). Raises TooMany."""
    parsed = parse_limit(limit)
    name = f"{key}|{limit}"
    now = monotonic()
    with _lock:
        lease = _leases.get(name)
        if lease is not None:
            if lease.tokens >= cost and lease.expires_at > now:
                lease.tokens -= cost
                return
            if lease.refused_until > now:
                raise _too_many(lease.refused_until - now)
    # Outside the lock: other keys need not wait for the database. Two threads may take a block each.
    _take(name, parsed, cost)


def spend_held(key: str, *, limit: str, cost: int = 1) -> bool:
    """Whether ``cost`` could be counted without the database. If not, ``check`` has to, and may: for event loops."""
    with _lock:
        lease = _leases.get(f"{key}|{limit}")
        if lease is None or lease.tokens < cost or lease.expires_at <= monotonic():
            return False
        lease.tokens -= cost
        return True


def _take(name: str, limit: Limit, cost: int) -> None:
    if cost > limit.amount:
        raise _too_many(limit.seconds)
    values: dict[str, str | float] = {
        "key": hashlib.sha256(name.encode()).hexdigest(),
        "capacity": float(limit.amount),
        "rate": limit.rate,
    }
    wanted = max(cost, limit.block)
    with connections["aside"].cursor() as cursor:
        for want in dict.fromkeys((wanted, cost)):
            cursor.execute(_TAKE, {**values, "want": float(want)})
            if cursor.fetchone():
                _hold(name, limit, want - cost)
                return
        cursor.execute(_WAIT, {**values, "want": float(cost)})
        row = cursor.fetchone()
    wait = max(float(row[0]), 0.05) if row else 1.0
    if cost == 1:  # a smaller cost may still fit where a larger one does not
        with _lock:
            _leases.setdefault(name, _Lease()).refused_until = monotonic() + wait
    raise _too_many(wait)


def _hold(name: str, limit: Limit, tokens: float) -> None:
    now = monotonic()
    with _lock:
        if len(_leases) >= MAX_KEYS:
            _prune(now)
        lease = _leases.setdefault(name, _Lease())
        kept = lease.tokens if lease.expires_at > now else 0.0
        # No more than one block, so that tokens saved up in many threads cannot become a burst.
        lease.tokens = min(kept + tokens, float(limit.block))
        # A block not spent within a window is given up: it refilled in the meantime.
        lease.expires_at = now + limit.seconds
        lease.refused_until = 0.0


def _prune(now: float) -> None:
    for name in [name for name, lease in _leases.items() if max(lease.expires_at, lease.refused_until) <= now]:
        del _leases[name]
    if len(_leases) >= MAX_KEYS:
        _leases.clear()


def _too_many(wait: float) -> TooMany:
    seconds = max(1, math.ceil(wait))
    return TooMany(f"Too many requests. Try again in {seconds} s.", retry_after=seconds)


def address_key(request: HttpRequest) -> str:
    """The caller's address as a limit sees it: an IPv6 network of 64 bits is one caller."""
    text = client_address(request) or "unknown"
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    return text if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def check_address(request: HttpRequest, *, what: str, limit: str) -> None:
    """Limits callers of whom only the address is known. ``what`` names the route or group. Raises TooMany."""
    check(f"address:{what}:{address_key(request)}", limit=limit)
