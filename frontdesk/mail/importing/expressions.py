"""Handlebars and Mustache expressions in Liquid's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from frontdesk.mail.rendering.markup import words

_LEXEME = re.compile(
    r"""\s*(?:(?P<string>"[^"]*"|'[^']*')|(?P<open>\()|(?P<close>\))|(?P<pipe>\|[^|]*\|)|"""
    r"""(?P<named>[\w-]+=)|(?P<word>(?:\[[^\]]*\]|[^\s()"'|=\[\]])+))"""
)
_SIMPLE = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*\Z")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z")
_SEGMENT = re.compile(r"\[([^\]]*)\]|([^./\[\]]+)")
_WORDS = re.compile(r"[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*){1,3}\Z")
_LITERALS = {"true": "true", "false": "false", "null": "nil", "undefined": "nil"}
_LOOP_DATA = {"@index": "forloop.index0", "@first": "forloop.first", "@last": "forloop.last"}
_COMPARISONS = {
    "==": "eq equals equal ifequals ifequal ifeq if_eq is ifis isequal ===",
    "!=": "ne neq notequals notequal ifnotequals ifneq ifnoteq unlesseq if_neq isnt notis !==",
    ">": "gt greaterthan ifgt",
    "<": "lt lessthan iflt",
    ">=": "gte greaterthanorequal ifgte",
    "<=": "lte lessthanorequal iflte",
}
_OPERATORS = {name: sign for sign, names in _COMPARISONS.items() for name in [sign, *names.split()]}
_FILTERS = {
    "upcase": "uppercase upper touppercase upcase",
    "downcase": "lowercase lower tolowercase downcase",
    "capitalize": "capitalize capitalizefirst titlecase title capitalise ucfirst",
    "size": "length size count",
    "strip": "trim",
    "url_encode": "encodeuri encodeuricomponent urlencode",
}
_ONE_VALUE = {name: filter for filter, names in _FILTERS.items() for name in names.split()}
DATES = frozenset(
    ["date", "formatdate", "dateformat", "format_date", "moment", "datetime", "formatdatetime", "format_date_time"]
)
# Words of Liquid itself, which no part of a name may be.
_RESERVED = words("if else unless for in and or not contains true false nil null empty blank with as")
_DEFAULTS = frozenset(["default", "fallback", "defaultvalue"])


@dataclass(frozen=True, slots=True)
class Scope:
    """Where names are looked for: `prefix` is the loop's variable (empty: the mail's own data)."""

    prefix: str = ""
    is_loop: bool = False
    names: dict[str, str] = field(default_factory=dict)


def lexemes(expression: str) -> list[tuple[str, str]]:
    """Kind and text of each part; the empty list for what cannot be read."""
    found: list[tuple[str, str]] = []
    position, expression = 0, expression.strip()
    while position < len(expression):
        match = _LEXEME.match(expression, position)
        if match is None or not match.lastgroup:
            return []
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found


