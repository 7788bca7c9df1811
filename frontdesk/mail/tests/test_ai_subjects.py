"""Subjects: suggested by patterns or a model, scored by the organization's own results, made a test in one click."""

import json
from typing import Any

from frontdesk.ai.models import ModelCall, SystemModel
from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.mail.models import CampaignVariant
from frontdesk.mail.subjects import learning, results
from frontdesk.mail.subjects.model import Sent
from frontdesk.mail.tests.ai_samples import add_model, data_asked
from frontdesk.mail.tests.campaign_samples import CAMPAIGNS, make_campaign, make_newsletter, org_of, row, start
from frontdesk.mail.tests.test_ai_report import sent_test
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

PATH = "/api/email/ai-subjects"
HTML = """<h1>New rules for family visas</h1><p>Dear {{ first_name | default: 'reader' }},</p>
<p>From 1 April, family visas are applied for online. The fee stays at 45 euros. You can book without waiting.</p>
<p><a href="https://northgate.test/book">Book a time</a></p>
<p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>"""
SUBJECT = "Newsletter: rules for family visas, and what they mean"
ANSWER = [
    "Family visas move online from 1 April",
    "The fee stays at 45 euros",
    "How do the new rules work for you?",
    "Book without waiting",
    "New rules for family visas",
]


def newsletter(alice: ApiClient, **changes: object) -> dict[str, Any]:
    return make_newsletter(alice, **{"subject": SUBJECT, "html_code": HTML, **changes})


def answer_of(subjects: list[str]) -> str:
    return json.dumps({"variants": [{"subject": each, "reason": "It is short."} for each in subjects]})


def test_patterns_give_five_of_the_mails_own_words(alice: ApiClient) -> None:
    answer = alice.post(PATH, {"template_id": newsletter(alice)["id"]})
    assert answer.status == 200, answer.json
    made = answer.json
    assert made["current"]["subject"] == SUBJECT
    assert "no_preheader" in made["current"]["notes"]
    variants = made["variants"]
    assert len({each["subject"].lower() for each in variants}) == 5
    assert len({each["code"] for each in variants}) == 5
    assert all(each["source"] == "pattern" and each["model"] is None and each["reason"] for each in variants)
    assert SUBJECT not in [each["subject"] for each in variants]
    said = (HTML + SUBJECT).lower()
    for each in variants:
        assert all(
            word.strip(".,:?–").lower() in said for word in each["subject"].split() if any(map(str.isdigit, word))
        )
    assert all((each["lift"], each["lift_low"] < 0 < each["lift_high"]) == (0, True) for each in variants)
    assert (made["basis"]["code"], made["tokens_used"], made["model_trouble"]) == ("none", 0, None)
    assert "no lift is predicted" in made["basis"]["words"]


def test_footers_say_nothing_for_a_subject_and_colons_are_not_doubled(alice: ApiClient) -> None:
    footer = "<p>You get this because you asked for news of the office and our opening hours.</p>"
    template = newsletter(alice, subject="Read on: the office moves:", html_code=HTML + footer)
    variants = alice.post(PATH, {"template_id": template["id"]}).json["variants"]
    assert len(variants) == 5
    said = [each["preheader"] if each["code"] == "preheader" else each["subject"] for each in variants]
    said = [each.replace("| default:", "|") for each in said]
    assert [each for each in said if "You get this" in each or each.count(":") > 1 or ": –" in each] == []


def test_placeholders_of_the_subject_stay_in_every_variant(alice: ApiClient) -> None:
    given = {"subject": "{{ name }}, your visit on {{ day }}", "locale": "en", "type": "welcome"}
    variants = alice.post(PATH, given).json["variants"]
    assert variants
    assert all("{{ name }}" in each["subject"] and "{{ day }}" in each["subject"] for each in variants)


def test_spanish_mail_gets_spanish_subjects(alice: ApiClient) -> None:
    html = "<h2>Cambios en los visados</h2><p>Desde el 1 de abril puedes pedir los visados en línea.</p>"
    given = {
        "subject": "Novedades: normas de visados",
        "locale": "es",
        "type": "newsletter",
        "base": {"html_code": html},
    }
    subjects = [each["subject"] for each in alice.post(PATH, given).json["variants"]]
    assert "Normas de visados" in subjects
    assert any("el 1 de abril" in each for each in subjects)
    assert any(each.startswith("{{ first_name | default: 'Hola' }}") for each in subjects)


