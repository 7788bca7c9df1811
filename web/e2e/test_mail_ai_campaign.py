"""A subject that the patterns suggest, tried against a person's own: from the draft to what AI did for mail."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from desk import SMALL, Desk, assert_accessible, assert_fits, call
from installation import Installation, eventually
from letters import PERSON, Letter
from playwright.sync_api import Page, expect
from world import Kept

from frontdesk.mail.tests.faulty import Taken

OURS = "New rules for family visas from 1 April"
NAME = "Visas in April"
SAMPLE = 40  # percent: about thirty people for each subject
PATIENCE = 120.0  # for what goes out slowly, on a machine that is busy


@dataclass
class Story:
    """What one chapter leaves to the next."""

    campaign_id: str = ""
    theirs: str = ""
    is_tried: bool = False
    is_over: bool = False

    @property
    def page(self) -> str:
        return f"/en/admin/mail/campaigns/{self.campaign_id}"


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


def test_try_a_suggested_subject(desk: Desk, story: Story) -> None:
    page = desk.open("/en", "alice")
    story.campaign_id = _draft(page)
    page.goto(story.page)
    page.get_by_role("button", name="Suggest subjects…").click()
    dialog = page.get_by_role("dialog", name="Suggested subjects")
    ideas = dialog.get_by_role("list", name="Suggested subjects").get_by_role("listitem")
    expect(ideas).to_have_count(5)
    expect(dialog.get_by_text(OURS, exact=True).first).to_be_visible()
    expect(dialog.get_by_text("By a pattern")).to_have_count(5)
    assert_accessible(page)
    dialog.get_by_role("checkbox", disabled=False).first.check()
    dialog.get_by_role("button", name="Test it against the current one").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Variant B", exact=True)).to_be_visible()
    expect(page.get_by_text("By the built-in patterns")).to_be_visible()
    subjects = page.get_by_role("textbox", name="Subject")
    expect(subjects.nth(0)).to_have_value(OURS)
    story.theirs = subjects.nth(1).input_value()
    assert story.theirs not in ("", OURS)
    _set_the_test(page)
    story.is_tried = True


def _draft(page: Page) -> str:
    """The demo's draft, with one subject that a person wrote."""
    (like,) = call(page.context, "GET", "/api/mail/campaigns?q=Summer")["items"]
    made = call(page.context, "POST", f"/api/mail/campaigns/{like['id']}/duplicate")
    first = made["variants"][0]
    # Another journey's newsletter may have taken its place.
    own = call(page.context, "GET", f"/api/email-templates/{first['template']['id']}")
    if not own["is_active"]:
        switch = {"version": own["version"], "is_active": True}
        call(page.context, "PATCH", f"/api/email-templates/{own['id']}", switch)
    variant = {"template_id": first["template"]["id"], "subject": OURS, "values": first["values"]}
    changes = {"version": made["version"], "name": NAME, "variants": [variant], "ab_decides_itself": False}
    call(page.context, "PATCH", f"/api/mail/campaigns/{made['id']}", changes)
    return str(made["id"])


def _set_the_test(page: Page) -> None:
    page.get_by_role("textbox", name="Part that tries them").fill(str(SAMPLE))
    page.get_by_role("textbox", name="People of each variant").fill("10")
    expect(page.get_by_text("only when we are 95% sure and each variant has reached 10 people")).to_be_visible()
    share = page.get_by_role("textbox", name="Share of variant A")
    share.fill("100")
    expect(page.get_by_text("which leaves nothing for the variants without a share")).to_be_visible()
    share.fill("")
    page.get_by_role("switch", name="At each person's best hour").click()
    expect(page.get_by_text("Best on the whole: around")).to_be_visible()
    page.get_by_role("switch", name="At each person's best hour").click()
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text(re.compile(r"Ready for \d+ people"))).to_be_visible()
    expect(page.get_by_text("Everybody gets the same mail")).to_be_visible()
    _looks_right(page)


