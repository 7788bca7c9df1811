"""The public HTTP API: mounts each domain's router and renders errors; nothing else."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, RawPostDataException
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from frontdesk.ai import api as ai
from frontdesk.mail import api as mail
from frontdesk.orgs import api as orgs
from frontdesk.platform.answers import problem_answer
from frontdesk.platform.errors import AppError, BadInput, NotFound
from frontdesk.platform.schemas import EMAIL_PATTERN, add_problem_responses


class FastJson(BaseRenderer):
    """orjson: a list answer costs a third of what the standard library takes."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: object, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=NinjaJSONEncoder().default)


class FastParser(Parser):
    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        parsed: dict[str, Any] = orjson.loads(request.body)
        return parsed


class FrontdeskAPI(NinjaAPI):
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        add_problem_responses(schema)
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's name: short, and checked to be unique by a test."""
        return operation.view_func.__name__


api = FrontdeskAPI(
    title="Frontdesk API",
    version="1.0.0",
    description=(
        "Mail and people of one organization. Send an API key as `Authorization: Bearer fd_…`. "
        "Sign-in itself is described at `/_allauth/openapi.json`. What changes is told as it happens by the "
        "server-sent events of `GET /api/stream`: `event` names what happened, `data` is "
        "`{name, record_type, record_id, at}`, and `Last-Event-ID` resumes after a break."
    ),
    renderer=FastJson(),
    parser=FastParser(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
for prefix, router in (*orgs.ROUTERS, *ai.ROUTERS, *mail.ROUTERS):
    api.add_router(prefix, router)


def render_problem(request: HttpRequest, error: AppError) -> HttpResponse:
    return problem_answer(error)


# What Pydantic calls the kinds that a value may be of, where it may be of several; a key of a dictionary.
_KINDS = re.compile(
    r"(function-(after|before|wrap|plain)|constrained-\w+|literal|list|dict|nullable)(\[.*)?|\[key\]", re.S
)


def field_name(location: Sequence[object]) -> str:
    """``("body", "payload", "email")`` → ``email``: as the caller wrote it, without our wrapping."""
    parts = [str(part) for part in location if part not in {"body", "query", "path", "payload", "file", "form"}]
    return ".".join(part for part in parts if not _KINDS.fullmatch(part)) or "body"


def _told(entry: Mapping[str, Any]) -> str:
    """What is wrong, in words that somebody who fills in a form can use."""
    if entry["type"] == "string_pattern_mismatch" and entry["ctx"]["pattern"] == EMAIL_PATTERN:
        return "This is not an e-mail address. Write it like name@example.com."
    return str(entry["msg"]).removeprefix("Value error, ")


def render_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told: dict[str, str] = {}
    for entry in error.errors:  # of a value that may be of several kinds, what the first of them asks
        told.setdefault(field_name(entry["loc"]), _told(entry))
    errors = [{"field": field, "message": message} for field, message in told.items()]
    # An id that cannot be one names nothing: the same answer as for any other id that is not there.
    if errors and all(entry["loc"][0] == "path" for entry in error.errors):
        return render_problem(request, NotFound())
    detail = "; ".join(f"{entry['field']}: {entry['message']}" for entry in errors)
    return render_problem(request, BadInput(detail, errors=errors))


def render_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:
        return render_problem(request, BadInput("The body is not valid JSON.", code="bad-json"))
    wrapped = AppError(str(error))
    return render_problem(request, wrapped)


# The stubs want handlers that also take the class of an error, which ninja never passes.
def render_form(request: HttpRequest, error: object) -> HttpResponse:
    """A form was sent where JSON belongs, and the CSRF check has read it."""
    return render_problem(request, BadInput("Send JSON, with the Content-Type application/json.", code="bad-json"))


api.add_exception_handler(RawPostDataException, render_form)
api.add_exception_handler(AppError, render_problem)  # type: ignore[arg-type]
api.add_exception_handler(ValidationError, render_validation)  # type: ignore[arg-type]
api.add_exception_handler(HttpError, render_http_error)  # type: ignore[arg-type]
