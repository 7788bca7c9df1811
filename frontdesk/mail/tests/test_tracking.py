"""Opens and clicks: what a mail carries, what comes back, who is a person."""

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from pytest_django import Settings

from frontdesk.mail.delivery import deliver_due
from frontdesk.mail.models import EmailEngagement, EmailMessage, ReceivedMail
from frontdesk.mail.reading import parse
from frontdesk.mail.tests.samples import TEMPLATES, make_template, message, send, set_columns
from frontdesk.mail.tracking import machines, tokens
from frontdesk.mail.tracking.marking import Marking
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import limits, tenancy

PERSON = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Thunderbird/128.0"
SHOP = "https://shop.example/a?x=1&y=2&z=3#part"
HTML = (
    '<p>Hello {{ name }}</p><p><a href="https://shop.example/a?x=1&amp;y=2&amp;z=3#part">One</a> '
    '<a href="mailto:help@x.example">Mail</a> <a href="tel:+441">Call</a> <a href="#top">Up</a> '
    '<a href="https://shop.example/b">Two</a> <img src="https://shop.example/i.png" alt=""></p>'
)
PIXEL = re.compile(r'<img src="(http[^"]*/t/o/[^"]+\.gif)"[^>]*>')
LINK = re.compile(r'"http://[^/"]+(/t/c/[^"]+)"')
SETTINGS = "/api/mail/settings"


def parts(row: EmailMessage) -> tuple[str, str]:
    """The text and the HTML as they go out."""
    text, html = parse(bytes(row.mime)).iter_parts()
    return str(text.get_content()), str(html.get_content())


def accept(client: ApiClient) -> EmailMessage:
    template = make_template(client, type="custom", html_code=HTML)
    return message(send(client, type=None, template_id=template["id"], data={"name": "Carol"})["message_id"])


@pytest.fixture
def mail(alice: ApiClient) -> EmailMessage:
    """One that went out an hour ago."""
    row = accept(alice)
    deliver_due()
    age(row.id)
    return row


def age(message_id: UUID, interval: str = "1 hour") -> None:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(f"update email_message set sent_at = now() - interval '{interval}' where id = %s", [message_id])


def pixel_of(row: EmailMessage) -> str:
    found = PIXEL.search(parts(row)[1])
    assert found
    return "/" + found[1].split("/", 3)[3]


def links_of(row: EmailMessage) -> list[str]:
    return LINK.findall(parts(row)[1])


def fetch(path: str, program: str = PERSON, method: str = "get", **headers: str) -> Any:
    return getattr(Client(), method)(path, headers={"User-Agent": program, **headers})


def engagements() -> list[tuple[str, int | None, bool]]:
    with tenancy.platform("tests"):
        return [(row.kind, row.position, row.is_machine) for row in EmailEngagement.objects.order_by("id")]


def test_what_goes_out_differs_in_links_and_pixel_alone(mail: EmailMessage) -> None:
    _, html = parts(mail)
    restored = PIXEL.sub("", html)
    for path, original in zip(
        links_of(mail), ["https://shop.example/a?x=1&amp;y=2&amp;z=3#part", "https://shop.example/b"], strict=True
    ):
        restored = restored.replace("http://localhost:8000" + path, original)
    assert restored.replace("\r\n", "\n").strip() == mail.html.strip()
    assert html.index("/t/o/") < html.index("</body>")
    assert 'href="mailto:help@x.example"' in html
    assert 'src="https://shop.example/i.png"' in html


def test_the_text_and_the_viewer_keep_the_addresses(alice: ApiClient, mail: EmailMessage) -> None:
    text, _ = parts(mail)
    assert "https://shop.example/a?x=1&y=2&z=3#part" in text
    shown = alice.get(f"/api/mail/messages/{mail.id}").json
    assert "/t/" not in text + shown["html"] + shown["text"]


