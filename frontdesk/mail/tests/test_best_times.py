"""Best times: of a person, of a single mail, of a campaign's recipients, and the hours of the organization."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from frontdesk.mail.campaigns import feeding, preparing
from frontdesk.mail.models import EmailMessageEvent, HourProfile, MessageStatus
from frontdesk.mail.send_time import model, planning, profiles
from frontdesk.mail.tests.campaign_samples import (
    CAMPAIGNS,
    act,
    add_people,
    mails,
    make_campaign,
    make_list,
    mark_sent,
    recipients,
    row,
    sql,
    start,
    steps,
)
from frontdesk.mail.tests.opened_mail import add_opened
from frontdesk.mail.tests.samples import SEND, history, mail_body, make_template, message, messages, send
from frontdesk.orgs.models import Contact, Organization
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy

BEST_TIME, BEST_TIMES, SETTINGS = "/api/email/best-time", "/api/email/best-times", "/api/mail/settings"
TOKYO, LONDON = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")


def days(hour: int, zone: ZoneInfo, count: int, *, minute: int = 10) -> list[datetime]:
    """That hour on the zone's clock, on each of the last days but today and yesterday."""
    now = timezone.now().astimezone(zone).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return [now - timedelta(days=number + 2) for number in range(count)]


def add_reader(org: UUID, hour: int, *, opens: int = 12, zone: ZoneInfo = TOKYO, name: str = "ria") -> Contact:
    """Who gets mail at nine on their clock and opens it at that hour."""
    with tenancy.tenant(org):
        contact: Contact = Contact.objects.create(organization_id=org, email=f"{name}@people.test", timezone=zone.key)
    add_opened(org, contact, days(9, zone, opens, minute=0), days(hour, zone, opens))
    return contact


def near(hour: int) -> tuple[int, int]:
    """A mail should lie there when they look: so it may be sent in the hour before."""
    return hour - 1, hour


def ask(client: ApiClient, **parameters: object) -> Any:
    answer = client.get(f"{BEST_TIME}?" + "&".join(f"{name}={value}" for name, value in parameters.items()))
    assert answer.status == 200, answer.content
    return answer.json


@pytest.mark.parametrize("hour", [10, 13, 19])
def test_it_is_the_hour_at_which_somebody_opens_their_mail(alice: ApiClient, org: UUID, hour: int) -> None:
    found = ask(alice, contact_id=add_reader(org, hour).id)
    at = datetime.fromisoformat(found["at"])
    assert (found["timezone"], found["basis"], found["opens"]) == ("Asia/Tokyo", "recipient", 12)
    assert found["hour"] in near(hour)
    assert at.astimezone(TOKYO).hour == found["hour"]
    assert timezone.now() - timedelta(minutes=1) <= at <= timezone.now() + timedelta(hours=24)
    assert found["lift_low"] <= found["lift"] <= found["lift_high"]
    assert "this recipient opened 12 mails" in found["words"]
    assert ask(alice, email="RIA@people.test")["hour"] == found["hour"]


def test_of_nobody_known_it_goes_by_office_hours(alice: ApiClient, org: UUID) -> None:
    (contact,) = add_people(org, 1, timezone="Asia/Tokyo")
    found = ask(alice, contact_id=contact.id)
    assert (found["basis"], found["opens"]) == ("prior", 0)
    assert found["hour"] in range(8, 12)
    assert "office hours" in found["words"]


def test_machines_and_second_openings_say_nothing(alice: ApiClient, org: UUID) -> None:
    contact = add_reader(org, 19)
    add_opened(org, contact, days(9, TOKYO, 30, minute=0), days(11, TOKYO, 30), is_machine=True)
    sql(
        "insert into email_engagement (organization_id, message_id, contact_id, kind, url, locale, is_machine,"
        " created_at) select e.organization_id, message_id, contact_id, kind, '', '', false,"
        " e.created_at + interval '1 hour' * n"
        " from email_engagement e, generate_series(15, 16) n where not is_machine"
    )
    found = ask(alice, contact_id=contact.id)
    assert found["hour"] in near(19)
    assert found["opens"] == 12


