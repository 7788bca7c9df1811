"""The mail viewer: what went out, what came in, as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from frontdesk.mail import reading
from frontdesk.mail.delivery import campaign_mail, wake
from frontdesk.mail.models import EmailMessage, EmailMessageEvent, MailProvider, MessageStatus, ReceivedMail
from frontdesk.mail.rendering import Rendered, RenderError
from frontdesk.mail.template_types import CARRYING_KEYS
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Profile
from frontdesk.platform import email_addresses
from frontdesk.platform.errors import Conflict, NotFound

_CANNOT_BE_MADE = (NotFound, RenderError, campaign_mail.Unwritable)
LIST_COLUMNS = (
    "id",
    "status",
    "from_address",
    "to_address",
    "subject",
    "type",
    "template_id",
    "created_at",
    "send_at",
    "sent_at",
    "tries",
    "last_error",
    "attachments",
    "campaign_id",
    "contact_id",
    "delivered_at",
    "bounce_kind",
    "bounce_reason",
    "in_doubt",
)


@dataclass(frozen=True, slots=True)
class Filters:
    words: str = ""
    status: str = ""
    type: str = ""
    template_id: int | None = None
    campaign_id: UUID | None = None
    contact_id: UUID | None = None
    provider_id: UUID | None = None

    @property
    def is_of_sent(self) -> bool:
        """Whether it asks for what only mail that goes out has."""
        return bool(self.status or self.type or self.template_id or self.campaign_id or self.contact_id
                    or self.provider_id)  # fmt: skip


def list_sent(actor: Actor, filters: Filters) -> QuerySet[EmailMessage]:
    access.require(actor, Permission.MAIL_READ)
    found: QuerySet[EmailMessage] = EmailMessage.objects.all()
    if filters.status:
        found = found.filter(status=filters.status)
    if filters.type:
        found = found.filter(type=filters.type)
    if filters.template_id:
        found = found.filter(template_id=filters.template_id)
    if filters.campaign_id:
        found = found.filter(campaign_id=filters.campaign_id)
    if filters.contact_id:
        found = found.filter(contact_id=filters.contact_id)
    if filters.provider_id:
        found = found.filter(account_id=filters.provider_id)
    if filters.words:
        words, address = filters.words, email_addresses.to_search(filters.words)
        found = found.filter(
            Q(subject__icontains=words) | Q(to_address__icontains=address) | Q(from_address__icontains=address)
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
    if filters.is_of_sent:
        return found.none()
    if filters.words:
        words, address = filters.words, email_addresses.to_search(filters.words)
        found = found.filter(
            Q(subject__icontains=words) | Q(envelope_from__icontains=address) | Q(envelope_to__icontains=address)
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
    return source_of(get_message(actor, message_id))


def source_of(message: EmailMessage | ReceivedMail) -> bytes:
    """As it went over the wire; of a campaign's mail, as it goes: made anew. Empty when it cannot be made."""
    if isinstance(message, ReceivedMail):
        return bytes(message.raw)
    if message.campaign_id is None:
        return bytes(message.mime)
    try:
        return campaign_mail.source_of(message)
    except _CANNOT_BE_MADE:
        return b""


def render_sent(message: EmailMessage) -> Rendered:
    """What its recipient reads. A campaign's mail that cannot be made says why in its text."""
    if message.campaign_id is None:
        return Rendered(message.subject, "", message.html, message.text)
    try:
        return campaign_mail.render(message)
    except _CANNOT_BE_MADE as error:
        return Rendered(message.subject, "", "", str(error))


def list_steps(message: EmailMessage) -> list[EmailMessageEvent]:
    """Its timeline. That a campaign's mail was queued is not written down for each of them: the row says when."""
    steps = list(EmailMessageEvent.objects.filter(message=message).order_by("created_at", "id"))
    if message.campaign_id is None:
        return steps
    queued = EmailMessageEvent(status=MessageStatus.QUEUED, detail="by the campaign", created_at=message.created_at)
    return [queued, *steps]


def account_name(message: EmailMessage) -> str:
    """Of the provider it went by; empty: by the deployment's."""
    rows = MailProvider.objects.filter(id=message.account_id) if message.account_id else MailProvider.objects.none()
    return rows.values_list("name", flat=True).first() or ""


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
    transaction.on_commit(lambda: wake(urgent=message.priority > 0), robust=True)
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
