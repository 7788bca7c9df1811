"""When a test is looked at, and what must be seen for a winner to be called one.

Looking often and stopping at the first good number finds winners where there are none. So a test is looked at four
times, fixed beforehand in the waiting time, and each look may be wrong by chance so often as its share of the allowed
error says; for two variants that is 5 % at most together, by adding up, whatever the rates are and however late
responses come in. Most of it is kept for the end, which so loses little against a test that is looked at once; an early
look ends tests whose difference is plain (decision 14 has the figures, also for more variants).

A winner must be better than each of the others by a test of its own. That is stricter than "not all are equal", and
makes "B is best" no more often wrong where B and C are equal and the others worse.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from frontdesk.mail.experiments import lots, posterior
from frontdesk.mail.experiments.model import Arm, Look

# How often a winner may be claimed where there is none, over all looks.
MOST_ERRORS = 0.05


@dataclass(frozen=True, slots=True)
class PlannedLook:
    """At which part of the waiting time, and which part of the allowed error it may use."""

    at: float
    share: float


PLAN = (PlannedLook(1 / 4, 1 / 15), PlannedLook(1 / 2, 1 / 15), PlannedLook(3 / 4, 1 / 15), PlannedLook(1, 4 / 5))


@dataclass(frozen=True, slots=True)
class Claim:
    """The winner, at which look it was seen, and how likely it is the best."""

    position: int
    look: int
    probability: float


def errors_at(number: int, confidence: float) -> float:
    """How often that look may be wrong. Who wants more than 95 % confidence gets fewer errors, too."""
    return PLAN[number].share * min(MOST_ERRORS, 1 - confidence)


def find_claim(looks: Sequence[Look], *, min_sample: int, confidence: float) -> Claim | None:
    """The first look at which a winner shows; what later ones would say changes nothing."""
    claims = (_claim_at(look, min_sample=min_sample, confidence=confidence) for look in looks)
    return next((claim for claim in claims if claim), None)


def _claim_at(look: Look, *, min_sample: int, confidence: float) -> Claim | None:
    if len(look.arms) < 2 or min(arm.arrived for arm in look.arms) < max(min_sample, 1):
        return None
    best = leader(look.arms)
    # Half of it for each direction in which two variants may seem to differ.
    level = errors_at(look.number, confidence) / 2
    if any(lots.chance_of(best, other) > level for other in look.arms if other is not best):
        return None
    probabilities = posterior.best_probabilities([posterior.believe(arm) for arm in look.arms])
    probability = probabilities[list(look.arms).index(best)]
    return Claim(best.position, look.number, probability) if probability >= confidence else None


def leader(arms: Sequence[Arm]) -> Arm:
    """The one with the highest rate; of equals the first."""
    return max(arms, key=lambda arm: (arm.rate, -arm.position))
