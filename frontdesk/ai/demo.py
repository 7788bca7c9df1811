"""Models for the demo that make the rules visible: plans, types, a trial, limits, a switch, tasks.

Their servers are examples that nobody can reach, and they say so: the built-in model alone answers in a fresh demo.
"""

from typing import Any

from frontdesk.ai.models import Capability, OrganizationModel, OrgSystemModelConfig, PeriodType, Provider, SystemModel
from frontdesk.ai.registry import shipped
from frontdesk.orgs.models import Organization, OrganizationType, Plan
from frontdesk.platform import tenancy

TO_DO = "An example: set your endpoint and key before it answers."
TEXT = [Capability.CHAT, Capability.JSON]

SUMMARISE: dict[str, Any] = {
    "name": "summarise-letter",
    "title": "Summarise a letter",
    "description": "What the letter says, what it asks for, and by when.",
    "inputs": [
        {"name": "letter", "label": "The letter", "type": "long_text"},
        {"name": "language", "label": "Answer in", "type": "choice", "options": ["English", "Spanish"]},
    ],
    "steps": [
        {
            "prompt": (
                "List who wrote this letter, what it asks for, and every date in it with its meaning.\n\n"
                "{{ inputs.letter }}"
            ),
            "output": "json",
            "schema": {
                "type": "object",
                "properties": {
                    "sender": {"type": "string"},
                    "asks_for": {"type": "array", "items": {"type": "string"}},
                    "dates": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["sender", "asks_for", "dates"],
                "additionalProperties": False,
            },
        },
        {
            "prompt": (
                "Sum the letter up in five sentences of plain {{ inputs.language }} for its reader. "
                "It comes from {{ steps.1.sender }} and asks for: {{ steps.1.asks_for }}\n\n{{ inputs.letter }}"
            ),
            "output": "text",
        },
    ],
}
DRAFT: dict[str, Any] = {
    "name": "draft-reply",
    "title": "Draft a reply",
    "description": "A first version to be read and changed before it is sent.",
    "inputs": [
        {"name": "message", "label": "Their message", "type": "long_text"},
        {"name": "points", "label": "What the reply must say", "type": "long_text"},
        {"name": "is_formal", "label": "Formal", "type": "boolean", "required": False},
        {"name": "answer_by", "label": "Promise an answer by", "type": "date", "required": False},
    ],
    "steps": [
        {
            "prompt": (
                "Draft a reply to the message below. Say no more than the points allow. Formal: "
                "{{ inputs.is_formal }}. Date to promise, if any: {{ inputs.answer_by }}\n\n"
                "Points:\n{{ inputs.points }}\n\nMessage:\n{{ inputs.message }}"
            ),
            "output": "text",
        }
    ],
}
FIND_GAPS: dict[str, Any] = {
    "name": "find-gaps",
    "title": "What is missing from this file?",
    "description": "Compares what a client sent with what the application needs.",
    "inputs": [
        {"name": "application", "label": "Kind of application", "type": "text"},
        {"name": "documents", "label": "Documents that are there", "type": "long_text"},
    ],
    "steps": [
        {
            "prompt": (
                "For the application “{{ inputs.application }}” these documents are there:\n{{ inputs.documents }}\n\n"
                "List what is usually asked for besides, and say which of it you are unsure about."
            ),
            "output": "text",
        }
    ],
}

SYSTEM_MODELS: tuple[dict[str, Any], ...] = (
    {
        "slug": "everyday",
        "name": "Everyday writing",
        "role": "Short replies and summaries",
        "description": f"For every plan; fast and cheap. {TO_DO}",
        "provider": Provider.OPENAI_COMPATIBLE,
        "model_id": "gpt-4o-mini",
        "endpoint": "https://llm.example.com/v1",
        "capabilities": [*TEXT, Capability.TOOLS],
        "input_price_per_mtok": "0.15",
        "output_price_per_mtok": "0.60",
        "context_window": 128_000,
        "max_tokens": 600,
        "token_limit_amount": 200_000,
        "icon": "message",
        "tags": ["writing", "fast"],
        "task": [SUMMARISE, DRAFT],
        "is_featured": True,
        "sort_order": 10,
    },
    {
        "slug": "careful",
        "name": "Careful drafts",
        "role": "Long letters and difficult replies",
        "description": f"From the plan Pro. {TO_DO}",
        "provider": Provider.ANTHROPIC,
        "model_id": "claude-sonnet-4-5",
        "endpoint": "https://anthropic.example.com",
        "capabilities": [*TEXT, Capability.TOOLS, Capability.VISION],
        "context_window": 200_000,
        "max_tokens": 2_000,
        "required_plan": Plan.PRO,
        "token_limit_amount": 2_000_000,
        "icon": "pencil",
        "tags": ["writing", "quality"],
        "task": [DRAFT],
        "sort_order": 20,
    },
    {
        "slug": "long-documents",
        "name": "Long documents",
        "role": "Contracts, reports, whole files",
        "description": f"To be tried for 14 days from the first use. {TO_DO}",
        "provider": Provider.GOOGLE,
        "model_id": "gemini-2.5-flash",
        "endpoint": "https://gemini.example.com",
        "capabilities": TEXT,
        "context_window": 1_048_576,
        "max_tokens": 1_000,
        "is_trial": True,
        "trial_days": 14,
        "token_limit_period": PeriodType.DAILY,
        "token_limit_amount": 100_000,
        "icon": "book",
        "tags": ["documents", "trial"],
        "task": [SUMMARISE],
        "sort_order": 30,
    },
    {
        "slug": "casework",
        "name": "Casework reader",
        "role": "Applications and evidence",
        "description": f"For immigration advisers and solicitors alone. {TO_DO}",
        "provider": Provider.OPENAI_COMPATIBLE,
        "model_id": "casework-8b",
        "endpoint": "https://casework.example.com/v1",
        "capabilities": TEXT,
        "context_window": 32_000,
        "max_tokens": 800,
        "organization_types": [OrganizationType.IMMIGRATION, OrganizationType.SOLICITOR],
        "required_plan": Plan.STARTER,
        "token_limit_period": PeriodType.WEEKLY,
        "token_limit_amount": 500_000,
        "icon": "briefcase",
        "tags": ["casework", "documents"],
        "task": [FIND_GAPS, SUMMARISE],
        "sort_order": 40,
    },
    {
        "slug": "dedicated",
        "name": "Dedicated capacity",
        "role": "No queue, no shared limits",
        "description": f"From the plan Enterprise. {TO_DO}",
        "provider": Provider.AZURE,
        "model_id": "gpt-4.1",
        "endpoint": "https://dedicated.example.com",
        "capabilities": [*TEXT, Capability.TOOLS, Capability.VISION],
        "context_window": 1_047_576,
        "max_tokens": 4_000,
        "required_plan": Plan.ENTERPRISE,
        "icon": "server",
        "tags": ["quality"],
        "sort_order": 50,
    },
)
NORTHGATES: dict[str, Any] = {
    "slug": "northgate-server",
    "name": "Northgate's own server",
    "role": "For what must not leave the house",
    "description": f"A model on Northgate's own machine. {TO_DO}",
    "provider": Provider.LLAMACPP,
    "model_id": "local-7b",
    "endpoint": "https://models.northgate.example.com/v1",
    "capabilities": TEXT,
    "context_window": 8_192,
    "max_tokens": 400,
    "token_limit_per_user": 50_000,
    "icon": "lock",
    "tags": ["private"],
    "task": [DRAFT],
}


def load() -> None:
    """Adds what is missing, into the demo's organizations; running it twice changes nothing."""
    shipped.ensure_builtin()
    with tenancy.platform("demo"):
        models = {values["slug"]: _system(values) for values in SYSTEM_MODELS}
        _fall_back(models["careful"], to=models["everyday"])
        northgate = Organization.objects.filter(slug="northgate").first()
        if northgate is None:
            return
        own = {name: value for name, value in NORTHGATES.items() if name != "slug"}
        OrganizationModel.objects.get_or_create(organization=northgate, slug=NORTHGATES["slug"], defaults=own)
        _decide(northgate, models["everyday"], token_limit_per_user=20_000)
        _decide(northgate, models["long-documents"], is_enabled_for_users=False)


def _system(values: dict[str, Any]) -> SystemModel:
    own = {name: value for name, value in values.items() if name != "slug"}
    model, _ = SystemModel.objects.get_or_create(slug=values["slug"], defaults=own)
    return model


def _fall_back(model: SystemModel, *, to: SystemModel) -> None:
    # Once, right after it was made: what a superadmin has changed since stays.
    SystemModel.objects.filter(id=model.id, version=1, fallback_model=None).update(fallback_model=to)


def _decide(organization: Organization, model: SystemModel, **decisions: Any) -> None:
    OrgSystemModelConfig.objects.get_or_create(organization=organization, system_model=model, defaults=decisions)