def test_say_no_more_than_the_test_shows(desk: Desk, story: Story, installation: Installation) -> None:
    if not story.is_tried:
        pytest.skip("there is no test to send")
    page = desk.open(story.page, "alice")
    before = len(installation.world.kept)
    page.get_by_role("button", name="Send now…").click()
    dialog = page.get_by_role("dialog", name="Send this campaign?")
    dialog.get_by_role("button", name=re.compile(r"Send to \d+ people")).click()
    expect(page.get_by_text("The test is out: your turn")).to_be_visible(timeout=PATIENCE * 1000)
    out = time.monotonic()
    ours, theirs = _letters(page, story, installation.world.kept[before:])
    recipients = [each.recipient for each in (*ours, *theirs)]
    assert len(recipients) == len(set(recipients))
    eventually(lambda: time.monotonic() - out > 6, what="mails old enough to be read by a person")
    for letter in (*ours[:6], *theirs[:8]):
        _read(desk, letter)

    panel = page.get_by_role("region", name="What the test shows")
    bars = panel.get_by_role("list", name="What the test shows").get_by_role("listitem")

    def is_counted() -> bool:
        page.reload()
        expect(bars.nth(1)).to_contain_text("opened it")
        return "6 of" in bars.nth(0).inner_text() and "8 of" in bars.nth(1).inner_text()

    # Results are kept for some seconds, and asking for them while the mails went out has kept those of then.
    eventually(is_counted, what="the opens in the results", seconds=PATIENCE)
    expect(panel.get_by_text("Not enough data yet", exact=True)).to_be_visible()
    expect(panel.get_by_text("To see one of a quarter takes about")).to_be_visible()
    expect(bars.nth(0)).to_contain_text("By a person")
    expect(bars.nth(1)).to_contain_text("By the built-in patterns")
    expect(bars.nth(1)).to_contain_text(re.compile(r"8 of \d+ opened it"))
    _looks_right(page)

    page.get_by_role("button", name="Choose B").click()
    page.get_by_role("dialog").get_by_role("button", name="Send B to the others").click()
    expect(panel.get_by_text("B was chosen", exact=True)).to_be_visible()
    expect(panel.get_by_text("B was chosen by Alice Archer.")).to_be_visible()
    # Those who get it now were not part of the test, and do not change what it shows.
    expect(panel.get_by_text("Everybody else, after the choice")).to_be_visible(timeout=PATIENCE * 1000)
    expect(bars.nth(1)).to_contain_text(re.compile(r"8 of \d+ opened it"))
    story.is_over = True


def _letters(page: Page, story: Story, kept: Sequence[Kept]) -> list[list[Letter]]:
    """Of the sample, by variant."""
    letters = [Letter(Taken("", [each.recipient], "", each.content, 0)) for each in kept]
    found = []
    for variant in (0, 1):
        path = f"/api/mail/campaigns/{story.campaign_id}/recipients?variant={variant}&limit=100"
        people = {each["email"] for each in call(page.context, "GET", path)["items"]}
        found.append([each for each in letters if each.recipient in people])
    return found


def _read(desk: Desk, letter: Letter) -> None:
    stranger = desk.context()
    answered = stranger.request.get(letter.pixel, headers={"User-Agent": PERSON})
    assert answered.headers["content-type"].startswith("image/")
    stranger.close()


def test_show_what_ai_did(desk: Desk, story: Story) -> None:
    if not story.is_over:
        pytest.skip("no campaign compared anything")
    page = desk.open("/en/admin/mail/campaigns", "alice")
    page.get_by_role("link", name="What AI did", exact=True).click()
    expect(page.get_by_role("heading", name="What AI did for mail", level=1)).to_be_visible()
    panel = page.get_by_role("region", name="Subjects: AI against people")
    expect(panel.get_by_role("link", name=NAME)).to_have_attribute("href", story.page)
    expect(panel.get_by_text("Subjects by AI", exact=True).first).to_be_visible()
    expect(page.get_by_text("No model was asked for mail in this time.")).to_be_visible()
    _looks_right(page)
    page.get_by_text("7 days", exact=True).click()
    expect(page).to_have_url(re.compile("since="))
    expect(panel.get_by_role("link", name=NAME)).to_be_visible()
    expect(panel.get_by_text(re.compile("not enough data|no extra opens", re.IGNORECASE)).first).to_be_visible()

    page = desk.open("/es/admin/mail/ai", "alice", scheme="dark")
    expect(page.get_by_role("region", name="Asuntos: IA contra personas")).to_be_visible()
    _looks_right(page)


def test_only_who_may_see_the_costs(desk: Desk) -> None:
    page = desk.open("/en/admin/mail/campaigns", "bob")
    expect(page.get_by_role("heading", name="Campaigns", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="What AI did", exact=True)).to_have_count(0)


def test_keep_quiet_hours(desk: Desk) -> None:
    page = desk.open("/en/admin/mail/sending", "alice")
    panel = page.get_by_role("region", name="Quiet hours")
    _choose(page, panel.get_by_role("combobox", name="From"), "22:00")
    settings: Any = eventually(lambda: _settings_with(page, 22), what="the new quiet hours")
    assert settings["quiet_until"] == 8
    assert_accessible(page)
    _choose(page, panel.get_by_role("combobox", name="From"), "21:00")
    eventually(lambda: _settings_with(page, 21), what="the quiet hours as before")


def _choose(page: Page, field: Any, option: str) -> None:
    field.click()
    page.get_by_role("option", name=option, exact=True).click()


def _settings_with(page: Page, quiet_from: int) -> Any:
    found = call(page.context, "GET", "/api/mail/settings")
    return found if found["quiet_from"] == quiet_from else None


def _looks_right(page: Page) -> None:
    """For axe and on a telephone."""
    assert_accessible(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    assert_fits(page)
    if wide:
        page.set_viewport_size(wide)
