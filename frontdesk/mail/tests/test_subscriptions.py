"""Leaving, choosing and confirming by the links of a mail."""

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.test import Client

from frontdesk.mail.models import Campaign, EmailEngagement, EmailMessage, MailList, Subscription
from frontdesk.mail.subscriptions import opt_in, tokens
from frontdesk.mail.subscriptions.headers import list_headers
from frontdesk.mail.subscriptions.words import WORDS
from frontdesk.mail.tests.samples import message, messages, send, set_columns
from frontdesk.orgs.models import ConsentRecord, Contact, Profile, Suppression
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.models import Event

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def ria(alice: ApiClient) -> UUID:
    return UUID(alice.post("/api/contacts", {"email": "ria@client.test", "full_name": "Ria"}).json["id"])


@pytest.fixture
def news(org: UUID, ria: UUID) -> MailList:
    """A list that Ria is on."""
    return make_list(org, "News", ria)


def make_list(org: UUID, name: str, contact: UUID | None = None, *, state: str = "subscribed", **more: Any) -> MailList:
    with tenancy.platform("tests"):
        found: MailList = MailList.objects.create(organization_id=org, name=name, **more)
        if contact:
            Subscription.objects.create(organization_id=org, list=found, contact_id=contact, state=state)
    return found


@pytest.fixture
def mail(ria: UUID, mail: EmailMessage) -> EmailMessage:
    """To Ria, of whom there was a record before."""
    return mail


@pytest.fixture
def newsletter(org: UUID, ria: UUID, news: MailList, mail: EmailMessage) -> EmailMessage:
    """The mail as one that came by the list."""
    with tenancy.platform("tests"):
        campaign = Campaign.objects.create(organization_id=org, name="May", audience={"list_ids": [str(news.id)]})
    set_columns(mail.id, campaign_id=campaign.id, contact_id=ria, variant=0)
    return message(mail.id)


def path_of(url: str) -> str:
    return urlsplit(url).path


def leaving(org: UUID, mail: EmailMessage) -> str:
    return path_of(tokens.unsubscribe_url(org, mail.id))


def get(path: str, language: str = "en", **headers: str) -> Any:
    return Client().get(path, headers={"Accept-Language": language, **headers})


def post(path: str, data: dict[str, Any] | None = None, language: str = "en") -> Any:
    client = Client(enforce_csrf_checks=True)
    return client.post(path, data or {}, headers={"Accept-Language": language})


def states(org: UUID) -> dict[str, str]:
    with tenancy.platform("tests"):
        return dict(Subscription.objects.filter(organization_id=org).values_list("list__name", "state"))


def contact_of(org: UUID) -> Contact:
    with tenancy.platform("tests"):
        found: Contact = Contact.objects.get(organization_id=org, email="ria@client.test")
    return found


def suppressed() -> list[tuple[str | None, str]]:
    with tenancy.platform("tests"):
        return list(Suppression.objects.values_list("email", "reason"))


def consent(org: UUID) -> str:
    return str(contact_of(org).consent.get("marketing_mail", {}).get("state", "unknown"))


def test_looking_changes_nothing(org: UUID, newsletter: EmailMessage) -> None:
    for call in (Client().get, Client().head):
        assert call(leaving(org, newsletter)).status_code == 200
    assert (states(org), suppressed(), consent(org)) == ({"News": "subscribed"}, [], "unknown")


def test_one_click_leaves_the_list_it_came_by(org: UUID, newsletter: EmailMessage) -> None:
    for _ in range(2):
        answer = post(leaving(org, newsletter), ONE_CLICK)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
        assert answer.cookies == {}
        assert "Location" not in answer.headers
    assert (states(org), suppressed(), consent(org)) == ({"News": "unsubscribed"}, [], "unknown")
    with tenancy.platform("tests"):
        (row,) = EmailEngagement.objects.all()
        assert Event.objects.filter(name="mail.unsubscribed").count() == 1
    assert (row.kind, row.campaign_id, row.variant, row.contact_id) == (
        "unsubscribe",
        newsletter.campaign_id,
        0,
        newsletter.contact_id,
    )


def test_one_click_on_mail_of_no_list_ends_everything(org: UUID, news: MailList, mail: EmailMessage) -> None:
    assert post(leaving(org, mail), ONE_CLICK).status_code == 200
    assert (states(org), consent(org)) == ({"News": "unsubscribed"}, "denied")
    assert suppressed() == [("ria@client.test", "unsubscribe")]
    with tenancy.platform("tests"):
        (record,) = ConsentRecord.objects.all()
    assert (record.state, mail.subject in record.text) == ("denied", True)


