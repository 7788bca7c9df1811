"""What a variant's numbers say of its true rate.

The prior is Jeffreys' Beta(½, ½): it weighs as much as one mail, and says the same of rates near 0 % as of those near
50 %. What other campaigns of the organization reached is left out on purpose: the prior would be the same for each
variant, and the numbers of a test should be checkable from that test alone.

With rate = sin² φ that prior is flat in the angle φ, and the posterior becomes sin^2x φ · cos^2(n-x) φ: smooth at both
ends, and about 1/(2√n) wide at any rate. So one grid of a few hundred points serves 3 of 400 as well as 30 000 of
90 000.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import asin, cos, exp, log, pi, prod, sin, sqrt

from frontdesk.mail.experiments.model import Arm

POINTS = 256
# On each side of the likeliest angle, in 1/(2√n): what lies beyond is below 10⁻⁹ of it.
_REACH = 14
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Belief:
    """Angles at equal steps, the chance of each, and of all up to it."""

    angles: Sequence[float]
    weights: Sequence[float]
    below: Sequence[float]

    def chance_below(self, angle: float) -> float:
        """That the true angle is smaller."""
        if angle <= self.angles[0]:
            return 0.0
        if angle >= self.angles[-1]:
            return 1.0
        step = self.angles[1] - self.angles[0]
        at = (angle - self.angles[0]) / step
        number = min(int(at), len(self.below) - 2)
        return self.below[number] + (at - number) * (self.below[number + 1] - self.below[number])

    def quantile(self, share: float) -> float:
        """The rate below which the true one lies with that chance."""
        number = min(max(bisect_right(self.below, share), 1), len(self.below) - 1)
        low, high = self.below[number - 1], self.below[number]
        part = (share - low) / (high - low) if high > low else 0.0
        angle = self.angles[number - 1] + part * (self.angles[number] - self.angles[number - 1])
        return sin(angle) ** 2


def believe(arm: Arm) -> Belief:
    middle = asin(sqrt(arm.rate)) if arm.arrived else pi / 4
    reach = _REACH / (2 * sqrt(arm.arrived)) if arm.arrived else pi / 4
    low, high = max(middle - reach, _TINY), min(middle + reach, pi / 2 - _TINY)
    angles = [low + (high - low) * number / (POINTS - 1) for number in range(POINTS)]
    no = arm.arrived - arm.responses
    logs = [2 * (arm.responses * log(sin(angle)) + no * log(cos(angle))) for angle in angles]
    top = max(logs)
    heights = [exp(each - top) for each in logs]
    below = list(accumulate(((one + other) / 2 for one, other in pairwise(heights)), initial=0.0))
    # The ends of a trapezoid count half.
    weights = [heights[0] / 2, *heights[1:-1], heights[-1] / 2]
    return Belief(angles, [each / below[-1] for each in weights], [each / below[-1] for each in below])


def best_probabilities(beliefs: Sequence[Belief]) -> list[float]:
    """For each, how likely its true rate is the highest; together 1."""
    shares = [_chance_best(number, beliefs) for number in range(len(beliefs))]
    total = sum(shares)
    return [each / total for each in shares]


def _chance_best(number: int, beliefs: Sequence[Belief]) -> float:
    own = beliefs[number]
    others = [each for place, each in enumerate(beliefs) if place != number]
    return sum(
        weight * prod(other.chance_below(angle) for other in others)
        for angle, weight in zip(own.angles, own.weights, strict=True)
    )


def interval(belief: Belief, confidence: float) -> tuple[float, float]:
    """Of the rate, with equal chances to lie beyond either end."""
    beyond = (1 - confidence) / 2
    return belief.quantile(beyond), belief.quantile(1 - beyond)


def lift_chance(one: Belief, other: Belief, ratio: float) -> float:
    """How likely the first rate is below ``ratio`` times the other."""
    found = 0.0
    for angle, weight in zip(other.angles, other.weights, strict=True):
        bar = ratio * sin(angle) ** 2
        found += weight * (one.chance_below(asin(sqrt(bar))) if bar < 1 else 1.0)
    return found


def expected_lift(one: Arm, other: Arm) -> float | None:
    """Of the first rate over the other: 0.25 is a quarter more. None while the other has no response: it may be any."""
    if other.responses == 0:
        return None
    # E[p] · E[1/q] - 1 of the two Beta distributions.
    return (one.responses + 0.5) / (one.arrived + 1) * other.arrived / (other.responses - 0.5) - 1


def lift_interval(one: Arm, other: Arm, confidence: float) -> tuple[float, float] | None:
    """Within which the lift lies with that chance; None while the other has no response."""
    if other.responses == 0:
        return None
    beliefs = believe(one), believe(other)
    beyond = (1 - confidence) / 2
    return _find_lift(*beliefs, beyond), _find_lift(*beliefs, 1 - beyond)


def _find_lift(one: Belief, other: Belief, chance: float) -> float:
    low, high = log(1e-4), log(1e4)
    for _ in range(30):
        middle = (low + high) / 2
        if lift_chance(one, other, exp(middle)) < chance:
            low = middle
        else:
            high = middle
    return exp((low + high) / 2) - 1
