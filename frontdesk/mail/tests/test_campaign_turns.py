"""Who gets which variant of a campaign, when, and who no longer does: A/B, time zones, throttle, changes midway."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from frontdesk.mail.campaigns import feeding, preparing
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
from frontdesk.mail.tests.samples import make_template
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import SuppressionReason
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


def make_test(client: ApiClient, *, people: int = 40, **changes: object) -> dict[str, object]:
    template = make_newsletter(client)["id"]
    variants = [{"template_id": template, "subject": subject} for subject in ("Plain", "Bold")]
    return make_campaign(client, people=people, variants=variants, ab_sample_percent=50, **changes)


def variants_of(campaign: dict[str, object]) -> Counter[int | None]:
    return Counter(mail.variant for mail in mails(campaign))


def test_a_person_chooses_where_they_wish_to(alice: ApiClient, bob: ApiClient) -> None:
    made = make_test(alice, ab_decides_itself=False, ab_wait_minutes=5)
    path = f"{CAMPAIGNS}/{made['id']}/winner"
    assert alice.post(path, {"position": 0}).status == 409
    start(alice, made)
    steps(alice, made)
    mark_sent(made)
    steps(alice, made)
    steps(alice, made, now=timezone.now() + timedelta(days=2))
    assert alice.get(f"{CAMPAIGNS}/{made['id']}/progress").json["waits"]["code"] == "winner_person"
    assert bob.post(path, {"position": 0}).status == 403
    assert alice.post(path, {"position": 3}).status == 422
    chosen = act(alice, made, "winner", {"position": 1})
    assert chosen["ab_reason"] == "B was chosen by Alice Archer."
    assert alice.post(path, {"position": 0}).status == 409
    steps(alice, made)
    assert variants_of(made) == {0: 10, 1: 30}


def test_without_a_sample_all_variants_share_everybody(alice: ApiClient) -> None:
    template = make_newsletter(alice)["id"]
    made = make_campaign(alice, people=30, variants=[{"template_id": template}] * 3, ab_sample_percent=0)
    start(alice, made)
    steps(alice, made)
    assert variants_of(made) == {0: 10, 1: 10, 2: 10}
    mark_sent(made)
    assert steps(alice, made) is None


def test_each_gets_it_at_that_hour_on_their_own_clock(alice: ApiClient) -> None:
    org = org_of(alice)
    zones = ("Asia/Tokyo", "Europe/Madrid", "America/New_York", "", "Nowhere/Land")
    people = [person for n, zone in enumerate(zones) for person in add_people(org, 1, start=n, timezone=zone)]
    sql("update organizations set timezone = 'Europe/Madrid' where id = %s", org)
    made = make_campaign(alice, audience={"list_ids": [str(make_list(org, people).id)]})
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    act(alice, made, "schedule", {"scheduled_at": f"{day}T09:00:00", "in_recipient_zone": True})
    nine = {zone: preparing.moment_of(datetime.fromisoformat(f"{day}T09:00"), zone) for zone in zones[:3]}
    before = nine["Asia/Tokyo"] - timedelta(minutes=1)
    steps(alice, made, now=before)
    assert (row(made).state, mails(made)) == ("sending", [])
    steps(alice, made, now=nine["Asia/Tokyo"])
    assert [mail.to_address.partition("<")[2] for mail in mails(made)] == ["p0@people.test>"]
    steps(alice, made, now=nine["Europe/Madrid"])
    assert len(mails(made)) == 4
    steps(alice, made, now=nine["America/New_York"])
    assert len(mails(made)) == 5


def test_an_hour_that_has_passed_somewhere_means_at_once(alice: ApiClient) -> None:
    org = org_of(alice)
    people = add_people(org, 1, timezone="Asia/Tokyo") + add_people(org, 1, start=1, timezone="America/New_York")
    sql("update organizations set timezone = 'Europe/Madrid' where id = %s", org)
    made = make_campaign(alice, audience={"list_ids": [str(make_list(org, people).id)]})
    at = timezone.now() + timedelta(hours=1)
    act(alice, made, "schedule", {"scheduled_at": at.isoformat(), "in_recipient_zone": True})
    codes = {each["code"] for each in act(alice, made, "check")["problems"]}
    assert "hour_passed" in codes
    steps(alice, made)
    assert [mail.to_address.partition("<")[2] for mail in mails(made)] == ["p0@people.test>"]


@pytest.mark.parametrize(
    ("wall", "zone", "moment"),
    [
        # 02:30 does not exist on that day: an hour later on the clock, the same time passed.
        ("2027-03-28T02:30", "Europe/Madrid", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        # 02:30 comes twice: the first, still in summer time.
        ("2027-10-31T02:30", "Europe/Madrid", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-03-27T09:00", "Europe/Madrid", datetime(2027, 3, 27, 8, 0, tzinfo=UTC)),
        ("2027-03-28T09:00", "Europe/Madrid", datetime(2027, 3, 28, 7, 0, tzinfo=UTC)),
        ("2027-03-28T09:00", "America/New_York", datetime(2027, 3, 28, 13, 0, tzinfo=UTC)),
        ("2027-07-01T09:00", "Asia/Kathmandu", datetime(2027, 7, 1, 3, 15, tzinfo=UTC)),
    ],
)
def test_clocks_that_change_are_understood(wall: str, zone: str, moment: datetime) -> None:
    assert preparing.moment_of(datetime.fromisoformat(wall), zone) == moment


def test_a_throttle_is_kept(alice: ApiClient) -> None:
    made = make_campaign(alice, people=50, throttle_per_minute=12)
    start(alice, made)
    now = timezone.now()
    fed = []
    for tick in range(13):
        steps(alice, made, now=now + timedelta(seconds=5 * tick))
        mark_sent(made)
        fed.append(len(mails(made)))
    # Two at once (what ten seconds give), then one every five seconds.
    assert fed == [2 + tick for tick in range(13)]
    waits = alice.get(f"{CAMPAIGNS}/{made['id']}/progress").json["waits"]
    assert waits["code"] == "throttle"


def test_a_throttled_campaign_does_not_pile_up_behind_a_provider_that_is_down(alice: ApiClient) -> None:
    made = make_campaign(alice, people=50, throttle_per_minute=12)
    start(alice, made)
    now = timezone.now()
    for tick in range(60):
        steps(alice, made, now=now + timedelta(seconds=10 * tick))
    assert len(mails(made)) == 12


def test_only_so_many_stand_ahead(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "AHEAD", 7)
    monkeypatch.setattr(feeding, "CHUNK", 3)
    made = make_campaign(alice, people=20)
    start(alice, made)
    steps(alice, made)
    assert len(mails(made)) == 7
    steps(alice, made)
    assert len(mails(made)) == 7


def test_who_may_not_be_written_to_any_more_is_skipped_with_the_reason(
    alice: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    org = org_of(alice)
    people = add_people(org, 7)
    readers, others = make_list(org, people), make_list(org, [], "Not these")
    audience = {"list_ids": [str(readers.id)], "exclude_list_ids": [str(others.id)]}
    made = make_campaign(alice, audience=audience)
    monkeypatch.setattr(feeding, "AHEAD", 0)
    start(alice, made)
    steps(alice, made)
    assert row(made).total == 7
    with tenancy.tenant(org):
        suppressions.suppress(org, people[0].email, SuppressionReason.COMPLAINT)
    sql("update contacts set consent = %s where id = %s", '{"marketing_mail": {"state": "denied"}}', people[1].id)
    sql("update mail_subscription set state = 'unsubscribed' where contact_id = %s", people[2].id)
    sql("delete from mail_subscription where contact_id = %s", people[3].id)
    sql(
        "insert into mail_subscription (organization_id, list_id, contact_id, state, source)"
        " values (%s, %s, %s, %s, '')",
        *(org, others.id, people[4].id, "subscribed"),
    )
    assert alice.delete(f"/api/contacts/{people[5].id}").status == 204
    add_people(org, 1, start=20)
    sql(
        "insert into mail_subscription (organization_id, list_id, contact_id, state, source)"
        " select organization_id, %s, id, 'subscribed', '' from contacts where email = 'p20@people.test'",
        readers.id,
    )
    monkeypatch.setattr(feeding, "AHEAD", 100)
    steps(alice, made)
    assert [mail.to_address.partition("<")[2] for mail in mails(made)] == ["p6@people.test>"]
    reasons = {each.contact.email: each.reason for each in recipients(made) if each.state == "skipped"}
    assert reasons == {
        "p0@people.test": "complaint",
        "p1@people.test": "no_consent",
        "p2@people.test": "unsubscribed",
        "p3@people.test": "unsubscribed",
        "p4@people.test": "excluded",
    }
    mark_sent(made)
    assert steps(alice, made) is None
    assert row(made).state == "finished"
    skipped = alice.get(f"{CAMPAIGNS}/{made['id']}/recipients?result=skipped").json["items"]
    assert {each["reason"] for each in skipped} == set(reasons.values())


def test_each_gets_it_in_their_language(alice: ApiClient) -> None:
    org = org_of(alice)
    english = make_newsletter(alice)
    spanish = alice.post(f"/api/email-templates/{english['id']}/variants", {"locale": "es"}).json
    changed = {"version": 1, "subject": "Noticias", "is_active": True}
    assert alice.patch(f"/api/email-templates/{spanish['id']}", changed).status == 200
    people = add_people(org, 1, locale="es") + add_people(org, 1, start=1, locale="en") + add_people(org, 1, start=2)
    made = make_campaign(
        alice,
        variants=[{"template_id": english["id"], "subject": "Ours"}],
        audience={"list_ids": [str(make_list(org, people).id)]},
    )
    start(alice, made)
    steps(alice, made)
    assert [(mail.locale, mail.subject, mail.template_id) for mail in mails(made)] == [
        ("es", "Noticias", spanish["id"]),
        ("en", "Ours", english["id"]),
        ("en", "Ours", english["id"]),
    ]


def test_values_of_the_campaign_fill_what_contacts_cannot(alice: ApiClient) -> None:
    html = "<h1>{{ title }}</h1><a href='{{ unsubscribe_url }}'>x</a>"
    template = make_template(alice, activate=True, type="newsletter", subject="{{ title }}", html_code=html)
    made = make_campaign(alice, people=1, variants=[{"template_id": template["id"]}])
    assert alice.post(f"{CAMPAIGNS}/{made['id']}/start").status == 422
    variants = [{"template_id": template["id"], "values": {"en": {"title": "Spring is here"}}}]
    changed = alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": 1, "variants": variants})
    assert changed.status == 200, changed.content
    asked = changed.json["variants"][0]["asks_for"]
    assert [each["name"] for each in asked[0]["placeholders"]] == ["title"]
    start(alice, made)
    steps(alice, made)
    (mail,) = mails(made)
    shown = alice.get(f"/api/mail/messages/{mail.id}").json
    assert "Spring is here" in shown["html"]


def test_odd_names_make_addresses_that_can_be_read(alice: ApiClient) -> None:
    org = org_of(alice)
    names = ['Ann "The" O\'Hara, Esq.', "Zoë Müller", "", "x" * 120, "Line\nBreak: <b@d.test>"]
    people = [person for n, name in enumerate(names) for person in add_people(org, 1, start=n, full_name=name)]
    made = make_campaign(alice, audience={"list_ids": [str(make_list(org, people).id)]})
    start(alice, made)
    steps(alice, made)
    written = {mail.to_address.rstrip(">").rpartition("<")[2]: mail.to_address for mail in mails(made)}
    assert written == {
        "p0@people.test": '"Ann \\"The\\" O\'Hara, Esq." <p0@people.test>',
        "p1@people.test": "Zoë Müller <p1@people.test>",
        "p2@people.test": "p2@people.test",
        "p3@people.test": "p3@people.test",
        "p4@people.test": '"Line Break: <b@d.test>" <p4@people.test>',
    }
