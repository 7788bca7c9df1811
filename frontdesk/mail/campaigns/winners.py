"""A/B: which variant the rest of the audience gets.

A winner is called one when the rule of ``experiments`` holds: at one of the looks that are planned in the waiting
time, also before its end. Where none has shown itself in time, the first variant goes out, on time, and the campaign
says that no difference was shown: one that is not there is not claimed.
"""

from datetime import datetime

from frontdesk.mail.campaigns import editing, looking
from frontdesk.mail.experiments import judging, looks, words
from frontdesk.mail.experiments.judging import Verdict
from frontdesk.mail.experiments.words import LETTERS
from frontdesk.mail.models import AbDecision, Campaign, CampaignRecipient, CampaignVariant, RecipientState
from frontdesk.mail.send_time import holding
from frontdesk.orgs.access import Actor
from frontdesk.platform.errors import BadInput, Conflict


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
    """When it is decided by itself at the latest; None while the sample is going out, and when a person decides."""
    if not campaign.ab_decides_itself or campaign.ab_decided_at is not None:
        return None
    return looking.ends_at(campaign)


def next_look_at(campaign: Campaign) -> datetime | None:
    """None while the sample is going out, and after the last one."""
    ahead = looking.times(campaign)[len(campaign.ab_looks) :]
    return ahead[0] if ahead and campaign.ab_decided_at is None else None


def judge(campaign: Campaign, counted: looking.Counted, *, now: datetime) -> Verdict:
    has_responses = any(arm.responses for arm in counted.sample)
    usual = None if has_responses else looking.find_usual_rate(campaign.organization_id, campaign.ab_metric, now=now)
    return judging.judge(
        counted.looks,
        counted.sample,
        min_sample=campaign.ab_min_sample,
        confidence=campaign.ab_confidence,
        usual_rate=usual.rate if usual else 0.0,
    )


def look(campaign: Campaign, *, now: datetime) -> bool:
    """If a look is due. Returns whether the winner is chosen by it."""
    due = next_look_at(campaign)
    if due is None or due > now:
        return False
    counted = looking.count(campaign, now=now)
    looking.keep(campaign, counted.looks)
    claim = looks.find_claim(counted.looks, min_sample=campaign.ab_min_sample, confidence=campaign.ab_confidence)
    if not campaign.ab_decides_itself or (claim is None and len(counted.looks) < len(looks.PLAN)):
        return False
    _decide(campaign, counted, now=now)
    return True


def _decide(campaign: Campaign, counted: looking.Counted, *, now: datetime) -> None:
    """By what was seen at the last look, not by what has come in since."""
    seen = looking.Counted(counted.looks[-1].arms, [], counted.looks)
    verdict = judge(campaign, seen, now=now)
    reason = words.tell(verdict, seen.sample, campaign.ab_metric)
    position, decision = verdict.leader, AbDecision.SHOWN
    if verdict.claim is None:
        position, decision = seen.sample[0].position, AbDecision.FIRST
        reason = f"{LETTERS[position]} goes out because it stands first. {reason}"
    _set(campaign, position, decision, reason, now)
    editing.tell(None, "decided", campaign, {"winner": LETTERS[position], "reason": reason})


def decide_by_person(actor: Actor, campaign: Campaign, position: int, *, now: datetime) -> None:
    """Raises Conflict where nothing waits for a winner, BadInput for no variant."""
    if campaign.ab_decided_at is not None:
        raise Conflict("The winner is chosen already.", code="campaign-decided")
    if campaign.prepared_at is None or not has_rest(campaign):
        raise Conflict("Nobody waits for a winner in this campaign.", code="campaign-no-test")
    if not CampaignVariant.objects.filter(campaign=campaign, position=position).exists():
        raise BadInput.field("position", "There is no such variant.")
    reason = f"{LETTERS[position]} was chosen by {actor.full_name or actor.email}."
    _set(campaign, position, AbDecision.PERSON, reason, now)
    editing.tell(actor, "decided", campaign, {"winner": LETTERS[position]})


def _set(campaign: Campaign, position: int, decision: AbDecision, reason: str, now: datetime) -> None:
    CampaignVariant.objects.filter(campaign=campaign, position=position).update(is_winner=True)
    campaign.ab_decided_at, campaign.ab_decision, campaign.ab_reason = now, decision, reason[:500]
    campaign.save(update_fields=["ab_decided_at", "ab_decision", "ab_reason", "updated_at"])
    holding.renew(campaign, now=now)