def test_quiet_hours_are_kept_on_the_recipients_clock(alice: ApiClient, org: UUID) -> None:
    contact = add_reader(org, 22)
    assert ask(alice, contact_id=contact.id)["hour"] in range(8, 21)
    assert alice.patch(SETTINGS, {"quiet_from": 9, "quiet_until": 8}).status == 200
    assert ask(alice, contact_id=contact.id)["hour"] == 8
    assert alice.patch(SETTINGS, {"quiet_from": 0, "quiet_until": 0}).json["quiet_from"] == 0
    assert ask(alice, contact_id=contact.id)["hour"] in near(22)
    assert alice.patch(SETTINGS, {"quiet_from": 24}).status == 422


def test_a_person_with_a_sign_in_reads_as_the_contact_they_are(alice: ApiClient, carol: ApiClient, org: UUID) -> None:
    assert carol.profile
    before = ask(alice, email=carol.profile.email)
    assert before["timezone"] == carol.profile.timezone
    with tenancy.tenant(org):
        Contact.objects.filter(email=carol.profile.email).delete()
    assert ask(alice, email=carol.profile.email)["basis"] == "prior"


def test_who_may_ask_and_of_whom(
    alice: ApiClient, bob: ApiClient, carol: ApiClient, dave: ApiClient, org: UUID
) -> None:
    contact = add_reader(org, 19)
    assert bob.get(f"{BEST_TIME}?contact_id={contact.id}").status == 200
    assert carol.get(f"{BEST_TIME}?contact_id={contact.id}").status == 403
    assert dave.get(f"{BEST_TIME}?contact_id={contact.id}").status == 404
    assert dave.get(f"{BEST_TIME}?email={contact.email}").status == 404
    assert alice.get(f"{BEST_TIME}?email=nobody@people.test").status == 404
    assert alice.get(BEST_TIME).status == 422
    assert alice.get(f"{BEST_TIME}?contact_id={contact.id}&email={contact.email}").status == 422
    assert (bob.get(BEST_TIMES).status, carol.get(BEST_TIMES).status) == (200, 403)
    assert alice.post(f"/api/contacts/{contact.id}/erase").status == 204
    assert alice.get(f"{BEST_TIME}?contact_id={contact.id}").status == 404


def test_every_night_the_organizations_hours_are_counted(alice: ApiClient, dave: ApiClient, org: UUID) -> None:
    for number in range(10):
        add_reader(org, 19, opens=5, name=f"reader{number}")
    add_opened(org, None, days(9, LONDON, 4), [days(12, LONDON, 1)[0], None, None, None])
    assert alice.get(BEST_TIMES).json["updated_at"] is None
    for _ in range(2):  # counted anew, not on top
        jobs.enqueue(profiles.count_all, org_id=None)
        jobs.run_pending()
    found = alice.get(BEST_TIMES).json
    hours = {each["hour"]: each for each in found["hours"]}
    assert (found["basis"], found["opens"], found["timezone"]) == ("organization", 51, "Europe/London")
    assert {hour: each["opens"] for hour, each in hours.items() if each["opens"]} == {19: 50, 12: 1}
    assert {hour: each["sends"] for hour, each in hours.items() if each["sends"]} == {9: 54}
    assert found["best_hour"] in near(19)
    assert hours[found["best_hour"]]["value"] == 1.0
    assert hours[9]["value"] < 0.8
    assert (hours[7]["is_quiet"], hours[8]["is_quiet"]) == (True, False)
    with tenancy.tenant(org):
        counted = {each.hour: each for each in HourProfile.objects.filter(organization_id=org)}
    assert (counted[9].opened, counted[10].after, counted[3].after) == (51, 50, 1)
    # Nothing of it is another organization's.
    assert dave.get(BEST_TIMES).json["opens"] == 0
    with tenancy.tenant(org):
        Contact.objects.create(organization_id=org, email="new@people.test", timezone="Asia/Tokyo")
    assert ask(alice, email="new@people.test") | {"at": "", "lift": 0, "lift_low": 0, "lift_high": 0, "words": ""} == {
        "hour": found["best_hour"], "at": "", "timezone": "Asia/Tokyo", "lift": 0, "lift_low": 0, "lift_high": 0,
        "basis": "organization", "opens": 51, "words": "",
    }  # fmt: skip


