"""On a real model server: its tokens, its JSON by grammar, its streams. Its prose is poor, which is not our matter."""

import json

from frontdesk.ai.models import ModelCall
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.ai.testing.llama_server import MODEL
from frontdesk.mail.models import AiProposal
from frontdesk.mail.tests.ai_samples import add_model, add_template
from frontdesk.mail.writing import promises
from frontdesk.mail.writing.ordering import source_of
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

# It writes what it likes: addresses and amounts too, which are refused.
TRIES = 6


def add_llama(address: str) -> int:
    values = {"provider": "llamacpp", "model_id": MODEL, "max_tokens": 700, "context_window": 2048, "timeout_s": 300}
    return add_model(FakeProvider(), endpoint=address, **values)


def test_it_writes_a_mail_from_a_brief(alice: ApiClient, llama_server: str) -> None:
    body = {
        "prompt": "We move to a new office on Monday.",
        "type": "newsletter",
        "ai_model_id": add_llama(llama_server),
    }
    made = None
    for number in range(TRIES):
        answer = alice.post("/api/email/ai-generate", {**body, "stream": number % 2 == 0})
        last = answer.content.decode().strip().split("\n\n")[-1]
        if last.startswith("event: proposal"):
            assert "event: token" in answer.content.decode()
            made = json.loads(last.partition("data: ")[2])
        elif answer.status == 200 and answer.json:
            made = answer.json
        elif answer.status != 200:
            assert answer.json["type"] == "urn:frontdesk:problem:promises-broken", answer.json
        if made:
            break
    assert made, "Not one of six mails could be taken."
    assert made["subject"]
    assert "{{ unsubscribe_url }}" in made["source"]
    assert not [each for each in made["problems"] if each["level"] == "error"]
    accepted = alice.post(f"/api/email/ai-proposals/{made['id']}/accept")
    assert accepted.status == 200, accepted.json
    with tenancy.platform("tests"):
        charged = sum(call.prompt_tokens + call.completion_tokens for call in ModelCall.objects.all())
        told = sum(each.prompt_tokens + each.completion_tokens for each in AiProposal.objects.all())
        assert charged == told > 0


def test_whatever_it_does_to_a_template_is_kept_or_refused(alice: ApiClient, llama_server: str) -> None:
    template, model = add_template(alice), add_llama(llama_server)
    answer = alice.post("/api/email/ai-rewrite", {"template_id": template["id"], "tone": "plain", "ai_model_id": model})
    with tenancy.platform("tests"):
        proposal = AiProposal.objects.select_related("template").get()
        assert proposal.completion_tokens > 0
        if answer.status == 200:
            assert proposal.template
            before = source_of(proposal.template, {})
            assert not promises.find_broken(before, source_of(proposal.template, proposal.content or {}))
        else:
            assert answer.json["type"] == "urn:frontdesk:problem:promises-broken", answer.json
            assert proposal.state == "refused"
