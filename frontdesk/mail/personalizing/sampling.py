"""One text for one contact before anything is sent: asked for as it would be, kept nowhere, paid for all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from frontdesk.ai.gateway import Call
from frontdesk.mail import audience
from frontdesk.mail.campaigns import editing, personal, snapshots
from frontdesk.mail.models import Campaign
from frontdesk.mail.personalizing import asking, drafts, texts, writers
from frontdesk.mail.personalizing.drafts import Draft
from frontdesk.mail.personalizing.texts import Form
from frontdesk.mail.personalizing.writers import Writer
from frontdesk.mail.rendering import RenderError
from frontdesk.mail.writing.asking import Refused, Spent
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Contact, Organization
from frontdesk.platform.errors import BadInput, NotFound

_FIRST = "select c.id from contacts c where c.id in ({chosen}) order by c.created_at, c.id limit 1"


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything that is needed once the request's transaction is over."""

    contact: Contact
    locale: str
    position: int
    form: Form
    writer: Writer
    call: Call
    facts: Mapping[str, object]
    data: Mapping[str, Any]


def begin(actor: Actor, campaign_id: UUID, *, contact_id: UUID | None, position: int) -> Sample:
    """Raises BadInput where nothing is written, and what keeps the person from the model."""
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    access.require(actor, Permission.AI_USE)
    campaign = editing.get_campaign(actor, campaign_id)
    contact = _contact(campaign, contact_id)
    draft = _draft(campaign, position, contact.locale)
    if draft is None or draft.form is None or not draft.form.pieces:
        raise BadInput(
            "Nothing in this campaign is written for each recipient. Turn it on in the template's AI settings, and "
            "choose a subject, a preheader or a text.",
            code="not-personalized",
        )
    form = draft.form
    data = personal.data_of(contact, [*draft.names, *form.plan.facts])
    facts = texts.find_facts(data, form.plan.facts)
    if not texts.told(facts):
        raise BadInput(
            f"{contact.email} has nothing that the model may know: "
            f"{', '.join(form.plan.facts)} are empty, or no plain facts. Choose somebody else.",
            code="no-facts",
        )
    organization = Organization.objects.get(id=campaign.organization_id)
    writer = writers.find_writer(actor, form.plan)
    common = snapshots.shared_data(
        organization, {"logo": "", "data": dict(form.values)}, name=data["name"], address=contact.email
    )
    call = asking.call_of(writer.person, ("campaign", str(campaign.id)))
    return Sample(contact, draft.locale, position, form, writer, call, facts, {**common, **data})


def _contact(campaign: Campaign, contact_id: UUID | None) -> Contact:
    if contact_id is None:
        contact_id = _first_of(campaign)
    found: Contact | None = Contact.objects.filter(id=contact_id).first() if contact_id else None
    if found is None:
        raise NotFound("There is no such contact." if contact_id else "Nobody is in this campaign's audience.")
    return found


def _first_of(campaign: Campaign) -> UUID | None:
    chosen, params = audience.select_sql(campaign.audience, campaign.organization_id)
    with connection.cursor() as cursor:
        cursor.execute(_FIRST.format(chosen=chosen), params)
        row = cursor.fetchone()
    return row[0] if row else None


def _draft(campaign: Campaign, position: int, locale: str) -> Draft | None:
    own = [draft for draft in drafts.find_drafts(campaign) if draft.position == position]
    fitting = [draft for draft in own if draft.locale == locale] or [draft for draft in own if draft.is_default]
    return fitting[0] if fitting else None


async def write(sample: Sample) -> dict[str, object]:
    """What was written, or why it would have gone out as it stands. Raises what the gateway raises."""
    spent = Spent()
    values: Mapping[str, str] = {}
    reason = detail = ""
    try:
        values = await asking.write(sample.call, sample.writer.target, sample.form, sample.facts, sample.data, spent)
    except (Refused, RenderError) as error:
        reason, detail = asking.reason_of(error), asking.detail_of(error)
    before = {**sample.form.values, **sample.form.lines}
    return {
        "contact_id": sample.contact.id,
        "email": sample.contact.email,
        "full_name": sample.contact.full_name,
        "locale": sample.locale,
        "position": sample.position,
        "told": texts.told(sample.facts),
        "fields": [
            {"name": field.name, "before": before.get(field.name, ""), "written": values.get(field.name)}
            for field in sample.form.plan.fields
        ],
        "state": "plain" if reason else "done",
        "reason": reason,
        "detail": detail,
        "model": spent.name or sample.writer.target.name,
        "prompt_tokens": spent.prompt_tokens,
        "completion_tokens": spent.completion_tokens,
        "cost": spent.cost,
    }
