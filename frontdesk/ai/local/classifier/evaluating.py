"""How well a trained classifier does on labelled texts that it has not seen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from frontdesk.ai.local.classifier.model import Prediction, Trained

_CONFUSIONS = 20


@dataclass(frozen=True)
class LabelScore:
    label: str
    count: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Confusion:
    label: str
    predicted: str
    count: int


@dataclass(frozen=True)
class Evaluation:
    """``accuracy``, the scores and the confusions are of the likeliest label, whether or not it was called unknown."""

    count: int
    accuracy: float
    macro_f1: float
    unknown_rate: float
    labels: tuple[LabelScore, ...]
    confusions: tuple[Confusion, ...]


def evaluate(trained: Trained, texts: Sequence[str], labels: Sequence[str]) -> Evaluation:
    return compare(trained.predict(texts), labels)


def compare(predictions: Sequence[Prediction], labels: Sequence[str]) -> Evaluation:
    """Raises ValueError without any text."""
    if not labels:
        raise ValueError("Give at least one labelled text.")
    guesses = [prediction.alternatives[0].label for prediction in predictions]
    pairs = Counter(zip(labels, guesses, strict=True))
    scores = tuple(_score(label, pairs) for label in sorted(set(labels)))
    wrong = [(pair, count) for pair, count in pairs.most_common() if pair[0] != pair[1]]
    return Evaluation(
        count=len(labels),
        accuracy=sum(count for (label, guess), count in pairs.items() if label == guess) / len(labels),
        macro_f1=sum(score.f1 for score in scores) / len(scores),
        unknown_rate=sum(prediction.label is None for prediction in predictions) / len(labels),
        labels=scores,
        confusions=tuple(Confusion(label, guess, count) for (label, guess), count in wrong[:_CONFUSIONS]),
    )


def _score(label: str, pairs: Counter[tuple[str, str]]) -> LabelScore:
    hits = pairs[label, label]
    count = sum(number for (truth, _), number in pairs.items() if truth == label)
    guessed = sum(number for (_, guess), number in pairs.items() if guess == label)
    precision, recall = (hits / guessed if guessed else 0.0), hits / count
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return LabelScore(label, count, precision, recall, f1)
