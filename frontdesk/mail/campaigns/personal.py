"""What a newsletter may say of the person who gets it, as SQL over ``contacts c``, and for one contact in Python.

A template writes ``{{ name }}``, ``{{ first_name }}`` or ``{{ contact.city }}``; what a contact lacks is an empty text,
so that ``default`` takes hold and nothing is mailed raw.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.rendering.model import Limits
from frontdesk.mail.rendering.parsing import parse_fields
from frontdesk.mail.rendering.pieces import find_liquid
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.orgs.models import Contact

_FULL_NAME = "regexp_replace(c.full_name, '[[:cntrl:]]', ' ', 'g')"
ATTRIBUTES = {
    "email": "c.email",
    "full_name": _FULL_NAME,
    "first_name": f"split_part({_FULL_NAME}, ' ', 1)",
    "last_name": f"ltrim(substr({_FULL_NAME}, length(split_part({_FULL_NAME}, ' ', 1)) + 1))",
    "phone": "c.phone",
    "locale": "c.locale",
    "timezone": "c.timezone",
}
TOP = {
    "name": f"coalesce(nullif({_FULL_NAME}, ''), split_part(c.email, '@', 1))",
    "first_name": ATTRIBUTES["first_name"],
    "last_name": ATTRIBUTES["last_name"],
}
# A full name with more than these is written in quotes (RFC 5322); longer than the column takes, the bare address.
ADDRESS = f"""
case when {_FULL_NAME} = '' or length({_FULL_NAME}) > 50 then c.email
  when {_FULL_NAME} ~ '[][()<>@,:;".\\\\]' then
    '"' || replace(replace({_FULL_NAME}, '\\', '\\\\'), '"', '\\"') || '" <' || c.email || '>'
  else {_FULL_NAME} || ' <' || c.email || '>' end
"""
# Filled by whoever writes the mail.
OURS = frozenset({"unsubscribe_url", "preferences_url", "view_in_browser_url"})
_ROOTS = frozenset({"organization", "recipient", "contact", *TOP, *OURS})
_PAIRS = 40  # jsonb_build_object takes a hundred arguments


@dataclass(frozen=True, slots=True)
class Use:
    """A name that a template uses. ``has_default``: each place where it is written says what stands there instead."""

    name: str
    has_default: bool


@dataclass(frozen=True, slots=True)
class Value:
    """A placeholder that the campaign itself gives a value to, the same for everybody."""

    name: str
    label: str
    kind: str
    is_required: bool


def uses_of(source: TemplateSource) -> list[Use]:
    """The names that any field of the source takes from the data, in order of appearance."""
    fields, _ = parse_fields(source, Limits())
    names = dict.fromkeys(name for each in fields.values() for name, _ in each.variables)
    bare: set[str] = set()
    for text in (source.subject, source.preheader, source.html_code, source.text_code or ""):
        for piece in find_liquid(text):
            if not piece.tag and "default" not in piece.expression:
                bare.add(piece.expression.partition("|")[0].strip())
    return [Use(name, name not in bare) for name in names]


def contact_fields(names: Iterable[str]) -> list[str]:
    """Own fields of contacts among the names: ``contact.city`` or ``contact.fields.city``."""
    found = dict.fromkeys(own_field(name) for name in names)
    return [name for name in found if name]


def own_field(name: str) -> str:
    root, _, rest = name.partition(".")
    field = rest.removeprefix("fields.").partition(".")[0]
    return field if root == "contact" and field and field not in {*ATTRIBUTES, "fields"} else ""


def values_of(type: TemplateType, uses: Iterable[Use]) -> list[Value]:
    """The names that neither the contact nor we fill."""
    declared = {each.name: each for each in TYPES[type].placeholders}
    found: list[Value] = []
    for use in uses:
        if use.name.partition(".")[0] in _ROOTS:
            continue
        known = declared.get(use.name)
        needed = known.required if known else not use.has_default
        found.append(Value(use.name, known.label if known else use.name, known.kind if known else "text", needed))
    return found


def data_sql(names: Sequence[str]) -> tuple[str, dict[str, object]]:
    """A jsonb expression with what ``names`` need of the contact, and its parameters."""
    parameters: dict[str, object] = {}
    inside: list[str] = []
    for attribute, expression in ATTRIBUTES.items():
        if f"contact.{attribute}" in names:
            inside.append(f"'{attribute}', {expression}")
    for number, field in enumerate(contact_fields(names)):
        parameters[f"field_{number}"] = field
        key = f"%(field_{number})s::text"
        inside.append(f"""{key}, coalesce(nullif(c.fields -> {key}, 'null'::jsonb), '""'::jsonb)""")
    top = [f"'{name}', {expression}" for name, expression in TOP.items() if name in names]
    if any(name.startswith("recipient.") for name in names):
        top.append(f"'recipient', jsonb_build_object('name', {TOP['name']}, 'email', c.email)")
    if inside or "contact" in names:
        contact = _object(inside)
        if any(name.startswith("contact.fields.") for name in names):
            contact = f"({contact} || jsonb_build_object('fields', c.fields))"
        top.append(f"'contact', {contact}")
    return _object(top), parameters


def _object(pairs: Sequence[str]) -> str:
    parts = [
        f"jsonb_build_object({', '.join(pairs[start : start + _PAIRS])})" for start in range(0, len(pairs), _PAIRS)
    ]
    return " || ".join(parts) if parts else "'{}'::jsonb"


def data_of(contact: Contact, names: Sequence[str]) -> dict[str, Any]:
    """The same for one contact that may not be stored: tests and previews."""
    first, _, last = contact.full_name.partition(" ")
    name = contact.full_name or contact.email.partition("@")[0]
    own = dict.fromkeys(contact_fields(names), "")
    attributes = {each: getattr(contact, each, "") for each in ATTRIBUTES}
    return {
        "name": name,
        "first_name": first,
        "last_name": last.strip(),
        "recipient": {"name": name, "email": contact.email},
        "contact": {
            **own,
            **{field: "" if value is None else value for field, value in contact.fields.items()},
            **attributes,
            "first_name": first,
            "last_name": last.strip(),
            "fields": contact.fields,
        },
    }
