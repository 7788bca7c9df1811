"""Why may this person (not) use that model, and who may."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from frontdesk.ai.models import (
    ModelTrial,
    ModelUsage,
    OrganizationModel,
    OrgSystemModelConfig,
    PeriodType,
    PersonalModel,
)
from frontdesk.ai.periods import period_at
from frontdesk.ai.tests.test_lookup import make, org_of
from frontdesk.ai.tests.test_models_list import count
from frontdesk.orgs.models import Profile, Role
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


def why(client: ApiClient, row: Any, profile: Profile | None = None) -> Any:
    query = f"?profile_id={profile.id}" if profile else ""
    return client.get(f"/api/ai/models/{row.model_type}/{row.id}/why{query}")


def who(client: ApiClient, row: Any, query: str = "") -> Any:
    return client.get(f"/api/ai/models/{row.model_type}/{row.id}/who?{query}")


def switch(profile: Profile, row: Any, **values: Any) -> None:
    with tenancy.platform("tests"):
        OrgSystemModelConfig.objects.create(organization_id=org_of(profile), system_model=row, **values)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({}, None),
        ({"is_active": False}, "inactive"),
        ({"organization_types": ["education"]}, "organization_type"),
        ({"required_plan": "enterprise"}, "plan"),
    ],
)
def test_anybody_asks_about_themselves(values: dict[str, Any], rule: str | None, cast: dict[str, Profile]) -> None:
    row = make(**values)
    for name in ("alice", "bob", "carol"):
        answer = why(ApiClient(cast[name]), row)
        assert answer.status == 200, answer.json
        assert (answer.json["allowed"], answer.json["rule"]) == (rule is None, rule)
        assert answer.json["person"]["id"] == str(cast[name].id)
        assert bool(answer.json["lifted_by"]) is (rule is not None)


def test_a_trial_that_is_over_says_when(cast: dict[str, Profile], bob: ApiClient) -> None:
    row = make(is_trial=True, trial_days=3)
    with tenancy.platform("tests"):
        ModelTrial.objects.create(
            organization_id=org_of(cast["bob"]), system_model=row, started_at=timezone.now() - timedelta(days=4)
        )
    answer = why(bob, row).json
    assert answer["rule"] == "trial_over"
    assert "3 days" in answer["detail"]


def test_admins_ask_about_their_people(
    cast: dict[str, Profile], alice: ApiClient, bob: ApiClient, dave: ApiClient, root: ApiClient
) -> None:
    row = make(token_limit_amount=100)
    switch(cast["bob"], row, is_enabled_for_users=False, token_limit_per_user=10)
    count(row, cast["bob"], used=4, person=True)
    answer = why(alice, row, cast["bob"]).json
    assert answer["rule"] == "switched_off"
    assert answer["person"] == {
        "id": str(cast["bob"].id),
        "full_name": "Bob Baker",
        "email": "bob@northgate.test",
        "role": "agent",
    }
    assert [(quota["scope"], quota["remaining"]) for quota in answer["quotas"]] == [
        ("organization", 100),
        ("person", 6),
    ]
    assert why(alice, row, cast["alice"]).json["allowed"] is True
    assert why(bob, row, cast["alice"]).status == 403
    assert why(bob, row, cast["bob"]).status == 200
    assert why(dave, row, cast["bob"]).status == 404
    assert why(alice, row, cast["dave"]).status == 404
    assert why(alice, row, cast["root"]).status == 404
    assert why(root, row, cast["bob"]).json["rule"] == "switched_off"
    assert why(root, row, cast["dave"]).json["allowed"] is True
    assert alice.get(f"/api/ai/models/system/{row.id}/why?profile_id={uuid4()}").status == 404
    assert alice.get(f"/api/ai/models/system/{row.id}/why?profile_id=x").status == 422


def test_a_deactivated_person_may_nothing(cast: dict[str, Profile], alice: ApiClient) -> None:
    row = make()
    with tenancy.platform("tests"):
        Profile.objects.filter(id=cast["bob"].id).update(is_active=False)
    assert why(alice, row, cast["bob"]).json["rule"] == "person_inactive"


def test_other_tenants_models_are_not_there(cast: dict[str, Profile]) -> None:
    house = make(OrganizationModel, organization_id=org_of(cast["bob"]), is_active=False)
    carols = make(PersonalModel, user_id=cast["carol"].id, organization_id=org_of(cast["carol"]))
    assert why(ApiClient(cast["bob"]), house).json["rule"] == "inactive"
    assert why(ApiClient(cast["carol"]), carols).json["allowed"] is True
    for name, row in (("dave", house), ("root", house), ("dave", carols), ("alice", carols), ("root", carols)):
        client = ApiClient(cast[name])
        assert why(client, row).status == who(client, row).status == 404
        assert why(client, row, cast["carol"]).status == 404


def told(answer: Any) -> dict[str, str | None]:
    assert answer.status == 200, answer.json
    return {item["person"]["full_name"]: item["rule"] for item in answer.json["items"]}


def test_who_may_use_it(cast: dict[str, Profile], alice: ApiClient) -> None:
    row = make()
    assert set(told(who(alice, row)).values()) == {None}
    switch(cast["alice"], row, is_enabled_for_users=False)
    assert told(who(alice, row)) == {
        "Alice Archer": None,
        "Bob Baker": "switched_off",
        "Carol Castillo": "switched_off",
    }
    assert list(told(who(alice, row, "allowed=true"))) == ["Alice Archer"]
    assert list(told(who(alice, row, "allowed=false"))) == ["Bob Baker", "Carol Castillo"]
    assert list(told(who(alice, row, "q=BOB"))) == ["Bob Baker"]
    first = who(alice, row, "limit=2").json
    rest = who(alice, row, f"limit=2&cursor={first['next_cursor']}")
    assert list(told(rest)) == ["Carol Castillo"]


def test_who_tells_what_each_used(cast: dict[str, Profile], alice: ApiClient) -> None:
    row, bob = make(token_limit_amount=100), cast["bob"]
    switch(bob, row, token_limit_per_user=50)
    count(row, bob, used=30, leased=5, person=True)
    period = period_at(timezone.now(), PeriodType.MONTHLY, "Europe/London")
    with tenancy.platform("tests"):
        for start, tokens in ((period.start, 31), (period.start - timedelta(days=20), 1000)):
            ModelUsage.objects.create(
                user=bob,
                organization_id=org_of(bob),
                model_id=row.id,
                model_type="system",
                model_name="Model",
                tokens_used=tokens,
                period_type="monthly",
                period_start=start,
                period_end=period.end,
            )
    [item] = who(alice, row, "q=bob").json["items"]
    assert (item["tokens_used"], item["limit"], item["remaining"]) == (31, 50, 15)
    [item] = who(alice, row, "q=carol").json["items"]
    assert (item["tokens_used"], item["limit"], item["remaining"]) == (0, 50, 50)


def test_who_asks_as_much_of_the_database_for_many_as_for_few(cast: dict[str, Profile], alice: ApiClient) -> None:
    row = make()
    switch(cast["bob"], row, token_limit_per_user=50)
    with CaptureQueriesContext(connection) as few:
        who(alice, row)
    with tenancy.platform("tests"):
        for number in range(12):
            Profile.objects.create(
                email=f"p{number}@northgate.test", organization_id=org_of(cast["bob"]), role=Role.AGENT
            )
    with CaptureQueriesContext(connection) as many:
        assert len(who(alice, row).json["items"]) == 15
    assert len(many) == len(few)


def test_only_admins_ask_who_and_superadmins_name_the_organization(
    cast: dict[str, Profile], alice: ApiClient, bob: ApiClient, dave: ApiClient, root: ApiClient
) -> None:
    row = make()
    northgate = org_of(cast["bob"])
    assert who(bob, row).status == 403
    assert list(told(who(dave, row))) == ["Dave Dunn"]
    assert who(dave, row, f"organization_id={northgate}").status == 404
    assert len(told(who(alice, row, f"organization_id={northgate}"))) == 3
    assert who(root, row).json["errors"][0]["field"] == "organization_id"
    assert len(told(who(root, row, f"organization_id={northgate}"))) == 3
    assert who(root, row, f"organization_id={uuid4()}").status == 404


def test_a_personal_model_is_allowed_to_one(cast: dict[str, Profile], alice: ApiClient) -> None:
    row = make(PersonalModel, user_id=cast["alice"].id, organization_id=org_of(cast["alice"]))
    assert told(who(alice, row)) == {
        "Alice Archer": None,
        "Bob Baker": "not_owner",
        "Carol Castillo": "not_owner",
    }
    assert list(told(who(alice, row, "allowed=true"))) == ["Alice Archer"]
    assert len(told(who(alice, row, "allowed=false"))) == 2
    assert why(alice, row, cast["bob"]).json["rule"] == "not_owner"
