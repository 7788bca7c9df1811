"""What a kind of provider wants to be told, and the check of what somebody told it."""

import ipaddress
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from frontdesk.platform import outbound
from frontdesk.platform.errors import BadInput
from frontdesk.platform.outbound.guard import check_address

MOST_TEXT = 2000
MOST_PEM = 20_000
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Value = str | int | bool


class FieldType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    PASSWORD = "password"  # noqa: S105 - the name of a type
    CHOICE = "choice"
    BOOL = "bool"
    URL = "url"
    HOST = "host"
    PEM = "pem"  # several lines of text


@dataclass(frozen=True, slots=True)
class Field:
    """``label`` and ``help`` are English; a web app translates by kind and name. Secrets are kept apart, sealed."""

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    default: Value | None = None
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 2**31 - 1
    help: str = ""

    @property
    def secret(self) -> bool:
        return self.type is FieldType.PASSWORD


@dataclass(frozen=True)
class Kind:
    """``webhooks``: what it can tell us later. ``dns``: what its domains want. ``signs``: whether we sign (DKIM) what
    goes this way, because the provider does not. ``rule`` checks fields against each other."""

    name: str
    title: str
    fields: tuple[Field, ...] = ()
    webhooks: tuple[str, ...] = ()
    dns: str = ""
    notes: str = ""
    signs: bool = False
    rule: Callable[[Mapping[str, Value], Mapping[str, str]], None] | None = None

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}


def check(
    kind: Kind, settings: Mapping[str, object], secrets: Mapping[str, str], *, guarded: bool
) -> tuple[dict[str, Value], dict[str, str]]:
    _refuse_unknown(kind, settings, secrets)
    cleaned: dict[str, Value] = {}
    for field in kind.fields:
        if not field.secret and (value := _clean(field, settings.get(field.name), guarded=guarded)) is not None:
            cleaned[field.name] = value
    kept = {field.name: _clean_secret(field, secrets.get(field.name)) for field in kind.fields if field.secret}
    opened = {name: secret for name, secret in kept.items() if secret}
    if kind.rule:
        kind.rule(cleaned, opened)
    return cleaned, opened


def _refuse_unknown(kind: Kind, settings: Mapping[str, object], secrets: Mapping[str, str]) -> None:
    for place, given, secret in (("settings", settings, False), ("secrets", secrets, True)):
        known = [field.name for field in kind.fields if field.secret is secret]
        for name in given:
            if name not in known:
                names = ", ".join(known) or "none"
                raise BadInput.field(f"{place}.{name}", f"{kind.title} has no such field. Its {place}: {names}.")


def _clean_secret(field: Field, value: str | None) -> str:
    place = f"secrets.{field.name}"
    if not value:
        if field.required:
            raise BadInput.field(place, f"{field.label} is needed.")
        return ""
    if not isinstance(value, str) or len(value) > MOST_PEM or _CONTROL.search(value):
        raise BadInput.field(place, f"{field.label} must be one line of text.")
    return value


def _clean(field: Field, value: object, *, guarded: bool) -> Value | None:
    place = f"settings.{field.name}"
    if value is None or value == "":
        if field.required and field.default is None:
            raise BadInput.field(place, f"{field.label} is needed.")
        return field.default
    try:
        return _CLEANERS[field.type](field, value, guarded)
    except ValueError as error:
        raise BadInput.field(place, str(error)) from None
    except outbound.OutboundRefused as error:
        raise BadInput.field(place, error.detail) from None


def _text(field: Field, value: object, guarded: bool) -> str:
    if not isinstance(value, str) or len(value) > MOST_TEXT or _CONTROL.search(value):
        raise ValueError(f"{field.label} must be one line of text.")
    return value.strip()


def _number(field: Field, value: object, guarded: bool) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not field.least <= value <= field.most:
        raise ValueError(f"{field.label} must be a whole number from {field.least} to {field.most}.")
    return value


def _choice(field: Field, value: object, guarded: bool) -> str:
    if value not in field.choices:
        raise ValueError(f"{field.label} must be one of: {', '.join(field.choices)}.")
    return str(value)


def _bool(field: Field, value: object, guarded: bool) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{field.label} must be true or false.")
    return value


def _url(field: Field, value: object, guarded: bool) -> str:
    url = _text(field, value, guarded)
    if guarded:
        outbound.check_url(url)
    elif not re.match(r"https?://[^\s/]+", url):
        raise ValueError(f"{field.label} must start with https:// or http://.")
    return url


def _host(field: Field, value: object, guarded: bool) -> str:
    host = _text(field, value, guarded).lower().rstrip(".")
    bare = host.strip("[]")
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return _name_of(field, host)
    if guarded:
        check_address(bare, address)
    return bare


def _name_of(field: Field, host: str) -> str:
    try:
        name = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        name = ""
    if not _HOST.match(name):
        raise ValueError(f"{field.label} must be the name of a server, like smtp.example.com, without a port.")
    return name


def _pem(field: Field, value: object, guarded: bool) -> str:
    if not isinstance(value, str) or len(value) > MOST_PEM:
        raise ValueError(f"{field.label} must be a certificate in PEM form.")
    try:
        ssl.create_default_context(cadata=value)
    except (ssl.SSLError, ValueError):
        raise ValueError(
            f"{field.label} must be a certificate in PEM form, from -----BEGIN CERTIFICATE----- to its END line."
        ) from None
    return value.strip() + "\n"


_CLEANERS: dict[FieldType, Callable[[Field, object, bool], Value]] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.CHOICE: _choice,
    FieldType.BOOL: _bool,
    FieldType.URL: _url,
    FieldType.HOST: _host,
    FieldType.PEM: _pem,
}
