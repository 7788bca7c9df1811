"""The demo's month of mail: there at once, believable, and not doubled."""

from frontdesk.mail import demo
from frontdesk.mail.models import EmailMessage
from frontdesk.mail.templates import demo as demo_templates
from frontdesk.mail.tests.samples import TEMPLATES
from frontdesk.mail.tests.samples import messages as all_messages
from frontdesk.orgs.testing import ApiClient


def messages() -> list[EmailMessage]:
    return [row for row in all_messages() if row.campaign_id is None]


def test_two_templates_have_a_month_behind_them(alice: ApiClient) -> None:
    demo_templates.load()
    demo.load()
    before = messages()
    demo.load()
    assert len(messages()) == len(before) > 100
    for template_id in {row.template_id for row in before if row.locale == "en"}:
        shown = alice.get(f"{TEMPLATES}/{template_id}/analytics").json
        totals = shown["totals"]
        assert totals["sent"] > totals["delivered"] > totals["opened"] > totals["clicked"] > 0
        assert 0.3 < totals["open_rate"] < 0.8
        assert totals["machine_opens"] > 0
        assert shown["links"]
        assert len([day for day in shown["by_day"] if day["sent"]]) > 15
    assert {row.locale for row in before} == {"en", "es"}
    assert len({row.template_id for row in before}) == 3
    assert alice.get(f"/api/mail/messages/{before[0].id}").json["headers"]


def test_without_templates_there_is_no_mail(alice: ApiClient) -> None:
    demo.load()
    assert messages() == []


def test_campaigns_are_there_in_four_states_and_not_doubled(alice: ApiClient) -> None:
    demo.load()
    demo.load()
    found = {each["state"]: each for each in alice.get("/api/mail/campaigns").json["items"]}
    assert sorted(found) == ["draft", "finished", "paused", "sending"]
    assert found["finished"]["bar"] == {"total": 160, "done": 160}
    results = alice.get(f"/api/mail/campaigns/{found['finished']['id']}/results").json
    assert results["totals"]["opened"] > results["totals"]["clicked"] > 0
    assert (results["winner"], results["ab"]["decision"], results["ab"]["verdict"]["state"]) == (1, "shown", "winner")
    assert [each["sample"]["arrived"] > 50 for each in results["ab"]["variants"]] == [True, True]
    assert [each["rest"]["arrived"] > 30 for each in results["ab"]["variants"]] == [False, True]
    # The report on AI has something to show.
    assert [each["written_by"] for each in results["ab"]["variants"]] == ["person", "builtin"]


def test_one_test_has_not_shown_a_difference_yet(alice: ApiClient) -> None:
    demo.load()
    (waits,) = alice.get("/api/mail/campaigns?state=sending").json["items"]
    found = alice.get(f"/api/mail/campaigns/{waits['id']}/results").json["ab"]
    assert (found["decision"], found["verdict"]["code"]) == (None, "too-few-responses")
    assert found["verdict"]["words"].startswith("Not enough data yet: ")
    assert alice.get(f"/api/mail/campaigns/{waits['id']}/progress").json["waits"]["code"] == "winner_person"


def test_who_bounced_or_left_in_a_campaign_is_suppressed(alice: ApiClient) -> None:
    demo.load()
    demo.load()
    (finished,) = [each for each in alice.get("/api/mail/campaigns").json["items"] if each["state"] == "finished"]
    totals = alice.get(f"/api/mail/campaigns/{finished['id']}/results").json["totals"]
    listed = alice.get("/api/mail/suppressions?limit=100").json["items"]
    reasons = [each["reason"] for each in listed]
    assert reasons.count("hard_bounce") >= totals["bounced"] > 0
    assert reasons.count("unsubscribe") >= totals["unsubscribed"] > 0
    (left,) = alice.get(f"/api/contacts?q={next(x['email'] for x in listed if x['reason'] == 'unsubscribe')}").json[
        "items"
    ]
    assert alice.get(f"/api/contacts/{left['id']}").json["consent"]["marketing_mail"]["state"] == "denied"


def test_why_mail_came_back_is_told_and_newsletters_carry_an_address(alice: ApiClient) -> None:
    demo_templates.load()
    demo.load()
    reasons = alice.get("/api/mail/deliverability").json["reasons"]
    assert all(each["bounce_reason"] for each in reasons if each["status"] == "bounced")
    assert all(each["example"]["last_error"] for each in reasons)
    assert alice.get("/api/mail/settings").json["postal_address"].endswith("Leeds LS1 4AB")
