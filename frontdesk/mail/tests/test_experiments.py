"""A/B tests by numbers: what they are worth, when a winner is called one, and how often that is wrong."""

import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.mail.experiments import judging, looks, lots, planning, posterior, words
from frontdesk.mail.experiments.judging import VerdictCode, VerdictState
from frontdesk.mail.experiments.model import Arm, Look

SEED = 5
WAIT_SHARES = tuple(planned.at for planned in looks.PLAN)


@st.composite
def arms(draw: st.DrawFn, least: int = 2) -> list[Arm]:
    sizes = draw(st.lists(st.integers(0, 5000), min_size=least, max_size=5))
    return [Arm(number, size, draw(st.integers(0, size))) for number, size in enumerate(sizes)]


def chances(*numbers: tuple[int, int]) -> list[float]:
    return posterior.best_probabilities([posterior.believe(Arm(0, *each)) for each in numbers])


@pytest.mark.parametrize(
    "numbers",
    [
        ((400, 3), (400, 8)),
        ((50, 0), (60, 1)),
        ((9000, 3000), (9000, 3100)),
        ((0, 0), (100, 20)),
        ((500, 300), (700, 400), (90, 60), (1000, 580), (40, 20)),
    ],
)
def test_the_chance_to_be_best_is_that_of_drawing_from_the_beta_distributions(
    numbers: tuple[tuple[int, int], ...],
) -> None:
    luck, times = random.Random(SEED), 20_000
    wins = [0] * len(numbers)
    for _ in range(times):
        drawn = [luck.betavariate(responses + 0.5, arrived - responses + 0.5) for arrived, responses in numbers]
        wins[drawn.index(max(drawn))] += 1
    assert chances(*numbers) == pytest.approx([count / times for count in wins], abs=0.015)


@pytest.mark.parametrize(("arrived", "responses"), [(400, 3), (50, 0), (60, 60), (9000, 3000), (200_000, 61_234)])
def test_intervals_are_those_of_the_beta_distribution(arrived: int, responses: int) -> None:
    luck = random.Random(SEED)
    drawn = sorted(luck.betavariate(responses + 0.5, arrived - responses + 0.5) for _ in range(20_000))
    low, high = posterior.interval(posterior.believe(Arm(0, arrived, responses)), 0.95)
    spread = drawn[19_500] - drawn[500]
    assert (low, high) == pytest.approx((drawn[500], drawn[19_500]), abs=0.04 * spread)


@given(arms())
def test_chances_add_up_and_intervals_hold_the_rate(found: list[Arm]) -> None:
    standings = judging.describe_arms(found, confidence=0.95)
    assert sum(each.best_probability for each in standings) == pytest.approx(1)
    for each in standings:
        assert 0 <= each.low < each.high <= 1
        if 0 < each.arm.responses < each.arm.arrived:
            assert each.low < each.arm.rate < each.high


@given(st.integers(1, 3000), st.data())
def test_one_more_response_makes_it_likelier_to_be_best(size: int, data: st.DataObject) -> None:
    one, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    fewer, more = chances((size, one), (size, other)), chances((size, one + 1), (size, other))
    assert more[0] >= fewer[0] - 1e-12  # both may be as near to 1 as numbers get
    assert chances((size, one), (size, one)) == pytest.approx([0.5, 0.5])


def test_the_lift_and_its_interval() -> None:
    one, other = Arm(1, 1000, 250), Arm(0, 1000, 200)
    low, high = posterior.lift_interval(one, other, 0.95) or (0, 0)
    assert low == pytest.approx(0.06, abs=0.02)
    assert high == pytest.approx(0.47, abs=0.03)
    assert low < (posterior.expected_lift(one, other) or 0) < high
    assert posterior.lift_interval(one, Arm(0, 1000, 0), 0.95) is None


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_the_chance_by_lot_is_counted_out(n: int, m: int, data: st.DataObject) -> None:
    """Against whole numbers: of all ways to give r responses to n + m people, those with x or more among the n."""
    x, y = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    ways = sum(comb(n, k) * comb(m, x + y - k) for k in range(x, min(n, x + y) + 1))
    assert lots.chance_of(Arm(0, n, x), Arm(1, m, y)) == pytest.approx(ways / comb(n + m, x + y))


def looks_of(*counts: tuple[int, int], size: int = 1000) -> list[Look]:
    return [Look(number, [Arm(0, size, one), Arm(1, size, other)]) for number, (one, other) in enumerate(counts)]


def judge(seen: list[Look], found: list[Arm], **changes: float) -> judging.Verdict:
    options = {"min_sample": 200, "confidence": 0.95, "usual_rate": 0.2, **changes}
    return judging.judge(seen, found, **options)  # type: ignore[arg-type]  # min_sample is whole


@pytest.mark.parametrize(
    ("counts", "size", "claim"),
    [
        ([(50, 110)], 1000, (1, 0)),
        ([(110, 50)], 1000, (0, 0)),
        # Early it must be plainer than at the end.
        ([(50, 75)], 1000, None),
        ([(50, 75), (100, 130), (150, 190), (200, 250)], 1000, (1, 3)),
        # Better than 95 % sure by itself, and yet not by the last look's share.
        ([(0, 0), (0, 0), (0, 0), (200, 233)], 1000, None),
        # What an early look has shown stays, whatever comes later.
        ([(50, 110), (200, 200)], 1000, (1, 0)),
        ([(5, 60)], 150, None),
        ([(0, 0)], 1000, None),
        ([], 1000, None),
    ],
)
def test_when_a_winner_is_claimed(counts: list[tuple[int, int]], size: int, claim: tuple[int, int] | None) -> None:
    found = looks.find_claim(looks_of(*counts, size=size), min_sample=200, confidence=0.95)
    assert (found and (found.position, found.look)) == claim


