"""The mail viewer: what went out, what came in, as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from frontdesk.mail import reading
from frontdesk.mail.delivery import wake
from frontdesk.mail.models import EmailMessage, EmailMessageEvent, MessageStatus, ReceivedMail
from frontdesk.mail.template_types import CARRYING_KEYS
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Profile
from frontdesk.platform.errors import Conflict, NotFound

LIST_COLUMNS = (
    "id",
    "status",
    "from_address",
    "to_address",
    "subject",
    "type",
    "template_id",
    "created_at",
    "sent_at",
    "tries",
    "last_error",
    "attachments",
)


@dataclass(frozen=True, slots=True)
class Filters:
    words: str = ""
    status: str = ""
    type: str = ""
    template_id: int | None = None


def list_sent(actor: Actor, filters: Filters) -> QuerySet[EmailMessage]:
    access.require(actor, Permission.MAIL_READ)
    found: QuerySet[EmailMessage] = EmailMessage.objects.all()
    if filters.status:
        found = found.filter(status=filters.status)
    if filters.type:
        found = found.filter(type=filters.type)
    if filters.template_id:
        found = found.filter(template_id=filters.template_id)
    if filters.words:
        words = filters.words
        found = found.filter(
            Q(subject__icontains=words) | Q(to_address__icontains=words) | Q(from_address__icontains=words)
        )
    return found


def present_sent(row: Mapping[str, object]) -> dict[str, object]:
    """A row of LIST_COLUMNS as the API's MessageOut."""
    values = dict(row)
    values["has_attachments"] = bool(values.pop("attachments"))
    return {**values, "direction": "out"}


def readable_received(actor: Actor) -> QuerySet[ReceivedMail]:
    """Mail to colleagues may carry links into their accounts: it is for them and for those who manage people."""
    found: QuerySet[ReceivedMail] = ReceivedMail.objects.all()
    if actor.org_id is None or actor.may(Permission.PEOPLE_MANAGE):
        return found
    colleagues = Profile.objects.filter(organization_id=actor.org_id).exclude(id=actor.profile_id)
    addresses = list(colleagues.values_list("email", flat=True))
    is_own = Q(envelope_to__contains=[actor.email])
    return found.exclude(Q(envelope_to__has_any_keys=addresses) & ~is_own) if addresses else found


def list_received(actor: Actor, filters: Filters) -> QuerySet[ReceivedMail]:
    access.require(actor, Permission.MAIL_READ)
    found = readable_received(actor)
    if filters.status or filters.type or filters.template_id:  # which only mail that goes out has
        return found.none()
    if filters.words:
        words = filters.words
        found = found.filter(
            Q(subject__icontains=words) | Q(envelope_from__icontains=words) | Q(envelope_to__icontains=words)
        )
    return found


def get_message(actor: Actor, message_id: UUID) -> EmailMessage | ReceivedMail:
    access.require(actor, Permission.MAIL_READ)
    sent = EmailMessage.objects.filter(id=message_id).first()
    message = sent or readable_received(actor).filter(id=message_id).first()
    if message is None:
        raise NotFound
    if isinstance(message, EmailMessage) and message.type in CARRYING_KEYS and message.to_address != actor.email:
        access.require(actor, Permission.PEOPLE_MANAGE)
    return message


def get_source(actor: Actor, message_id: UUID) -> bytes:
    message = get_message(actor, message_id)
    return bytes(message.mime if isinstance(message, EmailMessage) else message.raw)


def get_attachment(actor: Actor, message_id: UUID, index: int) -> tuple[str, bytes]:
    """File name and content of one attachment."""
    parts = reading.attachments_of(reading.parse(get_source(actor, message_id)))
    if not 0 <= index < len(parts):
        raise NotFound
    return reading.filename_of(parts[index], index), reading.attachment_bytes(parts[index])


def cancel(actor: Actor, message_id: UUID) -> EmailMessage:
    """Stops a mail that waits. Conflict once a worker has it."""
    return _move(actor, message_id, "cancelled", {MessageStatus.QUEUED}, MessageStatus.CANCELLED)


def retry(actor: Actor, message_id: UUID) -> EmailMessage:
    """Sends a failed or cancelled mail again, or one that waits for its next try right now."""
    sendable = {MessageStatus.FAILED, MessageStatus.CANCELLED, MessageStatus.QUEUED}
    message = _move(actor, message_id, "retried", sendable, MessageStatus.QUEUED)
    EmailMessage.objects.filter(id=message_id).update(tries=0, send_at=Now())  # its 72 hours begin again
    transaction.on_commit(wake, robust=True)
    return message


def _move(
    actor: Actor, message_id: UUID, verb: str, allowed: set[MessageStatus], status: MessageStatus
) -> EmailMessage:
    message = get_message(actor, message_id)
    access.require(actor, Permission.MAIL_SEND)
    waiting = EmailMessage.objects.filter(id=message_id, status__in=allowed)
    if not waiting.update(status=status, next_attempt_at=Now()):
        state = message.status if isinstance(message, EmailMessage) else "received"
        raise Conflict(f"This mail is {state}; it can no longer be {verb}.", code="mail-not-waiting")
    EmailMessageEvent.objects.create(
        organization_id=message.organization_id, message_id=message_id, status=status, detail=f"{verb} by {actor.email}"
    )
    audit.record(actor, f"mail.{verb}", object_type="email_message", object_id=message_id, label=message.subject)
    return EmailMessage.objects.get(id=message_id)
