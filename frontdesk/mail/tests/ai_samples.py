"""Chat models to write with, what they answer, and a template with everything in it that must survive."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from frontdesk.ai.models import SystemModel
from frontdesk.ai.registry import keys
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

WRITTEN = {
    "subject": "Our office moves on Monday",
    "preheader": "The new address and what stays the same.",
    "headline": "We are moving",
    "sections": [
        {"heading": "News", "paragraphs": ["Hello {{ name }}, we move to a new office."], "points": ["More room"]},
        {"heading": "", "paragraphs": ["Your appointments stay as they are & where < they were."], "points": []},
    ],
    "button_label": "See the new place",
    "closing": "See you soon, {{ organization.name }}",
}
LETTER = """<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-image src="https://img.northgate.test/head.png" alt="Our office" />
        <mj-text>Dear {{ name }}, your visit costs €45. Call <a href="tel:+35315550100">+353 1 555 0100</a>.</mj-text>
        {% if content != blank %}
        <mj-text>We also have <b>news</b> for you: {{ content }}</mj-text>
        {% endif %}
        <mj-button href="https://northgate.test/book?id={{ id }}">Book a time</mj-button>
      </mj-column>
    </mj-section>
    <mj-section>
      <mj-column>
        <mj-text>{{ organization.postal_address }}<br /><a href="{{ unsubscribe_url }}">Unsubscribe here</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
"""
TEMPLATE = {
    "name": "Appointment",
    "type": "custom",
    "category": "marketing",
    "subject": "Your appointment, {{ name }}",
    "preheader": "All you need to know",
    "html_code": LETTER,
    "source_format": "mjml",
}


def add_model(fake: FakeProvider, **values: Any) -> int:
    """A chat model of the platform that everybody may use."""
    given: dict[str, Any] = {
        "name": "Scribe", "slug": "scribe", "model_id": "scribe", "endpoint": fake.url, "capabilities": ["chat"],
        "is_free": True, "max_tokens": 4096, "context_window": 32_000, "input_price_per_mtok": 2,
        "output_price_per_mtok": 8, **values,
    }  # fmt: skip
    with tenancy.platform("tests"):
        model = SystemModel.objects.create(**given)
        keys.write_key(model, "sk-planted-key-0123456789")
    return model.id


def add_template(client: ApiClient, **values: Any) -> dict[str, Any]:
    answer = client.post("/api/email-templates", {**TEMPLATE, **values})
    assert answer.status == 201, answer.json
    made: dict[str, Any] = answer.json
    return made


def data_asked(fake: FakeProvider, number: int = -1) -> dict[str, Any]:
    """What stood between the fences of a question."""
    content = fake.asked[number].body["messages"][1]["content"]
    read: dict[str, Any] = json.loads(content.removeprefix("<data>\n").removesuffix("\n</data>"))
    return read


class Rewriter(FakeProvider):
    """Answers each question for texts with ``write`` of each: as a model that keeps what it is told to keep.

    The next ``forgetful`` answers lose the first mark of each text.
    """

    forgetful = 0
    write: Callable[[str], str] = staticmethod(lambda text: f"New: {text}")

    def _say(self, body: dict[str, Any]) -> tuple[list[str], dict[str, Any] | None, str]:
        asked = body["messages"][1]["content"]
        texts: Mapping[str, str] = json.loads(asked.removeprefix("<data>\n").removesuffix("\n</data>"))["texts"]
        if self.forgetful:
            self.forgetful -= 1
            texts = {number: text.replace("⟦1⟧", "") for number, text in texts.items()}
        if not self.texts:
            self.texts.append(json.dumps({"texts": {number: self.write(text) for number, text in texts.items()}}))
        return super()._say(body)
