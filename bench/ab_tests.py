"""Tests of variants whose truth is known: how often a winner is claimed where there is none, and how often and how soon
a lift of a quarter is found.

usage: python -m bench.ab_tests [--tests 1000] [--seed 1]

Responses trickle in (log-normal, half of them within two hours, many after the end), the waiting time is four hours,
and each rule sees the numbers every ten minutes. The rules: ours (four planned looks, exact test); an e-value that may
be looked at as often as one likes (exact test of the order in which responders come, a mixture over lifts); one look at
the end at 5 %; and the naive one that stops at the first look with a probability to be best above 95 %. The e-value and
the naive rule are slow, and see every fifth test.
"""

import argparse
import math
import random
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

from bench import figures
from bench.figures import Figure
from frontdesk.mail.experiments import looks, lots, planning, posterior
from frontdesk.mail.experiments.model import Arm, Look

WAIT_MINUTES = 240
TICKS = 24
_HALF_MINUTES, _SPREAD = 120, 1.3
# The share of all responses that has come in by each tick.
COME = [
    NormalDist().cdf(math.log((tick + 1) * WAIT_MINUTES / TICKS / _HALF_MINUTES) / _SPREAD) for tick in range(TICKS)
]
LIFT = planning.LIFT
CONFIDENCE = 0.95
# (name, people of each variant, their rates: none is better than all others)
SAME = (
    ("2 variants, 0.5 %", (1000, 1000), (0.005,) * 2),
    ("2 variants, 5 %", (1000, 1000), (0.05,) * 2),
    ("2 variants, 20 %", (500, 500), (0.2,) * 2),
    ("2 variants, 60 %", (300, 300), (0.6,) * 2),
    ("2 variants, shares 80:20, 20 %", (800, 200), (0.2,) * 2),
    ("3 variants, 30 %", (400, 400, 400), (0.3,) * 3),
    ("3 variants, two at 20 %, one at 10 %", (500, 500, 500), (0.1, 0.2, 0.2)),
    ("5 variants, 20 %", (300,) * 5, (0.2,) * 5),
    ("5 variants, 60 %", (200,) * 5, (0.6,) * 5),
)
# Variants and people of each; one of the variants is better.
SIZES = ((2, 500), (2, 1000), (2, 2000), (2, 4000), (4, 2000))
USUAL = 0.2

History = Sequence[Sequence[Arm]]
Found = tuple[int, int] | None
Rule = Callable[[History], Found]


def draw_counts(luck: random.Random, size: int, rate: float, ever: list[float]) -> list[int]:
    """Responses of one variant up to each tick."""
    counts = [0] * TICKS
    for _ in range(bisect_left(ever, luck.random() * ever[-1])):
        tick = bisect_left(COME, luck.random())
        if tick < TICKS:
            counts[tick] += 1
    total, up_to = 0, []
    for count in counts:
        total += count
        up_to.append(total)
    return up_to


def binomial(size: int, rate: float) -> list[float]:
    """The chance of so many or fewer."""
    total, found = 0.0, []
    for count in range(size + 1):
        ways = math.lgamma(size + 1) - math.lgamma(count + 1) - math.lgamma(size - count + 1)
        total += math.exp(ways + count * math.log(rate) + (size - count) * math.log(1 - rate))
        found.append(total)
    return found


class World:
    """Draws tests of these sizes and rates."""

    def __init__(self, sizes: Sequence[int], rates: Sequence[float], seed: int) -> None:
        self.sizes, self.rates, self.luck = sizes, rates, random.Random(seed)
        self.ever = [binomial(size, rate) for size, rate in zip(sizes, rates, strict=True)]

    def draw(self) -> History:
        columns = [
            draw_counts(self.luck, size, rate, ever)
            for size, rate, ever in zip(self.sizes, self.rates, self.ever, strict=True)
        ]
        return [
            [Arm(place, self.sizes[place], column[tick]) for place, column in enumerate(columns)]
            for tick in range(TICKS)
        ]


def ours(history: History) -> Found:
    seen = [Look(number, history[int(planned.at * TICKS) - 1]) for number, planned in enumerate(looks.PLAN)]
    claim = looks.find_claim(seen, min_sample=1, confidence=CONFIDENCE)
    return (claim.position, int(looks.PLAN[claim.look].at * TICKS)) if claim else None


def at_the_end(history: History) -> Found:
    arms = history[-1]
    best = looks.leader(arms)
    is_better = all(lots.chance_of(best, other) <= looks.MOST_ERRORS / 2 for other in arms if other is not best)
    return (best.position, TICKS) if is_better else None


def naive(history: History) -> Found:
    """What many tools do."""
    for tick, arms in enumerate(history, 1):
        if not any(arm.responses for arm in arms):
            continue
        chances = posterior.best_probabilities([posterior.believe(arm) for arm in arms])
        if max(chances) > CONFIDENCE:
            return chances.index(max(chances)), tick
    return None


