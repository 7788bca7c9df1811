"""How like a text is to the examples: to each class's nearest ones, and to the nearest of all."""

from dataclasses import dataclass

import numpy as np

from frontdesk.ai.local.classifier.regression import Floats, Integers

_NEAREST = 3
# Similarities of 256 texts to 20 000 examples are 20 MB.
_ROWS = 256


@dataclass(frozen=True)
class Examples:
    """Unit vectors in the order of their classes; ``starts`` says where each class begins."""

    vectors: Floats
    starts: Integers

    def closeness(self, vectors: Floats) -> tuple[Floats, Floats]:
        """For each text: the mean cosine to the three nearest examples of every class, and to the nearest three of all.

        A class without examples is as far as can be (-1).
        """
        parts = [self._closeness(vectors[at : at + _ROWS]) for at in range(0, len(vectors), _ROWS)]
        if not parts:
            return np.empty((0, len(self.starts)), np.float32), np.empty(0, np.float32)
        return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])

    def _closeness(self, vectors: Floats) -> tuple[Floats, Floats]:
        alike = vectors @ self.vectors.T
        ends = [*self.starts[1:], len(self.vectors)]
        classes = [_nearest(alike[:, start:end]) for start, end in zip(self.starts, ends, strict=True)]
        return np.stack(classes, axis=1), _nearest(alike)


def gather(vectors: Floats, numbers: Integers, classes: int) -> Examples:
    order = np.argsort(numbers, kind="stable")
    starts = np.searchsorted(numbers[order], np.arange(classes))
    return Examples(np.ascontiguousarray(vectors[order]), starts.astype(np.int64))


def _nearest(alike: Floats) -> Floats:
    count = min(_NEAREST, alike.shape[1])
    if not count:
        return np.full(len(alike), -1, np.float32)
    return np.asarray(np.partition(alike, -count, axis=1)[:, -count:].mean(axis=1), np.float32)
