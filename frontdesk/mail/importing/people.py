"""What other programs call the person who gets a newsletter, in the names that a newsletter has here."""

from __future__ import annotations

import re

from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.model import Log
from frontdesk.mail.rendering.markup import words
from frontdesk.mail.rendering.model import Limits, TemplateSource
from frontdesk.mail.rendering.parsing import parse_fields

_WORDS = {
    "first_name": "firstname fname givenname vorname prenom nombre",
    "last_name": "lastname lname surname familyname",
    "name": "name fullname username displayname recipientname subscribername contactname toname",
    "recipient.email": "email emailaddress useremail recipientemail subscriberemail",
    "contact.phone": "phone phonenumber telephone mobile",
    "contact.locale": "locale language lang",
    "organization.name": "companyname organizationname organisationname",
    "organization.postal_address": "companyaddress postaladdress physicaladdress senderaddress",
}
_OURS = {word: own for own, names in _WORDS.items() for word in names.split()}
# What stands before the dot where a program speaks of the person.
_HEADS = words("contact subscriber user recipient person customer lead profile member client contactfield")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_OUTPUT_END = re.compile(r"\s*(?:-?\}\}|\|(?!\s*default\b))")
_OUTPUT_START = re.compile(r"\{\{-?\s*\Z")


def field_of(written: str) -> str:
    """The newsletter's name for a field of the recipient: one of every contact, else one of their own."""
    return _OURS.get(_plain(written)) or f"contact.{written.lower()}"


def output_of(written: str) -> str:
    """The same as a placeholder that shows nothing where a contact has no such field."""
    name = field_of(written)
    return f"{{{{ {name} | default: '' }}}}" if is_own(name) else f"{{{{ {name} }}}}"


def is_own(name: str) -> bool:
    """Whether contacts may lack the field altogether."""
    return name.startswith("contact.") and name not in _OURS.values()


def name_recipients(draft: Draft, log: Log) -> None:
    """For a newsletter whose placeholders speak of its reader as another program does."""
    fields, _ = parse_fields(TemplateSource("", draft.text), Limits())
    if "html_code" not in fields:
        return
    edits = []
    for name, index in fields["html_code"].variables:
        found = _found(name)
        if found is None or not draft.text.startswith(name, index):
            continue
        end = index + len(name)
        is_shown = _OUTPUT_START.search(draft.text[max(0, index - 200) : index]) and _OUTPUT_END.match(draft.text, end)
        default = " | default: ''" if is_shown and is_own(found) else ""
        edits.append(Edit(index, end, f"{found}{default}"))
        log.change("placeholder", f"“{name}” became {found}, which newsletters know.", draft.place(index))
    draft.apply(edits)


def _found(name: str) -> str | None:
    head, _, tail = name.rpartition(".")
    if head and head.lower() not in _HEADS:
        return None
    found = _OURS.get(_plain(tail))
    if found is None and head and head != "contact" and _NAME.match(tail.lower()):
        found = f"contact.{tail.lower()}"
    if found is None and head == "contact" and tail.isupper():
        found = f"contact.{tail.lower()}"
    # Names that newsletters have already.
    return None if found is None or name in (found, f"contact.{found}", "recipient.name") else found


def _plain(written: str) -> str:
    return re.sub(r"[^a-z0-9]", "", written.lower())
