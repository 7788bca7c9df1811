"""From an organisation that never sent a newsletter to people who answer one: each step as Alice does it, in order."""

import re
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from desk import SMALL, Desk, Visitors, assert_accessible, assert_fits, call
from installation import Installation, eventually
from letters import PERSON, Letter, Sink, answer, post, report_of_failure, running_sink
from playwright.sync_api import FilePayload, Page, expect

DOMAIN = "northgate-visas.test"
LIST, TEMPLATE, CAMPAIGN = "Visa news", "Visa bulletin", "Visa bulletin of June"
SUBJECTS = ("New rules from 1 April", "What changes for your family in April")
FIRST = ("Ana", "Beñat", "Chloé", "Dilnoza", "Emeka", "Fatou", "Goran", "Hana", "Ivo", "Jürgen")
LAST = ("Adeyemi", "Brandt", "Čapek", "Duarte", "Eriksen")
PEOPLE = [f"{number}@readers.test" for number in range(1, 51)]
FORMULA, GONE_BEFORE = PEOPLE[0], "left@readers.test"
SAMPLE = 60  # of a hundred, so that 30 try the two subjects and 20 get the better one
PATIENCE = 90.0  # for what goes out slowly, on a machine that is busy


@dataclass
class Story:
    """What one chapter leaves to the next."""

    sink: Sink
    campaign_id: str = ""
    told: set[str] = field(default_factory=set)

    def needs(self, *chapters: str) -> None:
        missing = [each for each in chapters if each not in self.told]
        if missing:
            pytest.skip(f"the journey did not come so far: {', '.join(missing)}")

    def letters(self) -> list[Letter]:
        return self.sink.letters(*SUBJECTS)

    def letter_to(self, address: str) -> Letter:
        (found,) = [each for each in self.letters() if each.recipient == address]
        return found


@pytest.fixture(scope="module")
def story(visitors: Visitors) -> Iterator[Story]:
    """Afterwards Northgate's mail goes as before: other journeys read it."""
    with running_sink() as sink:
        yield Story(sink)
    desk = Desk(visitors)
    alice = desk.context("alice")
    for provider in call(alice, "GET", "/api/mail/providers")["items"]:
        call(alice, "DELETE", f"/api/mail/providers/{provider['id']}")
    desk.close()


def test_set_up_a_sending_provider(desk: Desk, story: Story) -> None:
    page = desk.open("/en/admin/mail/sending", "alice")
    page.get_by_role("button", name=re.compile("^(Start|Go on)$")).click()
    expect(page.get_by_role("heading", name="Set up sending", level=1)).to_be_visible()
    page.get_by_role("button", name="Add a sending provider").first.click()
    page.get_by_role("button", name=re.compile("^SMTP")).click()
    form = page.get_by_role("form", name="SMTP")
    form.get_by_role("textbox", name="Name", exact=True).fill("Our mail server")
    form.get_by_role("textbox", name="Server", exact=True).fill("10.20.30.40")
    form.get_by_role("textbox", name="Port", exact=True).fill(str(story.sink.port))
    form.get_by_role("combobox", name="Encryption").click()
    page.get_by_role("option", name="none").click()
    form.get_by_role("button", name="Save this sending provider").click()
    # An address inside the network, which the operator has not allowed.
    expect(form.get_by_text("FRONTDESK_OUTBOUND_ALLOW")).to_be_visible()
    form.get_by_role("textbox", name="Server", exact=True).fill("127.0.0.1")
    form.get_by_role("textbox", name="Port", exact=True).fill("1")
    form.get_by_role("button", name="Save this sending provider").click()

    card = page.get_by_role("article", name="Our mail server")
    card.get_by_role("button", name="Check connection").click()
    expect(card.get_by_text("It does not work yet")).to_be_visible()
    expect(card.get_by_role("status")).to_contain_text("127.0.0.1:1")
    _change(page, "Port", str(story.sink.port))
    card.get_by_role("button", name="Check connection").click()
    expect(card.get_by_text("Connected and signed in")).to_be_visible()
    _looks_right(page, "1-sending-provider")
    story.told.add("sending provider")


