"""Taking the next recipient and keeping what was written for the last: one short transaction each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from frontdesk.mail.campaigns import personal
from frontdesk.mail.models import PersonalizationState

# In the order in which their mails are due. Nothing is taken of a campaign that is paused or cancelled.
_TAKE = """
with next as (
  select p.id from email_personalization p
  where p.campaign_id = %(campaign)s and p.state = 'waiting'
    and exists (select from campaign where id = %(campaign)s and state = 'sending')
  order by p.id limit 1 for update skip locked),
taken as (
  update email_personalization p set state = 'asked', asked_at = statement_timestamp() from next where p.id = next.id
  returning p.id, p.contact_id, p.variant, p.tries)
select taken.id, taken.variant, taken.tries, c.locale, {data} from taken join contacts c on c.id = taken.contact_id
"""
_KEEP = """
update email_personalization set state = %(state)s, reason = %(reason)s, detail = %(detail)s, "values" = %(values)s,
  done_at = statement_timestamp() where id = %(id)s and state = 'asked'
"""
# Kept apart: it was paid for though it came too late.
_BOOK = """
update email_personalization set model_name = %(model)s, prompt_tokens = prompt_tokens + %(prompt)s,
  completion_tokens = completion_tokens + %(completion)s, cost = cost + %(cost)s where id = %(id)s
"""
_PUT_BACK = """
update email_personalization set state = 'waiting', tries = tries + 1 where id = %s and state = 'asked'
"""
_RESUME = "update email_personalization set state = 'waiting' where campaign_id = %s and state = 'asked'"
_SPENT = "select coalesce(sum(cost), 0) from email_personalization where campaign_id = %s"


@dataclass(frozen=True, slots=True)
class Taken:
    """A recipient whom it is the turn of. ``data``: their own, by the names that the variants use and the facts."""

    id: int
    variant: int
    tries: int
    locale: str
    data: Mapping[str, Any]


@dataclass(slots=True)
class Outcome:
    """What became of one. ``state`` WAITING: nothing was answered, it is to be tried again."""

    id: int
    state: PersonalizationState
    values: Mapping[str, str] | None = None
    reason: str = ""
    detail: str = ""
    model: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: Decimal = field(default_factory=Decimal)


def take(campaign_id: UUID, names: list[str]) -> Taken | None:
    """In the caller's transaction; None when nobody is left, or the campaign does not go on."""
    data, fields = personal.data_sql(names)
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"campaign": campaign_id, **fields}
        cursor.execute(_TAKE.format(data=data), values)
        row = cursor.fetchone()
    if row is None:
        return None
    id, variant, tries, locale, found = row
    return Taken(id, variant, tries, locale, orjson.loads(found) if isinstance(found, str) else found)


def keep(outcome: Outcome) -> None:
    """In the caller's transaction. What went out meanwhile stays as it is."""
    with connection.cursor() as cursor:
        if outcome.cost or outcome.prompt_tokens:
            cursor.execute(_BOOK, _bill(outcome))
        if outcome.state == PersonalizationState.WAITING:
            cursor.execute(_PUT_BACK, [outcome.id])
            return
        values = orjson.dumps(dict(outcome.values)).decode() if outcome.values is not None else None
        cursor.execute(
            _KEEP,
            {
                "id": outcome.id,
                "state": outcome.state.value,
                "reason": outcome.reason,
                "detail": outcome.detail[:300],
                "values": values,
            },
        )


def _bill(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "model": outcome.model[:300],
        "prompt": outcome.prompt_tokens,
        "completion": outcome.completion_tokens,
        "cost": outcome.cost,
    }


def resume(campaign_id: UUID) -> Decimal:
    """Those whom a dead worker had in hand are asked for again; returns what was spent so far."""
    with connection.cursor() as cursor:
        cursor.execute(_RESUME, [campaign_id])
        cursor.execute(_SPENT, [campaign_id])
        (spent,) = cursor.fetchone()
    return Decimal(spent)
