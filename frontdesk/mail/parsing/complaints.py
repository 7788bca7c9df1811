"""Complaints: a recipient pressed "this is spam" (RFC 5965, and the habits of those who send such reports)."""

import re

from frontdesk.mail.parsing import addresses, headers
from frontdesk.mail.parsing.bounces import notifications
from frontdesk.mail.parsing.bounces.material import Material
from frontdesk.mail.parsing.model import Complaint, Parsed

_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{2,60})[ \t]*:[ \t]*(.*)$")
_SUBJECT = re.compile(r"^complaint about message from [\d.:a-f]+", re.IGNORECASE)
_TYPES = {"abuse", "fraud", "virus", "not-spam", "opt-out", "opt-out-list", "miscategorized", "auth-failure", "other"}
# Where the address is found of who complains: in the report, then in the letter that came back.
_REPORTED = ("original-rcpt-to", "removal-recipient", "redacted-address")
_RETURNED = (
    "x-hmxmroriginalrecipient",
    "x-failed-recipients",
    "x-original-to",
    "delivered-to",
    "x-original-rcpt-to",
    "to",
)
_REDACTED = {"redacted", "[redacted]", "undisclosed"}


def is_complaint(parsed: Parsed, found: Material) -> bool:
    if found.feedback or found.report_type == "feedback-report":
        return True
    if found.returned.first("x-hmxmroriginalrecipient") or _SUBJECT.match(parsed.subject):
        return True
    told = notifications.read(parsed.text)
    return told is not None and told[0] == "complaint"


def read(parsed: Parsed, found: Material) -> Complaint:
    told = notifications.read(parsed.text)
    if told is not None:
        message_id = next(iter(headers.message_ids(told[2].get("message-id", ""))), "")
        return Complaint("abuse", [each["address"] for each in told[1]], message_id, told[2])
    fields = _fields(found.feedback or found.notice)
    kind = fields.get("feedback-type", ["abuse"])[0].strip().lower()
    reported = [address for name in _REPORTED for value in fields.get(name, []) for address in addresses.bare(value)]
    recipients = [each for each in reported if not _is_redacted(each)]
    for name in _RETURNED:
        if not recipients:
            recipients = [each for each in addresses.bare(found.returned.first(name)) if not _is_redacted(each)]
    return Complaint(
        feedback_type=kind if kind in _TYPES else "other",
        recipients=list(dict.fromkeys(recipients)),
        original_message_id=found.returned.message_id,
        returned_headers=found.returned.as_dict(),
    )


def _fields(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in text.split("\n")[:1000]:
        match = _FIELD.match(line.rstrip("\r"))
        if match:
            found.setdefault(match[1].lower(), []).append(match[2])
    return found


def _is_redacted(address: str) -> bool:
    return address.split("@")[0] in _REDACTED or address.endswith("@redacted")