def _change(page: Page, field: str, value: str) -> None:
    page.get_by_role("article", name="Our mail server").get_by_role("button", name="Edit").click()
    form = page.get_by_role("form", name="SMTP")
    form.get_by_role("textbox", name=field, exact=True).fill(value)
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)


def test_prove_the_domain(desk: Desk, story: Story, installation: Installation) -> None:
    story.needs("sending provider")
    page = desk.open("/en/admin/mail/sending?step=domain", "alice")
    page.get_by_role("textbox", name="Domain", exact=True).fill(DOMAIN)
    page.get_by_role("button", name="Add domain").click()
    card = page.get_by_role("article", name=DOMAIN, exact=True)
    card.get_by_role("button", name="Names for links and bounces").click()
    card.get_by_role("textbox", name="Bounces").fill(f"bounces.{DOMAIN}")
    card.get_by_role("button", name="Save").click()
    records = card.get_by_role("list", name="DNS records").get_by_role("listitem")
    expect(records.filter(has_text=f"bounces.{DOMAIN}").first).to_be_visible()
    card.get_by_role("button", name="Check again").click()
    expect(records.filter(has_text="Ownership")).to_contain_text("Missing")
    expect(card.get_by_text("Waiting for records")).to_be_visible()
    _looks_right(page, "2-records")

    told = next(each for each in call(page.context, "GET", "/api/mail/domains")["items"] if each["domain"] == DOMAIN)
    # What would lead here has no value: this server has no public name.
    wanted = [each for each in told["records"] if each["expected"]]
    for record in wanted:
        if record["type"] == "TXT":
            installation.names.give_text(record["name"], record["expected"])
        else:
            installation.names.give(record["name"], record["type"], record["expected"])
    card.get_by_role("button", name="Check again").click()
    expect(card.get_by_text("Verified")).to_be_visible()
    expect(records.filter(has_text="In order")).to_have_count(len(wanted))
    story.told.add("domain")


def test_send_in_the_own_name(desk: Desk, story: Story, installation: Installation) -> None:
    story.needs("domain")
    page = desk.open("/en/admin/mail/sending?step=sender", "alice")
    for purpose, name, local in (
        ("Newsletters", "Northgate News", "news"),
        ("Letters and notices", "Northgate", "desk"),
    ):
        page.get_by_role("button", name=f"Edit {purpose}", exact=True).click()
        form = page.get_by_role("form", name=purpose, exact=True)
        form.get_by_role("textbox", name="Name").fill(name)
        form.get_by_role("textbox", name="Address").fill(f"{local}@{DOMAIN}")
        form.get_by_role("button", name="Save").click()
        expect(page.get_by_role("article", name=purpose, exact=True)).to_contain_text("Own domain")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("It went out: the next server took it.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Test mail Done"))).to_be_visible()
    _looks_right(page, "3-test-mail")
    (taken,) = story.sink.server.taken
    letter = Letter(taken)
    assert letter.message["From"] == f"Northgate <desk@{DOMAIN}>"
    assert letter.recipient == "alice@northgate.test"
    assert letter.is_signed(installation.names.address)
    story.told.add("own name")


def _csv() -> bytes:
    """As a spreadsheet of the Windows kind writes it."""
    rows = ["E-mail;First name;Last name;City"]
    for number, address in enumerate(PEOPLE):
        city = '"=HYPERLINK(""http://evil.test"";""Leeds"")"' if address == FORMULA else "Málaga"
        rows.append(f"{address};{FIRST[number % 10]};{LAST[number % 5]};{city}")
    rows += [
        f"{GONE_BEFORE};Lena;Left;Leeds",
        "nobody at nowhere;Bad;Line;York",
        f"{PEOPLE[3].upper()};Twice;Told;Hull",
    ]
    return ("\ufeff" + "\r\n".join(rows) + "\r\n").encode()


