"""What AI did for mail: opens of its subjects against people's, personalised mail, money and proposals."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from frontdesk.ai.models import ModelCall, ModelType, PeriodType
from frontdesk.mail.models import AiProposal, EmailEngagement, Personalization
from frontdesk.mail.reports.contrasts import Share, contrast, interval, pooled
from frontdesk.mail.tests.campaign_samples import (
    CAMPAIGNS,
    add_people,
    mails,
    make_campaign,
    make_list,
    make_newsletter,
    mark_sent,
    org_of,
    row,
    sql,
    start,
    steps,
)
from frontdesk.mail.tests.samples import send
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

PATH = "/api/email/ai-report"


def sent_test(alice: ApiClient, *, people: int, opens: tuple[int, int], author: str = "Scribe") -> dict[str, Any]:
    """A campaign whose first subject is a person's and whose second is ``author``'s; of each so many were opened."""
    template = make_newsletter(alice)
    audience = {"list_ids": [str(make_list(org_of(alice), add_people(org_of(alice), people), template["name"]).id)]}
    campaign = make_campaign(alice, variants=[{"template_id": template["id"]}], audience=audience, ab_sample_percent=0)
    test = {"subjects": [{"subject": "Other words", "ai_model": author}]}
    assert alice.post(f"{CAMPAIGNS}/{campaign['id']}/ai-subjects-test", test).status == 200
    start(alice, campaign)
    steps(alice, campaign)
    mark_sent(campaign)
    open_mails(campaign, opens)
    return campaign


def open_mails(campaign: dict[str, Any], opens: tuple[int, int]) -> None:
    found = mails(campaign)
    deeds = [
        EmailEngagement(
            organization_id=mail.organization_id, message=mail, campaign_id=mail.campaign_id, variant=position,
            kind="open", is_machine=number >= count,
        )
        for position, count in enumerate(opens)
        for number, mail in enumerate([each for each in found if each.variant == position])
    ]  # fmt: skip
    with tenancy.platform("tests"):
        EmailEngagement.objects.bulk_create(deeds)


def add_call(alice: ApiClient, feature: str, tokens: int, cost: str, **values: Any) -> None:
    assert alice.profile
    with tenancy.platform("tests"):
        ModelCall.objects.create(
            organization_id=org_of(alice), user=alice.profile, feature=feature, model_type=ModelType.SYSTEM, model_id=1,
            model_name="Scribe", prompt_tokens=tokens - 10, completion_tokens=10, cost=Decimal(cost), status="ok",
            period_type=PeriodType.MONTHLY, period_start=timezone.now(), **values,
        )  # fmt: skip


def test_ai_subjects_against_peoples_within_one_campaign(alice: ApiClient) -> None:
    campaign = sent_test(alice, people=400, opens=(40, 90))
    add_call(alice, "mail.subjects", 1000, "0.50")
    add_call(alice, "mail.translate", 500, "0.25")
    add_call(alice, "chat", 9999, "9")
    told = alice.get(PATH).json
    subjects = told["subjects"]
    within = subjects["within"]
    assert sum(within[side]["arrived"] for side in ("ai", "other")) == 400
    assert (within["ai"]["opened"], within["other"]["opened"]) == (90, 40)
    assert within["verdict"] == "more"
    assert 0 < within["difference_low"] < within["difference"] < within["difference_high"] < 0.4
    assert [each["campaign_id"] for each in subjects["pairs"]] == [campaign["id"]]
    extra = subjects["extra"]
    assert (extra["code"], extra["tokens"], Decimal(extra["cost"])) == ("shown", 1000, Decimal("0.50"))
    assert extra["opens"] == pytest.approx(within["difference"] * within["ai"]["arrived"])
    assert extra["tokens_per_open"] == pytest.approx(1000 / extra["opens"])
    assert {each["author"] for each in told["by_author"]} == {"person", "Scribe"}
    assert {each["key"]: each["tokens"] for each in told["by_feature"]} == {
        "mail.subjects": 1000,
        "mail.translate": 500,
    }
    assert (told["totals"]["calls"], told["by_model"][0]["key"], told["by_day"][0]["tokens"]) == (2, "Scribe", 1500)
    assert (subjects["caveat_code"], told["personalized"]["within"]["verdict"]) == (
        "audiences_differ",
        "not_enough_data",
    )


def test_no_extra_opens_where_chance_alone_could_make_them(alice: ApiClient) -> None:
    sent_test(alice, people=300, opens=(30, 33), author="builtin")
    subjects = alice.get(PATH).json["subjects"]
    assert (subjects["within"]["verdict"], subjects["extra"]["code"]) == ("not_shown", "not_shown")
    assert subjects["within"]["difference_low"] < 0 < subjects["within"]["difference_high"]
    assert (subjects["extra"]["opens"], subjects["extra"]["cost_per_open"]) == (None, None)
    assert subjects["extra"]["words"] == "No extra opens are shown."


def test_few_mails_say_nothing(alice: ApiClient) -> None:
    sent_test(alice, people=20, opens=(0, 10))
    subjects = alice.get(PATH).json["subjects"]
    assert subjects["within"]["verdict"] == "not_enough_data"
    assert subjects["within"]["words"].startswith("Not enough data yet")


def test_who_got_the_winner_later_is_no_part_of_the_test(alice: ApiClient) -> None:
    campaign = sent_test(alice, people=40, opens=(5, 10))
    decided = row(campaign).started_at
    assert decided
    sql("update campaign set ab_decided_at = %s where id = %s", decided + timedelta(hours=1), campaign["id"])
    later = "update email_message set created_at = %s where campaign_id = %s and variant = 1"
    sql(later, decided + timedelta(hours=2), campaign["id"])
    told = alice.get(PATH).json["subjects"]
    assert (told["within"]["ai"]["arrived"], told["pair_count"]) == (0, 0)
    assert told["overall"]["ai"]["opened"] == 10


def test_personalised_mail_against_plain_mail(alice: ApiClient) -> None:
    campaign = sent_test(alice, people=40, opens=(10, 10), author="")
    personal = mails(campaign)[::2]
    with tenancy.platform("tests"):
        Personalization.objects.bulk_create(
            Personalization(
                organization_id=org_of(alice), campaign_id=each.campaign_id, variant=each.variant,
                contact_id=each.contact_id, state="done",
            )
            for each in personal
        )  # fmt: skip
    told = alice.get(PATH).json["personalized"]
    assert (told["within"]["ai"]["arrived"], told["within"]["other"]["arrived"]) == (20, 20)
    assert told["within"]["ai"]["opened"] + told["within"]["other"]["opened"] == 20
    assert told["caveat_code"] == "not_drawn_by_lot"
    assert told["overall"]["ai"]["arrived"] == 20


def test_proposals_by_what_became_of_them(alice: ApiClient) -> None:
    states = ["accepted", "accepted", "rejected", "refused", "ready", "running", "failed"]
    with tenancy.platform("tests"):
        AiProposal.objects.bulk_create(
            AiProposal(organization_id=org_of(alice), kind="tone", state=state) for state in states
        )
    assert alice.get(PATH).json["proposals"] == {"accepted": 2, "rejected": 1, "refused": 1, "failed": 1, "open": 2}


def test_its_period_and_who_may_see_it(alice: ApiClient, bob: ApiClient, dave: ApiClient) -> None:
    sent_test(alice, people=20, opens=(0, 10))
    add_call(alice, "mail.subjects", 100, "1")
    before = alice.get(f"{PATH}?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z").json
    assert (before["subjects"]["pair_count"], before["totals"]["calls"]) == (0, 0)
    assert bob.get(PATH).status == 403
    others = dave.get(PATH).json
    assert (others["subjects"]["pair_count"], others["totals"]["calls"], others["by_author"]) == (0, 0, [])
    for wrong in ("from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "from=2020-01-01T00:00:00Z", "from=soon"):
        answer = alice.get(f"{PATH}?{wrong}")
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "from")


def test_intervals_are_those_of_the_books() -> None:
    # Newcombe (1998), table II: 56/70 against 48/80, and 9/10 against 3/10.
    for (ai, other), expected in (
        ((Share(70, 56), Share(80, 48)), (0.0524, 0.3339)),
        ((Share(10, 9), Share(10, 3)), (0.1705, 0.8090)),
        ((Share(10, 10), Share(20, 0)), (0.6791, 1.0)),
    ):
        found = contrast(ai, other)
        assert found.low is not None
        assert found.high is not None
        assert (found.low, found.high) == pytest.approx(expected, abs=5e-4)
    assert interval(Share(263, 81)) == pytest.approx((0.2553, 0.3662), abs=5e-4)
    assert interval(Share()) is None


def test_campaigns_are_held_against_themselves() -> None:
    """AI wrote mostly for an audience that opens much: together it looks better, within each campaign it does not."""
    pairs = [(Share(900, 450), Share(100, 50)), (Share(100, 10), Share(900, 90))]
    found = pooled(pairs)
    assert found.difference == pytest.approx(0)
    assert found.verdict == "not_shown"
    together = contrast(Share(1000, 460), Share(1000, 140))
    assert together.verdict == "more"


def test_single_mail_counts_by_the_author_of_its_templates_subject(alice: ApiClient) -> None:
    template = make_newsletter(alice, category="transactional", name="Note")
    sql("update email_template_version set subject_ai_model = 'Scribe' where template_id = %s", template["id"])
    message = send(alice, to="Ria <ria@client.test>")["message_id"]
    changes = "status = 'sent', sent_at = now(), tracks_opens = true, template_id = %s, template_version = %s"
    sql(f"update email_message set {changes} where id = %s", template["id"], template["version"], message)
    with tenancy.platform("tests"):
        EmailEngagement.objects.create(organization_id=org_of(alice), message_id=message, kind="open")
    told = alice.get(PATH).json
    assert [(each["author"], each["arrived"], each["opened"]) for each in told["by_author"]] == [("Scribe", 1, 1)]
    assert (told["subjects"]["overall"]["ai"]["opened"], told["subjects"]["pair_count"]) == (1, 0)
