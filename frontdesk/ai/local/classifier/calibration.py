"""Making numbers honest: probabilities that come true as often as they say, and a threshold for what is unknown."""

from dataclasses import replace

import numpy as np

from frontdesk.ai.local.classifier import regression
from frontdesk.ai.local.classifier.model import Judgement, familiarity_score
from frontdesk.ai.local.classifier.regression import Floats, Integers

# From flat to sharp: a model of few examples is far too modest, one of noisy examples too bold.
_SHARPNESSES = tuple(np.geomspace(0.2, 8, 60).tolist())
_BINS = 10
_MOST_REFUSED = 0.10
"""At most this share of the organization's own kind of texts may be called unknown."""
_USUALLY_REFUSED = 0.05


def find_sharpness(scores: Floats, truth: Integers) -> float:
    """The inverse temperature (Guo et al. 2017) with the least log loss on withheld examples."""
    rows = np.arange(len(truth))

    def loss(sharpness: float) -> float:
        return float(-np.log(np.maximum(regression.softmax(scores * sharpness)[rows, truth], 1e-9)).mean())

    best: float = min(_SHARPNESSES, key=loss)
    return best


def calibration_error(chances: Floats, truth: Integers) -> float:
    """Expected calibration error: how far confidence is from accuracy, over ten bins of confidence."""
    confidence, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [abs(confidence[bins == at].mean() - right[bins == at].mean()) * (bins == at).sum() for at in set(bins)]
    return float(sum(gaps) / len(truth))


def judge(judgement: Judgement, known: Floats, strangers: Floats) -> Judgement:
    """Completes ``judgement`` from the signs of withheld examples, and of examples whose whole label was withheld.

    Between calling too much unknown and too little, the threshold takes the best balance; without strangers it calls
    five in a hundred unknown.
    """
    deviations = np.maximum(known.std(axis=0), 1e-6)
    made = replace(judgement, means=tuple(known.mean(axis=0).tolist()), deviations=tuple(deviations.tolist()))
    totals = familiarity_score(known, made)
    threshold = float(np.quantile(totals, _USUALLY_REFUSED))
    if len(strangers):
        threshold = _balance(totals, familiarity_score(strangers, made))
    return replace(made, threshold=threshold, spread=max(float(totals.std()) / 2, 1e-6))


def _balance(known: Floats, strangers: Floats) -> float:
    candidates = np.quantile(known, np.linspace(0.01, _MOST_REFUSED, 19))
    kept = [(known >= candidate).mean() + (strangers < candidate).mean() for candidate in candidates]
    return float(candidates[int(np.argmax(kept))])


def refused(judgement: Judgement, given: Floats) -> float:
    """The share of texts that would be called unknown."""
    return float((familiarity_score(given, judgement) < judgement.threshold).mean())
