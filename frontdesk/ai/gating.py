"""Who may use which model: one pure function, which names the rule that refused and what would lift it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from frontdesk.ai.models.registry import ModelType
from frontdesk.orgs.models import OrganizationType, Plan, Role

PLAN_ORDER = (Plan.FREE, Plan.STARTER, Plan.PRO, Plan.ENTERPRISE)


class Rule(StrEnum):
    """In the order in which they are asked."""

    INACTIVE = "inactive"
    ORGANIZATION_TYPE = "organization_type"
    PLAN = "plan"
    TRIAL_OVER = "trial_over"
    SWITCHED_OFF = "switched_off"
    NOT_OWNER = "not_owner"
    PERSON_INACTIVE = "person_inactive"


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the rules ask of a model. The fields from ``organization_types`` on matter for system models alone."""

    model_type: ModelType
    is_active: bool = True
    owner_id: str = ""  # of a person's own model
    organization_id: str = ""  # of an organization's own model
    is_enabled_for_users: bool = True
    organization_types: tuple[str, ...] = ()
    required_plan: Plan = Plan.FREE
    is_free: bool = False
    is_trial: bool = False
    trial_days: int | None = None
    trial_started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the rules ask of a person. A superadmin outside any organization has neither plan nor type."""

    person_id: str
    role: Role
    organization_id: str = ""
    organization_type: OrganizationType | None = None
    plan: Plan | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """``rule`` is None when allowed. ``detail`` says why not, ``lifted_by`` who could do what about it."""

    allowed: bool
    rule: Rule | None = None
    detail: str = ""
    lifted_by: str = ""


ALLOWED = Decision(True)


def plan_reaches(plan: Plan, required: Plan) -> bool:
    return PLAN_ORDER.index(plan) >= PLAN_ORDER.index(required)


def trial_ends_at(model: ModelFacts) -> datetime | None:
    """When the organization's trial ends; None before its first use, and for a trial without an end."""
    if model.trial_started_at is None or model.trial_days is None:
        return None
    return model.trial_started_at + timedelta(days=model.trial_days)


def decide(model: ModelFacts, person: PersonFacts, now: datetime) -> Decision:
    """Whether ``person`` may use ``model`` at ``now`` (aware), by the first rule that refuses."""
    if not person.is_active:
        return _refuse(Rule.PERSON_INACTIVE, "This person is deactivated.", "An admin can reactivate the person.")
    if not model.is_active:
        return _refuse(Rule.INACTIVE, "This model is switched off.", _owner_lifts(model))
    if model.model_type is ModelType.USER:
        return _decide_personal(model, person)
    if model.model_type is ModelType.ORG_DEFAULT and not _is_same(model.organization_id, person.organization_id):
        return _refuse(Rule.NOT_OWNER, "This model belongs to another organization.", "Nobody: ask for another model.")
    if model.model_type is ModelType.SYSTEM and person.organization_id:
        refusal = _decide_system(model, person, now)
        if refusal:
            return refusal
    return _decide_switch(model, person)


def _decide_personal(model: ModelFacts, person: PersonFacts) -> Decision:
    if _is_same(model.owner_id, person.person_id):
        return ALLOWED
    return _refuse(Rule.NOT_OWNER, "This model is another person's own.", "Nobody: each person brings their own.")


def _is_same(owner: str, asking: str) -> bool:
    """Nobody is not the same as nobody."""
    return bool(owner) and owner == asking


def _decide_system(model: ModelFacts, person: PersonFacts, now: datetime) -> Decision | None:
    if model.organization_types and person.organization_type not in model.organization_types:
        types = ", ".join(model.organization_types)
        return _refuse(
            Rule.ORGANIZATION_TYPE,
            f"This model is for organizations of the type {types}; yours is {person.organization_type}.",
            "The platform's operator can open it to your type of organization.",
        )
    plan = person.plan or Plan.FREE
    if not model.is_free and not plan_reaches(plan, model.required_plan):
        return _refuse(
            Rule.PLAN,
            f"This model needs the plan {model.required_plan}; your organization has {plan}.",
            f"Upgrading the organization to {model.required_plan} or higher.",
        )
    ends_at = trial_ends_at(model) if model.is_trial else None
    if ends_at is not None and now >= ends_at:
        return _refuse(
            Rule.TRIAL_OVER,
            f"The trial of {model.trial_days} days ended at {ends_at:%Y-%m-%d %H:%M} UTC.",
            "The platform's operator can extend the trial or make the model part of your plan.",
        )
    return None


def _decide_switch(model: ModelFacts, person: PersonFacts) -> Decision:
    if not model.is_enabled_for_users and person.role in {Role.AGENT, Role.USER}:
        return _refuse(
            Rule.SWITCHED_OFF,
            "Your organization has switched this model off for its people.",
            "An admin can switch it on under AI models.",
        )
    return ALLOWED


def _owner_lifts(model: ModelFacts) -> str:
    owners = {
        ModelType.SYSTEM: "The platform's operator can activate it.",
        ModelType.ORG_DEFAULT: "An admin can activate it under AI models.",
        ModelType.USER: "Its owner can activate it.",
    }
    return owners[model.model_type]


def _refuse(rule: Rule, detail: str, lifted_by: str) -> Decision:
    return Decision(False, rule, detail, lifted_by)
