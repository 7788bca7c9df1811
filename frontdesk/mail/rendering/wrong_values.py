"""Liquid's refusals of values, in words: what is of which kind, where it stands, and what it should be."""

from __future__ import annotations

import re

from liquid.exceptions import FilterArgumentError, LiquidError, LiquidTypeError
from liquid.undefined import is_undefined

from frontdesk.mail.rendering.pieces import find_liquid

CODE = "wrong_value"
_MOST_LETTERS = 100
_COMPARED = re.compile(r"'.+' (?:and|or) '.+' are not supported between '(\w+)' and '(\w+)'")
_NO_INTEGER = re.compile(r"expected an integer, found (\w+)")
_OPERAND = r"\"[^\"]*\"|'[^']*'|[^\s\"'%{}<>=!]+"
_BEFORE = re.compile(rf"({_OPERAND})\s*$")
_AFTER = re.compile(rf"(contains|[<>]=?)\s*({_OPERAND})")
_KINDS = {
    "str": "a text",
    "Markup": "a text",
    "int": "a number",
    "float": "a number",
    "Decimal": "a number",
    "bool": "true or false",
    "list": "a list",
    "tuple": "a list",
    "range": "a list",
    "dict": "an object",
    "datetime": "a date",
    "date": "a date",
    "NoneType": "empty",
}
_OBJECTS = "“{name}” looks into objects: an entry of this list is none."
_WHOLE = "“{name}” takes whole numbers after its colon, not {others}."
_DIVIDES = "“{name}” divides by a number other than 0."
_FILTERS = {
    "divided_by": _DIVIDES,
    "modulo": _DIVIDES,
    "sort": "“{name}” orders entries of one kind: all numbers, or all texts.",
    "sum": "“{name}” adds numbers up: an entry of this list is none.",
    **dict.fromkeys(("map", "where", "reject", "find", "find_index"), _OBJECTS),
    **dict.fromkeys(("slice", "truncate", "truncatewords"), _WHOLE),
    "concat": "“{name}” joins a list with another list, not with {others}.",
}


class WrongValue(FilterArgumentError):
    """A filter was given what it cannot work with. Its message is for people."""


def refuse(name: str, values: tuple[object, ...], error: Exception) -> WrongValue:
    """What a filter makes of an error that values caused in it."""
    first, *others = [_kind_of(value) for value in values] or ["nothing"]
    told = {"name": name, "others": " and ".join(others) or "nothing"}
    if " argument" in str(error) and " positional " in str(error):
        return WrongValue("“{name}” has more or fewer values after its colon than it takes.".format(**told), token=None)
    usual = "“{name}” cannot work with {first}" + (" and {others}." if others else ".")
    return WrongValue(_FILTERS.get(name, usual).format(first=first, **told), token=None)


def _kind_of(value: object) -> str:
    return "empty" if is_undefined(value) else _kind(type(value).__name__)


def _kind(class_name: str) -> str:
    return _KINDS.get(class_name, "empty" if class_name.endswith("Undefined") else "a value")


def find_words(error: Exception, text: str) -> str:
    """Of a refused value, with the piece of `text` that it stands in; empty for any other error."""
    if not isinstance(error, LiquidError):
        return ""
    message, index = str(error.message), error.token.start_index if error.token else -1
    if isinstance(error, WrongValue):
        return _inside(message, text, index)
    if compared := _COMPARED.match(message):
        return _comparison(_kind(compared[1]), _kind(compared[2]), text, index)
    if found := _NO_INTEGER.match(message):
        return _inside(f"“limit” and “offset” are whole numbers, not {_kind(found[1])}.", text, index)
    return "The template meets a value that it cannot work with." if isinstance(error, LiquidTypeError) else ""


def _inside(words: str, text: str, index: int) -> str:
    piece = next((each.source for each in find_liquid(text) if each.start <= index < each.end), "")
    quoted = " ".join(piece.split())
    return f"In “{quoted[:_MOST_LETTERS]}”: {words}" if quoted else words


def _comparison(first: str, second: str, text: str, index: int) -> str:
    before = _BEFORE.search(text, max(0, index - 500), index) if index >= 0 else None
    after = _AFTER.match(text, index) if index >= 0 else None
    if before is None or after is None:
        return f"The template compares {first} with {second}."
    left, sign, right = before[1], after[1], after[2]
    if sign == "contains":
        return f"“{left}” is {first}: “contains” looks into texts and lists."
    # Liquid turns “a > b” round before it compares.
    kinds = {left: second, right: first} if sign == ">" else {left: first, right: second}
    told = f"“{left}” is {kinds[left]} and “{right}” {kinds[right]}: “{sign}” cannot compare them."
    if sorted(kinds.values()) != ["a number", "a text"]:
        return told
    name = next(each for each, kind in kinds.items() if kind == "a text")
    return told if name[0] in "\"'" else f"{told} Give “{name}” as a number."
