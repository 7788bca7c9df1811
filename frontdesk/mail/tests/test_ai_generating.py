"""A new mail from a brief: proposed, looked over, accepted by a person."""

import json
from decimal import Decimal

import pytest

from frontdesk.ai.models import ModelCall
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.mail import rendering, template_types
from frontdesk.mail.models import AiProposal, EmailTemplate, EmailTemplateVersion
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.mail.tests.ai_samples import WRITTEN, add_model, data_asked
from frontdesk.mail.writing import layouts, showing
from frontdesk.orgs.models import AuditEntry
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

BRIEF = "We move to a new office on Monday. Appointments stay as they are."


def test_a_brief_becomes_a_draft_and_then_a_template(alice: ApiClient, fake_provider: FakeProvider) -> None:
    model = add_model(fake_provider)
    fake_provider.texts.append(json.dumps(WRITTEN))
    answer = alice.post("/api/email/ai-generate", {"prompt": BRIEF, "type": "newsletter", "ai_model_id": model})
    assert answer.status == 200, answer.json
    made = answer.json
    assert made["subject"] == "Our office moves on Monday"
    assert (made["state"], made["source_format"], made["model"]) == ("ready", "visual", "Scribe")
    assert "Hello {{ name }}, we move" in made["html"]
    assert "Hello {{ name }}, we move" in made["text"]
    assert "where &lt; they were" in made["source"]
    assert "{{ unsubscribe_url }}" in made["source"]
    assert 'href="{{ action_url }}"' in made["html"]
    assert not [each for each in made["problems"] if each["level"] == "error"]
    assert made["tokens_used"] == made["prompt_tokens"] + made["completion_tokens"] > 0
    with tenancy.platform("tests"):
        assert not EmailTemplate.objects.filter(subject=made["subject"]).exists()
        call = ModelCall.objects.get()
        assert (call.feature, call.cost) == ("mail.generate", Decimal(made["cost"]))
    assert data_asked(fake_provider)["brief"] == BRIEF

    accepted = alice.post(f"/api/email/ai-proposals/{made['id']}/accept", {"name": "Moving"})
    assert accepted.status == 200, accepted.json
    template = accepted.json
    assert (template["name"], template["is_active"], template["version"]) == ("Moving", False, 1)
    assert template["html_code"] == made["source"]
    history = alice.get(f"/api/email-templates/{template['id']}/versions").json["items"]
    assert (history[0]["ai_model"], history[0]["subject_ai_model"]) == ("Scribe", "Scribe")
    again = alice.post(f"/api/email/ai-proposals/{made['id']}/accept", {})
    assert (again.status, again.json["type"]) == (409, "urn:frontdesk:problem:proposal-decided")
    with tenancy.platform("tests"):
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        assert {"template.proposed", "template.accepted"} <= actions


def test_the_subject_is_a_models_for_as_long_as_nobody_changes_it(
    alice: ApiClient, fake_provider: FakeProvider
) -> None:
    fake_provider.texts.append(json.dumps(WRITTEN))
    made = alice.post(
        "/api/email/ai-generate", {"prompt": BRIEF, "type": "newsletter", "ai_model_id": add_model(fake_provider)}
    ).json
    template = alice.post(f"/api/email/ai-proposals/{made['id']}/accept").json
    path = f"/api/email-templates/{template['id']}"
    alice.patch(path, {"version": 1, "preheader": "Mine"})
    alice.patch(path, {"version": 2, "subject": "My own words"})
    alice.post(f"{path}/versions/1/restore", {"version": 3})
    with tenancy.platform("tests"):
        rows = EmailTemplateVersion.objects.filter(template_id=template["id"]).order_by("version")
        assert [(row.ai_model, row.subject_ai_model) for row in rows] == [
            ("Scribe", "Scribe"), ("", "Scribe"), ("", ""), ("Scribe", "Scribe"),
        ]  # fmt: skip


