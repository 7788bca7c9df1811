"""Choosing among models: compared by their facts and by their answers; texts tried with the built-in one."""

from typing import Any

from desk import SMALL, WIDE, Desk, Scheme, assert_accessible, assert_fits, call
from models import LETTER, alice_of, make_model
from playwright.sync_api import expect

from frontdesk.ai.testing.fake_provider import FakeProvider

FACES: list[tuple[tuple[int, int], Scheme]] = [(WIDE, "light"), (WIDE, "dark"), (SMALL, "dark"), (SMALL, "light")]


def test_models_are_compared(desk: Desk, gemma: Any) -> None:
    page = desk.open("/en/account/ai", "bob")
    page.get_by_label("Compare Gemma in the office").check()
    expect(page.get_by_role("region", name="Comparison")).to_contain_text("Choose another one to compare")
    page.get_by_label("Compare Frontdesk built-in").check()
    page.get_by_role("link", name="Compare", exact=True).click()
    table = page.get_by_role("table", name="Comparison")
    expect(table.get_by_role("columnheader", name="Gemma in the office")).to_be_visible()
    expect(table.get_by_role("row", name="Context window")).to_contain_text("4,096 tokens")
    expect(table.get_by_role("row", name="Price of output")).to_contain_text("0.60 per million tokens")
    expect(table.get_by_role("row", name="Tasks")).to_contain_text("Summarise a letter")
    page.get_by_label("Take Frontdesk built-in out").click()
    expect(table.get_by_role("columnheader", name="Frontdesk built-in")).to_have_count(0)


def test_models_are_asked_the_same(desk: Desk, fake_model_server: FakeProvider) -> None:
    fields: list[dict[str, object]] = [
        {"name": "Left"},
        {"name": "Right"},
        {"name": "Spent", "token_limit_per_user": 0},
    ]
    models = [make_model(desk, fake_model_server.url, model_id="fake", max_tokens=40, **each) for each in fields]
    keys = ",".join(f'"org_default:{model["id"]}"' for model in models)
    page = desk.open(f"/en/account/ai/compare?models=[{keys}]", "bob")
    page.get_by_label("Message").fill("Where is the lighthouse?")
    page.get_by_role("button", name="Ask all 3").click()
    for name in ("Left", "Right"):
        column = page.get_by_role("region", name=name, exact=True)
        expect(column).to_contain_text(f"answered by org/{name.lower()}")
    spent = page.get_by_role("region", name="Spent", exact=True)
    expect(spent.get_by_role("alert")).to_contain_text("Your limit for this month is used up")
    assert_accessible(page)
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    assert_fits(page)
    for model in models:
        call(alice_of(desk), "DELETE", f"/api/ai/org-models/{model['id']}")


def test_builtin_tools(desk: Desk) -> None:
    page = desk.open("/en/account/ai/builtin", "carol")
    result = page.get_by_role("region", name="Result")
    page.get_by_label("Text", exact=True).fill("I am very unhappy: nobody answered my mails and the deadline is gone.")
    page.get_by_role("button", name="Tell the sentiment").click()
    expect(result).to_contain_text("Made by builtin")
    expect(result.get_by_text("Negative").first).to_be_visible()
    page.get_by_text("Dates and actions", exact=True).click()
    page.get_by_label("Text", exact=True).fill(LETTER)
    page.get_by_role("button", name="Find").click()
    expect(result).to_contain_text("3 Dec 2026, 10:30")
    expect(result).to_contain_text("Bob")
    expect(result.locator("mark").first).to_be_visible()
    page.get_by_text("Summary", exact=True).click()
    page.get_by_label("Sentences").fill("1")
    page.get_by_role("button", name="Summarise").click()
    expect(result).to_contain_text("1 sentence, chosen from the text")
    assert_accessible(page)


def test_every_page_is_accessible_and_fits(desk: Desk, gemma: Any) -> None:
    page = desk.context("bob").new_page()
    model = f"org_default:{gemma['id']}"
    paths = [
        "", f"?open={model}", f'/compare?models=["{model}","system:1"]', f"/chat?model={model}", "/tasks", "/own",
        "/own/new", "/usage", "/builtin",
    ]  # fmt: skip
    findings = []
    for path in paths:
        page.goto(f"/es/account/ai{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for size, scheme in FACES:
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
            for check in (assert_accessible, assert_fits):
                try:
                    check(page)
                except AssertionError as error:
                    findings.append(f"{size[0]} px, {scheme}: {error}")
    assert not findings, "\n\n".join(findings)
