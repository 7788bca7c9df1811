"""Addresses from a file: read as it comes, written by thousands; each line that could not be used is answered."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from frontdesk.mail.audience.importing import cells, dialects, records
from frontdesk.mail.audience.importing.cells import BadLine
from frontdesk.mail.audience.importing.dialects import Dialect
from frontdesk.mail.suppression import columns, listing
from frontdesk.mail.suppression.columns import Columns, NotSuppressed
from frontdesk.orgs import access, suppressions
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import SuppressionReason
from frontdesk.orgs.suppressions import Entry
from frontdesk.platform import email_addresses
from frontdesk.platform.errors import BadInput, TooLarge

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 250_000
MOST_BAD_SHOWN = 200
_CHUNK = 2000
_SHOWN = 200


@dataclass(slots=True)
class Bad:
    line: int
    text: str
    message: str


@dataclass(slots=True)
class Imported:
    """``bad_lines`` names the first of them; ``bad`` counts all."""

    lines: int = 0
    added: int = 0
    already: int = 0
    bad: int = 0
    bad_lines: list[Bad] = field(default_factory=list)

    def refuse(self, line: int, text: str, message: str) -> None:
        self.bad += 1
        if len(self.bad_lines) < MOST_BAD_SHOWN:
            self.bad_lines.append(Bad(line, text[:_SHOWN], message))


def import_file(actor: Actor, file: BinaryIO, size: int, *, filename: str, reason: SuppressionReason) -> Imported:
    """``reason`` is for lines that name none. Raises BadInput for what is no list, TooLarge."""
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    org_id = access.require_org(actor)
    if size > MOST_BYTES:
        raise TooLarge("The file is larger than 10 MB. Split it, and import the parts one after the other.")
    start = file.read(dialects.SAMPLE_BYTES)
    dialects.refuse_other_files(start)
    file.seek(0)
    if wide := dialects.wide_encoding(start):
        file = io.BytesIO(file.read().decode(wide, "replace").encode())
        start = file.getvalue()[: dialects.SAMPLE_BYTES]
    result, waiting = Imported(), list[Entry]()
    for entry in _entries(file, dialects.sniff(start), reason, result):
        waiting.append(entry)
        if len(waiting) == _CHUNK:
            _write(actor, waiting, result)
            waiting = []
    _write(actor, waiting, result)
    counts: dict[str, object] = {"added": result.added, "already": result.already, "bad": result.bad}
    listing.tell_imported(actor, org_id, filename[:200], counts)
    return result


def _write(actor: Actor, entries: list[Entry], result: Imported) -> None:
    if entries:
        added = suppressions.suppress_many(access.require_org(actor), entries, created_by=actor.profile_id)
        result.added += added
        result.already += len(entries) - added


def _entries(file: BinaryIO, dialect: Dialect, reason: SuppressionReason, result: Imported) -> Iterator[Entry]:
    found: Columns | None = None
    for number, record in _records(file, dialect):
        text = record.raw.decode(dialect.encoding, "replace")
        try:
            if found is None:
                found = _columns(_split(record, dialect), dialect)
                if dialect.has_header:
                    continue
            result.lines += 1
            if result.lines > MOST_LINES:
                raise TooLarge(f"The file has more than {MOST_LINES} lines. Split it, and import the parts.")
            yield _entry(_split(record, dialect), found, reason)
        except NotSuppressed:
            result.refuse(number, text, "The file says that this person gets mail.")
        except BadLine as error:
            result.refuse(number, text, str(error))


def _records(file: BinaryIO, dialect: Dialect) -> Iterator[tuple[int, records.Record]]:
    """With their numbers, without blank ones and the mark at the file's beginning."""
    blank = f" \t{dialect.delimiter}".encode()
    rows = records.read_records(file, delimiter=dialect.delimiter, line_end=dialect.line_end.encode())
    for number, record in enumerate(rows, start=1):
        if number == 1:
            record.raw = record.raw.removeprefix(codecs.BOM_UTF8)
        if record.raw.strip(blank):
            yield number, record


def _split(record: records.Record, dialect: Dialect) -> list[str]:
    if record.problem:
        raise BadLine(record.problem)
    return cells.split(record.raw, dialect)


def _columns(row: list[str], dialect: Dialect) -> Columns:
    found = columns.find(row) if dialect.has_header else columns.without_header(row)
    if found is None:
        raise BadInput.field(
            "file", "No column is named “email”. Name the one with the addresses so, in the first line of the file."
        )
    return found


def _entry(row: list[str], found: Columns, otherwise: SuppressionReason) -> Entry:
    address, reason, detail = columns.read(row, found, otherwise)
    address = email_addresses.to_ascii(address.lower())
    if len(address) > 254 or not cells.ADDRESS.fullmatch(address):
        raise BadLine("This is no e-mail address." if address else "There is no e-mail address in this line.")
    return Entry(address, reason, "".join(each for each in detail if each.isprintable())[:500])
