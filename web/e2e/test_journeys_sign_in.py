"""Signing in and out: by password, by mail, by authenticator app, by passkey, by keyboard."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable

from desk import PASSWORD, Desk, assert_accessible, call, settle
from inbox import Inbox
from playwright.sync_api import Page, expect

AUTHENTICATORS = "/_allauth/browser/v1/account/authenticators"
ALICE, BOB, CAROL = "alice@northgate.test", "bob@northgate.test", "carol@client.test"
NEW_PASSWORD = "a kettle on the windowsill"


def test_refusals_limits_and_sign_out(desk: Desk) -> None:
    page = desk.open("/en/admin/contacts")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("E-mail")).to_have_accessible_description(re.compile("Enter an e-mail address"))

    sign_in(page, ALICE, "not her password")
    expect(page.get_by_text("The email address and/or password you specified are not correct")).to_be_visible()
    assert_accessible(page)
    sign_in(page, ALICE, PASSWORD)
    expect(page.get_by_role("heading", name="Contacts", level=1)).to_be_visible()  # where she wanted to go

    sign_out(page)
    page.goto("/en/admin/contacts")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()

    limited = page.get_by_text(re.compile("Too many"))
    for _ in range(7):
        with page.expect_response("**/auth/login"):
            sign_in(page, "nobody@northgate.test", "a guess")
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_enabled()
    expect(limited).to_be_visible()


def test_password_reset_by_mail(desk: Desk, inbox_of: Callable[[str], Inbox]) -> None:
    page = desk.open("/en/auth/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.get_by_role("heading", name="Reset your password")).to_be_visible()
    page.get_by_label("E-mail").fill(CAROL)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()

    page.goto(inbox_of("alice").link(CAROL, "/auth/reset-password"))
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_role("heading", name="Your password has been changed")).to_be_visible()

    page.goto("/en/auth/sign-in")
    sign_in(page, CAROL, NEW_PASSWORD)
    navigation = page.get_by_role("navigation", name="Main navigation")
    expect(navigation.get_by_role("link", name="Home")).to_be_visible()
    expect(navigation.get_by_role("link", name="People")).to_have_count(0)


def test_authenticator_app_then_passkey(desk: Desk) -> None:
    page = desk.open("/en/auth/sign-in")
    sign_in(page, BOB, PASSWORD)
    expect(page.get_by_role("navigation", name="Main navigation")).to_be_visible()
    page.goto("/en/account/security")
    page.get_by_role("button", name="Set up an authenticator app").click()
    dialog = page.get_by_role("dialog", name="Set up an authenticator app")
    secret = dialog.locator("code").inner_text()
    dialog.get_by_label("6-digit code").fill("000000")
    dialog.get_by_role("button", name="Turn on").click()
    expect(dialog.get_by_label("6-digit code")).to_have_accessible_description(re.compile("Incorrect code"))
    dialog.get_by_label("6-digit code").fill(totp(secret))
    dialog.get_by_role("button", name="Turn on").click()
    confirm_identity(page)
    codes = page.get_by_role("dialog", name="Recovery codes")
    expect(codes).to_be_visible()
    assert_accessible(page)
    codes.get_by_role("button", name="Close").click()

    sign_out(page)
    sign_in(page, BOB, PASSWORD)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_label("Code").fill(totp(secret))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("navigation", name="Main navigation")).to_be_visible()

    add_virtual_authenticator(page)
    page.goto("/en/account/security")
    page.get_by_role("button", name="Add a passkey").click()
    dialog = page.get_by_role("dialog", name="Add a passkey")
    dialog.get_by_label("Name").fill("Work laptop")
    dialog.get_by_role("button", name="Continue on this device").click()
    confirm_identity(page)
    expect(page.get_by_role("button", name="Remove Work laptop")).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("button", name="Your account: Bob")).to_be_visible()

    # Other journeys sign him in by his password alone.
    call(page.context, "POST", "/_allauth/browser/v1/auth/reauthenticate", {"password": PASSWORD})
    own = call(page.context, "GET", AUTHENTICATORS)["data"]
    passkeys = [each["id"] for each in own if each["type"] == "webauthn"]
    call(page.context, "DELETE", f"{AUTHENTICATORS}/webauthn", {"authenticators": passkeys})
    call(page.context, "DELETE", f"{AUTHENTICATORS}/totp")


def test_by_keyboard_alone(desk: Desk) -> None:
    page = desk.open("/en/auth/sign-in")
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.type(ALICE)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Main navigation")).to_be_visible()
    settle(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    contacts = page.get_by_role("link", name="Contacts")
    for _ in range(15):
        page.keyboard.press("Tab")
        if contacts.evaluate("(link) => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Contacts", level=1)).to_be_visible()


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_identity(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Is it still you?")
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Confirm").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def totp(secret: str) -> str:
    """RFC 6238 with its usual 30 seconds, SHA-1 and 6 digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def add_virtual_authenticator(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
