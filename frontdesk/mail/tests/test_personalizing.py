"""What a model writes for each recipient of a campaign: asked for, checked, in the mail; and plain where it fails."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from frontdesk.ai.models import ModelCall, SystemModel
from frontdesk.mail.delivery import campaign_mail
from frontdesk.mail.models import EmailMessage
from frontdesk.mail.tests.ai_samples import add_model
from frontdesk.mail.tests.campaign_samples import (
    CAMPAIGNS,
    act,
    mails,
    make_campaign,
    recipients,
    row,
    run_jobs,
    start,
    steps,
)
from frontdesk.mail.tests.personal_samples import (
    INTRO,
    PersonalWriter,
    calls,
    data_of,
    make_personal,
    texts,
    writing,
)
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


@pytest.fixture
def writer(settings: Settings) -> Iterator[PersonalWriter]:
    with writing(settings) as fake:
        yield fake


def rendered(message: EmailMessage) -> tuple[str, str]:
    with tenancy.platform("tests"):
        made = campaign_mail.render(message)
    return made.subject, made.text


def send(alice: ApiClient, campaign: dict[str, object], *, later: int = 0) -> None:
    """Begun, written as far as it gets, and fed; ``later``: minutes afterwards."""
    steps(alice, campaign)
    run_jobs()
    steps(alice, campaign, timezone.now() + timedelta(minutes=later))


def test_each_recipient_gets_texts_of_their_own(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer)
    start(alice, made)
    send(alice, made)
    rows = texts(made)
    assert [(each.state, each.reason) for each in rows] == [("done", "")] * 5
    assert rows[2].values == {
        "subject": "News, Person2 For you, Person2.",
        "intro": "We have news for you. For you, Person2.",
    }
    found = mails(made)
    assert len(found) == 5
    assert found[2].subject == "News, Person2 For you, Person2."
    subject, text = rendered(found[2])
    assert subject == "News, Person2 For you, Person2."
    assert "We have news for you. For you, Person2." in text
    assert found[2].data is not None
    assert found[2].data["intro"] == "We have news for you. For you, Person2."
    shown = alice.get(f"/api/mail/messages/{found[2].id}").json
    assert shown["subject"] == "News, Person2 For you, Person2."
    assert "For you, Person2." in shown["text"]


def test_the_calls_are_metered_and_told_what_they_are_for(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=3)
    start(alice, made)
    send(alice, made)
    found = calls()
    assert {(call.feature, call.related_type, call.related_id) for call in found} == {
        ("mail.auto_personalize", "campaign", made["id"])
    }
    assert sum(call.cost for call in found) == sum(each.cost for each in texts(made)) > 0
    assert alice.profile
    assert {call.user_id for call in found} == {alice.profile.id}
    progress = alice.get(f"{CAMPAIGNS}/{made['id']}/personalization").json
    assert (progress["total"], progress["done"], progress["plain"], progress["waiting"]) == (3, 3, 0, 0)
    assert Decimal(progress["cost"]) == sum(call.cost for call in found)
    assert progress["samples"][0]["values"]["intro"].startswith(INTRO)
    assert progress["model"] == "Scribe"


def test_only_the_chosen_facts_leave_the_house(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=1)
    start(alice, made)
    send(alice, made)
    (asked,) = writer.asked
    data = data_of(asked.body)
    assert data["recipient"] == {"first_name": "Person0"}
    assert data["texts"] == {"1": "News, ⟦1⟧", "2": INTRO}
    assert "p0@people.test" not in str(asked.body)
    assert "Example" not in str(asked.body)


def test_mail_waits_for_its_text_and_no_longer_than_its_patience(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=4, ai_patience_minutes=30)
    start(alice, made)
    now = timezone.now()
    steps(alice, made)
    assert mails(made) == []
    steps(alice, made, now + timedelta(minutes=29))
    assert mails(made) == []
    steps(alice, made, now + timedelta(minutes=31))
    assert [rendered(mail)[0] for mail in mails(made)] == [f"News, Person{number}" for number in range(4)]
    assert {(each.state, each.reason) for each in texts(made)} == {("plain", "late")}
    run_jobs()
    assert not writer.calls


def test_a_text_that_breaks_a_promise_is_asked_for_once_more(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=2, fields=["intro"])
    writer.texts.extend(['{"texts": {"1": "See https://evil.example now"}}'])
    start(alice, made)
    send(alice, made)
    assert [each.state for each in texts(made)] == ["done", "done"]
    assert len(calls()) == writer.calls == 3
    assert "evil.example" not in "".join(rendered(mail)[1] for mail in mails(made))


def test_twice_broken_goes_out_as_the_template_stands(alice: ApiClient, writer: PersonalWriter) -> None:
    writer.write = lambda text, facts: f"{text} Call 0900 123 456 78"
    made = make_personal(alice, writer, people=2, fields=["intro"])
    start(alice, made)
    send(alice, made)
    rows = texts(made)
    assert {(each.state, each.reason) for each in rows} == {("plain", "refused")}
    assert all(each.detail and each.cost > 0 for each in rows)
    assert all(INTRO in rendered(mail)[1] and "0900" not in rendered(mail)[1] for mail in mails(made))
    assert writer.calls == 4
    progress = alice.get(f"{CAMPAIGNS}/{made['id']}/personalization").json
    assert progress["by_reason"] == {"refused": 2}


def test_a_quota_that_ends_stops_the_asking(alice: ApiClient, writer: PersonalWriter) -> None:
    model = add_model(writer, token_limit_amount=6000, token_limit_period="daily")
    made = make_personal(alice, writer, people=40, model=model)
    start(alice, made)
    send(alice, made)
    reasons = Counter(each.reason for each in texts(made))
    assert set(reasons) == {"", "quota"}
    assert 0 < reasons[""] < 40
    with tenancy.platform("tests"):
        refused = ModelCall.objects.filter(status="refused").count()
        spent = sum(call.prompt_tokens + call.completion_tokens for call in ModelCall.objects.all())
    assert refused <= 8
    assert spent <= 6000
    assert len(mails(made)) == 40


def test_the_cap_is_never_exceeded(alice: ApiClient, writer: PersonalWriter) -> None:
    writer.delay = 0.02
    made = make_personal(alice, writer, people=40, ai_cost_cap="0.0500")
    start(alice, made)
    send(alice, made)
    spent = sum(call.cost for call in calls())
    reasons = Counter(each.reason for each in texts(made))
    assert set(reasons) == {"", "cap"}
    assert 0 < spent <= Decimal("0.05")
    assert spent == sum(each.cost for each in texts(made))
    assert 0 < reasons[""] < 40
    assert len(mails(made)) == 40


def test_a_provider_that_fails_keeps_no_mail_from_going(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=3, model=add_model(writer, model_id="unavailable"))
    start(alice, made)
    send(alice, made, later=61)
    assert len(mails(made)) == 3
    assert {each.state for each in texts(made)} == {"plain"}


def test_a_key_that_is_refused_ends_it_for_all(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=30, model=add_model(writer, model_id="bad-key"))
    start(alice, made)
    send(alice, made)
    assert {(each.state, each.reason) for each in texts(made)} == {("plain", "no_model")}
    assert writer.calls <= 8
    assert len(mails(made)) == 30


def test_a_pause_stops_the_asking_and_resuming_goes_on(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=6)
    start(alice, made)
    steps(alice, made)
    act(alice, made, "pause", {"reason": "A mistake"})
    run_jobs()
    assert not writer.asked
    act(alice, made, "resume")
    send(alice, made)
    assert len(writer.asked) == 6
    assert {each.state for each in texts(made)} == {"done"}


def test_cancelling_asks_for_nothing_more(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=6)
    start(alice, made)
    steps(alice, made)
    act(alice, made, "cancel")
    run_jobs()
    assert not writer.calls
    assert {(each.state, each.reason) for each in texts(made)} == {("plain", "cancelled")}
    assert {each.state for each in recipients(made)} == {"cancelled"}


def test_a_scheduled_campaign_is_written_ahead(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=3)
    at = timezone.now() + timedelta(hours=3)
    act(alice, made, "schedule", {"scheduled_at": at.isoformat()})
    lead = row(made).ai_lead_minutes
    assert 0 < lead < 60
    steps(alice, made, at - timedelta(minutes=lead + 2))
    assert row(made).state == "scheduled"
    steps(alice, made, at - timedelta(minutes=lead - 1))
    assert row(made).state == "sending"
    run_jobs()
    assert {each.state for each in texts(made)} == {"done"}
    steps(alice, made, at - timedelta(seconds=5))
    assert mails(made) == []
    steps(alice, made, at + timedelta(seconds=5))
    assert [mail.subject for mail in mails(made)] == [f"News, Person{n} For you, Person{n}." for n in range(3)]


def test_the_rest_of_a_test_is_written_for_once_the_winner_is_known(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=20)
    template = made["variants"][0]["template"]["id"]
    variants = [
        {"template_id": template, "subject": word, "values": {"en": {"intro": INTRO}}} for word in ("One", "Two")
    ]
    changed = alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": 1, "variants": variants, "ab_sample_percent": 20})
    assert changed.status == 200, changed.content
    start(alice, made)
    send(alice, made)
    assert Counter(each.variant for each in texts(made)) == {0: 2, 1: 2}
    assert len(mails(made)) == writer.calls == 4
    act(alice, made, "winner", {"position": 1})
    steps(alice, made, timezone.now() + timedelta(minutes=5))
    assert len(mails(made)) == 4
    run_jobs()
    steps(alice, made)
    assert Counter(each.variant for each in texts(made)) == {0: 2, 1: 18}
    assert Counter(mail.subject[:3] for mail in mails(made)) == {"One": 2, "Two": 18}


def test_without_personalisation_nothing_is_different(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=2, personalizes=False)
    start(alice, made)
    with CaptureQueriesContext(connection) as asked:
        send(alice, made)
    assert any("campaign_recipient" in query["sql"] for query in asked)
    assert not any("email_personalization" in query["sql"] for query in asked)
    assert texts(made) == []
    assert [rendered(mail)[0] for mail in mails(made)] == ["News, Person0", "News, Person1"]
    assert all("personalized_lines" not in (mail.data or {}) for mail in mails(made))
    assert not writer.calls


def test_plain_mails_of_a_personal_campaign_read_as_the_template(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=1, recipient_fields=["contact.city"])
    start(alice, made)
    send(alice, made)
    assert [(each.state, each.reason) for each in texts(made)] == [("plain", "unsuitable")]
    (mail,) = mails(made)
    assert rendered(mail)[0] == "News, Person0"
    assert not writer.calls


def test_the_forecast_says_what_it_takes(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=50)
    before = alice.get(f"{CAMPAIGNS}/{made['id']}/personalization/forecast").json
    assert (before["code"], before["people"], before["fits"], before["model"]) == ("ready", 50, True, "Scribe")
    assert 0 < Decimal(before["cost"]) < Decimal(before["cost_max"])
    start(alice, made)
    send(alice, made)
    after = alice.get(f"{CAMPAIGNS}/{made['id']}/personalization").json
    # What the fake counts are words; ours are guesses of tokens: the same order of size.
    assert 0.2 < before["prompt_tokens"] / after["prompt_tokens"] < 5
    assert Decimal(after["cost"]) <= Decimal(before["cost_max"])


@pytest.mark.parametrize(
    ("model", "campaign", "code", "level"),
    [
        ({"token_limit_amount": 500, "token_limit_period": "daily"}, {}, "ai_over_quota", "warning"),
        ({}, {"ai_cost_cap": "0.0001"}, "ai_over_cap", "warning"),
        ({"input_price_per_mtok": None, "output_price_per_mtok": None}, {}, "ai_no_price", "warning"),
        ({"is_active": False}, {}, "ai_no_model", "error"),
    ],
)
def test_the_check_says_what_does_not_fit(
    alice: ApiClient,
    writer: PersonalWriter,
    model: dict[str, object],
    campaign: dict[str, object],
    code: str,
    level: str,
) -> None:
    later = model.pop("is_active", True)
    made = make_personal(alice, writer, people=20, model=add_model(writer, **model), **campaign)
    if not later:
        with tenancy.platform("tests"):
            SystemModel.objects.filter(slug="scribe").update(is_active=False)
    problems = act(alice, made, "check")["problems"]
    assert [(each["level"], each["code"]) for each in problems if each["code"].startswith("ai_")] == [(level, code)]
    started = alice.post(f"{CAMPAIGNS}/{made['id']}/start")
    assert started.status == (422 if level == "error" else 202)


def test_nothing_is_forecast_where_nothing_is_written(alice: ApiClient) -> None:
    made = make_campaign(alice)
    assert alice.get(f"{CAMPAIGNS}/{made['id']}/personalization/forecast").json["code"] == "off"


def test_a_sample_shows_what_one_contact_would_get(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_personal(alice, writer, people=2)
    answer = alice.post(f"{CAMPAIGNS}/{made['id']}/personalization/sample", {})
    assert answer.status == 200, answer.content
    assert answer.json["state"] == "done"
    name = answer.json["full_name"].split()[0]
    assert name in ("Person0", "Person1")
    assert answer.json["fields"] == [
        {"name": "subject", "before": "News, {{ first_name }}", "written": f"News, {name} For you, {name}."},
        {"name": "intro", "before": INTRO, "written": f"{INTRO} For you, {name}."},
    ]
    assert answer.json["told"] == {"first_name": name}
    assert texts(made) == []
    assert len(calls()) == 1


def test_a_sample_of_what_nobody_writes_says_where_to_turn_it_on(alice: ApiClient) -> None:
    refused = alice.post(f"{CAMPAIGNS}/{make_campaign(alice)['id']}/personalization/sample", {})
    assert (refused.status, refused.json["type"]) == (422, "urn:frontdesk:problem:not-personalized")
    assert "AI settings" in refused.json["detail"]
