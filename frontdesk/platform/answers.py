"""JSON answers straight from plain data, for routes where a schema's own pass over every row costs too much."""

from collections.abc import Sequence

import orjson
from django.http import HttpResponse


def json_page(rows: Sequence[str], next_cursor: str | None) -> HttpResponse:
    """A list answer of rows that are JSON texts already."""
    body = f'{{"items":[{",".join(rows)}],"next_cursor":{orjson.dumps(next_cursor).decode()}}}'
    return HttpResponse(body, content_type="application/json")


def json_answer(data: object, *, status: int = 200) -> HttpResponse:
    """``data`` may hold dicts, lists, strings, numbers, UUIDs and aware times (RFC 3339 UTC)."""
    body = orjson.dumps(data, option=orjson.OPT_UTC_Z)
    return HttpResponse(body, status=status, content_type="application/json")
