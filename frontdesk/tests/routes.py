"""Every route of the API as its OpenAPI document names it, with a request for each that is good enough to be served."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from frontdesk.ai.models import PriceOverride, SystemModel, Transcription
from frontdesk.ai.tests.samples import add_call, add_run
from frontdesk.api import api
from frontdesk.mail import inbound
from frontdesk.mail.inbound.reading_job import read_received
from frontdesk.mail.models import AiProposal
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

DOCUMENT = api.get_openapi_schema()  # once for all, for it takes seconds
# Routes for whoever asks: who am I, and what a secret link or a portal's public name offers.
PUBLIC = {"get_me", "get_invitation_by_token", "accept_invitation", "get_portal", "portal_sign_up"}
# Routes by which everybody, clients included, reaches what is their own.
OWN = {"list_api_keys", "create_api_key", "revoke_api_key"}
OWN |= {"get_ai_usage", "list_ai_calls", "export_ai_calls", "get_ai_call"}
OWN |= {"list_ai_models", "get_ai_model", "explain_ai_model", "list_user_models", "create_user_model"}
OWN |= {"get_user_model", "update_user_model", "delete_user_model", "duplicate_user_model"}
OWN |= {"reorder_user_models", "import_user_models", "test_ai_connection", "test_ai_model", "discover_ai_models"}
OWN |= {"chat_with_model", "run_ai_task", "list_ai_task_runs", "get_ai_task_run", "validate_ai_tasks"}
OWN |= {"classify_texts", "score_sentiment", "embed_texts", "summarize_text", "extract_items", "transcribe_audio"}
OWN |= {"get_ai_transcription"}
# Path parameters that are no id: the holder of the link may use it, a portal's name or a type of mail is public.
NO_IDS = {"token", "slug", "type", "address_type"}

HTML = "<html><body><p>Hello {{ name }}</p></body></html>"
TEMPLATE = {"name": "Ours", "type": "custom", "subject": "Hello", "html_code": HTML}
BLOCK = {"name": "Signature", "mjml": "<mj-text>Kind regards</mj-text>"}
TASK = {"name": "reply", "steps": [{"prompt": "Reply."}]}
MODEL = {"name": "Ours", "provider": "openai", "model_id": "gpt-4o-mini"}
PROVIDER = {"name": "Ours", "kind": "outbox"}
IMPORT = {"provider": "openai", "models": ["gpt-4o-mini"]}
PERSON = {"full_name": "Somebody New", "password": "a long enough word"}
MAILBOX = {
    "name": "Help",
    "address": "help@northgate.test",
    "host": "imap.example.com",
    "username": "help",
    "password": "secret",
}
FILTER = {
    "name": "Adverts",
    "conditions": {"items": [{"field": "subject", "operator": "contains", "value": "advert"}]},
    "action": "drop",
}
LETTER = b"""From: Lena <lena@client.test>
To: help@northgate.test
Subject: Hello
Content-Type: multipart/mixed; boundary=B

--B

Hello
--B
Content-Disposition: attachment; filename=a.txt

