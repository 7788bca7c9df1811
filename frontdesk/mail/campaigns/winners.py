"""A/B: which variant the rest of the audience gets.

The variants are compared by people who opened (or clicked) per mail that arrived, each counted once; proxies and
scanners are left out. The best wins. Where two are equal, or nobody opened anything, the first of them (A before B)
goes out, and the campaign says so: a difference that is not there is not claimed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from frontdesk.mail.campaigns import editing
from frontdesk.mail.models import AbMetric, Campaign, CampaignRecipient, CampaignVariant, RecipientState
from frontdesk.orgs.access import Actor
from frontdesk.platform.errors import BadInput, Conflict

LETTERS = "ABCDE"
_ARRIVED = """
select variant, count(*) from email_message
where campaign_id = %s and organization_id = %s and status in ('sent', 'delivered', 'complained') group by variant
"""
_RESPONSES = """
select variant, count(distinct message_id) from email_engagement
where campaign_id = %s and organization_id = %s and kind = %s and not is_machine group by variant
"""


@dataclass(frozen=True, slots=True)
class Score:
    position: int
    arrived: int
    responses: int

    @property
    def rate(self) -> float:
        return self.responses / self.arrived if self.arrived else 0.0


def has_rest(campaign: Campaign) -> bool:
    """Whether people wait for a winner."""
    return bool(
        CampaignRecipient.objects.filter(campaign=campaign, state=RecipientState.WAITING, variant__isnull=True).exists()
    )


def find_winner(campaign: Campaign) -> int | None:
    rows = CampaignVariant.objects.filter(campaign=campaign, is_winner=True)
    found: int | None = rows.values_list("position", flat=True).first()
    return found


def decides_at(campaign: Campaign) -> datetime | None:
    """When it is decided by itself; None while the sample is going out, and when a person decides."""
    if campaign.ab_sampled_at is None or not campaign.ab_decides_itself or campaign.ab_decided_at is not None:
        return None
    return campaign.ab_sampled_at + timedelta(minutes=campaign.ab_wait_minutes)


def scores_of(campaign: Campaign) -> list[Score]:
    kind = "open" if campaign.ab_metric == AbMetric.OPENS else "click"
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVED, [campaign.id, campaign.organization_id])
        arrived = dict(cursor.fetchall())
        cursor.execute(_RESPONSES, [campaign.id, campaign.organization_id, kind])
        responses = dict(cursor.fetchall())
    variants = CampaignVariant.objects.filter(campaign=campaign).order_by("position")
    positions = variants.values_list("position", flat=True)
    return [Score(position, arrived.get(position, 0), responses.get(position, 0)) for position in positions]


def choose(scores: list[Score], metric: str) -> tuple[int, str]:
    """The winner's position and why, in words."""
    best = max(scores, key=lambda score: (score.rate, -score.position))
    what = "opened" if metric == AbMetric.OPENS else "clicked"
    if best.responses == 0:
        return best.position, f"Nobody {what} any of them in that time, so {LETTERS[best.position]} goes out."
    equal = [score for score in scores if score.rate == best.rate]
    rates = ", ".join(f"{LETTERS[each.position]} {each.rate:.1%}" for each in scores)
    if len(equal) > 1:
        names = " and ".join(LETTERS[each.position] for each in equal)
        return best.position, f"{names} were equal, so {LETTERS[best.position]} goes out (people who {what}: {rates})."
    return best.position, f"{LETTERS[best.position]} was best: people who {what}: {rates}."


def decide(campaign: Campaign, *, now: datetime) -> int:
    """By the numbers; returns the winner's position."""
    position, reason = choose(scores_of(campaign), campaign.ab_metric)
    _set(campaign, position, reason, now)
    editing.tell(None, "decided", campaign, {"winner": LETTERS[position], "reason": reason})
    return position


def decide_by_person(actor: Actor, campaign: Campaign, position: int, *, now: datetime) -> None:
    """Raises Conflict where nothing waits for a winner, BadInput for no variant."""
    if campaign.ab_decided_at is not None:
        raise Conflict("The winner is chosen already.", code="campaign-decided")
    if campaign.prepared_at is None or not has_rest(campaign):
        raise Conflict("Nobody waits for a winner in this campaign.", code="campaign-no-test")
    if not CampaignVariant.objects.filter(campaign=campaign, position=position).exists():
        raise BadInput.field("position", "There is no such variant.")
    _set(campaign, position, f"{LETTERS[position]} was chosen by {actor.full_name or actor.email}.", now)
    editing.tell(actor, "decided", campaign, {"winner": LETTERS[position]})


def _set(campaign: Campaign, position: int, reason: str, now: datetime) -> None:
    CampaignVariant.objects.filter(campaign=campaign, position=position).update(is_winner=True)
    campaign.ab_decided_at, campaign.ab_reason = now, reason[:500]
    campaign.save(update_fields=["ab_decided_at", "ab_reason", "updated_at"])
