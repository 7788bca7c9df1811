"""Writes down what happened to a mail, and what follows from it."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models.functions import Coalesce
from django.utils import timezone

from frontdesk.mail.models import EmailMessage, EmailMessageEvent, MessageStatus
from frontdesk.mail.outcomes import addresses, engagement, people, telling
from frontdesk.mail.outcomes.states import HARD, SOFT, Happening, HappeningKind, Told, fold
from frontdesk.platform.errors import NotFound

# Without what it says, which may be megabytes.
COLUMNS = (
    "id", "organization", "status", "to_address", "subject", "type", "template", "template_version", "locale",
    "campaign", "variant", "contact", "bounce_kind", "bounce_reason", "sent_at", "delivered_at", "created_at",
    "claimed_by",
)  # fmt: skip
_WRITE_DOWN = """
insert into email_message_event
  (organization_id, message_id, status, detail, bounce_kind, bounce_reason, key, created_at)
values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing returning id
"""
_CHANGE_STATE = (HappeningKind.DELIVERED, HappeningKind.BOUNCED, HappeningKind.COMPLAINED)
_BEFORE_SENT = (MessageStatus.QUEUED, MessageStatus.SENDING)


def apply(org_id: UUID | None, message_id: UUID, happening: Happening) -> bool:
    """Inside the caller's transaction, bound to ``org_id`` or as the platform; False when it was told before.

    NotFound when the organization has no such mail.
    """
    message = _lock(org_id, message_id)
    if happening.kind in (HappeningKind.OPENED, HappeningKind.CLICKED):
        return engagement.note(message, happening)
    if not _write_down(message, happening):
        return False
    if happening.kind in _CHANGE_STATE:
        _move(message)
    _follow(message, happening)
    telling.tell(message, happening)
    return True


def record_bounce(
    org_id: UUID | None,
    message_id: UUID | None,
    address: str,
    *,
    is_hard: bool,
    reason: str,
    detail: str,
    at: datetime | None = None,
    key: str = "",
) -> bool:
    """``address`` did not take a mail of ours. The caller has proven that it was ours: by the token of a return path,
    by our own Message-ID together with the address it went to, or because it was told so on its own connection.

    Without a mail the address alone is suppressed, when the bounce is hard. False when it was told before.
    """
    kind = HARD if is_hard else SOFT
    if message_id is None:
        return org_id is not None and addresses.note_bounce(org_id, address, kind, reason, detail)
    happening = Happening(
        HappeningKind.BOUNCED,
        at or timezone.now(),
        recipient=address,
        detail=detail,
        bounce_kind=kind,
        reason=reason,
        # The same report read twice, whenever that is.
        key=key or f"{kind} {reason} {detail}",
    )
    return apply(org_id, message_id, happening)


def _lock(org_id: UUID | None, message_id: UUID) -> EmailMessage:
    rows = EmailMessage.objects.select_for_update().only(*COLUMNS)
    message = rows.filter(id=message_id, organization_id=org_id).first()  # type: ignore[misc]  # None is NULL
    if message is None:
        raise NotFound
    return message


def _write_down(message: EmailMessage, happening: Happening) -> bool:
    values = [
        message.organization_id,
        message.id,
        happening.kind.value,
        happening.detail[:2000],
        happening.bounce_kind,
        happening.reason[:30],
        happening.digest,
        happening.at,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_DOWN, values)
        return cursor.fetchone() is not None


def _move(message: EmailMessage) -> None:
    rows = EmailMessageEvent.objects.filter(message_id=message.id, status__in=_CHANGE_STATE)
    told = rows.values_list("status", "created_at", "bounce_kind", "bounce_reason")
    state = fold(message.status, (Told(*row) for row in told))
    changes: dict[str, object] = {
        "status": state.status,
        "delivered_at": state.delivered_at,
        "bounce_kind": state.bounce_kind,
        "bounce_reason": state.bounce_reason,
    }
    if message.status in _BEFORE_SENT:
        # Its sender has not written yet that it went out, or died before: it did, and must not go again.
        changes |= {"claimed_by": None, "sent_at": Coalesce("sent_at", timezone.now())}
    EmailMessage.objects.filter(id=message.id).update(**changes)
    message.status, message.bounce_kind = state.status, state.bounce_kind


def _follow(message: EmailMessage, happening: Happening) -> None:
    org_id = message.organization_id
    if org_id is None:  # the platform's own mail: it has no list of addresses
        return
    match happening.kind:
        case HappeningKind.BOUNCED:
            addresses.note_bounce_of(org_id, message, happening)
        case HappeningKind.DELIVERED:
            addresses.note_delivery(org_id, message)
        case HappeningKind.COMPLAINED:
            addresses.note_delivery(org_id, message)
            people.complain(org_id, message)
        case HappeningKind.UNSUBSCRIBED:
            people.leave_everything(org_id, message, how="at the mail provider")
