"""Templates rewritten by models: in another tone or language, by a brief, for a recipient. What must survive does."""

import json
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from frontdesk.ai.models import ModelCall
from frontdesk.ai.testing import fake_provider as fake_server
from frontdesk.mail.models import AiProposal, EmailTemplate
from frontdesk.mail.tests.ai_samples import LETTER, Rewriter, add_model, add_template, data_asked
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


@pytest.fixture
def rewriter(settings: Settings) -> Iterator[Rewriter]:
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    with fake_server.running(Rewriter()) as fake:
        yield fake


def test_a_tone_changes_words_alone(alice: ApiClient, rewriter: Rewriter) -> None:
    template = add_template(alice)
    answer = alice.post(
        "/api/email/ai-rewrite", {"template_id": template["id"], "tone": "formal", "ai_model_id": add_model(rewriter)}
    )
    assert answer.status == 200, answer.json
    made = answer.json
    assert made["subject"] == "New: Your appointment, {{ name }}"
    wanted = LETTER
    for text in ("Dear {{ name }}", "We also have", "Book a time"):
        wanted = wanted.replace(text, f"New: {text}")
    assert made["source"] == wanted  # not a letter of links, images, conditions and the footer is different
    told = json.dumps(data_asked(rewriter))
    for hidden in ("northgate.test", "unsubscribe", "postal_address", "{{", "+35315550100"):
        assert hidden not in told
    with tenancy.platform("tests"):
        assert ModelCall.objects.get().feature == "mail.tone"
        assert EmailTemplate.objects.get(id=template["id"]).html_code == LETTER

    accepted = alice.post(f"/api/email/ai-proposals/{made['id']}/accept", {"version": template["version"]})
    assert (accepted.status, accepted.json["version"]) == (200, 2)
    assert accepted.json["html_code"] == made["source"]


def test_a_translation_becomes_an_inactive_variant(alice: ApiClient, rewriter: Rewriter) -> None:
    template = add_template(alice, text_code="Dear {{ name }},\n\nsee https://northgate.test/a for more.")
    body = {"template_id": template["id"], "locale": "es", "ai_model_id": add_model(rewriter)}
    made = alice.post("/api/email/ai-translate", body).json
    assert made["locale"] == "es"
    assert '<a href="{{ unsubscribe_url }}">Unsubscribe here</a>' in made["source"]
    assert 'alt="New: Our office"' in made["source"]
    assert made["text_code"] == "New: Dear {{ name }},\n\nNew: see https://northgate.test/a for more."
    variant = alice.post(f"/api/email/ai-proposals/{made['id']}/accept").json
    assert (variant["locale"], variant["is_active"], variant["variant_group"]) == (
        "es", False, template["variant_group"],
    )  # fmt: skip
    assert variant["subject"].startswith("New: ")
    again = alice.post("/api/email/ai-translate", {**body, "locale": "en"})
    assert again.status == 422
    other = alice.post("/api/email/ai-translate", body).json
    taken = alice.post(f"/api/email/ai-proposals/{other['id']}/accept")
    assert (taken.status, taken.json["template_id"]) == (409, variant["id"])


def test_a_lost_placeholder_is_named_and_repaired(alice: ApiClient, rewriter: Rewriter) -> None:
    template = add_template(alice)
    rewriter.forgetful = 1
    body = {"template_id": template["id"], "tone": "plain", "ai_model_id": add_model(rewriter)}
    answer = alice.post("/api/email/ai-rewrite", body)
    assert answer.status == 200, answer.json
    repair = rewriter.asked[-1].body["messages"][-1]["content"]
    assert "⟦1⟧ (it stands for {{ name }}) must stand there once; it does 0 times." in repair
    assert answer.json["subject"] == "New: Your appointment, {{ name }}"


def test_what_stays_broken_is_refused(alice: ApiClient, rewriter: Rewriter) -> None:
    template = add_template(alice)
    rewriter.forgetful = 2
    body = {"template_id": template["id"], "tone": "urgent", "ai_model_id": add_model(rewriter)}
    answer = alice.post("/api/email/ai-rewrite", body)
    assert (answer.status, answer.json["type"]) == (422, "urn:frontdesk:problem:promises-broken")
    assert {each["code"] for each in answer.json["errors"]} == {"placeholder"}
    listed = alice.get(f"/api/email/ai-proposals?template_id={template['id']}").json["items"]
    assert [(each["state"], each["accepted_template_id"]) for each in listed] == [("refused", None)]


def test_a_stale_version_is_refused(alice: ApiClient, rewriter: Rewriter) -> None:
    template = add_template(alice)
    body = {"template_id": template["id"], "tone": "casual", "ai_model_id": add_model(rewriter)}
    made = alice.post("/api/email/ai-rewrite", body).json
    alice.patch(f"/api/email-templates/{template['id']}", {"version": 1, "subject": "Changed meanwhile"})
    answer = alice.post(f"/api/email/ai-proposals/{made['id']}/accept")
    assert (answer.status, answer.json["current_version"]) == (409, 2)
    rejected = alice.post(f"/api/email/ai-proposals/{made['id']}/reject")
    assert rejected.json["state"] == "rejected"


