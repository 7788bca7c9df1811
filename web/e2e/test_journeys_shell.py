"""What every page has in common: language, appearance, palette, small screens, live news, and a superadmin's visit."""

import re

from desk import SMALL, Desk, assert_accessible, assert_fits, call, settle
from playwright.sync_api import expect


def test_language_appearance_and_palette(desk: Desk) -> None:
    page = desk.open("/en/admin/contacts?q=nobody", "alice")
    page.get_by_role("button", name="Your account: Alice").click()
    page.get_by_role("radiogroup", name="Language").get_by_text("Español").click()
    expect(page.get_by_role("heading", name="Contactos", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/es/admin/contacts\?q=nobody$"))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.goto("/")  # the choice is remembered
    expect(page).to_have_url(re.compile(r"/es$"))
    call(page.context, "PATCH", "/api/me", {"locale": "en"})
    page.goto("/en")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Type a page or an action").fill("dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")

    page.get_by_role("button", name="Go to…").click()
    page.get_by_placeholder("Type a page or an action").fill("audit")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Audit log", level=1)).to_be_visible()


def test_small_screen(desk: Desk) -> None:
    page = desk.open("/en", "alice", size=SMALL)
    assert_fits(page)
    page.get_by_role("button", name="Open navigation").click()
    drawer = page.get_by_role("dialog", name="Main navigation")
    expect(drawer).to_be_visible()
    assert_accessible(page)
    drawer.get_by_role("link", name="People").click()
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()
    expect(drawer).to_have_count(0)


def test_news_arrive_without_reload(desk: Desk) -> None:
    watching = desk.context("alice").new_page()
    with watching.expect_response("**/api/stream"):
        watching.goto("/en/admin/contacts")
    settle(watching)
    working = desk.open("/en/admin/contacts", "bob")
    other = desk.open("/en/admin/contacts", "dave")
    working.get_by_role("button", name="Add contact").first.click()
    dialog = working.get_by_role("dialog", name="Add contact")
    dialog.get_by_label("E-mail").fill("grace@client.test")
    dialog.get_by_label("Full name").fill("Grace Client")
    dialog.get_by_role("button", name="Add contact").click()
    expect(working.get_by_role("heading", name="Grace Client", level=1)).to_be_visible()
    expect(watching.get_by_role("row", name="Grace Client")).to_be_visible()
    settle(other)
    expect(other.get_by_text("Grace Client")).to_have_count(0)


def test_superadmin_visits_an_organisation(desk: Desk) -> None:
    page = desk.open("/en", "root")
    page.get_by_role("button", name="Switch organisation, now Platform").click()
    dialog = page.get_by_role("dialog", name="Enter an organisation")
    dialog.get_by_label("Organisation", exact=True).fill("North")
    page.get_by_role("option", name="Northgate Immigration").click()
    dialog.get_by_label("Reason").fill("Asked for help with a template")
    assert_accessible(page)
    dialog.get_by_role("button", name="Enter", exact=True).click()

    banner = page.get_by_role("region", name="You are inside an organisation")
    expect(banner).to_contain_text("You are working inside Northgate Immigration.")
    timer = banner.get_by_role("timer")
    expect(timer).to_have_text(re.compile(r"^(29:\d\d|30:00) left$"))
    shown = timer.inner_text()
    expect(timer).not_to_have_text(shown)
    page.get_by_role("navigation", name="Main navigation").get_by_role("link", name="People").click()
    expect(page.get_by_role("row", name="bob@northgate.test")).to_be_visible()
    assert_accessible(page)

    banner.get_by_role("button", name="Leave").click()
    expect(banner).to_have_count(0)
    expect(page.get_by_role("button", name="Switch organisation, now Platform")).to_be_visible()

    audit = desk.open("/en/admin/audit", "alice")
    visit = audit.get_by_role("row").filter(has_text="Asked for help with a template")
    expect(visit.first).to_contain_text("Root")
