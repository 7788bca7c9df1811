"""From signing up to working with a colleague, by the mails that arrive."""

import re
from collections.abc import Callable

from desk import Desk, assert_accessible
from inbox import Inbox
from playwright.sync_api import Page, expect

OWNER, COLLEAGUE = "erin@lakeside.test", "frank@lakeside.test"
PHRASE = "lanterns over the lake"


def test_sign_up_confirm_and_invite(desk: Desk, inbox_of: Callable[[str], Inbox]) -> None:
    inbox = inbox_of("root")
    page = desk.open("/en/auth/sign-up")
    _sign_up(page)
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    expect(page.get_by_text(OWNER)).to_be_visible()
    assert_accessible(page)

    page.goto(inbox.link(OWNER, "/auth/confirm-email"))
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_role("heading", name="Address confirmed")).to_be_visible()
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Erin")

    page.get_by_role("navigation", name="Main navigation").get_by_role("link", name="People").click()
    _invite(page)

    colleague = desk.open(inbox.link(COLLEAGUE, "/invitation"))
    expect(colleague.get_by_role("heading", name="Join Lakeside Advice")).to_be_visible()
    expect(colleague.get_by_text("You are invited as Agent")).to_be_visible()
    assert_accessible(colleague)
    colleague.get_by_label("Full name").fill("Frank Lakeside")
    colleague.get_by_label("Password", exact=True).fill(PHRASE)
    colleague.get_by_role("button", name="Accept the invitation").click()
    _expect_agent(colleague)

    expect(page.get_by_role("table", name="Invitations").get_by_role("row", name=COLLEAGUE)).to_contain_text("Accepted")


def _sign_up(page: Page) -> None:
    page.get_by_label("Name of the organisation").fill("Lakeside Advice")
    page.get_by_label("Full name").fill("Erin Lakeside")
    page.get_by_label("E-mail").fill(OWNER)
    password = page.get_by_label("Password", exact=True)
    password.fill("short")
    page.get_by_role("button", name="Create organisation").click()
    expect(password).to_have_accessible_description(re.compile("too short"))
    password.fill(PHRASE)
    page.get_by_role("button", name="Create organisation").click()


def _invite(page: Page) -> None:
    page.get_by_role("button", name="Invite").first.click()
    dialog = page.get_by_role("dialog", name="Invite somebody")
    dialog.get_by_label("E-mail").fill(COLLEAGUE)
    dialog.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text(f"Invitation sent to {COLLEAGUE}.")).to_be_visible()
    page.get_by_role("tab", name="Invitations").click()
    expect(page.get_by_role("row", name=COLLEAGUE)).to_contain_text("Waiting")


def _expect_agent(page: Page) -> None:
    navigation = page.get_by_role("navigation", name="Main navigation")
    expect(navigation.get_by_role("link", name="Contacts")).to_be_visible()
    for forbidden in ("Settings", "Audit log"):
        expect(navigation.get_by_role("link", name=forbidden)).to_have_count(0)
    expect(page.get_by_role("button", name="Your account: Frank Lakeside")).to_be_visible()
