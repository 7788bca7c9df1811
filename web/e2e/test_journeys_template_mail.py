"""A template's whole way: from a starter, in blocks and in two languages, to the mails that arrive."""

import re
from collections.abc import Callable
from typing import Any

from desk import Desk, assert_accessible, call, open_preview, picture
from inbox import Arrived, Inbox
from playwright.sync_api import FilePayload, Locator, Page, expect

STARTER = "News on your matter"
TO = "Alice <alice@northgate.test>"


def test_from_a_starter_to_the_mail_that_arrives(desk: Desk, inbox_of: Callable[[str], Inbox]) -> None:
    page = desk.open("/en/admin/email-templates/new", "alice")
    _start(page)
    _write_with_placeholder(page)
    _insert_picture(page)
    _save(page)
    english = page.url

    _add_spanish(page)
    _break_and_mend_link(page)
    _activate(page)
    spanish = page.url
    page.get_by_role("navigation", name="Languages of this mail").get_by_role("link", name="English").click()
    expect(page).to_have_url(english)
    expect(page.get_by_label("Subject")).to_have_value("{{ ticket.number }}: an answer for you")
    _activate(page)

    inbox = inbox_of("alice")
    for address, locale, subject in (
        (english, "en", "NG-1042: an answer for you"),
        (spanish, "es", "NG-1042: una respuesta"),
    ):
        page.goto(address)
        _send(page, locale)
        arrived = _arrives_as_previewed(page, inbox, subject)
        _shows_the_picture(desk, arrived.html)


def _start(page: Page) -> None:
    page.get_by_role("button", name=f"Use this: {STARTER}").click()
    dialog = page.get_by_role("dialog", name="New template from this design")
    dialog.get_by_label("Name").fill("Our answer")
    dialog.get_by_role("button", name="Create template").click()
    expect(page.get_by_role("heading", name="Our answer", level=1)).to_be_visible()
    expect(page.get_by_role("radio", name="Blocks").last).to_be_checked()
    page.get_by_label("Subject").fill("{{ ticket.number }}: an answer for you")


def _canvas(page: Page) -> Locator:
    return page.get_by_role("group", name="Design of the mail")


def _write_with_placeholder(page: Page) -> None:
    """Types behind the greeting and lets the helper put a placeholder where the cursor is."""
    _canvas(page).get_by_text("Dear ").click()
    writing = _canvas(page).get_by_role("textbox", name="Text")
    expect(writing).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" this is about ")
    page.get_by_text(re.compile("^Placeholders and problems")).click()
    page.get_by_role("list", name="Placeholders").get_by_role("button", name="ticket.subject").click()
    page.keyboard.insert_text(".")
    expect(writing).to_contain_text("this is about Ticket subject.")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    expect(writing).to_be_focused()
    page.keyboard.press("Escape")


def _insert_picture(page: Page) -> None:
    page.get_by_role("complementary", name="Blocks").get_by_role("button", name="Picture", exact=True).click()
    _canvas(page).get_by_role("button", name="Choose a picture").click()
    picker = page.get_by_role("dialog", name="Insert a picture")
    file = FilePayload(name="office.png", mimeType="image/png", buffer=picture())
    picker.get_by_label("Picture file").set_input_files(file)
    picker.get_by_label("Description").fill("Our office from the street")
    assert_accessible(page)
    picker.get_by_role("button", name="Upload and insert").click()
    shown = _canvas(page).get_by_role("img", name="Our office from the street")
    expect(shown).to_have_js_property("naturalWidth", 320)


def _save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()


def _add_spanish(page: Page) -> None:
    page.get_by_role("button", name="Add Español").click()
    page.get_by_role("button", name="Copy and translate").click()
    languages = page.get_by_role("navigation", name="Languages of this mail")
    expect(languages.get_by_role("link", name="Español")).to_have_attribute("aria-current", "page")
    page.get_by_label("Subject").fill("{{ ticket.number }}: una respuesta")
    page.get_by_label("Preheader").fill("{{ agent_name }} le ha escrito.")
    for before, after in ((STARTER, "Novedades de su asunto"), ("Read and answer", "Leer y contestar")):
        _canvas(page).get_by_text(before).click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(after)
        page.keyboard.press("Escape")
        expect(_canvas(page).get_by_text(after)).to_be_visible()


def _break_and_mend_link(page: Page) -> None:
    """A link that only works here is refused; the refusal leads to the button that has it."""
    properties = page.get_by_role("complementary", name="Properties")
    _canvas(page).get_by_text("Leer y contestar").click()
    properties.get_by_label("Link").fill("http://localhost:3000/ticket")
    _canvas(page).get_by_text("Novedades de su asunto").click()
    page.get_by_role("switch", name="Active").click()
    refusal = page.get_by_role("dialog", name="It cannot be activated yet")
    assert_accessible(page)
    refusal.get_by_role("button", name="localhost").first.click()
    expect(refusal).to_have_count(0)
    block = _canvas(page).locator("[data-kind=mj-button]")
    expect(block).to_be_focused()
    expect(block).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("switch", name="Active")).not_to_be_checked()
    properties.get_by_label("Link").fill("{{ ticket.url }}")


def _activate(page: Page) -> None:
    """Warnings, if there are any, are read and accepted."""
    page.get_by_role("switch", name="Active").click()
    active = page.get_by_role("switch", name="Active", checked=True)
    anyway = page.get_by_role("dialog").get_by_role("button", name=re.compile("^Activate"))
    expect(active.or_(anyway).first).to_be_visible()
    if anyway.count():
        anyway.click()
    expect(active).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()


def _send(page: Page, locale: str) -> None:
    """An ordinary mail of the type, with the very data that the preview shows."""
    declared = call(page.context, "GET", f"/api/email-templates/placeholders?type=ticket_response&locale={locale}")
    data = {name: value for name, value in declared["sample_data"].items() if name not in ("organization", "recipient")}
    order: dict[str, Any] = {"type": "ticket_response", "to": TO, "locale": locale, "data": data}
    assert call(page.context, "POST", "/api/send-email", order)["status"] == "queued"


def _arrives_as_previewed(page: Page, inbox: Inbox, subject: str) -> Arrived:
    arrived = inbox.read("alice@northgate.test", subject)
    assert arrived.subject == subject
    preview = open_preview(page)
    expect(preview.get_by_title(subject)).to_be_visible()
    views = preview.get_by_role("radiogroup", name="View")
    for name, written in (("HTML", arrived.html), ("Text", arrived.text)):
        views.get_by_text(name, exact=True).click()
        shown = preview.get_by_role("region", name=name).text_content() or ""
        assert written
        assert _lines(written) == _lines(shown)
    return arrived


def _lines(text: str) -> list[str]:
    """Line ends are the transport's."""
    return text.strip().splitlines()


def _shows_the_picture(desk: Desk, html: str) -> None:
    """To anybody, as mail programs fetch it."""
    address = re.search(r'alt="Our office from the street"[^>]* src="([^"]+)"', html)
    assert address, html
    answer = desk.context().request.get(address[1])
    assert answer.ok
    assert answer.headers["content-type"].startswith("image/")
