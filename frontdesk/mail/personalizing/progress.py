"""How far a campaign's personalisation is, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from frontdesk.mail.campaigns import editing
from frontdesk.mail.models import Personalization, PersonalizationState
from frontdesk.orgs.access import Actor

SHOWN = 10
_COUNTS = """
select state, reason, count(*), sum(prompt_tokens), sum(completion_tokens), sum(cost), max(model_name)
from email_personalization where campaign_id = %s group by state, reason
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` is written, ``plain`` goes out as the template stands, ``by_reason`` says why. ``samples``: the last."""

    waiting: int
    asked: int
    done: int
    plain: int
    by_reason: dict[str, int]
    prompt_tokens: int
    completion_tokens: int
    cost: Decimal
    cost_cap: Decimal | None
    model: str
    samples: Sequence[dict[str, object]]

    @property
    def total(self) -> int:
        return self.waiting + self.asked + self.done + self.plain


def get_progress(actor: Actor, campaign_id: UUID) -> Progress:
    campaign = editing.get_campaign(actor, campaign_id)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [campaign.id])
        rows = cursor.fetchall()
    by_state = {state.value: sum(row[2] for row in rows if row[0] == state) for state in PersonalizationState}
    return Progress(
        **by_state,
        by_reason={row[1]: row[2] for row in rows if row[0] == PersonalizationState.PLAIN},
        prompt_tokens=sum(row[3] for row in rows),
        completion_tokens=sum(row[4] for row in rows),
        cost=sum((row[5] for row in rows), Decimal(0)),
        cost_cap=campaign.ai_cost_cap,
        model=max((row[6] for row in rows), default=""),
        samples=[_sample(row) for row in _last(campaign.id)],
    )


def _last(campaign_id: UUID) -> QuerySet[Personalization]:
    found: QuerySet[Personalization] = Personalization.objects.filter(
        campaign_id=campaign_id, state=PersonalizationState.DONE
    )
    return found.select_related("contact").order_by("-id")[:SHOWN]


def _sample(row: Personalization) -> dict[str, object]:
    contact = row.contact
    return {
        "contact_id": row.contact_id,
        "email": contact.email if contact else "",
        "full_name": contact.full_name if contact else "",
        "variant": row.variant,
        "values": row.values or {},
        "model": row.model_name,
        "cost": row.cost,
    }