def test_who_wants_to_be_surer_waits_for_more() -> None:
    seen = looks_of((0, 0), (0, 0), (0, 0), (200, 250))
    assert looks.find_claim(seen, min_sample=200, confidence=0.95)
    assert looks.find_claim(seen, min_sample=200, confidence=0.999) is None
    assert looks.find_claim(seen, min_sample=1001, confidence=0.95) is None


def test_of_three_the_winner_is_better_than_each() -> None:
    worse, equal = Arm(0, 1000, 100), Arm(1, 1000, 200)
    seen = [Look(3, [worse, equal, Arm(2, 1000, 205)])]
    assert looks.find_claim(seen, min_sample=200, confidence=0.95) is None
    seen = [Look(3, [worse, equal, Arm(2, 1000, 270)])]
    assert (looks.find_claim(seen, min_sample=200, confidence=0.95) or seen) != seen


@pytest.mark.parametrize(
    ("seen", "found", "state", "code", "needs"),
    [
        ([], (150, 10, 30), VerdictState.NOT_ENOUGH_DATA, VerdictCode.TOO_FEW_PEOPLE, 200),
        ([], (0, 0, 0), VerdictState.NOT_ENOUGH_DATA, VerdictCode.TOO_FEW_PEOPLE, 200),
        ([], (400, 80, 90), VerdictState.NOT_ENOUGH_DATA, VerdictCode.TOO_FEW_RESPONSES, None),
        ([], (400, 0, 0), VerdictState.NOT_ENOUGH_DATA, VerdictCode.TOO_FEW_RESPONSES, 1169),
        ([], (4000, 800, 810), VerdictState.UNDECIDED, VerdictCode.NO_DIFFERENCE, None),
        ([(50, 110)], (1000, 200, 210), VerdictState.WINNER, VerdictCode.WINNER, None),
    ],
)
def test_verdicts(
    seen: list[tuple[int, int]],
    found: tuple[int, int, int],
    state: VerdictState,
    code: VerdictCode,
    needs: int | None,
) -> None:
    size, one, other = found
    verdict = judge(looks_of(*seen), [Arm(0, size, one), Arm(1, size, other)])
    assert (verdict.state, verdict.code, verdict.smallest) == (state, code, size)
    assert needs is None or verdict.needs == needs
    said = words.tell(verdict, [Arm(0, size, one), Arm(1, size, other)], "opens")
    assert ("Not enough data yet" in said) == (state == VerdictState.NOT_ENOUGH_DATA)
    assert ("is the winner" in said) == (state == VerdictState.WINNER)
    assert "People who opened it: A " in said


@given(arms(), st.sampled_from(("opens", "clicks", "replies")))
def test_any_numbers_get_a_verdict_in_words(found: list[Arm], metric: str) -> None:
    verdict = judge([Look(number, found) for number in range(len(looks.PLAN))], found)
    assert words.tell(verdict, found, metric)
    assert verdict.leader != verdict.runner_up
    assert verdict.needs >= 200


@pytest.mark.parametrize(("rate", "people"), [(0.02, 13_809), (0.2, 1094), (0.4, 388), (0.6, 152)])
def test_how_many_people_a_test_needs(rate: float, people: int) -> None:
    """The tables' numbers are for errors of 5 %, the last look has 4 %: (2.054 + 0.842)² / (1.960 + 0.842)² more."""
    assert planning.people_needed(rate, confidence=0.95) == pytest.approx(people * 1.068, rel=0.01)
    assert planning.people_needed(rate, confidence=0.99) > people * 1.068


@given(st.floats(0, 1), st.floats(0.5, 0.9999))
def test_every_rate_has_a_number_of_people(rate: float, confidence: float) -> None:
    assert planning.people_needed(rate, confidence=confidence) >= 1


def trickle(luck: random.Random, sizes: list[int], rates: list[float]) -> list[Look]:
    """A test whose responses come in late: on average after half the waiting time, many after its end."""
    counts = [[0] * len(sizes) for _ in looks.PLAN]
    for position, (size, rate) in enumerate(zip(sizes, rates, strict=True)):
        for _ in range(size):
            if luck.random() < rate:
                at = luck.expovariate(2)
                for number, share in enumerate(WAIT_SHARES):
                    counts[number][position] += at <= share
    return [
        Look(number, [Arm(position, sizes[position], count[position]) for position in range(len(sizes))])
        for number, count in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("sizes", "rate"), [([200, 200], 0.5), ([400, 100], 0.3), ([250, 250, 250], 0.2), ([200] * 5, 0.35)]
)
def test_false_winners_are_rare(sizes: list[int], rate: float) -> None:
    """Of 300 tests without a difference at most 15 are expected to claim one; 29 or more would be chance in 1 of 1000
    cases. A rule that stops at the first "95 % sure" claims about 60."""
    luck = random.Random(SEED)
    seen = (trickle(luck, sizes, [rate] * len(sizes)) for _ in range(300))
    assert sum(looks.find_claim(each, min_sample=50, confidence=0.95) is not None for each in seen) < 29


def test_a_plain_difference_is_found_and_is_the_right_one() -> None:
    luck = random.Random(SEED)
    claims = [
        looks.find_claim(trickle(luck, [500, 500], [0.3, 0.48]), min_sample=200, confidence=0.95) for _ in range(100)
    ]
    found = [claim for claim in claims if claim]
    assert len(found) > 90
    assert all(claim.position == 1 for claim in found)
    assert any(claim.look < 3 for claim in found)