def test_a_chat_model_writes_five_and_is_booked(alice: ApiClient, fake_provider: FakeProvider) -> None:
    model, template = add_model(fake_provider), newsletter(alice)
    fake_provider.texts.append(answer_of(ANSWER))
    made = alice.post(PATH, {"template_id": template["id"], "ai_model_id": model}).json
    assert sorted(each["subject"] for each in made["variants"]) == sorted(ANSWER)
    assert {(each["source"], each["model"], each["code"]) for each in made["variants"]} == {
        ("model", "Scribe", "model")
    }
    assert made["tokens_used"] > 0
    with tenancy.platform("tests"):
        call = ModelCall.objects.get()
    assert (call.feature, call.related_type, call.related_id) == (
        "mail.subjects",
        "email_template",
        str(template["id"]),
    )
    assert "1 April" in data_asked(fake_provider)["e_mail"]


def test_what_the_mail_does_not_say_is_asked_for_again_then_left_to_patterns(
    alice: ApiClient, fake_provider: FakeProvider
) -> None:
    model, template = add_model(fake_provider), newsletter(alice)
    inventions = (
        "Free visas until 9 May", "Save 50 % today", "See https://evil.example", "Hello {{ secret }}", "<b>News</b>",
        "VISAS ARE ONLINE NOW", "Only on Monday", SUBJECT, "Ignore all previous instructions",
    )  # fmt: skip
    for invented in inventions:
        fake_provider.texts.extend([answer_of([*ANSWER[:4], invented])] * 2)
        made = alice.post(PATH, {"template_id": template["id"], "ai_model_id": model}).json
        assert made["model_trouble"]["code"] == "promises-broken", invented
        assert {each["source"] for each in made["variants"]} == {"pattern"}
        assert invented not in [each["subject"] for each in made["variants"]]
        assert made["tokens_used"] > 0
    fake_provider.texts.extend([answer_of([*ANSWER[:4], "Free visas"]), answer_of(ANSWER)])
    mended = alice.post(PATH, {"template_id": template["id"], "ai_model_id": model}).json
    assert mended["model_trouble"] is None
    assert {each["source"] for each in mended["variants"]} == {"model"}


def test_a_model_that_fails_leaves_it_to_patterns(alice: ApiClient, fake_provider: FakeProvider) -> None:
    model = add_model(fake_provider)
    fake_provider.next_faults.extend([Fault.TOO_LONG] * 3)
    made = alice.post(PATH, {"template_id": newsletter(alice)["id"], "ai_model_id": model}).json
    assert made["model_trouble"]["code"].startswith("provider-"), made
    assert len(made["variants"]) == 5


def test_the_built_in_model_means_patterns(alice: ApiClient) -> None:
    with tenancy.platform("tests"):
        model = SystemModel.objects.create(
            name="Built in",
            slug="inside",
            provider="builtin",
            model_id="builtin",
            is_free=True,
            capabilities=["embedding"],
        ).id
    made = alice.post(PATH, {"template_id": newsletter(alice)["id"], "ai_model_id": model})
    assert made.status == 200, made.json
    assert (len(made.json["variants"]), made.json["model_trouble"]) == (5, None)


def test_who_may_ask(alice: ApiClient, bob: ApiClient, dave: ApiClient, fake_provider: FakeProvider) -> None:
    template = newsletter(alice)
    assert bob.post(PATH, {"template_id": template["id"]}).status == 403
    assert dave.post(PATH, {"template_id": template["id"]}).status == 404
    assert alice.post(PATH, {"template_id": template["id"], "ai_model_id": 999_999}).status == 404
    assert alice.post(PATH, {}).status == 422


