"""What every domain's schemas and routes share: problem documents, list answers, list parameters, signed-in callers."""

import re
from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints

from frontdesk.platform import email_addresses
from frontdesk.platform.timezones import is_timezone


class StrictSchema(Schema):
    """For what callers send: an unknown field is an error, not silently dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class FieldError(Schema):
    field: str
    message: str
    line: int | None = None
    column: int | None = None


class Problem(Schema):
    """RFC 9457 problem document."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None


def _no_control_characters(value: str) -> str:
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise ValueError("Line breaks and control characters are not allowed here.")
    return value


def _storable(value: str) -> str:
    if "\x00" in value:
        raise ValueError("The character NUL is not allowed.")
    return value


def _with_ascii_domain(value: object) -> object:
    return email_addresses.to_ascii(value.strip()) if isinstance(value, str) else value


def _known_timezone(value: str) -> str:
    if not is_timezone(value):
        raise ValueError("Use a time zone name such as Europe/Madrid.")
    return value


def _written_out(value: object) -> object:
    if isinstance(value, str) and not re.match(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("Write a time like 2030-01-31T09:00:00Z.")
    return value


Line = Annotated[str, AfterValidator(_no_control_characters)]
Text = Annotated[str, AfterValidator(_storable)]
# Code, whose spaces and line breaks at both ends count. In this order: what comes after a validator is not applied.
Verbatim = Annotated[str, StringConstraints(strip_whitespace=False), AfterValidator(_storable)]
EMAIL_PATTERN = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
Email = Annotated[str, StringConstraints(max_length=254, pattern=EMAIL_PATTERN, to_lower=True)]
# Of anybody to whom mail goes: the domain may be in any script, and is kept in ASCII. Whoever signs in has an
# ``Email``, for what is typed there is compared as it is.
AnyEmail = Annotated[
    Email,
    BeforeValidator(_with_ascii_domain),
    Field(json_schema_extra={"pattern": r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[^\s@]+$"}),
]
# For answers: an address, or ``Name <address>``, with its domain as people write it.
ShownEmail = Annotated[str, AfterValidator(email_addresses.to_letters)]
TimeZone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_known_timezone)]
# Of what is changed, as `stale_versions.refuse` wants it.
OpenedVersion = Annotated[
    int,
    Field(
        ge=1,
        lt=2**31,
        description="The version that was opened; a stale one gets 409 (`stale-version`) with `current_version`.",
    ),
]
# A time as RFC 3339 writes it; bare numbers, which Pydantic would take as seconds, are none.
Moment = Annotated[datetime, BeforeValidator(_written_out)]


class ListParameters(Schema):
    cursor: str | None = Field(None, max_length=2000, description="`next_cursor` of the page before.")
    limit: int = Field(25, ge=1, le=100)
    q: Text = Field("", max_length=200, description="Words to search for.")


PROBLEM_STATUSES = {
    400: "The request cannot be read",
    401: "Not signed in",
    402: "The plan does not include this",
    403: "Not permitted",
    404: "Nothing there that the caller can see",
    409: "Conflicts with what is there",
    413: "Too large",
    422: "Some values are wrong",
    429: "Too many requests",
    502: "An upstream server failed",
    503: "Not available at the moment",
}


def add_problem_responses(schema: dict[str, Any]) -> None:
    """Documents the problem answers that any operation may give."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    definition = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, nested in definition.pop("$defs", {}).items():
        schema["components"]["schemas"][name] = nested
    schema["components"]["schemas"]["Problem"] = definition
    for operations in schema["paths"].values():
        for operation in operations.values():
            responses = operation.setdefault("responses", {})
            for status, description in PROBLEM_STATUSES.items():
                responses.setdefault(status, {"description": description, "content": content})