def test_looking_at_own_mail_that_came_back_is_no_opening(alice: ApiClient, mail: EmailMessage) -> None:
    raw = bytes(mail.mime)
    with tenancy.platform("tests"):
        back = ReceivedMail.objects.create(organization_id=mail.organization_id, raw=raw, digest=b"x" * 32)
    html = alice.get(f"/api/mail/messages/{back.id}").json["html"]
    assert "Hello" in html
    assert "/t/o/" not in html


def test_each_recipient_has_links_of_their_own(alice: ApiClient) -> None:
    template = make_template(alice, type="custom", html_code=HTML)
    to = ["a@client.test", "b@client.test"]
    sent = send(alice, type=None, template_id=template["id"], to=to, data={"name": "x"})
    first, second = (message(each["message_id"]) for each in sent["messages"])
    assert (pixel_of(first), links_of(first)) != (pixel_of(second), links_of(second))
    assert tokens.read_click(links_of(second)[1].removeprefix("/t/c/")).message_id == second.id


def test_an_opening_counts_once(mail: EmailMessage) -> None:
    for _ in range(3):
        answer = fetch(pixel_of(mail))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/gif")
        assert answer.content[:6] == b"GIF89a"
        assert "no-store" in answer.headers["Cache-Control"]
    assert engagements() == [("open", None, False)]


def test_a_click_leads_to_where_the_mail_pointed(mail: EmailMessage) -> None:
    first, second = links_of(mail)
    answer = fetch(first)
    assert (answer.status_code, answer.headers["Location"]) == (302, SHOP)
    assert fetch(second).headers["Location"] == "https://shop.example/b"
    fetch(first)
    assert engagements() == [("click", 0, False), ("click", 1, False), ("click", 0, False)]
    with tenancy.platform("tests"):
        row = EmailEngagement.objects.order_by("id")[0]
    assert (row.url, row.template_id, row.template_version, row.locale) == (SHOP, mail.template_id, 1, "en")
    assert (row.message_id, row.organization_id) == (mail.id, mail.organization_id)


def test_nothing_is_kept_of_who_it_was(mail: EmailMessage) -> None:
    fetch(links_of(mail)[0], PERSON + " Distinct/7", **{"X-Forwarded-For": "203.0.113.77"})
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("select e::text from email_engagement e")
        (kept,) = cursor.fetchone()
    assert "Distinct" not in kept
    assert "203.0.113.77" not in kept
    assert "127.0.0.1" not in kept


