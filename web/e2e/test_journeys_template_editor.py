"""A template's page: work that is not saved yet, two people at once, versions, languages, and who may not edit."""

import re
from typing import Any

from desk import SMALL, Desk, assert_accessible, assert_fits, call, settle
from playwright.sync_api import Locator, Page, expect

CODE = "<p>one</p>\n<p>two</p>\n<p>three</p>\n"


def test_unsaved_work_is_kept_and_undone(desk: Desk) -> None:
    page = desk.open("/en", "alice")
    made = _make(page, "Kept work")
    address = f"/en/admin/email-templates/{made['id']}"
    page.goto(address)
    subject = page.get_by_label("Subject")
    expect(subject).to_have_value("Hello")
    subject.fill("Typed and not saved")
    expect(page.get_by_text(re.compile(r"Draft kept \d\d:\d\d"))).to_be_visible()
    assert call(page.context, "GET", f"/api/email-templates/{made['id']}")["subject"] == "Hello"

    page.get_by_role("link", name="E-mail templates").last.click()
    expect(page.get_by_role("heading", name="E-mail templates", level=1)).to_be_visible()
    page.goto(address)
    dialog = page.get_by_role("dialog", name="You have unsaved changes")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Continue with my changes").click()
    expect(subject).to_have_value("Typed and not saved")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Version 2", exact=True)).to_be_visible()

    # One step back leads over the save; the saved version stays what it is.
    subject.press("Control+z")
    expect(subject).to_have_value("Hello")
    subject.press("Control+Shift+z")
    expect(subject).to_have_value("Typed and not saved")
    page.reload()
    expect(subject).to_have_value("Typed and not saved")
    expect(dialog).to_have_count(0)


def test_work_is_not_lost_while_nobody_answers(desk: Desk) -> None:
    page = desk.open("/en", "alice")
    made = _make(page, "Offline")
    page.goto(f"/en/admin/email-templates/{made['id']}")
    expect(page.get_by_label("Subject")).to_have_value("Hello")
    page.context.route("**/draft", lambda route: route.abort())
    page.get_by_label("Subject").fill("Typed in a tunnel")
    expect(page.get_by_text("Draft not kept")).to_be_visible()
    page.context.unroute("**/draft")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text(re.compile(r"Draft kept \d\d:\d\d"))).to_be_visible()


def test_two_peoples_work_becomes_one(desk: Desk) -> None:
    page = desk.open("/en", "alice")
    made = _make(page, "Two people")
    page.goto(f"/en/admin/email-templates/{made['id']}")
    expect(page.get_by_label("Subject")).to_have_value("Hello")
    page.get_by_label("Subject").fill("Mine")
    theirs = {"version": 1, "subject": "Theirs", "preheader": "News", "html_code": CODE.replace("two", "2")}
    call(page.context, "PATCH", f"/api/email-templates/{made['id']}", theirs)

    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Put both together").click()
    dialog = page.get_by_role("dialog", name="Put both together")
    both = dialog.get_by_role("button", name="Save both together")
    expect(both).to_be_disabled()
    assert_accessible(page)
    dialog.get_by_role("radio", name="Mine").check()
    both.click()
    expect(page.get_by_text("Version 3", exact=True)).to_be_visible()
    merged = call(page.context, "GET", f"/api/email-templates/{made['id']}")
    assert (merged["subject"], merged["preheader"]) == ("Mine", "News")
    assert merged["html_code"] == CODE.replace("two", "2")


def test_versions_are_compared_and_restored(desk: Desk) -> None:
    page = desk.open("/en", "alice")
    made = _make(page, "Versions")
    change = {"version": 1, "subject": "Second", "html_code": CODE.replace("two", "changed")}
    call(page.context, "PATCH", f"/api/email-templates/{made['id']}", change)
    page.goto(f"/en/admin/email-templates/{made['id']}")
    dialog = _open_history(page)
    for version, words in ((1, "two"), (2, "changed")):
        shown = dialog.get_by_role("figure").filter(has_text=f"Version {version}").frame_locator("iframe")
        expect(shown.get_by_text(words, exact=True)).to_be_visible()
    dialog.get_by_text("Source", exact=True).click()
    expect(dialog.locator("del", has_text="two")).to_be_visible()
    expect(dialog.locator("ins", has_text="changed")).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    dialog.get_by_role("button", name=re.compile("^Version 1")).click()
    assert_fits(page)
    dialog.get_by_role("button", name="Restore this version").click()
    expect(page.get_by_text("Version 3", exact=True)).to_be_visible()
    expect(page.get_by_label("Subject")).to_have_value("Hello")
    _newest_is_as_the_first(page, made)


