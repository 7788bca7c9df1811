"""Who may use which model: every combination of what the rules ask, held against the specification's own words."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest

from frontdesk.ai.gating import Decision, ModelFacts, PersonFacts, Rule, decide, plan_reaches, trial_ends_at
from frontdesk.ai.models.registry import ModelType
from frontdesk.orgs.models import OrganizationType, Plan, Role

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
PERSON = PersonFacts("p", Role.AGENT, "o", OrganizationType.EDUCATION, Plan.STARTER)
SYSTEM = ModelFacts(ModelType.SYSTEM)
PLANS = [Plan.FREE, Plan.STARTER, Plan.PRO, Plan.ENTERPRISE]
TYPES = [(), (OrganizationType.EDUCATION,), (OrganizationType.HEALTHCARE, OrganizationType.SOLICITOR)]


@dataclass(frozen=True)
class Trial:
    """How far a trial is: not one, not begun, running, its last moment, over, without an end."""

    is_trial: bool
    days: int | None = None
    began: datetime | None = None
    is_over: bool = False


TRIALS = [
    Trial(False),
    Trial(False, 7, NOW - timedelta(days=30)),
    Trial(True, 7),
    Trial(True, 7, NOW - timedelta(days=6)),
    Trial(True, 7, NOW - timedelta(days=7) + timedelta(microseconds=1)),
    Trial(True, 7, NOW - timedelta(days=7), is_over=True),
    Trial(True, 7, NOW - timedelta(days=400), is_over=True),
    Trial(True, None, NOW - timedelta(days=400)),
]
PRODUCT = list(product(PLANS, PLANS, TYPES, (True, False), TRIALS, (True, False), Role, (True, False), (True, False)))


def expected(model: ModelFacts, person: PersonFacts, trial: Trial) -> Rule | None:
    """The specification's sentence, clause by clause: the first clause that fails names the rule."""
    clauses = [
        (person.is_active, Rule.PERSON_INACTIVE),
        (model.is_active, Rule.INACTIVE),
        (not model.organization_types or person.organization_type in model.organization_types, Rule.ORGANIZATION_TYPE),
        (model.is_free or PLANS.index(person.plan or Plan.FREE) >= PLANS.index(model.required_plan), Rule.PLAN),
        (not trial.is_over, Rule.TRIAL_OVER),
        (model.is_enabled_for_users or person.role not in {Role.AGENT, Role.USER}, Rule.SWITCHED_OFF),
    ]
    return next((rule for holds, rule in clauses if not holds), None)


def test_every_combination_for_system_models() -> None:
    seen = set()
    for plan, required, types, is_free, trial, enabled, role, model_active, person_active in PRODUCT:
        model = ModelFacts(
            ModelType.SYSTEM,
            is_active=model_active,
            is_enabled_for_users=enabled,
            organization_types=types,
            required_plan=required,
            is_free=is_free,
            is_trial=trial.is_trial,
            trial_days=trial.days,
            trial_started_at=trial.began,
        )
        person = replace(PERSON, role=role, plan=plan, is_active=person_active)
        decision = decide(model, person, NOW)
        wanted = expected(model, person, trial)
        assert decision.rule is wanted, (model, person)
        assert decision.allowed is (wanted is None)
        assert bool(decision.detail) is bool(decision.lifted_by) is (wanted is not None)
        seen.add(decision.rule)
    assert len(PRODUCT) == 4 * 4 * 3 * 2 * 8 * 2 * 4 * 2 * 2
    assert seen == {None, *Rule} - {Rule.NOT_OWNER}


