"""The library of e-mail templates: from the gallery, many at once, from one organisation to another, locked."""

from pathlib import Path

from desk import Desk, assert_accessible, call, settle
from playwright.sync_api import Page, expect


def test_start_from_the_gallery(desk: Desk) -> None:
    page = desk.open("/en/admin/email-templates", "alice")
    page.get_by_role("link", name="New template").first.click()
    expect(page.get_by_role("heading", name="New template", level=1)).to_be_visible()
    page.get_by_role("button", name="Meetings").click()
    starters = page.get_by_role("region", name="Designs to start from")
    expect(starters.get_by_role("article").first).to_be_visible()
    starters.get_by_role("button", name="Preview: ").first.click()
    preview = page.get_by_role("dialog")
    expect(preview.locator("iframe")).to_be_visible()
    preview.locator("label", has_text="Mobile").click()
    assert_accessible(page)
    preview.get_by_role("button", name="Use this").click()
    dialog = page.get_by_role("dialog", name="New template from this design")
    dialog.get_by_label("Name").fill("From the gallery")
    dialog.get_by_role("button", name="Create template").click()
    expect(page.get_by_role("heading", name="From the gallery", level=1)).to_be_visible()
    made = call(page.context, "GET", f"/api/email-templates/{page.url.rsplit('/', 1)[1].split('?')[0]}")
    assert (made["source_format"], made["is_active"]) == ("visual", False)


def test_change_many_and_find_them_again(desk: Desk) -> None:
    page = desk.open("/en", "alice")
    for name in ("Spring offer", "Spring reminder"):
        _make(page, name)
    page.goto("/en/admin/email-templates?q=Spring")
    expect(page.get_by_role("list", name="E-mail templates").get_by_role("article")).to_have_count(2)
    for name in ("Spring offer", "Spring reminder"):
        page.get_by_role("checkbox", name=f"Choose {name}").check()
    bar = page.get_by_role("region", name="What to do with the chosen templates")
    expect(bar.get_by_text("2 chosen")).to_be_visible()
    bar.get_by_role("button", name="Archive").click()
    dialog = page.get_by_role("dialog", name="Archive 2 templates?")
    dialog.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("2 templates were archived.")).to_be_visible()
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    page.goto("/en/admin/email-templates?q=Spring&status=archived")
    expect(page.get_by_role("list", name="E-mail templates").get_by_role("article")).to_have_count(2)


def test_from_northgate_to_harbour(desk: Desk, tmp_path: Path) -> None:
    page = desk.open("/en", "alice")
    _make(page, "Harbour bound")
    page.goto("/en/admin/email-templates?q=Harbour+bound")
    page.get_by_role("checkbox", name="Choose Harbour bound").check()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Export").click()
    bundle = tmp_path / "templates.zip"
    downloaded.value.save_as(bundle)

    page = desk.open("/en/admin/email-templates", "dave")
    page.get_by_role("button", name="Import").first.click()
    dialog = page.get_by_role("dialog", name="Import templates")
    dialog.get_by_role("tab", name="File").click()
    dialog.locator("input[type=file]").set_input_files(bundle)
    expect(dialog.get_by_role("row", name="Harbour bound")).to_contain_text("Nothing like it")
    assert_accessible(page)
    dialog.get_by_role("button", name="Import 1 template").click()
    dialog.get_by_role("link", name="Harbour bound").click()
    expect(page.get_by_role("heading", name="Harbour bound", level=1)).to_be_visible()


def test_paste_what_one_has(desk: Desk) -> None:
    page = desk.open("/en/admin/email-templates", "alice")
    page.get_by_role("button", name="Import").first.click()
    dialog = page.get_by_role("dialog", name="Import templates")
    dialog.get_by_label("Source of the mail").fill("<p>Hello *|FNAME|*</p><script>alert(1)</script>")
    dialog.get_by_role("button", name="Read it").click()
    changed = dialog.get_by_role("region", name="Changed")
    expect(changed).to_contain_text("{{ recipient.name }}")
    dialog.get_by_label("Name").fill("Pasted")
    dialog.get_by_role("button", name="Create template").click()
    expect(page.get_by_role("heading", name="Pasted", level=1)).to_be_visible()


def test_a_locked_type_says_why(desk: Desk) -> None:
    reason = "The regulator prescribes the words"
    root = desk.open("/en/superadmin/email-templates?view=locks", "root")
    root.get_by_role("button", name="Lock Order confirmation").click()
    dialog = root.get_by_role("dialog")
    dialog.get_by_label("Reason").fill(reason)
    dialog.get_by_role("button", name="Lock", exact=True).click()
    expect(root.get_by_text(f"Reason: {reason}")).to_be_visible()
    try:
        page = desk.open("/en/admin/email-templates?type=order_confirmation", "alice")
        expect(page.get_by_text(f"Locked by the platform: {reason}")).to_be_visible()
        expect(page.get_by_role("button", name="Customise: Order confirmation")).to_have_count(0)
        settle(page)
    finally:
        call(root.context, "DELETE", "/api/email-templates/locks/order_confirmation")


def _make(page: Page, name: str) -> None:
    values = {"name": name, "type": "custom", "subject": name, "html_code": "<p>Hello</p>"}
    call(page.context, "POST", "/api/email-templates", values)
