"""Addresses that get no mail, or no marketing."""

from collections.abc import Mapping
from typing import BinaryIO, cast

from django.http import HttpResponseBase
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from frontdesk.mail.schemas.common import DatabaseId
from frontdesk.mail.schemas.suppressions import (
    ByHand,
    SuppressedOut,
    SuppressionImportOut,
    SuppressionIn,
    SuppressionListIn,
    SuppressionPage,
)
from frontdesk.mail.suppression import importing, listing
from frontdesk.mail.suppression.importing import Imported
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.models import Suppression, SuppressionReason
from frontdesk.platform import answers
from frontdesk.platform.paging import page

router = Router(tags=["mail"], auth=SIGNED_IN)


def _present(row: Mapping[str, object]) -> dict[str, object]:
    values = {name: row[name] for name in ("id", "email", "reason", "detail", "created_at")}
    return {**values, "created_by": row["created_by__full_name"] or ""}


@router.get("", response=SuppressionPage)
def list_suppressions(request: ApiRequest, parameters: Query[SuppressionListIn]) -> dict[str, object]:
    """Newest first. `q`: part of an address or of the detail; a whole address also finds who was erased."""
    reason = parameters.reason.value if parameters.reason else ""
    found = listing.list_suppressions(request.auth, words=parameters.q, reason=reason)
    rows, next_cursor = page(found.values(*listing.COLUMNS), cursor=parameters.cursor, limit=parameters.limit)
    return {"items": [_present(row) for row in rows], "next_cursor": next_cursor}


@router.post("", response={201: SuppressedOut})
def add_suppression(request: ApiRequest, payload: SuppressionIn) -> Status[dict[str, object]]:
    """409 when the address stands there for this reason already."""
    row = listing.add_suppression(
        request.auth, email=payload.email, reason=SuppressionReason(payload.reason), detail=payload.detail
    )
    return Status(201, _one(row, request.auth.full_name))


def _one(row: Suppression, created_by: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("id", "email", "reason", "detail", "created_at")} | {
        "created_by": created_by
    }


@router.get("/export", response=str, openapi_extra=answers.CSV_FILE)
def export_suppressions(request: ApiRequest, parameters: Query[SuppressionListIn]) -> HttpResponseBase:
    """The same as a CSV file, which `import` takes again; `cursor` and `limit` count for nothing here."""
    reason = parameters.reason.value if parameters.reason else ""
    parts = listing.export(request.auth, words=parameters.q, reason=reason)
    return answers.csv_file(parts, "suppressions.csv")


@router.post("/import", response=SuppressionImportOut)
def import_suppressions(request: ApiRequest, file: File[UploadedFile], reason: Form[ByHand] = "manual") -> Imported:
    """A CSV file of addresses: our own export, or that of listmonk, Mailchimp, Amazon SES or another with a column
    `email`. `reason` is for lines that name none."""
    return importing.import_file(
        request.auth, cast(BinaryIO, file), file.size or 0, filename=file.name or "", reason=SuppressionReason(reason)
    )


@router.delete("/{suppression_id}", response={204: None})
def remove_suppression(request: ApiRequest, suppression_id: DatabaseId) -> Status[None]:
    """Takes the address off the list for this one reason. Who was erased stays there (409)."""
    listing.remove_suppression(request.auth, suppression_id)
    return Status(204, None)