def test_bring_the_contacts(desk: Desk, story: Story) -> None:
    story.needs("own name")
    page = desk.open("/en/admin/mail/suppressions", "alice")
    page.get_by_role("button", name="Add address").first.click()
    dialog = page.get_by_role("dialog", name="Add an address")
    dialog.get_by_role("textbox", name="E-mail").fill(GONE_BEFORE)
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text(GONE_BEFORE)).to_be_visible()

    page.goto("/en/admin/contacts/lists")
    page.get_by_role("button", name="Create list").first.click()
    dialog = page.get_by_role("dialog", name="Create list")
    dialog.get_by_role("textbox", name="Name").fill(LIST)
    dialog.get_by_role("button", name="Create list").click()
    expect(page.get_by_role("heading", name=LIST, level=1)).to_be_visible()

    page.goto("/en/admin/contacts/imports")
    file = FilePayload(name="readers.csv", mimeType="text/csv", buffer=_csv())
    page.get_by_label("Drop a CSV file here, or choose one").set_input_files(file)
    expect(page.get_by_role("heading", name="readers.csv", level=1)).to_be_visible()
    expect(page.get_by_role("combobox", name="Columns end with")).to_have_value("Semicolon")
    expect(page.get_by_role("combobox", name="What E-mail becomes", exact=True)).to_have_value("E-mail address")
    expect(page.get_by_role("combobox", name="What First name becomes")).to_have_value("First name")
    _choose(page, "What City becomes", "Field of your own")
    expect(page.get_by_role("textbox", name="Name of the field for City")).to_have_value("city")
    _choose(page, "Put them on a list", LIST)
    page.get_by_role("switch", name="Ask each by mail first").uncheck()
    page.get_by_role("textbox", name="What they agreed to").fill("Signed the sheet at the open evening on 3 March.")
    _looks_right(page, "4-mapping")
    page.get_by_role("button", name="Start import").click()
    _imported(page)
    story.told.add("contacts")


