"""At which hour a person is likely to open a mail, learned from when mail was opened. Pure.

A mail sent in the hour s is first opened in the hour h, on the recipient's clock, in proportion to
``readiness[h] · freshness[h - s]``: people open what lies before them when they look, and the longer a mail lies, the
more others lie above it. So an opening at 9 of a mail sent at 9 tells little, and one at 20 of the same mail much:
"we always send at 9" does not make 9 the best hour.

Each level corrects the one above it by a factor for each hour, opened ÷ expected, where what was expected follows
from when the mails were sent. Both numbers begin at ``strength``, which draws the factor to 1 while data is thin: the
mean of a Gamma posterior under counts by Poisson, whose prior has the mean 1 and the deviation ``1 / sqrt(strength)``.
The rule: the strength is one over the square of how much the members of a level differ from the level above. That is
about a half for the platform from our prior, a third for organizations, and more than the whole for people, whose
openings count for the hours beside them too: people are no clocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, expm1, log, log1p, sqrt
from operator import add, mul, truediv

HOURS = 24
Hours = tuple[float, ...]

# Office hours, with an evening: how ready people are to open mail, by their clock. Ours, and shrunk away by data.
PRIOR_READINESS: Hours = (
    0.15, 0.10, 0.08, 0.08, 0.10, 0.25, 0.55, 0.85, 1.10, 1.30, 1.30, 1.20,
    1.15, 1.10, 1.10, 1.05, 1.05, 1.05, 1.00, 0.95, 0.95, 0.85, 0.55, 0.30,
)  # fmt: skip
# By whole hours after the sending: a fifth opens at once, half within five hours.
PRIOR_FRESHNESS: Hours = tuple((1 + hours) ** -0.9 for hours in range(HOURS))
PRIOR_RATE = 0.25
# So many mails weigh as much as the prior's rate.
RATE_STRENGTH = 100

PLATFORM = 4.0
ORGANIZATION = 10.0
PERSON = 0.4
# How much an opening of a person says of the hours beside it, by their distance; they sum to 1.
_NEAR = [exp(-((min(hour, HOURS - hour) / 1.5) ** 2) / 2) for hour in range(HOURS)]
KERNEL: Hours = tuple(weight / sum(_NEAR) for weight in _NEAR)
_ROUNDS = 6
# Of a normal distribution, in deviations.
_REACH = 1.96
# How wrong the law itself may be, in parts of what it says: how fast mail is buried is learned from all people
# together, and looks slower than it is for each of them. The benchmark shows what that is worth.
_LAW = 1.5


@dataclass(frozen=True, slots=True)
class Counts:
    """First openings, by three clocks; ``sends`` are mails that were sent in the hour, opened or not."""

    opened_at: Hours  # in that hour
    sent_at: Hours  # of mails that were sent in that hour
    after: Hours  # so many whole hours after the sending
    sends: Hours = ()

    @property
    def opens(self) -> float:
        return sum(self.opened_at)


@dataclass(frozen=True, slots=True)
class Belief:
    """``errors`` are relative variances of ``readiness``; ``rate`` is of a mail's chance to be opened at all."""

    readiness: Hours
    freshness: Hours
    errors: Hours
    rate: float = PRIOR_RATE


@dataclass(frozen=True, slots=True)
class Lift:
    """How many more openings than at the other hour: 0.25 is a quarter more.

    ``low`` and ``high`` hold the truth for four of five of the benchmark's people, whose mail fades by another law than
    the model's; ``value`` is too small rather than too large.
    """

    value: float
    low: float
    high: float


PRIOR = Belief(PRIOR_READINESS, PRIOR_FRESHNESS, (0.0,) * HOURS)


def learn(parent: Belief, counts: Counts, strength: float, *, learns_freshness: bool = False) -> Belief:
    """What a level's counts make of the belief of the level above it."""
    readiness, freshness = parent.readiness, parent.freshness
    for _ in range(_ROUNDS if counts.opens else 0):
        by_hour, by_age = _expected(readiness, freshness, counts.sent_at)
        # What was expected at the present factor, less that factor: what the parent alone would let expect.
        base = map(truediv, map(mul, by_hour, parent.readiness), readiness)
        factors = [(strength + opened) / (strength + due) for opened, due in zip(counts.opened_at, base, strict=True)]
        readiness = tuple(map(mul, parent.readiness, factors))
        if learns_freshness:
            aged = map(truediv, map(mul, by_age, parent.freshness), freshness)
            pairs = zip(parent.freshness, counts.after, aged, strict=True)
            # No mail gets fresher: many openings ten hours after nine are the evening's, not the tenth hour's.
            freshness = tuple(accumulate((old * (strength + seen) / (strength + due) for old, seen, due in pairs), min))
    errors = tuple(
        before + 1 / (strength + opened) for before, opened in zip(parent.errors, counts.opened_at, strict=True)
    )
    return Belief(readiness, freshness, errors, _rate(parent, counts))