secret
--B--
"""

EXAMPLE = {"text": "When does my visa expire?", "label": "visa"}
# What a route asks for in its query.
QUERIES = {
    "list_placeholders": "?type=welcome",
    "get_starter": "?type=welcome",
    "delete_classifier_label": "?label=visa",
    "list_past_mail": "?type=welcome",
    "get_best_time": "?email=lena@client.test",
}

# Path parameters that are words, which say nothing of whose an object is.
WORDS = {"model_type", "task_name", "type", "address_type"}

# A body by operation; routes without one here take none.
BODIES: dict[str, Any] = {
    "update_me": {"full_name": "Another Name"},
    "enter_organization": {"organization_id": str(uuid4()), "reason": "to help"},
    "update_organization": {"name": "Another Name"},
    "update_any_organization": {"plan": "enterprise"},
    "update_person": {"full_name": "Another Name"},
    "create_invitation": {"email": "new@northgate.test", "role": "agent"},
    "accept_invitation": PERSON,
    "portal_sign_up": {**PERSON, "email": "new@client.test"},
    "set_role_permissions": {"items": [{"permission": "mail.send", "roles": {"admin": True, "agent": False}}]},
    "set_template_lock": {"is_locked": True, "reason": "One voice for all"},
    "update_mail_settings": {"track_opens": False},
    "create_mail_provider": {**PROVIDER, "name": "Second", "serves": "marketing"},
    "update_mail_provider": {"version": 1, "name": "Another Name"},
    "test_mail_provider": {"to": "alice@northgate.test"},
    "pause_mail_provider": {"reason": "The bill is not paid"},
    "create_mail_domain": {"domain": "northgate.example"},
    "update_mail_domain": {"tracking_host": "links.northgate.test"},
    "set_mail_sender": {"email": "desk@northgate.test"},
    "create_api_key": {"name": "key", "scopes": ["contacts.read"]},
    "create_contact": {"email": "somebody@client.test"},
    "update_contact": {"full_name": "Another Name"},
    "set_consent": {"purpose": "recording", "state": "granted", "text": "I agree"},
    "create_template": TEMPLATE,
    "preview_template": {"html_code": HTML},
    "import_template_source": {"source": HTML},
    "convert_template": {"html_code": HTML, "source_format": "html", "to": "mjml"},
    "check_template": {"html_code": HTML},
    "update_template": {"version": 1, "name": "Another Name"},
    "send_test_email": {"to": "alice@northgate.test"},
    "restore_version": {"version": 1},
    "change_templates": {"ids": [1], "action": "archive"},
    "create_variant": {"locale": "es"},
    "keep_draft": {"base_version": 1, "content": {"subject": "Hello again"}},
    "create_sample": {"type": "welcome", "name": "Ours", "data": {"name": "Lena"}},
    "create_sample_from_mail": {"message_id": str(uuid4())},
    "update_sample": {"name": "Another Name"},
    "create_block": BLOCK,
    "create_campaign": {"name": "Spring news"},
    "update_campaign": {"version": 1, "name": "Another Name"},
    "count_audience": {"list_ids": []},
    "test_campaign": {"to": ["alice@northgate.test"]},
    "schedule_campaign": {"scheduled_at": "2099-01-01T09:00:00Z"},
    "pause_campaign": {"reason": "A mistake"},
    "choose_winner": {"position": 0},
    "sample_personalization": {},
    "update_block": {"name": "Another Name"},
    "create_system_model": MODEL,
    "create_org_model": MODEL,
    "create_user_model": MODEL,
    "update_system_model": {"version": 1, "name": "Another Name"},
    "update_org_model": {"version": 1, "name": "Another Name"},
    "update_user_model": {"version": 1, "name": "Another Name"},
    "reorder_system_models": {"ids": [1]},
    "reorder_org_models": {"ids": [1]},
    "reorder_user_models": {"ids": [1]},
    "import_system_models": IMPORT,
    "import_org_models": IMPORT,
    "import_user_models": IMPORT,
    "test_ai_connection": {"provider": "builtin", "capabilities": ["embedding"]},
    "discover_ai_models": {"provider": "builtin"},
    "set_ai_config": {"is_enabled_for_users": False},
    "update_ai_settings": {"log_texts": True},
    "set_ai_price": {
        "provider": "openai",
        "model_id": "gpt-4o",
        "input_price_per_mtok": "1",
        "output_price_per_mtok": "2",
    },
    "compare_ai_usage": {"rows": [{"date": "2026-06-01", "model": "m", "input_tokens": 1, "output_tokens": 1}]},
    "chat_with_model": {"messages": [{"role": "user", "content": "Hello"}]},
    "run_ai_task": {"inputs": {}},
    "validate_ai_tasks": {"task": []},
    "classify_texts": {"texts": ["Hello"], "labels": ["greeting", "complaint"]},
    "score_sentiment": {"texts": ["Hello"]},
    "embed_texts": {"texts": ["Hello"]},
    "summarize_text": {"text": "Hello. How are you?"},
    "extract_items": {"text": "Please send it by Friday."},
    "create_classifier": {"name": "Subjects"},
    "update_classifier": {"name": "Another Name"},
    "add_classifier_examples": {"examples": [EXAMPLE]},
    "predict_labels": {"texts": ["Hello"]},
    "evaluate_classifier": {"examples": [EXAMPLE]},
    "generate_email": {"template_id": 1, "prompt": "Shorter", "ai_model_id": 1},
    "rewrite_email": {"template_id": 1, "tone": "plain", "ai_model_id": 1},
    "translate_email": {"template_id": 1, "locale": "es", "ai_model_id": 1},
    "estimate_ai_writing": {"action": "tone", "template_id": 1, "tone": "plain", "ai_model_id": 1},
    "accept_ai_proposal": {},
    "suggest_subjects": {"template_id": 1},
    "test_campaign_subjects": {"subjects": [{"subject": "Other words"}]},
    "create_subjects_campaign": {"template_id": 1, "subjects": [{"subject": "Other words"}]},
    "check_wording": {"subject": "Hello", "locale": "en"},
    "set_template_ai_config": {"generation_prompt": "Friendly and short"},
    "send_email": {"type": "welcome", "to": "carol@client.test"},
    "preview_send": {"type": "welcome", "to": ["carol@client.test"]},
    "add_suppression": {"email": "gone@client.test"},
    "create_mail_list": {"name": "Letters"},
    "release_erased_address": {"email": "erased@client.test", "reason": "They asked for it"},
    "start_contact_import": {"mapping": [{"column": 0, "to": "email"}]},
    "update_mail_list": {"description": "Once a month"},
    "add_subscribers": {"emails": ["somebody@client.test"]},
    "update_thread": {"is_read": True},
    "create_mailbox": MAILBOX,
    "update_mailbox": {"version": 1, "name": "Another Name"},
    "create_mail_filter": FILTER,
    "update_mail_filter": {"version": 1, "name": "Another Name"},
    "test_mail_filters": {"sample": {"subject": "Hello"}},
    "create_segment": {"name": "Everybody", "filter": {}},
    "update_segment": {"version": 1, "description": "All of them"},
    "count_segment_filter": {"filter": {}},
    "preview_segment_filter": {"filter": {}},
}


@dataclass(frozen=True)
class Route:
    operation_id: str
    method: str
    path: str
    parameters: tuple[str, ...]

    @property
    def takes_id(self) -> bool:
        return bool(set(self.parameters) - NO_IDS)

    def call(self, client: ApiClient, ids: dict[str, object]) -> Any:
        """Asks for the objects that ``ids`` names; KeyError for a parameter that nobody has thought of."""
        path = self.path.format(**{name: ids[name] for name in self.parameters})
        return client.call(self.method, path + QUERIES.get(self.operation_id, ""), BODIES.get(self.operation_id))


def list_routes() -> list[Route]:
    routes = []
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            names = tuple(each["name"] for each in operation.get("parameters", ()) if each["in"] == "path")
            routes.append(Route(operation["operationId"], method.upper(), path, names))
    return routes


def make_objects(alice: ApiClient, bob_id: UUID) -> dict[str, object]:
    """One object of Northgate for each path parameter, made as people make them."""
    contact = made(alice, "/api/contacts", {"email": "lena@client.test", "full_name": "Lena"})
    template = made(alice, "/api/email-templates", TEMPLATE)
    file = {"filename": "a.txt", "content_type": "text/plain", "content_base64": base64.b64encode(b"secret").decode()}
    mail = made(
        alice,
        "/api/send-email",
        {
            "type": "welcome",
            "to": "lena@client.test",
            "data": {"name": "Lena", "action_url": "https://northgate.test/"},
            "attachments": [file],
            "send_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        },
    )
    alice.put(f"/api/email-templates/{template['id']}/draft", {"base_version": 1, "content": {"subject": "Hello"}})
    sample = {"type": "welcome", "name": "Lena's", "data": {"name": "Lena"}}
    assert alice.profile
    org_model = made(alice, "/api/ai/org-models", {**MODEL, "task": [TASK]})["id"]
    return {
        "organization_id": alice.profile.organization_id,
        "profile_id": bob_id,
        "invitation_id": made(alice, "/api/invitations", {"email": "new@northgate.test", "role": "agent"})["id"],
        "key_id": made(alice, "/api/api-keys", {"name": "script", "scopes": ["contacts.read"]})["id"],
        "contact_id": contact["id"],
        "template_id": template["id"],
        "number": 1,
        "sample_id": made(alice, "/api/email-templates/samples", sample)["id"],
        "proposal_id": add_proposal(alice),
        "block_id": made(alice, "/api/email-blocks", BLOCK)["id"],
        "message_id": mail["message_id"],
        "list_id": made(alice, "/api/mail/lists", {"name": "News", "is_double_opt_in": False})["id"],
        "campaign_id": add_campaign(alice),
        "segment_id": made(alice, "/api/mail/segments", {"name": "All", "filter": {}})["id"],
        "suppression_id": made(alice, "/api/mail/suppressions", {"email": "left@client.test"})["id"],
        "import_id": add_import(alice),
        "index": 0,
        "task_name": "reply",
        "model_type": "org_default",
        "model_id": org_model,
        "org_model_id": org_model,
        "user_model_id": made(alice, "/api/ai/user-models", MODEL)["id"],
        **add_platforms(),
        "call_id": add_call(alice.profile),
        "run_id": add_run(alice.profile),
        "transcription_id": add_transcription(alice.profile),
        **add_classifier(alice),
        "provider_id": made(alice, "/api/mail/providers", PROVIDER)["id"],
        "domain_id": made(alice, "/api/mail/domains", {"domain": "northgate.test"})["id"],
        "address_type": "transactional_email",
        **add_arrived(alice),
        "type": "welcome",
        "token": "no-such-token",
        "slug": "no-such-portal",
    }


def add_arrived(alice: ApiClient) -> dict[str, object]:
    """A mail that opened a conversation, a mailbox and a filter."""
    told = {"spf": {"result": "none", "detail": ""}, "by": "provider"}
    (received_id,) = inbound.accept(
        LETTER,
        sender="lena@client.test",
        recipients=["help@northgate.test"],
        peer="",
        source="webhook",
        authentication={**told, "dkim": told["spf"], "dmarc": told["spf"], "is_aligned": False},
    )
    assert alice.profile
    read_received(org_id=alice.profile.organization_id, received_id=received_id)
    return {
        "received_id": received_id,
        "thread_id": alice.get(f"/api/mail/received/{received_id}").json["thread_id"],
        "mailbox_id": made(alice, "/api/mail/mailboxes", MAILBOX)["id"],
        "filter_id": made(alice, "/api/mail/filters", FILTER)["id"],
    }


def add_campaign(alice: ApiClient) -> object:
    template = made(alice, "/api/email-templates", {**TEMPLATE, "name": "News", "category": "marketing"})
    variants = [{"template_id": template["id"]}]
    return made(alice, "/api/mail/campaigns", {"name": "Spring news", "variants": variants})["id"]


def add_proposal(alice: ApiClient) -> UUID:
    assert alice.profile
    content = {**TEMPLATE, "preheader": "", "text_code": "", "source_format": "html", "design": None}
    with tenancy.platform("tests"):
        return AiProposal.objects.create(
            organization_id=alice.profile.organization_id,
            kind="generate",
            state="ready",
            content={**content, "category": "transactional", "locale": "en"},
        ).id


def add_import(alice: ApiClient) -> object:
    file = SimpleUploadedFile("people.csv", b"email\nana@people.test\n")
    answer = alice.client.post("/api/contacts/imports", {"file": file}, headers=alice.headers)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def add_classifier(alice: ApiClient) -> dict[str, object]:
    classifier = made(alice, "/api/ai/classifiers", {"name": "Ours"})["id"]
    path = f"/api/ai/classifiers/{classifier}/examples"
    assert alice.post(path, {"examples": [EXAMPLE]}).status == 200
    return {"classifier_id": classifier, "example_id": alice.get(path).json["items"][0]["id"]}


def add_transcription(profile: Profile) -> UUID:
    assert profile.organization_id
    with tenancy.platform("tests"):
        return Transcription.objects.create(
            organization_id=profile.organization_id, user=profile, file_name="call.wav", duration_s=90.0
        ).id


def add_platforms() -> dict[str, object]:
    """What superadmins made: a model that Northgate's type of organization sees and Harbour's does not, a price."""
    with tenancy.platform("tests"):
        model = SystemModel.objects.create(**MODEL, slug="immigration", organization_types=["immigration"])
        price = PriceOverride.objects.create(
            provider="openai", model_id="gpt-4.1", input_price_per_mtok=1, output_price_per_mtok=2
        )
    return {"system_model_id": model.id, "price_id": price.id}


def made(client: ApiClient, path: str, body: object) -> Any:
    answer = client.post(path, body)
    assert answer.status in {201, 202}, answer.json
    return answer.json


def fingerprint(organization_id: UUID | None) -> dict[str, str]:
    """A checksum of all that an organization has, by table."""
    tables = "select table_name from information_schema.columns where table_schema = 'public' and column_name = %s"
    sums = {}
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(tables, ["organization_id"])
        for (table,) in [*cursor.fetchall(), ("organizations",)]:
            column = "id" if table == "organizations" else "organization_id"
            cursor.execute(
                f"select count(*) || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t"
                f" where {column} = %s",
                [organization_id],
            )
            sums[table] = cursor.fetchone()[0]
    return sums
