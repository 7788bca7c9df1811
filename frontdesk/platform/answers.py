"""JSON answers straight from plain data, for routes where a schema's own pass over every row costs too much."""

from django.http import HttpResponse

import orjson


def json_answer(data: object, *, status: int = 200) -> HttpResponse:
    """``data`` may hold dicts, lists, strings, numbers, UUIDs and aware times (RFC 3339 UTC)."""
    body = orjson.dumps(data, option=orjson.OPT_UTC_Z)
    return HttpResponse(body, status=status, content_type="application/json")
