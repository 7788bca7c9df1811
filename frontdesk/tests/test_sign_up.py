"""Sign-up makes an organization and its admin, who confirms the address by the link in the mail."""

from typing import Any

import pytest
from django.test import override_settings

from frontdesk.orgs.models import AuditEntry, Organization, Profile
from frontdesk.orgs.testing import Browser
from frontdesk.platform import tenancy
from frontdesk.tests.mailbox import link_value, list_mails

EMAIL, PASSWORD = "nora@brightside.test", "correct horse battery"
FORM = {
    "email": EMAIL,
    "password": PASSWORD,
    "full_name": "Nora North",
    "organization_name": "Brightside",
    "organization_type": "solicitor",
    "timezone": "Europe/Madrid",
    "locale": "es",
}


@pytest.fixture
def browser(cast: dict[str, Profile]) -> Browser:
    return Browser()


def pending(answer: Any) -> list[str]:
    assert answer.status == 401, answer.json
    return [flow["id"] for flow in answer.json["data"]["flows"] if flow.get("is_pending")]


def counts() -> tuple[int, int]:
    with tenancy.platform("tests"):
        return Organization.objects.count(), Profile.objects.count()


def test_from_sign_up_to_the_first_page(browser: Browser) -> None:
    assert pending(browser.auth("POST", "auth/signup", FORM)) == ["verify_email"]
    assert browser.me["signed_in"] is False
    [mail] = list_mails(EMAIL)
    assert (mail.type, mail.status, mail.locale) == ("email_confirmation", "queued", "es")

    confirmed = browser.auth("POST", "auth/email/verify", {"key": link_value(mail)})
    assert confirmed.status == 200, confirmed.json
    me = browser.me
    assert me["signed_in"] is True
    assert (me["profile"]["role"], me["profile"]["email_verified"]) == ("admin", True)
    assert me["profile"]["timezone"] == "Europe/Madrid"
    assert (me["organization"]["name"], me["organization"]["type"], me["organization"]["plan"]) == (
        "Brightside",
        "solicitor",
        "free",
    )
    assert "organization.manage" in me["permissions"]
    assert "platform.manage" not in me["permissions"]
    assert [mail.type for mail in list_mails(EMAIL)] == ["email_confirmation", "welcome"]
    assert [entry["action"] for entry in browser.get("/api/audit").json["items"]] == ["organization.created"]


def test_without_confirmation_nobody_signs_in(browser: Browser) -> None:
    browser.auth("POST", "auth/signup", FORM)
    later = Browser()
    assert pending(later.sign_in(EMAIL, PASSWORD)) == ["verify_email"]
    assert later.me["signed_in"] is False
    assert later.get("/api/contacts").status == 401


def test_a_confirmation_link_works_once_and_no_other_does(browser: Browser) -> None:
    browser.auth("POST", "auth/signup", FORM)
    key = link_value(list_mails(EMAIL)[0])
    assert browser.auth("POST", "auth/email/verify", {"key": key[:-1] + "x"}).status == 400
    assert browser.me["signed_in"] is False
    assert browser.auth("POST", "auth/email/verify", {"key": key}).status == 200
    assert Browser().auth("POST", "auth/email/verify", {"key": key}).status in {400, 409}


def test_an_address_that_is_known_is_not_told(browser: Browser) -> None:
    before = counts()
    known = browser.auth("POST", "auth/signup", {**FORM, "email": "Alice@Northgate.test"})
    fresh = Browser().auth("POST", "auth/signup", FORM)
    assert pending(known) == pending(fresh) == ["verify_email"]
    assert counts() == (before[0] + 1, before[1] + 1)
    assert [mail.type for mail in list_mails("alice@northgate.test")] == ["security_notice"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "password1234"}, "password"),
        ({"password": EMAIL}, "password"),
        ({"email": "no address"}, "email"),
        ({"organization_name": ""}, "organization_name"),
        ({"organization_name": "x" * 121}, "organization_name"),
        ({"organization_type": "circus"}, "organization_type"),
        ({"full_name": "x\x00y"}, "full_name"),
        ({"locale": "xx"}, "locale"),
    ],
)
def test_bad_input_is_named_and_makes_nothing(browser: Browser, change: dict[str, str], field: str) -> None:
    before = counts()
    answer = browser.auth("POST", "auth/signup", {**FORM, **change})
    assert answer.status == 400
    assert {error["param"] for error in answer.json["errors"]} == {field}
    assert counts() == before
    assert list_mails(EMAIL) == []


def test_a_browsers_unknown_time_zone_is_no_reason_to_refuse(browser: Browser) -> None:
    assert pending(browser.auth("POST", "auth/signup", {**FORM, "timezone": "Mars/Olympus"})) == ["verify_email"]
    with tenancy.platform("tests"):
        assert Profile.objects.get(email=EMAIL).timezone == "UTC"


def test_two_organizations_may_have_one_name(browser: Browser) -> None:
    browser.auth("POST", "auth/signup", FORM)
    Browser().auth("POST", "auth/signup", {**FORM, "email": "other@brightside.test"})
    with tenancy.platform("tests"):
        slugs = Organization.objects.filter(name="Brightside").values_list("slug", flat=True)
    assert len(set(slugs)) == 2


@override_settings(SIGNUP_OPEN=False)
def test_a_closed_house_signs_nobody_up(browser: Browser) -> None:
    before = counts()
    assert browser.auth("POST", "auth/signup", FORM).status == 403
    assert browser.me["features"]["signup"] is False
    assert counts() == before


def test_sign_up_is_on_record(browser: Browser) -> None:
    browser.auth("POST", "auth/signup", FORM)
    with tenancy.platform("tests"):
        organization = Organization.objects.get(name="Brightside")
        entry = AuditEntry.objects.get(organization=organization)
    assert (entry.action, entry.object_label) == ("organization.created", "Brightside")
