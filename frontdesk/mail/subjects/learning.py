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

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from frontdesk.mail.subjects import features
from frontdesk.mail.subjects.model import Lift, Sent

# Of fewer mails a subject's rate says next to nothing.
FEWEST_MAILS = 20
LITTLE, OWN = 2, 12
_TRAIT, _UNEXPLAINED, _LEVEL = 0.15, 0.15, 0.5
_USUAL_RATE = 0.25
_NORMAL_95 = 1.96

Floats = NDArray[np.float64]
BasisCode = Literal["none", "little", "own"]


@dataclass(frozen=True, slots=True)
class Learned:
    """``subjects`` are those that stood beside others of their campaign."""

    mean: Floats
    covariance: Floats
    rate: float
    subjects: int
    mails: int

    @property
    def basis(self) -> BasisCode:
        return "own" if self.subjects >= OWN else "little" if self.subjects >= LITTLE else "none"


def learn(sent: Sequence[Sent]) -> Learned:
    known = [each for each in sent if each.arrived >= FEWEST_MAILS]
    groups = sorted({each.group for each in known})
    sizes = {group: sum(each.group == group for each in known) for group in groups}
    compared = [each for each in known if sizes[each.group] > 1]
    arrived = sum(each.arrived for each in known)
    rate = (sum(each.opened for each in known) + 1) / (arrived + 4) if known else _USUAL_RATE
    width = len(features.NAMES)
    prior = np.eye(width) / _TRAIT**2
    if not compared:
        return Learned(np.zeros(width), _inverse(prior), rate, 0, arrived)
    mean, covariance = _fit(compared, rate, prior)
    return Learned(mean, covariance, rate, len(compared), sum(each.arrived for each in compared))


def _fit(compared: Sequence[Sent], rate: float, prior: Floats) -> tuple[Floats, Floats]:
    """Each campaign's level is integrated out, one campaign after the other."""
    precision, pull = prior.copy(), np.zeros(len(prior))
    centre = _log_odds(rate)
    for group in dict.fromkeys(each.group for each in compared):
        rows = [each for each in compared if each.group == group]
        traits = np.array([features.describe(each.subject) for each in rows])
        seen = np.array([_log_odds((each.opened + 0.5) / (each.arrived + 1)) - centre for each in rows])
        noise = np.diag([_variance(each) + _UNEXPLAINED**2 for each in rows])
        weight = _inverse(noise + _LEVEL**2)
        precision += traits.T @ weight @ traits
        pull += traits.T @ weight @ seen
    covariance = _inverse(precision)
    return covariance @ pull, covariance


def _inverse(matrix: Floats) -> Floats:
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def _variance(each: Sent) -> float:
    """Of the log odds of a share that was counted."""
    return 1 / (each.opened + 0.5) + 1 / (each.arrived - each.opened + 0.5)


def _log_odds(rate: float) -> float:
    return log(rate / (1 - rate))


def predict(learned: Learned, subject: str, over: str) -> Lift:
    """What ``subject`` may bring over another. Exactly 0, with a wide interval, while there is nothing to go by."""
    step = np.array(features.describe(subject)) - np.array(features.describe(over))
    middle = float(step @ learned.mean)
    spread = sqrt(float(step @ learned.covariance @ step) + 2 * _UNEXPLAINED**2)
    low, high = middle - _NORMAL_95 * spread, middle + _NORMAL_95 * spread
    return Lift(*(round(_lift(learned.rate, each), 4) for each in (middle, low, high)))


def _lift(rate: float, step: float) -> float:
    if step == 0:
        return 0.0
    return 1 / (1 + exp(-(_log_odds(rate) + step))) / rate - 1
