"""Answers of name servers for the checks of one mail, remembered for some minutes."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import dns.exception
import dns.rdatatype
import dns.resolver

from frontdesk.platform import dns as name_servers
from frontdesk.platform.dns import DnsFailed

KEEP_SECONDS = 300.0
MAX_KEPT = 5000
# For one question, and for all those of a mail: a sender's slow name servers must not hold up the others' mail.
SECONDS_EACH, SECONDS_IN_ALL = 3.0, 8.0
_TYPES = frozenset({"A", "AAAA", "MX", "PTR", "TXT", "SPF"})
Answer = tuple[object, ...]

_kept: dict[tuple[str, str], tuple[float, Answer]] = {}
_lock = threading.Lock()
_until = threading.local()


@contextmanager
def bounded() -> Iterator[None]:
    """The questions that this thread asks inside take no longer than those of one mail may."""
    _until.at = time.monotonic() + SECONDS_IN_ALL
    try:
        yield
    finally:
        del _until.at


def forget() -> None:
    """For tests, whose name servers change their minds."""
    with _lock:
        _kept.clear()


def ask(name: str, type: str) -> Answer:
    """TXT as tuples of byte strings, MX as (preference, name), the others as text. Empty without any.

    Raises DnsFailed.
    """
    key = (name.rstrip(".").lower(), type)
    with _lock:
        known = _kept.get(key)
    if known and known[0] > time.monotonic():
        return known[1]
    answer = _ask(*key)
    with _lock:
        if len(_kept) >= MAX_KEPT:
            _kept.clear()
        _kept[key] = (time.monotonic() + KEEP_SECONDS, answer)
    return answer


def _ask(name: str, type: str) -> Answer:
    if type not in _TYPES or not name:
        return ()
    left = min(SECONDS_EACH, getattr(_until, "at", time.monotonic() + SECONDS_EACH) - time.monotonic())
    if left <= 0:
        raise DnsFailed("The name servers took too long.")
    try:
        answer = name_servers.resolver().resolve(name, type, raise_on_no_answer=False, search=False, lifetime=left)
    except dns.resolver.NXDOMAIN:
        return ()
    except (dns.exception.DNSException, OSError, ValueError) as error:
        raise DnsFailed(f"No name server told of {name}.") from error
    return tuple(_value(record, type) for record in answer.rrset or ())


def _value(record: object, type: str) -> object:
    if type in {"TXT", "SPF"}:
        return tuple(getattr(record, "strings", ()))
    if type == "MX":
        return getattr(record, "preference", 0), str(getattr(record, "exchange", ""))
    if type == "PTR":
        return str(getattr(record, "target", "")).rstrip(".")
    return str(getattr(record, "address", ""))


def text(name: str) -> str | None:
    """The first TXT record, joined; None without one. Raises DnsFailed."""
    found = texts(name)
    return found[0] if found else None


def texts(name: str) -> list[str]:
    return [b"".join(strings).decode("utf-8", "replace") for strings in ask(name, "TXT") if isinstance(strings, tuple)]
