"""Two shares held against each other. Pure.

Intervals of a share: Wilson (1927). Of the difference of two: Newcombe's hybrid of both Wilson intervals (1998, method
10), which holds for small numbers and rates near 0 too. Over several campaigns: the Mantel-Haenszel difference
(Greenland and Robins 1985) with Sato's variance (1989): each campaign is held against itself, so that audiences that
differ from campaign to campaign cancel out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

Verdict = Literal["more", "fewer", "not_shown", "not_enough_data"]
_Z = 1.959964
# Of fewer mails on either side nothing is said.
FEWEST = 100


@dataclass(frozen=True, slots=True)
class Share:
    arrived: int = 0
    opened: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.arrived + other.arrived, self.opened + other.opened)

    @property
    def rate(self) -> float | None:
        return self.opened / self.arrived if self.arrived else None


@dataclass(frozen=True, slots=True)
class Contrast:
    ai: Share
    other: Share
    difference: float | None
    low: float | None
    high: float | None

    @property
    def verdict(self) -> Verdict:
        if self.low is None or self.high is None or min(self.ai.arrived, self.other.arrived) < FEWEST:
            return "not_enough_data"
        return "more" if self.low > 0 else "fewer" if self.high < 0 else "not_shown"


def interval(share: Share) -> tuple[float, float] | None:
    """Wilson's, with 95 %."""
    if not share.arrived:
        return None
    n, p = share.arrived, share.opened / share.arrived
    middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    reach = _Z / (1 + _Z**2 / n) * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def contrast(ai: Share, other: Share) -> Contrast:
    one, two = interval(ai), interval(other)
    if one is None or two is None:
        return Contrast(ai, other, None, None, None)
    p, q = ai.opened / ai.arrived, other.opened / other.arrived
    low = p - q - sqrt((p - one[0]) ** 2 + (two[1] - q) ** 2)
    high = p - q + sqrt((one[1] - p) ** 2 + (q - two[0]) ** 2)
    return Contrast(ai, other, p - q, low, high)


def pooled(pairs: Sequence[tuple[Share, Share]]) -> Contrast:
    """Of campaigns that had both, each held against itself."""
    both = [(ai, other) for ai, other in pairs if ai.arrived and other.arrived]
    ai = sum((each for each, _ in both), Share())
    other = sum((each for _, each in both), Share())
    if len(both) < 2:
        return contrast(ai, other)
    weights = [a.arrived * b.arrived / (a.arrived + b.arrived) for a, b in both]
    steps = [(a.opened * b.arrived - b.opened * a.arrived) / (a.arrived + b.arrived) for a, b in both]
    difference = sum(steps) / sum(weights)
    spread = sqrt(max(0.0, _sato(both, difference))) / sum(weights)
    return Contrast(ai, other, difference, difference - _Z * spread, difference + _Z * spread)


def _sato(both: Sequence[tuple[Share, Share]], difference: float) -> float:
    first = second = 0.0
    for a, b in both:
        n = a.arrived + b.arrived
        first += (
            a.arrived**2 * b.opened - b.arrived**2 * a.opened + a.arrived * b.arrived * (b.arrived - a.arrived) / 2
        ) / n**2
        second += (a.opened * (b.arrived - b.opened) + b.opened * (a.arrived - a.opened)) / (2 * n)
    return difference * first + second
