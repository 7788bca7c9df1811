"""Multinomial logistic regression, fitted by L-BFGS (Nocedal & Wright, *Numerical Optimization*, algorithm 7.4)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Slope = Callable[[Floats], tuple[float, Floats]]

_MEMORY = 10
_STEPS = 80
_TOLERANCE = 2e-4
_ARMIJO = 1e-4
_HALVINGS = 12


def fit(vectors: Floats, numbers: Integers, classes: int, *, strength: float, start: Floats | None = None) -> Floats:
    """Coefficients (width + 1, classes), the last row being the intercept.

    Least is the sum of the log losses plus the coefficients' squares / (2 · ``strength``); the intercept goes free.
    """
    samples = _with_one(vectors)
    wanted = np.zeros((len(samples), classes), np.float32)
    wanted[np.arange(len(samples)), numbers] = 1

    def slope(flat: Floats) -> tuple[float, Floats]:
        matrix = flat.reshape(-1, classes)
        chances = softmax(samples @ matrix)
        free = matrix.copy()
        free[-1] = 0
        loss = -np.log(np.maximum((chances * wanted).sum(axis=1), 1e-12)).sum() + (free**2).sum() / (2 * strength)
        # Means, so that the tolerance means the same for ten examples and for ten thousand.
        return float(loss) / len(samples), ((samples.T @ (chances - wanted) + free / strength) / len(samples)).ravel()

    begin = np.zeros(samples.shape[1] * classes, np.float32) if start is None else start.ravel()
    return _descend(slope, begin).reshape(-1, classes)


def logits(vectors: Floats, coefficients: Floats) -> Floats:
    return np.asarray(vectors @ coefficients[:-1] + coefficients[-1], np.float32)


def softmax(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


def _with_one(vectors: Floats) -> Floats:
    return np.hstack([vectors, np.ones((len(vectors), 1), np.float32)]).astype(np.float32)


def _descend(slope: Slope, place: Floats) -> Floats:
    loss, gradient = slope(place)
    past: list[tuple[Floats, Floats]] = []
    for _ in range(_STEPS):
        if np.abs(gradient).max() < _TOLERANCE:
            break
        direction = _direction(gradient, past)
        found = _search(slope, place, loss, direction, float(direction @ gradient))
        if found is None:
            break
        moved, loss, bent = found
        past = [*past[-_MEMORY + 1 :], (moved - place, bent - gradient)]
        place, gradient = moved, bent
    return place


def _direction(gradient: Floats, past: list[tuple[Floats, Floats]]) -> Floats:
    """Downhill, with what the last steps told of the curvature."""
    left = gradient.copy()
    shares = []
    for step, change in reversed(past):
        share = (step @ left) / (step @ change)
        shares.append(share)
        left -= share * change
    if past:
        step, change = past[-1]
        left *= (step @ change) / (change @ change)
    else:
        left /= max(float(np.linalg.norm(left)), 1e-12)
    for (step, change), share in zip(past, reversed(shares), strict=True):
        left += (share - (change @ left) / (step @ change)) * step
    return -left


def _search(
    slope: Slope, place: Floats, loss: float, direction: Floats, decline: float
) -> tuple[Floats, float, Floats] | None:
    """The longest of the steps 1, ½, ¼ … that goes down enough; None at the bottom, as far as float32 can tell."""
    length = 1.0
    for _ in range(_HALVINGS):
        moved = place + np.float32(length) * direction
        reached, gradient = slope(moved)
        # Convex, so a step that goes down has curvature above zero but for rounding.
        if reached <= loss + _ARMIJO * length * decline and (gradient @ direction) > decline:
            return moved, reached, gradient
        length /= 2
    return None