def _rate(parent: Belief, counts: Counts) -> float:
    sent, opened = sum(counts.sends), sum(counts.sent_at)
    return (parent.rate * RATE_STRENGTH + opened) / (RATE_STRENGTH + max(sent, opened))


def _expected(readiness: Hours, freshness: Hours, sent_at: Sequence[float]) -> tuple[list[float], list[float]]:
    """Of as many openings, by the hour they should have come in, and by the mail's age."""
    by_hour, by_age = [0.0] * HOURS, [0.0] * HOURS
    for sent, opened in enumerate(sent_at):
        if opened:
            share = opened / _value(readiness, freshness, sent)
            for age in range(HOURS):
                due = share * readiness[(sent + age) % HOURS] * freshness[age]
                by_hour[(sent + age) % HOURS] += due
                by_age[age] += due
    return by_hour, by_age


def _value(readiness: Hours, freshness: Hours, sent: int) -> float:
    turned = readiness[sent:] + readiness[:sent]
    return float(sum(map(mul, turned, freshness)))


class Reader:
    """What an organization's belief says of a person with openings of their own: prepared once, asked for many."""

    def __init__(self, belief: Belief) -> None:
        self.belief = belief
        alone = [tuple(float(hour == sent) for hour in range(HOURS)) for sent in range(HOURS)]
        # What an opening of a mail sent in that hour lets expect, and what one in that hour counts for: smoothed alike.
        self._due = [_smooth(_expected(belief.readiness, belief.freshness, one)[0]) for one in alone]
        self._seen = [_smooth(one) for one in alone]

    def read(self, openings: Sequence[int]) -> Belief:
        """Of a person whose openings are these: each 24 times the hour it was sent in, plus the hour of opening."""
        own = self.belief
        readiness, seen = self._weigh(openings)
        errors = tuple(before + 1 / more for before, more in zip(own.errors, seen, strict=True))
        return Belief(readiness, own.freshness, errors, own.rate)

    def find_best(self, openings: Sequence[int], hours: Sequence[int]) -> int:
        """As ``best_of`` what is read, without what only a lift needs: for the many people of a campaign."""
        readiness, _ = self._weigh(openings)
        return _best(readiness, self.belief.freshness, hours)

    def _weigh(self, openings: Sequence[int]) -> tuple[Hours, Sequence[float]]:
        """The readiness, and what was seen of each hour, the strength of the level above included."""
        seen = due = [PERSON] * HOURS
        for opening in openings:
            sent, opened = divmod(opening, HOURS)
            seen = list(map(add, seen, self._seen[opened]))
            due = list(map(add, due, self._due[sent]))
        return tuple(map(mul, self.belief.readiness, map(truediv, seen, due))), seen


def _smooth(hours: Sequence[float]) -> Hours:
    return tuple(sum(map(mul, KERNEL[HOURS - hour :] + KERNEL[: HOURS - hour], hours)) for hour in range(HOURS))


def values(belief: Belief) -> Hours:
    """How good each hour is to send in; only their ratios mean something."""
    return tuple(_value(belief.readiness, belief.freshness, hour) for hour in range(HOURS))


def best_of(belief: Belief, hours: Sequence[int]) -> int:
    """The best of these; of equals the first."""
    return _best(belief.readiness, belief.freshness, hours)


def _best(readiness: Hours, freshness: Hours, hours: Sequence[int]) -> int:
    return max(hours, key=lambda hour: _value(readiness, freshness, hour))


def lift(belief: Belief, hour: int, instead_of: int) -> Lift:
    """Of sending in ``hour``. A mail is opened once, so that there is less to win where most are opened anyway."""
    if hour == instead_of:
        return Lift(0.0, 0.0, 0.0)
    new, old = (_value(belief.readiness, belief.freshness, each) for each in (hour, instead_of))
    mean = sum(values(belief)) / HOURS
    chance = -log1p(-belief.rate) * old / mean  # the expected openings of a mail sent in the other hour
    weights = zip(_parts(belief, hour, new), _parts(belief, instead_of, old), belief.errors, strict=True)
    by_chance = sum((one - other) ** 2 * error for one, other, error in weights)
    reach = exp(_REACH * sqrt(by_chance + (_LAW * log(new / old)) ** 2))
    value, low, high = (_gain(chance, new / old * factor) for factor in (1.0, 1 / reach, reach))
    return Lift(value, low, high)


def _parts(belief: Belief, sent: int, total: float) -> list[float]:
    """What each hour of the day contributes to the value of sending then."""
    turned = belief.freshness[HOURS - sent :] + belief.freshness[: HOURS - sent]
    return [ready * fresh / total for ready, fresh in zip(belief.readiness, turned, strict=True)]


def _gain(chance: float, ratio: float) -> float:
    return expm1(-chance * ratio) / expm1(-chance) - 1
