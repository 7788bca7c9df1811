"""What a person gives a task to work on, held against the inputs that the task declares. Pure."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from frontdesk.ai.tasks import InputType
from frontdesk.platform.errors import BadInput

MAX_TEXT = 2_000
MAX_LONG_TEXT = 200_000
# Whose words are free; what the others hold is one of few things.
FREE = frozenset({InputType.TEXT, InputType.LONG_TEXT})


def check_inputs(declared: Sequence[Mapping[str, Any]], given: Mapping[str, object]) -> dict[str, object]:
    """The values by name, None where an optional one was left out. Raises BadInput, which names each that is wrong."""
    errors = [
        {"field": f"inputs.{name[:60]}", "message": "This task has no such input."}
        for name in sorted(given.keys() - {each["name"] for each in declared})
    ]
    values: dict[str, object] = {}
    for each in declared:
        try:
            values[each["name"]] = _check(each, given.get(each["name"]))
        except ValueError as error:
            errors.append({"field": f"inputs.{each['name']}", "message": str(error)})
    if errors:
        raise BadInput("; ".join(f"{each['field']}: {each['message']}" for each in errors), errors=errors)
    return values


def free_names(declared: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(each["name"] for each in declared if kind_of(each) in FREE)


def kind_of(declared: Mapping[str, Any]) -> InputType:
    return InputType(declared.get("type", InputType.TEXT))


def _check(declared: Mapping[str, Any], value: object) -> object:
    kind = kind_of(declared)
    if value is None or (isinstance(value, str) and not value.strip()):
        if declared.get("required", True):
            raise ValueError("This is required.")
        return None
    if kind in FREE:
        return _check_text(value, MAX_TEXT if kind is InputType.TEXT else MAX_LONG_TEXT)
    if kind is InputType.NUMBER:
        return _check_number(value)
    if kind is InputType.BOOLEAN:
        if not isinstance(value, bool):
            raise ValueError("Use true or false.")
        return value
    if kind is InputType.DATE:
        return _check_date(value)
    if value not in declared["options"]:
        raise ValueError(f"Use one of: {', '.join(declared['options'][:20])}.")
    return value


def _check_text(value: object, most: int) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("This must be a text.")
    if len(value) > most:
        raise ValueError(f"At most {most} characters; there are {len(value)}.")
    return value


def _check_number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > 1e15:
        raise ValueError("This must be a number.")
    return value


def _check_date(value: object) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValueError("Write a date like 2030-01-31.") from None
