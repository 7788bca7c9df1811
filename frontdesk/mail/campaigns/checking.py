"""What stands in the way of a campaign before it begins (errors), and what somebody should know of it (warnings)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from frontdesk.mail import audience, serving
from frontdesk.mail.campaigns import audiences, editing, personal, preparing, senders, sizing, snapshots
from frontdesk.mail.campaigns.audiences import Reach
from frontdesk.mail.campaigns.findings import Finding
from frontdesk.mail.models import Campaign, CampaignState, CampaignVariant, EmailTemplate, MailSettings
from frontdesk.mail.personalizing import forecasting
from frontdesk.mail.personalizing import problems as personalizing
from frontdesk.mail.personalizing.forecasting import Forecast
from frontdesk.mail.rendering import RenderError, render
from frontdesk.mail.rendering.freezing import freeze
from frontdesk.mail.rendering.pieces import find_liquid
from frontdesk.mail.template_types import TemplateType, known
from frontdesk.mail.templates import checking as template_checks
from frontdesk.mail.templates import locks
from frontdesk.orgs.access import Actor
from frontdesk.orgs.models import Contact, Organization
from frontdesk.platform.errors import AppError, BadInput

# A field that fewer people lack is not worth a word.
WORTH_TELLING = 0.01
USUAL_PER_MINUTE = 30_000
# Most of a list gone stale tells of where it came from.
MUCH_LEFT_OUT = 0.2


@dataclass(frozen=True, slots=True)
class Checked:
    problems: Sequence[Finding]
    recipients: int
    left_out: Mapping[str, int]
    minutes: float


def check(actor: Actor, campaign_id: UUID) -> Checked:
    campaign = editing.get_campaign(actor, campaign_id)
    if campaign.state == CampaignState.DRAFT:  # as though they let it go
        campaign.started_by_id = actor.profile_id
    reach = _count(campaign)
    return Checked(
        problems=find_problems(campaign, reach),
        recipients=reach.recipients,
        left_out=reach.left_out,
        minutes=reach.recipients / (campaign.throttle_per_minute or USUAL_PER_MINUTE),
    )


def require_ready(campaign: Campaign, forecast: Forecast | None = None) -> None:
    """Raises BadInput (campaign-not-ready) with everything that stands in the way."""
    errors = [each for each in find_problems(campaign, forecast=forecast) if each.level == "error"]
    if errors:
        raise BadInput(
            " ".join(each.message for each in errors[:5]),
            code="campaign-not-ready",
            errors=[{"field": each.place, "message": each.message, "code": each.code} for each in errors],
        )


def _count(campaign: Campaign) -> Reach:
    try:
        return audiences.count_for(campaign.organization_id, campaign.audience)
    except BadInput:  # a list or segment that has been deleted since: said as a problem
        return Reach()


def find_problems(campaign: Campaign, reach: Reach | None = None, *, forecast: Forecast | None = None) -> list[Finding]:
    """``reach`` and ``forecast``: where the caller has them already."""
    organization = Organization.objects.get(id=campaign.organization_id)
    reach = reach or _count(campaign)
    found: list[Finding] = []
    for variant in campaign.variants.select_related("template").order_by("position"):
        found += _of_variant(campaign, variant, organization, reach.recipients)
    found += sizing.find_problems(campaign, reach.recipients)
    found += _of_audience(campaign, reach)
    found += _of_sending(campaign, organization)
    found += personalizing.find_problems(forecast or forecasting.forecast_started(campaign))
    return found


def _of_variant(
    campaign: Campaign, variant: CampaignVariant, organization: Organization, count: int
) -> Iterator[Finding]:
    position = variant.position
    if variant.template is None:
        yield Finding("error", "no_template", "Choose a template.", "content", position)
        return
    try:
        locks.require_unlocked_for(organization.id, variant.template.type)
    except AppError as error:
        yield Finding("error", "template_locked", error.detail, "content", position)
    for template in snapshots.languages_of(variant.template):
        yield from _of_template(campaign, variant, template)
    yield from _of_values(campaign, variant, count)


def _of_template(campaign: Campaign, variant: CampaignVariant, template: EmailTemplate) -> Iterator[Finding]:
    position, values = variant.position, {"template_id": template.id, "locale": template.locale, "name": template.name}
    if template.archived_at is not None or not template.is_active:
        message = f"The template “{template.name}” is not active. Activate it, or choose another one."
        yield Finding("error", "template_inactive", message, "content", position, values)
    source, type = snapshots.written_source(variant, template), TemplateType(template.type)
    for problem in template_checks.find_problems(source, type, "marketing"):
        if problem.level == "error":
            yield Finding("error", f"template_{problem.code}", problem.message, "content", position, values)
            return
    try:
        data = {**serving.common_data(None, public_url="", name="", address=""), **_sample(campaign, variant, template)}
        render(freeze(source), data, strict=False, known=known(type))
    except RenderError as error:
        yield Finding("error", "template_broken", str(error), "content", position, values)


def _sample(campaign: Campaign, variant: CampaignVariant, template: EmailTemplate) -> dict[str, object]:
    uses = personal.uses_of(snapshots.written_source(variant, template))
    names = [use.name for use in uses]
    common = snapshots.common_values(campaign, variant, template, uses)
    return {**common, **personal.data_of(Contact(email="somebody@client.test"), names)}


def _of_values(campaign: Campaign, variant: CampaignVariant, count: int) -> Iterator[Finding]:
    """Placeholders that nobody has given a value, and fields that contacts lack."""
    uses: dict[str, personal.Use] = {}
    for template in snapshots.templates_of(variant):
        try:
            own = personal.uses_of(snapshots.written_source(variant, template))
        except RenderError:
            continue
        uses |= {use.name: use for use in own if use.name not in uses or not use.has_default}
        given = snapshots.values_in(variant, template.locale)
        for value in personal.values_of(TemplateType(template.type), own):
            if value.is_required and str(given.get(value.name, "")).strip() == "":
                values: dict[str, object] = {"name": value.name, "locale": template.locale}
                message = f"Give a value for “{value.label}”: the template shows it."
                yield Finding("error", "no_value", message, "content", variant.position, values)
            elif find_liquid(str(given.get(value.name, ""))):
                yield _unfilled(value, template.locale, variant.position)
    fields = [
        field_name for use in uses.values() if not use.has_default and (field_name := personal.own_field(use.name))
    ]
    needs_name = any(use.name in ("first_name", "contact.first_name") and not use.has_default for use in uses.values())
    if count:
        yield from _of_fields(campaign, variant.position, fields, count, needs_name=needs_name)


def _unfilled(value: personal.Value, locale: str, position: int) -> Finding:
    """Values are data, the same for everybody: what looks like a placeholder in one goes out as it is written."""
    message = (
        f"“{value.label}” has a placeholder in its text ({{{{ … }}}}), which is not filled in: everybody would read it "
        "as it is written. Put placeholders into the template or the subject."
    )
    return Finding("warning", "unfilled_value", message, "content", position, {"name": value.name, "locale": locale})


def _of_fields(
    campaign: Campaign, position: int, fields: list[str], count: int, *, needs_name: bool
) -> Iterator[Finding]:
    for name, lacking in _count_lacking(campaign, fields, needs_name=needs_name).items():
        share = lacking / count
        if share < WORTH_TELLING:
            continue
        values: dict[str, object] = {"name": name, "count": lacking, "share": share}
        if name != "first_name" and lacking >= count:
            message = f"None of the recipients has a field “{name}”. Check its name, or give it a default."
            yield Finding("error", "unknown_field", message, "content", position, values)
            continue
        message = (
            f"{lacking} of {count} recipients ({share:.0%}) have no “{name}”: the place stays empty. "
            'Write what stands there instead: {{ … | default: "…" }}.'
        )
        yield Finding("warning", "lacking_field", message, "content", position, values)


def _count_lacking(campaign: Campaign, fields: list[str], *, needs_name: bool) -> dict[str, int]:
    names = [*dict.fromkeys(fields)]
    if not names and not needs_name:
        return {}
    chosen, params = audience.select_sql(campaign.audience, campaign.organization_id)
    counts = ["count(*) filter (where coalesce(c.fields ->> %s, '') = '')"] * len(names)
    if needs_name:
        counts.append("count(*) filter (where c.full_name = '')")
    sql = f"select {', '.join(counts)} from contacts c where c.id in ({chosen})"  # noqa: S608 - values are parameters
    with connection.cursor() as cursor:
        values: list[Any] = [*names, *params]
        cursor.execute(sql, values)
        return dict(zip([*names, *(["first_name"] if needs_name else [])], cursor.fetchone(), strict=True))


def _of_audience(campaign: Campaign, reach: Reach) -> Iterator[Finding]:
    count, lost = reach.recipients, sum(reach.left_out.values())
    try:
        audience.check_audience(campaign.audience, campaign.organization_id)
    except BadInput as error:
        message = f"A list or segment of the audience is gone. {error.detail}"
        yield Finding("error", "audience_gone", message, "audience")
        return
    if not campaign.audience.get("list_ids") and not campaign.audience.get("segment_ids"):
        yield Finding("error", "no_audience", "Choose who gets it: a list or a segment.", "audience")
    elif count == 0:
        message = "Nobody would get it: everybody in this audience is left out, or there is nobody in it."
        yield Finding("error", "audience_empty", message, "audience")
    elif count < campaign.variants.count():
        yield Finding("error", "audience_small", "There are more variants than recipients.", "audience")
    if count and lost / (count + lost) > MUCH_LEFT_OUT:
        message = f"{lost} of {count + lost} people are left out: suppressed, unsubscribed or without consent."
        yield Finding("warning", "much_left_out", message, "audience", values={"count": lost, "all": count + lost})
    if campaign.in_recipient_zone and campaign.scheduled_at and preparing.count_passed(campaign):
        message = "In some recipients' time zones that hour has passed already: they get it at once."
        yield Finding("warning", "hour_passed", message, "when")


def _of_sending(campaign: Campaign, organization: Organization) -> Iterator[Finding]:
    yield from senders.find_problems(campaign, organization)
    address = MailSettings.objects.filter(organization_id=organization.id).values_list("postal_address", flat=True)
    if not (address.first() or "").strip():
        message = "Your postal address is missing: many laws want it in newsletters. Add it to the sending settings."
        yield Finding("warning", "no_postal_address", message, "sending")
