"""Which variant each person of a sample gets."""

from collections.abc import Sequence
from math import gcd


def percents(shares: Sequence[int | None]) -> list[float]:
    """Of the sample; who has no share of its own gets an equal part of what the others leave."""
    given = [share for share in shares if share is not None]
    if len(given) == len(shares):
        return [100 * share / sum(given) for share in given]
    rest = max(100 - sum(given), 0) / (len(shares) - len(given))
    return [rest if share is None else float(share) for share in shares]


def find_fault(shares: Sequence[int | None]) -> str:
    """Why these cannot be, in words; empty: they can."""
    given, open_ones = sum(share or 0 for share in shares), shares.count(None)
    if not open_ones and given != 100:
        return f"The shares make {given} % together. Make them 100 %, or leave one empty: it gets the rest."
    if open_ones and given >= 100:
        return f"The shares make {given} % together, which leaves nothing for the variants without one."
    return ""


def cycle(shares: Sequence[int | None]) -> list[int]:
    """Positions in the order in which people get them, to be repeated: in the right numbers, and well mixed, so that
    each variant goes out as early as the others."""
    open_ones = shares.count(None) or 1
    rest = max(100 - sum(share or 0 for share in shares), 0)
    weights = [rest if share is None else share * open_ones for share in shares]
    common = gcd(*weights) or 1
    weights = [weight // common for weight in weights]
    credits, found = [0] * len(weights), []
    for _ in range(sum(weights)):
        credits = [credit + weight for credit, weight in zip(credits, weights, strict=True)]
        next_one = credits.index(max(credits))
        credits[next_one] -= sum(weights)
        found.append(next_one)
    return found
