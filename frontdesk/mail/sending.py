"""Sending for people: an ordinary mail by type or template, and a test of a template."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from frontdesk.mail import delivery, serving, template_types
from frontdesk.mail.addresses import known_address, split_address
from frontdesk.mail.composing import Attachment
from frontdesk.mail.delivery.accepting import Accepted, locale_of_recipient
from frontdesk.mail.inbound import inbox
from frontdesk.mail.models import EmailTemplate, MailThread, TemplateCategory
from frontdesk.mail.personalizing import holding
from frontdesk.mail.schemas.messages import SendIn, WrittenMailIn
from frontdesk.mail.send_time import asking, predicting, telling
from frontdesk.mail.serving import Serving
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.templates import locks, variants
from frontdesk.mail.writing import handing_out
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Contact, Organization, Profile
from frontdesk.platform.errors import BadInput, NotFound

LATEST_SEND_AT = timedelta(days=90)
TEST_PREFIX = "[Test] "


def common_of(data: Mapping[str, object]) -> dict[str, object]:
    """The part of some data that every type shares."""
    return {name: data[name] for name in ("organization", "recipient") if name in data}


def sample_data(actor: Actor, type: TemplateType, locale: str, logo: str) -> dict[str, object]:
    """The type's samples, with the actor's own organization and name in place of invented ones."""
    organization = Organization.objects.filter(id=actor.org_id).first() if actor.org_id else None
    common = serving.common_data(
        organization,
        public_url=settings.PUBLIC_URL,
        name=actor.full_name or actor.email,
        address=actor.email,
        logo=logo,
    )
    return {**template_types.sample_data(type, locale), **common}


def answer(accepted: list[Accepted]) -> dict[str, object]:
    return {"message_id": accepted[0].message_id, "status": accepted[0].status, "messages": accepted}


def send(actor: Actor, payload: SendIn) -> dict[str, object]:
    """Accepts a mail: rendered, stored, to be sent. Raises BadInput, NotFound (template), TooLarge."""
    access.require(actor, Permission.MAIL_SEND)
    organization = Organization.objects.get(id=access.require_org(actor))
    to = [payload.to] if isinstance(payload.to, str) else payload.to
    chosen, model = choose(organization, payload, to[0])
    if model and len(to) + len(payload.cc) + len(payload.bcc) > 1:
        raise BadInput.field("written", "This was written for one person: send it to one recipient, or leave it out.")
    send_at, why = _choose_time(organization, payload, chosen, to)
    order = delivery.Order(
        serving=chosen,
        to=to,
        cc=payload.cc,
        bcc=payload.bcc,
        data=payload.data,
        reply_to=payload.reply_to or "",
        attachments=[
            Attachment(each.filename, each.content_type, base64.b64decode(each.content_base64))
            for each in payload.attachments
        ],
        send_at=send_at,
        send_at_reason=why,
        related=payload.related.model_dump(mode="json", exclude_none=True) if payload.related else {},
        thread=_find_thread(actor, payload),
        recipient_name=str(payload.data.get("name") or split_address(to[0])[0]),
    )
    accepted = delivery.queue(order, organization=organization, created_by=actor.profile_id)
    if order.serving.personalizes:
        holding.hold(order, accepted, organization)
    if model:
        holding.note(organization, accepted[0].message_id, f"{model} wrote for its recipient.")
    return answer(accepted)


def _find_thread(actor: Actor, payload: SendIn) -> MailThread | None:
    if payload.related is None or payload.related.thread_id is None:
        return None
    try:
        return inbox.get_thread(actor, payload.related.thread_id)
    except NotFound as error:
        raise NotFound(f"Your inbox has no conversation {payload.related.thread_id}.") from error


def choose(organization: Organization, payload: WrittenMailIn, first: str) -> tuple[Serving, str]:
    """The template for whom the mail goes to first, and the model that wrote in it for them, if one did."""
    chosen = _choose(organization, payload, first)
    if not payload.written:
        return chosen, ""
    return handing_out.put_in(chosen, payload.written, organization.id, first)


def _choose(organization: Organization, payload: WrittenMailIn, first: str) -> Serving:
    if payload.template_id is not None:
        if payload.type is not None:
            raise BadInput.field("type", "Give type or template_id, not both.")
        template = serving.with_writing(EmailTemplate.objects.filter(id=payload.template_id)).first()
        if template is None:
            raise NotFound(f"Your organization has no template {payload.template_id}.")
        if template.archived_at is not None:
            raise BadInput.field("template_id", "This template is archived. Bring it back to send it.")
        if template.organization_id is not None:
            locks.require_unlocked_for(organization.id, template.type)
        return serving.from_template(_in_language(template, payload, first))
    if payload.type is None:
        raise BadInput.field("type", "Give type or template_id.")
    locale = payload.locale or locale_of_recipient(first, default=organization.locale)
    return serving.find_serving(organization.id, payload.type, locale, org_locale=organization.locale)


def _in_language(template: EmailTemplate, payload: WrittenMailIn, first: str) -> EmailTemplate:
    """The variant in the language asked for or the recipient's, if there is an active one."""
    return variants.find_in(template, payload.locale or locale_of_recipient(first, default=template.locale))


