"""What AI does for templates without any chat model: subjects and their test, wording, and a refusal that helps."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from desk import SMALL, Desk, Visitors, assert_accessible, assert_fits, call
from models import alice_of
from playwright.sync_api import Page, expect

NAME = "Office news"
SUBJECT = "We utilise a new office in order to serve you"


@pytest.fixture(scope="module")
def template(visitors: Visitors) -> Iterator[Any]:
    """A newsletter of Northgate's in words that could be plainer."""
    desk = Desk(visitors)
    alice = alice_of(desk)
    starter = call(alice, "GET", "/api/email-templates/starters?type=newsletter&locale=en")
    written = {name: starter[name] for name in ("preheader", "html_code", "source_format")}
    body = {"name": NAME, "type": "newsletter", "locale": "en", "category": "marketing", "subject": SUBJECT, **written}
    made = call(alice, "POST", "/api/email-templates", body)
    desk.close()
    yield made
    desk = Desk(visitors)
    call(alice_of(desk), "POST", f"/api/email-templates/{made['id']}/archive")
    desk.close()


def _open(desk: Desk, template: Any) -> Page:
    page = desk.open(f"/en/admin/email-templates/{template['id']}", "alice")
    expect(page.get_by_role("textbox", name="Subject")).to_be_visible()
    return page


def test_wording_is_marked_and_mended_in_its_place(desk: Desk, template: Any) -> None:
    page = _open(desk, template)
    page.get_by_role("radiogroup", name="Below the code").get_by_text("Wording").click()
    places = page.get_by_role("list", name="Places in the wording")
    finding = places.get_by_role("listitem").filter(has_text="utilise")
    finding.get_by_role("button").first.click()
    expect(page.get_by_role("textbox", name="Subject")).to_be_focused()
    assert_accessible(page)
    finding.get_by_role("button", name="Replace “utilise” by “use”").click()
    expect(page.get_by_role("textbox", name="Subject")).to_have_value(re.compile("^We use a new office"))
    expect(finding).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("textbox", name="Subject")).to_have_value(SUBJECT)


def test_suggested_subjects_become_a_test(desk: Desk, template: Any) -> None:
    page = _open(desk, template)
    page.get_by_role("button", name="Suggest others").click()
    dialog = page.get_by_role("dialog", name="Other subjects")
    suggested = dialog.get_by_role("list").get_by_role("checkbox")
    expect(suggested).to_have_count(5)
    assert_accessible(page)
    expect(dialog.get_by_role("button", name="Test them")).to_be_disabled()
    suggested.nth(0).check()
    expect(dialog.get_by_role("button", name="Use this subject")).to_be_enabled()
    suggested.nth(1).check()
    expect(dialog.get_by_role("button", name="Use this subject")).to_be_disabled()
    dialog.get_by_role("button", name="Test them").click()
    page.wait_for_url(re.compile(r"/en/admin/mail/campaigns/[0-9a-f-]{36}"))
    made = call(page.context, "GET", f"/api/mail/campaigns/{page.url.rsplit('/', 1)[1]}")
    current, *others = [each["subject"] for each in made["variants"]]
    assert current in ("", SUBJECT)  # empty: the template's own
    assert len(others) == 2
    assert all(others)
    call(page.context, "DELETE", f"/api/mail/campaigns/{made['id']}")


def test_builtin_says_that_it_cannot_write_and_who_can(desk: Desk, template: Any) -> None:
    page = _open(desk, template)
    page.get_by_role("button", name="Write with AI").click()
    drawer = page.get_by_role("dialog", name="Write with AI")
    drawer.get_by_role("combobox", name="Model").click()
    page.get_by_role("option", name=re.compile("Frontdesk built-in")).click()
    refusal = drawer.get_by_role("alert").filter(has_text="This needs a chat model")
    expect(refusal).to_contain_text("Suggestions for subjects, the check of wording")
    drawer.get_by_label("What should be different?").fill("Make it shorter.")
    expect(drawer.get_by_role("button", name="Rewrite", exact=True).last).to_be_disabled()
    assert_accessible(page)
    refusal.get_by_role("button", name=re.compile("^Use ")).first.click()
    expect(refusal).to_have_count(0)
    expect(drawer.get_by_role("button", name="Rewrite", exact=True).last).to_be_enabled()


def test_it_fits_a_telephone(desk: Desk, template: Any) -> None:
    page = desk.open(f"/en/admin/email-templates/{template['id']}", "alice", size=SMALL, scheme="dark")
    page.get_by_role("button", name="Write with AI").click()
    drawer = page.get_by_role("dialog", name="Write with AI")
    expect(drawer.get_by_role("combobox", name="Model")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
