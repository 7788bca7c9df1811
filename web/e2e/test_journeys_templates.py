"""An organisation's own e-mail template: edited, refused, mended, activated, delivered."""

from collections.abc import Callable

from desk import Desk, assert_accessible, call, settle
from inbox import Inbox
from playwright.sync_api import Page, expect

OWN_WORDS = "Northgate keeps the kettle on for you"


def test_edit_activate_and_deliver(desk: Desk, inbox_of: Callable[[str], Inbox]) -> None:
    page = desk.open("/en/admin/email-templates", "alice")
    page.get_by_role("button", name="Customise: Meeting cancelled", exact=True).click()
    dialog = page.get_by_role("dialog", name="Customise the shipped design")
    dialog.get_by_label("Name").fill("Our cancellation")
    dialog.get_by_role("button", name="Create template").click()
    expect(page.get_by_role("heading", name="Our cancellation", level=1)).to_be_visible()
    address = page.url
    ways = page.get_by_role("radiogroup", name="How it is written")
    ways.get_by_text("MJML", exact=True).click()
    expect(ways.get_by_role("radio", name="MJML")).to_be_checked()

    _write_subject(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    _try_unknown_placeholder(page)
    page.get_by_role("switch", name="Active").click()
    expect(page.get_by_text("Activated. The next mail of this type uses it.")).to_be_visible()
    expect(page.get_by_role("switch", name="Active")).to_be_checked()

    message = _send_test(page)
    expect(message.get_by_role("heading", level=1)).to_contain_text(OWN_WORDS)
    _find_received(page)
    _send_by_api(desk, inbox_of("alice"))
    _is_hidden_from_dave(desk, address)


def test_two_tabs_edit_one_template(desk: Desk) -> None:
    first = desk.open("/en/admin/email-templates", "alice")
    made = call(
        first.context,
        "POST",
        "/api/email-templates",
        {
            "name": "Two tabs",
            "type": "custom",
            "subject": "Hello",
            "html_code": "<p>Hello</p>",
            "source_format": "html",
        },
    )
    address = f"/en/admin/email-templates/{made['id']}"
    first.goto(address)
    second = first.context.new_page()
    second.goto(address)
    for page in (first, second):
        expect(page.get_by_label("Subject")).to_have_value("Hello")
        expect(page.locator(".monaco-editor").first).to_be_visible()

    # What the second types first keeps it from following the first by itself.
    second.get_by_label("Preheader").fill("From the second tab")
    first.get_by_label("Subject").fill("From the first tab")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Version 2", exact=True)).to_be_visible()

    second.get_by_role("button", name="Save", exact=True).click()
    dialog = second.get_by_role("dialog", name="Somebody saved before you")
    expect(dialog.get_by_role("button", name="Take theirs")).to_be_visible()
    assert_accessible(second)
    dialog.get_by_role("button", name="Save my changes on top").click()
    expect(second.get_by_text("Version 3", exact=True)).to_be_visible()
    expect(second.get_by_label("Preheader")).to_have_value("From the second tab")
    saved = call(first.context, "GET", f"/api/email-templates/{made['id']}")
    assert (saved["subject"], saved["preheader"]) == ("From the first tab", "From the second tab")
    versions = call(first.context, "GET", f"/api/email-templates/{made['id']}/versions")
    assert [each["version"] for each in versions["items"]] == [3, 2, 1]


def _write_subject(page: Page) -> None:
    subject = page.get_by_label("Subject")
    subject.fill(f"{OWN_WORDS}, ")
    page.get_by_role("list", name="Placeholders").get_by_role("button", name="organization.name").click()
    expect(subject).to_have_value(f"{OWN_WORDS}, {{{{ organization.name }}}}")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_text(f"{OWN_WORDS}, Northgate Immigration")).to_be_visible()


def _try_unknown_placeholder(page: Page) -> None:
    """Types it into the code, is refused with the line, and takes it out again."""
    editor = page.locator(".monaco-editor").first
    editor.locator(".view-line").first.click()
    expect(page.locator(".monaco-editor.focused")).to_be_visible()
    page.keyboard.press("Control+Home")
    page.keyboard.type("<!-- {{ favourite_colour }} -->\n")
    page.get_by_role("switch", name="Active").click()
    refusal = page.get_by_role("dialog", name="It cannot be activated yet")
    problem = refusal.get_by_role("button", name="favourite_colour").first
    expect(problem).to_contain_text("1:9")
    assert_accessible(page)
    problem.click()
    expect(page.locator(".monaco-editor.focused")).to_be_visible()
    expect(page.get_by_role("switch", name="Active")).not_to_be_checked()
    page.locator("label", has_text="Problems (").click()
    problems = page.get_by_role("list", name="Problems")
    listed = problems.get_by_role("button", name="favourite_colour").first
    expect(listed).to_contain_text("1:9")
    listed.click()
    expect(page.locator(".monaco-editor.focused")).to_be_visible()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Delete")
    expect(page.get_by_text("favourite_colour")).to_have_count(0)


def _send_test(page: Page) -> Page:
    page.get_by_role("button", name="Send test").click()
    dialog = page.get_by_role("dialog", name="Send a test mail")
    expect(dialog.get_by_text("Me <alice@northgate.test>")).to_be_visible()
    dialog.get_by_role("button", name="Send test").click()
    expect(dialog.get_by_text("The test is on its way to alice@northgate.test.")).to_be_visible()
    dialog.get_by_role("link", name="Open in mail").click()
    expect(page.get_by_text("Sent", exact=True).first).to_be_visible()
    return page


def _find_received(page: Page) -> None:
    """What SMTP brought, as its recipient sees it."""
    page.goto("/en/admin/mail/inbox/received")
    page.get_by_role("link", name=OWN_WORDS).first.click()
    expect(page.get_by_role("heading", name=OWN_WORDS)).to_be_visible()
    page.get_by_text("Designed", exact=True).click()
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("Northgate Immigration")
    page.get_by_text("Text", exact=True).click()
    expect(page.get_by_role("region", name="Content")).to_contain_text("this meeting will not take place")
    settle(page)
    page.get_by_role("main").get_by_role("link", name="All that arrived").click()
    expect(page.get_by_role("table", name="All that arrived")).to_be_visible()


def _send_by_api(desk: Desk, inbox: Inbox) -> None:
    context = desk.context("alice")
    data = call(context, "GET", "/api/email-templates/placeholders?type=meeting_cancelled")["sample_data"]
    order = {"type": "meeting_cancelled", "to": "carol@client.test", "data": data}
    sent = call(context, "POST", "/api/send-email", order)
    assert sent["status"] == "queued"
    arrived = inbox.wait_for("carol@client.test", OWN_WORDS)
    assert "Northgate Immigration" in arrived.html


def _is_hidden_from_dave(desk: Desk, address: str) -> None:
    page = desk.open("/en/admin/email-templates", "dave")
    expect(page.get_by_role("heading", name="Shipped defaults")).to_be_visible()
    expect(page.get_by_text("Our cancellation")).to_have_count(0)
    page.goto(address)
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    for direction in ("out", "in"):
        answer = page.request.get("/api/mail/messages", params={"direction": direction, "q": OWN_WORDS})
        assert answer.json()["items"] == []
