"""What may be said of a test now."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from frontdesk.mail.experiments import looks, planning, posterior
from frontdesk.mail.experiments.looks import Claim
from frontdesk.mail.experiments.model import Arm, Look


class VerdictState(StrEnum):
    NOT_ENOUGH_DATA = "not_enough_data"
    UNDECIDED = "undecided"
    WINNER = "winner"


class VerdictCode(StrEnum):
    TOO_FEW_PEOPLE = "too-few-people"
    TOO_FEW_RESPONSES = "too-few-responses"
    # Enough to have seen a lift of a quarter, and none shown so far.
    NO_DIFFERENCE = "no-difference"
    WINNER = "winner"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``needs``: people of each variant to see a lift of a quarter, or to claim anything at all; ``smallest``: how many
    the smallest variant has. Lift and probability are of the leader, over the next best; None while there is nothing to
    tell."""

    state: VerdictState
    code: VerdictCode
    leader: int
    runner_up: int
    needs: int
    smallest: int
    probability: float
    lift: float | None = None
    lift_low: float | None = None
    lift_high: float | None = None
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A variant with the interval of its rate and how likely it is the best."""

    arm: Arm
    low: float
    high: float
    best_probability: float


def describe_arms(arms: Sequence[Arm], *, confidence: float) -> list[Standing]:
    beliefs = [posterior.believe(arm) for arm in arms]
    chances = posterior.best_probabilities(beliefs)
    return [
        Standing(arm, *posterior.interval(belief, confidence), chance)
        for arm, belief, chance in zip(arms, beliefs, chances, strict=True)
    ]


def judge(
    seen: Sequence[Look], arms: Sequence[Arm], *, min_sample: int, confidence: float, usual_rate: float
) -> Verdict:
    """``seen``: the looks up to now; ``arms``: where the test stands, two or more. ``usual_rate`` serves where nobody
    has responded yet."""
    claim = looks.find_claim(seen, min_sample=min_sample, confidence=confidence)
    best, second = _two_best(arms, claim)
    smallest = min(arm.arrived for arm in arms)
    needs = max(people_needed(arms, usual_rate, confidence), min_sample)
    state, code = _judge(claim, smallest, min_sample=min_sample, needs=needs)
    between = posterior.lift_interval(best, second, confidence)
    chances = posterior.best_probabilities([posterior.believe(arm) for arm in arms])
    return Verdict(
        state=state,
        code=code,
        leader=best.position,
        runner_up=second.position,
        needs=min_sample if code == VerdictCode.TOO_FEW_PEOPLE else needs,
        smallest=smallest,
        probability=claim.probability if claim else chances[list(arms).index(best)],
        lift=posterior.expected_lift(best, second),
        lift_low=between[0] if between else None,
        lift_high=between[1] if between else None,
        claim=claim,
    )


def people_needed(arms: Sequence[Arm], usual_rate: float, confidence: float) -> int:
    responses, arrived = sum(arm.responses for arm in arms), sum(arm.arrived for arm in arms)
    return planning.people_needed(responses / arrived if responses else usual_rate, confidence=confidence)


def _two_best(arms: Sequence[Arm], claim: Claim | None) -> tuple[Arm, Arm]:
    best = next((arm for arm in arms if claim and arm.position == claim.position), looks.leader(arms))
    return best, looks.leader([arm for arm in arms if arm is not best])


def _judge(claim: Claim | None, smallest: int, *, min_sample: int, needs: int) -> tuple[VerdictState, VerdictCode]:
    if claim:
        return VerdictState.WINNER, VerdictCode.WINNER
    if smallest < min_sample:
        return VerdictState.NOT_ENOUGH_DATA, VerdictCode.TOO_FEW_PEOPLE
    if smallest < needs:
        return VerdictState.NOT_ENOUGH_DATA, VerdictCode.TOO_FEW_RESPONSES
    return VerdictState.UNDECIDED, VerdictCode.NO_DIFFERENCE