def test_what_breaks_a_promise_is_asked_for_once_more(alice: ApiClient, fake_provider: FakeProvider) -> None:
    model = add_model(fake_provider)
    bad = {**WRITTEN, "closing": "Write to us at help@elsewhere.example"}
    fake_provider.texts.extend([json.dumps(bad), json.dumps(WRITTEN)])
    answer = alice.post("/api/email/ai-generate", {"prompt": BRIEF, "type": "newsletter", "ai_model_id": model})
    assert answer.status == 200, answer.json
    repair = fake_provider.asked[-1].body["messages"][-1]["content"]
    assert "help@elsewhere.example" in repair
    with tenancy.platform("tests"):
        calls = ModelCall.objects.all()
        assert answer.json["tokens_used"] == sum(call.prompt_tokens + call.completion_tokens for call in calls)
        assert len(calls) == 2


def test_what_breaks_it_twice_is_refused_with_the_reason(alice: ApiClient, fake_provider: FakeProvider) -> None:
    model = add_model(fake_provider)
    bad = json.dumps({**WRITTEN, "headline": "See {{ unsubscribe_url }}"})
    fake_provider.texts.extend([bad, bad])
    answer = alice.post("/api/email/ai-generate", {"prompt": BRIEF, "type": "newsletter", "ai_model_id": model})
    assert answer.status == 422
    assert answer.json["type"] == "urn:frontdesk:problem:promises-broken"
    assert answer.json["errors"][0]["code"] == "placeholder"
    with tenancy.platform("tests"):
        proposal = AiProposal.objects.get()
        assert (proposal.state, proposal.content) == ("refused", None)
        assert proposal.prompt_tokens > 0
    told = alice.get(f"/api/email/ai-proposals/{proposal.id}").json
    assert "unsubscribe_url" in told["reason"]


def test_a_stream_shows_the_text_as_it_is_written(alice: ApiClient, fake_provider: FakeProvider) -> None:
    model = add_model(fake_provider)
    fake_provider.texts.append(json.dumps(WRITTEN))
    answer = alice.post(
        "/api/email/ai-generate", {"prompt": BRIEF, "type": "newsletter", "ai_model_id": model, "stream": True}
    )
    assert answer.status == 200
    events = [block.split("\n", 1) for block in answer.content.decode().strip().split("\n\n")]
    tokens = [json.loads(data[6:]) for name, data in events if name == "event: token"]
    shown: dict[tuple[str, int], str] = {}
    for token in tokens:
        key = (token["field"], token["index"])
        shown[key] = shown.get(key, "") + token["text"]
    assert shown["subject", 0] == WRITTEN["subject"]
    assert "Hello {{ name }}, we move to a new office." in shown.values()
    assert events[-1][0] == "event: proposal"
    proposal = json.loads(events[-1][1][6:])
    assert proposal["state"] == "ready"
    assert proposal["tokens_used"] > 0
    assert alice.get(f"/api/email/ai-proposals/{proposal['id']}").json["source"] == proposal["source"]


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("type", [*TemplateType])
def test_every_type_of_mail_is_laid_out_without_a_problem(type: TemplateType, locale: str) -> None:
    """With all the placeholders that a model may use; the button leads where mails of the type lead."""
    info = TYPES[type]
    frame = layouts.frame_of(info, locale, info.category)
    all_names = " ".join(f"{{{{ {name} }}}}" for name in frame.placeholders)
    section = {"heading": "News", "paragraphs": [f"Good news: {all_names}"], "points": ["One", "Two"]}
    made = layouts.lay_out(frame, {**WRITTEN, "sections": [section], "closing": "Bye"})
    assert rendering.check(made, template_types.known(type), category=info.category) == []
    assert f'href="{{{{ {frame.button} }}}}"' in made.html_code
    markup, text = showing.show(made)
    assert f'href="{{{{ {frame.button} }}}}"' in markup
    assert "Good news" in text