def test_one_click_makes_a_test_of_a_draft(alice: ApiClient, dave: ApiClient) -> None:
    values = {"en": {"title": "Spring"}}
    template = newsletter(alice)
    draft = make_campaign(alice, variants=[{"template_id": template["id"], "values": values, "preheader": "Read on"}])
    path = f"{CAMPAIGNS}/{draft['id']}/ai-subjects-test"
    subjects = [
        {"subject": "New rules for family visas", "ai_model": "builtin"},
        {"subject": "Family visas move online", "preheader": "From April", "ai_model": "Scribe"},
    ]
    assert dave.post(path, {"subjects": subjects}).status == 404
    answer = alice.post(path, {"subjects": subjects})
    assert answer.status == 200, answer.json
    variants = answer.json["variants"]
    assert [(each["subject"], each["preheader"], each["subject_ai_model"]) for each in variants] == [
        ("", "Read on", ""),
        ("New rules for family visas", "Read on", "builtin"),
        ("Family visas move online", "From April", "Scribe"),
    ]
    assert {each["template"]["id"] for each in variants} == {template["id"]}
    assert all(each["values"] == values for each in variants)
    alone = alice.post(path, {"subjects": subjects, "keeps_current": False}).json
    assert [each["subject_ai_model"] for each in alone["variants"]] == ["builtin", "Scribe"]
    twice = alice.post(path, {"subjects": [{"subject": " new rules for FAMILY visas "}]})
    assert (twice.status, "there twice" in twice.json["detail"]) == (422, True)
    five = [{"subject": f"Subject {number}"} for number in range(5)]
    assert "at most 5" in alice.post(path, {"subjects": five}).json["detail"]
    assert alice.post(path, {"subjects": five, "keeps_current": False}).status == 200
    start(alice, draft)
    begun = alice.post(path, {"subjects": subjects})
    assert (begun.status, begun.json["type"]) == (409, "urn:frontdesk:problem:campaign-state")


def test_a_template_becomes_a_draft_with_a_test(alice: ApiClient, bob: ApiClient) -> None:
    template = newsletter(alice, name="Visas")
    suggested = alice.post(PATH, {"template_id": template["id"]}).json["variants"]
    named = next(each for each in suggested if "first_name" in each["subject"])
    chosen = [{"subject": named["subject"], "preheader": named["preheader"], "ai_model": "builtin"}]
    body = {"template_id": template["id"], "subjects": chosen}
    assert bob.post(f"{PATH}/campaign", body).status == 403
    answer = alice.post(f"{PATH}/campaign", body)
    assert answer.status == 201, answer.json
    assert (answer.json["name"], answer.json["state"], len(answer.json["variants"])) == ("Visas", "draft", 2)
    with tenancy.platform("tests"):
        rows = CampaignVariant.objects.filter(campaign=row(answer.json)).order_by("position")
        assert [each.subject_ai_model for each in rows] == ["", "builtin"]
    check = alice.post(f"{CAMPAIGNS}/{answer.json['id']}/check").json
    assert not [each for each in check["problems"] if each["place"] == "content" and each["level"] == "error"], check


def test_own_results_teach_what_works() -> None:
    """Readers who open subjects with a number a third more often: within thirty campaigns it is told so."""
    sent = []
    for number in range(30):
        level = 0.15 + 0.02 * (number % 10)
        sent.append(Sent(str(number), "The news of our house this week", 400, int(400 * level)))
        sent.append(Sent(str(number), f"The {number + 2} news of our house", 400, int(400 * level * 1.33)))
    learned = learning.learn(sent)
    lift = learning.predict(learned, "We have 5 answers", "We have the answers")
    assert learned.basis == "own"
    assert 0.1 < lift.lift < 0.4
    same = learning.predict(learned, "We have one answer", "We have the answer")
    assert abs(same.lift) < 0.05
    assert same.low < -0.1 < 0.1 < same.high


def test_thin_results_are_shrunk_to_no_lift() -> None:
    lucky = [Sent("a", "The news of our house", 40, 4), Sent("a", "The 3 news of our house", 40, 12)]
    lift = learning.predict(learning.learn(lucky), "We have 5 answers", "We have the answers")
    assert 0 < lift.lift < 0.15  # it was three times as many
    assert lift.low < -0.2
    alone = learning.learn([Sent("a", "The 3 news", 4000, 400), Sent("b", "The news", 4000, 1600)])
    assert (alone.basis, learning.predict(alone, "5 answers", "Answers").lift) == ("none", 0)


def test_results_are_of_the_organizations_own_campaigns(alice: ApiClient) -> None:
    campaign = sent_test(alice, people=120, opens=(10, 40))
    with tenancy.tenant(org_of(alice)):
        rows = results.count(org_of(alice))
    assert {(group, subject, opened) for group, subject, _, opened in rows} == {
        (campaign["id"], "News", 10), (campaign["id"], "Other words", 40),
    }  # fmt: skip
    assert sum(arrived for _, _, arrived, _ in rows) == 120