def test_the_header_says_what_the_mail_program_posts(org: UUID, mail: EmailMessage) -> None:
    headers = list_headers(org, mail.id)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].strip("<>").startswith("http://localhost:8000/m/u/")
    path = path_of(headers["List-Unsubscribe"].strip("<>"))
    body = headers["List-Unsubscribe-Post"].encode()
    answer = Client().post(path, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert consent(org) == "denied"


def test_people_choose_between_the_list_and_everything(org: UUID, newsletter: EmailMessage) -> None:
    shown = get(leaving(org, newsletter)).content.decode()
    assert "Leave “News”" in shown
    assert "Stop all newsletters" in shown
    assert "ria@client.test" not in shown  # the mail may have been forwarded
    assert "r•••@client.test" in shown
    left = post(leaving(org, newsletter), {"do": "lists"}).content.decode()
    assert "You have left “News”" in left
    assert (states(org), consent(org)) == ({"News": "unsubscribed"}, "unknown")
    stopped = post(leaving(org, newsletter), {"do": "everything"}).content.decode()
    assert "You are unsubscribed" in stopped
    assert (suppressed(), consent(org)) == ([("ria@client.test", "unsubscribe")], "denied")


def test_who_is_no_contact_leaves_by_address(alice: ApiClient, org: UUID) -> None:
    mail = message(send(alice, to="stranger@client.test")["message_id"])
    assert post(leaving(org, mail), ONE_CLICK).status_code == 200
    assert suppressed() == [("stranger@client.test", "unsubscribe")]


@pytest.mark.parametrize(
    ("chosen", "browser", "expected"),
    [("es", "en", "es"), ("", "es-MX,es;q=0.9", "es"), ("", "fr", "en"), ("", "", "en"), ("en", "es", "en")],
)
def test_the_page_speaks_the_recipients_language(
    alice: ApiClient, org: UUID, ria: UUID, mail: EmailMessage, chosen: str, browser: str, expected: str
) -> None:
    alice.patch(f"/api/contacts/{ria}", {"locale": chosen})
    page = get(leaving(org, mail), browser).content.decode()
    assert f'<html lang="{expected}">' in page
    assert f"<h1>{WORDS[expected]['unsubscribe']}</h1>" in page


def test_both_languages_say_the_same() -> None:
    assert set(WORDS["en"]) == set(WORDS["es"])
    for word, text in WORDS["en"].items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", WORDS["es"][word])), word


def test_pages_run_nothing_and_show_names_as_text(alice: ApiClient, org: UUID, ria: UUID, mail: EmailMessage) -> None:
    evil = "<script>alert(1)</script>{organization.__class__}"
    make_list(org, evil, ria, description='"><img src=x onerror=alert(1)>')
    alice.patch("/api/organization", {"name": "A & B <b>"})
    for path in (leaving(org, mail), path_of(tokens.preferences_url(org, ria))):
        answer = get(path)
        page = answer.content.decode()
        assert "<script" not in page
        assert "<img src=x" not in page
        assert "A &amp; B &lt;b&gt;" in page
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert answer.cookies == {}
    assert "{organization.__class__}" in page


@pytest.mark.parametrize("path", ["/m/u/x", "/m/p/" + "A" * 64, "/m/c/é", "/m/u/" + "A" * 5000])
def test_what_we_did_not_sign_is_refused(db: None, path: str) -> None:
    for answer in (get(path), post(path, ONE_CLICK)):
        assert answer.status_code == 404
        assert "This link is not valid" in answer.content.decode()


def test_a_token_of_one_kind_is_none_of_another(org: UUID, ria: UUID, mail: EmailMessage) -> None:
    leave = tokens.unsubscribe_url(org, mail.id).rpartition("/")[2]
    prefer = tokens.preferences_url(org, ria).rpartition("/")[2]
    for path in (f"/m/p/{leave}", f"/m/u/{prefer}", f"/m/c/{leave}", f"/t/o/{leave}.gif"):
        assert get(path).status_code in (404, 200)
        assert b"<form" not in get(path).content


def test_a_token_reaches_its_own_organization_alone(
    cast: dict[str, Profile], org: UUID, ria: UUID, mail: EmailMessage
) -> None:
    other = cast["dave"].organization_id
    assert other
    assert get(path_of(tokens.unsubscribe_url(other, mail.id))).status_code == 410
    assert get(path_of(tokens.preferences_url(other, ria))).status_code == 410
    post(path_of(tokens.unsubscribe_url(other, mail.id)), ONE_CLICK)
    assert suppressed() == []


def test_the_links_of_somebody_who_was_deleted_are_kind(alice: ApiClient, org: UUID, ria: UUID, news: MailList) -> None:
    alice.delete(f"/api/contacts/{ria}")
    for url in (
        tokens.preferences_url(org, ria),
        tokens.confirm_url(org, news.id, ria),
        tokens.unsubscribe_url(org, uuid4()),
    ):
        answer = get(path_of(url))
        assert (answer.status_code, "There is nothing left to do" in answer.content.decode()) == (410, True)
    assert post(path_of(tokens.unsubscribe_url(org, uuid4())), ONE_CLICK).status_code == 200


def test_the_preference_page_offers_own_and_public_lists(org: UUID, ria: UUID, news: MailList) -> None:
    make_list(org, "Open to all", is_public=True)
    make_list(org, "Somebody else's")
    left = make_list(org, "Left", ria, state="unsubscribed")
    page = get(path_of(tokens.preferences_url(org, ria))).content.decode()
    assert re.search(rf'value="{news.id}" checked', page)
    assert "Open to all" in page
    assert "Somebody else&#x27;s" not in page
    assert re.search(rf'value="{left.id}"><span>Left<', page)


def test_people_choose_lists_language_and_nothing_at_all(org: UUID, ria: UUID, news: MailList) -> None:
    offers = make_list(org, "Offers", is_public=True)
    hidden = make_list(org, "Hidden")
    path = path_of(tokens.preferences_url(org, ria))
    answer = post(path, {"list": [str(offers.id), str(hidden.id), "x"], "locale": "es"})
    assert (answer.status_code, "Guardado" in answer.content.decode()) == (200, True)
    assert states(org) == {"News": "unsubscribed", "Offers": "subscribed"}
    assert (contact_of(org).locale, consent(org)) == ("es", "granted")
    post(path, {"list": [str(offers.id)], "pause": "yes", "locale": "fr"})
    assert (states(org)["Offers"], consent(org), contact_of(org).locale) == ("unsubscribed", "denied", "es")
    assert suppressed() == [("ria@client.test", "unsubscribe")]
    for _ in range(2):
        post(path, {"list": [str(news.id)], "locale": "es"})
        assert (states(org)["News"], consent(org), suppressed()) == ("subscribed", "granted", [])
    assert contact_of(org).suppression_reason == ""


def test_a_complaint_is_not_taken_back_by_ticking(alice: ApiClient, org: UUID, ria: UUID, news: MailList) -> None:
    with tenancy.platform("tests"):
        Suppression.objects.create(
            organization_id=org, email_hash=_hash(org), email="ria@client.test", reason="complaint"
        )
    path = path_of(tokens.preferences_url(org, ria))
    assert "reported" in get(path).content.decode()
    post(path, {"list": [str(news.id)]})
    assert suppressed() == [("ria@client.test", "complaint")]


def _hash(org: UUID) -> bytes:
    from frontdesk.orgs import suppressions

    return suppressions.hash_of(org, "ria@client.test")


def test_staff_who_note_a_new_consent_end_the_old_leaving(
    alice: ApiClient, org: UUID, ria: UUID, mail: EmailMessage
) -> None:
    post(leaving(org, mail), {"do": "everything"})
    body = {"purpose": "marketing_mail", "state": "granted", "text": "By telephone"}
    answer = alice.put(f"/api/contacts/{ria}/consent", body)
    assert answer.json["suppression"] == {"suppressed": False, "reason": None, "at": None}
    assert suppressed() == []


def test_double_opt_in(org: UUID, ria: UUID) -> None:
    wanted = make_list(org, "Letters <b>", ria, state="pending")
    with tenancy.tenant(org):
        assert opt_in.send_confirmation(wanted, Contact.objects.get(id=ria))
    mail = messages()[-1]
    assert (mail.type, mail.to_address, mail.tracks_clicks) == ("subscription_confirmation", "ria@client.test", False)
    found = re.search(r"http://localhost:8000(/m/c/[\w-]+)", mail.text)
    assert found
    for call in (Client().get, Client().head):
        call(found[1])
    assert states(org) == {"Letters <b>": "pending"}
    assert "Yes, I want it" in get(found[1]).content.decode()
    for _ in range(2):
        assert "You are on the list" in post(found[1]).content.decode()
    assert (states(org), consent(org)) == ({"Letters <b>": "subscribed"}, "granted")
    with tenancy.platform("tests"):
        (record,) = ConsentRecord.objects.all()
    assert "Letters <b>" in record.text
    assert "You are on the list" in get(found[1]).content.decode()


def test_a_confirmation_is_asked_for_a_few_times_a_day(org: UUID, ria: UUID) -> None:
    wanted = make_list(org, "Letters", ria, state="pending")
    with tenancy.tenant(org):
        contact = Contact.objects.get(id=ria)
        assert [opt_in.send_confirmation(wanted, contact) for _ in range(4)] == [True, True, True, False]


def test_a_confirmation_speaks_the_contacts_language(alice: ApiClient, org: UUID, ria: UUID) -> None:
    alice.patch(f"/api/contacts/{ria}", {"locale": "es"})
    wanted = make_list(org, "Cartas", ria, state="pending")
    with tenancy.tenant(org):
        opt_in.send_confirmation(wanted, Contact.objects.get(id=ria))
    assert messages()[-1].subject == "Confirma que quieres recibir «Cartas»"


def test_other_methods_and_hosts(org: UUID, mail: EmailMessage) -> None:
    assert Client().put(leaving(org, mail)).status_code == 405
    assert get(leaving(org, mail), Host="evil.example").status_code == 404


def test_many_calls_are_held_back(org: UUID, mail: EmailMessage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontdesk.mail.subscriptions.public.LIMIT", "2/h")
    assert [get(leaving(org, mail)).status_code for _ in range(3)] == [200, 200, 429]
