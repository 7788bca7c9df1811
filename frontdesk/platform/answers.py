"""Answers made by hand: problem documents, files, and JSON straight from plain data where a schema's pass costs too
much."""

from collections.abc import Iterator, Sequence

import orjson
from django.http import HttpResponse, StreamingHttpResponse

from frontdesk.platform.errors import AppError

# What the API's description says of a route that answers with `csv_file`.
CSV_FILE = {
    "responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}},
}


def problem_answer(error: AppError) -> HttpResponse:
    """The problem document of an error, with the headers that belong to it."""
    body: dict[str, object] = {
        "type": f"urn:frontdesk:problem:{error.code}",
        "title": error.title,
        "status": int(error.status),
        "detail": error.detail,
        **error.extra,
    }
    if error.errors:
        body["errors"] = error.errors
    return HttpResponse(
        orjson.dumps(body), status=error.status, content_type="application/problem+json", headers=error.headers()
    )


def json_page(rows: Sequence[str], next_cursor: str | None) -> HttpResponse:
    """A list answer of rows that are JSON texts already."""
    body = f'{{"items":[{",".join(rows)}],"next_cursor":{orjson.dumps(next_cursor).decode()}}}'
    return HttpResponse(body, content_type="application/json")


def json_answer(data: object, *, status: int = 200) -> HttpResponse:
    """``data`` may hold dicts, lists, strings, numbers, UUIDs and aware times (RFC 3339 UTC)."""
    body = orjson.dumps(data, option=orjson.OPT_UTC_Z)
    return HttpResponse(body, status=status, content_type="application/json")


def csv_file(parts: Iterator[bytes], filename: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8", headers=headers)
