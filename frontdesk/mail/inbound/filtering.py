"""What is done with mail before anything opens: conditions that people set, matched against what a mail says. Pure.

``matches`` takes ``*`` for anything and knows no regular expressions: those of strangers can keep a machine busy for
hours, and this one is linear.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

MAX_CONDITIONS = 20
MAX_VALUE = 200
# Of a body so many characters are looked at.
MAX_BODY = 100_000


class Field(StrEnum):
    FROM = "from"
    TO = "to"
    CC = "cc"
    SUBJECT = "subject"
    BODY = "body"
    HEADER = "header"
    HAS_ATTACHMENT = "has_attachment"
    SIZE_KB = "size_kb"
    KIND = "kind"
    SPAM = "spam"
    AUTHENTICATION = "authentication"


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    MATCHES = "matches"
    ABOVE = "above"
    BELOW = "below"


class Match(StrEnum):
    ALL = "all"
    ANY = "any"


class FilterAction(StrEnum):
    DROP = "drop"
    TAG = "tag"
    ROUTE = "route"


NUMBERS = frozenset({Operator.ABOVE, Operator.BELOW})
_NEGATIVE = {Operator.IS_NOT: Operator.IS, Operator.NOT_CONTAINS: Operator.CONTAINS}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a filter looks at. ``headers`` are lists of values by lower-case name."""

    sender: str = ""
    sender_name: str = ""
    to: Sequence[str] = ()
    cc: Sequence[str] = ()
    subject: str = ""
    body: str = ""
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    has_attachment: bool = False
    size: int = 0
    kind: str = ""
    authentication: str = ""

    @property
    def is_spam(self) -> bool:
        """What a scanner before us said: SpamAssassin's and rspamd's headers."""
        flag = " ".join([*self.headers.get("x-spam-flag", ()), *self.headers.get("x-spam", ())]).strip().lower()
        status = " ".join(self.headers.get("x-spam-status", ())).strip().lower()
        return flag.startswith("yes") or status.startswith("yes")


@dataclass(frozen=True, slots=True)
class Rule:
    id: UUID | None
    name: str
    action: str
    value: str
    conditions: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    caught: tuple[Rule, ...] = ()
    dropped_by: Rule | None = None
    tags: tuple[str, ...] = ()
    route: str = ""


def run(rules: Sequence[Rule], subject: Subject) -> Result:
    """In order: the first that drops ends it; tags add up; the first route counts."""
    caught: list[Rule] = []
    tags: list[str] = []
    route = ""
    for rule in rules:
        if not catches(rule.conditions, subject):
            continue
        caught.append(rule)
        if rule.action == FilterAction.DROP:
            return Result(tuple(caught), rule, tuple(tags), route)
        if rule.action == FilterAction.TAG:
            tags.append(rule.value)
        else:
            route = route or rule.value
    return Result(tuple(caught), None, tuple(dict.fromkeys(tags)), route)


def catches(conditions: Mapping[str, object], subject: Subject) -> bool:
    """Without any condition nothing is caught."""
    items = conditions.get("items")
    if not isinstance(items, list) or not items:
        return False
    held = (_holds(each, subject) for each in items if isinstance(each, Mapping))
    return any(held) if conditions.get("match") == Match.ANY else all(held)


def _holds(condition: Mapping[str, object], subject: Subject) -> bool:
    operator, value = str(condition.get("operator", "")), str(condition.get("value", "")).casefold()
    name = str(condition.get("field", ""))
    if operator in NUMBERS or name == Field.SIZE_KB:
        return _compare(operator, subject.size / 1024, value)
    texts = [text.casefold() for text in _texts(name, str(condition.get("header", "")), subject)]
    if operator in _NEGATIVE:
        test = _TESTS[_NEGATIVE[Operator(operator)]]
        return not any(test(text, value) for text in texts)
    return operator in _TESTS and any(_TESTS[operator](text, value) for text in texts)


def _texts(name: str, header: str, subject: Subject) -> Sequence[str]:
    if name == Field.HEADER:
        return subject.headers.get(header.lower(), ())
    read: dict[str, Sequence[str]] = {
        Field.FROM: [subject.sender, subject.sender_name],
        Field.TO: subject.to,
        Field.CC: subject.cc,
        Field.SUBJECT: [subject.subject],
        Field.BODY: [subject.body[:MAX_BODY]],
        Field.HAS_ATTACHMENT: ["yes" if subject.has_attachment else "no"],
        Field.KIND: [subject.kind],
        Field.SPAM: ["yes" if subject.is_spam else "no"],
        Field.AUTHENTICATION: [subject.authentication or "none"],
    }
    return read.get(name, ())


def _compare(operator: str, number: float, value: str) -> bool:
    try:
        wanted = float(value)
    except ValueError:
        return False
    return number > wanted if operator == Operator.ABOVE else number < wanted if operator == Operator.BELOW else False


def glob(text: str, pattern: str) -> bool:
    """Whether the whole text fits a pattern in which ``*`` stands for anything. Linear in the text for each ``*``."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == pattern
    *middle, last = rest
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    position, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return True


_TESTS: dict[str, Callable[[str, str], bool]] = {
    Operator.IS: lambda text, value: text.strip() == value.strip(),
    Operator.CONTAINS: lambda text, value: value in text,
    Operator.STARTS_WITH: lambda text, value: text.lstrip().startswith(value),
    Operator.ENDS_WITH: lambda text, value: text.rstrip().endswith(value),
    Operator.MATCHES: glob,
}
