"""A default for everybody, changed and locked by the platform, and what an organisation sees and sends then."""

from collections.abc import Callable
from typing import Any

from desk import Desk, assert_accessible, call, csrf, settle
from inbox import Inbox
from playwright.sync_api import BrowserContext, Locator, Page, expect

TYPE = "order_confirmation"
REASON = "The regulator prescribes the words"
OWN, OURS = "Northgate's own receipt", "The platform's receipt"
CODE = "<p>Thank you, {{ name }}. Your order {{ order.number }} comes to {{ order.total }}.</p>"


def test_a_default_is_changed_and_locked(desk: Desk, inbox_of: Callable[[str], Inbox]) -> None:
    root = desk.open("/en", "root")
    page = desk.open("/en", "alice")
    inbox = inbox_of("alice")
    made = [_make_active(page.context, OWN), _make_active(root.context, "Receipt for all")]
    try:
        assert _subject_that_arrives(page, inbox, "LOCK-1") == f"{OWN} LOCK-1"
        _change_for_everybody(root)
        _lock(root)
        _sees_why(page, made[0]["id"])
        assert _subject_that_arrives(page, inbox, "LOCK-2") == f"{OURS} LOCK-2"
        _unlock(root)
        page.goto(f"/en/admin/email-templates/{made[0]['id']}")
        expect(page.get_by_label("Subject")).to_be_editable()
        assert _subject_that_arrives(page, inbox, "LOCK-3") == f"{OWN} LOCK-3"
    finally:
        # Gone already unless the journey broke off.
        root.request.delete(f"/api/email-templates/locks/{TYPE}", headers=csrf(root.context))
        for context, template in zip((page.context, root.context), made, strict=True):
            call(context, "DELETE", f"/api/email-templates/{template['id']}")


def _make_active(context: BrowserContext, name: str) -> Any:
    subject = f"{name} {{{{ order.number }}}}"
    values = {"name": name, "type": TYPE, "subject": subject, "html_code": CODE, "source_format": "html"}
    made = call(context, "POST", "/api/email-templates", values)
    return call(context, "PATCH", f"/api/email-templates/{made['id']}", {"version": made["version"], "is_active": True})


def _subject_that_arrives(page: Page, inbox: Inbox, number: str) -> str:
    """Of an ordinary mail of the type, sent now."""
    data = call(page.context, "GET", f"/api/email-templates/placeholders?type={TYPE}")["sample_data"]
    data["order"]["number"] = number
    order = {"type": TYPE, "to": "alice@northgate.test", "locale": "en", "data": data}
    assert call(page.context, "POST", "/api/send-email", order)["status"] == "queued"
    return inbox.wait_for("alice@northgate.test", number).subject


def _change_for_everybody(root: Page) -> None:
    root.goto("/en/superadmin/email-templates")
    serving = root.get_by_role("table", name="What serves now")
    serving.get_by_role("button", name="Actions for Receipt for all").click()
    root.get_by_role("menuitem", name="Edit").click()
    dialog = root.get_by_role("dialog", name="A change of “Receipt for all” reaches others")
    _names_both(dialog)
    dialog.get_by_role("link", name="Edit").click()
    root.get_by_label("Subject").fill(f"{OURS} {{{{ order.number }}}}")
    root.get_by_role("button", name="Save", exact=True).click()
    dialog = root.get_by_role("dialog", name="Save for all organisations?")
    _names_both(dialog)
    assert_accessible(root)
    dialog.get_by_role("button", name="Save").click()
    expect(root.get_by_text("Saved.", exact=True)).to_be_visible()


def _names_both(dialog: Locator) -> None:
    """Harbour, which is served by it, and Northgate, which has its own."""
    lists = dialog.get_by_role("list")
    expect(lists.first).to_contain_text("Harbour")
    expect(lists.last).to_contain_text("Northgate Immigration")


def _lock(root: Page) -> None:
    root.goto("/en/superadmin/email-templates?view=locks")
    root.get_by_role("button", name="Lock Order confirmation").click()
    dialog = root.get_by_role("dialog", name="Lock “Order confirmation” for everybody?")
    dialog.get_by_label("Reason").fill(REASON)
    dialog.get_by_role("button", name="Lock", exact=True).click()
    expect(root.get_by_text(f"Reason: {REASON}")).to_be_visible()


def _unlock(root: Page) -> None:
    root.get_by_role("button", name="Unlock Order confirmation").click()
    root.get_by_role("dialog").get_by_role("button", name="Unlock", exact=True).click()
    expect(root.get_by_role("button", name="Lock Order confirmation")).to_be_visible()


def _sees_why(page: Page, template_id: int) -> None:
    page.goto(f"/en/admin/email-templates?type={TYPE}")
    expect(page.get_by_text(f"Locked by the platform: {REASON}").first).to_be_visible()
    expect(page.get_by_role("button", name="Customise: Order confirmation")).to_have_count(0)
    settle(page)
    page.goto(f"/en/admin/email-templates/{template_id}")
    note = page.get_by_role("note")
    expect(note).to_contain_text("This type of mail is locked by the platform.")
    expect(note).to_contain_text(f"Reason: {REASON}")
    expect(note).to_contain_text("the platform's default is sent")
    expect(page.get_by_label("Subject")).not_to_be_editable()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    assert_accessible(page)
