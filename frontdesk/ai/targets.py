"""Who calls and what is called, as plain values: read once in a transaction, used outside of it."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from frontdesk.ai import pricing
from frontdesk.ai.models.registry import Capability, ModelType, PeriodType, Provider
from frontdesk.orgs.models import OrganizationType, Plan, Role

PREFIXES = {ModelType.SYSTEM: "system", ModelType.ORG_DEFAULT: "org", ModelType.USER: "user"}


class Scope(StrEnum):
    ORGANIZATION = "organization"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Person:
    """The acting person with what rules and periods ask of their organization."""

    profile_id: UUID
    role: Role
    org_id: UUID | None = None
    org_type: OrganizationType | None = None
    plan: Plan | None = None
    timezone: str = "UTC"  # the organization's
    log_texts: bool = False


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """One limit that a call is held against. ``user_id`` None: the organization's, else the person's."""

    scope: Scope
    org_id: UUID | None
    user_id: UUID | None
    model_type: ModelType
    model_id: int
    period_type: PeriodType
    limit: int
    timezone: str


@dataclass(frozen=True, slots=True)
class Target:
    """A model that the person may use, ready to be called. Prices per million tokens."""

    model_type: ModelType
    id: int
    slug: str
    name: str
    provider: Provider
    endpoint: str
    upstream_model: str
    max_tokens: int
    period_type: PeriodType
    api_key: str | None = field(default=None, repr=False)
    context_window: int | None = None
    capabilities: frozenset[Capability] = frozenset()
    timeout_s: int = 60
    system_message: str = ""
    input_price: Decimal | None = None
    output_price: Decimal | None = None
    rules: tuple[QuotaRule, ...] = ()
    fallback_id: int | None = None
    # A trial model that the organization has not used yet: its trial begins with this call.
    starts_trial: bool = False
    tasks: tuple[dict[str, Any], ...] = ()

    @property
    def ref(self) -> str:
        """Its id in the OpenAI-compatible door."""
        return f"{PREFIXES[self.model_type]}/{self.slug}"

    @property
    def has_price(self) -> bool:
        return self.input_price is not None and self.output_price is not None

    def cost(self, prompt_tokens: int, completion_tokens: int) -> Decimal:
        """See ``pricing.cost``."""
        return pricing.cost(prompt_tokens, completion_tokens, self.input_price, self.output_price)
