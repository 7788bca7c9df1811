"""The three tiers of models behind one door: their rows as a person's organization has them, and what rules ask."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from frontdesk.ai.gating import ModelFacts, PersonFacts
from frontdesk.ai.models import (
    ModelTrial,
    ModelType,
    OrganizationModel,
    OrgSystemModelConfig,
    PersonalModel,
    SystemModel,
)
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.ai.targets import PREFIXES, Person
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Plan
from frontdesk.platform.errors import NotFound

_TYPES = {prefix: model_type for model_type, prefix in PREFIXES.items()}


def parse_ref(ref: str) -> tuple[ModelType, str]:
    """``system/<slug>``, ``org/<slug>`` or ``user/<slug>``; raises NotFound for anything else."""
    prefix, _, slug = ref.partition("/")
    if prefix not in _TYPES or not slug or "\0" in slug:  # PostgreSQL has no text with that in it
        raise NotFound(
            "Name a model as system/<slug>, org/<slug> or user/<slug>; GET /v1/models lists yours.",
            code="model-not-found",
        )
    return _TYPES[prefix], slug


def ref_of(row: AnyModel) -> str:
    return f"{PREFIXES[row.model_type]}/{row.slug}"


def rows(model_type: ModelType, org_id: UUID | None, profile_id: UUID) -> "QuerySet[AnyModel]":
    """The rows of a tier that the bound tenant sees, with what ``model_facts`` reads besides columns.

    Organizations' models need an organization: a superadmin sees them inside one.
    """
    if model_type is ModelType.SYSTEM:
        return system_rows(org_id)
    if model_type is ModelType.USER:
        return PersonalModel.objects.filter(user_id=profile_id)
    return OrganizationModel.objects.filter(organization_id=org_id) if org_id else OrganizationModel.objects.none()


def system_rows(org_id: UUID | None) -> "QuerySet[SystemModel]":
    """``is_enabled_for_users`` and ``token_limit_per_user`` are named as the organization's own models have them."""
    if org_id is None:
        return SystemModel.objects.all()
    switch = OrgSystemModelConfig.objects.filter(organization_id=org_id, system_model=OuterRef("pk"))
    trial = ModelTrial.objects.filter(organization_id=org_id, system_model=OuterRef("pk"))
    found: QuerySet[SystemModel] = SystemModel.objects.annotate(
        is_enabled_for_users=Subquery(switch.values("is_enabled_for_users")[:1]),
        token_limit_per_user=Subquery(switch.values("token_limit_per_user")[:1]),
        trial_started_at=Subquery(trial.values("started_at")[:1]),
    )
    return found


def model_facts(row: AnyModel) -> ModelFacts:
    """What the rules ask of a row of ``rows``."""
    facts: dict[str, Any] = {"model_type": row.model_type, "is_active": row.is_active}
    if isinstance(row, PersonalModel):
        return ModelFacts(**facts, owner_id=str(row.user_id))
    is_enabled = getattr(row, "is_enabled_for_users", None)
    facts["is_enabled_for_users"] = True if is_enabled is None else is_enabled
    if isinstance(row, OrganizationModel):
        return ModelFacts(**facts, organization_id=str(row.organization_id))
    return ModelFacts(
        **facts,
        organization_types=tuple(row.organization_types),
        required_plan=Plan(row.required_plan),
        is_free=row.is_free,
        is_trial=row.is_trial,
        trial_days=row.trial_days,
        trial_started_at=getattr(row, "trial_started_at", None),
    )


def person_facts(person: Person, *, is_active: bool = True) -> PersonFacts:
    return PersonFacts(
        person_id=str(person.profile_id),
        role=person.role,
        organization_id=str(person.org_id or ""),
        organization_type=person.org_type,
        plan=person.plan,
        is_active=is_active,
    )


# Who manages a tier: superadmins the platform's models, admins their organization's, everybody their own.
MANAGES = {
    ModelType.SYSTEM: Permission.PLATFORM_MANAGE,
    ModelType.ORG_DEFAULT: Permission.AI_MANAGE,
    ModelType.USER: Permission.AI_USE,
}


def managed(actor: Actor, model_type: ModelType) -> "QuerySet[AnyModel]":
    """The rows of a tier that the actor could manage, inactive ones too; the right to is the caller's to ask for."""
    if model_type is ModelType.SYSTEM:
        return SystemModel.objects.all()
    if model_type is ModelType.USER:
        return PersonalModel.objects.filter(user_id=actor.profile_id)
    return OrganizationModel.objects.filter(organization_id=access.require_org(actor))


def new_row(actor: Actor, model_type: ModelType) -> AnyModel:
    """An unsaved row that belongs to whom the tier says."""
    if model_type is ModelType.SYSTEM:
        return SystemModel()
    if model_type is ModelType.USER:
        return PersonalModel(user_id=actor.profile_id, organization_id=actor.org_id)
    return OrganizationModel(organization_id=access.require_org(actor))