def _choose(page: Page, name: str, option: str) -> None:
    page.get_by_role("combobox", name=name, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def _imported(page: Page) -> None:
    expect(page.get_by_text("Finished")).to_be_visible(timeout=PATIENCE * 1000)
    _looks_right(page, "5-imported")
    for name, number in (("Rows", 53), ("Added", 50), ("Repeated", 1), ("Kept away", 1), ("Not taken", 1)):
        expect(page.locator("dl > div").filter(has_text=name)).to_have_text(f"{name}{number}")
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Download rows that were not taken").click()
    bad = downloaded.value.path().read_text("utf-8-sig")
    assert "it has no @.,nobody at nowhere" in bad
    assert bad.count("@readers.test") == bad.count(f"{GONE_BEFORE};Lena;Left;Leeds") == 1
    exported = page.context.request.get("/api/contacts/export").text()
    cell = next(line for line in exported.splitlines() if line.startswith(FORMULA))
    assert "HYPERLINK" in cell
    assert not re.search(r'(^|[;,"])=HYPERLINK', cell), "a spreadsheet would run it"
    lists = call(page.context, "GET", "/api/mail/lists")["items"]
    (made,) = [each for each in lists if each["name"] == LIST]
    assert made["counts"]["subscribed"] == len(PEOPLE)


def test_draft_with_two_subjects(desk: Desk, story: Story) -> None:
    story.needs("contacts")
    page = desk.open("/en/admin/email-templates/new", "alice")
    page.get_by_role("button", name="Use this: Bulletin").click()
    dialog = page.get_by_role("dialog", name="New template from this design")
    dialog.get_by_label("Name").fill(TEMPLATE)
    dialog.get_by_role("button", name="Create template").click()
    expect(page.get_by_role("heading", name=TEMPLATE, level=1)).to_be_visible()
    page.get_by_role("switch", name="Active").click()
    active = page.get_by_role("switch", name="Active", checked=True)
    anyway = page.get_by_role("dialog").get_by_role("button", name=re.compile("^Activate"))
    expect(active.or_(anyway).first).to_be_visible()
    if anyway.count():
        anyway.click()
    expect(active).to_be_visible()

    page.goto("/en/admin/mail/campaigns/new")
    page.get_by_label("Name").fill(CAMPAIGN)
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", name=CAMPAIGN, level=1)).to_be_visible()
    story.campaign_id = page.url.rsplit("/", 1)[1].partition("?")[0]
    _compose(page)
    _aim(page)
    _try_out(page, story)
    story.told.add("draft")


def _compose(page: Page) -> None:
    page.get_by_role("button", name="Choose a template").click()
    picker = page.get_by_role("dialog", name="Choose a template")
    picker.get_by_role("button", name=TEMPLATE).click()
    page.get_by_role("button", name="Save and check").click()
    for label, value in (
        ("Title", "New rules from 1 April"),
        ("Content", "Family visas are applied for online from 1 April."),
        ("Link", "https://northgate.test/news/april"),
    ):
        page.get_by_role("textbox", name=label, exact=True).fill(value)
    page.get_by_role("button", name="Add a variant").click()
    for position, subject in enumerate(SUBJECTS):
        page.get_by_role("textbox", name="Subject").nth(position).fill(subject)
    page.get_by_role("textbox", name="Part that tries them").fill(str(SAMPLE))
    page.get_by_role("switch", name="Send the best by itself").uncheck()


def _aim(page: Page) -> None:
    page.get_by_role("combobox", name="Lists", exact=True).click()
    page.get_by_role("option", name=LIST, exact=True).click()
    page.keyboard.press("Escape")
    expect(page.locator("#audience")).to_contain_text("50 people get it")
    page.get_by_role("textbox", name="At most this many a minute").fill("60")
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("Ready for 50 people")).to_be_visible()
    expect(page.get_by_text(f"People see: Northgate News <news@{DOMAIN}>")).to_be_visible()
    _looks_right(page, "6-draft")


def _try_out(page: Page, story: Story) -> None:
    page.get_by_role("button", name="Send a test…").click()
    dialog = page.get_by_role("dialog", name="Send a test")
    dialog.get_by_role("button", name="Send the test").click()
    expect(page.get_by_text("The test is on its way.")).to_be_visible()

    def arrived() -> list[Letter]:
        return [each for each in map(Letter, story.sink.server.taken) if SUBJECTS[0] in each.subject]

    (test,) = eventually(arrived, what="the test of the campaign")
    assert test.recipient == "alice@northgate.test"
    assert not story.letters(), "a test can be told from the real one"


def test_pause_and_resume(desk: Desk, story: Story, installation: Installation) -> None:
    story.needs("draft")
    page = desk.open(f"/en/admin/mail/campaigns/{story.campaign_id}", "alice")
    page.get_by_role("button", name="Send now…").click()
    page.get_by_role("dialog", name="Send this campaign?").get_by_role("button", name="Send to 50 people").click()
    eventually(story.letters, what="the first mails of the campaign", seconds=PATIENCE)
    page.get_by_role("button", name="Pause").click()
    dialog = page.get_by_role("dialog", name="Pause this campaign?")
    dialog.get_by_role("textbox", name="Why").fill("A date is wrong")
    dialog.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    expect(page.get_by_text("A date is wrong")).to_be_visible()
    _looks_right(page, "7-paused")
    progress = eventually(lambda: _at_rest(page, story), what="mails that were on their way")
    before = [each.recipient for each in story.letters()]
    assert 0 < len(before) == progress["done"] < 30
    _a_letter_still_goes(page, story)
    assert [each.recipient for each in story.letters()] == before

    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("The test is out: your turn")).to_be_visible(timeout=PATIENCE * 1000)
    letters = story.letters()
    assert len(letters) == len({each.recipient for each in letters}) == 30
    assert [sum(each.subject == subject for each in letters) for subject in SUBJECTS] == [15, 15]
    assert all(each.is_signed(installation.names.address) for each in letters)
    story.told.add("sample")


