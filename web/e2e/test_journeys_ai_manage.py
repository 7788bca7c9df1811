"""Who runs AI: a superadmin brings models, an organisation's admin limits them, everybody sees why one is locked."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from desk import SMALL, WIDE, Desk, Scheme, assert_accessible, assert_fits, call, settle
from playwright.sync_api import BrowserContext, Page, expect

from frontdesk.ai.testing.fake_provider import FakeProvider

REGISTRY, MANAGEMENT = "/en/superadmin/ai/models", "/en/admin/ai/management"
FACES: list[tuple[tuple[int, int], Scheme]] = [(WIDE, "light"), (WIDE, "dark"), (SMALL, "dark"), (SMALL, "light")]
KEY = "sk-right-and-secret"


@pytest.fixture
def provider(fake_model_server: FakeProvider) -> FakeProvider:
    """The provider's server; it wants the right key."""
    fake_model_server.api_key = KEY
    return fake_model_server


@pytest.fixture
def shared_models(desk: Desk, provider: FakeProvider) -> Iterator[dict[str, Any]]:
    """Models of the platform: one for all plans, one from the plan pro on."""
    root = who(desk, "root")
    connection = {"provider": "openai_compatible", "endpoint": provider.url, "api_key": KEY}
    plain = {"name": "Desk writer", "model_id": "writer", "is_free": True, "token_limit_amount": 100_000}
    strong = {"name": "Deep reader", "model_id": "reader", "required_plan": "pro", "tags": ["long files"]}
    made = {
        name: call(root, "POST", "/api/ai/system-models", {**connection, **fields})
        for name, fields in {"plain": plain, "strong": strong}.items()
    }
    yield made
    for model in made.values():
        call(root, "DELETE", f"/api/ai/system-models/{model['id']}")


def who(desk: Desk, person: str) -> BrowserContext:
    context = desk.context(person)
    context.request.get("/api/me")
    return context


