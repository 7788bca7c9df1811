"""One mail, written in a browser: to a contact, seen as it will arrive, sent at once or at their best hour."""

import re

from desk import SMALL, Desk, assert_accessible, assert_fits, call, csrf
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

NEW = "/en/admin/mail/new"
NOTE: FilePayload = {"name": "terms.txt", "mimeType": "text/plain", "buffer": b"Our terms"}
MAIL = "The mail as its recipient will see it"


def test_written_seen_sent_and_scheduled(desk: Desk) -> None:
    context = desk.context("bob")
    contact = _contact(context)
    page = context.new_page()
    page.goto(f"/en/admin/contacts/{contact}")
    page.get_by_role("button", name="Actions for Ines Prado").click()
    page.get_by_role("menuitem", name="Write an e-mail").click()
    _choose(page, "Order confirmation")
    expect(page.frame_locator(f'iframe[title="{MAIL}"]').locator("body")).to_contain_text("Hello Ines Prado")
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Ines Prado")

    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("textbox", name="Order number")).to_have_attribute("aria-invalid", "true")
    _fill(page, "C-41")
    expect(page.frame_locator(f'iframe[title="{MAIL}"]').locator("body")).to_contain_text("C-41")
    assert_accessible(page)
    page.locator("input[type=file]").set_input_files(NOTE)
    expect(page.get_by_text("terms.txt")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Order number")).to_have_value("C-41")
    expect(page.get_by_text("terms.txt")).to_be_visible()
    page.get_by_role("button", name="Send now").dblclick()
    _see_timeline(page)
    expect(page.get_by_role("heading", name="Your order C-41", level=1)).to_be_visible()
    expect(page.get_by_text(re.compile("^(Sent|Delivered)$")).first).to_be_visible()
    expect(page.get_by_role("tab", name="Attachments (1)")).to_be_visible()
    assert len(call(context, "GET", "/api/mail/messages?q=Your order C-41")["items"]) == 1

    page.goto(f"{NEW}?to=ines%40prado.test&type=order_confirmation")
    _fill(page, "C-42")
    page.get_by_role("radio", name="At the recipient's best hour").click()
    expect(page.get_by_text("Likely around")).to_be_visible()
    page.get_by_role("button", name="Schedule").click()
    _see_timeline(page)
    expect(page.get_by_text("Goes out").first).to_be_visible()
    page.get_by_role("button", name="Cancel mail").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel mail").click()
    expect(page.get_by_text("The mail will not be sent.")).to_be_visible()


def test_a_dead_address_is_told_before_and_refused(desk: Desk) -> None:
    context = desk.context("alice", size=SMALL)
    dead = {"email": "gone@prado.test", "reason": "hard_bounce"}
    answer = context.request.post("/api/mail/suppressions", data=dead, headers=csrf(context))
    assert answer.status in (201, 409), answer.text()
    page = context.new_page()
    page.goto(f"{NEW}?to=gone%40prado.test&type=order_confirmation")
    expect(page.get_by_role("alert").filter(has_text="gone@prado.test")).to_contain_text("the address is dead")
    _fill(page, "C-43")
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Nobody would get this mail")).to_be_visible()
    assert call(context, "GET", "/api/mail/messages?q=Your order C-43")["items"] == []
    assert_fits(page)
    assert_accessible(page)


def _contact(context: BrowserContext) -> str:
    body = {"email": "ines@prado.test", "full_name": "Ines Prado", "timezone": "Europe/Madrid"}
    answer = context.request.post("/api/contacts", data=body, headers=csrf(context))
    if answer.ok:
        return str(answer.json()["id"])
    return str(call(context, "GET", "/api/contacts?q=ines@prado.test")["items"][0]["id"])


def _choose(page: Page, name: str) -> None:
    page.get_by_role("button", name="Choose a template").click()
    page.get_by_role("button", name=f"Use {name}").click()


def _fill(page: Page, number: str) -> None:
    page.get_by_role("textbox", name="Order number").fill(number)
    page.get_by_label("Order date").fill("2026-11-20T10:30")
    if not page.get_by_label("name, row 1").is_visible():
        page.get_by_role("button", name="Add a row").click()
    page.get_by_label("name, row 1").fill("Consultation")
    page.get_by_label("price, row 1").fill("€90.00")
    page.get_by_role("textbox", name="Total", exact=True).fill("€90.00")


def _see_timeline(page: Page) -> None:
    page.get_by_role("link", name="See its timeline").click()
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
