"""Keyset pages: a page starts behind the last row of the page before, however many rows came or went meanwhile."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import orjson
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, DateTimeField, Expression, F, Field, IntegerField, QuerySet, UUIDField
from django.db.models.expressions import Value
from django.db.models.sql.compiler import SQLCompiler

from frontdesk.platform.errors import BadInput

MODEL_ORDER = ("-created_at", "-id")
MAX_CURSOR = 2000
Key = datetime | UUID | int | str
Row = TypeVar("Row")


class RowComparison(Expression):
    """``(a, b) < (x, y)``: one condition that an index over (a, b) answers by itself; ORed conditions are not."""

    conditional = True

    def __init__(self, columns: Sequence[F], values: Sequence[Value], *, sign: str) -> None:
        super().__init__(output_field=BooleanField())
        self.columns: list[Any] = list(columns)
        self.values: list[Any] = list(values)
        self.sign = sign

    def get_source_expressions(self) -> list[Any]:
        return [*self.columns, *self.values]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = list(exprs[: len(self.columns)])
        self.values = list(exprs[len(self.columns) :])

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        columns = [compiler.compile(column) for column in self.columns]
        values = [compiler.compile(value) for value in self.values]
        left = ", ".join(sql for sql, _ in columns)
        right = ", ".join(sql for sql, _ in values)
        params = [param for _, some in (*columns, *values) for param in some]
        return f"({left}) {self.sign} ({right})", tuple(params)


def encode_cursor(keys: Sequence[Key]) -> str:
    parts = [key.astimezone(UTC).isoformat() if isinstance(key, datetime) else key for key in keys]
    return base64.urlsafe_b64encode(orjson.dumps(parts)).rstrip(b"=").decode()


def _decode_key(raw: object, field: "Field[Any, Any]") -> Key:
    """``raw`` as a value of ``field``; ValueError when it cannot be one."""
    if isinstance(field, DateTimeField) and isinstance(raw, str):
        moment = datetime.fromisoformat(raw)
        if moment.tzinfo is None:
            raise ValueError("a time without zone")
        return moment.astimezone(UTC)
    if isinstance(field, UUIDField) and isinstance(raw, str):
        return UUID(raw)
    if isinstance(field, IntegerField):
        if type(raw) is not int or abs(raw) >= 2**63:
            raise ValueError("no whole number")
        return raw
    if not isinstance(raw, str) or "\0" in raw or isinstance(field, (DateTimeField, UUIDField)):
        raise ValueError("no text")
    return raw


def decode_cursor(cursor: str, fields: Sequence["Field[Any, Any]"]) -> list[Key]:
    """The values behind ``cursor``, checked against the columns they stand for. Raises BadInput."""
    try:
        if len(cursor) > MAX_CURSOR:
            raise ValueError("too long")
        parts = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not isinstance(parts, list):
            raise ValueError("no list")
        return [_decode_key(part, field) for part, field in zip(parts, fields, strict=True)]
    except (ValueError, OverflowError, binascii.Error) as error:
        raise BadInput.field("cursor", "This cursor is not one of ours. Start again without it.") from error


def _keys_of(row: object, names: Sequence[str]) -> list[Key]:
    keys = []
    for name in names:
        value: Any = row
        if isinstance(row, Mapping):
            value = row[name]
        else:
            for part in name.split("__"):
                value = getattr(value, part)
        keys.append(value)
    return keys


def page(
    queryset: "QuerySet[Any, Row]", *, cursor: str | None, limit: int, order: Sequence[str] = MODEL_ORDER
) -> tuple[list[Row], str | None]:
    """Up to ``limit`` rows behind ``cursor`` and the cursor of the next page, None at the end.

    ``order`` must end in something unique, go one way throughout (all with ``-`` or none), and name columns that are
    never NULL; a ``.values()`` queryset must select them. Raises BadInput for a cursor that is not ours.
    """
    names = [name.removeprefix("-") for name in order]
    descending = order[0].startswith("-")
    if any(name.startswith("-") is not descending for name in order):
        raise ValueError("A keyset goes one way in all its columns.")
    rows = queryset.order_by(*order)
    if cursor:
        query = queryset.query.clone()
        fields = [F(name).resolve_expression(query).output_field for name in names]
        pairs = zip(decode_cursor(cursor, fields), fields, strict=True)
        values = [Value(key, output_field=field) for key, field in pairs]
        rows = rows.filter(RowComparison([F(name) for name in names], values, sign="<" if descending else ">"))
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], encode_cursor(_keys_of(found[limit - 1], names))
