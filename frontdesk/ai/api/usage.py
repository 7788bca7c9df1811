"""What was used and what it cost."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpResponseBase
from ninja import Query, Router
from pydantic import ValidationError

from frontdesk.ai import call_lists, comparing, reports, usage_exports
from frontdesk.ai.comparing import Comparison
from frontdesk.ai.schemas.usage import (
    AiCallDetailOut,
    AiCallPage,
    CallListIn,
    CompareFilters,
    CompareIn,
    ComparisonOut,
    DriftPage,
    ProviderUsageIn,
    RowId,
    UsageIn,
    UsageOut,
)
from frontdesk.ai.usage_exports import UsageRow
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import answers
from frontdesk.platform.errors import BadInput
from frontdesk.platform.paging import page

router = Router(tags=["AI usage"], auth=SIGNED_IN)

EXPORT_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            },
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "rows": {
                            "type": "array",
                            "items": ProviderUsageIn.model_json_schema(),
                            "minItems": 1,
                            "maxItems": 50_000,
                        }
                    },
                    "required": ["rows"],
                    "additionalProperties": False,
                }
            },
        },
    }
}


@router.get("/usage", response=UsageOut)
def get_ai_usage(request: ApiRequest, parameters: Query[UsageIn]) -> dict[str, object]:
    """Sums of calls by model, person, feature or day: one's own, or with ai.usage_read everybody's."""
    return reports.summarize(
        request.auth,
        parameters.group_by,
        parameters.filters(),
        cursor=parameters.cursor,
        limit=parameters.limit,
    )


@router.get("/usage/drift", response=DriftPage)
def get_usage_drift(request: ApiRequest) -> dict[str, object]:
    """What the last nightly comparison of the counters with the ledger found; superadmins see each organization's."""
    return {"items": list(reports.list_drift(request.auth)), "next_cursor": None}


@router.post("/usage/compare", response=ComparisonOut, openapi_extra=EXPORT_BODY)
def compare_ai_usage(request: ApiRequest, parameters: Query[CompareFilters]) -> Comparison:
    """The ledger beside a provider's own account of it, per UTC day and model.

    Send the provider's export as `file`: OpenAI's or Anthropic's as it is, or CSV with the columns `date`, `model`,
    `input_tokens` and `output_tokens`. Or send such rows as JSON.
    """
    access.require(request.auth, Permission.AI_USAGE_READ)
    return comparing.compare(request.auth, _read_rows(request), parameters.filters())


def _read_rows(request: ApiRequest) -> Sequence[UsageRow]:
    if request.content_type != "multipart/form-data":
        return [
            UsageRow(row.date, row.model, row.input_tokens, row.output_tokens, row.requests)
            for row in _parse_json(request.body).rows
        ]
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        raise BadInput.field("file", "Send the export as the form's field “file”.")
    return usage_exports.read_export(file.read(usage_exports.MOST_BYTES + 1))


def _parse_json(body: bytes) -> CompareIn:
    try:
        return CompareIn.model_validate_json(body)
    except ValidationError as error:
        errors = [
            {"field": ".".join(map(str, entry["loc"])) or "body", "message": entry["msg"]}
            for entry in error.errors()[:20]
        ]
        raise BadInput("; ".join(f"{each['field']}: {each['message']}" for each in errors), errors=errors) from error


@router.get("/calls", response=AiCallPage)
def list_ai_calls(request: ApiRequest, parameters: Query[CallListIn]) -> dict[str, object]:
    """The ledger, newest call first."""
    calls = call_lists.list_calls(request.auth, parameters.filters(parameters.status), words=parameters.q)
    rows, next_cursor = page(calls.values(*call_lists.LIST_COLUMNS), cursor=parameters.cursor, limit=parameters.limit)
    return {"items": [call_lists.present(row) for row in rows], "next_cursor": next_cursor}


@router.get("/calls/export.csv", response=str, openapi_extra=answers.CSV_FILE)
def export_ai_calls(request: ApiRequest, parameters: Query[CallListIn]) -> HttpResponseBase:
    """The same as a file for spreadsheets; `cursor` and `limit` count for nothing here."""
    parts = call_lists.export(
        request.auth,
        parameters.filters(parameters.status),
        words=parameters.q,
        currency=settings.AI_CURRENCY,
    )
    return answers.csv_file(parts, "ai-calls.csv")


@router.get("/calls/{call_id}", response=AiCallDetailOut)
def get_ai_call(request: ApiRequest, call_id: RowId) -> dict[str, object]:
    """One call, with its texts where they were kept."""
    return call_lists.get_call(request.auth, call_id)
