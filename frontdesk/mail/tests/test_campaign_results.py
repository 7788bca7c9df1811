"""What became of a campaign: numbers, links, recipients, the file of them, and the public page."""

import csv
import io
import re

from django.test import Client

from frontdesk.mail.tests.campaign_samples import (
    CAMPAIGNS,
    act,
    add_people,
    mails,
    make_campaign,
    make_list,
    make_newsletter,
    mark_sent,
    note_deed,
    org_of,
    sql,
    start,
    steps,
)
from frontdesk.orgs.testing import ApiClient


def sent_campaign(client: ApiClient, people: int = 8, **changes: object) -> dict[str, object]:
    made = make_campaign(client, people=people, **changes)
    start(client, made)
    steps(client, made)
    mark_sent(made)
    steps(client, made)
    return made


def test_the_numbers_are_of_people_and_machines_stand_apart(alice: ApiClient, bob: ApiClient) -> None:
    made = sent_campaign(alice)
    first, second, third, fourth, *_ = mails(made)
    note_deed(first)
    note_deed(first, "click", position=0)
    note_deed(first, "click", position=0)
    note_deed(second)
    note_deed(third, is_machine=True)
    note_deed(third, "unsubscribe")
    sql("update email_message set status = 'bounced', bounce_kind = 'hard' where id = %s", fourth.id)
    results = bob.get(f"{CAMPAIGNS}/{made['id']}/results").json
    totals = results["totals"]
    assert (totals["sent"], totals["opened"], totals["clicked"], totals["machine_opens"]) == (8, 2, 1, 1)
    assert (totals["bounced"], totals["unsubscribed"], totals["replies"]) == (1, 1, 0)
    assert totals["open_rate"] == 2 / 7
    assert totals["delivery_rate"] == 0.0
    assert results["by_domain"] == [
        {"domain": "people.test", "sent": 8, "delivered": 0, "bounced": 1, "complained": 0, "opened": 2}
    ]
    assert sum(point["sent"] for point in results["over_time"]["points"]) == 8
    assert sum(point["opened"] for point in results["over_time"]["points"]) == 2
    links = bob.get(f"{CAMPAIGNS}/{made['id']}/links").json
    assert [(link["position"], link["clicks"], link["people"]) for link in links["links"]] == [(0, 2, 1)]
    assert 'data-position="0"' in links["link_map_html"]
    note_deed(second, "click")  # counted by a provider, who does not say which link
    links = bob.get(f"{CAMPAIGNS}/{made['id']}/links").json
    assert [(link["position"], link["people"]) for link in links["links"]] == [(0, 1), (None, 1)]
    assert bob.get(f"{CAMPAIGNS}/{made['id']}/links?position=2").status == 404


def test_recipients_are_found_by_what_became_of_the_mail(alice: ApiClient) -> None:
    made = sent_campaign(alice)
    first, second, *_ = mails(made)
    note_deed(first)
    note_deed(second, "click", position=0)
    sql("update email_message set status = 'bounced', last_error = '550 No' where id = %s", second.id)
    path = f"{CAMPAIGNS}/{made['id']}/recipients"
    found = {
        result: [each["email"] for each in alice.get(f"{path}?result={result}").json["items"]]
        for result in ("opened", "clicked", "bounced", "waiting", "complained", "skipped")
    }
    assert found == {
        "opened": ["p0@people.test"],
        "clicked": ["p1@people.test"],
        "bounced": ["p1@people.test"],
        "waiting": [],
        "complained": [],
        "skipped": [],
    }
    (bounced,) = alice.get(f"{path}?result=bounced").json["items"]
    assert (bounced["status"], bounced["error"], bounced["clicks"]) == ("bounced", "550 No", 1)
    assert len(alice.get(f"{path}?q=person1").json["items"]) == 1
    assert alice.get(f"{path}?q=p%25").json["items"] == []
    seen, cursor = [], ""
    for _ in range(4):
        page = alice.get(f"{path}?limit=3{cursor}").json
        seen += [each["email"] for each in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
        if page["next_cursor"] is None:
            break
    assert sorted(seen) == [f"p{number}@people.test" for number in range(8)]
    assert alice.get(f"{path}?cursor=nonsense").status == 422
    assert alice.get(f"{path}?result=nonsense").status == 422


def test_the_file_runs_no_formula(alice: ApiClient) -> None:
    org = org_of(alice)
    people = add_people(org, 1, full_name="=HYPERLINK(0)") + add_people(org, 1, start=1, full_name="@cmd")
    made = sent_campaign(alice, audience={"list_ids": [str(make_list(org, people).id)]})
    answer = alice.get(f"{CAMPAIGNS}/{made['id']}/recipients/export")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["full_name"] for row in rows} == {"'=HYPERLINK(0)", "'@cmd"}
    assert {(row["variant"], row["status"]) for row in rows} == {("A", "sent")}


def test_the_public_page_names_nobody_and_lets_nobody_unsubscribe(alice: ApiClient) -> None:
    html = (
        "<p>Hello {{ first_name }} of {{ contact.city | default: 'town' }}</p><a href='https://northgate.test/a'>A</a>"
        "<p>Northgate · <a href='{{ unsubscribe_url }}'>Unsubscribe</a> · "
        "<a href='{{ view_in_browser_url }}'>Online</a> &middot; <a href='https://northgate.test/b'>B</a></p>"
    )
    template = make_newsletter(alice, html_code=html)
    made = make_campaign(alice, people=2, variants=[{"template_id": template["id"]}], has_archive=True)
    path = made["archive_url"].partition("/m/a/")[2]
    stranger = Client()
    assert stranger.get(f"/m/a/{path}").status_code == 404
    start(alice, made)
    steps(alice, made)
    page = stranger.get(f"/m/a/{path}")
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Hello reader of town" in shown
    assert 'href="https://northgate.test/a"' in shown
    assert "Unsubscribe" not in shown
    # One dot is left between the two words that the links stood between.
    assert len(re.findall("·|&middot;", shown)) == 1
    assert "Person0" not in shown
    assert "/t/" not in shown
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    (mail, _) = mails(made)
    sent = alice.get(f"/api/mail/messages/{mail.id}").json["html"]
    assert made["archive_url"] in sent
    version = alice.get(f"{CAMPAIGNS}/{made['id']}").json["version"]
    off = alice.patch(f"{CAMPAIGNS}/{made['id']}", {"version": version, "has_archive": False})
    assert off.json["archive_url"] == ""
    assert stranger.get(f"/m/a/{path}").status_code == 404
    assert stranger.get("/m/a/none").status_code == 404


def test_a_mail_of_a_campaign_is_shown_as_it_went(alice: ApiClient) -> None:
    made = sent_campaign(alice, people=1)
    (mail,) = mails(made)
    shown = alice.get(f"/api/mail/messages/{mail.id}").json
    assert "Hello Person0" in shown["html"]
    assert act(alice, made, "duplicate", status=201)["state"] == "draft"
