"""``Idempotency-Key``: a POST that is repeated gets the first answer instead of being done twice.

The key's row is written in the transaction of the request, so it exists exactly when what the request did exists. A
second request with the same key waits on that row until the first is through, then answers what the first answered.
An answer of 400 or more rolls the row back with all the rest: the next attempt counts as the first. Rows are removed
after 24 hours by ``cleaning``.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Protocol, cast
from uuid import UUID

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from psycopg.errors import LockNotAvailable

from frontdesk.platform import loops, tenancy
from frontdesk.platform.answers import problem_answer
from frontdesk.platform.errors import AppError, BadInput, Conflict
from frontdesk.platform.later import Later, Made, Watch
from frontdesk.platform.models import IdempotencyKey

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_WAIT_MS = 15_000

# For a route's `openapi_extra`, so that the header is documented.
OPENAPI: dict[str, object] = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": False,
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
            "description": "Repeat a request safely: for 24 hours the same key returns the first answer.",
        }
    ]
}

# `do nothing` waits for a transaction that has inserted the same key and is not through yet.
_CLAIM = """
insert into idempotency_keys (organization_id, profile_id, key, route, request_hash, content_type)
values (%s, %s, %s, %s, %s, '') on conflict (profile_id, key) do nothing returning id
"""


class Named(Protocol):
    @property
    def value(self) -> str: ...


class Caller(Protocol):
    """What this needs of the acting person."""

    @property
    def profile_id(self) -> UUID: ...
    @property
    def org_id(self) -> UUID | None: ...
    @property
    def role(self) -> Named: ...


Run = Callable[..., HttpResponseBase]


def once(run: Run) -> Run:
    """View decorator (under ninja's ``decorate_view``): honours the header for whoever is signed in."""

    @wraps(run)
    def answer(request: HttpRequest, *args: object, **values: object) -> HttpResponseBase:
        caller = cast(Caller | None, getattr(request, "actor", None))
        key = request.headers.get(HEADER)
        if key is None or caller is None:
            return run(request, *args, **values)
        try:
            return answer_once(request, caller, key, lambda: run(request, *args, **values))
        except AppError as error:
            return problem_answer(error)  # the API's own handler sees only what the operation raises

    return answer


def answer_once(
    request: HttpRequest, caller: Caller, key: str, call: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The answer of ``call``, or the first answer to this key. Call it inside the request's transaction, which must
    be rolled back for an answer of 400 or more. Raises BadInput for a bad key and for one used for another request,
    Conflict when the first is still at work after 15 seconds."""
    if not _KEY.fullmatch(key):
        raise _bad_key("Use up to 255 visible ASCII characters, for example a UUID.")
    # An organization is part of the key: a superadmin may act in several.
    stored_key = hashlib.sha256(f"{caller.org_id}\0{key}".encode()).hexdigest()
    asked = hashlib.sha256(f"{request.method}\0{request.get_full_path()}\0".encode() + request.body).hexdigest()
    route = request.resolver_match.route if request.resolver_match else request.path
    row_id = _claim(caller, stored_key, route[:255], asked)
    if row_id is None:
        return _repeat(caller, stored_key, asked)
    response = call()
    if isinstance(response, Later):
        response.watch(_keep_later(caller, row_id))
    elif response.status_code < 400 and isinstance(response, HttpResponse):
        _keep(row_id, response)
    return response


def _keep(row_id: int, response: HttpResponse) -> None:
    IdempotencyKey.objects.filter(id=row_id).update(
        status=response.status_code,
        body=response.content,
        content_type=response.headers.get("Content-Type", "")[:80],
    )


def _keep_later(caller: Caller, row_id: int) -> Watch:
    """For an answer made after the transaction: kept when it is there, and its row removed when it is a refusal.

    A stream is not kept: its key stays taken, so that a repetition is refused rather than paid twice.
    """

    def note(made: Made) -> None:
        with tenancy.tenant(caller.org_id, user_id=caller.profile_id, role=caller.role.value):
            if made.status_code >= 400:
                IdempotencyKey.objects.filter(id=row_id).delete()
            elif isinstance(made, HttpResponse):
                _keep(row_id, made)

    async def watch(made: Made) -> None:
        await loops.in_database(note, made)

    return watch


def _claim(caller: Caller, key: str, route: str, asked: str) -> int | None:
    """The new row's id, or None when another request has had this key."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lock_timeout', %s, true)", [str(_WAIT_MS)])
        try:
            cursor.execute(_CLAIM, [caller.org_id, caller.profile_id, key, route, asked])
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise Conflict("The first request with this Idempotency-Key is still at work. Try again.") from error
            raise
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _repeat(caller: Caller, key: str, asked: str) -> HttpResponse:
    row = IdempotencyKey.objects.filter(profile_id=caller.profile_id, key=key).first()
    if row is None or row.status is None:
        raise Conflict("The first request with this Idempotency-Key left no answer. Use a new key.")
    if row.request_hash != asked:
        raise _bad_key("This key was used for another request. Use a new key for each.")
    response = HttpResponse(bytes(row.body or b""), status=row.status, content_type=row.content_type)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _bad_key(message: str) -> BadInput:
    return BadInput.field(HEADER, message)
