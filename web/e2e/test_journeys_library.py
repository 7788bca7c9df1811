"""The library of e-mail templates: from the gallery, many at once, from one organisation to another."""

from pathlib import Path

from desk import Desk, assert_accessible, call, open_preview, picture, upload
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
    at_northgate = upload(page.context, picture(), "office.png")["url"]
    _make(page, "Harbour bound", f'<p>Hello</p><img src="{at_northgate}" alt="The office" width="320">')
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
    row = dialog.get_by_role("row", name="Harbour bound")
    expect(row).to_contain_text("Nothing like it")
    expect(row).to_contain_text("1 image")
    assert_accessible(page)
    dialog.get_by_role("button", name="Import 1 template").click()
    dialog.get_by_role("link", name="Harbour bound").click()
    expect(page.get_by_role("heading", name="Harbour bound", level=1)).to_be_visible()
    _shows_own_picture(page, not_at=at_northgate)


def _shows_own_picture(page: Page, *, not_at: str) -> None:
    """What the template shows is an upload of the organisation that imported it."""
    preview = open_preview(page)
    shown = preview.frame_locator("iframe").get_by_role("img", name="The office")
    expect(shown).to_have_js_property("naturalWidth", 320)
    address = shown.get_attribute("src") or ""
    assert address != not_at
    uploaded = call(page.context, "GET", "/api/uploads")["items"]
    assert [each for each in uploaded if address.endswith(each["url"])], (address, uploaded)
    made = call(page.context, "GET", f"/api/email-templates/{page.url.rsplit('/', 1)[1].split('?')[0]}")
    assert not_at not in made["html_code"]


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


def _make(page: Page, name: str, html_code: str = "<p>Hello</p>") -> None:
    values = {"name": name, "type": "custom", "subject": name, "html_code": html_code}
    call(page.context, "POST", "/api/email-templates", values)