def choose(page: Page, field: str, option: str) -> None:
    page.get_by_role("combobox", name=field, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def assert_good_everywhere(page: Page) -> None:
    """Nothing for axe and no sideways scrolling, wide and small, light and dark; then wide and light again."""
    for size, scheme in [*FACES, FACES[0]]:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        assert_accessible(page)
        assert_fits(page)


def test_connection_is_tried_before_saving(desk: Desk, provider: FakeProvider) -> None:
    page = desk.open(REGISTRY, "root")
    page.get_by_role("link", name="Add model").click()
    expect(page.get_by_role("heading", name="Add model", level=1)).to_be_visible()
    choose(page, "Provider", "OpenAI-compatible")
    answer = page.get_by_role("region", name="Connection")

    page.get_by_label("Endpoint").fill("http://192.168.7.7/v1")
    page.get_by_role("combobox", name="Model ID").fill("writer")
    page.get_by_role("button", name="Test connection").click()
    expect(answer).to_contain_text(re.compile("private|not allowed|not public", re.I))

    page.get_by_label("Endpoint").fill(provider.url)
    page.get_by_label("API key").fill("sk-wrong")
    page.get_by_role("button", name="Test connection").click()
    expect(answer.get_by_text(re.compile(r"^Failed after [\d,]+ ms$"))).to_be_visible()
    expect(answer).to_contain_text(re.compile("key", re.I))
    expect(answer).not_to_contain_text("sk-wrong")

    page.get_by_label("API key").fill(KEY)
    page.get_by_role("combobox", name="Model ID").fill("html")
    page.get_by_role("button", name="Test connection").click()
    expect(answer).to_contain_text("HTML")
    assert provider.calls
    assert call(page.context, "GET", "/api/ai/system-models?q=writer")["items"] == []

    page.get_by_role("button", name="Find models").click()
    expect(answer.get_by_text("1 model found")).to_be_visible()
    page.get_by_role("combobox", name="Model ID").fill("")
    page.get_by_role("option", name="fake").click()
    page.get_by_role("button", name="Test connection").click()
    expect(answer.get_by_text(re.compile(r"^Works: answered in [\d,]+ ms$"))).to_be_visible()
    assert_good_everywhere(page)
    _save_with_a_task(page)
    _list_it(page)


def _save_with_a_task(page: Page) -> None:
    page.get_by_role("textbox", name="Name", exact=True).first.fill("Night porter")
    choose(page, "From plan", "Pro plan")
    page.get_by_role("combobox", name="Tags").fill("nights")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add task").click()
    page.get_by_label("Title").fill("Summarise a letter")
    page.get_by_role("textbox", name="Name", exact=True).last.fill("summarise letter")
    page.get_by_role("button", name="Add input").click()
    page.get_by_label("Label of input 1").fill("The letter")
    page.get_by_label("Name of input 1").fill("letter")
    page.get_by_label("Prompt of step 1").fill("Summarise {{ inputs.leter }}")
    page.get_by_role("radiogroup", name="Answer of step 1").get_by_text("JSON").click()
    page.get_by_label("JSON schema").fill('{"type": "nonsense"}')
    page.get_by_role("button", name="Check tasks").click()
    expect(page.get_by_text("3 problems").first).to_be_visible()
    expect(page.get_by_text("There is no input “leter”")).to_be_visible()
    assert_good_everywhere(page)

    page.get_by_role("textbox", name="Name", exact=True).last.fill("summarise-letter")
    page.get_by_label("Prompt of step 1").fill("Summarise ")
    page.get_by_role("button", name="inputs.letter").click()
    expect(page.get_by_label("Prompt of step 1")).to_have_value("Summarise {{ inputs.letter }}")
    page.get_by_label("JSON schema").fill('{"type": "object", "properties": {"facts": {"type": "array"}}}')
    page.get_by_role("button", name="Check tasks").click()
    expect(page.get_by_text("All tasks are fine.")).to_be_visible()
    page.get_by_role("button", name="Create model").click()
    expect(page.get_by_role("heading", name="Night porter", level=1)).to_be_visible()
    expect(page.get_by_text("A key is stored")).to_be_visible()
    assert KEY not in page.content()


def _list_it(page: Page) -> None:
    page.get_by_role("link", name="AI models").first.click()
    choose(page, "Tag", "nights")
    expect(page).to_have_url(re.compile(r"tag=nights"))
    cards = page.get_by_role("list", name="AI models")
    expect(cards.get_by_role("article")).to_have_count(1)
    expect(cards).to_contain_text("Pro and up")
    expect(cards).to_contain_text("1 task")

    page.get_by_role("button", name="Actions for Night porter").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Night porter.+"))
    choose(page, "Stands in when this fails", "Night porter")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Nothing to save")).to_be_visible()
    copy = page.get_by_role("heading", level=1).inner_text()

    page.goto(f"{REGISTRY}?q=night&view=table")
    page.get_by_role("button", name="Actions for Night porter", exact=True).click()
    page.get_by_role("menuitem", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete Night porter?")
    dialog.get_by_role("button", name="Delete").click()
    expect(dialog.get_by_role("alert")).to_contain_text(copy)
    assert_accessible(page)
    dialog.get_by_role("button", name="Cancel").click()

    for name in (copy, "Night porter"):
        page.get_by_role("button", name=f"Actions for {name}", exact=True).click()
        page.get_by_role("menuitem", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_role("button", name=f"Actions for {name}", exact=True)).to_have_count(0)


def test_models_are_imported_ordered_and_priced(desk: Desk, provider: FakeProvider, shared_models: Any) -> None:
    page = desk.open(REGISTRY, "root")
    page.get_by_role("button", name="Import from provider").click()
    dialog = page.get_by_role("dialog", name="Import from a provider")
    dialog.get_by_role("combobox", name="Provider").click()
    page.get_by_role("option", name="OpenAI-compatible").click()
    dialog.get_by_label("Endpoint").fill(provider.url)
    dialog.get_by_label("API key").fill("sk-wrong")
    dialog.get_by_role("button", name="Find models").click()
    expect(dialog.get_by_role("alert")).to_contain_text(re.compile("key", re.I))
    assert desk.trouble.pop().startswith("502 POST")  # an upstream that refuses is no fault of ours
    dialog.get_by_label("API key").fill(KEY)
    dialog.get_by_role("button", name="Find models").click()
    dialog.get_by_role("checkbox", name="fake").check()
    assert_accessible(page)
    dialog.get_by_role("button", name="Import 1 model").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("article").filter(has_text="fake")).to_be_visible()

    before = _names(page)
    page.get_by_role("button", name="Change order").click()
    drawer = page.get_by_role("dialog", name="Order of the models")
    drawer.get_by_role("button", name="Move fake up").press("Enter")
    expect(drawer.get_by_role("status")).to_contain_text("fake is now number")
    assert_accessible(page)
    drawer.get_by_role("button", name="Save order").click()
    expect(drawer).to_have_count(0)
    assert _names(page).index("fake") == before.index("fake") - 1

    made = next(each for each in call(page.context, "GET", "/api/ai/system-models")["items"] if each["name"] == "fake")
    call(page.context, "DELETE", f"/api/ai/system-models/{made['id']}")
    _correct_a_price(page)


def _names(page: Page) -> list[str]:
    return [each["name"] for each in call(page.context, "GET", "/api/ai/system-models")["items"]]


def _correct_a_price(page: Page) -> None:
    page.get_by_role("tab", name="Prices").click()
    page.get_by_label("Search prices").fill("gpt-4o-mini")
    row = page.get_by_role("row", name=re.compile("^gpt-4o-mini OpenAI"))
    expect(row).to_contain_text("$0.15")
    row.get_by_role("button", name="Correct the price of gpt-4o-mini").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Per million input tokens").fill("0.2")
    dialog.get_by_role("button", name="Save changes").click()
    expect(row).to_contain_text("Corrected")
    expect(row).to_contain_text("$0.20")
    assert_good_everywhere(page)
    row.get_by_role("button", name="Take back the correction of gpt-4o-mini").click()
    expect(row).to_contain_text("Shipped")


def test_admin_limits_switches_and_asks_why(desk: Desk, shared_models: Any) -> None:
    page = desk.open("/en", "alice")
    page.get_by_role("link", name="AI models").click()
    row = page.get_by_role("article", name="Desk writer")
    expect(row).to_contain_text("100,000 of 100,000 tokens left")
    row.get_by_label("Tokens per person: Desk writer").fill("5000")
    row.get_by_role("button", name="Save the limit of Desk writer").click()
    expect(page.get_by_text("“Desk writer” has been saved.")).to_be_visible()
    row.get_by_role("switch", name="For your people: Desk writer").click(force=True)
    expect(row.get_by_role("switch")).not_to_be_checked()
    page.reload()
    expect(row.get_by_label("Tokens per person: Desk writer")).to_have_value("5 000")
    expect(row.get_by_role("switch")).not_to_be_checked()

    row.get_by_role("button", name="Actions for Desk writer").click()
    page.get_by_role("menuitem", name="Who can use this model?").click()
    drawer = page.get_by_role("dialog", name="Who can use Desk writer?")
    expect(drawer.get_by_role("button", name=re.compile("Alice Archer"))).to_contain_text("Can use it")
    drawer.get_by_text("Cannot", exact=True).first.click()
    expect(drawer.get_by_role("button", name=re.compile("Alice Archer"))).to_have_count(0)
    assert_accessible(page)
    drawer.get_by_role("button", name=re.compile("bob@northgate.test")).click()
    expect(drawer).to_contain_text("Switched off for your people")
    expect(drawer).to_contain_text("An administrator can switch it on")
    assert_accessible(page)
    page.keyboard.press("Escape")

    page.goto(f"{MANAGEMENT}?status=inactive")
    expect(page.get_by_role("article", name="Deep reader")).to_have_count(0)
    page.get_by_role("article", name="Desk writer").get_by_role("switch").click(force=True)
    expect(page.get_by_role("article", name="Desk writer")).to_have_count(0)


def test_free_plan_sees_the_pro_model_locked(desk: Desk, shared_models: Any) -> None:
    page = desk.open(f"{MANAGEMENT}?status=locked", "dave")
    row = page.get_by_role("article", name="Deep reader")
    expect(row).to_contain_text("Needs a higher plan")
    expect(row).to_contain_text("needs the plan pro; your organization has free")
    expect(row.get_by_role("switch")).to_have_count(0)
    assert_good_everywhere(page)
    northgate = desk.open(f"{MANAGEMENT}?plan=pro", "alice")
    expect(northgate.get_by_role("article", name="Deep reader").get_by_role("switch")).to_be_checked()


def test_organisation_brings_a_model_and_sees_its_use(desk: Desk, provider: FakeProvider) -> None:
    page = desk.open(f"{MANAGEMENT}/models/new", "alice")
    choose(page, "Provider", "OpenAI-compatible")
    page.get_by_label("Endpoint").fill(provider.url)
    page.get_by_label("API key").fill(KEY)
    page.get_by_role("button", name="Create model").click()
    expect(page.get_by_text("Please look at:")).to_be_visible()
    page.get_by_role("combobox", name="Model ID").fill("house")
    page.get_by_role("textbox", name="Name", exact=True).fill("House style")
    page.get_by_label("Per million input tokens").fill("1000")
    page.get_by_label("Per million output tokens").fill("1000")
    page.get_by_role("button", name="Create model").click()
    expect(page.get_by_role("heading", name="House style", level=1)).to_be_visible()
    model = call(page.context, "GET", "/api/ai/org-models?q=House")["items"][0]
    _use(desk, page, model)
    _look_at_usage(page)
    _check_against_the_provider(page)
    call(page.context, "DELETE", f"/api/ai/org-models/{model['id']}")


def _use(desk: Desk, page: Page, model: Any) -> None:
    call(page.context, "PATCH", "/api/ai/settings", {"log_texts": True})
    ask = {"messages": [{"role": "user", "content": "Where is the passport office?"}], "max_tokens": 20}
    for person in ("alice", "bob"):
        call(who(desk, person), "POST", f"/api/ai/models/org_default/{model['id']}/chat", ask)


def _look_at_usage(page: Page) -> None:
    page.goto(f"{MANAGEMENT}?tab=usage")
    people = page.get_by_role("list", name="By person")
    expect(people).to_contain_text("Bob Baker")
    expect(page.get_by_role("list", name="By feature")).to_contain_text("Chat")
    page.get_by_role("list", name="By model").get_by_role("button", name="House style").click()
    expect(page).to_have_url(re.compile("model=org_default"))
    expect(page.get_by_role("term").filter(has_text="Requests").locator("xpath=../dd")).to_have_text("2")
    expect(page.get_by_role("table", name="Use by day")).to_be_attached()
    expect(page.locator(".recharts-bar-rectangle path").first).to_be_visible()
    assert_good_everywhere(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export CSV").click()
    rows = download.value.path().read_text().splitlines()
    assert len(rows) == 3, rows
    assert "bob@northgate.test" in "".join(rows)

    page.get_by_role("tab", name="Calls").click()
    row = page.get_by_role("row").filter(has_text="House style").filter(has_text="Bob Baker")
    row.get_by_role("button", name=re.compile("Details of call")).click()
    drawer = page.get_by_role("dialog", name=re.compile("Call "))
    expect(drawer).to_contain_text("org/house-style")
    expect(drawer.get_by_role("region", name="What was asked and answered")).to_contain_text("passport office")
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("searchbox", name="Search calls").fill("House style")  # other journeys have failed calls
    choose(page, "Outcome", "Failed")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    assert_good_everywhere(page)


def _check_against_the_provider(page: Page) -> None:
    page.get_by_role("tab", name="Checks and records").click()
    switch = page.get_by_role("switch", name="Keep what is asked and answered")
    expect(switch).to_be_checked()
    switch.click(force=True)
    expect(page.get_by_text("Only figures are kept")).to_be_visible()
    file = {"name": "export.csv", "mimeType": "text/csv", "buffer": b"day,nothing\n1,2\n"}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(files=[file])
    # A notice of the switch may still be there.
    expect(page.get_by_role("main").get_by_role("alert")).to_be_visible()
    today = page.evaluate("new Date().toISOString().slice(0, 10)")
    file["buffer"] = f"date,model,input_tokens,output_tokens\n{today},house,100000,1\n".encode()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(files=[file])
    expect(page.get_by_text(re.compile("the provider 100,001: a difference of"))).to_be_visible()
    assert_good_everywhere(page)


def test_lists_of_models_are_accessible_and_fit(desk: Desk, shared_models: Any) -> None:
    page = desk.open(REGISTRY, "root")
    for path in (REGISTRY, f"{REGISTRY}?view=table", f"{REGISTRY}?tab=usage", f"{REGISTRY}?q=nothing-like-it"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_good_everywhere(page)
    page.goto(f"{REGISTRY}/{shared_models['plain']['id']}")
    expect(page.get_by_role("heading", name="Desk writer", level=1)).to_be_visible()
    assert_good_everywhere(page)
    admin = desk.open("/es/admin/ai/management", "alice")
    expect(admin.get_by_role("heading", name="Modelos de IA", level=1)).to_be_visible()
    settle(admin)
    assert_good_everywhere(admin)
