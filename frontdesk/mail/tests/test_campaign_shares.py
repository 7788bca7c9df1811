"""Samples of A/B tests: who gets which variant, and whether there are enough of them."""

from collections import Counter
from typing import Any

import pytest

from frontdesk.mail.experiments import shares
from frontdesk.mail.tests.campaign_samples import CAMPAIGNS, act, make_campaign, make_newsletter, start, steps
from frontdesk.mail.tests.test_campaign_comparisons import Campaign, compare, make_test, variants_of
from frontdesk.orgs.testing import ApiClient


def test_shares_give_some_variants_more_of_the_sample(alice: ApiClient) -> None:
    template = make_newsletter(alice)["id"]
    given = [{"template_id": template, "subject": f"S{share}", "share": share} for share in (60, 30, None)]
    made = make_test(alice, people=40, variants=given)
    start(alice, made)
    steps(alice, made)
    assert variants_of(made) == {0: 12, 1: 6, 2: 2}
    assert [each["share"] for each in compare(alice, made)["variants"]] == [60, 30, 10]
    copy = act(alice, made, "duplicate", status=201)
    assert [each["share"] for each in copy["variants"]] == [60, 30, None]
    assert (copy["ab_min_sample"], copy["ab_confidence"]) == (10, 0.95)


@pytest.mark.parametrize("given", [(50, 40), (60, 50, None), (100, None), (0, None), (50.5, None)])
def test_shares_that_cannot_be(alice: ApiClient, given: tuple[float | None, ...]) -> None:
    template = make_newsletter(alice)["id"]
    made = make_campaign(alice, people=2)
    change = {"version": made["version"], "variants": [{"template_id": template, "share": share} for share in given]}
    assert alice.patch(f"{CAMPAIGNS}/{made['id']}", change).status == 422
    assert len(alice.get(f"{CAMPAIGNS}/{made['id']}").json["variants"]) == 1


@pytest.mark.parametrize(
    "change", [{"ab_min_sample": 9}, {"ab_confidence": 0.5}, {"ab_confidence": 1}, {"ab_metric": "sales"}]
)
def test_settings_that_make_no_sense_are_refused(alice: ApiClient, change: dict[str, object]) -> None:
    made = make_campaign(alice, people=2)
    assert alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": made["version"], **change}).status == 422


def codes(client: ApiClient, campaign: Campaign) -> dict[str, Any]:
    problems = client.post(f"{CAMPAIGNS}/{campaign['id']}/check").json["problems"]
    return {each["code"]: each["values"] for each in problems if each["code"].startswith("ab_")}


def test_the_check_says_how_many_people_a_test_needs(alice: ApiClient) -> None:
    small = make_test(alice, ab_min_sample=200)
    found = codes(alice, small)
    assert found["ab_never_decides"] == {"needs": 200, "smallest": 10}
    small = make_test(alice, ab_min_sample=10, audience=small["audience"])
    found = codes(alice, small)
    assert found == {"ab_small": {"needs": 1169, "smallest": 10, "rate": 0.2, "is_guess": True}}
    assert codes(alice, make_campaign(alice, audience=small["audience"])) == {}
    (quiet,) = [make_test(alice, tracks_opens=False, audience=small["audience"], ab_min_sample=10)]
    assert "ab_not_tracked" in codes(alice, quiet)


@pytest.mark.parametrize(
    "given",
    [(None, None), (None,) * 5, (90, None), (10, 20, 70), (33, None, None), (1, 99), (50, 25, None), (7, 11, None)],
)
def test_variants_are_mixed_in_the_right_numbers(given: tuple[int | None, ...]) -> None:
    turns = shares.cycle(given)
    counted = Counter(turns)
    percents = shares.percents(given)
    for position, percent in enumerate(percents):
        assert counted[position] / len(turns) * 100 == pytest.approx(percent)
        # At any point each has its share, give or take one or two.
        for end in range(1, len(turns) + 1):
            assert abs(turns[:end].count(position) - percent / 100 * end) < 2
