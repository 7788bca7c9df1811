"""Learning from labelled examples.

What fits them best is found by cross-validation, on examples withheld in turn; what counts as unknown is found by
withholding whole labels in turn, whose examples are then texts like nothing that was learnt.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frontdesk.ai.local.classifier import calibration, reading, regression
from frontdesk.ai.local.classifier.model import Judgement, Trained, blend, signs
from frontdesk.ai.local.classifier.neighbours import Examples, gather
from frontdesk.ai.local.classifier.regression import Floats, Integers

Mask = NDArray[np.bool_]

FEWEST_LABELS = 2
FEWEST_EXAMPLES = 2
_NEIGHBOURS = (0.0, 0.25, 0.5)
_MANY = 3000
_LABELS_TO_WITHHOLD = 4
# Examples times labels up to which the wider, slower setting is tried too: it is moods that need it, and those are few.
_AFFORDABLE = 20_000
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
class Setting:
    """How many of the vectors' columns the regression reads, and its strength."""

    width: int
    strength: float


_CHEAP_SETTINGS = (Setting(reading.MEANING, 10.0), Setting(reading.MEANING, 30.0))
_SETTINGS = (*_CHEAP_SETTINGS, Setting(reading.WIDTH, 10.0))


@dataclass(frozen=True)
class Withheld:
    """What models that had not seen an example say of it. ``truth`` numbers its label."""

    truth: Integers
    logits: Floats
    close: Floats
    nearest: Floats


@dataclass(frozen=True)
class Lesson:
    """What there is to learn: vectors (reading.WIDTH wide), the number of each one's label, the labels' own vectors."""

    vectors: Floats
    numbers: Integers
    labels: int
    hints: Floats | None

    def part(self, kept: Mask) -> "Lesson":
        return Lesson(self.vectors[kept], self.numbers[kept], self.labels, self.hints)

    def without_labels(self, kept: Mask) -> "Lesson":
        """The kept examples, with labels numbered anew: those that have none are gone."""
        places = np.unique(self.numbers[kept])
        numbers = np.searchsorted(places, self.numbers[kept]).astype(np.int64)
        hints = None if self.hints is None else self.hints[places]
        return Lesson(self.vectors[kept], numbers, len(places), hints)

    def fit(self, setting: Setting) -> Floats:
        """A label's name counts as one more example of it."""
        vectors, numbers = self.vectors, self.numbers
        if self.hints is not None:
            vectors, numbers = np.vstack([vectors, self.hints]), np.append(numbers, np.arange(self.labels))
        return regression.fit(vectors[:, : setting.width], numbers, self.labels, strength=setting.strength)

    def gather(self) -> Examples:
        return gather(self.vectors[:, : reading.MEANING], self.numbers, self.labels)


def train(texts: Sequence[str], labels: Sequence[str]) -> tuple[Trained, Validation]:
    """Raises TooFewExamples. Most of the time goes into the texts' embeddings: some 300 short ones a second."""
    check(labels)
    return train_vectors(reading.read(texts), labels)


def train_vectors(vectors: Floats, labels: Sequence[str]) -> tuple[Trained, Validation]:
    """As ``train``, of texts that ``reading.read`` has read already."""
    check(labels)
    names = tuple(sorted(set(labels)))
    places = {name: number for number, name in enumerate(names)}
    numbers = np.array([places[label] for label in labels], np.int64)
    lesson = Lesson(vectors, numbers, len(names), reading.read_labels(names))
    setting, withheld = _choose_setting(lesson)
    neighbours = _choose_neighbours(withheld)
    scores = blend(withheld.logits, withheld.close, neighbours)
    sharpness = calibration.find_sharpness(scores, withheld.truth)
    known = signs(scores, withheld.nearest)
    strangers = _strangers(lesson, setting, neighbours)
    judgement = calibration.judge(Judgement(neighbours, sharpness), known, strangers)
    trained = Trained(names, lesson.fit(setting), lesson.gather(), judgement, reading.encoder())
    chances = regression.softmax(scores * sharpness)
    return trained, _validate(names, judgement, withheld.truth, chances, (known, strangers))


