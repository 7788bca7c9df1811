"""Models as those who use them see them, and why or why not."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from frontdesk.ai.gating import Rule
from frontdesk.ai.models import Capability, ModelType, PeriodType, Provider
from frontdesk.ai.schemas.registry import ApiKey, Capabilities, Endpoint, ModelId, UpstreamName
from frontdesk.ai.targets import Scope
from frontdesk.orgs.models import Plan, Role
from frontdesk.platform.schemas import ListParameters, StrictSchema, Text


class RefusalOut(Schema):
    rule: Rule
    detail: str
    lifted_by: str


class QuotaOut(Schema):
    scope: Scope
    period_type: PeriodType
    limit: int
    used: int
    reserved: int
    remaining: int
    period_start: datetime
    resets_at: datetime


class TaskInputOut(Schema):
    name: str
    label: str
    type: str
    description: str
    required: bool
    options: list[str]


class TaskBriefOut(Schema):
    name: str
    title: str
    description: str
    inputs: list[TaskInputOut]


class UsableModelOut(Schema):
    model_type: ModelType
    id: int
    slug: str
    ref: str = Field(description="Its id in the OpenAI-compatible door.")
    name: str
    role: str
    description: str
    icon: str
    provider: Provider
    model_id: str | None = Field(description="The provider's name of it, for those who manage the tier.")
    capabilities: list[Capability]
    tags: list[str]
    is_featured: bool
    is_free: bool
    is_trial: bool
    trial_ends_at: datetime | None
    required_plan: Plan | None
    max_tokens: int
    context_window: int | None
    input_price_per_mtok: Decimal | None
    output_price_per_mtok: Decimal | None
    tasks: list[TaskBriefOut]
    usable: bool
    refusal: RefusalOut | None
    quotas: list[QuotaOut]


class UsableModelPage(Schema):
    items: list[UsableModelOut]
    next_cursor: str | None


class UsableListIn(ListParameters):
    capability: Capability | None = None
    tag: Text = Field("", max_length=40)
    usable: bool | None = Field(None, description="False: only what a plan, a trial or a switch keeps locked.")
    featured: bool | None = None


class PersonRef(Schema):
    id: UUID
    full_name: str
    email: str
    role: Role


class WhyOut(Schema):
    allowed: bool
    rule: Rule | None
    detail: str
    lifted_by: str
    person: PersonRef
    quotas: list[QuotaOut]


class WhoOut(Schema):
    person: PersonRef
    allowed: bool
    rule: Rule | None
    detail: str
    lifted_by: str
    tokens_used: int = Field(description="In the period that runs.")
    limit: int | None
    remaining: int | None


class WhoPage(Schema):
    items: list[WhoOut]
    next_cursor: str | None


class WhoListIn(ListParameters):
    allowed: bool | None = None
    organization_id: UUID | None = Field(None, description="For superadmins: whose people.")


class ConnectionIn(StrictSchema):
    """A connection that is being tried out. With ``id``, the stored key serves while the server is the same."""

    tier: ModelType = ModelType.USER
    id: ModelId | None = None
    provider: Provider
    endpoint: Endpoint = ""
    api_key: ApiKey | None = None


class TestIn(ConnectionIn):
    model_id: UpstreamName = ""
    capabilities: Capabilities = [Capability.CHAT]


class TestErrorOut(Schema):
    kind: str
    detail: str


class TestOut(Schema):
    ok: bool
    latency_ms: int
    answer: str
    served_by: str | None = Field(description="`system/<slug>` and the like; null for a connection that is not saved.")
    error: TestErrorOut | None


class DiscoveredOut(Schema):
    model_id: str
    name: str
    context_window: int | None
    capabilities: list[str]
    input_price_per_mtok: Decimal | None
    output_price_per_mtok: Decimal | None
    exists: bool


class DiscoveredPage(Schema):
    items: list[DiscoveredOut]
    next_cursor: str | None = None


def list_tasks(tasks: list[Any]) -> list[dict[str, object]]:
    """What a form for each task needs; the prompts stay with those who manage the model."""
    return [
        {
            "name": task["name"],
            "title": task.get("title") or task["name"],
            "description": task.get("description", ""),
            "inputs": [
                {
                    "name": each["name"],
                    "label": each.get("label") or each["name"],
                    "type": each.get("type", "text"),
                    "description": each.get("description", ""),
                    "required": each.get("required", True),
                    "options": each.get("options", []),
                }
                for each in task.get("inputs", [])
            ],
        }
        for task in tasks
    ]
