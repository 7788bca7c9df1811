"""A/B tests of campaigns: who gets what, when a winner is claimed, and what is said where none can be."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from frontdesk.mail.models import EmailMessage
from frontdesk.mail.tests.arrivals import arrive, letter, quiet_dns
from frontdesk.mail.tests.campaign_samples import (
    CAMPAIGNS,
    act,
    mails,
    make_campaign,
    make_newsletter,
    mark_sent,
    note_deed,
    recipients,
    row,
    sql,
    start,
    steps,
)
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

Campaign = dict[str, Any]
WAIT = timedelta(minutes=60)


def make_test(client: ApiClient, *, people: int = 40, **changes: object) -> Campaign:
    template = make_newsletter(client)["id"]
    options: dict[str, object] = {
        "variants": [{"template_id": template, "subject": subject} for subject in ("Plain", "Bold")],
        "ab_sample_percent": 50,
        "ab_wait_minutes": 60,
        "ab_min_sample": 10,
    }
    return make_campaign(client, people=people, **{**options, **changes})


def send_sample(client: ApiClient, campaign: Campaign) -> datetime:
    start(client, campaign)
    steps(client, campaign)
    mark_sent(campaign)
    steps(client, campaign)
    sampled_at = row(campaign).ab_sampled_at
    assert sampled_at is not None
    return sampled_at


def of_variant(campaign: Campaign, position: int) -> list[EmailMessage]:
    return [mail for mail in mails(campaign) if mail.variant == position]


def variants_of(campaign: Campaign) -> Counter[int | None]:
    return Counter(mail.variant for mail in mails(campaign))


def note(mail: EmailMessage, at: datetime, kind: str = "open", *, is_machine: bool = False) -> None:
    note_deed(mail, kind, is_machine=is_machine)
    sql("update email_engagement set created_at = %s where message_id = %s and kind = %s", at, mail.id, kind)


def compare(client: ApiClient, campaign: Campaign) -> Any:
    return client.get(f"{CAMPAIGNS}/{campaign['id']}/results").json["ab"]


def test_a_plain_winner_goes_to_the_rest_before_the_time_is_up(alice: ApiClient, bob: ApiClient) -> None:
    made = make_test(alice)
    sampled_at = send_sample(alice, made)
    assert variants_of(made) == {0: 10, 1: 10}
    waits = alice.get(f"{CAMPAIGNS}/{made['id']}/progress").json["waits"]
    assert (waits["code"], waits["until"] is not None) == ("winner", True)
    first = {each.contact_id for each in recipients(made) if each.variant is not None}
    for mail in of_variant(made, 1)[:9]:
        note(mail, sampled_at + timedelta(minutes=10))
    for mail in of_variant(made, 0)[:9]:
        note(mail, sampled_at + timedelta(minutes=10), is_machine=True)
    steps(alice, made, now=sampled_at + WAIT / 4 - timedelta(seconds=1))
    assert variants_of(made) == {0: 10, 1: 10}
    sql("update email_message set created_at = created_at - interval '1 hour' where campaign_id = %s", made["id"])
    steps(alice, made, now=sampled_at + WAIT / 4)
    assert variants_of(made) == {0: 10, 1: 30}
    assert len({mail.contact_id for mail in mails(made)} - first) == 20
    results = bob.get(f"{CAMPAIGNS}/{made['id']}/results").json
    assert (results["winner"], results["reason"][:16]) == (1, "B is the winner:")
    assert (results["ab"]["decision"], results["ab"]["verdict"]["state"]) == ("shown", "winner")
    assert (results["ab"]["looks"], results["ab"]["next_look_at"]) == (1, None)


def test_what_is_decided_stands_and_the_rest_stands_apart(alice: ApiClient) -> None:
    made = make_test(alice)
    sampled_at = send_sample(alice, made)
    for mail in of_variant(made, 1)[:9]:
        note(mail, sampled_at + timedelta(minutes=5))
    sql("update email_message set created_at = created_at - interval '1 hour' where campaign_id = %s", made["id"])
    steps(alice, made, now=sampled_at + WAIT / 4)
    sql("update campaign set ab_decided_at = now() - interval '1 second' where id = %s", made["id"])
    mark_sent(made)
    for mail in of_variant(made, 0):
        note(mail, sampled_at + timedelta(minutes=50))
    found = compare(alice, made)
    plain, bold = found["variants"]
    assert (plain["sample"], plain["rest"]) == (
        {"arrived": 10, "responses": 10},
        {"arrived": 0, "responses": 0},
    )
    assert bold["sample"] == {"arrived": 10, "responses": 9}
    assert bold["rest"] == {"arrived": 20, "responses": 0}
    # Plain has caught up since; what was decided was right when it was decided.
    assert (found["verdict"]["leader"], found["verdict"]["state"]) == (1, "winner")
    assert found["verdict"]["probability"] > 0.99


@pytest.mark.parametrize(
    ("least", "responses", "code"),
    [
        (200, (2, 6), "too-few-people"),
        (10, (2, 6), "too-few-responses"),
        (10, (0, 0), "too-few-responses"),
    ],
)
def test_without_a_winner_the_first_goes_out_in_time_and_it_says_so(
    alice: ApiClient, least: int, responses: tuple[int, int], code: str
) -> None:
    made = make_test(alice, ab_min_sample=least)
    sampled_at = send_sample(alice, made)
    for position, count in enumerate(responses):
        for mail in of_variant(made, position)[:count]:
            note(mail, sampled_at + timedelta(minutes=5))
    for share in (1 / 4, 1 / 2, 3 / 4):
        steps(alice, made, now=sampled_at + WAIT * share)
        found = compare(alice, made)
        assert (found["decision"], found["verdict"]["code"]) == (None, code)
        assert variants_of(made) == {0: 10, 1: 10}
        assert found["verdict"]["words"].startswith("Not enough data yet: ")
    steps(alice, made, now=sampled_at + WAIT)
    assert variants_of(made) == {0: 30, 1: 10}
    campaign = row(made)
    assert campaign.ab_decision == "first"
    assert campaign.ab_reason.startswith("A goes out because it stands first. ")
    assert "is the winner" not in campaign.ab_reason
    assert len(campaign.ab_looks) == 4


def test_a_late_job_decides_by_what_there_was_in_time(alice: ApiClient) -> None:
    """Responses after the last look change nothing, and the first look that showed a winner is the one that counts."""
    made = make_test(alice)
    sampled_at = send_sample(alice, made)
    for mail in of_variant(made, 1)[:9]:
        note(mail, sampled_at + timedelta(minutes=20))
    for mail in of_variant(made, 0):
        note(mail, sampled_at + timedelta(minutes=70))
    steps(alice, made, now=sampled_at + timedelta(hours=9))
    assert (row(made).ab_decision, variants_of(made)) == ("shown", {0: 10, 1: 30})


def test_a_bounce_after_the_decision_does_not_take_it_back(alice: ApiClient) -> None:
    made = make_test(alice)
    sampled_at = send_sample(alice, made)
    for mail in of_variant(made, 1)[:9]:
        note(mail, sampled_at + timedelta(minutes=5))
    steps(alice, made, now=sampled_at + WAIT / 4)
    sql("update email_message set status = 'bounced' where campaign_id = %s and variant = 1", made["id"])
    assert compare(alice, made)["verdict"]["state"] == "winner"


def test_clicks_are_counted_where_clicks_are_wanted(alice: ApiClient) -> None:
    made = make_test(alice, ab_metric="clicks")
    sampled_at = send_sample(alice, made)
    for mail in of_variant(made, 0)[:9]:
        note(mail, sampled_at + timedelta(minutes=5), "open")
    for mail in of_variant(made, 1)[:9]:
        note(mail, sampled_at + timedelta(minutes=5), "click")
    found = compare(alice, made)
    assert [(each["arrived"], each["responses"]) for each in found["variants"]] == [(10, 0), (10, 9)]
    steps(alice, made, now=sampled_at + WAIT / 4)
    assert variants_of(made) == {0: 10, 1: 30}


@pytest.fixture
def _quiet_dns() -> Iterator[None]:
    with quiet_dns():
        yield


@pytest.mark.usefixtures("_quiet_dns")
def test_answers_are_counted_once_for_a_person_and_automatic_ones_never(alice: ApiClient) -> None:
    made = make_test(alice, people=8, ab_metric="replies")
    send_sample(alice, made)
    one, other = of_variant(made, 1)
    (away, _) = of_variant(made, 0)

    def answer(mail: EmailMessage, body: str, **headers: str) -> None:
        sender = mail.to_address.partition("<")[2].strip(">")
        raw = letter(sender=sender, subject="Re: News", body=body, In_Reply_To=mail.message_id_header, **headers)
        arrive(raw, sender=sender)

    answer(one, "Yes please")
    answer(one, "And one thing more")
    answer(other, "No thanks")
    answer(away, "I am away", Auto_Submitted="auto-replied")
    found = compare(alice, made)
    assert found["metric"] == "replies"
    assert [(each["arrived"], each["responses"]) for each in found["variants"]] == [(2, 0), (2, 2)]
    assert "People who answered it: A 0.0%, B 100.0%." in found["verdict"]["words"]


def test_a_person_who_decides_sees_what_the_looks_have_shown(alice: ApiClient) -> None:
    made = make_test(alice, ab_decides_itself=False)
    sampled_at = send_sample(alice, made)
    for mail in of_variant(made, 1)[:9]:
        note(mail, sampled_at + timedelta(minutes=5))
    steps(alice, made, now=sampled_at + WAIT / 2)
    found = compare(alice, made)
    assert (found["verdict"]["state"], found["decision"], found["looks"]) == ("winner", None, 2)
    assert variants_of(made) == {0: 10, 1: 10}
    act(alice, made, "winner", {"position": 0})
    assert compare(alice, made)["decision"] == "person"


def test_where_all_share_everybody_the_looks_come_after_the_last_mail(alice: ApiClient) -> None:
    made = make_test(alice, people=20, ab_sample_percent=0)
    assert compare(alice, made) is None
    start(alice, made)
    steps(alice, made)
    assert compare(alice, made)["verdict"]["code"] == "too-few-people"
    mark_sent(made)
    steps(alice, made)
    for mail in of_variant(made, 1)[:9]:
        note_deed(mail)
    found = compare(alice, made)
    assert (found["has_rest"], found["looks"], found["verdict"]["state"]) == (False, 0, "not_enough_data")
    for table, column in (("email_engagement", "created_at"), ("email_message", "sent_at")):
        sql(f"update {table} set {column} = {column} - interval '20 hours' where campaign_id = %s", made["id"])
    sql("update campaign set finished_at = finished_at - interval '19 hours' where id = %s", made["id"])
    found = compare(alice, made)
    assert (found["looks"], found["verdict"]["state"], found["verdict"]["leader"]) == (1, "winner", 1)


def give_model(campaign: Campaign, subject: str) -> None:
    """As the optimiser does."""
    statement = "update campaign_variant set subject_ai_model = 'Model X' where subject = %s and campaign_id = %s"
    sql(statement, subject, campaign["id"])


def test_a_subject_stays_its_models_until_somebody_writes_another(alice: ApiClient) -> None:
    made = make_test(alice)
    sql(
        "update campaign_variant set subject_ai_model = 'Model X' where subject = 'Bold' and campaign_id = %s",
        made["id"],
    )
    copy = act(alice, made, "duplicate", status=201)
    assert [each["subject_ai_model"] for each in copy["variants"]] == ["", "Model X"]
    kept = [{name: each[name] for name in ("subject", "preheader")} for each in reversed(made["variants"])]
    given = [{**each, "template_id": made["variants"][0]["template"]["id"]} for each in kept]
    changed = alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": made["version"], "variants": given}).json
    assert [each["subject_ai_model"] for each in changed["variants"]] == ["Model X", ""]
    given[0]["subject"] = "Bolder"
    forged = [{**each, "subject_ai_model": "Model Y"} for each in given]
    path = f"{CAMPAIGNS}/{made['id']}"
    assert alice.patch(path, {"version": changed["version"], "variants": forged}).status == 422
    changed = alice.patch(path, {"version": changed["version"], "variants": given}).json
    assert [each["subject_ai_model"] for each in changed["variants"]] == ["", ""]


def test_who_wrote_a_subject_is_told_with_its_numbers(alice: ApiClient) -> None:
    made = make_test(alice)
    variants = [
        {"template_id": made["variants"][0]["template"]["id"], "subject": subject} for subject in ("", "Bold", "C")
    ]
    path = f"{CAMPAIGNS}/{made['id']}"
    alice.patch(path, {"version": made["version"], "variants": variants})
    sql(
        "update campaign_variant set subject_ai_model = 'Model X' where subject = 'Bold' and campaign_id = %s",
        made["id"],
    )
    sql("update email_template_version set subject_ai_model = 'Model T'")
    start(alice, made)
    assert [each["written_by"] for each in compare(alice, made)["variants"]] == ["Model T", "Model X", "person"]


def test_another_organization_sees_nothing_of_a_test(alice: ApiClient, dave: ApiClient) -> None:
    made = make_test(alice)
    send_sample(alice, made)
    assert dave.get(f"{CAMPAIGNS}/{made['id']}/results").status == 404
    with tenancy.platform("tests"):
        assert row(made).ab_decided_at is None
