"""Talking to a model through the API: what is charged, what is refused, what is streamed."""

from typing import Any

import pytest

from frontdesk.ai.models import ModelCall, ModelUsage, OrgSystemModelConfig, QuotaCounter, QuotaLease, SystemModel
from frontdesk.ai.registry import keys
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

HELLO = {"messages": [{"role": "user", "content": "Hello there, how are you?"}], "max_tokens": 8}


def make_model(fake: FakeProvider, **values: Any) -> SystemModel:
    with tenancy.platform("test"):
        given: dict[str, Any] = {
            "name": "Echo", "slug": "echo", "model_id": "echo", "endpoint": fake.url, "capabilities": ["chat"],
            "is_free": True, **values,
        }  # fmt: skip
        model = SystemModel.objects.create(**given)
        keys.write_key(model, "sk-planted-key-0123456789")
        return model


def counters() -> tuple[int, int, int]:
    """What the ledger has charged, what the counters say, what is still leased."""
    with tenancy.platform("test"):
        ledger = sum(call.prompt_tokens + call.completion_tokens for call in ModelCall.objects.all())
        usage = sum(ModelUsage.objects.values_list("tokens_used", flat=True))
        leased = sum(QuotaCounter.objects.values_list("leased", flat=True))
        leased += sum(QuotaLease.objects.values_list("amount", flat=True))
        return ledger, usage, leased


def test_a_chat_answers_and_is_booked(bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider, token_limit_amount=10_000, input_price_per_mtok=2, output_price_per_mtok=8)
    answer = bob.post(f"/api/ai/models/system/{model.id}/chat", HELLO)
    assert answer.status == 200, answer.json
    assert answer.json["model"] == "system/echo"
    assert answer.json["choices"][0]["message"]["content"]
    usage = answer.json["usage"]
    ledger, counted, leased = counters()
    assert ledger == counted == usage["total_tokens"] > 0
    assert leased == 0
    with tenancy.platform("test"):
        call = ModelCall.objects.get()
        assert (call.status, call.feature, call.served_by, call.log) == ("ok", "chat", "system/echo", None)
        assert call.cost * 1_000_000 == 2 * call.prompt_tokens + 8 * call.completion_tokens
        assert QuotaCounter.objects.get().used == counted


def test_a_stream_answers_and_is_booked(bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider, token_limit_amount=10_000)
    answer = bob.post(f"/api/ai/models/system/{model.id}/chat", {**HELLO, "stream": True})
    assert answer.status == 200
    assert answer.content.endswith(b"data: [DONE]\n\n")
    assert b"event: usage" in answer.content
    ledger, counted, leased = counters()
    assert ledger == counted > 0
    assert leased == 0


def test_a_spent_limit_refuses_and_says_when_it_resets(bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider, token_limit_period="daily")
    with tenancy.platform("test"):
        assert bob.profile
        assert bob.profile.organization_id
        OrgSystemModelConfig.objects.create(
            organization_id=bob.profile.organization_id, system_model=model, token_limit_per_user=5
        )
    answer = bob.post(f"/api/ai/models/system/{model.id}/chat", HELLO)
    assert answer.status == 429
    assert answer.json["scope"] == "person"
    assert answer.json["limit"] == 5
    assert "resets at" in answer.json["detail"]
    assert 0 < int(answer.headers["Retry-After"]) <= 25 * 3600
    assert fake_provider.calls == 0
    assert counters() == (0, 0, 0)


@pytest.mark.parametrize("fault", ["failing", "html", "malformed", "bad-key", "huge", "redirect"])
def test_a_failed_call_gives_its_reservation_back(fault: str, bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider, model_id=fault, token_limit_amount=10_000)
    answer = bob.post(f"/api/ai/models/system/{model.id}/chat", HELLO)
    assert answer.status in {502, 503}, answer.json
    assert "sk-planted" not in answer.content.decode()
    assert counters() == (0, 0, 0)


@pytest.mark.parametrize("fault", ["usage-too-large", "usage-negative", "usage-missing"])
def test_a_wrong_report_is_not_believed(fault: str, bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider, model_id=fault, token_limit_amount=10_000)
    answer = bob.post(f"/api/ai/models/system/{model.id}/chat", HELLO)
    assert answer.status == 200, answer.json
    assert answer.json["estimated"] is True
    ledger, counted, leased = counters()
    assert 0 < ledger == counted < 100
    assert leased == 0
