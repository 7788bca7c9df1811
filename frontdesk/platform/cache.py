"""Django's cache in PostgreSQL: short-lived values that all processes share (sign-in attempts, used one-time codes).

Written through the connection ``aside`` in autocommit, so that what counts a refused sign-in survives the rollback
of the request that was refused. Values are typed JSON, never pickles: who can write the table cannot run code here.
Expiry follows the database's clock, which is one for all machines.
"""

import base64
import hashlib
import json
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connections

MAX_VALUE_BYTES = 1024 * 1024
# One write in so many also removes what has expired.
CULL_ONE_IN = 200
CULL_ROWS = 1000

_SET = """insert into cache_entries (key, value, expires_at)
values (%s, %s, clock_timestamp() + make_interval(secs => %s))
on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at"""
_ADD = _SET + " where cache_entries.expires_at <= clock_timestamp()"
_GET = """select key, value from cache_entries
where key = any(%s) and (expires_at is null or expires_at > clock_timestamp())"""
# Plain integers are stored as their digits, so that the database itself can count.
_INCR = """update cache_entries set value = convert_to((convert_from(value, 'UTF8')::bigint + %s)::text, 'UTF8')
where key = %s and (expires_at is null or expires_at > clock_timestamp())
  and encode(value, 'escape') ~ '^-?[0-9]{1,18}$'
returning convert_from(value, 'UTF8')::bigint"""
_TOUCH = """update cache_entries set expires_at = clock_timestamp() + make_interval(secs => %s)
where key = %s and (expires_at is null or expires_at > clock_timestamp())"""
_DELETE = """delete from cache_entries
where key = %s and (expires_at is null or expires_at > clock_timestamp())"""
_CULL = """delete from cache_entries where key in (
  select key from cache_entries where expires_at <= clock_timestamp() limit %s for update skip locked)"""


Sql = str | bytes | int | float | list[str] | None


def _tag(value: object) -> Any:
    """``value`` as plain JSON; what JSON does not know becomes an object with one key that names its type."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) is list:
        return [_tag(item) for item in value]
    if type(value) is dict:
        return {"dict": [[_tag(key), _tag(item)] for key, item in value.items()]}
    if type(value) is tuple:
        return {"tuple": [_tag(item) for item in value]}
    if type(value) in (set, frozenset):
        return {"set": [_tag(item) for item in value]}  # type: ignore[attr-defined]  # narrowed by type() above
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, str):  # a str subclass: safe or lazy-resolved text
        return str(value)
    for kind in (datetime, UUID, Decimal, timedelta):
        if isinstance(value, kind):
            text = value.isoformat() if isinstance(value, datetime) else str(value)
            return {kind.__name__: str(value.total_seconds()) if isinstance(value, timedelta) else text}
    raise TypeError(f"The cache keeps plain values only, not {type(value).__name__}.")


_MAKERS: dict[str, Callable[[Any], Any]] = {
    "dict": lambda raw: {_untag(key): _untag(item) for key, item in raw},
    "tuple": lambda raw: tuple(_untag(item) for item in raw),
    "set": lambda raw: {_untag(item) for item in raw},
    "bytes": base64.b64decode,
    "datetime": datetime.fromisoformat,
    "UUID": UUID,
    "Decimal": Decimal,
    "timedelta": lambda raw: timedelta(seconds=float(raw)),
}


def _untag(raw: Any) -> Any:
    if isinstance(raw, list):
        return [_untag(item) for item in raw]
    if isinstance(raw, dict):
        ((kind, inner),) = raw.items()
        return _MAKERS[kind](inner)
    return raw


def encode(value: object) -> bytes:
    """Raises TypeError for values other than plain ones, and ValueError above 1 MB."""
    encoded = json.dumps(_tag(value), separators=(",", ":")).encode()
    if len(encoded) > MAX_VALUE_BYTES:
        raise ValueError("A cached value may have 1 MB at most.")
    return encoded


def decode(encoded: bytes) -> Any:
    return _untag(json.loads(encoded))


class PostgresCache(BaseCache):
    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _hash(self, key: str, version: int | None) -> str:
        return hashlib.sha256(self.make_key(key, version).encode()).hexdigest()

    def _run(self, sql: str, values: Sequence[Sql]) -> tuple[int, list[tuple[Any, ...]]]:
        with connections["aside"].cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount, cursor.fetchall() if cursor.description else []

    def _seconds(self, timeout: Any) -> float | None:
        """Seconds to live; None for ever."""
        chosen = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if chosen is None else max(float(chosen), 0.0)

    def _write(self, sql: str, hashed: str, value: object, seconds: float | None) -> bool:
        if random.randrange(CULL_ONE_IN) == 0:  # noqa: S311 - only spreads the work
            self.cull()
        rows, _ = self._run(sql, [hashed, encode(value), seconds])
        return rows == 1

    def add(self, key: str, value: object, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._write(_ADD, self._hash(key, version), value, self._seconds(timeout))

    def set(self, key: str, value: object, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._write(_SET, self._hash(key, version), value, self._seconds(timeout))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        names = {self._hash(key, version): key for key in keys}
        _, rows = self._run(_GET, [list(names)])
        return {names[hashed]: decode(bytes(value)) for hashed, value in rows}

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Counts in the database: exact among processes. Raises ValueError when there is no whole number."""
        _, rows = self._run(_INCR, [delta, self._hash(key, version)])
        if not rows:
            raise ValueError(f"Key {key!r} holds no whole number")
        return int(rows[0][0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._run(_TOUCH, [self._seconds(timeout), self._hash(key, version)])[0] == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._run(_DELETE, [self._hash(key, version)])[0] == 1

    def has_key(self, key: str, version: int | None = None) -> bool:
        return bool(self.get_many([key], version))

    def clear(self) -> None:
        self._run("delete from cache_entries", [])

    def cull(self) -> int:
        """Removes a batch of expired rows; says how many."""
        return self._run(_CULL, [CULL_ROWS])[0]
