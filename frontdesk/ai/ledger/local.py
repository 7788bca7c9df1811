"""What the built-in model does inside a request: held against its quotas and booked like any other call."""

from datetime import UTC, datetime

from frontdesk.ai.ledger import rows
from frontdesk.ai.models import ModelType
from frontdesk.ai.quotas import QuotaExceeded, store
from frontdesk.ai.quotas.reservations import current_period
from frontdesk.ai.registry import lookup
from frontdesk.orgs.access import Actor
from frontdesk.platform import observe

# An hour of sound counts as 115,200 tokens: the rate at which Google meters sound (32 tokens a second).
TOKENS_PER_SECOND = 32


def note_local(actor: Actor, *, feature: str, tokens: int = 0, seconds: float = 0.0, latency_ms: int = 0) -> None:
    """Charges work that has been done here, in the caller's transaction. ``seconds`` are of sound.

    Raises what keeps the actor from using the built-in model (Forbidden, NotFound, QuotaExceeded).
    """
    person = lookup.person_of(actor)
    target = lookup.find_target(person, ModelType.SYSTEM, slug="builtin")
    charged = tokens + round(seconds * TOKENS_PER_SECOND)
    entries = []
    for rule in target.rules:
        period = current_period(rule.period_type, rule.timezone)
        taken = store.take(rule, period, need=charged, block=0) if charged else None
        if taken and not taken.granted:
            raise QuotaExceeded(rule, period, used=taken.used, wanted=charged, now=datetime.now(UTC))
        if taken:
            entries.append(store.Entry(taken.quota_id, charged, 0, rule.limit))
    row = rows.make_row(person, target, feature=feature, api_key_id=actor.api_key_id, request_id=observe.request_id())
    row.prompt_tokens, row.latency_ms = charged, latency_ms
    rows.write(person.org_id, [row], entries)
