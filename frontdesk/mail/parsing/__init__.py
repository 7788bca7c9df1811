"""Any bytes read as mail: what it says, what kind of mail it is, and what came back. Pure."""

from frontdesk.mail.parsing import (
    addresses,
    attachments,
    automatic,
    bodies,
    bounces,
    calendars,
    complaints,
    headers,
    mime,
    protection,
)
from frontdesk.mail.parsing.bounces import material
from frontdesk.mail.parsing.limits import MAX_REFERENCES
from frontdesk.mail.parsing.mime import Tree
from frontdesk.mail.parsing.model import (
    Attachment,
    Bounce,
    Complaint,
    FailedRecipient,
    Invitation,
    MailKind,
    Parsed,
    Protection,
    Reason,
    Unparsable,
    Verdict,
)
from frontdesk.mail.parsing.tnef import Opened

__all__ = [
    "Attachment",
    "Bounce",
    "Complaint",
    "FailedRecipient",
    "Invitation",
    "MailKind",
    "Parsed",
    "Protection",
    "Reason",
    "Unparsable",
    "Verdict",
    "classify",
    "parse",
    "read_bounce",
    "read_complaint",
]


def parse(raw: bytes) -> Parsed:
    """Reads any bytes as a mail; only where there are none is it unparsable."""
    if not raw.strip():
        raise Unparsable("There is nothing in this mail.")
    tree = mime.split(raw)
    read = bodies.read(tree)
    files, opened = attachments.read(tree, read.used)
    parsed = Parsed(tree=tree, headers=_headers(tree), content_type=tree.root.content_type)
    _take_headers(parsed, tree)
    parsed.text, parsed.html = read.text or _text_inside(opened), read.html or _html_inside(opened)
    parsed.attachments = files
    parsed.invitations = _invitations(tree)
    parsed.protection = protection.read(tree, parsed.text)
    if parsed.protection is Protection.PGP_SIGNED:
        parsed.text = protection.without_armour(parsed.text)
    parsed.truncated, parsed.defects = tree.truncated, tree.defects
    return parsed


def classify(mail: Parsed | bytes, envelope_from: str | None) -> Verdict:
    """``envelope_from`` is the sender that the server was told: empty for none at all (``<>``), None if not known."""
    return automatic.read(_parsed(mail), envelope_from).verdict


def read_bounce(mail: Parsed | bytes, envelope_from: str | None = None) -> Bounce | None:
    """Whom a notice of failure, delay or success is about; None where the mail is none."""
    parsed = _parsed(mail)
    reading = automatic.read(parsed, envelope_from)
    if reading.found is None or reading.verdict.kind not in {MailKind.BOUNCE, MailKind.DELAY, MailKind.RECEIPT}:
        return None
    return bounces.read(parsed, reading.found, reading.verdict.kind)


def read_complaint(mail: Parsed | bytes) -> Complaint | None:
    """Who complained about which mail; None where the mail is no complaint."""
    parsed = _parsed(mail)
    found = material.collect(parsed.tree)
    return complaints.read(parsed, found) if complaints.is_complaint(parsed, found) else None


def _parsed(mail: Parsed | bytes) -> Parsed:
    return mail if isinstance(mail, Parsed) else parse(mail)


def _headers(tree: Tree) -> list[tuple[str, str]]:
    return [(name, headers.decode(value)) for name, value in tree.root.block.items]


def _take_headers(parsed: Parsed, tree: Tree) -> None:
    block = tree.root.block
    authors = addresses.read(block.first("from"))
    if authors:
        parsed.from_address, parsed.from_name = authors[0].address, authors[0].name
    elif parsed.headers:
        tree.note("It names no readable sender.")
    parsed.sender = next(iter(addresses.bare(block.first("sender"))), "")
    parsed.reply_to, parsed.to, parsed.cc = (_all(tree, name) for name in ("reply-to", "to", "cc"))
    parsed.delivered_to = _all(tree, "delivered-to", "x-original-to", "envelope-to")
    parsed.subject = headers.decode(block.first("subject"))[:998]
    parsed.date = headers.date_of(headers.one_line(block.first("date")))
    parsed.message_id = next(iter(headers.message_ids(block.first("message-id"))), "")
    answered = headers.message_ids(block.first("in-reply-to"))
    parsed.in_reply_to = answered[0] if answered else ""
    # The oldest and the nearest matter most: the middle of a very long thread is left out.
    parsed.references = list(dict.fromkeys([*headers.message_ids(block.first("references")), *answered]))
    if len(parsed.references) > MAX_REFERENCES:
        parsed.references = parsed.references[:1] + parsed.references[1 - MAX_REFERENCES :]


def _all(tree: Tree, *names: str) -> list[str]:
    return list(dict.fromkeys(each for name in names for each in addresses.bare(", ".join(tree.root.block.all(name)))))


def _text_inside(opened: list[Opened]) -> str:
    return next((each.text for each in opened if each.text.strip()), "")


def _html_inside(opened: list[Opened]) -> str:
    return next((each.html for each in opened if each.html.strip()), "")


def _invitations(tree: Tree) -> list[Invitation]:
    parts = [part for part in tree.leaves() if part.content_type in {"text/calendar", "application/ics"}][:10]
    read = (calendars.read(bodies.text_of(tree, part), part.parameters.get("method", "")) for part in parts)
    return [each for each in read if each is not None]
