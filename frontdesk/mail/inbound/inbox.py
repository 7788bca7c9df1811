"""Conversations with people outside, as agents see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from frontdesk.mail.messages import readable_received
from frontdesk.mail.models import EmailMessage, MailThread, ReceivedMail
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import email_addresses, events
from frontdesk.platform.errors import NotFound

ORDER = ("-last_message_at", "-id")
# Of a conversation the last so many are shown, each way.
MAX_SHOWN = 200
MAX_TAGS = 500
SNIPPET = 160


@dataclass(frozen=True, slots=True)
class Filters:
    """``state``: open, archived or all."""

    words: str = ""
    state: str = "open"
    tag: str = ""
    route: str = ""
    unread: bool | None = None
    kind: str = ""
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    thread: MailThread
    received: Sequence[ReceivedMail]
    sent: Sequence[EmailMessage]
    # Reports and automatic answers about what was sent in it: what did not arrive, and why.
    notices: Sequence[ReceivedMail]
    has_more: bool


def list_threads(actor: Actor, filters: Filters) -> "QuerySet[MailThread]":
    access.require(actor, Permission.MAIL_READ)
    readable = readable_received(actor).filter(thread=OuterRef("pk"))
    found: QuerySet[MailThread] = MailThread.objects.filter(Exists(readable)).select_related("contact", "campaign")
    if filters.state != "all":
        found = found.filter(archived_at__isnull=filters.state == "open")
    if filters.tag:
        found = found.filter(tags__contains=[filters.tag])
    if filters.route:
        found = found.filter(route=filters.route)
    if filters.unread is not None:
        found = found.filter(unread_count__gt=0) if filters.unread else found.filter(unread_count=0)
    if filters.kind:
        found = found.filter(campaign__isnull=filters.kind != "campaign_reply")
    if filters.contact_id:
        found = found.filter(contact_id=filters.contact_id)
    return found.filter(_words(filters.words, readable)) if filters.words else found


def list_tags(actor: Actor) -> list[str]:
    """Those that conversations carry, archived ones too; the first so many by name."""
    each = Func(F("tags"), function="jsonb_array_elements_text", output_field=TextField())
    tagged = list_threads(actor, Filters(state="all")).exclude(tags=[]).order_by()
    return sorted(tagged.annotate(tag=each).values_list("tag", flat=True).distinct().order_by("tag")[:MAX_TAGS])


def _words(words: str, readable: "QuerySet[ReceivedMail]") -> Combinable:
    inside = readable.filter(Q(new_text__icontains=words) | Q(subject__icontains=words))
    return (
        Q(subject__icontains=words)
        | Q(address__icontains=email_addresses.to_search(words))
        | Q(contact__full_name__icontains=words)
        | Exists(inside)
    )


def summarise(actor: Actor, threads: Sequence[MailThread]) -> dict[UUID, dict[str, object]]:
    """What a list shows besides the thread's own columns: the last words, who said them, whether something failed."""
    ids = [thread.id for thread in threads]
    last_in = (
        readable_received(actor)
        .filter(thread_id__in=ids)
        .order_by("thread_id", "-created_at")
        .distinct("thread_id")
        .values("thread_id", "created_at", "new_text", "text", "from_name", "from_address", "is_spoofed")
    )
    last_out = (
        EmailMessage.objects.filter(thread_id__in=ids)
        .order_by("thread_id", "-created_at")
        .distinct("thread_id")
        .values("thread_id", "created_at", "text", "status")
    )
    failed = EmailMessage.objects.filter(thread_id__in=ids, status__in=["bounced", "failed", "complained"])
    with_failure = set(failed.values_list("thread_id", flat=True))
    sent = {row["thread_id"]: row for row in last_out}
    found: dict[UUID, dict[str, object]] = {each: _summary({}, sent.get(each), each in with_failure) for each in ids}
    for row in last_in:
        thread_id = row["thread_id"]
        found[thread_id] = _summary(row, sent.get(thread_id), thread_id in with_failure)
    return found


def _summary(received: Mapping[str, object], sent: Mapping[str, object] | None, failed: bool) -> dict[str, object]:
    is_out = bool(sent) and (not received or str(sent and sent["created_at"]) > str(received["created_at"]))
    text = (sent or {}).get("text") if is_out else received.get("new_text") or received.get("text")
    return {
        "snippet": snippet(str(text or "")),
        "last_direction": "out" if is_out else "in",
        "last_from": "" if is_out else str(received.get("from_name") or received.get("from_address") or ""),
        "is_spoofed": bool(received.get("is_spoofed")),
        "has_failure": failed,
    }


def snippet(text: str) -> str:
    line = " ".join(text[: SNIPPET * 4].split())
    return line if len(line) <= SNIPPET else f"{line[: SNIPPET - 1].rstrip()}…"


def get_thread(actor: Actor, thread_id: UUID) -> MailThread:
    thread: MailThread | None = list_threads(actor, Filters(state="all")).filter(id=thread_id).first()
    if thread is None:
        raise NotFound
    return thread


def get_conversation(actor: Actor, thread_id: UUID) -> Conversation:
    """The last messages of both directions, oldest first."""
    thread = get_thread(actor, thread_id)
    readable = readable_received(actor).defer("raw")
    received = list(readable.filter(thread=thread).order_by("-created_at", "-id")[: MAX_SHOWN + 1])
    sent = list(
        EmailMessage.objects.filter(thread=thread)
        .defer("mime", "html", "data")
        .order_by("-created_at", "-id")[: MAX_SHOWN + 1]
    )
    notices = readable.filter(about_id__in=[each.id for each in sent]).order_by("created_at")[:MAX_SHOWN]
    return Conversation(
        thread,
        received[MAX_SHOWN - 1 :: -1] if len(received) >= MAX_SHOWN else received[::-1],
        sent[MAX_SHOWN - 1 :: -1] if len(sent) >= MAX_SHOWN else sent[::-1],
        list(notices),
        max(len(received), len(sent)) > MAX_SHOWN,
    )


def update_thread(
    actor: Actor,
    thread_id: UUID,
    *,
    is_archived: bool | None = None,
    is_read: bool | None = None,
    tags: list[str] | None = None,
) -> MailThread:
    """What is None stays."""
    thread = get_thread(actor, thread_id)
    changes: dict[str, object] = {}
    if is_archived is not None:
        changes["archived_at"] = (thread.archived_at or Now()) if is_archived else None
    if tags is not None:
        changes["tags"] = list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
    if is_read is not None:
        changes["unread_count"] = _mark(thread, is_read=is_read)
    if changes:
        MailThread.objects.filter(id=thread.id).update(**changes)
        events.record("mail.thread_updated", record_type="mail_thread", record_id=thread.id)
    return get_thread(actor, thread_id)


def _mark(thread: MailThread, *, is_read: bool) -> int:
    """Returns how many are unread then: all read, or the last one not."""
    messages = ReceivedMail.objects.filter(thread=thread)
    if is_read:
        messages.filter(is_read=False).update(is_read=True)
        return 0
    last = messages.order_by("-created_at").values_list("id", flat=True).first()
    if last is not None:
        messages.filter(id=last).update(is_read=False)
    return messages.filter(is_read=False).count()
