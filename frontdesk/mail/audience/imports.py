"""Imports of contacts as people handle them: uploaded, looked at, started, stopped."""

import codecs
import io
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from frontdesk.mail.audience import lists
from frontdesk.mail.audience.importing import bad_lines, cells, dialects, mapping
from frontdesk.mail.audience.importing.cells import BadLine
from frontdesk.mail.audience.importing.dialects import Dialect
from frontdesk.mail.audience.importing.records import Record, read_records
from frontdesk.mail.audience.importing.running import BOM, import_contacts
from frontdesk.mail.models import ContactImport, ImportState
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import events, jobs, storage
from frontdesk.platform.errors import BadInput, Conflict, NotFound, TooLarge

SHOWN_ROWS = 20
_SPOOL = 1024 * 1024


def list_imports(actor: Actor) -> QuerySet[ContactImport]:
    access.require(actor, Permission.CONTACTS_MANAGE)
    access.require_org(actor)
    rows: QuerySet[ContactImport] = ContactImport.objects.select_related("created_by", "list")
    return rows


def get_import(actor: Actor, import_id: UUID) -> ContactImport:
    found = list_imports(actor).filter(id=import_id).first()
    if found is None:
        raise NotFound
    return found


def get_waiting(actor: Actor, import_id: UUID) -> ContactImport:
    """One whose file is still there to look at."""
    found = get_import(actor, import_id)
    if found.state != ImportState.UPLOADED:
        raise Conflict("This import was started already: its file is not kept to look at.")
    return found


def upload(actor: Actor, filename: str, file: BinaryIO, size: int) -> ContactImport:
    """Keeps the file and tells how it is written. Nothing is imported yet."""
    access.require(actor, Permission.CONTACTS_MANAGE)
    org_id = access.require_org(actor)
    if size > settings.MAX_IMPORT_BYTES:
        raise TooLarge(f"A file may have {settings.MAX_IMPORT_BYTES // 2**20} MB at most. Split it into several.")
    start = file.read(dialects.SAMPLE_BYTES)
    dialects.refuse_other_files(start)
    import_id = uuid.uuid4()
    key = f"imports/{import_id}/contacts.csv"
    size, sample = _keep(key, file, start, size)
    made = ContactImport(
        id=import_id, organization_id=org_id, filename=_plain_name(filename), file_key=key, size=size,
        dialect=dialects.sniff(sample).as_json(), created_by_id=actor.profile_id,
    )  # fmt: skip
    columns = preview(made)["columns"]
    made.mapping = columns
    made.save(force_insert=True)
    made.refresh_from_db()
    audit.record(actor, "contact_import.uploaded", object_type="contact_import", object_id=made.id, label=made.filename)
    events.record("contact_import.changed", record_type="contact_import", record_id=made.id)
    return made


def _keep(key: str, file: BinaryIO, start: bytes, size: int) -> tuple[int, bytes]:
    """Stores the file, in UTF-8 if it has two bytes to a character; returns its size and its beginning."""
    file.seek(0)
    encoding = dialects.wide_encoding(start)
    if encoding is None:
        storage.put_file(key, file)
        return size, start
    with tempfile.TemporaryFile() as rewritten:
        reader = codecs.getreader(encoding)(file, "replace")
        shutil.copyfileobj(reader, codecs.getwriter("utf-8")(rewritten), _SPOOL)
        size = rewritten.tell()
        rewritten.seek(0)
        sample = rewritten.read(dialects.SAMPLE_BYTES)
        rewritten.seek(0)
        storage.put_file(key, cast(BinaryIO, rewritten))
    return size, sample


def _plain_name(filename: str) -> str:
    name = re.split(r"[\\/]", filename)[-1]
    return "".join(one for one in name if one.isprintable())[:200] or "contacts.csv"


def preview(found: ContactImport, dialect: Dialect | None = None) -> dict[str, object]:
    """The first rows, what the columns seem to be, and what is wrong with some of these rows."""
    chosen = dialect or Dialect(**found.dialect)
    with storage.open_from(found.file_key, 0) as file:
        start = file.read(dialects.SAMPLE_BYTES)
    records = list(_first_records(start, chosen))
    rows, problems = [], []
    for number, record in records:
        try:
            if record.problem:
                raise BadLine(record.problem)
            rows.append(cells.split(record.raw, chosen))
        except BadLine as reason:
            problems.append({"row": number, "reason": str(reason)})
    header = rows[0] if chosen.has_header and rows else []
    body = rows[1:] if chosen.has_header else rows
    columns = mapping.propose([cell.strip() for cell in header], body)
    known = [mapping.Column(**one) for one in found.mapping] or columns
    problems += _problems(records[1:] if chosen.has_header else records, chosen, known)
    return {
        "header": header[: mapping.MAX_COLUMNS],
        "rows": [row[: mapping.MAX_COLUMNS] for row in body[:SHOWN_ROWS]],
        "columns": [column.as_json() for column in columns],
        "problems": problems[:SHOWN_ROWS],
        "dialect": chosen.as_json(),
    }


