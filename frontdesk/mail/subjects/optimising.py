"""Five subjects for a mail: by a chat model where one is named, else by patterns; each with the lift that the
organization's own results predict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from frontdesk.ai.gateway import Call
from frontdesk.ai.models import ModelType
from frontdesk.ai.registry import lookup
from frontdesk.ai.targets import Target
from frontdesk.mail.campaigns import editing as campaigns
from frontdesk.mail.campaigns import snapshots
from frontdesk.mail.models import CampaignVariant
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.subjects import asking, learning, patterns, reading, results
from frontdesk.mail.subjects.learning import BasisCode, Learned
from frontdesk.mail.subjects.model import Lift, Mail, Suggestion
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.templates import editing as templates
from frontdesk.mail.writing import choosing
from frontdesk.mail.writing.asking import Writer, detail_of
from frontdesk.mail.writing.ordering import BASE, source_of
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import observe
from frontdesk.platform.errors import AppError, BadInput

FEATURE = "mail.subjects"
COUNT = asking.COUNT
_WORDS: Mapping[BasisCode, str] = {
    "none": "No results of yours to compare yet: no lift is predicted. An A/B test of two of these makes the first.",
    "little": "There are few results of yours yet: the predictions are close to nothing and uncertain.",
    "own": "Predicted from your own campaigns, by what their subjects had in common.",
}


@dataclass(frozen=True, slots=True)
class Order:
    """``base``: what an editor holds unsaved of the template."""

    template_id: int | None = None
    campaign_id: UUID | None = None
    base: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    preheader: str = ""
    type: TemplateType = TemplateType.CUSTOM
    locale: str = ""
    model_type: ModelType = ModelType.SYSTEM
    model_id: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """``writer`` None: no chat model is asked."""

    mail: Mail
    learned: Learned
    writer: Writer | None


def begin(actor: Actor, order: Order) -> Job:
    """Raises Forbidden, NotFound (also of a model), and BadInput for a mail without a subject."""
    access.require(actor, Permission.AI_USE)
    of_campaign = order.campaign_id is not None
    access.require(actor, Permission.CAMPAIGNS_MANAGE if of_campaign else Permission.TEMPLATES_MANAGE)
    about = _about(actor, order)
    mail = about.mail
    if not mail.subject:
        raise BadInput.field("subject", "There is no subject yet. Write one, then ask for others.")
    target = _target(actor, order)
    writer = None
    if target is not None:
        call = Call(
            lookup.person_of(actor),
            FEATURE,
            about.related,
            api_key_id=actor.api_key_id,
            request_id=observe.request_id(),
        )
        writer = Writer(call, target)
    return Job(mail, results.learned_of(actor.org_id), writer)


def _target(actor: Actor, order: Order) -> Target | None:
    """The built-in model cannot write freely: it means the patterns."""
    if order.model_id is None:
        return None
    target = lookup.find_target(lookup.person_of(actor), order.model_type, model_id=order.model_id)
    return target if choosing.can_write(target.provider, target.capabilities) else None


@dataclass(frozen=True, slots=True)
class _About:
    """``related``: the record that a model is asked for."""

    mail: Mail
    related: tuple[str, str] = ("", "")


def _about(actor: Actor, order: Order) -> _About:
    if order.campaign_id is not None:
        return _about_campaign(actor, order.campaign_id)
    if order.template_id is not None:
        template = templates.get_template(actor, order.template_id)
        mail = reading.read(source_of(template, order.base), in_campaign=template.category == "marketing")
        return _About(mail, ("email_template", str(template.id)))
    source = TemplateSource(order.subject, "", order.preheader, locale=order.locale or actor.locale)
    base = {name: value for name, value in order.base.items() if name in BASE}
    return _About(reading.read(replace(source, **base), in_campaign=order.type is TemplateType.NEWSLETTER))


def _about_campaign(actor: Actor, campaign_id: UUID) -> _About:
    """A newsletter says what it says in the campaign's own values too."""
    campaign = campaigns.get_campaign(actor, campaign_id)
    variant: CampaignVariant | None = campaign.variants.select_related("template").order_by("position").first()
    if variant is None or variant.template is None:
        raise BadInput.field("campaign_id", "This campaign has no template yet. Choose one first.")
    source = snapshots.written_source(variant, variant.template)
    values = snapshots.values_in(variant, source.locale).values()
    said = "\n\n".join(each for each in values if isinstance(each, str) and " " in each)
    return _About(reading.read(source, in_campaign=True, said=said), ("campaign", str(campaign.id)))


@dataclass(frozen=True, slots=True)
class Trouble:
    code: str
    words: str


async def run(job: Job) -> dict[str, object]:
    """Outside any transaction. What a model cannot give is made up for by patterns, and the answer says why."""
    written: list[Suggestion] = []
    trouble: Trouble | None = None
    if job.writer is not None:
        try:
            written = await _ask(job.writer, job.mail)
        except AppError as error:
            why = f"{job.writer.target.name} gave no subjects that could be used. {detail_of(error)}"
            trouble = Trouble(error.code, why)
    return _describe(job, written, trouble)


async def _ask(writer: Writer, mail: Mail) -> list[Suggestion]:
    answer = await writer.answer(asking.ask(mail))
    name = writer.spent.name or writer.target.name
    return [
        Suggestion(" ".join(row["subject"].split()), None, "model", row["reason"], "model", name)
        for row in answer["variants"]
    ]


def _describe(job: Job, written: Sequence[Suggestion], trouble: Trouble | None) -> dict[str, object]:
    learned, spent = job.learned, job.writer.spent if job.writer else None
    chosen = _choose(job, [*written] or patterns.suggest(job.mail))
    return {
        "current": asdict(patterns.describe(job.mail)),
        "variants": [asdict(each) | _lift(lift) for each, lift in chosen],
        "basis": {
            "code": learned.basis,
            "words": _WORDS[learned.basis],
            "subjects": learned.subjects,
            "mails": learned.mails if learned.subjects else 0,
        },
        "model_trouble": asdict(trouble) if trouble else None,
        "tokens_used": spent.tokens if spent else 0,
        "cost": spent.cost if spent else 0,
    }


def _lift(lift: Lift) -> dict[str, float]:
    return {"lift": lift.lift, "lift_low": lift.low, "lift_high": lift.high}


def _choose(job: Job, found: Sequence[Suggestion]) -> list[tuple[Suggestion, Lift]]:
    """Five, the most promising first. One of each pattern comes before a second of any."""
    scored = [(each, learning.predict(job.learned, each.subject, job.mail.subject)) for each in found]
    scored.sort(key=lambda pair: -pair[1].lift)
    codes: dict[str, int] = {}
    rounds = []
    for pair in scored:
        codes[pair[0].code] = codes.get(pair[0].code, 0) + (pair[0].source == "pattern")
        rounds.append((max(0, codes[pair[0].code] - 1), pair))
    kept = [pair for _, pair in sorted(rounds, key=lambda each: each[0])][:COUNT]
    return sorted(kept, key=lambda pair: -pair[1].lift)