def test_what_was_merged_keeps_the_model_that_wrote_it(alice: ApiClient, rewriter: Rewriter) -> None:
    template, other = add_template(alice), add_template(alice)
    address = f"/api/email-templates/{template['id']}"
    body = {"template_id": template["id"], "tone": "casual", "ai_model_id": add_model(rewriter)}
    made = alice.post("/api/email/ai-rewrite", body).json
    alice.patch(address, {"version": 1, "subject": "Changed meanwhile"})
    merged = {"version": 2, "html_code": made["source"], "proposal_id": made["id"]}
    assert alice.patch(f"/api/email-templates/{other['id']}", {**merged, "version": 1}).status == 404
    assert alice.patch(address, {**merged, "version": 1}).json["current_version"] == 2
    answer = alice.patch(address, merged)
    assert (answer.status, answer.json["version"], answer.json["subject"]) == (200, 3, "Changed meanwhile")
    newest = alice.get(f"{address}/versions").json["items"][0]
    assert (newest["version"], newest["ai_model"], newest["subject_ai_model"]) == (3, "Scribe", "")
    decided = alice.get(f"/api/email/ai-proposals?template_id={template['id']}").json["items"][0]
    assert (decided["state"], decided["accepted_template_id"]) == ("accepted", template["id"])
    assert alice.patch(address, {**merged, "version": 3}).status == 409


def test_what_is_unsaved_is_rewritten_where_it_is_given(alice: ApiClient, rewriter: Rewriter) -> None:
    template = add_template(alice)
    base = {"subject": "Unsaved {{ name }}", "html_code": LETTER.replace("Book a time", "Choose a day")}
    body = {"template_id": template["id"], "tone": "friendly", "ai_model_id": add_model(rewriter), "base": base}
    made = alice.post("/api/email/ai-rewrite", body).json
    assert made["subject"] == "New: Unsaved {{ name }}"
    assert "New: Choose a day" in made["source"]
    assert made["base"] == base


def test_a_brief_rewrites_a_template(alice: ApiClient, rewriter: Rewriter) -> None:
    template = add_template(alice)
    rewriter.write = lambda text: f"In June {text}"
    body = {"template_id": template["id"], "prompt": "It is in June", "ai_model_id": add_model(rewriter)}
    made = alice.post("/api/email/ai-generate", body)
    assert made.status == 200, made.json
    assert data_asked(rewriter)["brief"] == "It is in June"
    assert made.json["subject"] == "In June Your appointment, {{ name }}"


def test_a_mail_for_one_recipient_is_handed_out_and_not_kept(alice: ApiClient, rewriter: Rewriter) -> None:
    template = add_template(alice)
    rewriter.write = lambda text: f"{text} See you in Valencia!"
    body = {
        "template_id": template["id"],
        "recipient_data": {"first_name": "Lena", "contact": {"city": "Valencia", "note": "see http://evil.example"}},
        "ai_model_id": add_model(rewriter),
    }
    answer = alice.post("/api/email/ai-generate", body)
    assert answer.status == 200, answer.json
    assert "Valencia" in answer.json["html"]
    assert "{{ name }}" in answer.json["html"]
    assert data_asked(rewriter)["recipient"] == {"first_name": "Lena", "contact.city": "Valencia"}
    with tenancy.platform("tests"):
        kept = AiProposal.objects.get()
        assert "Valencia" not in json.dumps([kept.content, kept.request, kept.base, kept.problems])
    accepted = alice.post(f"/api/email/ai-proposals/{answer.json['id']}/accept")
    assert (accepted.status, accepted.json["type"]) == (422, "urn:frontdesk:problem:nothing-to-accept")


def test_only_who_may_activate_accepts_for_an_active_template(
    alice: ApiClient, bob: ApiClient, root: ApiClient, rewriter: Rewriter
) -> None:
    template = add_template(alice)
    path = f"/api/email-templates/{template['id']}"
    assert alice.patch(path, {"version": 1, "is_active": True}).status == 200
    grant = {"items": [{"permission": "templates.manage", "roles": {"admin": True, "agent": True}}]}
    assert root.put("/api/role-permissions", grant).status == 200
    agent = ApiClient(bob.profile)
    body = {"template_id": template["id"], "tone": "plain", "ai_model_id": add_model(rewriter)}
    made = agent.post("/api/email/ai-rewrite", body).json
    refused = agent.post(f"/api/email/ai-proposals/{made['id']}/accept")
    assert (refused.status, refused.json["type"]) == (403, "urn:frontdesk:problem:template-active")
    assert alice.get(f"/api/email/ai-proposals/{made['id']}").json["state"] == "ready"
    assert alice.post(f"/api/email/ai-proposals/{made['id']}/accept").status == 200


def test_a_locked_type_is_refused_before_anything_is_paid(
    alice: ApiClient, root: ApiClient, rewriter: Rewriter
) -> None:
    template = add_template(alice)
    assert root.put("/api/email-templates/locks/custom", {"is_locked": True, "reason": "One voice"}).status == 200
    body = {"template_id": template["id"], "tone": "plain", "ai_model_id": add_model(rewriter)}
    answer = alice.post("/api/email/ai-rewrite", body)
    assert (answer.status, rewriter.calls) == (403, 0)