class Words:
    """Reads one expression inside its scopes, innermost last."""

    def __init__(self, scopes: list[Scope]) -> None:
        self.scopes = scopes

    def path(self, written: str) -> str | None:
        """A name as Liquid writes it, or None for what has no counterpart."""
        scopes = list(self.scopes)
        rest = written
        if rest.startswith("@root"):
            return _dotted("", rest.removeprefix("@root").lstrip("./"))
        climbed = 0
        while rest.startswith("../") or rest == "..":
            rest = rest[3:]
            climbed += 1
            if len(scopes) > 1:
                scopes.pop()
        if rest in _LOOP_DATA:
            return _LOOP_DATA[rest].replace("forloop", "forloop.parentloop") if climbed else _LOOP_DATA[rest]
        if rest.startswith("@") or ":" in rest:
            return None
        prefix = scopes[-1].prefix
        if rest in (".", "this", ""):
            return prefix or None
        for own in ("this.", "this/", "./"):
            if rest.startswith(own):
                return _dotted(prefix, rest.removeprefix(own))
        head = _SEGMENT.match(rest)
        for scope in reversed(scopes):
            if head is not None and head[0] in scope.names:
                return _dotted(scope.names[head[0]], rest[head.end() :].lstrip("./"))
        return _dotted(prefix, rest)

    def operand(self, kind: str, text: str) -> str | None:
        if kind == "string":
            return text
        if kind != "word":
            return None
        return _LITERALS.get(text) or (text if _NUMBER.match(text) else self.path(text))

    def output(self, expression: str) -> str | None:
        """What stands between the braces of a Liquid output."""
        parts = lexemes(expression)
        if len(parts) == 1:
            return self.operand(*parts[0])
        values = [self.operand(*part) for part in parts[1:] if part[0] in ("string", "word")]
        if len(parts) < 2 or parts[0][0] != "word" or len(values) != len(parts) - 1 or None in values:
            return None
        return _helped(parts[0][1].lower(), [value or "" for value in values])

    def condition(self, expression: str) -> str | None:
        """A condition that holds when Handlebars' would: there, empty text and empty lists are false too."""
        parts = lexemes(expression)
        if len(parts) == 1:
            name = self.operand(*parts[0])
            return None if name is None else _truthy(name)
        if parts and parts[0] == ("open", "(") and parts[-1] == ("close", ")"):
            parts = parts[1:-1]
        if len(parts) < 2 or parts[0][0] != "word":
            return None
        return self.compared(parts[0][1].lower(), parts[1:])

    def compared(self, helper: str, parts: list[tuple[str, str]]) -> str | None:
        """`eq a b` and its like; `and`, `or` of plain names."""
        values = [self.operand(*part) for part in parts]
        if None in values:
            return None
        given = [value or "" for value in values]
        if helper in ("compare", "ifcond", "if_compare") and len(given) == 3:
            sign = _OPERATORS.get(given[1].strip("'\""))
            return f"{given[0]} {sign} {given[2]}" if sign else None
        if helper in _OPERATORS and len(given) == 2:
            return f"{given[0]} {_OPERATORS[helper]} {given[1]}"
        if helper in ("and", "or") and given:
            # Liquid has no brackets: of an "or" only the test for being there is kept.
            return f" {helper} ".join(_truthy(value) if helper == "and" else f"{value} != blank" for value in given)
        if helper == "not" and len(given) == 1:
            return f"{given[0]} == blank or {given[0]} == false"
        return None


def _truthy(name: str) -> str:
    return name if name.startswith(("forloop.", "'", '"')) or name in _LITERALS else f"{name} and {name} != blank"


def _dotted(prefix: str, rest: str) -> str | None:
    """`a/b`, `a.[b c]` and `a.0` as Liquid writes them."""
    written = prefix
    position = 0
    while position < len(rest):
        match = _SEGMENT.match(rest, position)
        if match is None:
            return None
        name = match[1].strip("'\"") if match[1] is not None else match[2]
        if name.isdigit():
            if not written:
                return None
            written += f"[{name}]"
        elif re.fullmatch(r"[A-Za-z_][\w-]*\??", name):
            written += f".{name}" if written else name
        elif written and '"' not in name:
            written += f'["{name}"]'
        else:
            return None
        position = match.end()
        if position < len(rest) and rest[position] in "./":
            position += 1
    return written or None


def _helped(helper: str, values: list[str]) -> str | None:
    first, others = values[0], values[1:]
    if helper in _ONE_VALUE and not others:
        return f"{first} | {_ONE_VALUE[helper]}"
    if helper in _DEFAULTS and len(others) == 1:
        return f"{first} | default: {others[0]}"
    if helper == "insert" and len(others) == 1 and others[0].strip("'\"").startswith("default="):
        return f"{first} | default: {others[0].replace('default=', '', 1)}"
    if helper == "join" and len(others) <= 1:
        return f"{first} | join: {others[0]}" if others else f"{first} | join"
    if helper in ("truncate", "ellipsis") and len(others) == 1 and others[0].isdigit():
        return f"{first} | truncate: {others[0]}"
    if helper == "lookup" and len(others) == 1:
        return f"{first}[{others[0]}]"
    return None


def is_simple(expression: str) -> bool:
    return bool(_SIMPLE.match(expression))


def as_one_name(expression: str) -> str | None:
    """`First Name` as `first_name`: several plain words, as people write them."""
    return expression.lower().replace(" ", "_") if _WORDS.match(expression) else None


def first_name(expression: str) -> str:
    """A short name that says what could not be converted."""
    names = (name for name in re.findall(r"[A-Za-z][\w-]*", expression) if name not in _RESERVED)
    return next(names, "expression")[:40]
