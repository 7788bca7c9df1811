"""The numbers of a template, against a history made up for the test."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frontdesk.mail.models import EmailEngagement, EmailMessage
from frontdesk.mail.outcomes.deeds import make_deed
from frontdesk.mail.tests.samples import TEMPLATES, change, make_template
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

HTML = (
    '<p>{{ name }} <a href="https://a.example/">A</a> <a href="mailto:x@y.example">M</a> <a href="{{ url }}">B</a></p>'
)
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
PERIOD = "since=2026-03-01T00:00:00Z&until=2026-03-08T00:00:00Z"


def add_mails(template: dict[str, Any], count: int, **columns: Any) -> list[UUID]:
    """Rows of mails that went out with the template, on Monday unless told otherwise."""
    values: dict[str, Any] = {
        "organization_id": template["organization_id"],
        "status": "sent",
        "type": template["type"],
        "template_id": template["id"],
        "template_version": 1,
        "locale": template["locale"],
        "from_address": "a@x.test",
        "to_address": "b@x.test",
        "subject": "s",
        "mime": b"",
        "message_id_header": "<1@x>",
        "sent_at": MONDAY,
        "tracks_opens": True,
        "tracks_clicks": True,
    }
    rows = [EmailMessage(id=uuid4(), **{**values, **columns}) for _ in range(count)]
    with tenancy.platform("tests"):
        EmailMessage.objects.bulk_create(rows)
        if "created_at" in columns:
            EmailMessage.objects.filter(id__in=[row.id for row in rows]).update(created_at=columns["created_at"])
    return [row.id for row in rows]


def engage(ids: Sequence[UUID], kind: str, *, at: datetime = MONDAY, **columns: Any) -> None:
    with tenancy.platform("tests"):
        mails = {row.id: row for row in EmailMessage.objects.filter(id__in=ids)}
        made = EmailEngagement.objects.bulk_create(make_deed(mails[id], kind, **columns) for id in ids)
        EmailEngagement.objects.filter(id__in=[row.id for row in made]).update(created_at=at)


@pytest.fixture
def template(alice: ApiClient) -> dict[str, Any]:
    return make_template(alice, type="custom", html_code=HTML)


def ask(client: ApiClient, template: dict[str, Any], query: str = PERIOD) -> Any:
    answer = client.get(f"{TEMPLATES}/{template['id']}/analytics?{query}")
    assert answer.status == 200, answer.json
    return answer.json


def some(counts: dict[str, Any], *names: str) -> list[Any]:
    return [counts[name] for name in names]


def test_a_template_without_mails_has_noughts_and_no_rates(alice: ApiClient, template: dict[str, Any]) -> None:
    shown = ask(alice, template)
    assert {value for name, value in shown["totals"].items() if not name.endswith("_rate")} == {0}
    assert {value for name, value in shown["totals"].items() if name.endswith("_rate")} == {None}
    assert (shown["by_version"], shown["links"]) == ([], [])
    assert [day["sent"] for day in shown["by_day"]] == [0] * 7


def test_each_state_and_deed_counts_where_it_belongs(alice: ApiClient, template: dict[str, Any]) -> None:
    sent = add_mails(template, 10)
    delivered = add_mails(template, 6, status="delivered")
    add_mails(template, 2, status="bounced")
    complained = add_mails(template, 1, status="complained")
    add_mails(template, 3, status="failed", sent_at=None, created_at=MONDAY)
    add_mails(template, 4, status="queued", sent_at=None, created_at=MONDAY)
    add_mails(template, 5, is_test=True)
    engage([*sent[:4], *delivered[:2]], "open")
    engage([*sent[:4]], "open", at=MONDAY + timedelta(hours=5))  # again
    engage(sent[:8], "open", is_machine=True)
    engage(sent[:3], "click", url="https://a.example/", position=0)
    engage(sent[5:7], "click", url="https://a.example/", position=0, is_machine=True)
    engage([*complained], "unsubscribe")
    totals = ask(alice, template)["totals"]
    assert some(totals, "sent", "delivered", "bounced", "complained", "failed") == [19, 7, 2, 1, 3]
    assert some(totals, "opened", "clicked", "machine_opens", "machine_clicks", "unsubscribed") == [6, 3, 8, 2, 1]
    assert totals["watched_opens"] == 17
    assert totals["open_rate"] == pytest.approx(6 / 17)
    assert totals["click_rate"] == pytest.approx(3 / 17)
    assert totals["click_to_open_rate"] == pytest.approx(3 / 6)
    assert totals["bounce_rate"] == pytest.approx(2 / 19)
    assert totals["delivery_rate"] == pytest.approx(7 / 19)


def test_rates_leave_out_what_could_not_be_watched(alice: ApiClient, template: dict[str, Any]) -> None:
    watched = add_mails(template, 4)
    add_mails(template, 6, tracks_opens=False, tracks_clicks=False)
    engage(watched[:1], "open")
    totals = ask(alice, template)["totals"]
    assert (totals["sent"], totals["open_rate"], totals["click_rate"]) == (10, 0.25, 0)


def test_nobody_told_is_not_none_delivered(alice: ApiClient, template: dict[str, Any]) -> None:
    add_mails(template, 3)
    assert some(ask(alice, template)["totals"], "sent", "delivered", "delivery_rate") == [3, 0, None]
    add_mails(template, 1, status="bounced")
    assert some(ask(alice, template)["totals"], "sent", "delivered", "delivery_rate") == [4, 0, 0.0]


def test_by_version(alice: ApiClient, template: dict[str, Any]) -> None:
    first, second = add_mails(template, 4), add_mails(template, 2, template_version=2)
    engage(first[:1], "open")
    engage(second, "open")
    shown = ask(alice, template)
    assert [some(each, "version", "sent", "opened", "open_rate") for each in shown["by_version"]] == [
        [1, 4, 1, 0.25],
        [2, 2, 2, 1.0],
    ]
    narrowed = ask(alice, template, f"{PERIOD}&version=1")
    assert some(narrowed["totals"], "sent", "opened") == [4, 1]
    assert [each["version"] for each in narrowed["by_version"]] == [1]
    assert alice.get(f"{TEMPLATES}/{template['id']}/analytics?version=9").status == 404


def test_by_language_counts_the_variants(alice: ApiClient, template: dict[str, Any]) -> None:
    made = alice.post(f"{TEMPLATES}/{template['id']}/variants", {"locale": "es"})
    assert made.status == 201, made.json
    add_mails(template, 3)
    spanish = add_mails(made.json, 2)
    engage(spanish[:1], "open")
    shown = ask(alice, template)
    assert [some(each, "locale", "sent", "opened") for each in shown["by_locale"]] == [["en", 3, 0], ["es", 2, 1]]
    assert shown["totals"]["sent"] == 3
    other = ask(alice, template, f"{PERIOD}&locale=es")
    assert some(other, "template_id", "locale") == [made.json["id"], "es"]
    assert some(other["totals"], "sent", "opened") == [2, 1]
    alone = make_template(alice, type="custom", html_code=HTML)
    assert alice.get(f"{TEMPLATES}/{alone['id']}/analytics?locale=es").status == 404


def test_days_are_those_of_the_viewer(alice: ApiClient, template: dict[str, Any]) -> None:
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    ids = add_mails(template, 2, sent_at=late)
    engage(ids[:1], "open", at=late + timedelta(minutes=10))
    engage(ids[:1], "click", at=late + timedelta(hours=24), url="https://a.example/", position=0)

    def days(name: str) -> list[str]:
        return [day["date"] for day in ask(alice, template)["by_day"] if day[name]]

    assert (days("sent"), days("opened"), days("clicked")) == (["2026-03-03"], ["2026-03-03"], ["2026-03-04"])
    assert alice.patch("/api/me", {"timezone": "Europe/Madrid"}).status == 200
    assert (days("sent"), days("opened"), days("clicked")) == (["2026-03-04"], ["2026-03-04"], ["2026-03-05"])
    assert ask(alice, template)["timezone"] == "Europe/Madrid"


def test_a_period_takes_what_went_out_in_it_and_all_that_came_of_it(alice: ApiClient, template: dict[str, Any]) -> None:
    inside = add_mails(template, 1, sent_at=datetime(2026, 3, 7, 23, 59, tzinfo=UTC))
    outside = add_mails(template, 1, sent_at=datetime(2026, 3, 8, tzinfo=UTC))
    before = add_mails(template, 1, sent_at=datetime(2026, 2, 28, 23, 59, tzinfo=UTC))
    engage([*inside, *outside, *before], "open", at=datetime(2026, 3, 20, tzinfo=UTC))
    assert some(ask(alice, template)["totals"], "sent", "opened") == [1, 1]


def test_links_count_people_and_clicks_by_place(alice: ApiClient, template: dict[str, Any]) -> None:
    ids = add_mails(template, 5)
    engage(ids[:2], "click", url="https://a.example/", position=0)
    engage(ids[:1], "click", url="https://a.example/", position=0)
    for number, message_id in enumerate(ids[:3]):
        engage([message_id], "click", url=f"https://b.example/{number}", position=1)
    engage(ids[3:], "click", url="https://a.example/", position=0, is_machine=True)
    found = ask(alice, template)["links"]
    assert [some(link, "position", "people", "clicks", "varies") for link in found] == [
        [1, 3, 3, True],
        [0, 2, 3, False],
    ]
    assert found[1]["url"] == "https://a.example/"
    assert found[0]["url"].startswith("https://b.example/")


def test_clicks_that_a_provider_counted_are_told_by_address(alice: ApiClient, template: dict[str, Any]) -> None:
    ids = add_mails(template, 3)
    engage(ids[:1], "click", url="https://a.example/", position=0)
    engage(ids[1:], "click", url="https://a.example/")
    engage(ids[:1], "click", url="https://b.example/")
    found = ask(alice, template)["links"]
    assert [some(link, "position", "url", "people") for link in found] == [
        [None, "https://a.example/", 2],
        [0, "https://a.example/", 1],
        [None, "https://b.example/", 1],
    ]


def test_the_same_link_in_two_versions_is_one(alice: ApiClient, template: dict[str, Any]) -> None:
    ids = [*add_mails(template, 1), *add_mails(template, 1, template_version=2)]
    engage(ids, "click", url="https://a.example/", position=0)
    assert [some(link, "position", "people", "clicks") for link in ask(alice, template)["links"]] == [[0, 2, 2]]


def test_the_map_numbers_links_as_tracking_does(alice: ApiClient, template: dict[str, Any]) -> None:
    html = ask(alice, template)["link_map_html"]
    assert html.count("data-position=") == 1  # without a value for it, the second leads nowhere
    welcome = make_template(
        alice, html_code='<p>{{ name }} <a href="{{ action_url }}">go</a> <a href="https://b.example/">b</a></p>'
    )
    html = ask(alice, welcome)["link_map_html"]
    assert [html.index(f'data-position="{n}"') for n in (0, 1)] == sorted(
        html.index(f'data-position="{n}"') for n in (0, 1)
    )
    assert html.count("data-badge=") == 2
    change(alice, welcome, html_code="<p>{{ name }}, no link</p>")
    assert "data-position" not in ask(alice, welcome)["link_map_html"]
    assert "data-position" in ask(alice, welcome, f"{PERIOD}&version=1")["link_map_html"]


def test_others_mail_with_a_global_default_is_not_counted(
    alice: ApiClient, dave: ApiClient, root: ApiClient, cast: dict[str, Profile]
) -> None:
    default = make_template(root)
    for who, count in (("alice", 2), ("dave", 3)):
        engage(add_mails(default, count, organization_id=cast[who].organization_id), "open")
    assert some(ask(alice, default)["totals"], "sent", "opened") == [2, 2]
    assert some(ask(dave, default)["totals"], "sent", "opened") == [3, 3]
    assert some(ask(root, default)["totals"], "sent", "opened") == [5, 5]


@pytest.mark.parametrize(
    "query",
    ["since=2026-03-08T00:00:00Z&until=2026-03-01T00:00:00Z", "since=2020-01-01T00:00:00Z", "since=yesterday",
     "locale=de", "version=0", "until=0001-01-01T00:00:00Z", "since=9999-12-30T00:00:00Z&until=9999-12-31T23:59:59Z"],
)  # fmt: skip
def test_a_period_that_is_none_gets_422(query: str, alice: ApiClient, template: dict[str, Any]) -> None:
    assert alice.get(f"{TEMPLATES}/{template['id']}/analytics?{query}").status == 422


def test_who_may_not_see_templates_sees_no_numbers(
    carol: ApiClient, dave: ApiClient, alice: ApiClient, template: dict[str, Any]
) -> None:
    path = f"{TEMPLATES}/{template['id']}/analytics"
    assert (carol.get(path).status, dave.get(path).status) == (403, 404)


def test_cards_show_the_same_numbers_in_one_query(alice: ApiClient, template: dict[str, Any]) -> None:
    ids = add_mails(template, 4)
    add_mails(template, 2, is_test=True)
    engage([*ids[:1], *ids[:1]], "open")
    engage(ids, "open", is_machine=True)
    path = f"{TEMPLATES}?type=custom"
    stats = alice.get(path).json["items"][0]["stats"]
    assert some(stats, "sent", "delivered", "opened", "clicked", "open_rate") == [4, 0, 1, 0, 0.25]
    with CaptureQueriesContext(connection) as few:
        alice.get(path)
    for _ in range(3):
        add_mails(make_template(alice, type="custom", html_code=HTML), 1)
    with CaptureQueriesContext(connection) as more:
        alice.get(path)
    assert len(few) == len(more)
