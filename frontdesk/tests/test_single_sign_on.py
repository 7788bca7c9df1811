"""OpenID Connect by configuration alone, against a provider on this machine."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import override_settings

from frontdesk.orgs.models import Organization, Profile
from frontdesk.orgs.testing import Browser
from frontdesk.platform import tenancy
from frontdesk.tests import identity_provider
from frontdesk.tests.identity_provider import Provider
from frontdesk.tests.mailbox import list_mails

EMAIL = "alice@northgate.test"
ALICE = {"sub": "a1", "email": EMAIL, "email_verified": True, "name": "Alice Archer"}


@pytest.fixture
def provider(cast: dict[str, Profile]) -> Iterator[Provider]:
    with identity_provider.running() as running:
        app = {
            "provider_id": "staff",
            "name": "Staff sign-in",
            "client_id": identity_provider.CLIENT_ID,
            "secret": identity_provider.SECRET,
            "settings": {"server_url": running.url},
        }
        providers = {"openid_connect": {**settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": [app]}}
        with override_settings(OIDC_PROVIDERS=[app], SOCIALACCOUNT_PROVIDERS=providers):
            yield running


def begin(browser: Browser) -> str:
    """Where the button of the provider sends the browser."""
    form = {"provider": "staff", "callback_url": "/en/dashboard", "process": "login"}
    answer = browser.client.post(
        "/_allauth/browser/v1/auth/provider/redirect",
        form,
        headers={"X-CSRFToken": browser.client.cookies["csrftoken"].value},
    )
    assert answer.status_code == 302, answer.content
    return str(answer.headers["Location"])


def finish(browser: Browser, address: str) -> str:
    answer = browser.client.get(address)
    assert answer.status_code == 302, answer.content
    return str(answer.headers["Location"])


def counts() -> tuple[int, int]:
    with tenancy.platform("tests"):
        return Profile.objects.count(), Organization.objects.count()


def test_somebody_known_by_a_verified_address_signs_in(provider: Provider) -> None:
    browser = Browser()
    assert browser.me["features"]["oidc_providers"] == [{"id": "staff", "name": "Staff sign-in"}]
    before = counts()
    for _ in range(2):  # the second time by what was kept of the first
        browser = Browser()
        there = finish(browser, provider.authorize(begin(browser), **ALICE))
        assert urlsplit(there).path == "/en/dashboard"
        assert browser.me["profile"]["email"] == EMAIL
        assert browser.get("/api/contacts").status == 200
    assert counts() == before
    assert [mail.type for mail in list_mails(EMAIL)] == ["security_notice"]


@pytest.mark.parametrize(
    "claims",
    [
        {**ALICE, "email_verified": False},
        {**ALICE, "sub": "s1", "email": "stranger@elsewhere.test"},
        {"sub": "n1"},
    ],
)
def test_nobody_else_does(provider: Provider, claims: dict[str, object]) -> None:
    before = counts()
    browser = Browser()
    there = finish(browser, provider.authorize(begin(browser), **claims))
    assert browser.me["signed_in"] is False
    assert urlsplit(there).path.startswith("/en/")
    assert counts() == before


def test_somebody_deactivated_does_not(provider: Provider) -> None:
    with tenancy.platform("tests"):
        Profile.objects.filter(email=EMAIL).update(is_active=False)
    browser = Browser()
    finish(browser, provider.authorize(begin(browser), **ALICE))
    assert browser.me["signed_in"] is False


def test_an_answer_is_good_for_its_own_browser_alone(provider: Provider) -> None:
    """Or somebody could sign a visitor in as themselves."""
    address = provider.authorize(begin(Browser()), **ALICE)
    other = Browser()
    begin(other)
    finish(other, address)
    assert other.me["signed_in"] is False


def test_a_refusal_there_comes_back_to_the_sign_in_page(provider: Provider) -> None:
    browser = Browser()
    state = provider.authorize(begin(browser), **ALICE).partition("state=")[2]
    there = finish(browser, f"/accounts/oidc/staff/login/callback/?error=access_denied&state={state}")
    assert urlsplit(there).path.startswith("/en/")
    assert browser.me["signed_in"] is False
