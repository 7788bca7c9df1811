"""Who may write with which model, what it would cost, what a template remembers, and what is forgotten again."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from frontdesk.ai.models import (
    ModelCall,
    OrganizationModel,
    OrgSystemModelConfig,
    PersonalModel,
    QuotaCounter,
    SystemModel,
)
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.mail import retention
from frontdesk.mail.models import AiProposal, TemplateAiConfig
from frontdesk.mail.tests.ai_samples import WRITTEN, add_model, add_template
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

BRIEF = {"prompt": "We move on Monday.", "type": "newsletter"}
CONFIG = {
    "generation_prompt": "Short and kind",
    "auto_personalize": True,
    "personalization_fields": [{"name": "subject", "instruction": "Name the city", "max_length": 80}],
    "recipient_fields": ["first_name", "contact.city"],
}


def builtin() -> int:
    with tenancy.platform("tests"):
        return SystemModel.objects.get_or_create(
            slug="builtin",
            defaults={"name": "Built-in", "provider": "builtin", "model_id": "builtin", "is_free": True},
        )[0].id


def test_the_builtin_model_says_which_others_could_write(alice: ApiClient, fake_provider: FakeProvider) -> None:
    without = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": builtin()})
    assert (without.status, without.json["type"]) == (422, "urn:frontdesk:problem:needs-chat-model")
    assert without.json["models"] == []
    assert "AI models" in without.json["detail"]
    model = add_model(fake_provider)
    with_one = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": builtin()})
    assert with_one.json["models"] == [{"model_type": "system", "id": model, "ref": "system/scribe", "name": "Scribe"}]
    assert "Scribe" in with_one.json["detail"]
    none_named = alice.post("/api/email/ai-generate", BRIEF)
    assert none_named.json["type"] == "urn:frontdesk:problem:needs-chat-model"
    with tenancy.platform("tests"):
        assert not AiProposal.objects.exists()
        assert not ModelCall.objects.exists()


def test_who_could_use_a_model_with_another_plan_is_told_so(alice: ApiClient, fake_provider: FakeProvider) -> None:
    add_model(fake_provider, is_free=False, required_plan="enterprise")
    answer = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": builtin()})
    assert answer.json["models"] == []
    assert [each["name"] for each in answer.json["locked"]] == ["Scribe"]
    assert "enterprise" in answer.json["detail"]


def test_a_spent_limit_refuses_and_nothing_is_proposed(alice: ApiClient, fake_provider: FakeProvider) -> None:
    model = add_model(fake_provider)
    assert alice.profile
    assert alice.profile.organization_id
    with tenancy.platform("tests"):
        OrgSystemModelConfig.objects.create(
            organization_id=alice.profile.organization_id, system_model_id=model, token_limit_per_user=50
        )
    for stream in (False, True):
        answer = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": model, "stream": stream})
        assert answer.status == 429, answer.json
        assert answer.json["limit"] == 50
    assert fake_provider.calls == 0
    with tenancy.platform("tests"):
        assert set(AiProposal.objects.values_list("state", flat=True)) == {"failed"}
        assert not QuotaCounter.objects.filter(used__gt=0).exists()


def test_an_estimate_asks_nobody_and_is_kept(alice: ApiClient, fake_provider: FakeProvider) -> None:
    model = add_model(fake_provider, token_limit_amount=100_000)
    answer = alice.post("/api/email/ai-estimate", {"action": "generate", **BRIEF, "ai_model_id": model})
    assert answer.status == 200, answer.json
    told = answer.json
    assert told["remaining_quota"] == 100_000
    assert fake_provider.calls == 0
    fake_provider.texts.append(json.dumps(WRITTEN))
    made = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": model}).json
    assert made["completion_tokens"] <= told["max_tokens"]
    assert 0 < float(made["cost"]) <= float(told["cost_max"])


@pytest.mark.parametrize("fault", ["failing", "html", "bad-key"])
def test_a_failing_provider_is_told_as_it_is(fault: str, alice: ApiClient, fake_provider: FakeProvider) -> None:
    model = add_model(fake_provider, model_id=fault)
    answer = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": model})
    assert answer.status in {502, 503}, answer.json
    with tenancy.platform("tests"):
        proposal = AiProposal.objects.get()
        assert proposal.state == "failed"
        assert proposal.reason


def test_a_stream_that_nobody_reads_ends_as_failed_and_is_charged(
    alice: ApiClient, fake_provider: FakeProvider
) -> None:
    model = add_model(fake_provider, model_id="slow")
    fake_provider.texts.append(json.dumps(WRITTEN))
    body = json.dumps({**BRIEF, "ai_model_id": model, "stream": True})
    response: Any = alice.client.post(
        "/api/email/ai-generate", body, content_type="application/json", headers=alice.headers
    )
    chunks = iter(response.streaming_content)
    assert next(chunks).startswith(b"event: token")
    response._iterator.close()  # as servers do when the client goes away
    assert fake_provider.wait_for(lambda: fake_provider.aborted == 1)
    with tenancy.platform("tests"):
        proposal = AiProposal.objects.get()
        assert (proposal.state, proposal.content) == ("failed", None)
        assert proposal.prompt_tokens > 0
        assert ModelCall.objects.get().status == "aborted"


def test_a_template_remembers_how_it_is_written_for(alice: ApiClient, fake_provider: FakeProvider) -> None:
    template, model = add_template(alice), add_model(fake_provider)
    path = f"/api/email-templates/{template['id']}/ai-config"
    assert alice.get(path).json["auto_personalize"] is False
    answer = alice.put(path, {**CONFIG, "ai_model_type": "system", "ai_model_id": model})
    assert answer.status == 200, answer.json
    kept = alice.get(path).json
    assert {name: kept[name] for name in CONFIG} == CONFIG
    assert kept["personalizable"] == ["subject", "preheader", "content", "id"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"personalization_fields": [{"name": "unsubscribe_url"}]}, "personalization_fields"),
        ({"personalization_fields": [{"name": "nowhere"}]}, "personalization_fields"),
        ({"personalization_fields": [{"name": "subject"}, {"name": "subject"}]}, "personalization_fields"),
        ({"personalization_fields": []}, "personalization_fields"),
        ({"recipient_fields": ["unsubscribe_url"]}, "recipient_fields"),
        ({"recipient_fields": ["contact.city'; drop table contacts"]}, "recipient_fields"),
        ({"recipient_fields": []}, "recipient_fields"),
        ({"ai_model_type": None, "ai_model_id": None}, "ai_model_id"),
    ],
)
def test_what_a_template_does_not_have_is_refused(
    changes: dict[str, Any], field: str, alice: ApiClient, fake_provider: FakeProvider
) -> None:
    template, model = add_template(alice), add_model(fake_provider)
    body = {**CONFIG, "ai_model_type": "system", "ai_model_id": model, **changes}
    answer = alice.put(f"/api/email-templates/{template['id']}/ai-config", body)
    assert answer.status == 422, answer.json
    assert answer.json["errors"][0]["field"] == field
    with tenancy.platform("tests"):
        assert not TemplateAiConfig.objects.exists()


def test_another_organizations_model_cannot_be_set(alice: ApiClient, dave: ApiClient) -> None:
    template = add_template(alice)
    theirs = dave.post("/api/ai/org-models", {"name": "Theirs", "provider": "openai", "model_id": "gpt-4o"}).json["id"]
    body = {**CONFIG, "ai_model_type": "org_default", "ai_model_id": theirs}
    assert alice.put(f"/api/email-templates/{template['id']}/ai-config", body).status == 404


def test_a_deleted_model_is_named_no_more(alice: ApiClient, fake_provider: FakeProvider) -> None:
    assert alice.profile
    given = {"name": "Ours", "provider": "openai", "model_id": "gpt-4o", "capabilities": ["chat"]}
    models = {
        "system": (SystemModel, add_model(fake_provider)),
        "org_default": (OrganizationModel, alice.post("/api/ai/org-models", given).json["id"]),
        "user": (PersonalModel, alice.post("/api/ai/user-models", given).json["id"]),
    }
    for kind, (table, model) in models.items():
        template = add_template(alice, name=kind)
        path = f"/api/email-templates/{template['id']}/ai-config"
        answer = alice.put(path, {**CONFIG, "ai_model_type": kind, "ai_model_id": model})
        assert answer.status == 200, answer.json
        with tenancy.platform("tests"):
            table.objects.filter(id=model).delete()  # type: ignore[attr-defined]  # one of three models
        after = alice.get(path).json
        assert (after["ai_model_type"], after["ai_model_id"]) == (None, None)
        assert after["generation_prompt"] == "Short and kind"


def test_proposals_that_nobody_accepted_are_forgotten(alice: ApiClient, fake_provider: FakeProvider) -> None:
    model = add_model(fake_provider)
    ids = []
    for _ in range(3):
        fake_provider.texts.append(json.dumps(WRITTEN))
        ids.append(alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": model}).json["id"])
    alice.post(f"/api/email/ai-proposals/{ids[0]}/accept")
    with tenancy.platform("tests"):
        AiProposal.objects.filter(id__in=ids[:2]).update(created_at=timezone.now() - timedelta(days=31))
    retention.delete_old()
    left = {each["id"] for each in alice.get("/api/email/ai-proposals").json["items"]}
    assert left == {ids[0], ids[2]}


def test_a_proposal_is_its_organizations_own(alice: ApiClient, dave: ApiClient, fake_provider: FakeProvider) -> None:
    fake_provider.texts.append(json.dumps(WRITTEN))
    made = alice.post("/api/email/ai-generate", {**BRIEF, "ai_model_id": add_model(fake_provider)}).json
    for path in ("", "/accept", "/reject"):
        answer = dave.call(
            "POST" if path else "GET", f"/api/email/ai-proposals/{made['id']}{path}", {} if path else None
        )
        assert answer.status == 404
    assert dave.get("/api/email/ai-proposals").json["items"] == []
    assert alice.get(f"/api/email/ai-proposals/{made['id']}").json["state"] == "ready"
