"""Labels for texts without any training: whichever label's name is nearest in meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frontdesk.ai.local import embeddings

# Cosines between a text and a word lie close together: a difference of 0.05 makes one label e times as likely.
_TEMPERATURE = 0.05


@dataclass(frozen=True, slots=True)
class Ranked:
    """``probability`` sums to one over the labels given; it is not calibrated, as nothing was learnt."""

    label: str
    probability: float


def rank(texts: Sequence[str], labels: Sequence[str]) -> list[list[Ranked]]:
    """For each text all labels, likeliest first. A telling name does better: "refund request" than "R2"."""
    names = embeddings.embed([label.replace("_", " ").replace("-", " ") for label in labels])
    similar = embeddings.embed(texts) @ names.T
    scaled = np.exp((similar - similar.max(axis=1, keepdims=True)) / _TEMPERATURE)
    shares = scaled / scaled.sum(axis=1, keepdims=True)
    return [
        [Ranked(labels[place], round(float(row[place]), 4)) for place in np.argsort(-row, kind="stable")]
        for row in shares
    ]
