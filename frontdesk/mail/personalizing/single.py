"""A single mail written for its recipient while it is kept back; it goes out as soon as that is done, or has failed.

Everything is put in by one conditional update: a mail that a sender has claimed is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest, Now

from frontdesk.ai import gateway
from frontdesk.mail import delivery, serving
from frontdesk.mail.addresses import split_address
from frontdesk.mail.campaigns import personal
from frontdesk.mail.delivery.turns import URGENT
from frontdesk.mail.models import (
    EmailMessage,
    EmailTemplate,
    MessageStatus,
    Personalization,
    PersonalizationState,
)
from frontdesk.mail.personalizing import asking, holding, plans, texts, writers
from frontdesk.mail.personalizing.plans import Plan
from frontdesk.mail.personalizing.texts import Form
from frontdesk.mail.personalizing.writers import Writer
from frontdesk.mail.rendering import RenderError
from frontdesk.mail.writing.asking import Spent
from frontdesk.mail.writing.segments import LINES
from frontdesk.orgs.models import Contact, Organization
from frontdesk.platform import tenancy
from frontdesk.platform.errors import AppError, NotFound

_REASONS = {
    "quota": "a quota is used up",
    "refused": "what the model wrote could not be taken",
    "no_model": "no model could write",
    "unsuitable": "nothing of it could be written for its recipient",
    "late": "the model took too long",
    "failed": "the model failed",
}


class Plain(Exception):
    """It goes out as it stands, without anybody asked."""

    def __init__(self, reason: str = "unsuitable", detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Held:
    """A mail that waits, with all that its text takes."""

    message: EmailMessage
    template: EmailTemplate
    organization: Organization
    form: Form
    writer: Writer
    facts: Mapping[str, object]
    data: Mapping[str, Any]


def write(org_id: UUID, message_id: UUID) -> None:
    """Done again, it asks for nothing: whatever a dead worker was answered, the mail goes as it stands."""
    spent = Spent()
    try:
        with tenancy.tenant(org_id):
            held = _begin(org_id, message_id)
        if held is None:
            return
        call = asking.call_of(held.writer.person, ("email_message", str(message_id)))
        values = gateway.run(lambda: asking.write(call, held.writer.target, held.form, held.facts, held.data, spent))
        with tenancy.tenant(org_id):
            _put_in(held, values, spent)
    except Plain as plain:
        _let_go(org_id, message_id, plain.reason, plain.detail, spent)
    except (AppError, RenderError) as error:
        _let_go(org_id, message_id, asking.reason_of(error), asking.detail_of(error), spent)


def _begin(org_id: UUID, message_id: UUID) -> Held | None:
    rows = Personalization.objects.filter(message_id=message_id)
    if not rows.filter(state=PersonalizationState.WAITING).update(state=PersonalizationState.ASKED, asked_at=Now()):
        if rows.filter(state=PersonalizationState.ASKED).exists():  # by a worker that died
            raise Plain("failed", "The server stopped while it wrote.")
        return None
    message = EmailMessage.objects.filter(id=message_id).select_related("thread").get()
    template = EmailTemplate.objects.filter(id=message.template_id or 0, version=message.template_version or 0).first()
    contact = Contact.objects.filter(id=rows.values("contact_id")[:1]).first()
    plan = plans.find_plan(template) if template else None
    if message.status != MessageStatus.QUEUED or template is None or contact is None or plan is None:
        raise Plain
    organization = Organization.objects.get(id=org_id)
    given = message.data or {}
    lines = {"subject": template.subject, "preheader": template.preheader}
    form = texts.form_of(plan, lines=lines, values=given, locale=template.locale)
    facts = texts.find_facts(personal.data_of(contact, plan.facts), plan.facts)
    if not form.pieces or not texts.told(facts):
        raise Plain
    writer = _find_writer(org_id, message.created_by_id, plan)
    return Held(message, template, organization, form, writer, facts, _data_of(message, template, organization))


def _find_writer(org_id: UUID, sender_id: UUID | None, plan: Plan) -> Writer:
    try:
        return writers.find_writer(writers.find_actor(org_id, sender_id), plan)
    except AppError as error:
        raise Plain("no_model", error.detail) from error


def _data_of(message: EmailMessage, template: EmailTemplate, organization: Organization) -> dict[str, Any]:
    name, address = split_address(message.to_address)
    common = serving.common_data(organization, public_url="", name=name, address=address, logo="")
    return {**common, **(message.data or {})}


def _order(held: Held, values: Mapping[str, str]) -> delivery.Order:
    plain = serving.from_template(held.template)
    lines = {name: plans.open_line(name, getattr(plain.source, name)) for name in LINES if name in values}
    written = plans.values_to_data(values)
    given = held.message.data or {}
    return delivery.Order(
        serving=replace(
            plain,
            source=replace(
                plain.source,
                subject=lines.get("subject", plain.source.subject),
                preheader=lines.get("preheader", plain.source.preheader),
            ),
            names=frozenset(f"{plans.LINES_KEY}.{name}" for name in LINES),
        ),
        to=[held.message.to_address],
        data={**given, **written},
        related=held.message.related,
        thread=held.message.thread,
        recipient_name=str(given.get("name") or split_address(held.message.to_address)[0]),
    )


def _put_in(held: Held, values: Mapping[str, str], spent: Spent) -> None:
    order, row = _order(held, values), held.message
    delivery.write_again(row, order, held.organization)
    changed = _waiting(row.id).update(
        subject=row.subject,
        html=row.html,
        text=row.text,
        mime=row.mime,
        data=dict(order.data),
        next_attempt_at=Coalesce(F("send_at"), Now()),
    )
    state = PersonalizationState.DONE if changed else PersonalizationState.PLAIN
    _note(row.id, state, spent, values=values if changed else None, reason="" if changed else "late")
    if changed:
        holding.note(held.organization, row.id, f"{spent.name or held.writer.target.name} wrote for its recipient.")
        delivery.wake(at=row.send_at, urgent=row.priority == URGENT)


def _let_go(org_id: UUID, message_id: UUID, reason: str, detail: str, spent: Spent) -> None:
    with tenancy.tenant(org_id):
        row = EmailMessage.objects.filter(id=message_id).only("id", "send_at", "priority").first()
        if row is None:
            raise NotFound
        _note(message_id, PersonalizationState.PLAIN, spent, reason=reason, detail=detail)
        if _waiting(message_id).update(next_attempt_at=Greatest(Coalesce(F("send_at"), Now()), Now())):
            words = f"It goes out as it stands in the template: {_REASONS[reason]}. {detail}"
            holding.note(Organization.objects.get(id=org_id), message_id, words.strip())
            delivery.wake(at=row.send_at, urgent=row.priority == URGENT)


def _waiting(message_id: UUID) -> Any:
    """Claimed by nobody yet."""
    return EmailMessage.objects.filter(id=message_id, status=MessageStatus.QUEUED, tries=0)


def _note(
    message_id: UUID,
    state: PersonalizationState,
    spent: Spent,
    *,
    values: Mapping[str, str] | None = None,
    reason: str = "",
    detail: str = "",
) -> None:
    Personalization.objects.filter(message_id=message_id).update(
        state=state,
        values=dict(values) if values is not None else None,
        reason=reason,
        detail=detail[:300],
        model_name=spent.name[:300],
        prompt_tokens=spent.prompt_tokens,
        completion_tokens=spent.completion_tokens,
        cost=spent.cost,
        done_at=Now(),
    )