# The lifts that the e-value bets on, in odds.
_BETS = [math.exp(step * 0.1) for step in range(1, 8)]


def by_e_value(history: History) -> Found:
    """For each pair, bets on who responds next: fair where two do not differ, so that the winnings pass 20 (40 in each
    direction) in 5 % of such tests at most, however often one looks."""
    best = {(one.position, other.position): [1.0] * len(_BETS) for one in history[0] for other in history[0]}
    before = [Arm(arm.position, arm.arrived, 0) for arm in history[0]]
    for tick, (earlier, arms) in enumerate(pairwise([before, *history]), 1):
        for (one, other), stakes in best.items():
            if one != other:
                _bet(stakes, earlier, arms, one, other)
        for arm in arms:
            rivals = [other.position for other in arms if other is not arm]
            if all(sum(best[arm.position, rival]) / len(_BETS) >= 2 / looks.MOST_ERRORS for rival in rivals):
                return arm.position, tick
    return None


def _bet(stakes: list[float], earlier: Sequence[Arm], arms: Sequence[Arm], one: int, other: int) -> None:
    new, rest = arms[one].responses - earlier[one].responses, arms[other].responses - earlier[other].responses
    left, right = (earlier[each].arrived - earlier[each].responses for each in (one, other))
    if not new + rest:
        return
    counts = range(max(0, new + rest - right), min(left, new + rest) + 1)
    ways = {
        count: math.exp(_choose(left, count) + _choose(right, new + rest - count) - _choose(left + right, new + rest))
        for count in counts
    }
    for place, odds in enumerate(_BETS):
        stakes[place] *= odds**new / sum(chance * odds**count for count, chance in ways.items())


def _choose(all_of: int, some: int) -> float:
    return math.lgamma(all_of + 1) - math.lgamma(some + 1) - math.lgamma(all_of - some + 1)


RULES: dict[str, Rule] = {"planned looks": ours, "e-value": by_e_value, "one look": at_the_end, "naive": naive}
SLOW = ("e-value", "naive")


@dataclass
class Outcome:
    tests: int = 0
    claims: int = 0
    right: int = 0
    ticks: int = 0

    def add(self, found: Found, best: int | None) -> None:
        self.tests += 1
        self.claims += found is not None
        self.right += found is not None and found[0] == best
        self.ticks += found[1] if found else TICKS

    @property
    def claimed(self) -> float:
        return 100 * self.claims / self.tests

    @property
    def power(self) -> float:
        return 100 * self.right / self.tests

    @property
    def time(self) -> float:
        """Of the waiting time, until the decision."""
        return self.ticks / self.tests / TICKS


def simulate(world: World, tests: int, best: int | None) -> dict[str, Outcome]:
    outcomes = {name: Outcome() for name in RULES}
    for number in range(tests):
        history = world.draw()
        for name, rule in RULES.items():
            if name not in SLOW or number % 5 == 0:
                outcomes[name].add(rule(history), best)
    return outcomes


def measure(tests: int, seed: int) -> list[Figure]:
    found: list[Figure] = []
    for name, sizes, rates in SAME:
        outcomes = simulate(World(sizes, rates, seed), tests, None)
        mine, peer = outcomes["planned looks"], outcomes["naive"]
        ratio, note = mine.claimed / peer.claimed if peer.claimed else None, _others(outcomes, "claimed")
        found.append(Figure(f"false winners, {name}", mine.claimed, "%", peer.claimed, ratio, "≤ 5 %", note))
    for variants, size in SIZES:
        better = [USUAL] * (variants - 1) + [USUAL * (1 + LIFT)]
        outcomes = simulate(World([size] * variants, better, seed), tests, variants - 1)
        mine, single, peer = (outcomes[name] for name in ("planned looks", "one look", "naive"))
        test = f"{variants} variants of {size} people"
        note = _others(outcomes, "power")
        ratio = mine.power / single.power if single.power else None
        found.append(Figure(f"a lift of 25 % over 20 % found, {test}", mine.power, "%", single.power, ratio, "", note))
        note = f"naive {peer.time:.2f}, e-value {outcomes['e-value'].time:.2f}"
        found.append(Figure(f"time to that decision, {test}", mine.time, "of the wait", 1.0, mine.time, "", note))
    return found


def _others(outcomes: dict[str, Outcome], what: str) -> str:
    peers = [name for name in RULES if name != "planned looks"]
    return ", ".join(f"{name} {getattr(outcomes[name], what):.1f} %" for name in peers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", type=int, default=1000, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    figures.report("ab_tests", measure(arguments.tests, arguments.seed))


if __name__ == "__main__":
    main()