def _choose_time(
    organization: Organization, payload: SendIn, chosen: Serving, to: list[str]
) -> tuple[datetime | None, str]:
    """When it goes out, and why then, where nobody named the moment."""
    if payload.send_at != "best":
        return _check_time(payload.send_at), ""
    if chosen.category == TemplateCategory.SYSTEM or chosen.type in template_types.CARRYING_KEYS:
        raise BadInput.field("send_at", "People wait for mail about their account: it goes at once. Leave send_at out.")
    if len(to) + len(payload.cc) + len(payload.bcc) > 1:
        raise BadInput.field("send_at", "The best hour is one person's: send to one recipient, or name a time.")
    person = asking.find_person(organization.id, known_address(to[0]))
    found = predicting.predict(person, timezone.now())
    return found.at, telling.tell(found)


def _check_time(send_at: datetime | None) -> datetime | None:
    if send_at is None:
        return None
    if send_at.tzinfo is None:
        raise BadInput.field("send_at", "Give the time with its zone, e.g. 2030-01-31T09:00:00Z.")
    if send_at > timezone.now() + LATEST_SEND_AT:
        raise BadInput.field("send_at", "At most 90 days ahead.")
    return send_at


def send_test(
    actor: Actor, template: EmailTemplate, *, to: str, sample: Mapping[str, object] | None
) -> dict[str, object]:
    """Sends a template with samples to the actor or to a person or contact of the organization."""
    access.require(actor, Permission.MAIL_SEND)
    check_test_recipient(actor, to)
    organization = Organization.objects.filter(id=actor.org_id).first() if actor.org_id else None
    type = TemplateType(template.type)
    data = sample_data(actor, type, template.locale, template.email_main_logo_image)
    if sample is not None:
        data = {**common_of(data), **sample}
    order = delivery.Order(
        serving=serving.from_template(template),
        to=[to],
        data=data,
        recipient_name=actor.full_name,
        subject_prefix=TEST_PREFIX,
    )
    return answer(delivery.queue(order, organization=organization, created_by=actor.profile_id))


def check_test_recipient(actor: Actor, to: str) -> None:
    """Tests go inside the house only: this is no way to send unreviewed mail to strangers. Raises BadInput."""
    address = known_address(to)
    if address == actor.email:
        return
    if actor.org_id and Profile.objects.filter(organization_id=actor.org_id, email=address).exists():
        return
    if actor.org_id and Contact.objects.filter(email=address).exists():
        return
    raise BadInput.field(
        "to", f"{address} is neither yours nor of your organization's people or contacts. Add it first."
    )
