"""Learning from labelled examples.

What fits them best is found by cross-validation, on examples withheld in turn; what counts as unknown is found by
withholding whole labels in turn, whose examples are then texts like nothing that was learnt.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from frontdesk.ai.local import embeddings
from frontdesk.ai.local.classifier import calibration, regression
from frontdesk.ai.local.classifier.model import Judgement, Trained, blend
from frontdesk.ai.local.classifier.neighbours import gather
from frontdesk.ai.local.classifier.regression import Floats, Integers

FEWEST_LABELS = 2
FEWEST_EXAMPLES = 2
_STRENGTHS = (10.0, 30.0)
_NEIGHBOURS = (0.0, 0.25, 0.5)
_MANY = 3000
_LABELS_TO_WITHHOLD = 4
_SEED = 20260101  # the same examples make the same model


class TooFewExamples(ValueError):
    """Says which labels need more examples."""


@dataclass(frozen=True)
class Validation:
    """How it goes on texts that were not learnt from.

    ``calibration_error`` is the expected calibration error over ten bins. ``unknown_rate`` is the share of withheld
    examples that would be called unknown; ``stranger_rate`` that of examples whose whole label was withheld, None where
    there are too few labels to withhold some.
    """

    accuracy: float
    label_accuracy: dict[str, float]
    calibration_error: float
    unknown_rate: float
    stranger_rate: float | None


@dataclass(frozen=True)
class Withheld:
    """What models that had not seen an example say of it. ``truth`` numbers its label, -1 where that was withheld."""

    truth: Integers
    logits: Floats
    close: Floats
    nearest: Floats


def train(texts: Sequence[str], labels: Sequence[str]) -> tuple[Trained, Validation]:
    """Raises TooFewExamples. Most of the time goes into the texts' embeddings: some 400 short ones a second."""
    check(labels)
    return train_vectors(embeddings.embed(texts), labels)


def train_vectors(vectors: Floats, labels: Sequence[str]) -> tuple[Trained, Validation]:
    """As ``train``, of texts that are embedded already."""
    check(labels)
    names = tuple(sorted(set(labels)))
    places = {name: number for number, name in enumerate(names)}
    numbers = np.array([places[label] for label in labels], np.int64)
    strength, withheld = _choose_strength(vectors, numbers, len(names))
    neighbours = _choose_neighbours(withheld)
    scores = blend(withheld.logits, withheld.close, neighbours)
    sharpness = calibration.find_sharpness(scores, withheld.truth)
    known = calibration.describe(scores, withheld.nearest, sharpness)
    strangers = _strangers(vectors, numbers, len(names), strength, neighbours, sharpness)
    judgement = calibration.judge(Judgement(neighbours, sharpness), known, strangers)
    coefficients = regression.fit(vectors, numbers, len(names), strength=strength)
    trained = Trained(names, coefficients, gather(vectors, numbers, len(names)), judgement, embeddings.fingerprint())
    chances = regression.softmax(scores * sharpness)
    right = chances.argmax(axis=1) == withheld.truth
    validation = Validation(
        accuracy=float(right.mean()),
        label_accuracy={
            name: float(right[withheld.truth == number].mean())
            for number, name in enumerate(names)
            if (withheld.truth == number).any()
        },
        calibration_error=calibration.calibration_error(chances, withheld.truth),
        unknown_rate=calibration.refused(judgement, known),
        stranger_rate=calibration.refused(judgement, strangers) if len(strangers) else None,
    )
    return trained, validation


def check(labels: Sequence[str]) -> None:
    """Whether there is enough to learn from. Raises TooFewExamples."""
    counts = Counter(labels)
    if len(counts) < FEWEST_LABELS:
        raise TooFewExamples(f"Give examples of at least {FEWEST_LABELS} labels; there are {len(counts)}.")
    poor = sorted(label for label, count in counts.items() if count < FEWEST_EXAMPLES)
    if poor:
        named = ", ".join(f"'{label}'" for label in poor[:5]) + (" and others" if len(poor) > 5 else "")
        raise TooFewExamples(f"Every label needs at least {FEWEST_EXAMPLES} examples. Add some for {named}.")


def _choose_strength(vectors: Floats, numbers: Integers, classes: int) -> tuple[float, Withheld]:
    """The regression's strength that finds most withheld examples, and what it said of them."""
    tried = {strength: _cross_validate(vectors, numbers, classes, strength) for strength in _STRENGTHS}
    best = max(tried, key=lambda strength: _accuracy(tried[strength], 0))
    return best, tried[best]


def _choose_neighbours(withheld: Withheld) -> float:
    return max(_NEIGHBOURS, key=lambda neighbours: _accuracy(withheld, neighbours))


def _accuracy(withheld: Withheld, neighbours: float) -> float:
    guesses = blend(withheld.logits, withheld.close, neighbours).argmax(axis=1)
    return float((guesses == withheld.truth).mean())


def _cross_validate(vectors: Floats, numbers: Integers, classes: int, strength: float) -> Withheld:
    folds = _folds(numbers, 3 if len(numbers) > _MANY else 5)
    parts = []
    for fold in range(folds.max() + 1):
        kept = folds != fold
        parts.append(_ask(vectors[kept], numbers[kept], classes, strength, vectors[~kept], numbers[~kept]))
    return _join(parts)


def _folds(numbers: Integers, count: int) -> Integers:
    """A fold for each example; those of one label are spread over the folds."""
    made = np.zeros(len(numbers), np.int64)
    shuffled = np.random.default_rng(_SEED).permutation(len(numbers))
    ranks: Counter[int] = Counter()
    for at in shuffled:
        number = int(numbers[at])
        made[at] = (ranks[number] + number) % count
        ranks[number] += 1
    return made


def _ask(
    vectors: Floats, numbers: Integers, classes: int, strength: float, others: Floats, truth: Integers
) -> Withheld:
    coefficients = regression.fit(vectors, numbers, classes, strength=strength)
    close, nearest = gather(vectors, numbers, classes).closeness(others)
    return Withheld(truth, regression.logits(others, coefficients), close, nearest)


def _join(parts: Sequence[Withheld]) -> Withheld:
    columns = [[getattr(part, name) for part in parts] for name in ("truth", "logits", "close", "nearest")]
    return Withheld(*(np.concatenate(column) for column in columns))


def _strangers(
    vectors: Floats, numbers: Integers, classes: int, strength: float, neighbours: float, sharpness: float
) -> Floats:
    """Signs of examples whose label was unknown to the model that judged them."""
    made = [np.empty((0, 3), np.float32)]
    for kept in _label_folds(numbers, classes):
        places = np.unique(numbers[kept])
        renumbered = np.searchsorted(places, numbers[kept])
        said = _ask(vectors[kept], renumbered, len(places), strength, vectors[~kept], numbers[~kept])
        made.append(calibration.describe(blend(said.logits, said.close, neighbours), said.nearest, sharpness))
    return np.concatenate(made)


def _label_folds(numbers: Integers, classes: int) -> Iterator[np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    if classes < _LABELS_TO_WITHHOLD:
        return
    groups = np.random.default_rng(_SEED).permutation(classes) % 3
    for group in range(3):
        yield groups[numbers] != group
