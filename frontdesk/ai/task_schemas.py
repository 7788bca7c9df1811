"""JSON schemas of a task's steps: valid, small, and safe to check answers against. Pure."""

from collections.abc import Iterator, Mapping

import orjson
from jsonschema import Draft202012Validator, SchemaError

MAX_BYTES = 20_000
MAX_DEPTH = 12
# A reference can name an address on the network or the schema itself, over and over; a pattern can take years to try.
REFUSED = {
    "$ref": "Write the schema out in full: references are not followed.",
    "$dynamicRef": "Write the schema out in full: references are not followed.",
    "$recursiveRef": "Write the schema out in full: references are not followed.",
    "pattern": "Patterns are not checked here; use enum or format, or say it in the prompt.",
    "patternProperties": "Patterns are not checked here; name the properties.",
}
_NAMED = {"properties", "$defs", "definitions", "dependentSchemas"}  # whose keys are names of the schema's author
_DATA = {"enum", "const", "default", "examples"}


def check_schema(schema: object) -> str:
    """What is wrong with the schema, or an empty text."""
    if not isinstance(schema, Mapping) or not schema:
        return "A JSON step needs a JSON schema of what it answers, such as {“type”: “object”, “properties”: {…}}."
    try:
        size = len(orjson.dumps(schema))
    except (TypeError, ValueError, RecursionError):
        return "The schema is not JSON."
    if size > MAX_BYTES:
        return f"The schema has {size} bytes; at most {MAX_BYTES} are allowed."
    if _depth(schema) > MAX_DEPTH:
        return f"The schema is nested deeper than {MAX_DEPTH} levels."
    for keyword in _keywords(schema):
        if keyword in REFUSED:
            return REFUSED[keyword]
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        where = ".".join(str(part) for part in error.absolute_path)
        return f"The schema is not valid{f' at {where}' if where else ''}: {error.message[:300]}"
    return ""


def lacks_field(schema: object, path: tuple[str, ...]) -> str:
    """The first name of ``path`` that objects of this schema do not declare, or an empty text."""
    for part in path:
        if not isinstance(schema, Mapping):
            return ""
        properties = schema.get("properties")
        if isinstance(properties, Mapping):
            if part not in properties:
                return part
            schema = properties[part]
        elif part.isdigit():
            schema = schema.get("items")
        else:
            return ""
    return ""


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [child for each in level for child in _children(each)]
    return depth


def _children(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


def _keywords(schema: object) -> Iterator[str]:
    """Every keyword of the schema and of those within it; names of properties and plain data are none."""
    if isinstance(schema, list):
        for each in schema:
            yield from _keywords(each)
    if not isinstance(schema, Mapping):
        return
    for key, value in schema.items():
        yield str(key)
        if key in _NAMED and isinstance(value, Mapping):
            for named in value.values():
                yield from _keywords(named)
        elif key not in _DATA:
            yield from _keywords(value)