def _first_records(start: bytes, dialect: Dialect) -> Iterator[tuple[int, Record]]:
    file = io.BytesIO(start.removeprefix(BOM))
    for number, record in enumerate(
        read_records(file, delimiter=dialect.delimiter, line_end=dialect.line_end.encode()), start=1
    ):
        if number > 10 * SHOWN_ROWS or (record.end >= len(start) >= dialects.SAMPLE_BYTES and number > 1):
            return  # the last one may be cut
        if record.raw.strip():
            yield number, record


def _problems(
    records: Sequence[tuple[int, Record]], dialect: Dialect, columns: Sequence[mapping.Column]
) -> list[dict[str, object]]:
    if not any(column.to == "email" for column in columns):
        return []
    found: list[dict[str, object]] = []
    used = [column for column in columns if column.to]
    for number, record in records:
        try:
            cells.read_line(record, dialect, used)
        except BadLine as reason:
            if not record.problem:
                found.append({"row": number, "reason": str(reason)})
    return found


def start(
    actor: Actor,
    import_id: UUID,
    *,
    columns: Sequence[Mapping[str, object]],
    options: Mapping[str, object],
    dialect: Mapping[str, object] | None,
    list_id: UUID | None,
) -> ContactImport:
    """Queues the work. Conflict when it was started before."""
    get_import(actor, import_id)
    if list_id is not None:
        chosen = lists.get_to_change(actor, list_id)
        if chosen.archived_at:
            raise BadInput.field("list_id", "This list is archived. Choose another one.")
    found = ContactImport.objects.select_for_update().get(id=import_id)
    if found.state != ImportState.UPLOADED:
        raise Conflict("This import was started already. Upload the file again to import it once more.")
    known = _known_fields(found.organization_id) if not options["new_fields"] else set()
    used = mapping.check(columns, allows_new=bool(options["new_fields"]), known=known)
    if dialect:
        found.dialect = {**found.dialect, **dialect}
    found.mapping = [column.as_json() for column in used]
    found.options = {**options, "double_opt_in": bool(options["double_opt_in"]) and list_id is not None}
    found.list_id = list_id
    found.state, found.started_at = ImportState.QUEUED, timezone.now()
    found.save()
    noted: dict[str, object] = {"list_id": str(list_id or ""), "update_existing": str(options["update_existing"])}
    audit.record(
        actor, "contact_import.started", object_type="contact_import", object_id=found.id, label=found.filename,
        changes=noted,
    )  # fmt: skip
    events.record("contact_import.changed", record_type="contact_import", record_id=found.id)
    jobs.enqueue(import_contacts, org_id=found.organization_id, import_id=found.id)
    return get_import(actor, import_id)


def _known_fields(org_id: UUID) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct jsonb_object_keys(fields) from contacts where organization_id = %s and fields <> '{}'",
            [org_id],
        )
        return {name for (name,) in cursor.fetchall()}


def cancel(actor: Actor, import_id: UUID) -> ContactImport:
    """Stops it behind the chunk that is under way; what was taken in stays."""
    found = get_import(actor, import_id)
    open_states = [ImportState.UPLOADED, ImportState.QUEUED, ImportState.RUNNING]
    changed = ContactImport.objects.filter(id=import_id, state__in=open_states).update(
        state=ImportState.CANCELLED, finished_at=timezone.now()
    )
    if not changed:
        raise Conflict("This import is over already.")
    if found.state == ImportState.UPLOADED:
        storage.delete(found.file_key)
    audit.record(
        actor, "contact_import.cancelled", object_type="contact_import", object_id=found.id, label=found.filename
    )
    events.record("contact_import.changed", record_type="contact_import", record_id=found.id)
    return get_import(actor, import_id)


def read_bad_lines(actor: Actor, import_id: UUID) -> Iterator[bytes]:
    return bad_lines.read(get_import(actor, import_id).bad_parts)
