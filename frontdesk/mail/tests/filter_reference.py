"""What a filter means, said once more in Python and contact by contact: the SQL must find the same people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

NOW = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)  # the next day in Madrid
ZONE = ZoneInfo("Europe/Madrid")
TODAY = NOW.astimezone(ZONE).date()
OPPOSITES = {
    "is_not": "is",
    "not_one_of": "one_of",
    "not_contains": "contains",
    "is_not_empty": "is_empty",
    "not_in_last_days": "in_last_days",
    "is_false": "is_true",
    "has_not": "has",
    "has_none": "has_any",
    "is_not_on": "is_on",
    "did_not": "did",
}


@dataclass
class Deed:
    """``kind``: received, bounced, opened, clicked or replied; ``campaign`` None: no campaign's mail."""

    kind: str
    at: datetime
    campaign: UUID | None = None
    by_machine: bool = False


@dataclass
class Person:
    id: UUID
    columns: dict[str, Any]
    fields: dict[str, Any]
    lists: dict[UUID, str] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)


def holds(part: Mapping[str, Any], person: Person) -> bool:
    if "conditions" not in part:
        return _condition(part, person)
    answers = [holds(one, person) for one in part["conditions"] if not _is_hollow(one)]
    if not answers:
        return True
    return {"all": all(answers), "any": any(answers), "none": not any(answers)}[part["match"]]


def _is_hollow(part: Mapping[str, Any]) -> bool:
    return "conditions" in part and all(_is_hollow(one) for one in part["conditions"])


def _condition(condition: Mapping[str, Any], person: Person) -> bool:
    operator, value = condition["operator"], condition.get("value")
    if operator in OPPOSITES:
        return not _positive(condition, OPPOSITES[operator], value, person)
    return _positive(condition, operator, value, person)


def _positive(condition: Mapping[str, Any], operator: str, value: Any, person: Person) -> bool:
    name = condition["field"]
    if name == "lists":
        state = {"is_on": "subscribed", "is_pending_on": "pending", "has_left": "unsubscribed"}[operator]
        return any(person.lists.get(UUID(one)) == state for one in value)
    if name in {"received", "opened", "clicked", "replied", "bounced"}:
        did = _did(name, value or {}, person)
        return did if operator == "did" else _did("received", value or {}, person) and not did
    if name in {"last_opened_at", "last_clicked_at"}:
        moments = [deed.at for deed in _of_kind(name.removeprefix("last_").removesuffix("_at"), person)]
        return _moment(operator, value, max(moments, default=None))
    if name == "created_at":
        return _moment(operator, value, person.columns[name])
    if name.startswith("fields."):
        return _own(condition.get("type", "text"), operator, value, person.fields.get(name.removeprefix("fields.")))
    known = person.columns[name]
    return known if isinstance(known, bool) else _text(operator, value, known)


def _of_kind(kind: str, person: Person) -> list[Deed]:
    kinds = {"opened", "clicked"} if kind == "opened" else {kind}
    return [deed for deed in person.deeds if deed.kind in kinds and not deed.by_machine]


def _did(kind: str, mail: Mapping[str, Any], person: Person) -> bool:
    campaign, days = mail.get("campaign_id"), mail.get("days")
    return any(
        (campaign is None or deed.campaign == UUID(campaign))
        and (days is None or deed.at >= NOW - timedelta(days=days))
        for deed in _of_kind(kind, person)
    )


def _text(operator: str, value: Any, known: str) -> bool:
    text = known.lower()
    match operator:
        case "is":
            return bool(text == value.lower())
        case "one_of":
            return text in {one.lower() for one in value}
        case "contains":
            return value.lower() in text
        case "starts_with":
            return text.startswith(value.lower())
        case "ends_with":
            return text.endswith(value.lower())
    return text == ""


def _start_of(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=ZONE)


def _moment(operator: str, value: Any, known: datetime | None) -> bool:
    if operator == "is_empty":
        return known is None
    if known is None:
        return False
    if operator == "in_last_days":
        return known >= NOW - timedelta(days=value)
    first, last = (value, value) if isinstance(value, str) else value
    past = _start_of((date.fromisoformat(last) + timedelta(days=1)).isoformat())
    return {"before": known < _start_of(first), "after": known >= past}.get(operator, _start_of(first) <= known < past)


def _own(kind: str, operator: str, value: Any, known: Any) -> bool:
    match kind:
        case "number":
            return _number(operator, value, known)
        case "date":
            return _day(operator, value, known)
        case "bool":
            return _as_text(known).lower() in {"true", "yes", "on", "1"}
        case "list":
            return _tags(operator, value, known)
    return _text(operator, value, _as_text(known))


def _as_text(known: Any) -> str:
    if known is None or isinstance(known, list):
        return ""
    return str(known).lower() if isinstance(known, bool) else str(known)


def _number(operator: str, value: Any, known: Any) -> bool:
    number: float | None = None
    if isinstance(known, str) and re.fullmatch(r"-?[0-9]{1,20}([.][0-9]{1,10})?", known):
        number = float(known)
    elif isinstance(known, (int, float)) and not isinstance(known, bool):
        number = known
    if operator == "is_empty" or number is None:
        return operator == "is_empty" and number is None
    match operator:
        case "between":
            return bool(value[0] <= number <= value[1])
        case "is":
            return bool(number == value)
        case "less_than":
            return bool(number < value)
        case "at_most":
            return bool(number <= value)
        case "more_than":
            return bool(number > value)
    return bool(number >= value)


def _day(operator: str, value: Any, known: Any) -> bool:
    day = known[:10] if isinstance(known, str) and re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", known) else None
    if operator == "is_empty" or day is None:
        return operator == "is_empty" and day is None
    match operator:
        case "in_last_days":
            return (TODAY - timedelta(days=value)).isoformat() <= day <= TODAY.isoformat()
        case "in_next_days":
            return TODAY.isoformat() <= day <= (TODAY + timedelta(days=value)).isoformat()
        case "between":
            return bool(value[0] <= day <= value[1])
        case "before":
            return bool(day < value)
        case "after":
            return bool(day > value)
    return bool(day == value)


def _tags(operator: str, value: Any, known: Any) -> bool:
    tags = known if isinstance(known, list) else [known] if isinstance(known, str) else []
    lowered = {str(tag).lower() for tag in tags}
    wanted = [one.lower() for one in (value if isinstance(value, list) else [value]) if one is not None]
    match operator:
        case "is_empty":
            return not tags
        case "has_all":
            return all(one in lowered for one in wanted)
    return any(one in lowered for one in wanted)