def add_counted(opens: float, hour: int) -> UUID:
    """An organization whose hours were counted."""
    with tenancy.platform("tests"):
        number = Organization.objects.count()
        made = Organization.objects.create(name=f"Org {number}", slug=f"org-{number}", type="general", plan="pro")
        HourProfile.objects.bulk_create(
            HourProfile(
                organization=made, hour=each, opens=opens * (each == hour), sends=0,
                opened=opens * (each == 9), after=opens * (each == (hour - 9) % 24),
            )
            for each in range(24)
        )  # fmt: skip
    return UUID(str(made.id))


def platform_opens() -> dict[int, float]:
    now = timezone.now()
    with tenancy.platform("tests"):
        profiles.count_platform(now=now)
        rows = HourProfile.objects.filter(organization__isnull=True, opens__gt=0)
        return dict(rows.values_list("hour", "opens"))


def test_nobody_is_read_out_of_the_platforms_hours(dave: ApiClient) -> None:
    for _ in range(profiles.FEWEST_ORGANIZATIONS - 1):
        add_counted(300, 18)
    add_counted(profiles.FEWEST_OPENS - 1, 3)
    assert platform_opens() == {}
    assert dave.get(BEST_TIMES).json["basis"] == "prior"
    last = add_counted(1_000_000, 13)  # and it does not drown the others
    assert platform_opens() == {18: 1200, 13: pytest.approx(profiles.MOST_OPENS)}
    found = dave.get(BEST_TIMES).json
    assert (found["basis"], found["opens"]) == ("platform", 1200 + profiles.MOST_OPENS)
    with tenancy.platform("tests"):
        Organization.objects.filter(id=last).delete()
    assert platform_opens() == {}


def body(alice: ApiClient, **changes: object) -> dict[str, Any]:
    template = make_template(alice, activate=True, type="custom", category="transactional", name="Order")
    return mail_body(
        **{"type": None, "template_id": template["id"], "to": "ria@people.test", "send_at": "best", **changes}
    )


def test_a_single_mail_goes_at_the_best_hour_and_says_why(alice: ApiClient, org: UUID) -> None:
    contact = add_reader(org, 19)
    answer = alice.post(SEND, body(alice))
    assert answer.status == 202, answer.content
    mail = message(answer.json["message_id"])
    assert mail.send_at is not None
    assert mail.send_at == mail.next_attempt_at
    assert mail.send_at.astimezone(TOKYO).hour in near(19)
    assert mail.contact_id == contact.id
    (queued,) = alice.get(f"/api/mail/messages/{mail.id}").json["events"]
    assert "00 (Asia/Tokyo) is expected to be best: this recipient opened 12 mails" in queued["detail"]
    assert history(mail.id) == ["queued"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"type": "welcome", "template_id": None}, "goes at once"),
        ({"type": "invitation", "template_id": None}, "goes at once"),
        ({"to": ["a@people.test", "b@people.test"]}, "one recipient"),
        ({"cc": ["b@people.test"]}, "one recipient"),
        ({"send_at": "soon"}, "send_at"),
    ],
)
def test_what_has_no_best_hour_is_refused_in_words(alice: ApiClient, changes: dict[str, object], words: str) -> None:
    before = len(messages())
    answer = alice.post(SEND, body(alice, **changes))
    assert answer.status == 422
    assert words in answer.json["detail"]
    assert len(messages()) == before


def test_openings_of_ordinary_mail_count(alice: ApiClient, org: UUID) -> None:
    (contact,) = add_people(org, 1)
    assert message(send(alice, to=f"Somebody <{contact.email.upper()}>")["message_id"]).contact_id == contact.id


