"""The models that a person can use, with what is locked and why, and what is left of limits."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from frontdesk.ai.models import (
    ModelTrial,
    ModelType,
    OrganizationModel,
    OrgSystemModelConfig,
    PeriodType,
    PersonalModel,
    QuotaCounter,
    SystemModel,
)
from frontdesk.ai.periods import period_at
from frontdesk.ai.tests.test_lookup import KEY, make, org_of
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

LIST = "/api/ai/models"
TASK = {
    "name": "summarise",
    "title": "Summarise",
    "inputs": [{"name": "letter", "type": "long_text"}],
    "steps": [{"prompt": "SECRET RECIPE {{ inputs.letter }}"}],
}


def count(row: Any, profile: Profile, *, used: int, leased: int = 0, person: bool = False, days_ago: int = 0) -> None:
    org = profile.organization
    assert org
    at = timezone.now() - timedelta(days=days_ago)
    period = period_at(at, PeriodType(row.token_limit_period), org.timezone)
    with tenancy.platform("tests"):
        QuotaCounter.objects.create(
            organization=org,
            user=profile if person else None,
            model_type=row.model_type,
            model_id=row.id,
            period_type=period.type,
            period_start=period.start,
            period_end=period.end,
            used=used,
            leased=leased,
        )


def items(client: ApiClient, query: str = "") -> list[Any]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status == 200, answer.json
    return list(answer.json["items"])


def slugs(client: ApiClient, query: str = "") -> list[str]:
    return [item["slug"] for item in items(client, query)]


def test_each_sees_the_platforms_the_organizations_and_their_own(
    cast: dict[str, Profile], alice: ApiClient, bob: ApiClient, carol: ApiClient, dave: ApiClient, root: ApiClient
) -> None:
    make(slug="for-all")
    make(slug="clinics", organization_types=["healthcare"])
    make(slug="asleep", is_active=False)
    make(OrganizationModel, slug="house", organization_id=org_of(cast["bob"]))
    make(OrganizationModel, slug="house-asleep", organization_id=org_of(cast["bob"]), is_active=False)
    make(PersonalModel, slug="carols", user_id=cast["carol"].id, organization_id=org_of(cast["carol"]))
    assert slugs(alice) == slugs(bob) == ["for-all", "house"]
    assert slugs(carol) == ["for-all", "house", "carols"]
    assert slugs(dave) == ["for-all"]
    assert slugs(root) == ["for-all", "clinics"]


def test_locked_models_are_shown_with_what_would_lift_it(
    cast: dict[str, Profile], alice: ApiClient, bob: ApiClient, dave: ApiClient
) -> None:
    make(slug="pro", required_plan="pro")
    make(slug="gift", required_plan="enterprise", is_free=True)
    trial = make(slug="trial", is_trial=True, trial_days=7)
    off = make(slug="off")
    with tenancy.platform("tests"):
        started = timezone.now() - timedelta(days=8)
        ModelTrial.objects.create(organization_id=org_of(cast["bob"]), system_model=trial, started_at=started)
        OrgSystemModelConfig.objects.create(
            organization_id=org_of(cast["bob"]), system_model=off, is_enabled_for_users=False
        )

    def rules(client: ApiClient) -> dict[str, str | None]:
        return {item["slug"]: item["refusal"] and item["refusal"]["rule"] for item in items(client)}

    assert rules(bob) == {"pro": None, "gift": None, "trial": "trial_over", "off": "switched_off"}
    assert rules(alice) == {"pro": None, "gift": None, "trial": "trial_over", "off": None}
    assert rules(dave) == {"pro": "plan", "gift": None, "trial": None, "off": None}
    locked = items(dave, "usable=false")
    assert [item["slug"] for item in locked] == ["pro"]
    assert locked[0]["usable"] is False
    assert "free" in locked[0]["refusal"]["detail"]
    assert locked[0]["refusal"]["lifted_by"]
    assert slugs(bob, "usable=true") == ["pro", "gift"]
    [shown] = [item for item in items(bob) if item["slug"] == "trial"]
    assert shown["trial_ends_at"].startswith((started + timedelta(days=7)).isoformat()[:19])


def test_an_item_says_all_that_a_choice_needs_and_no_more(
    cast: dict[str, Profile], bob: ApiClient, alice: ApiClient, root: ApiClient
) -> None:
    row = make(
        slug="all", api_key=KEY, task=[TASK], provider="openai", model_id="gpt-4o-mini", system_message="HIDDEN WORDS"
    )
    house = make(OrganizationModel, slug="house", organization_id=org_of(cast["bob"]))
    [item, ours] = items(bob)
    assert (item["ref"], item["model_type"], item["id"]) == ("system/all", "system", row.id)
    assert (Decimal(item["input_price_per_mtok"]), Decimal(item["output_price_per_mtok"])) == (
        Decimal("0.15"),
        Decimal("0.60"),
    )
    assert item["tasks"] == [
        {
            "name": "summarise",
            "title": "Summarise",
            "description": "",
            "inputs": [
                {
                    "name": "letter",
                    "label": "letter",
                    "type": "long_text",
                    "description": "",
                    "required": True,
                    "options": [],
                }
            ],
        }
    ]
    text = bob.get(LIST).content.decode()
    assert not [word for word in (KEY, "SECRET RECIPE", "HIDDEN WORDS", "ai.test") if word in text]
    assert (item["model_id"], ours["model_id"]) == (None, None)
    assert [each["model_id"] for each in items(alice)] == [None, "gpt-x"]
    assert items(root)[0]["model_id"] == "gpt-4o-mini"
    assert bob.get(f"{LIST}/system/{row.id}").json == item
    assert bob.get(f"{LIST}/org_default/{house.id}").json == ours


@pytest.mark.parametrize("person", ["dave", "root"])
def test_one_that_is_not_listed_is_not_there(person: str, cast: dict[str, Profile]) -> None:
    client = ApiClient(cast[person])
    hidden = [
        make(slug="asleep", is_active=False),
        make(OrganizationModel, organization_id=org_of(cast["bob"])),
        make(PersonalModel, user_id=cast["carol"].id, organization_id=org_of(cast["carol"])),
    ]
    for row in hidden:
        assert client.get(f"{LIST}/{row.model_type}/{row.id}").status == 404
    assert client.get(f"{LIST}/nonsense/1").status == 404


def test_what_remains_is_the_limit_without_what_is_used_and_reserved(
    cast: dict[str, Profile], bob: ApiClient, alice: ApiClient, dave: ApiClient
) -> None:
    row = make(token_limit_amount=1000, token_limit_period="daily")
    with tenancy.platform("tests"):
        OrgSystemModelConfig.objects.create(
            organization_id=org_of(cast["bob"]), system_model=row, token_limit_per_user=100
        )
    count(row, cast["bob"], used=600, leased=50)
    count(row, cast["bob"], used=90, leased=20, person=True)
    count(row, cast["alice"], used=1, person=True)
    count(row, cast["bob"], used=999, days_ago=1)
    count(row, cast["dave"], used=3)

    def told(client: ApiClient) -> list[tuple[Any, ...]]:
        names = ("scope", "limit", "used", "reserved", "remaining")
        return [tuple(quota[name] for name in names) for quota in items(client)[0]["quotas"]]

    assert told(bob) == [("organization", 1000, 600, 50, 350), ("person", 100, 90, 20, 0)]
    assert told(alice)[1] == ("person", 100, 1, 0, 99)
    assert told(dave) == [("organization", 1000, 3, 0, 997)]
    period = period_at(timezone.now(), PeriodType.DAILY, "Europe/London")
    quota = items(bob)[0]["quotas"][0]
    assert quota["period_type"] == "daily"
    assert quota["resets_at"].startswith(period.end.isoformat()[:19])


def test_a_longer_list_asks_no_more_of_the_database(cast: dict[str, Profile], bob: ApiClient) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            items(bob)
        return len(captured)

    for number in range(2):
        make(slug=f"s{number}", token_limit_amount=10)
    few = queries()
    for number in range(2, 12):
        make(slug=f"s{number}", token_limit_amount=10, token_limit_period="weekly")
        make(OrganizationModel, slug=f"o{number}", organization_id=org_of(cast["bob"]), token_limit_per_user=number)
    assert queries() == few
    assert few <= 9  # six, and what opens, binds and ends the transaction


def test_the_list_filters_and_pages_over_its_tiers(cast: dict[str, Profile], bob: ApiClient) -> None:
    make(slug="b", sort_order=2, tags=["fast"], is_featured=True)
    make(slug="a", sort_order=1, name="Ears", capabilities=["transcription"])
    make(OrganizationModel, slug="c", sort_order=-5, organization_id=org_of(cast["bob"]))
    make(PersonalModel, slug="d", user_id=cast["bob"].id, organization_id=org_of(cast["bob"]))
    assert slugs(bob) == ["a", "b", "c", "d"]
    assert slugs(bob, "capability=transcription") == slugs(bob, "q=ears") == ["a"]
    assert slugs(bob, "tag=fast") == slugs(bob, "featured=true") == ["b"]
    seen, cursor = [], ""
    for _ in range(4):
        page = bob.get(f"{LIST}?limit=1{cursor}").json
        seen += [item["slug"] for item in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == ["a", "b", "c", "d"]
    assert page["next_cursor"] is None
    assert bob.get(f"{LIST}?cursor=x").status == 422


def test_nobody_lists_nothing(nobody: ApiClient) -> None:
    assert nobody.get(LIST).status == 401


def test_the_model_types_are_those_of_the_addresses() -> None:
    assert [each.model_type for each in (SystemModel, OrganizationModel, PersonalModel)] == list(ModelType)
