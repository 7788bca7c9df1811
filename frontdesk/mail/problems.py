"""Template problems as the API's errors: each with its field, line and column."""

from collections.abc import Iterable

from frontdesk.mail.rendering import Problem, RenderError
from frontdesk.platform.errors import BadInput


def as_bad_input(error: RenderError) -> BadInput:
    return refusal(error.problems)


def refusal(found: Iterable[Problem]) -> BadInput:
    errors = [
        {
            "field": problem.field,
            "message": problem.message,
            "code": problem.code,
            **({"line": problem.line, "column": problem.column} if problem.line else {}),
        }
        for problem in found
    ]
    messages = dict.fromkeys(str(entry["message"]).rstrip(".") for entry in errors)
    return BadInput("; ".join([*messages][:5]) + ".", code="template-problems", errors=errors)