def make_readers_campaign(alice: ApiClient, org: UUID, **changes: Any) -> tuple[dict[str, Any], list[Contact]]:
    """To an evening reader and a noon reader in Tokyo, and to two of whom nothing is known, one of them in Tokyo."""
    people = [add_reader(org, 19, name="evening"), add_reader(org, 12, name="noon")]
    people += [*add_people(org, 1), *add_people(org, 1, start=1, timezone="Asia/Tokyo")]
    audience = {"list_ids": [str(make_list(org, people).id)]}
    return make_campaign(alice, audience=audience, is_at_best_hour=True, **changes), people


def due_by_name(campaign: dict[str, Any]) -> dict[str, datetime]:
    found = {each.contact.email.partition("@")[0]: each.due_at for each in recipients(campaign)}
    return {name: due for name, due in found.items() if due is not None}


def test_each_recipient_of_a_campaign_gets_it_at_their_hour(alice: ApiClient, org: UUID) -> None:
    campaign, _ = make_readers_campaign(alice, org)
    assert campaign["is_at_best_hour"] is True
    start(alice, campaign)
    now = timezone.now()
    steps(alice, campaign, now=now)
    due = due_by_name(campaign)
    assert due["evening"].astimezone(TOKYO).hour in near(19)
    assert due["noon"].astimezone(TOKYO).hour in near(12)
    assert due["p0"].astimezone(LONDON).hour in range(8, 12)
    assert due["p1"].astimezone(TOKYO).hour in range(8, 12)
    assert all(now <= moment < now + timedelta(hours=24) for moment in due.values())
    assert [planned for planned in due.values() if planned > now]
    progress = alice.get(f"{CAMPAIGNS}/{campaign['id']}/progress").json
    if not mails(campaign):
        assert progress["waits"]["code"] == "best_hour"
    for moment in sorted(due.values()):
        steps(alice, campaign, now=moment + timedelta(seconds=1))
        gone = {mail.contact_id for mail in mails(campaign)}
        assert gone == {each.contact_id for each in recipients(campaign) if each.due_at and each.due_at <= moment}
    assert len(mails(campaign)) == 4


def test_what_one_person_is_told_is_what_the_campaign_does(alice: ApiClient, org: UUID) -> None:
    campaign, people = make_readers_campaign(alice, org)
    start(alice, campaign)
    steps(alice, campaign)
    due = due_by_name(campaign)
    for person in people:
        told = ask(alice, contact_id=person.id)
        assert due[person.email.partition("@")[0]].astimezone(ZoneInfo(told["timezone"])).hour == told["hour"]


def test_scheduled_the_day_runs_from_then(alice: ApiClient, org: UUID) -> None:
    campaign, _ = make_readers_campaign(alice, org)
    at = (timezone.now() + timedelta(days=3)).replace(microsecond=0)
    body = {"scheduled_at": at.isoformat()}
    refused = alice.post(f"{CAMPAIGNS}/{campaign['id']}/schedule", {**body, "in_recipient_zone": True})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "is_at_best_hour")
    assert "Choose one" in refused.json["detail"]
    assert row(campaign).state == "draft"
    both = {**body, "in_recipient_zone": True, "is_at_best_hour": False}
    assert act(alice, campaign, "schedule", both)["is_at_best_hour"] is False
    act(alice, campaign, "unschedule")
    assert act(alice, campaign, "schedule", {**body, "is_at_best_hour": True})["in_recipient_zone"] is False
    assert alice.post(f"{CAMPAIGNS}/{campaign['id']}/check").status == 200
    with tenancy.tenant(org):
        assert preparing.begins_at(row(campaign)) == at
    steps(alice, campaign, now=at + timedelta(seconds=1))
    assert all(at <= due < at + timedelta(hours=24, seconds=2) for due in due_by_name(campaign).values())
    assert len(due_by_name(campaign)) == 4


def test_a_copy_keeps_the_wish_and_an_ordinary_campaign_goes_at_once(alice: ApiClient, org: UUID) -> None:
    campaign, _ = make_readers_campaign(alice, org)
    assert act(alice, campaign, "duplicate", status=201)["is_at_best_hour"] is True
    changed = alice.patch(f"{CAMPAIGNS}/{campaign['id']}", {"version": 1, "is_at_best_hour": False}).json
    assert changed["is_at_best_hour"] is False
    start(alice, campaign)
    steps(alice, campaign)
    assert len(mails(campaign)) == 4


