"""Conditions over texts, and over an organization's own fields, which hold what somebody once wrote into them.

A field asked for as a number or a day counts only where it can be read as one; everything else is as if it were empty.
Nothing here can fail at run time: a text is cast only behind a pattern.
"""

import re
from datetime import date, timedelta

from frontdesk.mail.audience.filtering.fields import Type
from frontdesk.mail.audience.filtering.sql import Sql, joined

_NUMBER = "^-?[0-9]{1,20}([.][0-9]{1,10})?$"
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_YES = "('true', 'yes', 'on', '1')"


def compile_own(kind: Type, key: str, operator: str, values: tuple[object, ...], today: date) -> Sql:
    """Of the field ``key``. Never NULL."""
    match kind:
        case Type.NUMBER:
            return _compile_number(_number(key), operator, values)
        case Type.DATE:
            return _compile_day(_day(key), operator, values, today)
        case Type.BOOL:
            return Sql(f"lower({_TEXT}) in {_YES}", (key, key))
        case Type.TAGS:
            return _compile_tags(key, operator, values)
    return compile_text(Sql(f"lower({_TEXT})", (key, key)), operator, values)


# Of a scalar, what it says; lists are no text.
_TEXT = "case when jsonb_typeof(c.fields -> %s::text) = 'array' then '' else coalesce(c.fields ->> %s::text, '') end"


def compile_text(text: Sql, operator: str, values: tuple[object, ...]) -> Sql:
    """``text`` is in lower case and never NULL."""
    lowered = Sql("lower(%s::text)", values[:1])
    match operator:
        case "is_empty":
            return text.within("{} = ''")
        case "contains":
            return joined([text, lowered], ", ").within("strpos({}) > 0")
        case "starts_with":
            return joined([text, lowered], ", ").within("starts_with({})")
        case "ends_with":
            end = joined([text, lowered.within("length({})")], ", ").within("right({})")
            return joined([end, lowered], " = ")
    return joined([text, _list_of(values, "lower(%s::text)")], " in ")


def equals_any(text: Sql, values: tuple[object, ...]) -> Sql:
    return joined([text, _list_of(values, "%s::text")], " in ")


def _list_of(values: tuple[object, ...], each: str) -> Sql:
    return Sql(f"({', '.join([each] * len(values))})", values)


def _number(key: str) -> Sql:
    kept, text = "c.fields -> %s::text", "c.fields ->> %s::text"
    return Sql(
        f"(case jsonb_typeof({kept}) when 'number' then ({kept})::numeric"
        f" when 'string' then case when {text} ~ '{_NUMBER}' then ({text})::numeric end end)",
        (key,) * 4,
    )


def _compile_number(number: Sql, operator: str, values: tuple[object, ...]) -> Sql:
    if operator == "is_empty":
        return number.within("{} is null")
    if operator == "between":
        made = joined([number, Sql("%s::numeric and %s::numeric", values)], " between ")
    else:
        sign = {"is": "=", "less_than": "<", "at_most": "<=", "more_than": ">", "at_least": ">="}[operator]
        made = joined([number, Sql("%s::numeric", values)], f" {sign} ")
    return made.within("coalesce({}, false)")


def _day(key: str) -> Sql:
    text = "c.fields ->> %s::text"
    # As text, in which days of this form sort as they follow each other, and no 31 February breaks the query.
    return Sql(f"(case when {text} ~ '{_DAY}' then left({text}, 10) end collate \"C\")", (key, key))


def _compile_day(day: Sql, operator: str, values: tuple[object, ...], today: date) -> Sql:
    if operator == "is_empty":
        return day.within("{} is null")
    given = [value.isoformat() for value in values if isinstance(value, date)]
    match operator:
        case "in_last_days":
            given = [(today - timedelta(days=number_of(values[0]))).isoformat(), today.isoformat()]
        case "in_next_days":
            given = [today.isoformat(), (today + timedelta(days=number_of(values[0]))).isoformat()]
    sign = {"on": "=", "before": "<", "after": ">"}.get(operator)
    if sign:
        made = joined([day, Sql("%s::text", tuple(given))], f" {sign} ")
    else:
        made = joined([day, Sql("%s::text and %s::text", tuple(given))], " between ")
    return made.within("coalesce({}, false)")


def number_of(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("A number of days is whole.")
    return value


# A single text is a list of one.
_TAGS = (
    "case jsonb_typeof(c.fields -> %s::text) when 'array' then c.fields -> %s::text"
    " when 'string' then jsonb_build_array(c.fields -> %s::text) else '[]'::jsonb end"
)


# What JSON writes in another way than it is.
_WRITTEN_OTHERWISE = re.compile(r'["\\\x00-\x1f\x7f]')


def _tags(key: str) -> Sql:
    return Sql(_TAGS, (key, key, key))


def _compile_tags(key: str, operator: str, values: tuple[object, ...]) -> Sql:
    if operator == "is_empty":
        return _tags(key).within("jsonb_array_length({}) = 0")
    if operator == "has_all":
        return joined([_has_any(key, (value,)) for value in values], " and ")
    return _has_any(key, values)


def _has_any(key: str, values: tuple[object, ...]) -> Sql:
    """Where the text of all tags has nothing of it in it, they are not looked at one by one, which takes its time."""
    tags = _tags(key).within("exists (select from jsonb_array_elements_text({}) tag where lower(tag) in ")
    each = joined([tags, _list_of(values, "lower(%s::text)"), Sql(")")], "")
    if any(_WRITTEN_OTHERWISE.search(str(value)) for value in values):
        return each
    text = Sql("coalesce(lower((c.fields -> %s::text)::text), '')", (key,))
    met = [joined([text, Sql("lower(%s::text)", (value,))], ", ").within("strpos({}) > 0") for value in values]
    return joined([joined(met, " or ").within("({})"), each], " and ").within("({})")
