"""Servers of models that answer what nobody asked for, and what of a recipient must not be left behind."""

import json
from collections.abc import Iterator

import pytest
from aiohttp import web
from pytest_django import Settings

from frontdesk.ai.models import AiSettings, PersonalModel
from frontdesk.ai.registry import keys
from frontdesk.ai.testing import fake_faults
from frontdesk.ai.testing import fake_provider as fake_server
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.mail.models import AiProposal, EmailTemplate, TemplateAiConfig
from frontdesk.mail.tests.ai_samples import WRITTEN, Rewriter, add_model, add_template
from frontdesk.mail.writing.fragments import Fragments
from frontdesk.mail.writing.promises import check_text
from frontdesk.orgs.models import AuditEntry
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

BRIEF = {"prompt": "We move on Monday.", "type": "newsletter"}
FACT = "Works at the harbour of Valencia since ninety-nine"


class Refusing(FakeProvider):
    async def answer(self, request: web.Request) -> web.StreamResponse:
        return fake_faults.error(400, "bad\x00code", "No.\x00\x07 Not\x00 this.")


@pytest.fixture
def refusing(settings: Settings) -> Iterator[Refusing]:
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    with fake_server.running(Refusing()) as fake:
        yield fake


@pytest.fixture
def rewriter(settings: Settings) -> Iterator[Rewriter]:
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    with fake_server.running(Rewriter()) as fake:
        yield fake


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_without_end_is_neither_kept_nor_sent_back(
    alice: ApiClient, fake_provider: FakeProvider, stream: bool
) -> None:
    endless = '{"subject": "' + "x" * 3_000_000
    fake_provider.texts.extend([endless, json.dumps(WRITTEN)])
    answer = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": add_model(fake_provider), "stream": stream})
    assert answer.status == 200
    if stream:
        assert b"event: proposal" in answer.content
    assert sum(len(each["content"]) for each in fake_provider.asked[-1].body["messages"]) < 30_000


def test_what_a_refusing_server_says_is_kept_as_text(alice: ApiClient, refusing: Refusing) -> None:
    answer = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": add_model(refusing)})
    assert 400 <= answer.status < 504, answer.json
    assert "No. Not this." in answer.json["detail"]
    with tenancy.platform("tests"):
        kept = AiProposal.objects.get()
    assert (kept.state, kept.reason) == ("failed", answer.json["detail"])


def test_a_nul_in_an_answer_is_refused_where_texts_are_logged_too(
    alice: ApiClient, fake_provider: FakeProvider
) -> None:
    assert alice.profile
    assert alice.profile.organization_id
    with tenancy.platform("tests"):
        AiSettings.objects.update_or_create(organization_id=alice.profile.organization_id, defaults={"log_texts": True})
    bad = json.dumps({**WRITTEN, "subject": "We\x00move"})
    fake_provider.texts.extend([bad, bad])
    answer = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": add_model(fake_provider)})
    assert (answer.status, answer.json["type"]) == (422, "urn:frontdesk:problem:promises-broken")


def test_depth_costs_nothing() -> None:
    assert list(Fragments().feed("[" * 200_000 + '"a",' * 20_000)) == []


def test_characters_that_stand_for_many_count_as_many() -> None:
    broken = check_text("Hello", "\ufdfa" * 300, max_length=300)
    assert broken is not None
    assert broken.code == "too_long"


def test_nothing_of_a_recipient_is_left_behind(alice: ApiClient, rewriter: Rewriter) -> None:
    template = add_template(alice)
    body = {
        "template_id": template["id"],
        "recipient_data": {"job": FACT, "city": "Valencia"},
        "ai_model_id": add_model(rewriter),
    }
    rewriter.write = lambda text: f"{text} Good day in Valencia"
    assert alice.post("/api/email/ai-generate", body).status == 200
    rewriter.write = lambda text: f"{text} {FACT}"
    refused = alice.post("/api/email/ai-generate", body)
    assert (refused.status, refused.json["type"]) == (422, "urn:frontdesk:problem:promises-broken")
    with tenancy.platform("tests"):
        proposals = list(AiProposal.objects.values("state", "reason", "problems", "content", "request", "base"))
        entries = list(AuditEntry.objects.values("object_label", "changes"))
    assert sorted(each["state"] for each in proposals) == ["ready", "refused"]
    left = json.dumps([proposals, entries], default=str)
    assert "harbour" not in left
    assert "Valencia" not in left


def test_a_private_model_of_a_templates_settings_is_nobody_elses(
    alice: ApiClient, bob: ApiClient, root: ApiClient, rewriter: Rewriter
) -> None:
    grant = {"items": [{"permission": "templates.manage", "roles": {"admin": True, "agent": True}}]}
    assert root.put("/api/role-permissions", grant).status == 200
    template = add_template(alice)
    usable = add_model(rewriter)
    assert alice.profile
    with tenancy.platform("tests"):
        own = PersonalModel.objects.create(
            user=alice.profile, organization_id=alice.profile.organization_id, name="Mine", slug="mine",
            model_id="mine", provider="openai_compatible", endpoint=rewriter.url, capabilities=["chat"],
        )  # fmt: skip
        keys.write_key(own, "sk-planted-key-0123456789")
        TemplateAiConfig.objects.create(
            organization_id=alice.profile.organization_id, email_template_id=template["id"],
            ai_model_type="user", ai_model_id=own.id,
        )  # fmt: skip
    body = {"template_id": template["id"], "tone": "plain"}
    answer = ApiClient(bob.profile).post("/api/email/ai-rewrite", body)
    assert (answer.status, answer.json["type"]) == (422, "urn:frontdesk:problem:needs-chat-model")
    assert [each["id"] for each in answer.json["models"]] == [usable]
    assert rewriter.calls == 0
    assert alice.post("/api/email/ai-rewrite", body).status == 200


def test_what_was_made_for_an_organization_is_accepted_into_it(
    alice: ApiClient, root: ApiClient, fake_provider: FakeProvider
) -> None:
    fake_provider.texts.append(json.dumps(WRITTEN))
    made = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": add_model(fake_provider)}).json
    accepted = root.post(f"/api/email/ai-proposals/{made['id']}/accept")
    assert accepted.status == 200, accepted.json
    assert alice.profile
    with tenancy.platform("tests"):
        template = EmailTemplate.objects.get(id=accepted.json["id"])
    assert template.organization_id == alice.profile.organization_id
