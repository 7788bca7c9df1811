"""From a person and a name to a model that is ready to be called."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from frontdesk.ai.models import (
    AiSettings,
    ModelTrial,
    ModelType,
    OrganizationModel,
    OrgSystemModelConfig,
    PersonalModel,
    SystemModel,
)
from frontdesk.ai.registry import keys, lookup
from frontdesk.ai.targets import Person, Scope, Target
from frontdesk.orgs.access import Actor, permissions_of
from frontdesk.orgs.models import Profile, Role
from frontdesk.platform import tenancy
from frontdesk.platform.errors import AppError, Forbidden, NotFound, PlanRequired

KEY = "sk-very-secret"


def actor_of(profile: Profile) -> Actor:
    role = Role(profile.role)
    return Actor(profile.id, profile.email, profile.full_name, role, profile.organization_id, permissions_of(role))


def org_of(profile: Profile) -> UUID:
    assert profile.organization_id
    return profile.organization_id


def acting(profile: Profile) -> Any:
    return tenancy.tenant(profile.organization_id, user_id=profile.id, role=profile.role)


def find(profile: Profile, model_type: ModelType = ModelType.SYSTEM, **wanted: Any) -> Target:
    with acting(profile):
        return lookup.find_target(lookup.person_of(actor_of(profile)), model_type, **wanted)


def refusal(profile: Profile, kind: type[AppError], **wanted: Any) -> AppError:
    with pytest.raises(kind) as caught:
        find(profile, **wanted)
    return caught.value


def make(kind: type[Any] = SystemModel, **values: Any) -> Any:
    defaults: dict[str, Any] = {"name": "Model", "slug": "model", "model_id": "gpt-x", "endpoint": "https://ai.test/v1"}
    key = values.pop("api_key", None)
    with tenancy.platform("tests"):
        row = kind(**{**defaults, **values})
        row.save(force_insert=True)
        if key:
            keys.write_key(row, key)
    return row


def test_a_person_comes_with_what_the_rules_ask_of_the_organization(cast: dict[str, Profile]) -> None:
    bob, root = cast["bob"], cast["root"]
    with acting(bob), CaptureQueriesContext(connection) as queries:
        person = lookup.person_of(actor_of(bob))
    assert len(queries) == 1
    assert (person.plan, person.org_type, person.timezone) == ("pro", "immigration", "Europe/London")
    assert person.log_texts is False
    with acting(bob):
        AiSettings.objects.create(organization_id=org_of(bob), log_texts=True)
        assert lookup.person_of(actor_of(bob)).log_texts is True
    with acting(cast["dave"]):
        assert lookup.person_of(actor_of(cast["dave"])).log_texts is False
    assert lookup.person_of(actor_of(root)) == Person(root.id, Role.SUPERADMIN)


def test_a_system_model_is_found_by_slug_and_id_with_its_key_and_limits(cast: dict[str, Profile]) -> None:
    bob = cast["bob"]
    spare = make(slug="spare")
    row = make(
        api_key=KEY,
        token_limit_amount=1000,
        token_limit_period="weekly",
        capabilities=["chat", "json"],
        input_price_per_mtok=Decimal("1.5"),
        output_price_per_mtok=Decimal("6"),
        fallback_model=spare,
        max_tokens=321,
    )
    with acting(bob):
        OrgSystemModelConfig.objects.create(organization_id=org_of(bob), system_model=row, token_limit_per_user=50)
    by_slug, by_id = find(bob, slug="model"), find(bob, model_id=row.id)
    assert by_slug == by_id
    assert by_id.api_key == KEY
    assert KEY not in repr(by_id)
    assert by_id.ref == "system/model"
    assert (by_id.max_tokens, by_id.input_price, by_id.output_price) == (321, Decimal("1.5"), Decimal(6))
    assert by_id.capabilities == {"chat", "json"}
    assert by_id.fallback_id == spare.id
    assert [(rule.scope, rule.user_id, rule.limit, rule.period_type, rule.timezone) for rule in by_id.rules] == [
        (Scope.ORGANIZATION, None, 1000, "weekly", "Europe/London"),
        (Scope.PERSON, bob.id, 50, "weekly", "Europe/London"),
    ]
    assert [rule.scope for rule in find(cast["dave"], slug="model").rules] == [Scope.ORGANIZATION]
    assert find(cast["root"], slug="model").rules == ()


@pytest.mark.parametrize(
    ("values", "kind", "rule"),
    [
        ({"required_plan": "enterprise"}, PlanRequired, "plan"),
        ({"is_active": False}, NotFound, None),
        ({"organization_types": ["clinic", "education"]}, NotFound, None),
    ],
)
def test_each_refusal_has_its_status_and_names_its_rule(
    cast: dict[str, Profile], values: dict[str, Any], kind: type[AppError], rule: str | None
) -> None:
    make(**values)
    error = refusal(cast["bob"], kind, slug="model")
    assert error.extra.get("rule") == rule
    if rule:
        assert error.code == f"model-{rule}"
        assert error.extra["lifted_by"]


def test_a_free_model_and_a_reached_plan_lift_the_gate(cast: dict[str, Profile]) -> None:
    make(required_plan="pro")
    make(slug="gift", required_plan="enterprise", is_free=True)
    assert find(cast["bob"], slug="model").slug == "model"  # Northgate has pro
    assert find(cast["dave"], slug="gift").slug == "gift"
    refusal(cast["dave"], PlanRequired, slug="model")


def test_the_switch_stops_agents_and_users_of_that_organization_alone(cast: dict[str, Profile]) -> None:
    row, bob = make(), cast["bob"]
    with acting(cast["alice"]):
        OrgSystemModelConfig.objects.create(organization_id=org_of(bob), system_model=row, is_enabled_for_users=False)
    assert refusal(bob, Forbidden, slug="model").code == "model-switched-off"
    assert refusal(cast["carol"], Forbidden, slug="model").extra["rule"] == "switched_off"
    assert find(cast["alice"], slug="model").id == row.id
    assert find(cast["dave"], slug="model").id == row.id


def test_a_trial_begins_with_the_first_use_and_ends(cast: dict[str, Profile]) -> None:
    row, bob = make(is_trial=True, trial_days=7), cast["bob"]
    target = find(bob, slug="model")
    assert target.starts_trial
    with acting(bob):
        person = lookup.person_of(actor_of(bob))
        lookup.start_trial(person, target)
        lookup.start_trial(person, target)
        assert ModelTrial.objects.count() == 1
    assert not find(bob, slug="model").starts_trial
    assert find(cast["dave"], slug="model").starts_trial
    with acting(bob):
        ModelTrial.objects.filter(system_model=row).update(started_at=timezone.now() - timedelta(days=7, seconds=1))
    error = refusal(bob, PlanRequired, slug="model")
    assert (error.code, error.extra["rule"]) == ("model-trial-over", "trial_over")
    assert find(cast["dave"], slug="model").starts_trial


def test_a_model_that_is_no_trial_starts_none(cast: dict[str, Profile]) -> None:
    make()
    bob = cast["bob"]
    with acting(bob):
        lookup.start_trial(lookup.person_of(actor_of(bob)), find(bob, slug="model"))
        assert ModelTrial.objects.count() == 0


def test_an_organizations_model_is_its_own_peoples(cast: dict[str, Profile]) -> None:
    bob = cast["bob"]
    row = make(
        OrganizationModel,
        organization_id=org_of(bob),
        api_key=KEY,
        token_limit_amount=900,
        token_limit_per_user=90,
    )
    found = find(bob, ModelType.ORG_DEFAULT, slug="model")
    assert (found.ref, found.api_key) == ("org/model", KEY)
    assert [(rule.scope, rule.limit) for rule in found.rules] == [(Scope.ORGANIZATION, 900), (Scope.PERSON, 90)]
    for stranger in ("dave", "root"):
        refusal(cast[stranger], NotFound, model_type=ModelType.ORG_DEFAULT, model_id=row.id)
        with acting(cast[stranger]):
            assert keys.read_key(ModelType.ORG_DEFAULT, row.id) is None


def test_a_personal_model_is_its_owners(cast: dict[str, Profile]) -> None:
    carol = cast["carol"]
    row = make(
        PersonalModel,
        user_id=carol.id,
        organization_id=carol.organization_id,
        api_key=KEY,
        token_limit_amount=70,
        token_limit_period="daily",
    )
    found = find(carol, ModelType.USER, slug="model")
    assert (found.ref, found.api_key) == ("user/model", KEY)
    assert [(rule.scope, rule.user_id, rule.limit) for rule in found.rules] == [(Scope.PERSON, carol.id, 70)]
    for stranger in ("alice", "bob", "dave", "root"):
        refusal(cast[stranger], NotFound, model_type=ModelType.USER, model_id=row.id)
        with acting(cast[stranger]):
            assert keys.read_key(ModelType.USER, row.id) is None


def test_an_organizations_inactive_model_says_so_to_its_people(cast: dict[str, Profile]) -> None:
    bob = cast["bob"]
    make(OrganizationModel, organization_id=org_of(bob), is_active=False)
    error = refusal(bob, NotFound, model_type=ModelType.ORG_DEFAULT, slug="model")
    assert error.code == "model-inactive"


def test_refs_are_parsed_or_not_found() -> None:
    assert lookup.parse_ref("system/a-b") == (ModelType.SYSTEM, "a-b")
    assert lookup.parse_ref("org/x") == (ModelType.ORG_DEFAULT, "x")
    assert lookup.parse_ref("user/x") == (ModelType.USER, "x")
    for bad in ("", "gpt-4o", "system/", "org_default/x", "System/x"):
        with pytest.raises(NotFound):
            lookup.parse_ref(bad)
