"""Delivery reports for machines (RFC 3464): groups of fields, however badly cut."""

import re
from dataclasses import dataclass, field

from frontdesk.mail.parsing import addresses, headers
from frontdesk.mail.parsing.limits import MAX_RECIPIENTS

_FIELD = re.compile(r"^[>\s]{0,4}([A-Za-z][A-Za-z0-9-]{2,40})[ \t]*:[ \t]*(.*)$")
# Fields that only reports of delivery have: any two of them in a text make it one.
REPORT_FIELDS = {"final-recipient", "original-recipient", "action", "status", "diagnostic-code", "remote-mta"}
_RECIPIENT_FIELDS = {"final-recipient", "original-recipient"}
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_TYPED = re.compile(r"^[\w/.+-]{0,40}\s*;\s*")
_ORCPT_HEX = re.compile(r"\+([0-9A-F]{2})")
_ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded", "expired")
_MAX_LINES = 20_000


@dataclass
class Entry:
    """One recipient's group of fields; names in lower case."""

    fields: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def action(self) -> str:
        word = self.get("action").lower()
        return next((each for each in _ACTIONS if each in word), "")

    @property
    def status(self) -> str:
        found = _STATUS.search(self.get("status"))
        return found[1] if found else ""

    @property
    def comment(self) -> str:
        """``5.0.0 (quota exceeded)``: some say why in the status."""
        return self.get("status").partition("(")[2].rstrip(") ")

    @property
    def diagnostic(self) -> str:
        return headers.decode(self.get("diagnostic-code"))

    @property
    def final(self) -> str:
        return address_of(self.get("final-recipient") or self.get("x-actual-recipient"))

    @property
    def original(self) -> str:
        return address_of(self.get("original-recipient"))


def address_of(value: str) -> str:
    """``rfc822; ana@example.org`` to the address; broken forms too."""
    bare = _TYPED.sub("", value.strip())
    if bare.count("@") == 0 and "+40" in bare:  # xtext
        bare = _ORCPT_HEX.sub(lambda found: chr(int(found[1], 16)), bare)
    found = addresses.bare(bare.replace("\\", ""))
    return found[0] if found else ""


def read(text: str) -> list[Entry]:
    """The groups that tell of a recipient. Some leave out the empty lines between them, or put in too many."""
    entries: list[Entry] = []
    fields: dict[str, str] = {}
    last = ""
    for line in text.replace("\r", "").split("\n")[:_MAX_LINES]:
        found = _FIELD.match(line)
        if found is None or (last and line[:1] in " \t" and not _is_report_field(line)):  # "    https://…" is none
            if last and line[:1] in " \t" and line.strip():
                fields[last] += " " + line.strip()
            else:
                last = ""
            continue
        name = found[1].lower()
        if name in fields and name in _RECIPIENT_FIELDS and fields.keys() & {"action", "status", "diagnostic-code"}:
            entries.append(Entry(fields))
            fields = {}
        last = name
        fields.setdefault(name, found[2].strip())
    entries.append(Entry(fields))
    told = [each for each in entries if each.fields.keys() & _RECIPIENT_FIELDS]
    return told[:MAX_RECIPIENTS]


def without_fields(text: str) -> str:
    """The words for people, where the fields stand among them."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if _is_report_field(line)), len(lines))
    return "\n".join(lines[:first])


def _is_report_field(line: str) -> bool:
    found = _FIELD.match(line)
    return found is not None and found[1].lower() in {*REPORT_FIELDS, "reporting-mta", "arrival-date"}


def looks_like_report(text: str) -> bool:
    found = {match[1].lower() for line in text.split("\n")[:_MAX_LINES] if (match := _FIELD.match(line))}
    return bool(found & _RECIPIENT_FIELDS) and len(found & REPORT_FIELDS) >= 2