def _at_rest(page: Page, story: Story) -> Any:
    progress = call(page.context, "GET", f"/api/mail/campaigns/{story.campaign_id}/progress")
    return progress if progress["sending"] == 0 else None


def _a_letter_still_goes(page: Page, story: Story) -> None:
    """By the same way, which shows that the way is open and the campaign alone stands still."""
    count = len(story.sink.server.taken)
    (provider,) = call(page.context, "GET", "/api/mail/providers")["items"]
    call(page.context, "POST", f"/api/mail/providers/{provider['id']}/test", {"to": "alice@northgate.test"})
    eventually(lambda: len(story.sink.server.taken) > count, what="a letter beside the paused campaign")


def test_readers_decide_and_the_others_get_the_better_one(desk: Desk, story: Story) -> None:
    story.needs("sample")
    letters = {subject: [each for each in story.letters() if each.subject == subject] for subject in SUBJECTS}
    page = desk.open(f"/en/admin/mail/campaigns/{story.campaign_id}", "alice")
    _old_enough(page, story)
    for subject, opened, clicked in zip(SUBJECTS, (9, 4), (5, 1), strict=True):
        for number, letter in enumerate(letters[subject][:opened]):
            _read(desk, letter, follows=number < clicked)
    _row(page, SUBJECTS[0], "15", "9 · 60%", "5 · 33%")
    _row(page, SUBJECTS[1], "15", "4 · 27%", "1 · 6.7%")
    _looks_right(page, "8-results")
    page.get_by_role("button", name="Choose A").click()
    page.get_by_role("dialog").get_by_role("button", name="Send A to the others").click()
    expect(page.get_by_text("50 of 50 done")).to_be_visible(timeout=PATIENCE * 1000)
    sent = story.letters()
    assert sorted(each.recipient for each in sent) == sorted(PEOPLE)
    assert [sum(each.subject == subject for each in sent) for subject in SUBJECTS] == [35, 15]
    page.get_by_role("tab", name="Links").click()
    expect(page.get_by_text("northgate.test/news/april").first).to_be_visible()
    expect(page.frame_locator("iframe").get_by_text("Read more")).to_be_visible()
    _looks_right(page, "9-links")
    story.told.add("read")


def _old_enough(page: Page, story: Story) -> None:
    """Whoever opens a mail within two seconds is taken for a machine."""
    out = time.monotonic()
    assert call(page.context, "GET", f"/api/mail/campaigns/{story.campaign_id}/progress")["done"] == 30
    eventually(lambda: time.monotonic() - out > 2.5, what="mails old enough to be read")


def _read(desk: Desk, letter: Letter, *, follows: bool) -> None:
    stranger = desk.context()
    program = {"User-Agent": PERSON}
    assert stranger.request.get(letter.pixel, headers=program).headers["content-type"].startswith("image/")
    if follows:
        link = next(each for each in letter.links)
        answered = stranger.request.get(link, headers=program, max_redirects=0)
        assert answered.headers["location"].startswith("https://northgate.test/news/april")
    stranger.close()


def _row(page: Page, subject: str, *cells: str) -> None:
    def shown() -> bool:
        page.reload()
        row = page.get_by_role("table", name="Variants").get_by_role("row").filter(has_text=subject)
        expect(row).to_be_visible()
        return row.get_by_role("cell").all_inner_texts()[1 : len(cells) + 1] == list(cells)

    eventually(shown, what=f"{cells} of {subject!r}")


