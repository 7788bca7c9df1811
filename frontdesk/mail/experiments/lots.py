"""By chance alone: the exact test of two variants.

Where two variants do not differ, who of the responders had got which is a matter of lots: of n + m people, r responded,
and how many of those are among the n follows the hypergeometric distribution, whatever the rate is, and however late
responses come in (Fisher's exact test).
"""

from math import exp, lgamma

from frontdesk.mail.experiments.model import Arm

# Terms that no longer change the sum.
_TINY = 1e-14


def chance_of(one: Arm, other: Arm) -> float:
    """That the first would have as many of the responses as it has, or more, if the two did not differ."""
    responses, people = one.responses + other.responses, one.arrived + other.arrived
    most = min(one.arrived, responses)
    if one.responses <= max(0, responses - other.arrived):
        return 1.0
    term = exp(
        _choose(one.arrived, one.responses) + _choose(other.arrived, other.responses) - _choose(people, responses)
    )
    total = term
    for count in range(one.responses, most):
        left = responses - count
        term *= (one.arrived - count) / (count + 1) * left / (other.arrived - left + 1)
        total += term
        if term < total * _TINY:
            break
    return min(total, 1.0)


def _choose(all: int, some: int) -> float:
    return lgamma(all + 1) - lgamma(some + 1) - lgamma(all - some + 1)
