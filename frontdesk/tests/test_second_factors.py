"""Codes from an app, recovery codes and passkeys: added, used to sign in, sealed at rest."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import Answer, Browser
from frontdesk.platform import tenancy
from frontdesk.tests.mailbox import list_mails
from frontdesk.tests.passkey import Passkey

ALICE = "alice@northgate.test"
CaptureCallbacks = Callable[[], AbstractContextManager[list[Callable[[], object]]]]

pytestmark = pytest.mark.usefixtures("cast")


def totp(secret: str, *, steps: int = 0) -> str:
    """The code of RFC 6238 for now, or some steps of 30 s away."""
    counter = int(time.time()) // 30 + steps
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 10**6:06}"


def activate(browser: Browser) -> str:
    """Adds an authenticator app; its secret."""
    browser.prove()
    secret: str = browser.auth("GET", "account/authenticators/totp").json["meta"]["secret"]
    answer = browser.auth("POST", "account/authenticators/totp", {"code": totp(secret)})
    assert answer.status == 200, answer.json
    return secret


def waits_for_code(answer: Answer) -> bool:
    return answer.status == 401 and [
        flow["id"] for flow in answer.json["data"]["flows"] if flow.get("is_pending")
    ] == ["mfa_authenticate"]  # fmt: skip


def test_signing_in_with_a_code() -> None:
    secret = activate(Browser(ALICE))
    browser = Browser()
    assert waits_for_code(browser.sign_in(ALICE, settings.DEMO_PASSWORD))
    assert browser.me["signed_in"] is False
    assert browser.get("/api/contacts").status == 401
    wrong = "000000" if totp(secret) != "000000" else "000001"
    assert browser.auth("POST", "auth/2fa/authenticate", {"code": wrong}).status == 400
    assert browser.me["signed_in"] is False
    assert browser.auth("POST", "auth/2fa/authenticate", {"code": totp(secret)}).status == 200
    assert browser.me["profile"]["email"] == ALICE


def test_a_code_works_once() -> None:
    secret = activate(Browser(ALICE))
    first, second = Browser(), Browser()
    code = totp(secret)
    for browser in (first, second):
        browser.sign_in(ALICE, settings.DEMO_PASSWORD)
    assert first.auth("POST", "auth/2fa/authenticate", {"code": code}).status == 200
    assert second.auth("POST", "auth/2fa/authenticate", {"code": code}).status == 400


def test_guessing_codes_ends() -> None:
    activate(Browser(ALICE))
    browser = Browser()
    browser.sign_in(ALICE, settings.DEMO_PASSWORD)
    answers = [browser.auth("POST", "auth/2fa/authenticate", {"code": f"{n:06}"}) for n in range(12)]
    assert answers[-1].status in {400, 429}
    assert answers[-1].json is None or {e["code"] for e in answers[-1].json["errors"]} == {"too_many_login_attempts"}


def test_a_wrong_code_activates_nothing() -> None:
    browser = Browser(ALICE)
    assert browser.auth("GET", "account/authenticators/totp").status == 404
    browser.prove()
    browser.auth("GET", "account/authenticators/totp")
    assert browser.auth("POST", "account/authenticators/totp", {"code": "000000"}).status == 400
    assert Browser(ALICE).me["signed_in"] is True


def test_adding_needs_the_password_again() -> None:
    browser = Browser(ALICE)
    secret = browser.auth("GET", "account/authenticators/totp").json["meta"]["secret"]
    form = {"code": totp(secret)}
    assert browser.auth("POST", "account/authenticators/totp", form).status == 401
    browser.prove()
    assert browser.auth("POST", "account/authenticators/totp", form).status == 200


def test_the_secret_is_sealed(cast: dict[str, Profile]) -> None:
    secret = activate(Browser(ALICE))
    with tenancy.platform("tests"):
        kept = str(list(Authenticator.objects.filter(user=cast["alice"]).values_list("data", flat=True)))
    assert "secret" in kept
    assert secret not in kept


def test_a_new_factor_is_told_by_mail(django_capture_on_commit_callbacks: CaptureCallbacks) -> None:
    """allauth tells of it once the request is committed, when the connection is bound to nobody."""
    with django_capture_on_commit_callbacks() as callbacks:
        activate(Browser(ALICE))
    assert list_mails(ALICE) == []
    with tenancy.bind(tenancy.Bound(None, None, "unknown")):
        for callback in callbacks:
            callback()
    assert "security_notice" in [mail.type for mail in list_mails(ALICE)]


def test_recovery_codes_work_once_each() -> None:
    owner = Browser(ALICE)
    activate(owner)
    made = owner.auth("POST", "account/authenticators/recovery-codes")
    assert made.status == 200, made.json
    codes = owner.auth("GET", "account/authenticators/recovery-codes").json["data"]["unused_codes"]
    assert len(codes) == 10
    for expected in (200, 400):
        browser = Browser()
        browser.sign_in(ALICE, settings.DEMO_PASSWORD)
        assert browser.auth("POST", "auth/2fa/authenticate", {"code": codes[0]}).status == expected


def test_without_the_factor_the_password_is_enough_again() -> None:
    owner = Browser(ALICE)
    activate(owner)
    assert owner.auth("DELETE", "account/authenticators/totp").status == 200
    assert Browser(ALICE).me["signed_in"] is True


def add_passkey(browser: Browser) -> Passkey:
    browser.prove()
    options = browser.auth("GET", "account/authenticators/webauthn?passwordless").json["data"]["creation_options"]
    passkey = Passkey()
    form = {"name": "Laptop", "credential": passkey.create(options["publicKey"])}
    answer = browser.auth("POST", "account/authenticators/webauthn", form)
    assert answer.status == 200, answer.json
    return passkey


def test_signing_in_with_a_passkey_alone() -> None:
    passkey = add_passkey(Browser(ALICE))
    browser = Browser()
    options = browser.auth("GET", "auth/webauthn/login").json["data"]["request_options"]["publicKey"]
    answer = browser.auth("POST", "auth/webauthn/login", {"credential": passkey.sign(options)})
    assert answer.status == 200, answer.json
    assert browser.me["profile"]["email"] == ALICE


def test_a_passkeys_answer_is_good_for_its_question_alone() -> None:
    passkey = add_passkey(Browser(ALICE))
    browser, other = Browser(), Browser()
    options = browser.auth("GET", "auth/webauthn/login").json["data"]["request_options"]["publicKey"]
    other.auth("GET", "auth/webauthn/login")
    answer = other.auth("POST", "auth/webauthn/login", {"credential": passkey.sign(options)})
    assert answer.status == 400
    stranger = Passkey()
    stranger.user_handle, stranger.credential_id = passkey.user_handle, passkey.credential_id
    options = other.auth("GET", "auth/webauthn/login").json["data"]["request_options"]["publicKey"]
    assert other.auth("POST", "auth/webauthn/login", {"credential": stranger.sign(options)}).status == 400
    assert other.me["signed_in"] is False


def test_a_passkey_as_the_second_factor() -> None:
    passkey = add_passkey(Browser(ALICE))
    browser = Browser()
    assert waits_for_code(browser.sign_in(ALICE, settings.DEMO_PASSWORD)) or browser.me["signed_in"] is False
    options = browser.auth("GET", "auth/webauthn/authenticate").json["data"]["request_options"]["publicKey"]
    answer = browser.auth("POST", "auth/webauthn/authenticate", {"credential": passkey.sign(options)})
    assert answer.status == 200, answer.json
    assert browser.me["signed_in"] is True
