"""A filter as it came, checked and typed. What is wrong with it is told with the path of the condition."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from frontdesk.mail.audience.filtering.fields import FIELDS, OWN, OWN_TYPES, Field, Operator, Takes, Type
from frontdesk.platform.errors import BadInput

MAX_DEPTH = 5
MAX_CONDITIONS = 100
MAX_VALUES = 200
MAX_TEXT = 500
MAX_DAYS = 36_500
_OWN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Match(StrEnum):
    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Mail:
    """Which mail behaviour is asked of: of one campaign or of any, in the last days or ever."""

    campaign_id: UUID | None = None
    days: int | None = None


Value = str | float | date | UUID | Mail


@dataclass(frozen=True, slots=True)
class Condition:
    field: Field
    operator: Operator
    # As many as the operator takes; texts in lower case.
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    match: Match = Match.ALL
    conditions: tuple["Group | Condition", ...] = ()


@dataclass(slots=True)
class _Budget:
    conditions: int = field(default=MAX_CONDITIONS)


def read(raw: object, *, path: str = "filter") -> Group:
    """The typed filter. Raises BadInput, whose field is the path of what is wrong: ``filter.conditions.2.value``."""
    if raw is None or raw == {}:
        return Group()
    return _read_group(raw, path, 1, _Budget())


def wrong(path: str, message: str) -> BadInput:
    return BadInput.field(path, message)


def _read_group(raw: object, path: str, depth: int, budget: _Budget) -> Group:
    if not isinstance(raw, Mapping):
        raise wrong(path, 'A group looks like {"match": "all", "conditions": […]}.')
    if depth > MAX_DEPTH:
        raise wrong(path, f"Groups may stand {MAX_DEPTH} deep at most. Make a segment of its own of a part.")
    _refuse_unknown(raw, {"match", "conditions"}, path)
    match = raw.get("match", Match.ALL)
    if not isinstance(match, str) or match not in set(Match):
        raise wrong(f"{path}.match", "A group matches all, any or none of its conditions.")
    conditions = raw.get("conditions", [])
    if not isinstance(conditions, list):
        raise wrong(f"{path}.conditions", "The conditions of a group are a list.")
    read_ones = [_read_part(one, f"{path}.conditions.{index}", depth, budget) for index, one in enumerate(conditions)]
    # A group without conditions, which stands there while somebody builds it, does not count.
    return Group(Match(match), tuple(one for one in read_ones if isinstance(one, Condition) or one.conditions))


def _read_part(raw: object, path: str, depth: int, budget: _Budget) -> Group | Condition:
    budget.conditions -= 1
    if budget.conditions < 0:
        raise wrong(path, f"A filter has {MAX_CONDITIONS} conditions at most.")
    if isinstance(raw, Mapping) and ("match" in raw or "conditions" in raw):
        return _read_group(raw, path, depth + 1, budget)
    if not isinstance(raw, Mapping):
        raise wrong(path, 'A condition looks like {"field": "email", "operator": "contains", "value": "…"}.')
    return _read_condition(raw, path)


def _refuse_unknown(raw: Mapping[object, object], known: set[str], path: str) -> None:
    if unknown := sorted(str(name) for name in raw if name not in known):
        raise wrong(f"{path}.{unknown[0]}", f"There is no such part. Known: {', '.join(sorted(known))}.")


def _read_condition(raw: Mapping[object, object], path: str) -> Condition:
    _refuse_unknown(raw, {"field", "operator", "value", "type"}, path)
    asked = _read_field(raw, path)
    name = raw.get("operator")
    operator = asked.operators.get(name) if isinstance(name, str) else None
    if operator is None:
        raise wrong(f"{path}.operator", f"{asked.name} knows these: {', '.join(asked.operators)}.")
    return Condition(asked, operator, _read_values(asked, operator, raw.get("value"), f"{path}.value"))


def _read_field(raw: Mapping[object, object], path: str) -> Field:
    name = raw.get("field")
    if isinstance(name, str) and name in FIELDS:
        asked = FIELDS[name]
        if raw.get("type", asked.type) != asked.type:
            raise wrong(f"{path}.type", f"{name} is of the type {asked.type}.")
        return asked
    if not isinstance(name, str) or not name.startswith(OWN):
        raise wrong(f"{path}.field", f"There is no such field. Fields of your own start with {OWN}")
    if not _OWN_NAME.fullmatch(name.removeprefix(OWN)):
        raise wrong(f"{path}.field", "A field's name has letters, digits and underscores, 60 at most.")
    kind = raw.get("type", Type.TEXT)
    if kind not in OWN_TYPES:
        raise wrong(f"{path}.type", f"A field of your own is one of: {', '.join(OWN_TYPES)}.")
    return Field(name, Type(str(kind)))


def _read_values(asked: Field, operator: Operator, raw: object, path: str) -> tuple[Value, ...]:
    if asked.type == Type.MAIL:
        return (_read_mail(raw, path),)
    if operator.takes == Takes.NOTHING:
        if raw is not None:
            raise wrong(path, f"{operator.name} takes no value.")
        return ()
    if operator.takes == Takes.DAYS:
        return (_read_days(raw, path),)
    if operator.takes == Takes.ONE:
        return (_read_value(asked, raw, path),)
    if not isinstance(raw, list) or not 0 < len(raw) <= MAX_VALUES:
        raise wrong(path, f"{operator.name} takes a list of values, {MAX_VALUES} at most.")
    if operator.takes == Takes.TWO and len(raw) != 2:
        raise wrong(path, f"{operator.name} takes two values: from and to.")
    return tuple(_read_value(asked, one, f"{path}.{index}") for index, one in enumerate(raw))


def _read_value(asked: Field, raw: object, path: str) -> Value:
    match asked.type:
        case Type.NUMBER:
            return _read_number(raw, path)
        case Type.DATE:
            return _read_date(raw, path)
        case Type.LISTS:
            return _read_id(raw, path)
    text = _read_text(raw, path)
    if asked.choices and text not in asked.choices:
        raise wrong(path, f"{asked.name} is one of: {', '.join(choice or 'empty' for choice in asked.choices)}.")
    return text


def _read_text(raw: object, path: str) -> str:
    if not isinstance(raw, str) or len(raw) > MAX_TEXT or "\0" in raw:
        raise wrong(path, f"This takes a text of {MAX_TEXT} characters at most.")
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise wrong(path, "This text has half a character in it. Type it anew.") from None
    return raw


def _read_number(raw: object, path: str) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not math.isfinite(raw) or abs(raw) > 2**53:
        raise wrong(path, "This takes a number.")
    return raw


def _read_date(raw: object, path: str) -> date:
    try:
        day = date.fromisoformat(raw) if isinstance(raw, str) and _DATE.fullmatch(raw) else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year < 3000:
        raise wrong(path, "This takes a day like 2030-01-31.")
    return day


def _read_days(raw: object, path: str) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= MAX_DAYS:
        raise wrong(path, f"This takes a number of days from 1 to {MAX_DAYS}.")
    return raw


def _read_id(raw: object, path: str) -> UUID:
    try:
        return UUID(raw) if isinstance(raw, str) else raw if isinstance(raw, UUID) else UUID("")
    except ValueError:
        raise wrong(path, "This takes an id.") from None


def _read_mail(raw: object, path: str) -> Mail:
    if raw is None:
        return Mail()
    if not isinstance(raw, Mapping):
        raise wrong(path, 'This takes {"campaign_id": …, "days": …}, both of which may be left out.')
    _refuse_unknown(raw, {"campaign_id", "days"}, path)
    campaign, days = raw.get("campaign_id"), raw.get("days")
    return Mail(
        campaign_id=None if campaign is None else _read_id(campaign, f"{path}.campaign_id"),
        days=None if days is None else int(_read_days(days, f"{path}.days")),
    )
