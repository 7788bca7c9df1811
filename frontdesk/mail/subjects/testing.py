"""An A/B test of subjects: variants of a campaign that is a draft, or a new one of a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from frontdesk.mail.campaigns import editing
from frontdesk.mail.models import Campaign, CampaignVariant
from frontdesk.mail.templates import editing as templates
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import BadInput


@dataclass(frozen=True, slots=True)
class Chosen:
    """``preheader`` None: as it is. ``ai_model``: who wrote it, empty for a person."""

    subject: str
    preheader: str | None = None
    ai_model: str = ""


def make_test(actor: Actor, campaign_id: UUID, chosen: Sequence[Chosen], *, keeps_current: bool) -> Campaign:
    """The variants of a draft: what its first one has, each with another subject. Conflict where it has begun."""
    campaign = editing.get_own(actor, campaign_id)
    editing.require_state(campaign, editing.EDITABLE, "changed")
    first = campaign.variants.select_related("template").order_by("position").first()
    if first is None or first.template is None:
        raise BadInput("This campaign has no template yet. Choose one, then make a test.", code="no-template")
    current = first.subject or first.template.subject
    _require_different([*([current] if keeps_current else []), *(each.subject for each in chosen)])
    kept = {"template_id": first.template_id, "values": first.values, "preheader": first.preheader}
    variants = [{**kept, "subject": first.subject}] if keeps_current else []
    variants += [_variant(kept, each) for each in chosen]
    _require_room(len(variants), keeps_current=keeps_current)
    made = editing.update_campaign(actor, campaign_id, {"variants": variants}, version=campaign.version)
    return _signed(made, chosen, first=len(variants) - len(chosen))


def make_campaign(actor: Actor, template_id: int, chosen: Sequence[Chosen], *, keeps_current: bool) -> Campaign:
    """A draft to nobody yet, named after the template."""
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    template = templates.get_template(actor, template_id)
    if template.archived_at is not None:
        raise BadInput.field("template_id", "This template is archived. Restore it, or choose another one.")
    _require_different([*([template.subject] if keeps_current else []), *(each.subject for each in chosen)])
    kept = {"template_id": template.id}
    variants = [*([kept] if keeps_current else []), *(_variant(kept, each) for each in chosen)]
    _require_room(len(variants), keeps_current=keeps_current)
    made = editing.create_campaign(actor, {"name": template.name[:160], "variants": variants})
    return _signed(made, chosen, first=len(variants) - len(chosen))


def _variant(kept: Mapping[str, Any], chosen: Chosen) -> dict[str, Any]:
    preheader = {} if chosen.preheader is None else {"preheader": chosen.preheader}
    return {**kept, "subject": chosen.subject, **preheader}


def _require_different(subjects: Sequence[str]) -> None:
    folded = [" ".join(each.casefold().split()) for each in subjects]
    for number, each in enumerate(folded):
        if each in folded[:number]:
            raise BadInput.field("subjects", f"“{subjects[number][:80]}” is there twice. Nothing would be compared.")


def _require_room(count: int, *, keeps_current: bool) -> None:
    if count > editing.MOST_VARIANTS:
        instead = "Choose four, or leave the current subject out." if keeps_current else "Choose five at most."
        raise BadInput.field("subjects", f"A test has at most {editing.MOST_VARIANTS} variants. {instead}")
    if count < 2:
        raise BadInput.field("subjects", "A test needs two subjects. Choose another one, or keep the current one.")


def _signed(campaign: Campaign, chosen: Sequence[Chosen], *, first: int) -> Campaign:
    for position, each in enumerate(chosen, first):
        variants = CampaignVariant.objects.filter(campaign=campaign, position=position)
        variants.update(subject_ai_model=each.ai_model)
    return campaign
