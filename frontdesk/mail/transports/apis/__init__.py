"""Providers with an API of their own, by django-anymail, each with credentials that are a row's and nobody else's."""

from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from frontdesk.mail.transports.apis.transport import ApiTransport
from frontdesk.mail.transports.ways import Way

__all__ = ["ApiTransport", "check", "open_api"]

MOST_WAYS = 64
# Transports that are not in use, with their open connections; the ways used longest ago make room.
_kept: OrderedDict[str, deque[ApiTransport]] = OrderedDict()
_lock = Lock()


@contextmanager
def open_api(way: Way) -> Iterator[ApiTransport]:
    key = way.digest
    with _lock:
        kept = _kept.get(key)
        transport = kept.pop() if kept else None
    transport = transport or ApiTransport(way)
    try:
        yield transport
    finally:
        _keep(key, transport, way.max_connections)


def _keep(key: str, transport: ApiTransport, most: int) -> None:
    closing = []
    with _lock:
        kept = _kept.setdefault(key, deque())
        _kept.move_to_end(key)
        kept.append(transport)
        if len(kept) > most:
            closing.append(kept.popleft())
        if len(_kept) > MOST_WAYS:
            closing += _kept.popitem(last=False)[1]
    for each in closing:
        each.close()


def check(way: Way) -> None:
    transport = ApiTransport(way)
    try:
        transport.check()
    finally:
        transport.close()