@pytest.mark.parametrize("model_active", [True, False])
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("person_active", [True, False])
@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("is_own", [True, False])
def test_every_combination_for_an_organizations_models(
    model_active: bool, role: Role, person_active: bool, enabled: bool, is_own: bool
) -> None:
    """Plan, type and trial are rules of the platform's models: they do not bind what an organization brings."""
    model = ModelFacts(
        ModelType.ORG_DEFAULT,
        is_active=model_active,
        organization_id="o" if is_own else "another",
        is_enabled_for_users=enabled,
        organization_types=(OrganizationType.HEALTHCARE,),
        required_plan=Plan.ENTERPRISE,
        is_trial=True,
        trial_days=1,
        trial_started_at=NOW - timedelta(days=9),
    )
    rule = decide(model, replace(PERSON, role=role, is_active=person_active), NOW).rule
    if not person_active:
        assert rule is Rule.PERSON_INACTIVE
    elif not model_active:
        assert rule is Rule.INACTIVE
    elif not is_own:
        assert rule is Rule.NOT_OWNER
    elif not enabled and role in {Role.AGENT, Role.USER}:
        assert rule is Rule.SWITCHED_OFF
    else:
        assert rule is None


@pytest.mark.parametrize("model_active", [True, False])
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("person_active", [True, False])
@pytest.mark.parametrize("owner", ["p", "q", ""])
def test_every_combination_for_personal_models(model_active: bool, role: Role, person_active: bool, owner: str) -> None:
    model = ModelFacts(ModelType.USER, is_active=model_active, owner_id=owner, is_enabled_for_users=False)
    rule = decide(model, replace(PERSON, role=role, is_active=person_active), NOW).rule
    if not person_active:
        assert rule is Rule.PERSON_INACTIVE
    elif not model_active:
        assert rule is Rule.INACTIVE
    else:
        assert rule is (None if owner == "p" else Rule.NOT_OWNER)


def test_a_superadmin_outside_any_organization_has_no_plan_or_type_to_be_held_against() -> None:
    root = PersonFacts("r", Role.SUPERADMIN)
    closed = replace(
        SYSTEM,
        organization_types=(OrganizationType.HEALTHCARE,),
        required_plan=Plan.ENTERPRISE,
        is_enabled_for_users=False,
    )
    assert decide(closed, root, NOW).allowed
    assert decide(replace(closed, is_active=False), root, NOW).rule is Rule.INACTIVE
    theirs = ModelFacts(ModelType.ORG_DEFAULT, organization_id="o")
    assert decide(theirs, root, NOW).rule is Rule.NOT_OWNER


def test_a_model_of_no_organization_is_nobodys() -> None:
    orphan = ModelFacts(ModelType.ORG_DEFAULT)
    assert decide(orphan, PersonFacts("r", Role.SUPERADMIN), NOW).rule is Rule.NOT_OWNER
    assert decide(ModelFacts(ModelType.USER), PersonFacts("", Role.AGENT, "o"), NOW).rule is Rule.NOT_OWNER


def test_a_higher_plan_or_a_later_day_never_closes_or_opens_what_it_should_not() -> None:
    for required, (lower, higher) in product(PLANS, pairwise(PLANS)):
        if plan_reaches(lower, required):
            assert plan_reaches(higher, required)
    trial = replace(SYSTEM, is_trial=True, trial_days=3, trial_started_at=NOW)
    ends_at = trial_ends_at(trial)
    assert ends_at == NOW + timedelta(days=3)
    assert decide(trial, PERSON, ends_at - timedelta(microseconds=1)).allowed
    assert decide(trial, PERSON, ends_at).rule is Rule.TRIAL_OVER


def test_refusals_name_what_is_missing() -> None:
    def refusal(**changes: object) -> Decision:
        return decide(replace(SYSTEM, **changes), PERSON, NOW)  # type: ignore[arg-type]  # fields of ModelFacts

    plan = refusal(required_plan=Plan.PRO)
    assert "pro" in plan.detail
    assert "starter" in plan.detail
    assert "pro" in plan.lifted_by
    types = refusal(organization_types=(OrganizationType.HEALTHCARE,))
    assert "healthcare" in types.detail
    assert "education" in types.detail
    trial = refusal(is_trial=True, trial_days=2, trial_started_at=NOW - timedelta(days=3))
    assert "2026-03-28 00:30" in trial.detail
