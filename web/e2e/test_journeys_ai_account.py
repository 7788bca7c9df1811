"""Everybody's own use of AI: models tried on a real model server, limits met and raised, tasks run, own models kept."""

import re
from typing import Any

from desk import Desk, assert_accessible, call, settle
from models import CHAT, LETTER, alice_of, ask, last_answer, make_model
from playwright.sync_api import expect

from frontdesk.ai.testing import llama_server
from frontdesk.ai.testing.fake_provider import FakeProvider


def test_limit_is_met_explained_and_raised(desk: Desk, gemma: Any) -> None:
    page = desk.open("/en", "bob")
    page.get_by_role("link", name="AI", exact=True).click()
    card = page.get_by_role("article").filter(has_text="Gemma in the office")
    expect(card).to_contain_text("110 of 110 tokens left")
    card.get_by_role("link", name="Chat with Gemma in the office").click()
    expect(page.get_by_role("heading", name="Chat with a model", level=1)).to_be_visible()
    expect(page.get_by_role("combobox", name="Model")).to_have_value("Gemma in the office")

    ask(page, "What is a passport?")
    expect(last_answer(page)).to_contain_text(re.compile(r"\d+ tokens in, \d+ out · .*answered by org/gemma"))
    expect(page.get_by_role("complementary", name="Model and settings")).not_to_contain_text("110 of 110 tokens left")
    expect(page.get_by_text(re.compile(r"This conversation: [1-9]\d* tokens, "))).to_be_visible()

    for question in ("And a visa?", "And a permit?", "And a stamp?"):
        if page.get_by_role("alert").count():
            break
        ask(page, question)
        expect(page.get_by_label("Message")).to_be_enabled()
        settle(page)
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("Your limit for today is used up")
    expect(refusal).to_contain_text(re.compile(r"\d+ of 110 tokens are left, and this may take \d+"))
    expect(refusal).to_contain_text(re.compile(r"It starts anew: \d+ \w+ \d{4}, 00:00 GMT"))
    expect(refusal).to_contain_text("An administrator of your organisation can raise it")
    assert_accessible(page)

    model = call(alice_of(desk), "GET", f"/api/ai/org-models/{gemma['id']}")
    change = {"version": model["version"], "token_limit_per_user": 2000}
    call(alice_of(desk), "PATCH", f"/api/ai/org-models/{gemma['id']}", change)
    page.get_by_role("button", name="Try again").click()
    expect(last_answer(page)).to_contain_text("answered by org/gemma-in-the-office")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("complementary", name="Model and settings")).to_contain_text(
        re.compile(r"of 2,000 tokens left")
    )

    page.get_by_role("link", name="Usage", exact=True).click()
    expect(page.get_by_role("region", name="What remains")).to_contain_text("Gemma in the office")
    calls = page.get_by_role("table", name="Your calls")
    expect(calls.get_by_role("row").filter(has_text="Answered").first).to_be_visible()
    expect(calls.get_by_role("row").filter(has_text="Refused").first).to_be_visible()


def test_task_is_run_step_by_step_and_again(desk: Desk, gemma: Any) -> None:
    path = f"/api/ai/org-models/{gemma['id']}"
    change = {"version": gemma["version"], "token_limit_per_user": 50_000, "max_tokens": 80}
    call(alice_of(desk), "PATCH", path, change)
    page = desk.open(f"/en/account/ai/tasks?model=org_default:{gemma['id']}&task=summarise", "bob")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_label("The letter")).to_have_accessible_description(re.compile("Please fill this in"))
    page.get_by_label("The letter").fill(LETTER)
    page.get_by_role("combobox", name="Tone").click()
    page.get_by_role("option", name="plain").click()
    page.get_by_role("button", name="Run", exact=True).click()

    output = page.get_by_role("region", name="Output")
    steps = output.get_by_role("listitem")
    # A busy machine writes a few words a second.
    expect(steps).to_have_count(2, timeout=90_000)
    expect(steps.nth(1).locator("pre")).to_have_text(re.compile(r'^\{\s+"topic": "(visa|tax)"\s+\}$'), timeout=90_000)
    assert steps.nth(1).locator("pre").inner_text().startswith('{\n  "topic"')
    expect(steps.nth(0)).to_contain_text(re.compile(r"\d+ tokens · .*answered by org/gemma-in-the-office"))
    expect(output.get_by_role("status")).to_have_text("The run is complete.")

    row = page.get_by_role("table", name="Earlier runs").get_by_role("row").nth(1)
    expect(row).to_contain_text("Done")
    row.get_by_role("button", name="Show the run of Summarise a letter").click()
    drawer = page.get_by_role("dialog", name="An earlier run")
    expect(drawer).to_contain_text("We decided to file the application online.")
    expect(drawer.locator("pre")).to_contain_text('"topic"')
    assert_accessible(page)
    drawer.get_by_role("button", name="Run again").click()
    expect(drawer).to_have_count(0)
    expect(page.get_by_label("The letter")).to_have_value(LETTER)
    expect(page.get_by_role("combobox", name="Tone")).to_have_value("plain")


