"""Sentiment of what people write to a front desk: negative, neutral or positive.

A logistic regression on the encoder's layers, fitted at the first call (some 3 seconds, once per process) to the
sentences of ``data/sentiment.txt``. An organization with labels of its own trains a classifier on them instead: that
knows its customers better.
"""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Literal

import numpy as np

from frontdesk.ai.local.classifier import reading, regression
from frontdesk.ai.local.classifier.regression import Floats

Label = Literal["negative", "neutral", "positive"]
LABELS: tuple[Label, ...] = ("negative", "neutral", "positive")

_DATA = Path(__file__).parent / "data" / "sentiment.txt"
_STRENGTH = 5.0
# The sentences hold as many of each kind; people who write to a company have more often a complaint.
_LEANING = np.array([0.3, 0.0, -0.1], np.float32)
# Names and addresses carry no mood; the sign of a hashtag hides its word from the tokenizer.
_NOISE = re.compile(r"https?://\S+|(?<!\w)[@]\w+|^RT\b|#(?=\w)")
# The encoder knows no pictures.
_PICTURES = {
    **dict.fromkeys("😡😠🤬😤👿💢", " so angry "),
    **dict.fromkeys("😢😭😞😔💔😩😫☹", " so sad "),
    **dict.fromkeys("👎🙄😒🤦🤮💩", " this is bad "),
    **dict.fromkeys("❤😍💕💖💙😘🥰", " love it "),
    **dict.fromkeys("😀😃😄😊🙂☺👍👏🎉🙌😁", " great "),
    "🙏": " please, thank you ",
}
_TRANSLATED = str.maketrans(_PICTURES)


@dataclass(frozen=True)
class Sentiment:
    """``score`` runs from -1 (surely negative) to 1 (surely positive): positive less negative probability."""

    label: Label
    score: float
    probabilities: dict[Label, float]


def score(texts: Sequence[str]) -> list[Sentiment]:
    """English; other languages as far as the encoder goes. Raises weights.WeightsError."""
    if not texts:
        return []
    chances = regression.softmax(regression.logits(_read(texts), _coefficients()) + _LEANING)
    return [_sentiment(row) for row in chances]


def clean(text: str) -> str:
    return " ".join(_NOISE.sub(" ", unescape(text)).translate(_TRANSLATED).split())


def load_sentences() -> tuple[list[str], list[Label]]:
    """The sentences that it learns from, and their labels."""
    texts: list[str] = []
    labels: list[Label] = []
    label: Label | None = None
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            label = LABELS[LABELS.index(line[3:])]
        elif label and line:
            texts.append(line)
            labels.append(label)
    return texts, labels


def _read(texts: Sequence[str]) -> Floats:
    return reading.read([clean(text) for text in texts])


def _sentiment(row: Floats) -> Sentiment:
    probabilities = {label: float(chance) for label, chance in zip(LABELS, row, strict=True)}
    best = max(LABELS, key=lambda label: probabilities[label])
    return Sentiment(best, probabilities["positive"] - probabilities["negative"], probabilities)


_lock = threading.Lock()
_fitted: Floats | None = None


def _coefficients() -> Floats:
    global _fitted  # noqa: PLW0603 - fitted once per process
    if _fitted is None:
        with _lock:
            if _fitted is None:
                texts, labels = load_sentences()
                numbers = np.array([LABELS.index(label) for label in labels], np.int64)
                _fitted = regression.fit(_read(texts), numbers, len(LABELS), strength=_STRENGTH)
    return _fitted