@pytest.mark.parametrize("chunk", [1, feeding.CHUNK])
def test_late_mail_is_not_sent_into_quiet_hours(
    alice: ApiClient, org: UUID, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """As after a pause: who sleeps by then gets it in the morning, on their clock. Nor is who stood behind them."""
    monkeypatch.setattr(feeding, "CHUNK", chunk)
    campaign, _ = make_readers_campaign(alice, org)
    start(alice, campaign)
    now = timezone.now()
    steps(alice, campaign, now=now)
    night = (now + timedelta(days=2)).astimezone(TOKYO).replace(hour=23, minute=0)  # afternoon in London
    gone = {mail.contact_id for mail in mails(campaign)}
    steps(alice, campaign, now=night)
    late = [each for each in recipients(campaign) if each.state == "waiting"]
    assert {each.contact.timezone for each in late} <= {"Asia/Tokyo"}
    assert len(late) == 3 - len(
        [each for each in recipients(campaign) if each.contact_id in gone and each.contact.timezone]
    )
    assert {each.due_at.astimezone(TOKYO) for each in late if each.due_at} == {
        (night + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    }
    steps(alice, campaign, now=night + timedelta(hours=9, minutes=1))
    assert len(mails(campaign)) == 4


def test_who_waits_for_a_winner_gets_it_at_their_hour_of_the_next_day(alice: ApiClient, org: UUID) -> None:
    template = make_template(
        alice, activate=True, type="custom", category="marketing", name="News",
        html_code="<p><a href='{{ unsubscribe_url }}'>Unsubscribe</a></p>",
    )  # fmt: skip
    variants = [{"template_id": template["id"], "subject": subject} for subject in ("One", "Two")]
    campaign, _ = make_readers_campaign(alice, org, variants=variants, ab_sample_percent=50)
    start(alice, campaign)
    now = timezone.now()
    steps(alice, campaign, now=now)
    rest = [each for each in recipients(campaign) if each.variant is None]
    assert len(rest) == 2
    before = {each.contact_id: each.due_at for each in rest}
    steps(alice, campaign, now=now + timedelta(hours=24))
    mark_sent(campaign)
    act(alice, campaign, "winner", {"position": 0})
    with tenancy.tenant(org):
        from frontdesk.mail.send_time import holding

        holding.renew(row(campaign), now=now + timedelta(days=3))
    after = {each.contact_id: each.due_at for each in recipients(campaign) if each.contact_id in before}
    for contact_id, due in after.items():
        first = before[contact_id]
        assert first is not None
        assert due is not None
        assert (due - first) % timedelta(days=1) == timedelta()
        assert now + timedelta(days=3) <= due < now + timedelta(days=4)


def test_people_with_the_same_openings_are_thought_about_once(
    alice: ApiClient, org: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    find_best = model.Reader.find_best

    def counted(self: model.Reader, openings: Any, hours: Any) -> int:
        asked.append(len(openings))
        return find_best(self, openings, hours)

    people = [add_reader(org, 19, opens=2, name=f"same{number}") for number in range(5)]
    monkeypatch.setattr(model.Reader, "find_best", counted)
    with tenancy.tenant(org):
        chosen = "select id as contact_id from contacts where email like %s and email not like %s"
        found = planning.plan(org, chosen, ["same%", "%none%"], now=timezone.now())
    assert asked == [0, 2]
    assert set(found.own) == {str(person.id) for person in people}


def test_the_event_of_ordinary_mail_says_nothing_of_hours(alice: ApiClient) -> None:
    sent = send(alice)
    with tenancy.platform("tests"):
        (step,) = EmailMessageEvent.objects.filter(message_id=sent["message_id"])
    assert (step.status, step.detail) == (MessageStatus.QUEUED, "")
    assert datetime.now(UTC) - step.created_at < timedelta(minutes=5)
