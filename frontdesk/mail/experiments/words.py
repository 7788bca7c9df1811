"""A verdict in words. The web says it in other languages from the verdict's code and numbers."""

from collections.abc import Sequence

from frontdesk.mail.experiments.judging import Verdict, VerdictCode
from frontdesk.mail.experiments.model import Arm

LETTERS = "ABCDE"
_DEEDS = {"opens": "opened it", "clicks": "clicked in it", "replies": "answered it"}


def tell(verdict: Verdict, arms: Sequence[Arm], metric: str) -> str:
    leader = LETTERS[verdict.leader]
    rates = _rates(arms, metric)
    if verdict.code == VerdictCode.WINNER:
        return f"{leader} is the winner: it is the best with a probability of {_percent(verdict.probability)}. {rates}"
    if verdict.code == VerdictCode.TOO_FEW_PEOPLE:
        return (
            f"Not enough data yet: no winner is claimed before each variant has reached {verdict.needs:,} people, "
            f"and the smallest has reached {verdict.smallest:,}. {rates}"
        )
    if verdict.code == VerdictCode.TOO_FEW_RESPONSES:
        return (
            f"Not enough data yet: no difference was shown. To see a difference of a quarter takes about "
            f"{verdict.needs:,} people for each variant, and the smallest has reached {verdict.smallest:,}. {rates}"
        )
    return (
        f"No difference was shown, though {verdict.smallest:,} people for each variant would mostly have shown one "
        f"of a quarter. {rates}"
    )


def _rates(arms: Sequence[Arm], metric: str) -> str:
    shares = ", ".join(f"{LETTERS[arm.position]} {arm.rate:.1%}" for arm in arms)
    return f"People who {_DEEDS[metric]}: {shares}."


def _percent(probability: float) -> str:
    """Nothing is certain: never 100 %."""
    return "over 99.9%" if probability > 0.999 else f"{probability:.1%}"
