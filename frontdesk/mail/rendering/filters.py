"""The Liquid filters of mail templates, each with bounded cost.

Filters take and give plain text, never markup: what a filter returns is escaped on output like any other value.
The exceptions make their own markup from escaped text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import wraps
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from liquid import Environment, Markup
from liquid.exceptions import LiquidError, ResourceLimitError
from liquid.undefined import is_undefined

from frontdesk.mail.rendering import colours
from frontdesk.mail.rendering.markup import words
from frontdesk.mail.rendering.model import Limits
from frontdesk.mail.rendering.wrong_values import WrongValue, refuse

Filter = Callable[..., object]

# Left out of Liquid's own: `safe` and `escapejs` (would undo or bypass escaping), base64 (no use in mail).
ALLOWED = words(
    "abs at_most at_least ceil divided_by floor minus plus round times modulo capitalize append downcase escape",
    "escape_once lstrip prepend remove remove_first remove_last replace replace_first replace_last slice split",
    "upcase strip rstrip strip_html strip_newlines truncate truncatewords url_encode url_decode squish find",
    "find_index join first has last concat map reject reverse sort sort_natural sum where uniq compact size default",
)

_MONTHS = {
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_DAYS = {
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_DATE_FORMAT = re.compile(r"%(-?)([a-zA-Z%])")
# What Liquid's own filters raise for values that they cannot work with.
_ODD_VALUES = (LiquidError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError)
_LINE_END = re.compile(r"\r\n|\r|\n")


def register(env: Environment, limits: Limits, locale: str) -> None:
    language = "es" if locale.lower().startswith("es") else "en"
    builtin = dict(env.filters)
    env.filters.clear()
    for name in ALLOWED:
        env.add_filter(name, _bounded(name, builtin[name], limits))
    env.add_filter("newline_to_br", _bounded("newline_to_br", _newline_to_br, limits, markup=True))
    env.add_filter("date", _bounded("date", _date_filter(language), limits))
    env.add_filter("datetime", _bounded("datetime", _datetime_filter(language), limits))
    env.add_filter("contrast_text", _bounded("contrast_text", _contrast_text, limits))


def _contrast_text(colour: object) -> str:
    return colours.text_on(colours.brand(colour))


def _bounded(name: str, function: Filter, limits: Limits, *, markup: bool = False) -> Filter:
    @wraps(function)
    def call(*args: object, **kwargs: object) -> object:
        _check_sizes(args, limits)
        plain_args = [_unmarked(arg) for arg in args]
        try:
            result = function(*plain_args, **kwargs)
        except (WrongValue, ResourceLimitError):
            raise
        except _ODD_VALUES as error:
            raise refuse(name, args, error) from error
        _check_sizes((result,), limits)
        return result if markup else _unmarked(result)

    return call


def _unmarked(value: object) -> object:
    """Markup back to the text it shows: filters work on text, and escaping happens once, on output."""
    return html.unescape(str(value)) if isinstance(value, Markup) else value


def _check_sizes(values: tuple[object, ...], limits: Limits) -> None:
    for value in values:
        if isinstance(value, str) and len(value) > limits.filter_chars:
            raise ResourceLimitError(
                f"a filter made a text of more than {limits.filter_chars // 1024} thousand characters", token=None
            )
        if isinstance(value, list | tuple | range) and len(value) > limits.list_items:
            raise ResourceLimitError(f"a list has more than {limits.list_items} entries", token=None)
        if isinstance(value, int) and value.bit_length() > limits.integer_bits:
            raise ResourceLimitError("a number became too large", token=None)


def _newline_to_br(value: object) -> Markup:
    text = "" if value is None or is_undefined(value) else str(value)
    return Markup(_LINE_END.sub("<br>\n", html.escape(text)))


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    return None


def _date_filter(language: str) -> Filter:
    def formatted(value: object, pattern: object = "%-d %B %Y") -> str:
        """`{{ value | date: "%d %B %Y" }}`. There is no "now": a mail says the same whenever it is rendered."""
        moment = _moment(value)
        if moment is None:
            return "" if value is None or is_undefined(value) else str(value)
        return _DATE_FORMAT.sub(lambda match: _date_part(match[2], bool(match[1]), moment, language), str(pattern))

    return formatted


def _date_part(letter: str, bare: bool, moment: datetime, language: str) -> str:
    month, day = _MONTHS[language][moment.month - 1], _DAYS[language][moment.weekday()]
    names = {"B": month, "b": month[:3], "A": day, "a": day[:3], "%": "%"}
    if letter in names:
        return names[letter]
    if letter not in "YymdeHIMSpZzjFT":
        raise WrongValue(f"“date” does not know %{letter}.", token=None)
    text = moment.strftime({"e": "%d", "F": "%Y-%m-%d", "T": "%H:%M:%S"}.get(letter, f"%{letter}"))
    return (text.lstrip("0") or "0") if bare or letter == "e" else text


def _datetime_filter(language: str) -> Filter:
    def formatted(value: object, timezone: object = None) -> str:
        """`{{ meeting.starts_at | datetime: meeting.timezone }}`: day, time and zone in the template's language."""
        moment = _moment(value)
        if moment is None:
            return "" if value is None or is_undefined(value) else str(value)
        zone = _zone(timezone)
        if zone is not None and moment.tzinfo is not None:
            moment = moment.astimezone(zone)
        day, month = _DAYS[language][moment.weekday()], _MONTHS[language][moment.month - 1]
        clock = f"{moment:%H:%M}"
        shown = zone.key.replace("_", " ") if zone else (moment.tzname() or "")
        suffix = f" ({shown})" if shown else ""
        if language == "es":
            return f"{day}, {moment.day} de {month} de {moment.year}, {clock}{suffix}"
        return f"{day}, {moment.day} {month} {moment.year}, {clock}{suffix}"

    return formatted


def _zone(name: object) -> ZoneInfo | None:
    if not isinstance(name, str) or not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
