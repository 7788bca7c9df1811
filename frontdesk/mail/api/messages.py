"""The mail viewer."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from frontdesk.mail import messages, reading
from frontdesk.mail.models import EmailMessage, ReceivedMail
from frontdesk.mail.rendering.foreign import clean_document
from frontdesk.mail.schemas.messages import MessageDetailOut, MessageListIn, MessagePage
from frontdesk.mail.tracking import marking
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.paging import page

router = Router(tags=["mail"], auth=SIGNED_IN)


def _present_received(row: ReceivedMail) -> dict[str, object]:
    return {
        "id": row.id,
        "direction": "in",
        "status": "received",
        "from_address": row.envelope_from,
        "to_address": ", ".join(row.envelope_to),
        "subject": row.subject,
        "type": "",
        "template_id": None,
        "created_at": row.created_at,
        "send_at": None,
        "sent_at": None,
        "tries": 0,
        "last_error": "",
        "has_attachments": False,
        "campaign_id": None,
        "contact_id": None,
        "delivered_at": None,
        "bounce_kind": "",
        "bounce_reason": "",
        "in_doubt": 0,
    }


@router.get("", response=MessagePage)
def list_messages(request: ApiRequest, parameters: Query[MessageListIn]) -> dict[str, object]:
    """Mail that went out (`direction=out`) or came in (`direction=in`), newest first."""
    filters = messages.Filters(
        words=parameters.q,
        status=parameters.status or "",
        type=parameters.type or "",
        template_id=parameters.template_id,
        campaign_id=parameters.campaign_id,
        contact_id=parameters.contact_id,
        provider_id=parameters.provider_id,
    )
    if parameters.direction == "in":
        received, next_cursor = page(
            messages.list_received(request.auth, filters).defer("raw"),
            cursor=parameters.cursor,
            limit=parameters.limit,
        )
        return {"items": [_present_received(row) for row in received], "next_cursor": next_cursor}
    sent, next_cursor = page(
        messages.list_sent(request.auth, filters).values(*messages.LIST_COLUMNS),
        cursor=parameters.cursor,
        limit=parameters.limit,
    )
    return {"items": [messages.present_sent(row) for row in sent], "next_cursor": next_cursor}


@router.get("/{uuid:message_id}", response=MessageDetailOut)
def get_message(request: ApiRequest, message_id: UUID) -> dict[str, object]:
    """One mail in full. HTML from outside is sanitised; show it in a sandboxed frame all the same."""
    message = messages.get_message(request.auth, message_id)
    return _sent_detail(message) if isinstance(message, EmailMessage) else _received_detail(message)


def _sent_detail(message: EmailMessage) -> dict[str, object]:
    parsed = reading.parse(messages.source_of(message))
    columns = {name: getattr(message, name) for name in messages.LIST_COLUMNS}
    rendered = messages.render_sent(message)
    return {
        **messages.present_sent(columns),
        "subject": rendered.subject,
        "html": rendered.html,
        "text": rendered.text,
        "headers": reading.headers_of(parsed),
        "attachments": reading.describe_attachments(parsed),
        "cc": message.cc,
        "reply_to": message.reply_to,
        "template_version": message.template_version,
        "provider": message.provider,
        "provider_id": message.provider_id,
        "account_id": message.account_id,
        "account_name": messages.account_name(message),
        "variant": message.variant,
        "next_attempt_at": message.next_attempt_at if message.status == "queued" else None,
        "related": message.related,
        "events": [
            {"at": each.created_at, "status": each.status, "detail": each.detail}
            for each in messages.list_steps(message)
        ],
    }


def _received_detail(row: ReceivedMail) -> dict[str, object]:
    parsed = reading.parse(bytes(row.raw))
    attachments = reading.describe_attachments(parsed)
    return {
        **_present_received(row),
        "has_attachments": bool(attachments),
        "html": marking.without_pixels(clean_document(reading.body_of(parsed, "html"))),
        "text": reading.body_of(parsed, "plain"),
        "headers": reading.headers_of(parsed),
        "attachments": attachments,
        "cc": [],
        "reply_to": str(parsed.get("Reply-To", "")),
        "template_version": None,
        "provider": "smtp listener",
        "provider_id": "",
        "account_id": None,
        "account_name": "",
        "variant": None,
        "next_attempt_at": None,
        "related": {},
        "events": [{"at": row.created_at, "status": "received", "detail": f"from {row.peer}"}],
    }


@router.get("/{uuid:message_id}/source", response=str)
def get_source(request: ApiRequest, message_id: UUID) -> HttpResponse:
    """The mail as it went over the wire."""
    return HttpResponse(messages.get_source(request.auth, message_id), content_type="text/plain; charset=utf-8")


@router.get("/{uuid:message_id}/attachments/{int:index}", response=bytes)
def get_attachment(request: ApiRequest, message_id: UUID, index: int) -> HttpResponse:
    """One attachment, always as a download and never as something a browser would run."""
    name, content = messages.get_attachment(request.auth, message_id, index)
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


@router.post("/{uuid:message_id}/cancel", response=MessageDetailOut)
def cancel_message(request: ApiRequest, message_id: UUID) -> dict[str, object]:
    return _sent_detail(messages.cancel(request.auth, message_id))


@router.post("/{uuid:message_id}/retry", response=MessageDetailOut)
def retry_message(request: ApiRequest, message_id: UUID) -> dict[str, object]:
    return _sent_detail(messages.retry(request.auth, message_id))
