"""How many people a test needs."""

from math import ceil, sqrt
from statistics import NormalDist

from frontdesk.mail.experiments import looks

# What a test should be able to see, and how often it then sees it.
LIFT = 0.25
POWER = 0.8


def people_needed(rate: float, *, confidence: float, lift: float = LIFT) -> int:
    """Of each variant, to see that lift over ``rate`` at the last look in four of five tests (two proportions, normal
    approximation). A lift beyond 100 % is taken half-way there."""
    low = min(max(rate, 1e-4), 0.99)
    high = min(low * (1 + lift), (1 + low) / 2)
    middle = (low + high) / 2
    normal = NormalDist()
    sure = normal.inv_cdf(1 - looks.errors_at(len(looks.PLAN) - 1, confidence) / 2)
    able = normal.inv_cdf(POWER)
    spread = sure * sqrt(2 * middle * (1 - middle)) + able * sqrt(low * (1 - low) + high * (1 - high))
    return ceil((spread / (high - low)) ** 2)
