"""Ledger rows, and the one transaction that writes a batch of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from frontdesk.ai.models import CallStatus, ModelType, QuotaCounter
from frontdesk.ai.periods import Period
from frontdesk.ai.quotas import store
from frontdesk.ai.quotas.reservations import current_period
from frontdesk.ai.targets import Person, Target
from frontdesk.platform import events, tenancy


@dataclass(slots=True)
class LedgerRow:
    """One call as it ended. ``prompt_tokens + completion_tokens`` is what is charged."""

    org_id: UUID | None
    user_id: UUID
    feature: str
    model_type: ModelType
    model_id: int
    model_name: str
    period: Period
    status: CallStatus = CallStatus.OK
    served_by: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    provider_tokens: int | None = None
    estimated: bool = False
    input_price: Decimal | None = None
    output_price: Decimal | None = None
    latency_ms: int = 0
    first_token_ms: int | None = None
    error_code: str = ""
    related_type: str = ""
    related_id: str = ""
    request_id: str = ""
    api_key_id: UUID | None = None
    log: dict[str, Any] | None = None
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    @property
    def cost(self) -> Decimal:
        """In the deployment's currency: prices are per million tokens."""
        prompt = self.prompt_tokens * (self.input_price or Decimal(0))
        return (prompt + self.completion_tokens * (self.output_price or Decimal(0))) / 1_000_000


def make_row(person: Person, target: Target, *, feature: str, api_key_id: UUID | None, request_id: str) -> LedgerRow:
    """Of a call that ``target`` is about to serve, in the period that runs now."""
    return LedgerRow(
        org_id=person.org_id,
        user_id=person.profile_id,
        feature=feature,
        model_type=target.model_type,
        model_id=target.id,
        model_name=target.name,
        served_by=target.ref,
        period=current_period(target.period_type, person.timezone),
        input_price=target.input_price,
        output_price=target.output_price,
        request_id=request_id,
        api_key_id=api_key_id,
    )


_CALLS = """
insert into ai_model_call (organization_id, user_id, api_key_id, feature, model_type, model_id, model_name, served_by,
  prompt_tokens, completion_tokens, provider_tokens, estimated, cost, latency_ms, first_token_ms, status, error_code,
  related_type, related_id, request_id, period_type, period_start, log, created_at)
select %s::uuid, r.* from jsonb_to_recordset(%s::jsonb) as r(user_id uuid, api_key_id uuid, feature text,
  model_type text, model_id bigint, model_name text, served_by text, prompt_tokens bigint, completion_tokens bigint,
  provider_tokens bigint, estimated boolean, cost numeric, latency_ms int, first_token_ms int, status text,
  error_code text, related_type text, related_id text, request_id text, period_type text, period_start timestamptz,
  log jsonb, created_at timestamptz)
"""
# In one order always: two processes that count for the same people must not wait for each other.
_COUNTERS = """
insert into ai_model_usage as u (organization_id, user_id, model_id, model_type, model_name, tokens_used,
  requests_count, period_start, period_end, period_type)
select %s::uuid, r.* from jsonb_to_recordset(%s::jsonb) as r(user_id uuid, model_id bigint, model_type text,
  model_name text, tokens_used bigint, requests_count bigint, period_start timestamptz, period_end timestamptz,
  period_type text)
 order by user_id, model_type, model_id, period_type, period_start
on conflict on constraint ai_usage_once do update set tokens_used = u.tokens_used + excluded.tokens_used,
  requests_count = u.requests_count + excluded.requests_count, model_name = excluded.model_name
"""


def write(org_id: UUID | None, rows: Sequence[LedgerRow], entries: Sequence[store.Entry]) -> list[store.Settled]:
    """Books the calls of one organization and what they took of its quotas, all or nothing."""
    role = tenancy.SYSTEM if org_id else tenancy.SUPERADMIN
    with tenancy.tenant(org_id, role=role):
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(_COUNTERS, [org_id, orjson.dumps(_counters(rows)).decode()])
                cursor.execute(_CALLS, [org_id, orjson.dumps([_call(row) for row in rows]).decode()])
        settled = store.settle(entries)
        for state in settled:
            if state.crossed:
                _warn(state)
    return settled


def _call(row: LedgerRow) -> dict[str, object]:
    return {
        "user_id": row.user_id,
        "api_key_id": row.api_key_id,
        "feature": row.feature,
        "model_type": row.model_type.value,
        "model_id": row.model_id,
        "model_name": row.model_name,
        "served_by": row.served_by,
        "prompt_tokens": row.prompt_tokens,
        "completion_tokens": row.completion_tokens,
        "provider_tokens": row.provider_tokens,
        "estimated": row.estimated,
        "cost": str(row.cost),
        "latency_ms": row.latency_ms,
        "first_token_ms": row.first_token_ms,
        "status": row.status.value,
        "error_code": row.error_code,
        "related_type": row.related_type,
        "related_id": row.related_id,
        "request_id": row.request_id,
        "period_type": row.period.type.value,
        "period_start": row.period.start,
        "log": row.log,
        "created_at": row.created_at,
    }


def _counters(rows: Sequence[LedgerRow]) -> list[dict[str, object]]:
    """Sums by person, model and period. A call that was refused or failed at once took nothing, and does not count."""
    sums: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in rows:
        if row.status in {CallStatus.REFUSED, CallStatus.FAILED} and not row.tokens:
            continue
        key = (row.user_id, row.model_type, row.model_id, row.period)
        counted = sums.setdefault(
            key,
            {
                "user_id": row.user_id,
                "model_id": row.model_id,
                "model_type": row.model_type.value,
                "model_name": row.model_name,
                "tokens_used": 0,
                "requests_count": 0,
                "period_start": row.period.start,
                "period_end": row.period.end,
                "period_type": row.period.type.value,
            },
        )
        counted["tokens_used"] += row.tokens
        counted["requests_count"] += 1
    return list(sums.values())


def _warn(state: store.Settled) -> None:
    """80 or 100 % of a limit was passed just now: told once, in the transaction that passed it."""
    quota = QuotaCounter.objects.get(id=state.quota_id)
    limit = state.limit
    events.record(
        "ai.quota_warning",
        record_type="ai_quota",
        record_id=quota.id,
        profile_id=quota.user_id,
        payload={
            "percent": state.crossed,
            "scope": "person" if quota.user_id else "organization",
            "model_type": quota.model_type,
            "model_id": quota.model_id,
            "limit": limit,
            "used": state.used,
            "period_type": quota.period_type,
            "resets_at": quota.period_end.isoformat().replace("+00:00", "Z"),
            "user_id": str(quota.user_id) if quota.user_id else None,
        },
    )
