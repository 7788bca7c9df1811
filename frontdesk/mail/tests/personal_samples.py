"""Campaigns and templates that a model writes in for each recipient, and a model that does."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pytest_django import Settings

from frontdesk.ai.models import ModelCall
from frontdesk.ai.providers.openai import dialects
from frontdesk.ai.testing import fake_provider as fake_server
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.mail.models import Personalization
from frontdesk.mail.tests.ai_samples import add_model
from frontdesk.mail.tests.campaign_samples import make_campaign, make_newsletter
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

HTML = (
    "<p>{{ intro }}</p><p>Hello {{ first_name | default: 'there' }}</p>"
    "<p><a href='https://northgate.test/news'>News</a></p><p><a href='{{ unsubscribe_url }}'>Unsubscribe</a></p>"
)
INTRO = "We have news for you."


def write_kindly(text: str, facts: dict[str, str]) -> str:
    return f"{text} For you, {facts.get('first_name', 'friend')}."


@dataclass
class PersonalWriter(FakeProvider):
    """Writes with ``write(text, facts)``. ``delay``: seconds for each answer. ``by_person``: questions by first name,
    counted when they come in; ``answered``: those whose answer has left."""

    write: Callable[[str, dict[str, str]], str] = write_kindly
    delay: float = 0.0
    by_person: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        name = data_of(body)["recipient"].get("first_name", "")
        self.by_person[name] += 1
        if self.delay:
            await asyncio.sleep(self.delay)
        made = await super().answer(request)
        self.answered[name] += 1
        return made

    def _say(self, body: dict[str, Any]) -> tuple[list[str], dict[str, Any] | None, str]:
        data = data_of(body)
        if not self.texts:
            texts = {number: self.write(text, data["recipient"]) for number, text in data["texts"].items()}
            return [json.dumps({"texts": texts})], None, "stop"
        return super()._say(body)


def data_of(body: dict[str, Any]) -> dict[str, Any]:
    content = body["messages"][1]["content"]
    read: dict[str, Any] = json.loads(content.removeprefix("<data>\n").removesuffix("\n</data>"))
    return read


@contextmanager
def writing(settings: Settings, **values: Any) -> Iterator[PersonalWriter]:
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    dialects.forget()
    with fake_server.running(PersonalWriter(**values)) as fake:
        yield fake


def personalize(client: ApiClient, template: dict[str, Any], model_id: int, **changes: Any) -> None:
    fields = changes.pop("fields", ["subject", "intro"])
    config = {
        "ai_model_id": model_id,
        "ai_model_type": "system",
        "generation_prompt": "Warm, and short.",
        "auto_personalize": True,
        "personalization_fields": [
            {"name": name, "instruction": "Name the city.", "max_length": 200} for name in fields
        ],
        "recipient_fields": ["first_name", "contact.city"],
        **changes,
    }
    answer = client.put(f"/api/email-templates/{template['id']}/ai-config", config)
    assert answer.status == 200, answer.content


def make_personal(client: ApiClient, fake: FakeProvider, *, people: int = 5, **changes: Any) -> dict[str, Any]:
    """A draft in which the subject and a text are written for each recipient."""
    config = {name: changes.pop(name) for name in [*changes] if name in ("fields", "recipient_fields")}
    model = changes.pop("model", None) or add_model(fake)
    template = make_newsletter(client, subject="News, {{ first_name }}", html_code=HTML)
    personalize(client, template, model, **config)
    variant = {"template_id": template["id"], "values": {"en": {"intro": INTRO}}}
    return make_campaign(client, people=people, variants=[variant], **changes)


def texts(campaign: dict[str, Any]) -> list[Personalization]:
    with tenancy.platform("tests"):
        rows = Personalization.objects.filter(campaign_id=campaign["id"]).select_related("contact")
        return list(rows.order_by("contact__email", "variant"))


def calls() -> list[ModelCall]:
    with tenancy.platform("tests"):
        return list(ModelCall.objects.order_by("id"))
