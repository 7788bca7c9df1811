"""One mail that somebody wants sent: to whom, and what it says to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings

from frontdesk.mail import problems, serving
from frontdesk.mail.addresses import known_address, split_address
from frontdesk.mail.composing import Attachment
from frontdesk.mail.delivery import leaving
from frontdesk.mail.delivery.leaving import Leaving
from frontdesk.mail.models import MailThread, TemplateCategory
from frontdesk.mail.rendering import Rendered, RenderError, render
from frontdesk.mail.serving import Serving
from frontdesk.orgs.models import Organization


@dataclass(frozen=True, slots=True)
class Order:
    """Addresses are bare or ``Name <address>``."""

    serving: Serving
    to: Sequence[str]
    data: Mapping[str, object]
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    reply_to: str = ""
    attachments: Sequence[Attachment] = ()
    send_at: datetime | None = None
    # Why then, where nobody named the moment: for the mail's history.
    send_at_reason: str = ""
    related: Mapping[str, object] = field(default_factory=dict)
    # The conversation that it goes into: answers come back to it.
    thread: MailThread | None = None
    recipient_name: str = ""
    # Of a try of a template: not tracked, and counted nowhere.
    subject_prefix: str = ""


def recipients_of(order: Order) -> list[tuple[str, str]]:
    """Kind and address of each recipient; who is named twice gets one mail."""
    named = [("to", a) for a in order.to] + [("cc", a) for a in order.cc] + [("bcc", a) for a in order.bcc]
    once: dict[str, tuple[str, str]] = {}
    for kind, address in named:
        once.setdefault(known_address(address), (kind, address))
    return list(once.values())


def find_leaving(order: Order, organization: Organization | None) -> Leaving | None:
    if organization is None or order.serving.category != TemplateCategory.MARKETING:
        return None
    return leaving.prepare(organization.id, [address for _, address in recipients_of(order)])


def preview(order: Order, organization: Organization | None) -> Rendered:
    """As it would go out. Placeholders that cannot be filled are listed and marked."""
    return render_order(order, organization, find_leaving(order, organization), strict=False)


def render_order(
    order: Order, organization: Organization | None, ways_out: Leaving | None = None, *, strict: bool = True
) -> Rendered:
    name, address = split_address(order.to[0])
    common = serving.common_data(
        organization,
        public_url=settings.PUBLIC_URL,
        name=order.recipient_name or name or address.partition("@")[0],
        address=address,
        logo=order.serving.logo,
    )
    try:
        data = {**common, **(ways_out.data if ways_out else {}), **order.data}
        rendered = render(order.serving.source, data, strict=strict, known=order.serving.known)
    except RenderError as error:
        raise problems.as_bad_input(error) from error
    if not order.subject_prefix:
        return rendered
    return replace(rendered, subject=order.subject_prefix + rendered.subject)
