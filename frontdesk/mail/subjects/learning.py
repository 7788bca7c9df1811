"""What an organization's own results say of its subjects. Pure.

A Bayesian linear regression on log odds: of each subject that went out, the log odds of an open (with half a mail added
to both sides) are the campaign's own level, plus what its countable traits (``features``) add, plus what none of them
explains. The level is free for every campaign, within about ±1 around the organization's mean: audiences and days
differ, so that almost all is learned from subjects of one campaign held against each other. What a trait adds is taken
to be near 0 beforehand (normal, deviation 0.15, which is an open in eight more or less at a rate of a quarter): thin
data shrink to no lift at all. What no trait explains has the deviation 0.15 too, and is in every interval: two subjects
with the same traits are not the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Literal

from frontdesk.mail.subjects import features
from frontdesk.mail.subjects.model import Lift, Sent

# Of fewer mails a subject's rate says next to nothing.
FEWEST_MAILS = 20
LITTLE, OWN = 2, 12
_TRAIT, _UNEXPLAINED, _LEVEL = 0.15, 0.15, 0.5
_USUAL_RATE = 0.25
_NORMAL_95 = 1.96

# Eight traits: plain lists do, and need no library that only the built-in model has.
Vector = list[float]
Matrix = list[Vector]
BasisCode = Literal["none", "little", "own"]


@dataclass(frozen=True, slots=True)
class Learned:
    """``subjects`` are those that stood beside others of their campaign."""

    mean: Vector
    covariance: Matrix
    rate: float
    subjects: int
    mails: int

    @property
    def basis(self) -> BasisCode:
        return "own" if self.subjects >= OWN else "little" if self.subjects >= LITTLE else "none"


def learn(sent: Sequence[Sent]) -> Learned:
    known = [each for each in sent if each.arrived >= FEWEST_MAILS]
    arrived = sum(each.arrived for each in known)
    rate = (sum(each.opened for each in known) + 1) / (arrived + 4) if known else _USUAL_RATE
    groups: dict[str, list[Sent]] = defaultdict(list)
    for each in known:
        groups[each.group].append(each)
    compared = [rows for rows in groups.values() if len(rows) > 1]
    mean, covariance = _fit(compared, rate)
    mails = sum(each.arrived for rows in compared for each in rows) if compared else arrived
    return Learned(mean, covariance, rate, sum(map(len, compared)), mails)


def _fit(campaigns: Iterable[Sequence[Sent]], rate: float) -> tuple[Vector, Matrix]:
    width = range(len(features.NAMES))
    precision = [[(row == column) / _TRAIT**2 for column in width] for row in width]
    pull = [0.0 for _ in width]
    for rows in campaigns:
        for subject in _weigh(rows, rate):
            for row, off in enumerate(subject.off):
                pull[row] += subject.weight * off * subject.seen
                for column, trait in enumerate(subject.traits):
                    precision[row][column] += subject.weight * off * trait
    covariance = _inverse(precision)
    return _times(covariance, pull), covariance


@dataclass(frozen=True, slots=True)
class _Weighed:
    """``off``: by how much its traits are off its campaign's middle. ``seen``: log odds over the usual ones."""

    traits: Sequence[float]
    off: Vector
    seen: float
    weight: float


def _weigh(rows: Sequence[Sent], rate: float) -> Iterator[_Weighed]:
    """The campaign's level is integrated out, by the matrix inversion lemma for a diagonal and a constant."""
    weights = [1 / (_variance(each) + _UNEXPLAINED**2) for each in rows]
    traits = [features.describe(each.subject) for each in rows]
    level = sum(weights) + 1 / _LEVEL**2
    middle = [_dot(weights, column) / level for column in zip(*traits, strict=True)]
    for each, weight, own in zip(rows, weights, traits, strict=True):
        seen = _log_odds((each.opened + 0.5) / (each.arrived + 1)) - _log_odds(rate)
        yield _Weighed(own, [trait - usual for trait, usual in zip(own, middle, strict=True)], seen, weight)


def _inverse(matrix: Matrix) -> Matrix:
    """Of a positive definite matrix, whose pivots are never 0 (Gauss and Jordan)."""
    size = len(matrix)
    rows = [[*row, *(float(number == column) for column in range(size))] for number, row in enumerate(matrix)]
    for pivot in range(size):
        scaled = [value / rows[pivot][pivot] for value in rows[pivot]]
        rows = [
            scaled if number == pivot else [one - row[pivot] * other for one, other in zip(row, scaled, strict=True)]
            for number, row in enumerate(rows)
        ]
    return [row[size:] for row in rows]


def _times(matrix: Matrix, vector: Vector) -> Vector:
    return [_dot(row, vector) for row in matrix]


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum((value * weight for value, weight in zip(one, other, strict=True)), 0.0)


def _variance(each: Sent) -> float:
    """Of the log odds of a share that was counted."""
    return 1 / (each.opened + 0.5) + 1 / (each.arrived - each.opened + 0.5)


def _log_odds(rate: float) -> float:
    return log(rate / (1 - rate))


def predict(learned: Learned, subject: str, over: str) -> Lift:
    """What ``subject`` may bring over another. Exactly 0, with a wide interval, while there is nothing to go by."""
    step = [one - other for one, other in zip(features.describe(subject), features.describe(over), strict=True)]
    middle = _dot(step, learned.mean)
    spread = sqrt(_dot(step, _times(learned.covariance, step)) + 2 * _UNEXPLAINED**2)
    low, high = middle - _NORMAL_95 * spread, middle + _NORMAL_95 * spread
    return Lift(*(round(_lift(learned.rate, each), 4) for each in (middle, low, high)))


def _lift(rate: float, step: float) -> float:
    if step == 0:
        return 0.0
    return 1 / (1 + exp(-(_log_odds(rate) + step))) / rate - 1
