"""What an organization decides about the platform's models and about AI altogether."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from frontdesk.ai import gating
from frontdesk.ai.gating import Decision
from frontdesk.ai.models import AiSettings, ModelType, OrgSystemModelConfig, SystemModel
from frontdesk.ai.registry import listing, lookup, remaining, tiers
from frontdesk.ai.registry.remaining import Quota
from frontdesk.ai.targets import Person, Scope
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import events
from frontdesk.platform.errors import NotFound
from frontdesk.platform.paging import page


@dataclass(frozen=True, slots=True)
class Filters:
    words: str = ""
    capability: str = ""
    tag: str = ""
    plan: str = ""
    is_enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A model of the platform with what the organization decided. ``decision`` is for its admins: plan, type, trial."""

    row: SystemModel
    is_enabled_for_users: bool
    token_limit_per_user: int | None
    decision: Decision
    trial_ends_at: datetime | None
    quota: Quota | None


def list_offered(
    actor: Actor, filters: Filters, *, cursor: str | None = None, limit: int = 25
) -> tuple[list[Offered], str | None]:
    """The platform's active models for the organization's type, locked ones too."""
    access.require(actor, Permission.AI_MANAGE)
    org_id = access.require_org(actor)
    found = tiers.system_rows(org_id).filter(is_active=True)
    if filters.words:
        found = found.filter(Q(name__icontains=filters.words) | Q(description__icontains=filters.words))
    if filters.capability:
        found = found.filter(capabilities__contains=[filters.capability])
    if filters.tag:
        found = found.filter(tags__contains=[filters.tag])
    if filters.plan:
        found = found.filter(required_plan=filters.plan)
    if filters.is_enabled is not None:
        is_on = Q(is_enabled_for_users=True) | Q(is_enabled_for_users__isnull=True)
        found = found.filter(is_on if filters.is_enabled else Q(is_enabled_for_users=False))
    rows, next_cursor = page(found, cursor=cursor, limit=limit, order=("sort_order", "id"))
    return _present(lookup.person_of(actor), rows), next_cursor


def set_offered(actor: Actor, system_model_id: int, changes: Mapping[str, object]) -> Offered:
    """Switches a model of the platform on or off for agents and users, and limits what each may use of it."""
    row = SystemModel.objects.filter(id=system_model_id).first()
    if row is None:
        raise NotFound
    access.require(actor, Permission.AI_MANAGE)
    org_id = access.require_org(actor)
    OrgSystemModelConfig.objects.update_or_create(
        organization_id=org_id, system_model_id=row.id, defaults=dict(changes)
    )
    audit.record(
        actor,
        "ai_config.updated",
        object_type="ai_model",
        object_id=f"{ModelType.SYSTEM.value}:{row.id}",
        label=row.name,
        changes=dict(changes),
    )
    events.record("ai_model.updated", record_type="ai_model", record_id=f"{ModelType.SYSTEM.value}:{row.id}")
    return _present(lookup.person_of(actor), [tiers.system_rows(org_id).get(id=row.id)])[0]


def _present(person: Person, rows: Sequence[SystemModel]) -> list[Offered]:
    now = timezone.now()
    facts = tiers.person_facts(person)
    rules = {
        row.id: [rule for rule in lookup.rules_of(person, row) if rule.scope is Scope.ORGANIZATION] for row in rows
    }
    quotas = remaining.group_quotas(rules, now)
    offered = []
    for row in rows:
        model = tiers.model_facts(row)
        offered.append(
            Offered(
                row=row,
                is_enabled_for_users=model.is_enabled_for_users,
                token_limit_per_user=getattr(row, "token_limit_per_user", None),
                decision=gating.decide(model, facts, now),
                trial_ends_at=listing.trial_ends_at(row),
                quota=next(iter(quotas[row.id]), None),
            )
        )
    return offered


def get_settings(actor: Actor) -> AiSettings:
    access.require(actor, Permission.AI_MANAGE)
    org_id = access.require_org(actor)
    return AiSettings.objects.filter(organization_id=org_id).first() or AiSettings(organization_id=org_id)


def update_settings(actor: Actor, changes: Mapping[str, object]) -> AiSettings:
    access.require(actor, Permission.AI_MANAGE)
    org_id = access.require_org(actor)
    if not changes:
        return get_settings(actor)
    settings, _ = AiSettings.objects.update_or_create(organization_id=org_id, defaults=dict(changes))
    audit.record(actor, "ai_settings.updated", object_type="ai_settings", object_id=org_id, changes=dict(changes))
    events.record("ai_settings.updated", record_type="ai_settings", record_id=org_id)
    return settings