def test_stop_reaches_the_provider(desk: Desk, fake_model_server: FakeProvider) -> None:
    fake_model_server.pause = 0.2
    model = make_model(desk, fake_model_server.url, name="Slow talker", model_id="slow", max_tokens=500)
    page = desk.open(f"{CHAT}?model=org_default:{model['id']}", "bob")
    ask(page, "Tell me a long story about a lighthouse and its keeper, and do not leave anything out.")
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "true")
    expect(last_answer(page).locator("[data-streaming]")).not_to_be_empty()
    page.get_by_label("Message").fill("And another?")
    page.get_by_role("button", name="Stop").click()
    expect(last_answer(page)).to_contain_text("You stopped this answer.")
    expect(page.get_by_label("Message")).to_have_value("And another?")  # stopping sends nothing
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    assert fake_model_server.wait_for(lambda: fake_model_server.aborted == 1)
    assert fake_model_server.wait_for(lambda: fake_model_server.running == 0)
    assert fake_model_server.made < 100
    expect(page.get_by_role("button", name="Ask again")).to_be_visible()

    page.get_by_role("link", name="Usage", exact=True).click()
    newest = page.get_by_role("table", name="Your calls").get_by_role("row").nth(1)
    expect(newest).to_contain_text("Slow talker")
    expect(newest).to_contain_text("Broken off")
    call(alice_of(desk), "DELETE", f"/api/ai/org-models/{model['id']}")


def test_what_fails_says_so(desk: Desk, fake_model_server: FakeProvider) -> None:
    model = make_model(desk, fake_model_server.url, name="Broken key", model_id="bad-key", max_tokens=20)
    page = desk.context("bob").new_page()
    # The gateway's 502 for a failing provider is part of this journey.
    page.goto(f"{CHAT}?model=org_default:{model['id']}")
    ask(page, "Hello?")
    expect(page.get_by_role("alert")).to_contain_text("The model did not answer")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    desk.trouble[:] = [line for line in desk.trouble if f"/{model['id']}/chat" not in line]
    call(alice_of(desk), "DELETE", f"/api/ai/org-models/{model['id']}")


def test_own_model_is_tested_saved_and_its_owners_alone(desk: Desk, fake_model_server: FakeProvider) -> None:
    fake_model_server.api_key = "sk-bobs-secret"
    page = desk.open("/en/account/ai/own", "bob")
    page.get_by_role("link", name="Add a model").first.click()
    page.get_by_role("combobox", name="Provider").click()
    page.get_by_role("option", name="OpenAI-compatible").click()
    page.get_by_role("textbox", name="Endpoint").fill(fake_model_server.url)
    page.get_by_role("textbox", name="API key").fill("sk-wrong")
    page.get_by_role("combobox", name="Model ID").fill("fake")
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("Incorrect API key provided")).to_be_visible()
    page.get_by_role("textbox", name="API key").fill("sk-bobs-secret")
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text(re.compile(r"Works: answered in \d+ ms"))).to_be_visible()
    page.get_by_role("textbox", name="Name", exact=True).fill("Bob's own")
    page.get_by_role("button", name="Create model").click()

    card = page.get_by_role("article").filter(has_text="Bob's own")
    expect(card).to_be_visible()
    card.get_by_role("link", name="Chat with Bob's own").click()
    ask(page, "Hello?")
    expect(last_answer(page)).to_contain_text("answered by user/bobs-own")
    made = call(page.context, "GET", "/api/ai/user-models")["items"][0]
    assert "sk-bobs-secret" not in str(made)

    for person in ("alice", "carol", "dave"):
        other = desk.open("/en/account/ai", person)
        expect(other.get_by_role("heading", name="Frontdesk built-in")).to_be_visible()
        expect(other.get_by_text("Bob's own")).to_have_count(0)
        assert other.request.get(f"/api/ai/models/user/{made['id']}").status == 404

    page.goto("/en/account/ai/own")
    page.get_by_role("button", name="Actions for Bob's own").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No models of your own yet")).to_be_visible()


def test_client_sees_what_she_may(desk: Desk, gemma: Any) -> None:
    locked = make_model(
        desk, gemma["endpoint"], name="For staff alone", model_id=llama_server.MODEL, is_enabled_for_users=False
    )
    page = desk.open("/en/account/ai", "carol")
    card = page.get_by_role("article").filter(has_text="For staff alone")
    expect(card).to_contain_text("Switched off")
    expect(card.get_by_role("link", name="Chat with")).to_have_count(0)
    expect(page.get_by_role("article").filter(has_text="Gemma in the office")).to_contain_text("110 of 110 tokens left")
    navigation = page.get_by_role("navigation", name="Main navigation")
    expect(navigation.get_by_role("link", name="AI", exact=True)).to_be_visible()
    expect(navigation.get_by_role("link", name="People")).to_have_count(0)

    page.goto(f"{CHAT}?model=org_default:{locked['id']}")
    expect(page.get_by_label("Message")).to_be_disabled()
    expect(page.get_by_role("log")).to_contain_text("Your organization has switched this model off")
    page.goto("/en/account/ai/usage")
    expect(page.get_by_text("Nothing used in these days")).to_be_visible()
    expect(page.get_by_text("No calls in these days")).to_be_visible()
    call(alice_of(desk), "DELETE", f"/api/ai/org-models/{locked['id']}")
