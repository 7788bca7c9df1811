"""Campaigns: drafted, changed while they are drafts, copied, deleted."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from frontdesk.mail import audience
from frontdesk.mail.campaigns import archive_tokens
from frontdesk.mail.experiments import shares
from frontdesk.mail.models import Campaign, CampaignState, CampaignVariant, EmailMessage, EmailTemplate, MessageStatus
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import events, stale_versions
from frontdesk.platform.errors import BadInput, Conflict, NotFound

MOST_VARIANTS = 5
EDITABLE = (CampaignState.DRAFT,)
# What may be deleted: nothing that is under way.
AT_REST = (CampaignState.DRAFT, CampaignState.FINISHED, CampaignState.CANCELLED)
_VARIANT_FIELDS = ("template_id", "subject", "preheader", "values", "share")
COPIED = (
    "from_address_type",
    "audience",
    "in_recipient_zone",
    "is_at_best_hour",
    "personalizes",
    "ai_cost_cap",
    "ai_patience_minutes",
    "throttle_per_minute",
    "tracks_opens",
    "tracks_clicks",
    "ab_sample_percent",
    "ab_metric",
    "ab_wait_minutes",
    "ab_min_sample",
    "ab_confidence",
    "ab_decides_itself",
)


def list_campaigns(actor: Actor, *, words: str = "", state: str = "") -> QuerySet[Campaign]:
    access.require(actor, Permission.MAIL_READ)
    rows: QuerySet[Campaign] = Campaign.objects.filter(organization_id=access.require_org(actor))
    if words:
        rows = rows.filter(name__icontains=words)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related("created_by").prefetch_related("variants__template")


def get_campaign(actor: Actor, campaign_id: UUID) -> Campaign:
    found = list_campaigns(actor).filter(id=campaign_id).first()
    if found is None:
        raise NotFound
    return found


def get_own(actor: Actor, campaign_id: UUID) -> Campaign:
    """For changes: locked until the transaction ends, so that two people do one after the other."""
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    org_id = access.require_org(actor)
    # Rows that name the campaign (its recipients) hold its key: a full lock would wait for them.
    found: Campaign | None = (
        Campaign.objects.select_for_update(no_key=True).filter(id=campaign_id, organization_id=org_id).first()
    )
    if found is None:
        raise NotFound
    return found


def create_campaign(actor: Actor, values: Mapping[str, Any]) -> Campaign:
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    org_id = access.require_org(actor)
    own = {name: value for name, value in values.items() if name not in ("variants", "has_archive")}
    if "audience" in own:
        own["audience"] = _checked_audience(own["audience"], org_id)
    campaign = Campaign(organization_id=org_id, created_by_id=actor.profile_id, **own)
    if values.get("has_archive"):
        campaign.archive_token = archive_tokens.new()
    campaign.save(force_insert=True)
    _write_variants(campaign, values.get("variants") or [{}])
    tell(actor, "created", campaign)
    return get_campaign(actor, campaign.id)


def update_campaign(actor: Actor, campaign_id: UUID, changes: Mapping[str, Any], *, version: int) -> Campaign:
    """Saves changes of a draft made on top of ``version``; Conflict for a stale one and for what has begun.

    The name and the public page may change at any time.
    """
    campaign = get_own(actor, campaign_id)
    if set(changes) - {"name", "has_archive"}:
        require_state(campaign, EDITABLE, "changed")
    stale_versions.refuse(campaign.version, opened=version)
    edited = {name: value for name, value in changes.items() if name not in ("variants", "has_archive")}
    if "audience" in edited:
        edited["audience"] = _checked_audience(edited["audience"], campaign.organization_id)
    if "has_archive" in changes:
        edited["archive_token"] = _archive_token(campaign, wanted=bool(changes["has_archive"]))
    for name, value in edited.items():
        setattr(campaign, name, value)
    campaign.version = F("version") + 1
    campaign.save(update_fields=[*edited, "version", "updated_at"])
    if "variants" in changes:
        models = _models_of(campaign)
        CampaignVariant.objects.filter(campaign=campaign).delete()
        _write_variants(campaign, changes["variants"], models)
    tell(actor, "updated", campaign, {"fields": sorted(changes)})
    return get_campaign(actor, campaign_id)


def _archive_token(campaign: Campaign, *, wanted: bool) -> str | None:
    return (campaign.archive_token or archive_tokens.new()) if wanted else None


def _checked_audience(raw: Mapping[str, object], org_id: UUID) -> dict[str, list[str]]:
    audience.check_audience(raw, org_id)
    return {name: [str(each) for each in ids] for name, ids in raw.items() if isinstance(ids, list) and ids}


def _models_of(campaign: Campaign) -> dict[str, str]:
    """Which model wrote a subject. It goes with the words: who changes them has written them."""
    rows = CampaignVariant.objects.filter(campaign=campaign).exclude(subject_ai_model="")
    return dict(rows.values_list("subject", "subject_ai_model"))


def _write_variants(
    campaign: Campaign, variants: Sequence[Mapping[str, Any]], models: Mapping[str, str] | None = None
) -> None:
    """``models``: see ``_models_of``."""
    if not 1 <= len(variants) <= MOST_VARIANTS:
        raise BadInput.field("variants", f"A campaign has one to {MOST_VARIANTS} variants.")
    if fault := shares.find_fault([each.get("share") for each in variants]):
        raise BadInput.field("variants", fault)
    ids = {each["template_id"] for each in variants if each.get("template_id")}
    there = set(EmailTemplate.objects.filter(id__in=ids, archived_at__isnull=True).values_list("id", flat=True))
    for position, each in enumerate(variants):
        if each.get("template_id") and each["template_id"] not in there:
            message = "This template is not there any more, or archived. Choose another one."
            raise BadInput.field(f"variants.{position}.template_id", message)
    CampaignVariant.objects.bulk_create(
        CampaignVariant(
            organization_id=campaign.organization_id,
            campaign=campaign,
            position=position,
            subject_ai_model=(models or {}).get(each.get("subject", ""), ""),
            **{name: each[name] for name in _VARIANT_FIELDS if name in each},
        )
        for position, each in enumerate(variants)
    )


def duplicate_campaign(actor: Actor, campaign_id: UUID) -> Campaign:
    """A draft with the same content, audience and settings; not with its time, nor its page."""
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    original = get_campaign(actor, campaign_id)
    copy = Campaign(
        organization_id=original.organization_id,
        created_by_id=actor.profile_id,
        name=f"{original.name[:150]} (copy)",
        **{name: getattr(original, name) for name in COPIED},
    )
    copy.save(force_insert=True)
    rows = [
        {name: getattr(variant, name) for name in _VARIANT_FIELDS}
        for variant in original.variants.select_related("template").order_by("position")
    ]
    ids = [row["template_id"] for row in rows]
    archived = set(EmailTemplate.objects.filter(archived_at__isnull=False, id__in=ids).values_list("id", flat=True))
    rows = [row | ({"template_id": None} if row["template_id"] in archived else {}) for row in rows]
    _write_variants(copy, rows, _models_of(original))
    tell(actor, "duplicated", copy, {"from": str(original.id)})
    return get_campaign(actor, copy.id)


def delete_campaign(actor: Actor, campaign_id: UUID) -> None:
    """Conflict while it is under way, and once mail of it is out: people's links to leave hang on that."""
    campaign = get_own(actor, campaign_id)
    require_state(campaign, AT_REST, "deleted")
    # What was being handed over as it was cancelled may still arrive.
    is_out = Q(sent_at__isnull=False) | Q(status=MessageStatus.SENDING)
    if EmailMessage.objects.filter(is_out, campaign=campaign).exists():
        raise Conflict(
            "Mail of this campaign is out. It stays, so that the links by which people unsubscribe go on working.",
            code="campaign-was-sent",
        )
    tell(actor, "deleted", campaign)
    campaign.delete()


