"""What a variant says, frozen when the campaign begins: later edits of the template change nothing.

``CampaignVariant.snapshot`` is ``{"default": "en", "en": Entry, "es": Entry}``. An entry is

- ``template_id``, ``version``, ``type``, ``logo``: where it came from
- ``subject``, ``preheader``, ``html``, ``text``: Liquid; the variant's own subject and preheader are in it already.
  ``html`` is a source of ``source_format`` ("html": MJML is done; "mjml" only where Liquid decides the layout), to be
  rendered with ``source_of(entry, locale)``. ``text`` empty: made of the HTML.
- ``data``: values that are the same for everybody, below the recipient's own data
- ``names``: what the entry takes from the data
- ``ai``: what a model writes in it for each recipient, where it does (``personalizing.plans``)
"""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from frontdesk.mail import serving
from frontdesk.mail.campaigns import personal
from frontdesk.mail.models import Campaign, CampaignVariant, EmailTemplate
from frontdesk.mail.personalizing import plans
from frontdesk.mail.rendering import RenderError, TemplateSource, render
from frontdesk.mail.rendering.freezing import freeze
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Organization

Entry = dict[str, Any]
Snapshot = dict[str, Any]


def languages_of(template: EmailTemplate) -> list[EmailTemplate]:
    """The template, and the active ones of the same mail in other languages."""
    others = EmailTemplate.objects.filter(variant_group=template.variant_group, is_active=True)
    return [template, *others.exclude(id=template.id).order_by("locale")]


def templates_of(variant: CampaignVariant) -> list[EmailTemplate]:
    return languages_of(variant.template) if variant.template else []


def written_source(variant: CampaignVariant, template: EmailTemplate) -> TemplateSource:
    """The template with the variant's own subject and preheader.

    They are in the language of the template that was chosen; its others keep what is theirs.
    """
    source = serving.source_of(template)
    is_chosen = variant.template_id == template.id
    return TemplateSource(
        subject=(variant.subject if is_chosen else "") or source.subject,
        preheader=(variant.preheader if is_chosen else "") or source.preheader,
        html_code=source.html_code,
        text_code=source.text_code,
        source_format=source.source_format,
        locale=source.locale,
    )


def build(campaign: Campaign, variant: CampaignVariant) -> Snapshot:
    """Raises RenderError where a template cannot be read."""
    if variant.template is None:
        raise ValueError("A variant without template cannot be frozen.")
    snapshot: Snapshot = {"default": variant.template.locale}
    for template in templates_of(variant):
        snapshot[template.locale] = _freeze(campaign, variant, template)
    return snapshot


def _freeze(campaign: Campaign, variant: CampaignVariant, template: EmailTemplate) -> Entry:
    source = written_source(variant, template)
    uses = personal.uses_of(source)
    frozen = freeze(source)
    entry: Entry = {
        "template_id": template.id,
        "version": template.version,
        "type": template.type,
        "logo": template.email_main_logo_image,
        "subject": frozen.subject,
        "preheader": frozen.preheader,
        "html": frozen.html_code,
        "text": frozen.text_code or "",
        "source_format": frozen.source_format,
        "names": [use.name for use in uses],
        "data": common_values(campaign, variant, template, uses),
    }
    if campaign.personalizes and (plan := plans.find_plan(template)):
        plans.put_in_entry(entry, plan)
    return entry


def common_values(
    campaign: Campaign, variant: CampaignVariant, template: EmailTemplate, uses: list[personal.Use]
) -> dict[str, Any]:
    given = values_in(variant, template.locale)
    data: dict[str, Any] = {}
    for value in personal.values_of(TemplateType(template.type), uses):
        put(data, value.name, given.get(value.name, ""))
    if any(use.name == "view_in_browser_url" for use in uses):
        data["view_in_browser_url"] = archive_url(campaign)
    return data


def values_in(variant: CampaignVariant, locale: str) -> Mapping[str, Any]:
    """Those of the language; what it lacks, of the chosen template's."""
    default = variant.template.locale if variant.template else locale
    return {**variant.values.get(default, {}), **variant.values.get(locale, {})}


def put(data: dict[str, Any], name: str, value: object) -> None:
    """``order.total`` as ``{"order": {"total": …}}``."""
    *above, last = name.split(".")
    for part in above:
        inside = data.setdefault(part, {})
        if not isinstance(inside, dict):
            return
        data = inside
    data[last] = value


def archive_url(campaign: Campaign) -> str:
    return f"{settings.PUBLIC_URL}/m/a/{campaign.archive_token}" if campaign.archive_token else ""


def source_of(entry: Entry, locale: str) -> TemplateSource:
    return TemplateSource(
        subject=entry["subject"],
        preheader=entry["preheader"],
        html_code=entry["html"],
        text_code=entry["text"] or None,
        source_format=entry["source_format"],
        locale=locale,
    )


def locales(snapshot: Snapshot) -> list[str]:
    return [name for name in snapshot if name != "default"]


def names_of(snapshot: Snapshot) -> set[str]:
    return {name for locale in locales(snapshot) for name in snapshot[locale]["names"]}


def shared_data(organization: Organization, entry: Entry, *, name: str, address: str) -> dict[str, Any]:
    common = serving.common_data(
        organization, public_url=settings.PUBLIC_URL, name=name, address=address, logo=entry["logo"]
    )
    return {**common, **entry["data"]}


_HOLE = re.compile("⟦[^⟧]*⟧")


def shown_subject(organization: Organization, entry: Entry, locale: str) -> str:
    """For lists: what is the recipient's own shows as “…”."""
    data = shared_data(organization, entry, name="", address="")
    data.pop("recipient")
    source = TemplateSource(subject=entry["subject"], html_code="<p></p>", locale=locale)
    try:
        return _HOLE.sub("…", render(source, data, strict=False).subject)
    except RenderError:
        return str(entry["subject"])


def of_campaign(campaign_id: UUID) -> dict[int, Snapshot]:
    """By position, of those that are frozen."""
    rows = CampaignVariant.objects.filter(campaign_id=campaign_id, snapshot__isnull=False)
    return dict(rows.values_list("position", "snapshot"))
