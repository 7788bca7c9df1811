"""Signing in with a password, its limits, the sessions one has, and a forgotten password."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings

from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import Browser
from frontdesk.platform import tenancy
from frontdesk.tests.mailbox import link_value, list_mails

ALICE, BOB = "alice@northgate.test", "bob@northgate.test"
NEW_PASSWORD = "a wholly new password"

pytestmark = pytest.mark.usefixtures("cast")


def codes(answer: object) -> set[str]:
    return {error["code"] for error in answer.json["errors"]}  # type: ignore[attr-defined]  # an Answer


def test_signing_in_and_out() -> None:
    browser = Browser("Alice@Northgate.test")
    assert browser.me["profile"]["email"] == ALICE
    assert browser.get("/api/contacts").status == 200
    assert browser.auth("DELETE", "auth/session").status == 401
    assert browser.me["signed_in"] is False
    assert browser.get("/api/contacts").status == 401


def test_a_wrong_password_and_an_unknown_address_look_alike() -> None:
    wrong, unknown = Browser().sign_in(ALICE, "wrong"), Browser().sign_in("nobody@northgate.test", "wrong")
    assert (wrong.status, unknown.status) == (400, 400)
    assert codes(wrong) == codes(unknown) == {"email_password_mismatch"}


def test_guessing_ends_and_the_count_outlives_each_refusal() -> None:
    """Each refusal is rolled back; what counts it is not."""
    answers = [Browser().sign_in(ALICE, f"guess {n}") for n in range(6)]
    assert [answer.status for answer in answers[:5]] == [400] * 5
    assert codes(answers[5]) == {"too_many_login_attempts"}
    assert codes(Browser().sign_in(ALICE, settings.DEMO_PASSWORD)) == {"too_many_login_attempts"}
    assert Browser().sign_in(BOB, settings.DEMO_PASSWORD).status == 200


def test_somebody_deactivated_does_not_come_in(cast: dict[str, Profile]) -> None:
    inside = Browser(BOB)
    with tenancy.platform("tests"):
        Profile.objects.filter(email=BOB).update(is_active=False)
    assert inside.me["signed_in"] is False
    assert inside.get("/api/contacts").status == 401
    refused = Browser()
    assert refused.sign_in(BOB, settings.DEMO_PASSWORD).status in {400, 401}
    assert refused.me["signed_in"] is False


def test_a_session_writes_with_a_csrf_token_alone() -> None:
    browser = Browser(ALICE)
    answer = browser.client.patch("/api/me", {"full_name": "X"}, "application/json")
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert browser.client.delete("/api/impersonation").status_code == 403
    assert browser.client.patch(
        "/api/me", {"full_name": "X"}, "application/json", headers={"X-CSRFToken": "x" * 32}
    ).status_code == 403  # fmt: skip
    assert browser.me["profile"]["full_name"] == "Alice Archer"
    assert browser.patch("/api/me", {"full_name": "Alice A."}).json["profile"]["full_name"] == "Alice A."


def test_signing_in_needs_a_csrf_token_too() -> None:
    """Or another site could sign a visitor in as somebody else."""
    browser = Browser()
    form = {"email": ALICE, "password": settings.DEMO_PASSWORD}
    assert browser.client.post("/_allauth/browser/v1/auth/login", form, "application/json").status_code == 403
    assert browser.me["signed_in"] is False


def test_a_cookie_of_the_session_is_not_for_scripts() -> None:
    cookie = Browser(ALICE).client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_sessions_are_listed_and_ended() -> None:
    laptop, phone = Browser(ALICE), Browser(ALICE)
    Browser(BOB)
    sessions = laptop.auth("GET", "auth/sessions").json["data"]
    assert len(sessions) == 2
    other = next(session["id"] for session in sessions if not session["is_current"])
    assert laptop.auth("DELETE", "auth/sessions", {"sessions": [other]}).status == 200
    assert phone.me["signed_in"] is False
    assert laptop.me["signed_in"] is True


def test_sessions_of_others_are_not_ended() -> None:
    alice, bob = Browser(ALICE), Browser(BOB)
    [bobs] = bob.auth("GET", "auth/sessions").json["data"]
    assert alice.auth("DELETE", "auth/sessions", {"sessions": [bobs["id"]]}).status == 400
    assert bob.me["signed_in"] is True


def test_a_forgotten_password() -> None:
    browser = Browser()
    assert browser.auth("POST", "auth/password/request", {"email": ALICE}).status == 200
    [mail] = list_mails(ALICE)
    assert mail.type == "reset_email"
    key = link_value(mail)
    weak = browser.auth("POST", "auth/password/reset", {"key": key, "password": "short"})
    assert weak.status == 400
    assert browser.auth("POST", "auth/password/reset", {"key": key, "password": NEW_PASSWORD}).status in {200, 401}
    assert Browser().sign_in(ALICE, settings.DEMO_PASSWORD).status == 400
    assert Browser(ALICE, NEW_PASSWORD).me["signed_in"] is True
    again = Browser().auth("POST", "auth/password/reset", {"key": key, "password": "yet another password"})
    assert again.status == 400
    assert [mail.type for mail in list_mails(ALICE)] == ["reset_email", "security_notice"]


def test_a_reset_ends_the_other_sessions() -> None:
    stolen, browser = Browser(ALICE), Browser()
    browser.auth("POST", "auth/password/request", {"email": ALICE})
    key = link_value(list_mails(ALICE)[0])
    browser.auth("POST", "auth/password/reset", {"key": key, "password": NEW_PASSWORD})
    assert stolen.me["signed_in"] is False


def test_asking_for_a_reset_does_not_tell_who_is_known() -> None:
    answer = Browser().auth("POST", "auth/password/request", {"email": "nobody@northgate.test"})
    known = Browser().auth("POST", "auth/password/request", {"email": ALICE})
    assert (answer.status, answer.json) == (known.status, known.json)
    assert list_mails("nobody@northgate.test") == []


def test_changing_the_password_keeps_this_session_and_tells_by_mail() -> None:
    browser = Browser(ALICE)
    form = {"current_password": "wrong", "new_password": NEW_PASSWORD}
    assert browser.auth("POST", "account/password/change", form).status == 400
    form["current_password"] = settings.DEMO_PASSWORD
    assert browser.auth("POST", "account/password/change", form).status == 200
    assert browser.me["signed_in"] is True
    assert list_mails(ALICE)[-1].type == "security_notice"


def test_passwords_are_hashed_by_scrypt(cast: dict[str, Profile]) -> None:
    from frontdesk import settings as ours

    assert ours.PASSWORD_HASHERS[0].endswith("ScryptPasswordHasher")
    assert settings.DEMO_PASSWORD not in cast["alice"].password
    with tenancy.platform("tests"):
        assert EmailAddress.objects.get(user=cast["alice"]).verified


def test_a_form_where_json_belongs_is_bad_input() -> None:
    """The CSRF check reads a form's body first; what comes after must not stumble over that."""
    browser = Browser(ALICE)
    token = {"X-CSRFToken": browser.client.cookies["csrftoken"].value}
    assert browser.client.post("/api/contacts", {"email": "a@b.test"}, headers=token).status_code in {400, 415, 422}
    assert browser.client.post("/_allauth/browser/v1/auth/login", {"email": ALICE}, headers=token).status_code in {
        400,
        409,
    }
