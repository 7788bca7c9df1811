"""In whose name a mail goes, where its answers go, and what its head says besides."""

from uuid import UUID

from django.conf import settings
from django.utils import timezone

from frontdesk.mail.addresses import split_address, write_address
from frontdesk.mail.composing import Envelope
from frontdesk.mail.delivery.orders import Order
from frontdesk.mail.inbound import addressing
from frontdesk.mail.models import EmailMessage, MailSender, TemplateCategory
from frontdesk.mail.sending_settings import senders
from frontdesk.mail.serving import Serving
from frontdesk.orgs.models import Organization


def write_envelope(order: Order, organization: Organization | None, batch_id: UUID) -> Envelope:
    own = _find_own_sender(order.serving, organization)
    return Envelope(
        message_id=f"<{batch_id}@{settings.MAIL_FROM_DOMAIN}>",
        date=timezone.now(),
        sender=_write_sender(own, order.serving, organization),
        to=order.to,
        cc=order.cc,
        reply_to=order.reply_to or _answers_to(order) or _reply_to(own, organization),
        headers=_headers(order),
    )


def envelope_of(row: EmailMessage, order: Order) -> Envelope:
    """Of a mail that waits: as it was, but for its date."""
    return Envelope(
        message_id=row.message_id_header,
        date=timezone.now(),
        sender=row.from_address,
        to=order.to,
        reply_to=row.reply_to,
        headers=_headers(order),
    )


def sender_of(chosen: Serving, organization: Organization | None) -> str:
    """The organization's own address of that kind, else the deployment's under the organization's name."""
    return _write_sender(_find_own_sender(chosen, organization), chosen, organization)


def reply_to_of(chosen: Serving, organization: Organization) -> str:
    """Where answers go when nobody says otherwise."""
    return _reply_to(_find_own_sender(chosen, organization), organization)


def _find_own_sender(chosen: Serving, organization: Organization | None) -> MailSender | None:
    if organization is None:
        return None
    return senders.find_sender(organization.id, chosen.from_type, category=chosen.category)


def _write_sender(own: MailSender | None, chosen: Serving, organization: Organization | None) -> str:
    name, address = split_address(settings.MAIL_FROM[chosen.from_type])
    if organization is not None:
        name = organization.name
    return write_address(own.name or name, own.email) if own else write_address(name, address)


def _reply_to(own: MailSender | None, organization: Organization | None) -> str:
    return (own.reply_to if own else "") or (organization.support_address if organization else "")


def _answers_to(order: Order) -> str:
    return addressing.reply_address(order.thread) if order.thread is not None else ""


def _headers(order: Order) -> dict[str, str]:
    headers = {"X-Frontdesk-Type": order.serving.type.value}
    if order.serving.category == TemplateCategory.SYSTEM:
        headers["Auto-Submitted"] = "auto-generated"
    return headers | (addressing.answer_headers(order.thread) if order.thread is not None else {})
