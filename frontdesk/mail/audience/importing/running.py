"""The job that takes a file in: chunk after chunk from where it stands, until the end or until somebody stops it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic
from typing import BinaryIO
from uuid import UUID

from django.db import DataError
from django.db.models import F
from django.utils import timezone

from frontdesk.mail.audience.importing import bad_lines, cells, writing
from frontdesk.mail.audience.importing.bad_lines import BadRow
from frontdesk.mail.audience.importing.cells import BadLine, Line
from frontdesk.mail.audience.importing.dialects import Dialect
from frontdesk.mail.audience.importing.mapping import Column
from frontdesk.mail.audience.importing.records import Record, read_records
from frontdesk.mail.audience.importing.writing import Plan, Written
from frontdesk.mail.models import ContactImport, ImportState
from frontdesk.mail.subscriptions import opt_in
from frontdesk.orgs.models import Contact
from frontdesk.platform import events, jobs, observe, storage, tenancy
from frontdesk.platform.storage import FileMissing

log = observe.logger(__name__)

CHUNK_ROWS = 5000
# With double opt-in a mail is written for each.
CHUNK_ROWS_ASKING = 200
CHUNK_BYTES = 8 * 1024 * 1024
# Then it goes to the end of the queue, so that others have their turn.
SLICE_SECONDS = 30.0
TELL_EVERY = 1.0
BOM = b"\xef\xbb\xbf"
UNDER_WAY = (ImportState.QUEUED, ImportState.RUNNING)


@dataclass(slots=True)
class Chunk:
    """So many records, read and not yet written."""

    begin: int
    end: int
    rows: int = 0
    lines: dict[str, Line] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    raws: dict[str, bytes] = field(default_factory=dict)
    read: int = 0
    duplicates: int = 0
    skipped: int = 0
    bad: list[BadRow] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return len(self.bad) - self.skipped


@jobs.task("mail.import_contacts", queue=jobs.Queue.BULK, lock="contact_import:{import_id}")
def import_contacts(*, org_id: UUID, import_id: UUID) -> None:
    """Goes on where the import stands. Run twice at once, the second finds the chunk written and stops."""
    with tenancy.tenant(org_id):
        found = _claim(import_id)
    if found is None:
        return
    try:
        with storage.open_from(found.file_key, found.position) as file:
            _Run(found).work(file)
    except FileMissing:
        _end(found, ImportState.FAILED, "The uploaded file is gone. Upload it again.")
        return
    except DataError as error:
        log.warning("contact_import.failed", import_id=import_id, exc_info=True)
        _end(found, ImportState.FAILED, f"The database refused a value: {str(error).splitlines()[0][:200]}")
        return
    with tenancy.tenant(org_id):
        is_over = not ContactImport.objects.filter(id=import_id, state__in=UNDER_WAY).exists()
    if is_over:
        storage.delete(found.file_key)


def _claim(import_id: UUID) -> ContactImport | None:
    rows = ContactImport.objects.filter(id=import_id, state__in=UNDER_WAY)
    rows.filter(state=ImportState.QUEUED).update(state=ImportState.RUNNING)
    found: ContactImport | None = rows.first()
    return found


def _end(found: ContactImport, state: ImportState, error: str = "") -> None:
    with tenancy.tenant(found.organization_id):
        running = ContactImport.objects.filter(id=found.id, state=ImportState.RUNNING)
        running.update(state=state, error=error, finished_at=timezone.now())
        _tell(found.id, "contact_import.finished")


def _tell(import_id: UUID, name: str = "contact_import.progressed") -> None:
    events.record(name, record_type="contact_import", record_id=import_id)


class _Run:
    """One job's share of an import."""

    def __init__(self, found: ContactImport) -> None:
        self.found = found
        self.dialect = Dialect(**found.dialect)
        self.columns = [Column(**one) for one in found.mapping]
        options = found.options
        if found.started_at is None:
            raise ValueError("An import that was not started has no work.")
        self.plan = Plan(
            org_id=found.organization_id,
            started_at=found.started_at,
            update_existing=options["update_existing"],
            consent=options["consent"],
            list_id=found.list_id,
            double_opt_in=options["double_opt_in"],
            profile_id=found.created_by_id,
        )
        self.position, self.row = found.position, found.row
        self.told_at = self.begun_at = monotonic()

    def work(self, file: BinaryIO) -> None:
        """To the end of the file, until nobody wants it any more, or until another job goes on."""
        records = read_records(
            file,
            delimiter=self.dialect.delimiter,
            line_end=self.dialect.line_end.encode(),
            position=self.position,
        )
        for chunk in self._chunks(records):
            if not self._take(chunk):
                return
            if monotonic() - self.begun_at > SLICE_SECONDS:
                with tenancy.tenant(self.plan.org_id):
                    jobs.enqueue(import_contacts, org_id=self.plan.org_id, import_id=self.found.id)
                return
        _end(self.found, ImportState.FINISHED)

    def _chunks(self, records: Iterator[Record]) -> Iterator[Chunk]:
        most = CHUNK_ROWS_ASKING if self.plan.double_opt_in else CHUNK_ROWS
        while True:
            chunk = Chunk(self.position, self.position)
            for record in islice(records, most):
                self._read(record, chunk)
                if chunk.end - chunk.begin > CHUNK_BYTES:
                    break
            if not chunk.rows:
                return
            self.position, self.row = chunk.end, self.row + chunk.rows
            yield chunk

    def _read(self, record: Record, chunk: Chunk) -> None:
        if not chunk.end:
            record.raw = record.raw.removeprefix(BOM)
        number = self.row + chunk.rows + 1
        chunk.rows += 1
        chunk.end = record.end
        if number == 1 and self.dialect.has_header:
            return
        try:
            line = cells.read_line(record, self.dialect, self.columns)
        except BadLine as reason:
            chunk.read += 1
            chunk.bad.append(BadRow(number, str(reason), record.raw))
            return
        if line is None:
            return
        chunk.read += 1
        chunk.duplicates += line.email in chunk.lines
        chunk.lines[line.email] = line
        chunk.numbers[line.email], chunk.raws[line.email] = number, record.raw

    def _take(self, chunk: Chunk) -> bool:
        """Writes a chunk; False when the import was cancelled or another job was there first."""
        with tenancy.tenant(self.plan.org_id):
            kept_away = writing.find_kept_away(self.plan, chunk.lines) if chunk.lines else {}
        for email, reason in kept_away.items():
            del chunk.lines[email]
            chunk.skipped += 1
            chunk.bad.append(BadRow(chunk.numbers[email], reason, chunk.raws[email]))
        # Before the transaction, as it may go over the network. The same chunk gives the same part, under the same key.
        part = bad_lines.store(self.found.id, chunk.begin, chunk.bad, self.dialect.encoding) if chunk.bad else ""
        with tenancy.tenant(self.plan.org_id):
            standing = ContactImport.objects.select_for_update().filter(id=self.found.id).first()
            if standing is None or standing.state != ImportState.RUNNING or standing.position != chunk.begin:
                return False
            written = writing.write(self.plan, chunk.lines.values()) if chunk.lines else Written()
            self._ask(written.asked)
            self._note(chunk, written, part)
        return True

    def _ask(self, contact_ids: Sequence[UUID]) -> None:
        mail_list = self.found.list
        if mail_list is None:  # deleted meanwhile
            return
        for contact in Contact.objects.filter(id__in=contact_ids):
            opt_in.send_confirmation(mail_list, contact)

    def _note(self, chunk: Chunk, written: Written, part: str) -> None:
        row = ContactImport.objects.filter(id=self.found.id)
        row.update(
            position=chunk.end,
            row=F("row") + chunk.rows,
            lines=F("lines") + chunk.read,
            added=F("added") + written.added,
            updated=F("updated") + written.updated,
            unchanged=F("unchanged") + written.unchanged,
            duplicates=F("duplicates") + chunk.duplicates + written.duplicates,
            skipped=F("skipped") + chunk.skipped,
            bad=F("bad") + chunk.refused,
        )
        if part:
            self.found.bad_parts = [*self.found.bad_parts, part]
            row.update(bad_parts=self.found.bad_parts)
        if monotonic() - self.told_at > TELL_EVERY:
            self.told_at = monotonic()
            _tell(self.found.id)
