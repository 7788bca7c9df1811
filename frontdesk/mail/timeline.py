"""What a contact's timeline says of mail: what went out and what became of it, what arrived, and the lists."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q

from frontdesk.mail.models import (
    EmailEngagement,
    EmailMessage,
    EmailMessageEvent,
    EngagementKind,
    MessageStatus,
    ReceivedMail,
    Subscription,
    SubscriptionState,
)
from frontdesk.mail.parsing import MailKind
from frontdesk.orgs.models import Contact, Profile

LATEST = 200  # of each kind
_DEEDS = {EngagementKind.OPEN: "mail.opened", EngagementKind.CLICK: "mail.clicked"}
_WENT_WRONG = [MessageStatus.BOUNCED, MessageStatus.COMPLAINED]
# Reports are told of at the mail that they are about.
_OWN_WORDS = [MailKind.MESSAGE, MailKind.LIST, MailKind.AUTO_REPLY]
_SUBSCRIPTIONS = {
    SubscriptionState.PENDING: "list.pending",
    SubscriptionState.SUBSCRIBED: "list.subscribed",
    SubscriptionState.UNSUBSCRIBED: "list.unsubscribed",
}


def list_entries(contact: Contact) -> list[dict[str, object]]:
    sent = {message.id: message for message in _sent_to(contact)}
    return [*_of_sent(sent), *_of_deeds(sent), *_of_received(contact), *_of_lists(contact)]


def _entry(at: datetime, kind: str, title: str, detail: str, record_type: str, record_id: object) -> dict[str, object]:
    named = {"record_type": record_type, "record_id": str(record_id)}
    return {"at": at, "kind": kind, "title": title, "detail": detail, **named}


def _sent_to(contact: Contact) -> list[EmailMessage]:
    """The latest mails: newsletters are found by the contact, others by the address."""
    to_contact = Q(to_address__iexact=contact.email) | Q(to_address__icontains=f"<{contact.email}>")
    others = EmailMessage.objects.filter(to_contact, campaign__isnull=True)
    newsletters = EmailMessage.objects.filter(contact=contact, campaign__isnull=False)
    found = [
        *others.defer("mime", "html", "text", "data").order_by("-created_at")[:LATEST],
        *newsletters.defer("mime", "html", "text", "data").order_by("-created_at")[:LATEST],
    ]
    return sorted(found, key=lambda message: message.created_at, reverse=True)[:LATEST]


def _of_sent(sent: dict[UUID, EmailMessage]) -> Iterator[dict[str, object]]:
    wrong = [message.id for message in sent.values() if message.status in _WENT_WRONG]
    told = EmailMessageEvent.objects.filter(message_id__in=wrong, status__in=_WENT_WRONG).exclude(detail="")
    why = dict(told.order_by("id").values_list("message_id", "detail"))
    for message in sent.values():
        detail = message.last_error or why.get(message.id, "") or message.bounce_reason
        yield _entry(message.created_at, f"mail.{message.status}", message.subject, detail, "email_message", message.id)


def _of_deeds(sent: dict[UUID, EmailMessage]) -> Iterator[dict[str, object]]:
    """By people alone: each open once and each link once, at their first time, with how often it was."""
    deeds = (
        EmailEngagement.objects.filter(message_id__in=list(sent), kind__in=list(_DEEDS), is_machine=False)
        .values("message_id", "kind", "url")
        .annotate(at=Min("created_at"), times=Count("id"))
        .order_by("-at")[:LATEST]
    )
    for deed in deeds:
        times = f"{deed['times']} ×" if deed["times"] > 1 else ""
        yield _entry(
            deed["at"],
            _DEEDS[EngagementKind(deed["kind"])],
            sent[deed["message_id"]].subject,
            " ".join(filter(None, [deed["url"], times])),
            "email_message",
            deed["message_id"],
        )
    left = EmailEngagement.objects.filter(message_id__in=list(sent), kind=EngagementKind.UNSUBSCRIBE)
    for message_id, at in left.order_by("-created_at").values_list("message_id", "created_at")[:LATEST]:
        yield _entry(at, "mail.unsubscribed", sent[message_id].subject, "", "email_message", message_id)


def _of_received(contact: Contact) -> Iterator[dict[str, object]]:
    arrived = ReceivedMail.objects.filter(from_address=contact.email, kind__in=_OWN_WORDS, is_spoofed=False)
    # Mail to a colleague is for that one, as in the inbox; a timeline does not know who looks at it.
    colleagues = list(Profile.objects.filter(organization_id=contact.organization_id).values_list("email", flat=True))
    if colleagues:
        arrived = arrived.exclude(envelope_to__has_any_keys=colleagues)
    for row in arrived.order_by("-created_at").only("id", "created_at", "kind", "subject", "dropped_reason")[:LATEST]:
        kind = "mail.auto_reply" if row.kind == MailKind.AUTO_REPLY else "mail.received"
        yield _entry(row.created_at, kind, row.subject, row.dropped_reason, "received_mail", row.id)


def _of_lists(contact: Contact) -> Iterator[dict[str, object]]:
    for row in Subscription.objects.filter(contact=contact).select_related("list"):
        at = row.confirmed_at or row.created_at
        if row.state == SubscriptionState.UNSUBSCRIBED:
            at = row.ended_at or at
        kind = _SUBSCRIPTIONS[SubscriptionState(row.state)]
        yield _entry(at, kind, row.list.name, "", "mail_list", row.list_id)
