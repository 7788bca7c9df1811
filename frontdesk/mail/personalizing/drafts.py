"""What a campaign would have written for each recipient, before it begins and after."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.mail.campaigns import personal, snapshots
from frontdesk.mail.models import Campaign, CampaignVariant, EmailTemplate
from frontdesk.mail.personalizing import plans, texts
from frontdesk.mail.personalizing.texts import Form
from frontdesk.mail.rendering import RenderError


@dataclass(frozen=True, slots=True)
class Draft:
    """One language of one variant. ``form`` None: nothing is written in it. ``names``: what it takes from the data."""

    position: int
    locale: str
    is_default: bool
    form: Form | None
    names: tuple[str, ...] = ()


def find_drafts(campaign: Campaign) -> list[Draft]:
    """Empty where nothing at all is written."""
    found: list[Draft] = []
    for variant in campaign.variants.select_related("template").order_by("position"):
        found += _frozen(variant) if variant.snapshot else _live(campaign, variant)
    return found if any(each.form for each in found) else []


def _frozen(variant: CampaignVariant) -> list[Draft]:
    snapshot = variant.snapshot or {}
    return [
        Draft(variant.position, locale, locale == snapshot["default"], texts.form_of_entry(snapshot[locale], locale))
        for locale in snapshots.locales(snapshot)
    ]


def _live(campaign: Campaign, variant: CampaignVariant) -> list[Draft]:
    return [
        Draft(variant.position, template.locale, template.id == variant.template_id, *_of(campaign, variant, template))
        for template in snapshots.templates_of(variant)
    ]


def _of(campaign: Campaign, variant: CampaignVariant, template: EmailTemplate) -> tuple[Form | None, tuple[str, ...]]:
    plan = plans.find_plan(template) if campaign.personalizes else None
    if plan is None:
        return None, ()
    source = snapshots.written_source(variant, template)
    try:
        uses = personal.uses_of(source)
    except RenderError:  # said by the template's own checks
        return None, ()
    lines = {"subject": source.subject, "preheader": source.preheader}
    values = snapshots.common_values(campaign, variant, template, uses)
    form = texts.form_of(plan, lines=lines, values=values, locale=template.locale)
    return form, tuple(use.name for use in uses)
