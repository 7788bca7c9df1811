"""The ledger, call by call: in pages, one in full, and as a CSV file."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from frontdesk.ai import reports
from frontdesk.ai.models import ModelCall
from frontdesk.ai.reports import Filters
from frontdesk.orgs.access import Actor
from frontdesk.platform import spreadsheets
from frontdesk.platform.errors import NotFound
from frontdesk.platform.paging import page

LIST_COLUMNS = (
    "id",
    "created_at",
    "user_id",
    "user__full_name",
    "user__email",
    "api_key_id",
    "feature",
    "model_type",
    "model_id",
    "model_name",
    "served_by",
    "prompt_tokens",
    "completion_tokens",
    "provider_tokens",
    "estimated",
    "cost",
    "latency_ms",
    "first_token_ms",
    "status",
    "error_code",
    "related_type",
    "related_id",
    "request_id",
)
CSV_COLUMNS = (
    "id",
    "created_at",
    "person",
    "email",
    "feature",
    "model_type",
    "model_id",
    "model_name",
    "served_by",
    "prompt_tokens",
    "completion_tokens",
    "provider_tokens",
    "estimated",
    "cost",
    "currency",
    "latency_ms",
    "first_token_ms",
    "status",
    "error_code",
    "related_type",
    "related_id",
    "request_id",
    "api_key_id",
)
CHUNK = 2000


def list_calls(actor: Actor, filters: Filters, *, words: str = "") -> QuerySet[ModelCall]:
    """Newest first when paged. Raises Forbidden for others' calls without permission."""
    found: QuerySet[ModelCall] = ModelCall.objects.all()
    wanted: dict[str, object] = {
        "organization_id": filters.organization_id,
        "user_id": reports.whose(actor, filters),
        "model_type": filters.model_type,
        "model_id": filters.model_id,
        "feature": filters.feature,
        "status": filters.status,
        "created_at__gte": filters.since,
        "created_at__lt": filters.until,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value not in {None, ""}})
    if words:
        found = found.filter(
            Q(model_name__icontains=words) | Q(feature__icontains=words) | Q(request_id=words) | Q(error_code=words)
        )
    return found


def get_call(actor: Actor, call_id: int) -> dict[str, object]:
    """One call with the texts that were kept of it; NotFound also for others' without the permission to see usage."""
    calls = list_calls(actor, Filters()).filter(id=call_id)
    row = calls.values(*LIST_COLUMNS, "log").first()
    if row is None:
        raise NotFound
    return {**present(row), "log": row["log"]}


def present(row: Mapping[str, Any]) -> dict[str, object]:
    """A row of LIST_COLUMNS as the API shows it."""
    values = {name: value for name, value in row.items() if not name.startswith("user")}
    person = {"id": row["user_id"], "full_name": row["user__full_name"] or "", "email": row["user__email"] or ""}
    return {**values, "person": person if row["user_id"] else None, "cost": reports.money(row["cost"])}


def export(actor: Actor, filters: Filters, *, words: str = "", currency: str) -> Iterator[bytes]:
    """The CSV file in parts."""
    list_calls(actor, filters, words=words)  # what it raises, it raises before there is an answer

    def read(cursor: str | None) -> tuple[list[list[object]], str | None]:
        calls = list_calls(actor, filters, words=words).values(*LIST_COLUMNS)
        rows, behind = page(calls, cursor=cursor, limit=CHUNK)
        return [_csv_row(row, currency) for row in rows], behind

    return spreadsheets.stream(CSV_COLUMNS, read)


def _csv_row(row: Mapping[str, Any], currency: str) -> list[object]:
    values = {
        **row,
        "person": row["user__full_name"],
        "email": row["user__email"],
        "currency": currency,
        "cost": f"{row['cost']:f}",
    }
    return [values[name] for name in CSV_COLUMNS]
