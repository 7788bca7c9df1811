"""What training makes: predicts, and is kept as bytes."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from frontdesk.ai.local.classifier import reading, regression
from frontdesk.ai.local.classifier.neighbours import Examples
from frontdesk.ai.local.classifier.regression import Floats

FORMAT = 1
UNKNOWN_BELOW = 0.5
_ALTERNATIVES = 5
_NEIGHBOUR_SCALE = 20.0  # cosines differ by hundredths where logits differ by ones


class ModelError(ValueError):
    """The bytes are no model of this version. Train again."""


@dataclass(frozen=True)
class Alternative:
    label: str
    probability: float


@dataclass(frozen=True)
class Prediction:
    """``label`` is None where the text is like nothing that was learnt.

    ``probability`` is the likeliest label's among the known ones. ``familiarity`` (0 to 1) says how much the text is
    like what was learnt; below 0.5 the label is unknown. ``alternatives`` are the likeliest labels, best first.
    """

    label: str | None
    probability: float
    familiarity: float
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Judgement:
    """Numbers that training learns by cross-validation.

    ``neighbours``: how much the nearest examples count beside the regression. ``sharpness`` multiplies the logits so
    that probabilities are true (the inverse of a temperature). ``means`` and ``deviations`` of the three signs of
    familiarity, and the ``threshold`` and ``spread`` of their sum.
    """

    neighbours: float = 0.0
    sharpness: float = 1.0
    means: tuple[float, ...] = (0.0, 0.0, 0.0)
    deviations: tuple[float, ...] = (1.0, 1.0, 1.0)
    threshold: float = -1e9
    spread: float = 1.0


@dataclass(frozen=True)
class Trained:
    labels: tuple[str, ...]
    coefficients: Floats
    examples: Examples
    judgement: Judgement
    encoder: str
    """``reading.encoder()`` of the vectors that were learnt from."""

    @property
    def threshold(self) -> float:
        """The familiarity below which a label is unknown; what training learnt is where on the scale this lies."""
        return UNKNOWN_BELOW

    @property
    def nbytes(self) -> int:
        return self.coefficients.nbytes + self.examples.vectors.nbytes

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """Raises ModelError where the model was trained on vectors of another encoder."""
        if not texts:
            return []
        if self.encoder != reading.encoder():
            raise ModelError("This classifier was trained with another encoder. Train it again.")
        return self.predict_vectors(reading.read(texts))

    def predict_vectors(self, vectors: Floats) -> list[Prediction]:
        scores, nearest = self.scores(vectors)
        chances = regression.softmax(scores * self.judgement.sharpness)
        familiarities = self.familiarity(signs(scores, nearest))
        return [self._prediction(row, familiarity) for row, familiarity in zip(chances, familiarities, strict=True)]

    def scores(self, vectors: Floats) -> tuple[Floats, Floats]:
        """Logits (texts, labels) before calibration, and the closeness to the nearest examples of all."""
        logits = regression.logits(vectors[:, : len(self.coefficients) - 1], self.coefficients)
        close, nearest = self.examples.closeness(vectors[:, : reading.MEANING])
        return blend(logits, close, self.judgement.neighbours), nearest

    def familiarity(self, given: Floats) -> Floats:
        total = familiarity_score(given, self.judgement)
        distance = np.clip((total - self.judgement.threshold) / self.judgement.spread, -30, 30)
        return np.asarray(1 / (1 + np.exp(-distance)), np.float32)

    def _prediction(self, chances: Floats, familiarity: float) -> Prediction:
        order = np.argsort(-chances)[:_ALTERNATIVES]
        best = tuple(Alternative(self.labels[at], float(chances[at])) for at in order)
        label = best[0].label if familiarity >= UNKNOWN_BELOW else None
        return Prediction(label, best[0].probability, float(familiarity), best)

    def to_bytes(self) -> bytes:
        """NumPy's archive of plain arrays: reading one runs no code."""
        about = {"format": FORMAT, "labels": self.labels, "encoder": self.encoder, **asdict(self.judgement)}
        file = io.BytesIO()
        np.savez(
            file,
            about=np.frombuffer(json.dumps(about).encode(), np.uint8),
            coefficients=self.coefficients,
            # Half the size, and rounding at the third digit changes no similarity that matters.
            vectors=self.examples.vectors.astype(np.float16),
            starts=self.examples.starts,
        )
        return file.getvalue()


def from_bytes(content: bytes) -> Trained:
    """Raises ModelError."""
    try:
        return _read(content)
    except (KeyError, TypeError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError("This is no classifier that this version has trained. Train it again.") from error


def _read(content: bytes) -> Trained:
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        about = json.loads(file["about"].tobytes())
        if about.pop("format") != FORMAT:
            raise ValueError("another format")
        labels, encoder = tuple(about.pop("labels")), about.pop("encoder")
        means, deviations = tuple(about.pop("means")), tuple(about.pop("deviations"))
        examples = Examples(file["vectors"].astype(np.float32), file["starts"])
        judgement = Judgement(**about, means=means, deviations=deviations)
        return Trained(labels, file["coefficients"], examples, judgement, encoder)


def blend(logits: Floats, close: Floats, neighbours: float) -> Floats:
    return logits + np.float32(neighbours * _NEIGHBOUR_SCALE) * close if neighbours else logits


def signs(scores: Floats, nearest: Floats) -> Floats:
    """What tells familiar from strange, one row per text: how sure, how strong, how near.

    Each misses what another sees: a text between two labels is unsure though familiar, and one that is far from all may
    be sure for want of anything better. Chances are taken as they are before calibration, which crowds them at the top.
    """
    chances = regression.softmax(scores)
    return np.stack([chances.max(axis=1), scores.max(axis=1), nearest], axis=1)


def familiarity_score(given: Floats, judgement: Judgement) -> Floats:
    normal = (given - np.array(judgement.means, np.float32)) / np.array(judgement.deviations, np.float32)
    return np.asarray(normal.sum(axis=1), np.float32)
