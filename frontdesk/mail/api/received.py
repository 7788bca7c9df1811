"""All that arrived, also what opened nothing."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from frontdesk.mail.inbound import arrived
from frontdesk.mail.inbound.arrived import Filters
from frontdesk.mail.inbound.inbox import snippet
from frontdesk.mail.models import ReceivedMail
from frontdesk.mail.schemas.inbox import ReceivedDetailIn, ReceivedDetailOut, ReceivedListIn, ReceivedPage
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.paging import page

router = Router(tags=["mail inbox"], auth=SIGNED_IN)
# A page of its own, as a page's policy holds for what it writes into a frame: the app's own lets no pictures from
# elsewhere in. It has no origin, runs nothing and sends nothing; links open in a window of their own.
_SHOWN_ALONE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src {pictures} data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}
_PLAIN = (
    "id", "state", "kind", "kind_reason", "is_automatic", "subject", "from_address", "from_name", "to_addresses",
    "cc_addresses", "envelope_from", "envelope_to", "source", "mailbox_id", "size", "thread_id", "contact_id",
    "about_id", "is_spoofed", "is_read", "tags", "dropped_reason", "parse_error", "dated_at", "created_at",
)  # fmt: skip
_DETAIL = (
    "in_reply_to", "text", "new_text", "quoted_text", "signature", "holds_images_back", "invitations", "protection",
    "defects",
)  # fmt: skip


def present(row: ReceivedMail) -> dict[str, object]:
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "from_address": row.from_address or row.envelope_from,
        "snippet": snippet(row.new_text),
        "has_attachments": any(not each["is_inline"] for each in row.attachments),
        "report": present_report(row),
    }


def present_report(row: ReceivedMail) -> dict[str, object] | None:
    return row.report or None


def present_detail(row: ReceivedMail, *, with_remote: bool = False) -> dict[str, object]:
    return {
        **present(row),
        **{name: getattr(row, name) for name in _DETAIL},
        "message_id": row.message_id_header,
        "html": arrived.shown_html(row, with_remote=with_remote),
        "attachments": [
            {**each, "url": f"/api/mail/received/{row.id}/attachments/{each['index']}"} for each in row.attachments
        ],
        "authentication": row.authentication if "spf" in row.authentication else None,
    }


@router.get("", response=ReceivedPage)
def list_received(request: ApiRequest, parameters: Query[ReceivedListIn]) -> dict[str, object]:
    """Bounces, automatic answers, what was dropped and what cannot be read are here as well; newest first."""
    filters = Filters(
        words=parameters.q,
        state=parameters.state or "",
        kind=parameters.kind or "",
        source=parameters.source or "",
        tag=parameters.tag,
        mailbox_id=parameters.mailbox_id,
        message_id=parameters.message_id,
        is_spoofed=parameters.is_spoofed,
    )
    rows, next_cursor = page(
        arrived.list_received(request.auth, filters), cursor=parameters.cursor, limit=parameters.limit
    )
    return {"items": [present(row) for row in rows], "next_cursor": next_cursor}


@router.get("/{uuid:received_id}", response=ReceivedDetailOut)
def get_received(request: ApiRequest, received_id: UUID, parameters: Query[ReceivedDetailIn]) -> dict[str, object]:
    """One mail in full, its HTML sanitised and without pictures that are elsewhere unless they are asked for."""
    return present_detail(arrived.get_received(request.auth, received_id), with_remote=parameters.images)


@router.get("/{uuid:received_id}/page", response=str)
def get_received_page(request: ApiRequest, received_id: UUID, parameters: Query[ReceivedDetailIn]) -> HttpResponse:
    """Its HTML alone, for a frame; sanitised, and shut off by a policy of its own."""
    row = arrived.get_received(request.auth, received_id)
    html = arrived.shown_html(row, with_remote=parameters.images)
    pictures = "'self' https: http:" if parameters.images else "'self'"
    return HttpResponse(
        html.replace("<head>", '<head><base target="_blank">', 1),
        content_type="text/html; charset=utf-8",
        headers={name: value.format(pictures=pictures) for name, value in _SHOWN_ALONE.items()},
    )


@router.get("/{uuid:received_id}/source", response=str)
def get_received_source(request: ApiRequest, received_id: UUID) -> HttpResponse:
    """Byte for byte as it came."""
    source = arrived.get_source(request.auth, received_id)
    return HttpResponse(source, content_type="text/plain; charset=utf-8")


@router.get("/{uuid:received_id}/attachments/{int:index}", response=bytes)
def get_received_attachment(request: ApiRequest, received_id: UUID, index: int) -> HttpResponse:
    """Always as a download and never as something a browser would run."""
    name, _, content = arrived.get_attachment(request.auth, received_id, index)
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


@router.post("/{uuid:received_id}/reprocess", response={202: ReceivedDetailOut})
def reprocess_received(request: ApiRequest, received_id: UUID) -> Status[dict[str, object]]:
    """Reads it once more, after a fix or a changed filter."""
    return Status(202, present_detail(arrived.reprocess(request.auth, received_id)))