def _validate(
    names: Sequence[str], judgement: Judgement, truth: Integers, chances: Floats, described: tuple[Floats, Floats]
) -> Validation:
    right = chances.argmax(axis=1) == truth
    seen = {name: right[truth == number] for number, name in enumerate(names)}
    known, strangers = described
    return Validation(
        accuracy=float(right.mean()),
        label_accuracy={name: float(hits.mean()) for name, hits in seen.items() if len(hits)},
        calibration_error=calibration.calibration_error(chances, truth),
        unknown_rate=calibration.refused(judgement, known),
        stranger_rate=calibration.refused(judgement, strangers) if len(strangers) else None,
    )


def check(labels: Sequence[str]) -> None:
    """Whether there is enough to learn from. Raises TooFewExamples."""
    counts = Counter(labels)
    if len(counts) < FEWEST_LABELS:
        raise TooFewExamples(f"Give examples of at least {FEWEST_LABELS} labels; there are {len(counts)}.")
    poor = sorted(label for label, count in counts.items() if count < FEWEST_EXAMPLES)
    if poor:
        named = ", ".join(f"'{label}'" for label in poor[:5]) + (" and others" if len(poor) > 5 else "")
        raise TooFewExamples(f"Every label needs at least {FEWEST_EXAMPLES} examples. Add some for {named}.")


def _choose_setting(lesson: Lesson) -> tuple[Setting, Withheld]:
    """The setting that finds most withheld examples, and what it said of them."""
    settings = _SETTINGS if len(lesson.numbers) * lesson.labels <= _AFFORDABLE else _CHEAP_SETTINGS
    tried = {setting: _cross_validate(lesson, setting) for setting in settings}
    best = max(tried, key=lambda setting: _accuracy(tried[setting], 0))
    return best, tried[best]


def _choose_neighbours(withheld: Withheld) -> float:
    return max(_NEIGHBOURS, key=lambda neighbours: _accuracy(withheld, neighbours))


def _accuracy(withheld: Withheld, neighbours: float) -> float:
    guesses = blend(withheld.logits, withheld.close, neighbours).argmax(axis=1)
    return float((guesses == withheld.truth).mean())


def _cross_validate(lesson: Lesson, setting: Setting) -> Withheld:
    folds = _folds(lesson.numbers, 3 if len(lesson.numbers) > _MANY else 5)
    return _join([_ask(lesson.part(folds != fold), setting, lesson.part(folds == fold)) for fold in np.unique(folds)])


def _folds(numbers: Integers, count: int) -> Integers:
    """A fold for each example; those of one label are spread over the folds."""
    made = np.zeros(len(numbers), np.int64)
    ranks: Counter[int] = Counter()
    for at in np.random.default_rng(_SEED).permutation(len(numbers)):
        number = int(numbers[at])
        made[at] = (ranks[number] + number) % count
        ranks[number] += 1
    return made


def _ask(lesson: Lesson, setting: Setting, others: Lesson) -> Withheld:
    close, nearest = lesson.gather().closeness(others.vectors[:, : reading.MEANING])
    logits = regression.logits(others.vectors[:, : setting.width], lesson.fit(setting))
    return Withheld(others.numbers, logits, close, nearest)


def _join(parts: Sequence[Withheld]) -> Withheld:
    columns = [[getattr(part, name) for part in parts] for name in ("truth", "logits", "close", "nearest")]
    return Withheld(*(np.concatenate(column) for column in columns))


def _strangers(lesson: Lesson, setting: Setting, neighbours: float) -> Floats:
    """Signs of examples whose label was unknown to the model that judged them."""
    made = [np.empty((0, 3), np.float32)]
    for kept in _label_folds(lesson):
        said = _ask(lesson.without_labels(kept), setting, lesson.part(~kept))
        made.append(signs(blend(said.logits, said.close, neighbours), said.nearest))
    return np.concatenate(made)


def _label_folds(lesson: Lesson) -> Iterator[Mask]:
    if lesson.labels < _LABELS_TO_WITHHOLD:
        return
    groups = np.random.default_rng(_SEED).permutation(lesson.labels) % 3
    for group in range(3):
        yield groups[lesson.numbers] != group