_INSTEAD = {
    CampaignState.SCHEDULED: "Take it off the schedule first.",
    CampaignState.SENDING: "It is being sent: pause or cancel it.",
    CampaignState.PAUSED: "It is paused: resume or cancel it.",
    CampaignState.FINISHED: "It is finished. Duplicate it to send it again.",
    CampaignState.CANCELLED: "It was cancelled. Duplicate it to send it after all.",
    CampaignState.DRAFT: "It is a draft: start or schedule it.",
}


def require_state(campaign: Campaign, states: Sequence[CampaignState], verb: str) -> None:
    """Raises Conflict (campaign-state) that says what can be done instead."""
    if campaign.state not in states:
        raise Conflict(
            f"This campaign cannot be {verb} now. {_INSTEAD[CampaignState(campaign.state)]}",
            code="campaign-state",
            extra={"state": campaign.state},
        )


def tell(actor: Actor | None, verb: str, campaign: Campaign, changes: dict[str, object] | None = None) -> None:
    """Notes who did it (None: by itself), and lets open pages know."""
    audit.record(
        actor,
        f"campaign.{verb}",
        object_type="campaign",
        object_id=campaign.id,
        label=campaign.name,
        changes=changes,
        org_id=campaign.organization_id,
    )
    events.record(f"campaign.{verb}", record_type="campaign", record_id=campaign.id, payload=changes or {})
