"""Conversations with people outside."""

from collections.abc import Mapping
from uuid import UUID

from ninja import Query, Router

from frontdesk.mail import messages
from frontdesk.mail.api.received import present, present_detail, present_report
from frontdesk.mail.inbound import addressing, inbox
from frontdesk.mail.inbound.inbox import Conversation, Filters, snippet
from frontdesk.mail.models import EmailMessage, MailThread, ReceivedMail
from frontdesk.mail.schemas.inbox import (
    ConversationOut,
    ThreadChangeIn,
    ThreadListIn,
    ThreadOut,
    ThreadPage,
    ThreadTagsOut,
)
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.paging import page

router = Router(tags=["mail inbox"], auth=SIGNED_IN)
_PLAIN = ("id", "subject", "address", "contact", "campaign_id", "tags", "route")
_NUMBERS = ("message_count", "unread_count", "last_message_at", "created_at")


def _present(thread: MailThread, summary: Mapping[str, object]) -> dict[str, object]:
    return {
        **{name: getattr(thread, name) for name in (*_PLAIN, *_NUMBERS)},
        **summary,
        "campaign_name": thread.campaign.name if thread.campaign else "",
        "is_archived": thread.archived_at is not None,
        "reply_address": addressing.reply_address(thread),
    }


@router.get("", response=ThreadPage)
def list_threads(request: ApiRequest, parameters: Query[ThreadListIn]) -> dict[str, object]:
    """The last written first."""
    filters = Filters(
        words=parameters.q,
        state=parameters.state,
        tag=parameters.tag,
        route=parameters.route,
        unread=parameters.unread,
        kind=parameters.kind or "",
        contact_id=parameters.contact_id,
    )
    threads, next_cursor = page(
        inbox.list_threads(request.auth, filters), cursor=parameters.cursor, limit=parameters.limit, order=inbox.ORDER
    )
    summaries = inbox.summarise(request.auth, threads)
    return {"items": [_present(each, summaries[each.id]) for each in threads], "next_cursor": next_cursor}


@router.get("/tags", response=ThreadTagsOut)
def list_thread_tags(request: ApiRequest) -> dict[str, object]:
    """Which tags the conversations carry, by name: what a list can be filtered by."""
    return {"items": inbox.list_tags(request.auth)}


@router.get("/{uuid:thread_id}", response=ConversationOut)
def get_thread(request: ApiRequest, thread_id: UUID) -> dict[str, object]:
    """With the mails of both directions, oldest first, and what came back about those that were sent."""
    found = inbox.get_conversation(request.auth, thread_id)
    summary = inbox.summarise(request.auth, [found.thread])[thread_id]
    return {**_present(found.thread, summary), "messages": _messages(found), "has_more": found.has_more}


@router.patch("/{uuid:thread_id}", response=ThreadOut)
def update_thread(request: ApiRequest, thread_id: UUID, payload: ThreadChangeIn) -> dict[str, object]:
    """Archives, marks as read or unread, sets tags."""
    thread = inbox.update_thread(
        request.auth, thread_id, is_archived=payload.is_archived, is_read=payload.is_read, tags=payload.tags
    )
    return _present(thread, inbox.summarise(request.auth, [thread])[thread_id])


def _messages(found: Conversation) -> list[dict[str, object]]:
    notices: dict[UUID | None, list[ReceivedMail]] = {}
    for each in found.notices:
        notices.setdefault(each.about_id, []).append(each)
    both = [(each.created_at, {**present_detail(each), "direction": "in"}) for each in found.received]
    both += [(each.created_at, _present_sent(each, notices.get(each.id, []))) for each in found.sent]
    return [message for _, message in sorted(both, key=lambda pair: pair[0])]


def _present_sent(message: EmailMessage, notices: list[ReceivedMail]) -> dict[str, object]:
    names = ("id", "status", "from_address", "to_address", "subject", "bounce_kind", "bounce_reason")
    return {
        "direction": "out",
        # A campaign's mail is kept as its recipient's data alone and made anew.
        "text": message.text if message.campaign_id is None else messages.render_sent(message).text,
        **{name: getattr(message, name) for name in (*names, "last_error", "created_at", "sent_at", "delivered_at")},
        "notices": [_present_notice(each) for each in notices],
    }


def _present_notice(row: ReceivedMail) -> dict[str, object]:
    shown = present(row)
    return {
        **{name: shown[name] for name in ("id", "kind", "from_address", "created_at")},
        "report": present_report(row),
        "snippet": snippet(row.new_text),
    }
