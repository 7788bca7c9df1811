"""Models for journeys, made by Alice for all of Northgate, and what is asked of them."""

from typing import Any

from desk import Desk, call
from playwright.sync_api import Locator, Page

CHAT = "/en/account/ai/chat"
LETTER = (
    "Dear Anna, thank you for the quick help. We decided to file the application online. "
    "Bob will send the passport copies by Friday. The interview is on 3 December 2026 at 10:30."
)
TASK = {
    "name": "summarise",
    "title": "Summarise a letter",
    "description": "Says what matters, then names the topic.",
    "inputs": [
        {"name": "letter", "label": "The letter", "type": "long_text"},
        {"name": "tone", "label": "Tone", "type": "choice", "options": ["warm", "plain"]},
        {"name": "urgent", "label": "It is urgent", "type": "boolean", "required": False},
    ],
    "steps": [
        {"prompt": "Summarise in a {{ inputs.tone }} tone: {{ inputs.letter }}", "output": "text"},
        {
            "prompt": "Name the topic of {{ steps.1 }}",
            "output": "json",
            "schema": {
                "type": "object",
                "properties": {"topic": {"enum": ["visa", "tax"]}},
                "required": ["topic"],
                "additionalProperties": False,
            },
        },
    ],
}


def make_model(desk: Desk, url: str, **fields: object) -> Any:
    """A model of Northgate's own, made by Alice."""
    body = {"provider": "openai_compatible", "endpoint": url, "capabilities": ["chat", "json"], **fields}
    return call(alice_of(desk), "POST", "/api/ai/org-models", body)


def alice_of(desk: Desk) -> Any:
    context = desk.context("alice")
    context.request.get("/api/me")
    return context


def ask(page: Page, text: str) -> None:
    page.get_by_label("Message").fill(text)
    page.keyboard.press("Enter")


def last_answer(page: Page) -> Locator:
    return page.get_by_role("article", name="Answer of").last
