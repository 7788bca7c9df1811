"""From "this person, that model" to what the gateway calls: found, allowed, with its key, its price and its limits.

Runs as the person, inside a tenant's transaction.
"""

from contextlib import AbstractContextManager

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from frontdesk.ai import gating
from frontdesk.ai.gating import Decision, Rule
from frontdesk.ai.models import (
    AiSettings,
    Capability,
    ModelTrial,
    ModelType,
    OrganizationModel,
    PeriodType,
    Provider,
    SystemModel,
)
from frontdesk.ai.registry import keys, prices, tiers
from frontdesk.ai.registry.keys import AnyModel
from frontdesk.ai.registry.tiers import parse_ref
from frontdesk.ai.targets import Person, QuotaRule, Scope, Target
from frontdesk.orgs.access import Actor
from frontdesk.orgs.models import Organization, OrganizationType, Plan
from frontdesk.platform import tenancy
from frontdesk.platform.errors import AppError, Forbidden, NotFound, PlanRequired

__all__ = ["acting", "find_target", "parse_ref", "person_of", "refuse", "rules_of", "start_trial"]


def person_of(actor: Actor) -> Person:
    """The actor with what rules and periods ask of their organization; one query."""
    if actor.org_id is None:
        return Person(actor.profile_id, actor.role)
    settings = AiSettings.objects.filter(organization=OuterRef("pk"))
    organization = (
        Organization.objects.filter(id=actor.org_id)
        .annotate(log_texts=Subquery(settings.values("log_texts")[:1]))
        .values("type", "plan", "timezone", "log_texts")
        .first()
    )
    if organization is None:
        raise NotFound("Your organization is no longer there.")
    return Person(
        profile_id=actor.profile_id,
        role=actor.role,
        org_id=actor.org_id,
        org_type=OrganizationType(organization["type"]),
        plan=Plan(organization["plan"]),
        timezone=organization["timezone"],
        log_texts=bool(organization["log_texts"]),
    )


def acting(person: Person) -> AbstractContextManager[tenancy.Bound]:
    """Context manager: a transaction bound to the person."""
    return tenancy.tenant(person.org_id, user_id=person.profile_id, role=person.role.value)


def find_target(
    person: Person, model_type: ModelType, *, model_id: int | None = None, slug: str | None = None
) -> Target:
    """The model by id or slug, if ``person`` may use it now.

    Raises NotFound (also for what the person cannot see or nobody can use), PlanRequired or Forbidden, which say which
    rule refused and what would lift it.
    """
    row = _find_row(person, model_type, model_id=model_id, slug=slug)
    decision = gating.decide(tiers.model_facts(row), tiers.person_facts(person), timezone.now())
    if not decision.allowed:
        raise refuse(decision)
    return _target_of(person, row)


def _find_row(person: Person, model_type: ModelType, *, model_id: int | None, slug: str | None) -> AnyModel:
    wanted = {"id": model_id} if model_id is not None else {"slug": slug}
    row = tiers.rows(model_type, person.org_id, person.profile_id).filter(**wanted).first()
    if row is None:
        raise NotFound("There is no such model that you can use.", code="model-not-found")
    return row


def refuse(decision: Decision) -> AppError:
    """The error of a refusal; ``extra`` names the rule and what would lift it."""
    rule = decision.rule
    if rule is None:
        raise ValueError("This decision refuses nothing.")
    if rule in {Rule.ORGANIZATION_TYPE, Rule.NOT_OWNER}:
        return NotFound("There is no such model that you can use.", code="model-not-found")
    kinds: dict[Rule, type[AppError]] = {
        Rule.INACTIVE: NotFound,
        Rule.PLAN: PlanRequired,
        Rule.TRIAL_OVER: PlanRequired,
    }
    return kinds.get(rule, Forbidden)(
        f"{decision.detail} {decision.lifted_by}",
        code=f"model-{rule.value.replace('_', '-')}",
        extra={"rule": rule.value, "lifted_by": decision.lifted_by},
    )


def rules_of(person: Person, row: AnyModel) -> tuple[QuotaRule, ...]:
    """The limits that a call is held against; none for superadmins outside any organization."""
    if person.org_id is None:
        return ()
    limits: list[tuple[Scope, int | None]]
    if isinstance(row, SystemModel | OrganizationModel):
        per_user = getattr(row, "token_limit_per_user", None)
        limits = [(Scope.ORGANIZATION, row.token_limit_amount), (Scope.PERSON, per_user)]
    else:
        limits = [(Scope.PERSON, row.token_limit_amount)]
    return tuple(
        QuotaRule(
            scope=scope,
            org_id=person.org_id,
            user_id=person.profile_id if scope is Scope.PERSON else None,
            model_type=row.model_type,
            model_id=row.id,
            period_type=PeriodType(row.token_limit_period),
            limit=limit,
            timezone=person.timezone,
        )
        for scope, limit in limits
        if limit is not None
    )


def _target_of(person: Person, row: AnyModel) -> Target:
    input_price, output_price = prices.price_of(row)
    return Target(
        model_type=row.model_type,
        id=row.id,
        slug=row.slug,
        name=row.name,
        provider=Provider(row.provider),
        endpoint=row.endpoint,
        upstream_model=row.model_id,
        max_tokens=row.max_tokens,
        period_type=PeriodType(row.token_limit_period),
        api_key=keys.read_key(row.model_type, row.id) if row.api_key_set else None,
        context_window=row.context_window,
        capabilities=frozenset(Capability(name) for name in row.capabilities),
        timeout_s=row.timeout_s,
        system_message=row.system_message,
        input_price=input_price,
        output_price=output_price,
        rules=rules_of(person, row),
        fallback_id=row.fallback_model_id,
        starts_trial=_starts_trial(person, row),
        tasks=tuple(row.task),
    )


def _starts_trial(person: Person, row: AnyModel) -> bool:
    if not isinstance(row, SystemModel) or person.org_id is None:
        return False
    return row.is_trial and getattr(row, "trial_started_at", None) is None


def start_trial(person: Person, target: Target) -> None:
    """Notes the organization's first use of a trial model: its trial runs from then. Harmless to repeat."""
    if not target.starts_trial or person.org_id is None:
        return
    trial = ModelTrial(organization_id=person.org_id, system_model_id=target.id)
    ModelTrial.objects.bulk_create([trial], ignore_conflicts=True)