@pytest.mark.parametrize(
    ("program", "machine"),
    [
        (PERSON, False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", False),
        ("Mozilla/5.0 (Linux; Android 14; CUBOT NOTE 50) AppleWebKit/537.36 Chrome/126.0 Mobile", False),
        ("Mozilla/5.0", True),
        ("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", True),
        ("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", True),
        ("BarracudaCentral/1.0", True),
        ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", True),
        ("curl/8.1", True),
        ("", True),
    ],
)
def test_programs_that_are_no_people(program: str, machine: bool) -> None:
    assert machines.is_machine("GET", {"User-Agent": program}) is machine


def test_machines_are_told_apart(mail: EmailMessage) -> None:
    fetch(pixel_of(mail), "Mozilla/5.0")
    fetch(pixel_of(mail), method="head")
    fetch(pixel_of(mail), **{"Sec-Purpose": "prefetch;anonymous-client-ip"})
    fetch(pixel_of(mail))
    fetch(links_of(mail)[0], method="head")
    assert engagements() == [("open", None, True), ("open", None, False), ("click", 0, True)]


def test_nobody_reads_within_two_seconds(mail: EmailMessage) -> None:
    set_columns(str(mail.id), sent_at=Now())
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("update email_message set sent_at = clock_timestamp() where id = %s", [mail.id])
    fetch(pixel_of(mail))
    fetch(links_of(mail)[0])
    assert engagements() == [("open", None, True), ("click", 0, True)]
    age(mail.id, "3 seconds")
    fetch(links_of(mail)[0])
    assert engagements()[2] == ("click", 0, False)


def test_who_follows_all_links_at_once_is_a_scanner(alice: ApiClient) -> None:
    many = "".join(f'<a href="https://shop.example/{n}">{n}</a> ' for n in range(4))
    row = _accept_html(alice, many)
    deliver_due()
    age(row.id)
    for path in links_of(row):
        assert fetch(path).status_code == 302
    assert engagements() == [("click", n, True) for n in range(4)]


def _accept_html(client: ApiClient, html: str) -> EmailMessage:
    template = make_template(client, type="custom", html_code=html, subject="Many")
    return message(send(client, type=None, template_id=template["id"], data={})["message_id"])


def test_what_was_not_signed_leads_nowhere(mail: EmailMessage) -> None:
    good = links_of(mail)[0].removeprefix("/t/c/")
    middle = len(good) // 2
    altered = good[:middle] + ("A" if good[middle] != "A" else "B") + good[middle + 1 :]
    other_kind = pixel_of(mail).removeprefix("/t/o/").removesuffix(".gif")
    for token in (altered, good[:-4], other_kind, "x", "x" * 3000, "%00", "é"):
        answer = fetch(f"/t/c/{token}")
        assert answer.status_code == 404, token
        assert "Location" not in answer.headers
        assert "This link is not valid" in answer.content.decode()
    assert fetch(f"/t/o/{good}.gif").content[:3] == b"GIF"
    assert engagements() == []


def test_the_page_speaks_the_readers_language(mail: EmailMessage) -> None:
    answer = fetch("/t/c/x", **{"Accept-Language": "es-ES,es;q=0.9"})
    assert "Este enlace no es válido" in answer.content.decode()


def test_another_organizations_mail_cannot_be_named(mail: EmailMessage, cast: dict[str, Profile]) -> None:
    """A signature of ours over a foreign pair: the policies find no such mail there."""
    harbour = cast["dave"].organization_id
    assert harbour
    answer = fetch(f"/t/c/{tokens.sign_click(harbour, mail.id, 0, SHOP)}")
    assert answer.status_code == 410
    assert engagements() == []


def test_a_deleted_mails_link_says_so_and_its_pixel_stays_a_picture(mail: EmailMessage) -> None:
    pixel, link = pixel_of(mail), links_of(mail)[0]
    with tenancy.platform("tests"):
        EmailMessage.objects.filter(id=mail.id).delete()
    gone = fetch(link)
    assert (gone.status_code, "no longer works" in gone.content.decode()) == (410, True)
    assert fetch(pixel).status_code == 200


@pytest.fixture
def busy_table(mail: EmailMessage) -> None:
    """Writing an engagement takes five seconds."""
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(
            "create function dawdle() returns trigger language plpgsql as"
            " $$ begin perform pg_sleep(5); return new; end $$"
        )
        cursor.execute("create trigger dawdle before insert on email_engagement for each row execute function dawdle()")


def test_a_busy_database_holds_nobody_up(mail: EmailMessage, busy_table: None) -> None:
    begun = time.monotonic()
    answer = fetch(links_of(mail)[0])
    assert (answer.status_code, answer.headers["Location"]) == (302, SHOP)
    assert fetch(pixel_of(mail)).content[:3] == b"GIF"
    assert time.monotonic() - begun < 5
    assert engagements() == []


def test_beyond_the_limit_links_lead_on_uncounted(mail: EmailMessage) -> None:
    limits.check("address:tracking:127.0.0.1", limit="1200/m", cost=1200)
    assert fetch(links_of(mail)[0]).status_code == 302
    assert fetch(pixel_of(mail)).status_code == 200
    assert engagements() == []


def test_only_reading_is_possible(mail: EmailMessage) -> None:
    assert fetch(links_of(mail)[0], method="post").status_code == 405
    assert fetch(pixel_of(mail), method="delete").status_code == 405


def test_keys_can_be_changed(mail: EmailMessage, settings: Settings) -> None:
    link = links_of(mail)[0]
    settings.SEALING_KEYS = ["new:" + "A" * 43, *settings.SEALING_KEYS]
    assert fetch(link).status_code == 302
    settings.SEALING_KEYS = ["new:" + "A" * 43]
    assert fetch(link).status_code == 404


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example/", "/relative", "https://"])
def test_what_is_no_web_address_is_left_alone(alice: ApiClient, url: str) -> None:
    row = _accept_html(alice, f'<p><a href="{url}">x</a></p>')
    assert links_of(row) == []


def test_a_long_address_is_left_alone_and_keeps_its_place(alice: ApiClient) -> None:
    long = "https://shop.example/?q=" + "x" * 1600
    row = _accept_html(alice, f'<p><a href="{long}">x</a> <a href="https://shop.example/b">y</a></p>')
    (path,) = links_of(row)
    assert tokens.read_click(path.removeprefix("/t/c/")).position == 1
    assert long in parts(row)[1]


def test_an_organization_may_do_without(alice: ApiClient) -> None:
    defaults: dict[str, object] = {"track_opens": True, "track_clicks": True, "is_private": True, "postal_address": ""}
    defaults |= {"quiet_from": 21, "quiet_until": 8}
    assert alice.get(SETTINGS).json == defaults
    assert alice.patch(SETTINGS, {"track_opens": False}).json == {**defaults, "track_opens": False}
    row = accept(alice)
    assert PIXEL.search(parts(row)[1]) is None
    assert (len(links_of(row)), row.tracks_opens, row.tracks_clicks) == (2, False, True)
    alice.patch(SETTINGS, {"track_clicks": False})
    row = accept(alice)
    assert parts(row)[1].replace("\r\n", "\n").strip() == row.html.strip()
    assert alice.get(SETTINGS).json == {**defaults, "track_opens": False, "track_clicks": False}


def test_the_switch_is_for_who_manages_the_organization(alice: ApiClient, bob: ApiClient, root: ApiClient) -> None:
    assert (bob.get(SETTINGS).status, bob.patch(SETTINGS, {"track_opens": False}).status) == (403, 403)
    assert root.get(SETTINGS).json["detail"].startswith("Enter an organization first")
    assert alice.patch(SETTINGS, {"track_opens": "perhaps"}).status == 422
    assert alice.get(SETTINGS).json["track_opens"] is True
    alice.patch(SETTINGS, {"track_opens": False})
    entries = alice.get("/api/audit").json["items"]
    assert (entries[0]["action"], entries[0]["changes"]) == ("mail_settings.updated", {"track_opens": False})


@pytest.mark.parametrize("type", ["reset_email", "email_confirmation", "invitation"])
def test_mail_with_keys_is_never_tracked(alice: ApiClient, type: str) -> None:
    from frontdesk.mail import template_types
    from frontdesk.mail.template_types import TemplateType

    data = {k: v for k, v in template_types.sample_data(TemplateType(type), "en").items() if k != "organization"}
    row = message(send(alice, type=type, data=data)["message_id"])
    assert "/t/" not in parts(row)[1]
    assert (row.tracks_opens, row.tracks_clicks) == (False, False)


def test_tests_are_never_tracked(alice: ApiClient) -> None:
    template = make_template(alice, type="custom", html_code=HTML)
    answer = alice.post(
        f"{TEMPLATES}/{template['id']}/test-email", {"to": "alice@northgate.test", "sample_data": {"name": "A"}}
    )
    assert answer.status == 202, answer.json
    row = message(answer.json["message_id"])
    assert "/t/" not in parts(row)[1]
    assert (row.is_test, row.tracks_opens, row.tracks_clicks) == (True, False, False)


def test_an_unknown_mail_of_a_right_signature_is_gone(alice: ApiClient, cast: dict[str, Profile]) -> None:
    northgate = cast["alice"].organization_id
    assert northgate
    sign: Callable[..., str] = tokens.sign_click
    assert fetch(f"/t/c/{sign(northgate, uuid4(), 0, SHOP)}").status_code == 410


def test_more_links_than_can_be_told_apart_keep_their_addresses() -> None:
    many = tokens.MAX_POSITION + 3
    marked = Marking(uuid4(), clicks=True).mark('<a href="https://x.example/">x</a>' * many, uuid4())
    assert (marked.count("/t/c/"), marked.count("https://x.example/")) == (tokens.MAX_POSITION + 1, 2)
