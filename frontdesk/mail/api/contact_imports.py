"""Contacts from a CSV file, to one, and forgotten for good."""

from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpResponseBase
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from frontdesk.mail.audience import erasure, exporting, imports
from frontdesk.mail.audience.importing.dialects import Dialect
from frontdesk.mail.models import ContactImport
from frontdesk.mail.schemas.contact_imports import (
    DialectIn,
    ImportOut,
    ImportPage,
    ImportPreviewOut,
    ImportStartIn,
    ImportUploadedOut,
    ReleaseIn,
)
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import answers
from frontdesk.platform.paging import page
from frontdesk.platform.schemas import ListParameters

router = Router(tags=["contacts"], auth=SIGNED_IN)

_NAMES = (
    "id", "state", "filename", "size", "position", "lines", "added", "updated", "unchanged", "duplicates", "skipped",
    "bad", "error", "list_id", "dialect", "mapping", "created_at", "started_at", "finished_at",
)  # fmt: skip


def present(found: ContactImport) -> dict[str, object]:
    return {
        **{name: getattr(found, name) for name in _NAMES},
        "list_name": found.list.name if found.list else "",
        "has_bad_lines": bool(found.bad_parts),
        "created_by": found.created_by.full_name if found.created_by else "",
    }


@router.post("/imports", response={201: ImportUploadedOut})
def upload_contacts(request: ApiRequest, file: File[UploadedFile]) -> Status[dict[str, object]]:
    """Takes a CSV file and answers how it reads it: its columns, what they seem to be, its first rows. Nothing is
    imported before `start`."""
    made = imports.upload(request.auth, file.name or "", cast(BinaryIO, file), file.size or 0)
    return Status(201, {**present(made), "preview": imports.preview(made)})


@router.get("/imports", response=ImportPage)
def list_contact_imports(request: ApiRequest, parameters: Query[ListParameters]) -> dict[str, object]:
    rows = imports.list_imports(request.auth)
    if parameters.q:
        rows = rows.filter(filename__icontains=parameters.q)
    items, next_cursor = page(rows, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": [present(one) for one in items], "next_cursor": next_cursor}


@router.get("/imports/{uuid:import_id}", response=ImportOut)
def get_contact_import(request: ApiRequest, import_id: UUID) -> dict[str, object]:
    return present(imports.get_import(request.auth, import_id))


@router.get("/imports/{uuid:import_id}/preview", response=ImportPreviewOut)
def preview_contact_import(request: ApiRequest, import_id: UUID, parameters: Query[DialectIn]) -> dict[str, object]:
    """The first rows, read another way if need be. 409 once the import is over and its file is gone."""
    found = imports.get_waiting(request.auth, import_id)
    given = parameters.dict(exclude_none=True)
    return imports.preview(found, Dialect(**{**found.dialect, **given}))


@router.post("/imports/{uuid:import_id}/start", response=ImportOut)
def start_contact_import(request: ApiRequest, import_id: UUID, payload: ImportStartIn) -> dict[str, object]:
    found = imports.start(
        request.auth,
        import_id,
        columns=[column.dict() for column in payload.mapping],
        options=payload.options.dict(),
        dialect=payload.dialect.dict(exclude_none=True) if payload.dialect else None,
        list_id=payload.list_id,
    )
    return present(found)


@router.post("/imports/{uuid:import_id}/cancel", response=ImportOut)
def cancel_contact_import(request: ApiRequest, import_id: UUID) -> dict[str, object]:
    """What was taken in until then stays."""
    return present(imports.cancel(request.auth, import_id))


@router.get("/imports/{uuid:import_id}/bad-lines", openapi_extra=answers.CSV_FILE)
def export_bad_lines(request: ApiRequest, import_id: UUID) -> HttpResponseBase:
    """What could not be taken: the row, why, and the line as it stood there. Kept for 30 days."""
    return answers.csv_file(imports.read_bad_lines(request.auth, import_id), "bad-lines.csv")


@router.post("/{uuid:contact_id}/erase", response={204: None})
def erase_contact(request: ApiRequest, contact_id: UUID) -> Status[None]:
    """Forgets somebody for good: the contact, what they wrote, their address in every text. A hash stays, so that no
    import brings them back."""
    erasure.erase_contact(request.auth, contact_id)
    return Status(204, None)


@router.post("/erased/release", response={204: None})
def release_erased_address(request: ApiRequest, payload: ReleaseIn) -> Status[None]:
    """Lets an erased address be a contact again; for admins, whom its owner asked."""
    erasure.release(request.auth, payload.email, reason=payload.reason)
    return Status(204, None)


@router.get("/export", openapi_extra=answers.CSV_FILE)
def export_contacts(
    request: ApiRequest, segment_id: UUID | None = None, list_id: UUID | None = None
) -> HttpResponseBase:
    """All contacts, or those of a segment or on a list, as a file for spreadsheets."""
    return answers.csv_file(exporting.export(request.auth, segment_id=segment_id, list_id=list_id), "contacts.csv")
