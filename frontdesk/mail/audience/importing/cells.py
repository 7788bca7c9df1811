"""One record of a file as a contact, or why it is none. Pure, and called a million times: it is kept short."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from frontdesk.mail.audience.importing.dialects import Dialect
from frontdesk.mail.audience.importing.mapping import OWN, Column
from frontdesk.mail.audience.importing.records import QUOTE, Record
from frontdesk.orgs.models import Locale
from frontdesk.platform import email_addresses
from frontdesk.platform.timezones import is_timezone

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_IN_BRACKETS = re.compile(r"[^<>]*<([^<>]+)>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CONTROL_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,10})?")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?")
_DAY = re.compile(r"(\d\d?)[./](\d\d?)[./](\d{4})(?: .*)?")
_YES = {"yes", "true", "y", "1", "on", "x", "si", "sí", "verdadero"}
_LOCALES = frozenset(Locale.values)
_NO = {"no", "false", "n", "0", "off", "falso"}
MAX_NAME, MAX_PHONE, MAX_TEXT, MAX_TAG, MAX_TAGS = 120, 40, 2000, 100, 50
Value = str | float | bool | list[str]


class BadLine(Exception):
    """Why a record cannot be taken; shown to who uploaded the file."""


@dataclass(slots=True)
class Line:
    """A contact as the file has it. Empty texts say nothing."""

    email: str
    full_name: str = ""
    phone: str = ""
    locale: str = ""
    timezone: str = ""
    fields: dict[str, Value] = field(default_factory=dict)


def read_line(record: Record, dialect: Dialect, columns: Sequence[Column]) -> Line | None:
    """None for a blank record. Raises BadLine."""
    if record.problem:
        raise BadLine(record.problem)
    cells = split(record.raw, dialect)
    if not any(cells):
        return None
    values: dict[str, str] = {}
    own: dict[str, Value] = {}
    for column in columns:
        text = cells[column.column].strip() if column.column < len(cells) else ""
        if not text:
            continue
        if column.to.startswith(OWN):
            own[column.to[len(OWN) :]] = _own_value(column, text)
        else:
            values[column.to] = text
    return _line(values, own)


def split(raw: bytes, dialect: Dialect) -> list[str]:
    try:
        text = raw.decode(dialect.encoding)
    except UnicodeDecodeError:
        raise BadLine(f"This line is not written in {dialect.encoding}, as the rest of the file is.") from None
    if QUOTE not in raw:
        return text.split(dialect.delimiter)
    try:
        return next(csv.reader([text], delimiter=dialect.delimiter), [])
    except csv.Error:
        raise BadLine("The quotation marks of this line cannot be read.") from None


def _line(values: dict[str, str], own: dict[str, Value]) -> Line:
    name = values.get("full_name") or " ".join(
        part for part in (values.get("first_name"), values.get("last_name")) if part
    )
    return Line(
        email=_address(values.get("email", "")),
        full_name=_short(name, MAX_NAME, "name"),
        phone=_short(values.get("phone", ""), MAX_PHONE, "phone number"),
        locale=_locale(values.get("locale", "")),
        timezone=_zone(values.get("timezone", "")),
        fields=own,
    )


def _address(text: str) -> str:
    if not text:
        raise BadLine("There is no e-mail address in this line.")
    if "<" in text and (match := _IN_BRACKETS.fullmatch(text)):
        text = match[1].strip()
    text = email_addresses.to_ascii(text.removeprefix("mailto:"))
    if len(text) > 254 or not ADDRESS.fullmatch(text):
        raise BadLine(_what_is_wrong(text))
    return text.lower()


def _what_is_wrong(text: str) -> str:
    if _CONTROL.search(text):
        return "The e-mail address has a line break or a control character in it."
    if "@" not in text:
        return "This is no e-mail address: it has no @."
    if not text.isascii():
        return "The e-mail address has letters beyond a–z before its @, or a domain that cannot be."
    if "," in text or ";" in text:
        return "There is more than one e-mail address in this line."
    return "This is no e-mail address." if len(text) <= 254 else "The e-mail address is too long."


def _short(text: str, most: int, what: str) -> str:
    if len(text) > most:
        raise BadLine(f"The {what} is too long ({most} characters at most).")
    if _CONTROL.search(text):
        raise BadLine(f"The {what} has a line break or a control character in it.")
    return text


def _locale(text: str) -> str:
    """``en-GB`` is English; a language that we do not speak is none."""
    if not text:
        return ""
    code = text.replace("_", "-").partition("-")[0].lower()
    code = {"english": "en", "inglés": "en", "spanish": "es", "español": "es"}.get(code, code)
    return code if code in _LOCALES else ""


def _zone(text: str) -> str:
    if text and not is_timezone(text):
        raise BadLine("The time zone is unknown; write one like Europe/Madrid.")
    return text


def _own_value(column: Column, text: str) -> Value:
    name = column.to[len(OWN) :]
    if _CONTROL_IN_TEXT.search(text):
        raise BadLine(f"{name} has a control character in it.")
    match column.type:
        case "number":
            return _number(name, text)
        case "date":
            return _day(name, text)
        case "bool":
            lowered = text.lower()
            if lowered not in _YES and lowered not in _NO:
                raise BadLine(f"{name} is neither yes nor no.")
            return lowered in _YES
        case "list":
            tags = list(dict.fromkeys(tag for part in re.split(r"[,;|]", text) if (tag := part.strip())))
            if len(tags) > MAX_TAGS or any(len(tag) > MAX_TAG for tag in tags):
                raise BadLine(f"{name} has too many entries, or one that is too long.")
            return tags
    if len(text) > MAX_TEXT:
        raise BadLine(f"{name} is too long ({MAX_TEXT} characters at most).")
    return text


def _number(name: str, text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise BadLine(f"{name} is no number.")
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def _day(name: str, text: str) -> str:
    """Days come as 2030-01-31 or as 31/01/2030."""
    if match := _ISO_DAY.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY.fullmatch(text):
        day, month, year = match.groups()
    else:
        raise BadLine(f"{name} is no day like 2030-01-31 or 31/01/2030.")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise BadLine(f"{name} is a day that no calendar has; write 2030-01-31 or 31/01/2030.") from None