def test_one_click_and_the_next_campaign_skips(desk: Desk, story: Story) -> None:
    story.needs("read")
    by_program, by_hand = PEOPLE[10], PEOPLE[11]
    click = urllib.request.Request(  # no cookies, nobody signed in
        story.letter_to(by_program).unsubscribe, data=b"List-Unsubscribe=One-Click", method="POST"
    )
    with urllib.request.urlopen(click) as answered:
        assert answered.status == 200
    page = desk.open(story.letter_to(by_hand).unsubscribe)
    expect(page.get_by_role("heading", name="Unsubscribe")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Stop all newsletters").click()
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()

    page = desk.open(f"/en/admin/mail/suppressions?q={by_hand}", "alice")
    expect(page.get_by_role("row").filter(has_text=by_hand)).to_contain_text("Unsubscribed")
    found = call(page.context, "GET", f"/api/contacts?q={by_program}")["items"]
    page.goto(f"/en/admin/contacts/{next(each['id'] for each in found if each['email'] == by_program)}")
    expect(page.get_by_text("Left").first).to_be_visible()
    _looks_right(page, "10-left")

    page.goto(f"/en/admin/mail/campaigns/{story.campaign_id}")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    expect(page.get_by_text("48 people get it")).to_be_visible()
    expect(page.get_by_text("unsubscribed").first).to_be_visible()
    _looks_right(page, "11-skips")
    story.told.add("left")


def test_answers_come_into_the_inbox(desk: Desk, story: Story, installation: Installation) -> None:
    story.needs("read")
    page = desk.open("/en/admin/mail/inbox", "alice")
    expect(page.get_by_role("list", name="Conversations")).to_be_visible()
    for person, words in ((PEOPLE[20], "Does this count for my sister, too?"), (PEOPLE[21], "Where do I sign?")):
        letter = story.letter_to(person)
        started = time.monotonic()
        post(installation.smtp_port, answer(letter, words), sender=person, to=[f"news@{DOMAIN}"])
        posted = time.monotonic()
        expect(page.get_by_role("link").filter(has_text=words)).to_be_visible()
        shown = time.monotonic()
        print(f"{person}: posted in {posted - started:.2f} s, in the open inbox {shown - posted:.2f} s later")
    row = page.get_by_role("link").filter(has_text="Does this count for my sister")
    expect(row).to_contain_text("Campaign reply")
    row.click()
    expect(page.get_by_role("link", name=CAMPAIGN)).to_be_visible()
    expect(page.get_by_text(f"Re: {story.letter_to(PEOPLE[20]).subject}").first).to_be_visible()
    expect(page.get_by_role("article").get_by_text("Family visas are applied for online")).to_be_visible()
    expect(page.get_by_role("article").get_by_text("Where do I sign?")).to_have_count(0)
    _looks_right(page, "12-inbox")
    story.told.add("answers")


def test_a_bounce_marks_the_mail_and_stops_the_next(desk: Desk, story: Story, installation: Installation) -> None:
    story.needs("read")
    dead = PEOPLE[30]
    letter = story.letter_to(dead)
    # No record of a host for bounces can lead to a server without a public name: they come back to the sender.
    assert letter.return_path.endswith(f"@{DOMAIN}")
    post(installation.smtp_port, report_of_failure(letter), sender="", to=[letter.return_path])
    page = desk.open(f"/en/admin/mail/suppressions?q={dead}", "alice")
    eventually(lambda: _suppressed(page, dead), what="the dead address among the suppressed ones")
    page.reload()
    expect(page.get_by_role("row").filter(has_text=dead)).to_contain_text("Dead address")
    page.goto(f"/en/admin/mail/campaigns/{story.campaign_id}?tab=recipients&result=bounced")
    expect(page.get_by_role("row").filter(has_text=dead)).to_contain_text("Bounced")
    _looks_right(page, "13-bounced")


def _suppressed(page: Page, address: str) -> Any:
    return call(page.context, "GET", f"/api/mail/suppressions?q={address}")["items"]


def _looks_right(page: Page, name: str) -> None:
    """For axe and on a telephone."""
    assert_accessible(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    assert_fits(page)
    if wide:
        page.set_viewport_size(wide)
