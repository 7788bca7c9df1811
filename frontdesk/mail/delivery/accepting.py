"""Accepting mail: what cannot be rendered is refused here, what is accepted is a row before the caller hears of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models.functions import Now

from frontdesk.mail import composing
from frontdesk.mail.addresses import known_address
from frontdesk.mail.composing import Envelope
from frontdesk.mail.delivery import envelopes, orders
from frontdesk.mail.delivery.leaving import Leaving
from frontdesk.mail.delivery.orders import Order, recipients_of
from frontdesk.mail.delivery.turns import BULK, URGENT
from frontdesk.mail.delivery.waking import wake
from frontdesk.mail.inbound import addressing
from frontdesk.mail.models import (
    EmailMessage,
    EmailMessageEvent,
    MessageStatus,
    TemplateCategory,
)
from frontdesk.mail.rendering import Rendered
from frontdesk.mail.template_types import CARRYING_KEYS
from frontdesk.mail.tracking import marking as marks
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import Contact, Organization, Profile
from frontdesk.platform.errors import TooLarge

MAX_DATA_BYTES = 256 * 1024
MAX_MESSAGE_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Accepted:
    message_id: UUID
    to: str
    status: str


def queue(order: Order, *, organization: Organization | None, created_by: UUID | None = None) -> list[Accepted]:
    """Renders and stores one row per recipient in the caller's transaction; the first is the first ``to``.

    Raises BadInput when the template cannot be rendered with the data, TooLarge above 10 MB.
    """
    ways_out = orders.find_leaving(order, organization)
    rendered = orders.render_order(order, organization, ways_out)
    batch_id = uuid.uuid4()
    envelope = envelopes.write_envelope(order, organization, batch_id)
    rows = _rows(order, organization, envelope, rendered, batch_id, created_by)
    _write_mimes(rows, order, envelope, rendered, ways_out)
    _hold_back(rows, order)
    EmailMessage.objects.bulk_create(rows)
    EmailMessageEvent.objects.bulk_create(
        EmailMessageEvent(
            organization_id=row.organization_id,
            message_id=row.id,
            status=row.status,
            detail=row.last_error or order.send_at_reason,
        )
        for row in rows
    )
    if order.thread is not None:
        addressing.touch(order.thread)
    # After the commit: a job that was already waiting may otherwise look before these rows can be seen. Should it fail,
    # the mail is accepted all the same, and the schedule finds it.
    is_urgent = rows[0].priority == URGENT
    transaction.on_commit(lambda: wake(at=order.send_at, urgent=is_urgent), robust=True)
    return [Accepted(row.id, row.to_address, row.status) for row in rows]


def write_again(row: EmailMessage, order: Order, organization: Organization) -> None:
    """A waiting mail to one recipient with other words, in its row, which is not saved. Raises as ``queue`` does."""
    ways_out = orders.find_leaving(order, organization)
    rendered = orders.render_order(order, organization, ways_out)
    envelope = envelopes.envelope_of(row, order)
    row.subject, row.html, row.text = rendered.subject, rendered.html, rendered.text
    _write_mimes([row], order, envelope, rendered, ways_out)


def _rows(
    order: Order,
    organization: Organization | None,
    envelope: Envelope,
    rendered: Rendered,
    batch_id: UUID,
    created_by: UUID | None,
) -> list[EmailMessage]:
    described = [
        {"filename": a.filename, "content_type": a.content_type, "size": len(a.content)} for a in order.attachments
    ]
    chosen, recipients = order.serving, recipients_of(order)
    contacts = _find_contacts(organization, [address for _, address in recipients])
    return [
        EmailMessage(
            id=uuid.uuid4(),
            organization=organization,
            type=chosen.type.value,
            category=chosen.category,
            template_id=chosen.template_id,
            template_version=chosen.version,
            locale=chosen.source.locale,
            batch_id=batch_id,
            from_address=envelope.sender,
            to_address=address,
            recipient_kind=kind,
            reply_to=envelope.reply_to,
            cc=list(order.cc),
            subject=rendered.subject,
            html=rendered.html,
            text=rendered.text,
            message_id_header=envelope.message_id,
            attachments=described,
            related=dict(order.related),
            thread=order.thread,
            contact_id=contacts.get(known_address(address)),
            data=_kept_data(order),
            is_test=bool(order.subject_prefix),
            priority=BULK if chosen.category == TemplateCategory.MARKETING else URGENT,
            send_at=order.send_at,
            next_attempt_at=order.send_at or Now(),  # the database's clock is the one that is asked when it is due
            created_by_id=created_by,
        )
        for kind, address in recipients
    ]


def _find_contacts(organization: Organization | None, addresses: Sequence[str]) -> dict[str, UUID]:
    """What people do with a mail says something of them: also when they tend to open theirs."""
    if organization is None:
        return {}
    found = Contact.objects.filter(organization=organization, email__in=[known_address(each) for each in addresses])
    return dict(found.values_list("email", "id"))


def _kept_data(order: Order) -> dict[str, object] | None:
    """What a sample may be made of later: nothing that opens an account, and of tests nothing."""
    if order.subject_prefix or order.serving.type in CARRYING_KEYS:
        return None
    written = orjson.dumps(dict(order.data), default=str, option=orjson.OPT_NON_STR_KEYS)
    # PostgreSQL's JSON has no NUL.
    kept: dict[str, object] | None = None
    if len(written) <= MAX_DATA_BYTES and b"\\u0000" not in written:
        kept = orjson.loads(written)
    return kept


def _write_mimes(
    rows: list[EmailMessage],
    order: Order,
    envelope: Envelope,
    rendered: Rendered,
    ways_out: Leaving | None,
) -> None:
    """What goes out, for each recipient: alike but for the pixel and the links that tell who it was."""
    marking = marks.choose(rows[0].organization_id, order.serving.type, is_test=rows[0].is_test)
    built: dict[str, bytes] = {}
    for row in rows:
        own, headed = rendered, envelope
        if ways_out is not None:
            own = ways_out.put_in(rendered, row)
            row.html, row.text = own.html, own.text
            headed = replace(envelope, headers={**envelope.headers, **ways_out.headers(row)})
        html = marking.mark(own.html, row.id)
        if html not in built:
            built[html] = composing.build(headed, replace(own, html=html), order.attachments)
        row.mime = built[html]
        row.tracks_opens, row.tracks_clicks = marking.opens, marking.clicks
        if len(row.mime) > MAX_MESSAGE_BYTES:
            raise TooLarge(f"The mail is {len(row.mime) // 1024} kB with its attachments; the limit is 10 MB.")


def _hold_back(rows: list[EmailMessage], order: Order) -> None:
    org_id = rows[0].organization_id
    if org_id is None:
        return
    addresses = {known_address(row.to_address): row for row in rows}
    is_marketing = order.serving.category == TemplateCategory.MARKETING
    for email, reason in suppressions.find_held(org_id, addresses, is_marketing=is_marketing).items():
        addresses[email].status = MessageStatus.CANCELLED
        addresses[email].last_error = f"Held back: the address is suppressed ({reason})."


def locale_of_recipient(address: str, *, default: str) -> str:
    """The language that the person or contact at this address has chosen."""
    bare = known_address(address)
    chosen = Profile.objects.filter(email=bare).values_list("locale", flat=True).first()
    if chosen is None:
        chosen = Contact.objects.filter(email=bare).values_list("locale", flat=True).first()
    return chosen or default