def _open_history(page: Page) -> Locator:
    page.get_by_role("button", name="Actions for Versions").click()
    page.get_by_role("menuitem", name="Version history").click()
    return page.get_by_role("dialog", name="Version history")


def _newest_is_as_the_first(page: Page, made: Any) -> None:
    """Nothing is taken out of the history: what was restored stands on top of it."""
    saved = call(page.context, "GET", f"/api/email-templates/{made['id']}")
    assert (saved["version"], saved["subject"], saved["html_code"]) == (3, "Hello", CODE)
    kept = call(page.context, "GET", f"/api/email-templates/{made['id']}/versions")["items"]
    assert [(each["version"], each["subject"]) for each in kept] == [(3, "Hello"), (2, "Second"), (1, "Hello")]
    dialog = _open_history(page)
    expect(dialog.get_by_role("button", name=re.compile("^Version 3"))).to_contain_text("Current")


def test_a_language_is_added_and_stands_beside(desk: Desk) -> None:
    page = desk.open("/en", "alice")
    made = _make(page, "Languages")
    page.goto(f"/en/admin/email-templates/{made['id']}")
    page.get_by_role("button", name="Add Español").click()
    page.get_by_role("button", name="Copy and translate").click()
    languages = page.get_by_role("navigation", name="Languages of this mail")
    expect(languages.get_by_role("link", name="Español")).to_have_attribute("aria-current", "page")
    page.get_by_label("Subject").fill("Hola")
    languages.get_by_role("button", name="Side by side").click()
    beside = page.get_by_role("region", name="English version")
    expect(beside.locator("iframe")).to_be_visible()
    assert_accessible(page)
    beside.get_by_role("link", name="Edit English").click()
    expect(page.get_by_label("Subject")).to_have_value("Hello")
    assert page.url.endswith(f"/{made['id']}")


def test_ways_of_writing_are_switched_and_taken_back(desk: Desk) -> None:
    page = desk.open("/en", "alice")
    made = _make(page, "Modes")
    page.goto(f"/en/admin/email-templates/{made['id']}")
    modes = page.get_by_role("radiogroup", name="How it is written")
    expect(page.locator(".monaco-editor").first).to_be_visible()
    modes.get_by_text("MJML", exact=True).click()
    dialog = page.get_by_role("dialog", name="Switch to MJML?")
    expect(dialog.get_by_text("Undo brings back what you have now.")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Switch to MJML").click()
    expect(modes.get_by_role("radio", name="MJML")).to_be_checked()
    modes.get_by_text("Blocks", exact=True).click()
    expect(modes.get_by_role("radio", name="Blocks")).to_be_checked()
    for mode in ("MJML", "HTML"):
        page.get_by_role("button", name="Undo").first.click()
        expect(modes.get_by_role("radio", name=mode)).to_be_checked()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()


def test_why_one_cannot_edit(desk: Desk) -> None:
    root = desk.open("/en", "root")
    made = _make(root, "Platform's welcome", type="welcome")
    page = desk.open(f"/en/admin/email-templates/{made['id']}", "alice")
    expect(page.get_by_role("note")).to_contain_text("default for all organisations")
    expect(page.get_by_label("Subject")).not_to_be_editable()
    expect(page.get_by_role("button", name="Duplicate to customise")).to_be_visible()
    settle(page)
    assert_accessible(page)
    call(root.context, "DELETE", f"/api/email-templates/{made['id']}")


def _make(page: Page, name: str, **more: str) -> Any:
    template = {"name": name, "type": "custom", "subject": "Hello", "html_code": CODE, "source_format": "html"}
    return call(page.context, "POST", "/api/email-templates", {**template, **more})
