"""Campaigns are drafted, checked, started, paused, resumed, cancelled: each by whom and when it is allowed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.utils import timezone

from frontdesk.mail.campaigns import feeding, preparing, running
from frontdesk.mail.models import Campaign, CampaignVariant, EmailMessage, MailProvider
from frontdesk.mail.tests.campaign_samples import (
    CAMPAIGNS,
    act,
    add_people,
    mails,
    make_campaign,
    make_list,
    make_newsletter,
    mark_sent,
    org_of,
    recipients,
    row,
    sql,
    start,
    steps,
)
from frontdesk.mail.tests.samples import change
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import AuditEntry, SuppressionReason
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.models import Event

ALL_STATES = ("start", "schedule", "unschedule", "pause", "resume", "cancel")


def codes(checked: dict[str, object], level: str) -> set[object]:
    problems = checked["problems"]
    assert isinstance(problems, list)
    return {each["code"] for each in problems if each["level"] == level}


def told() -> list[str]:
    with tenancy.platform("tests"):
        return list(AuditEntry.objects.filter(object_type="campaign").order_by("id").values_list("action", flat=True))


def test_a_draft_is_made_changed_and_deleted(alice: ApiClient) -> None:
    made = make_campaign(alice, people=3, throttle_per_minute=30)
    assert (made["state"], made["version"], made["can_edit"], made["total"]) == ("draft", 1, True, 0)
    assert made["from_address"].startswith("Northgate")
    changed = alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": 1, "name": "Autumn", "throttle_per_minute": None})
    assert (changed.status, changed.json["name"], changed.json["throttle_per_minute"]) == (200, "Autumn", None)
    stale = alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": 1, "name": "Winter"})
    assert (stale.status, stale.json["current_version"]) == (409, 2)
    listed = alice.get(f"{CAMPAIGNS}?q=autu&state=draft").json["items"]
    assert [each["id"] for each in listed] == [made["id"]]
    assert alice.delete(f"{CAMPAIGNS}/{made['id']}").status == 204
    assert alice.get(f"{CAMPAIGNS}/{made['id']}").status == 404
    assert told() == ["campaign.created", "campaign.updated", "campaign.deleted"]


def test_what_is_read_in_one_line_is_kept_in_one(alice: ApiClient) -> None:
    made = make_campaign(alice)
    lines = {"subject": " News\r\nBcc: eve@evil.test", "preheader": "Read\u2028on\n\n"}
    variant = {"template_id": made["variants"][0]["template"]["id"], **lines}
    answer = alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": made["version"], "variants": [variant]})
    assert answer.status == 200, answer.json
    (kept,) = answer.json["variants"]
    assert (kept["subject"], kept["preheader"]) == ("News Bcc: eve@evil.test", "Read on")


@pytest.mark.parametrize("status", ["sent", "sending"])
def test_a_campaign_whose_mail_is_out_stays(alice: ApiClient, status: str) -> None:
    made = make_campaign(alice, people=1)
    with tenancy.platform("tests"):
        campaign = Campaign.objects.get(id=made["id"])
        EmailMessage.objects.create(
            organization_id=campaign.organization_id,
            campaign=campaign,
            status=status,
            mime=b"",
            sent_at=timezone.now() if status == "sent" else None,
        )
        Campaign.objects.filter(id=made["id"]).update(state="cancelled")
    refused = alice.delete(f"{CAMPAIGNS}/{made['id']}")
    assert (refused.status, refused.json["type"]) == (409, "urn:frontdesk:problem:campaign-was-sent")


def test_what_is_wrong_with_a_draft_is_refused(alice: ApiClient) -> None:
    assert alice.post(CAMPAIGNS, {"name": ""}).status == 422
    assert alice.post(CAMPAIGNS, {"name": "x", "variants": []}).status == 422
    assert alice.post(CAMPAIGNS, {"name": "x", "variants": [{}] * 6}).status == 422
    gone = alice.post(CAMPAIGNS, {"name": "x", "variants": [{"template_id": 99999999}]})
    assert (gone.status, gone.json["errors"][0]["field"]) == (422, "variants.0.template_id")
    nobody = alice.post(CAMPAIGNS, {"name": "x", "audience": {"list_ids": [str(uuid4())]}})
    assert (nobody.status, nobody.json["errors"][0]["field"]) == (422, "audience.list_ids.0")
    assert alice.get(CAMPAIGNS).json["items"] == []


def test_an_agent_reads_and_does_nothing(alice: ApiClient, bob: ApiClient, carol: ApiClient) -> None:
    made = make_campaign(alice)
    assert bob.get(f"{CAMPAIGNS}/{made['id']}").json["can_edit"] is False
    assert bob.post(CAMPAIGNS, {"name": "Mine"}).status == 403
    assert bob.patch(f"{CAMPAIGNS}/{made['id']}", {"version": 1, "name": "Mine"}).status == 403
    for verb in ("start", "cancel", "duplicate"):
        assert bob.post(f"{CAMPAIGNS}/{made['id']}/{verb}").status == 403
    assert carol.get(CAMPAIGNS).status == 403
    assert row(made).state == "draft"


def test_another_organization_sees_nothing(alice: ApiClient, dave: ApiClient) -> None:
    made = make_campaign(alice)
    template = make_newsletter(alice, name="Other")
    assert dave.get(CAMPAIGNS).json["items"] == []
    for path in ("", "/progress", "/results", "/links", "/recipients", "/recipients/export", "/preview"):
        assert dave.get(f"{CAMPAIGNS}/{made['id']}{path}").status == 404, path
    for verb in ("check", "start", "unschedule", "pause", "resume", "cancel", "duplicate"):
        assert dave.post(f"{CAMPAIGNS}/{made['id']}/{verb}").status == 404, verb
    own = {"name": "x", "variants": [{"template_id": template["id"]}]}
    assert dave.post(CAMPAIGNS, own).status == 422
    assert dave.post(CAMPAIGNS, {"name": "x", "audience": made["audience"]}).status == 422


def test_the_check_says_what_stands_in_the_way(alice: ApiClient) -> None:
    empty = act(alice, alice.post(CAMPAIGNS, {"name": "Empty"}).json, "check")
    assert codes(empty, "error") == {"no_template", "no_audience"}
    template = make_newsletter(
        alice, html_code="<p>{{ contact.city }} {{ title }}</p><a href='{{ unsubscribe_url }}'>x</a>"
    )
    made = make_campaign(alice, people=4, variants=[{"template_id": template["id"]}])
    checked = act(alice, made, "check")
    assert checked["recipients"] == 4
    assert codes(checked, "error") == {"no_value", "unknown_field"}
    assert {"no_sender", "no_postal_address"} <= codes(checked, "warning")
    change(alice, template, is_active=False)
    assert "template_inactive" in codes(act(alice, made, "check"), "error")
    refused = alice.post(f"{CAMPAIGNS}/{made['id']}/start")
    assert (refused.status, refused.json["type"].rpartition(":")[2]) == (422, "campaign-not-ready")
    assert {each["field"] for each in refused.json["errors"]} == {"content"}
    assert row(made).state == "draft"


def test_a_marketing_mail_without_a_way_out_is_refused(alice: ApiClient) -> None:
    template = make_newsletter(alice, category="transactional", html_code="<p>Buy now</p>")
    made = make_campaign(alice, variants=[{"template_id": template["id"]}])
    assert "template_missing_unsubscribe" in codes(act(alice, made, "check"), "error")


def test_the_check_tells_what_share_lacks_a_field(alice: ApiClient) -> None:
    org = org_of(alice)
    people = add_people(org, 3, fields={"city": "Leeds"}) + add_people(org, 1, start=3)
    template = make_newsletter(alice, html_code="<p>{{ contact.city }}</p><a href='{{ unsubscribe_url }}'>x</a>")
    made = make_campaign(
        alice,
        variants=[{"template_id": template["id"]}],
        audience={"list_ids": [str(make_list(org, people).id)]},
    )
    (found,) = [each for each in act(alice, made, "check")["problems"] if each["code"] == "lacking_field"]
    assert (found["level"], found["values"]["count"], found["values"]["share"]) == ("warning", 1, 0.25)
    start(alice, made)
    steps(alice, made)
    assert [(mail.data or {})["contact"]["city"] for mail in mails(made)] == ["Leeds", "Leeds", "Leeds", ""]


def test_the_count_says_who_is_left_out_and_why(alice: ApiClient) -> None:
    org = org_of(alice)
    people = add_people(org, 6)
    made = make_list(org, people)
    with tenancy.tenant(org):
        suppressions.suppress(org, people[0].email, SuppressionReason.HARD_BOUNCE)
    sql("update contacts set consent = %s where id = %s", '{"marketing_mail": {"state": "denied"}}', people[1].id)
    sql("update mail_subscription set state = 'unsubscribed' where contact_id = %s", people[2].id)
    counted = alice.post(f"{CAMPAIGNS}/audience", {"list_ids": [str(made.id)]}).json
    assert counted["recipients"] == 3
    assert counted["left_out"] == {"suppressed": 1, "no_consent": 1, "unsubscribed": 1, "no_address": 0}


def test_a_paused_provider_stands_in_the_way_and_says_so(alice: ApiClient) -> None:
    org = org_of(alice)
    made = make_campaign(alice)
    with tenancy.platform("tests"):
        MailProvider.objects.create(
            organization_id=org, name="Ours", kind="smtp", state="paused", paused_reason="Bill", webhook_token="a"
        )
    assert "provider_paused" in codes(act(alice, made, "check"), "error")
    assert alice.post(f"{CAMPAIGNS}/{made['id']}/start").status == 422
    sql("update mail_provider set state = 'active'")
    start(alice, made)
    steps(alice, made)
    sql("update mail_provider set state = 'paused'")
    waits = alice.get(f"{CAMPAIGNS}/{made['id']}/progress").json["waits"]
    assert waits["code"] == "provider_paused"
    assert "Bill" in waits["text"]


def test_a_campaign_goes_out_and_is_finished(alice: ApiClient) -> None:
    made = make_campaign(alice, people=5)
    started = start(alice, made)
    assert (started["state"], started["can_edit"]) == ("sending", False)
    assert alice.get(f"{CAMPAIGNS}/{made['id']}/progress").json["waits"]["code"] == "preparing"
    steps(alice, made)
    found = mails(made)
    assert [mail.to_address for mail in found] == [f"Person{n} Example <p{n}@people.test>" for n in range(5)]
    first = found[0]
    assert (first.status, first.priority, first.category, first.variant) == ("queued", 0, "marketing", 0)
    assert first.message_id_header.startswith(f"<{first.id}@")
    assert first.data == {"first_name": "Person0"}
    assert {each.state for each in recipients(made)} == {"queued"}
    assert row(made).state == "sending"
    mark_sent(made)
    assert steps(alice, made) is None
    progress = alice.get(f"{CAMPAIGNS}/{made['id']}/progress").json
    assert (progress["state"], progress["total"], progress["done"], progress["sent"]) == ("finished", 5, 5, 5)
    assert told() == ["campaign.created", "campaign.started", "campaign.finished"]
    with tenancy.platform("tests"):
        names = set(Event.objects.filter(record_type="campaign").values_list("name", flat=True))
    assert {"campaign.started", "campaign.progressed", "campaign.finished"} <= names


def test_what_is_not_possible_now_is_refused_with_words(alice: ApiClient) -> None:
    made = make_campaign(alice)
    for verb in ("unschedule", "pause", "resume", "cancel"):
        answer = alice.post(f"{CAMPAIGNS}/{made['id']}/{verb}")
        assert (answer.status, answer.json["state"]) == (409, "draft"), verb
    start(alice, made)
    for verb in ("start", "unschedule", "resume"):
        answer = alice.post(f"{CAMPAIGNS}/{made['id']}/{verb}")
        assert answer.status == 409, verb
        assert "pause or cancel" in answer.json["detail"]
    assert alice.delete(f"{CAMPAIGNS}/{made['id']}").status == 409
    version = alice.get(f"{CAMPAIGNS}/{made['id']}").json["version"]
    refused = alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": version, "throttle_per_minute": 3})
    assert refused.status == 409
    named = alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": version, "name": "Renamed"})
    assert (named.status, named.json["name"]) == (200, "Renamed")


def test_a_repeated_start_with_the_same_key_gets_the_first_answer(alice: ApiClient) -> None:
    made = make_campaign(alice)
    path = f"{CAMPAIGNS}/{made['id']}/start"
    first = alice.post(path, **{"Idempotency-Key": "once"})
    again = alice.post(path, **{"Idempotency-Key": "once"})
    assert (first.status, again.status, again.headers.get("Idempotency-Replayed")) == (202, 202, "true")
    assert again.json == first.json
    assert told().count("campaign.started") == 1


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_of_two_who_start_at_once_one_is_told_of_the_other(alice: ApiClient) -> None:
    made = make_campaign(alice)

    def press(_: int) -> int:
        try:
            return alice.post(f"{CAMPAIGNS}/{made['id']}/start").status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [202, 409]
    steps(alice, made)
    assert len(mails(made)) == 5


@pytest.mark.django_db(transaction=True, databases="__all__")
@pytest.mark.parametrize(
    ("verb", "state", "left"), [("pause", "paused", "waiting"), ("cancel", "cancelled", "cancelled")]
)
def test_who_stops_it_does_not_wait_until_its_audience_is_fixed(
    alice: ApiClient, monkeypatch: pytest.MonkeyPatch, verb: str, state: str, left: str
) -> None:
    made = make_campaign(alice)
    start(alice, made)
    is_fixed, may_end = threading.Event(), threading.Event()
    fix = preparing.fix_audience

    def fix_slowly(campaign: Campaign, *, now: datetime) -> int:
        total = fix(campaign, now=now)
        is_fixed.set()
        assert may_end.wait(60)
        return total

    def prepare() -> None:
        try:
            with tenancy.tenant(org_of(alice)):
                running.step(UUID(made["id"]), now=timezone.now())
        finally:
            connections.close_all()

    monkeypatch.setattr(preparing, "fix_audience", fix_slowly)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(prepare)
        assert is_fixed.wait(60)
        assert steps(alice, made) is None  # a second job leaves it to the first
        act(alice, made, verb, {"reason": "A mistake in the text"} if verb == "pause" else None)
        assert recipients(made) == []
        may_end.set()
        job.result()
    assert (row(made).state, row(made).total) == (state, 5)
    assert [each.state for each in recipients(made)] == [left] * 5
    assert steps(alice, made) is None
    if verb == "pause":
        act(alice, made, "resume")
        steps(alice, made)
    assert len(mails(made)) == (5 if verb == "pause" else 0)


def test_pausing_stops_feeding_and_resuming_repeats_nothing(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "AHEAD", 4)
    made = make_campaign(alice, people=10)
    start(alice, made)
    steps(alice, made)
    assert len(mails(made)) == 4
    paused = act(alice, made, "pause", {"reason": "A mistake in the text"})
    assert (paused["state"], paused["paused_reason"]) == ("paused", "A mistake in the text")
    mark_sent(made)
    assert steps(alice, made) is None
    assert len(mails(made)) == 4
    waits = alice.get(f"{CAMPAIGNS}/{made['id']}/progress").json["waits"]
    assert (waits["code"], waits["text"]) == ("paused", "A mistake in the text")
    act(alice, made, "resume")
    for _ in range(4):
        steps(alice, made)
        mark_sent(made)
    assert steps(alice, made) is None
    found = mails(made)
    assert len(found) == len({mail.to_address for mail in found}) == 10
    assert row(made).state == "finished"


def test_cancelling_takes_back_what_has_not_gone(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "AHEAD", 4)
    made = make_campaign(alice, people=10)
    start(alice, made)
    steps(alice, made)
    mark_sent(made, id=mails(made)[0].id)
    cancelled = act(alice, made, "cancel")
    assert cancelled["state"] == "cancelled"
    assert sorted(mail.status for mail in mails(made)) == ["cancelled"] * 3 + ["sent"]
    assert sorted(each.state for each in recipients(made)) == ["cancelled"] * 9 + ["queued"]
    assert steps(alice, made) is None
    progress = alice.get(f"{CAMPAIGNS}/{made['id']}/progress").json
    assert (progress["sent"], progress["cancelled"], progress["done"]) == (1, 9, 10)
    for verb in ("resume", "start", "pause"):
        assert alice.post(f"{CAMPAIGNS}/{made['id']}/{verb}").status == 409


def test_a_copy_is_a_draft_with_the_same_content(alice: ApiClient) -> None:
    made = make_campaign(alice, throttle_per_minute=7)
    start(alice, made)
    copy = act(alice, made, "duplicate", status=201)
    assert (copy["state"], copy["name"], copy["throttle_per_minute"]) == ("draft", "Spring news (copy)", 7)
    assert copy["audience"] == made["audience"]
    assert copy["variants"][0]["template"]["id"] == made["variants"][0]["template"]["id"]
    start(alice, copy)


def test_too_many_bounces_stop_a_campaign_and_a_person_lets_it_go_on(alice: ApiClient) -> None:
    made = make_campaign(alice, people=240)
    start(alice, made)
    steps(alice, made)
    sql(
        "update email_message set status = 'bounced', bounce_kind = 'hard', sent_at = now() where id in "
        "(select id from email_message where campaign_id = %s limit 13)",
        made["id"],
    )
    mark_sent(made)
    assert steps(alice, made) is None
    stopped = alice.get(f"{CAMPAIGNS}/{made['id']}").json
    assert stopped["state"] == "paused"
    assert "13 of 240 mails bounced" in stopped["paused_reason"]
    act(alice, made, "resume")
    assert steps(alice, made) is None
    assert row(made).state == "finished"


def test_a_test_goes_to_colleagues_with_a_contacts_data(alice: ApiClient) -> None:
    org = org_of(alice)
    (person,) = add_people(org, 1, start=50)
    made = make_campaign(alice)
    path = f"{CAMPAIGNS}/{made['id']}/test"
    sent = alice.post(path, {"to": ["bob@northgate.test"], "contact_id": str(person.id)})
    assert sent.status == 202, sent.content
    mail = alice.get(f"/api/mail/messages/{sent.json['messages'][0]['message_id']}").json
    assert mail["subject"] == "[Test] News"
    assert "Hello Person50" in mail["html"]
    stranger = alice.post(path, {"to": ["somebody@else.test"]})
    assert (stranger.status, stranger.json["errors"][0]["field"]) == (422, "to")
    shown = alice.get(f"{CAMPAIGNS}/{made['id']}/preview?contact_id={person.id}").json
    assert "Hello Person50" in shown["html"]
    assert mails(made) == []


def test_what_was_frozen_holds_though_the_template_changes(alice: ApiClient) -> None:
    template = make_newsletter(alice)
    made = make_campaign(alice, variants=[{"template_id": template["id"], "subject": "Ours: {{ first_name }}"}])
    start(alice, made)
    changed = change(alice, template, subject="Other", html_code="<p>Other {{ unsubscribe_url }}</p>")
    assert changed.status == 200, changed.content
    steps(alice, made)
    with tenancy.platform("tests"):
        (variant,) = CampaignVariant.objects.filter(campaign_id=made["id"])
    entry = variant.snapshot["en"]
    assert (entry["subject"], entry["version"], "Hello" in entry["html"]) == ("Ours: {{ first_name }}", 1, True)
    assert {(mail.template_version, mail.subject) for mail in mails(made)} == {(1, "Ours: …")}


def test_a_scheduled_campaign_begins_by_itself(alice: ApiClient) -> None:
    made = make_campaign(alice)
    at = timezone.now() + timedelta(hours=2)
    past = alice.post(f"{CAMPAIGNS}/{made['id']}/schedule", {"scheduled_at": "2020-01-01T09:00:00Z"})
    assert past.status == 422
    set_ = act(alice, made, "schedule", {"scheduled_at": at.isoformat()})
    assert set_["state"] == "scheduled"
    assert alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": set_["version"], "tracks_opens": False}).status == 409
    wait = steps(alice, made)
    assert wait is not None
    assert row(made).state == "scheduled"
    steps(alice, made, now=at + timedelta(seconds=1))
    assert len(mails(made)) == 5


def test_what_stands_in_the_way_when_its_time_comes_pauses_it(alice: ApiClient) -> None:
    template = make_newsletter(alice)
    made = make_campaign(alice, variants=[{"template_id": template["id"]}])
    at = timezone.now() + timedelta(hours=2)
    act(alice, made, "schedule", {"scheduled_at": at.isoformat()})
    change(alice, template, is_active=False)
    assert steps(alice, made, now=at + timedelta(seconds=1)) is None
    stopped = row(made)
    assert (stopped.state, stopped.paused_reason[:20]) == ("paused", "It could not begin: ")
    assert alice.post(f"{CAMPAIGNS}/{made['id']}/resume").status == 422
    change(alice, template, is_active=True)
    act(alice, made, "resume")
    steps(alice, made, now=at + timedelta(seconds=2))
    assert len(mails(made)) == 5
