"""What somebody asks for, made into questions to a model; and what those would cost at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from frontdesk.ai.models import ModelType
from frontdesk.ai.registry import remaining
from frontdesk.ai.targets import Target
from frontdesk.mail import serving
from frontdesk.mail.models import EmailTemplate, ProposalKind, TemplateAiConfig
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.templates import editing, locks
from frontdesk.mail.writing import choosing, generating, plans, rewriting
from frontdesk.mail.writing.plans import Plan
from frontdesk.mail.writing.prompts import Tone
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Organization
from frontdesk.platform.errors import BadInput, Forbidden, NotFound

BASE = ("subject", "preheader", "html_code", "text_code", "source_format")


@dataclass(frozen=True, slots=True)
class Order:
    """``base``: what an editor holds unsaved of the template; left out is what is saved."""

    kind: ProposalKind
    model_type: ModelType = ModelType.SYSTEM
    model_id: int | None = None
    template_id: int | None = None
    prompt: str = ""
    type: TemplateType = TemplateType.CUSTOM
    locale: str = ""
    tone: Tone | None = None
    recipient_data: Mapping[str, Any] | None = None
    recipient: str = ""
    base: Mapping[str, Any] = field(default_factory=dict)

    @property
    def request(self) -> dict[str, object]:
        """As it is kept. Nothing of a recipient."""
        if self.kind is ProposalKind.PERSONALIZE:
            return {}
        told = {"prompt": self.prompt, "locale": self.locale, "tone": self.tone and self.tone.value}
        if self.template_id is None:
            told["type"] = self.type.value
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Prepared:
    target: Target
    plan: Plan
    template: EmailTemplate | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """Before anything is asked. ``cost_max`` reckons with every answer being asked for twice; None: no price known."""

    prompt_tokens: int
    max_tokens: int
    cost_max: Decimal | None
    remaining_quota: int | None


def prepare(actor: Actor, order: Order) -> Prepared:
    """Raises BadInput (needs-chat-model and others), NotFound, Forbidden."""
    access.require(actor, Permission.AI_USE)
    # Who sends a mail may have it written for its recipient: no template is changed by that.
    for_one = order.kind is ProposalKind.PERSONALIZE and actor.may(Permission.MAIL_SEND)
    access.require(actor, Permission.TEMPLATES_READ if for_one else Permission.TEMPLATES_MANAGE)
    if order.template_id is None:
        locks.require_unlocked(actor, order.type)
        target = choosing.find_writer(actor, order.model_type, order.model_id)
        return Prepared(target, _from_brief(actor, order, target), None)
    template = editing.get_template(actor, order.template_id)
    if order.kind is not ProposalKind.PERSONALIZE:
        _require_editable(actor, template)
    config = TemplateAiConfig.objects.filter(email_template=template).first()
    target = _find_writer(actor, order, config)
    return Prepared(target, _of_template(order, template, config, target), template)


def _require_editable(actor: Actor, template: EmailTemplate) -> None:
    """Whoever may not save it could not accept it either; of an active one, others may."""
    refusal = editing.find_refusal(actor, template, locks.find(actor.org_id, [template.type]).get(template.type))
    if refusal is not None and refusal.code != "active":
        raise Forbidden(refusal.detail, code=f"template-{refusal.code}")


def _find_writer(actor: Actor, order: Order, config: TemplateAiConfig | None) -> Target:
    """The model that was named, else the template's own."""
    if order.model_id is None and config is not None and config.ai_model_id is not None:
        try:
            return choosing.find_writer(actor, ModelType(str(config.ai_model_type)), config.ai_model_id)
        except NotFound:  # somebody else's own, such as of whoever set it
            why = "The model in this template's AI settings is none that you can use."
            raise choosing.needs_chat_model(actor, why) from None
    return choosing.find_writer(actor, order.model_type, order.model_id)


def _from_brief(actor: Actor, order: Order, target: Target) -> Plan:
    if order.kind is not ProposalKind.GENERATE:
        raise BadInput.field("template_id", "Say which template.")
    if not order.prompt.strip():
        raise BadInput.field("prompt", "Say in a sentence or two what the e-mail is to say.")
    organization = Organization.objects.filter(id=actor.org_id).first() if actor.org_id else None
    return generating.plan(
        target,
        brief=order.prompt,
        type=order.type,
        locale=order.locale or actor.locale,
        organization=organization.name if organization else "Frontdesk",
    )


def _of_template(order: Order, template: EmailTemplate, config: TemplateAiConfig | None, target: Target) -> Plan:
    source = source_of(template, order.base)
    standing = config.generation_prompt if config else ""
    brief = "\n".join(filter(None, [order.prompt, standing]))
    rules = _rules(order, brief, source)
    plan = rewriting.plan(target, source, rules, type=TemplateType(template.type), category=template.category)
    return replace(plan, recipient=order.recipient)


def _rules(order: Order, brief: str, source: TemplateSource) -> rewriting.Rules:
    if order.kind is ProposalKind.PERSONALIZE:
        return rewriting.for_recipient(order.recipient_data or {}, brief, source.locale)
    if order.kind is ProposalKind.TONE:
        return rewriting.in_tone(order.tone or Tone.PLAIN, source.locale)
    if order.kind is ProposalKind.TRANSLATE:
        if order.locale == source.locale:
            raise BadInput.field("locale", "The template is in that language already. Choose another.")
        return rewriting.into_language(order.locale, source.locale)
    if not brief.strip():
        raise BadInput.field("prompt", "Say what is to be different.")
    return rewriting.by_brief(brief, source.locale)


def source_of(template: EmailTemplate, base: Mapping[str, Any]) -> TemplateSource:
    saved = serving.source_of(template)
    return replace(saved, **{name: base[name] for name in BASE if base.get(name) is not None})


def estimate(actor: Actor, order: Order) -> Estimate:
    prepared = prepare(actor, order)
    target, questions = prepared.target, prepared.plan.questions
    prompt = sum(plans.count_prompt(target, each) for each in questions)
    answer = sum(each.max_tokens for each in questions)
    return Estimate(
        prompt_tokens=prompt,
        max_tokens=answer,
        cost_max=target.cost(2 * prompt + answer, 2 * answer) if target.has_price else None,
        remaining_quota=remaining.find_least(target.rules, timezone.now()),
    )
