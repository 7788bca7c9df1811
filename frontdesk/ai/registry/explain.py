"""Why may this person (not) use that model, and who may: the same rules as at a call, asked ahead of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from frontdesk.ai import gating
from frontdesk.ai.gating import Decision, PersonFacts
from frontdesk.ai.models import ModelType, ModelUsage, PeriodType, PersonalModel
from frontdesk.ai.periods import period_at
from frontdesk.ai.registry import lookup, remaining, tiers
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.ai.registry.remaining import Quota
from frontdesk.ai.targets import Person, QuotaRule, Scope
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Organization, OrganizationType, Plan, Profile, Role
from frontdesk.platform import tenancy
from frontdesk.platform.errors import BadInput, NotFound
from frontdesk.platform.paging import page

# Every kind of person that the rules tell apart inside one organization.
_KINDS = [(role, is_active) for role in (Role.ADMIN, Role.AGENT, Role.USER) for is_active in (True, False)]


@dataclass(frozen=True, slots=True)
class Why:
    person: Profile
    decision: Decision
    quotas: Sequence[Quota]


@dataclass(frozen=True, slots=True)
class Who:
    """A person with the decision; tokens are of the model's period that runs. ``limit`` None: there is none."""

    person: Profile
    decision: Decision
    tokens_used: int
    limit: int | None
    remaining: int | None


def explain(actor: Actor, model_type: ModelType, model_id: int, profile_id: UUID | None = None) -> Why:
    """Whether a person, by default the actor, may use the model, by which rule, and what is left to them.

    Also for models that are inactive or meant for other types of organizations; NotFound for another tenant's.
    """
    profile = _find_person(actor, profile_id)
    person = lookup.person_of(actor) if profile.id == actor.profile_id else _person(profile)
    row = _find_model(actor, model_type, model_id, person.org_id)
    access.require(actor, Permission.AI_USE if profile.id == actor.profile_id else Permission.AI_MANAGE)
    facts = tiers.person_facts(person, is_active=profile.is_active)
    now = timezone.now()
    decision = gating.decide(tiers.model_facts(row), facts, now)
    return Why(profile, decision, remaining.quotas_of(lookup.rules_of(person, row), now))


def list_people(
    actor: Actor,
    model_type: ModelType,
    model_id: int,
    *,
    organization_id: UUID | None = None,
    is_allowed: bool | None = None,
    words: str = "",
    cursor: str | None = None,
    limit: int = 25,
) -> tuple[list[Who], str | None]:
    """The people of an organization with the decision for each; superadmins outside of one name it."""
    organization = _find_organization(actor, organization_id)
    row = _find_model(actor, model_type, model_id, organization.id if organization else actor.org_id)
    access.require(actor, Permission.AI_MANAGE)
    if organization is None:
        raise BadInput.field("organization_id", "Name the organization whose people you ask about.")
    now = timezone.now()
    decide = _Decider(row, organization, now)
    people = _search(organization, words)
    if is_allowed is not None:
        allowed = decide.allowed_people()
        people = people.filter(allowed if is_allowed else ~allowed)
    found, next_cursor = page(people, cursor=cursor, limit=limit, order=("full_name", "id"))
    return _with_tokens(row, organization, found, decide, now), next_cursor


class _Decider:
    """The decisions of one model inside one organization, which depend on a person's role and activity alone, or (a
    person's own model) on who it is."""

    def __init__(self, row: AnyModel, organization: Organization, now: datetime) -> None:
        self.row, self.facts, self.organization, self.now = row, tiers.model_facts(row), organization, now

    def about(self, profile_id: UUID | None, role: Role, is_active: bool) -> Decision:
        person = PersonFacts(
            person_id=str(profile_id or ""),
            role=role,
            organization_id=str(self.organization.id),
            organization_type=OrganizationType(self.organization.type),
            plan=Plan(self.organization.plan),
            is_active=is_active,
        )
        return gating.decide(self.facts, person, self.now)

    def allowed_people(self) -> Q:
        owner = self.row.user_id if isinstance(self.row, PersonalModel) else None
        allowed = Q(pk__in=[])
        for role, is_active in _KINDS:
            if self.about(owner, role, is_active).allowed:
                allowed |= Q(role=role, is_active=is_active)
        return allowed & Q(pk=owner) if owner else allowed


def _with_tokens(
    row: AnyModel, organization: Organization, people: Sequence[Profile], decide: _Decider, now: datetime
) -> list[Who]:
    used = _tokens_used(row, organization, people, now)
    rules = {person.id: _person_rules(row, organization, person) for person in people}
    quotas = remaining.group_quotas(rules, now)
    found = []
    for person in people:
        quota = next(iter(quotas[person.id]), None)
        found.append(
            Who(
                person=person,
                decision=decide.about(person.id, Role(person.role), person.is_active),
                tokens_used=used.get(person.id, 0),
                limit=quota.limit if quota else None,
                remaining=quota.remaining if quota else None,
            )
        )
    return found


def _person_rules(row: AnyModel, organization: Organization, profile: Profile) -> list[QuotaRule]:
    person = Person(profile.id, Role(profile.role), organization.id, timezone=organization.timezone)
    return [rule for rule in lookup.rules_of(person, row) if rule.scope is Scope.PERSON]


def _tokens_used(
    row: AnyModel, organization: Organization, people: Sequence[Profile], now: datetime
) -> dict[UUID, int]:
    period = period_at(now, PeriodType(row.token_limit_period), organization.timezone)
    counters = ModelUsage.objects.filter(
        organization_id=organization.id,
        user__in=people,
        model_type=row.model_type,
        model_id=row.id,
        period_type=period.type,
        period_start=period.start,
    )
    return dict(counters.values_list("user_id", "tokens_used"))


def _find_model(actor: Actor, model_type: ModelType, model_id: int, org_id: UUID | None) -> AnyModel:
    """Read by the platform, as inactive models and those for other types are hidden from organizations; other tenants'
    models are not: an organization's own is looked for in the actor's organization, a person's among the actor's."""
    owner = org_id if model_type is ModelType.SYSTEM else actor.org_id
    with tenancy.platform("explain a model's rules"):
        row = tiers.rows(model_type, owner, actor.profile_id).filter(id=model_id).first()
    if row is None:
        raise NotFound
    return row


def _find_person(actor: Actor, profile_id: UUID | None) -> Profile:
    people = Profile.objects.select_related("organization").filter(id=profile_id or actor.profile_id)
    if actor.org_id is not None and (profile_id or actor.profile_id) != actor.profile_id:
        people = people.filter(organization_id=actor.org_id)
    profile = people.first()
    if profile is None:
        raise NotFound
    return profile


def _person(profile: Profile) -> Person:
    organization = profile.organization
    if organization is None:
        return Person(profile.id, Role(profile.role))
    return Person(
        profile_id=profile.id,
        role=Role(profile.role),
        org_id=organization.id,
        org_type=OrganizationType(organization.type),
        plan=Plan(organization.plan),
        timezone=organization.timezone,
    )


def _find_organization(actor: Actor, organization_id: UUID | None) -> Organization | None:
    wanted = organization_id or actor.org_id
    if wanted is None:
        return None
    organization = Organization.objects.filter(id=wanted).first()
    if organization is None or (actor.org_id is not None and organization.id != actor.org_id):
        raise NotFound
    return organization


def _search(organization: Organization, words: str) -> "QuerySet[Profile]":
    people = Profile.objects.filter(organization=organization)
    if words:
        people = people.filter(Q(full_name__icontains=words) | Q(email__icontains=words))
    return people
