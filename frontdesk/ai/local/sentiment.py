"""Sentiment of what people write to a front desk: negative, neutral or positive."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

Label = Literal["negative", "neutral", "positive"]


@dataclass(frozen=True)
class Sentiment:
    """``score`` runs from -1 (surely negative) to 1 (surely positive): positive less negative probability."""

    label: Label
    score: float
    probabilities: dict[Label, float]


@cache
def _lexicon() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def score(texts: Sequence[str]) -> list[Sentiment]:
    return [_score(text) for text in texts]


def _score(text: str) -> Sentiment:
    compound = _lexicon().polarity_scores(text)["compound"]
    label: Label = "neutral" if abs(compound) < 0.05 else "positive" if compound > 0 else "negative"
    return Sentiment(
        label, compound, {"negative": max(-compound, 0), "neutral": 1 - abs(compound), "positive": max(compound, 0)}
    )
