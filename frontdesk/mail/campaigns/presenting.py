"""Campaigns as the API shows them: with how far they are, and what their templates ask for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from frontdesk.mail.campaigns import personal, senders, snapshots
from frontdesk.mail.models import Campaign, CampaignState, CampaignVariant
from frontdesk.mail.rendering import RenderError
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Organization

_MAILS = """
select campaign_id, count(*) filter (where status not in ('queued', 'sending')) from email_message
where campaign_id = any(%s::uuid[]) and organization_id = %s group by campaign_id
"""
_OTHERS = """
select campaign_id, count(*) from campaign_recipient
where campaign_id = any(%s::uuid[]) and state = 'skipped' group by campaign_id
"""
_DEEDS = """
select campaign_id, count(distinct message_id) filter (where kind = 'open'),
  count(distinct message_id) filter (where kind = 'click') from email_engagement
where campaign_id = any(%s::uuid[]) and organization_id = %s and kind in ('open', 'click') and not is_machine
group by campaign_id
"""


def present(campaigns: Sequence[Campaign]) -> list[Campaign]:
    """Adds what lists show besides columns, in three queries however many they are."""
    begun = [campaign for campaign in campaigns if campaign.started_at is not None]
    ids = [campaign.id for campaign in begun]
    org_id = begun[0].organization_id if begun else None
    done: dict[UUID, int] = {}
    deeds: dict[UUID, tuple[int, int]] = {}
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(_MAILS, [ids, org_id])
            done = dict(cursor.fetchall())
            cursor.execute(_OTHERS, [ids])
            for campaign_id, skipped in cursor.fetchall():
                done[campaign_id] = done.get(campaign_id, 0) + skipped
            cursor.execute(_DEEDS, [ids, org_id])
            deeds = {campaign_id: (opened, clicked) for campaign_id, opened, clicked in cursor.fetchall()}
    for campaign in campaigns:
        opened, clicked = deeds.get(campaign.id, (0, 0))
        vars(campaign).update(
            bar={"total": campaign.total, "done": min(done.get(campaign.id, 0), campaign.total)},
            opened=opened,
            clicked=clicked,
        )
    return list(campaigns)


def present_one(actor: Actor, campaign: Campaign) -> dict[str, Any]:
    (shown,) = present([campaign])
    organization = Organization.objects.get(id=campaign.organization_id)
    columns = {
        field.attname: getattr(shown, field.attname)
        for field in Campaign._meta.concrete_fields
        if field.attname not in ("organization_id", "created_by_id")
    }
    return {
        **columns,
        "bar": vars(shown)["bar"],
        "opened": vars(shown)["opened"],
        "clicked": vars(shown)["clicked"],
        "created_by": campaign.created_by,
        "from_address": senders.address_of(campaign, organization).sender,
        "archive_url": snapshots.archive_url(campaign),
        "timezone": organization.timezone,
        "can_edit": campaign.state == CampaignState.DRAFT and actor.may(Permission.CAMPAIGNS_MANAGE),
        "variants": [_variant(each) for each in campaign.variants.select_related("template").order_by("position")],
    }


def _variant(variant: CampaignVariant) -> dict[str, Any]:
    return {
        "position": variant.position,
        "template": variant.template,
        "subject": variant.subject,
        "preheader": variant.preheader,
        "values": variant.values,
        "share": variant.share,
        "subject_ai_model": variant.subject_ai_model,
        "is_winner": variant.is_winner,
        "asks_for": _asks_for(variant),
    }


def _asks_for(variant: CampaignVariant) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for template in snapshots.templates_of(variant):
        try:
            uses = personal.uses_of(snapshots.written_source(variant, template))
        except RenderError:
            continue
        values = personal.values_of(TemplateType(template.type), uses)
        found.append({"locale": template.locale, "placeholders": values})
    return [each for each in found if each["placeholders"]]
