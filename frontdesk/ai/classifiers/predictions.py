"""What a trained classifier says of texts."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from frontdesk.ai.classifiers import definitions, training
from frontdesk.ai.classifiers.examples import Given
from frontdesk.ai.models import Classifier, ClassifierModel
from frontdesk.orgs.access import Actor
from frontdesk.platform.errors import Conflict

if TYPE_CHECKING:
    from frontdesk.ai.local.classifier import Evaluation, Prediction, Trained

# The largest model, of 20 000 examples, is some 30 MB in memory; most are below one.
MOST_KEPT_BYTES = 128 * 1024 * 1024


class Kept:
    """The classifiers used last, by id and version, up to so many bytes. One of these per process."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._lock = threading.Lock()
        self._models: OrderedDict[tuple[int, int], Trained] = OrderedDict()

    def find(self, key: tuple[int, int]) -> "Trained | None":
        with self._lock:
            found = self._models.get(key)
            if found is not None:
                self._models.move_to_end(key)
            return found

    def keep(self, key: tuple[int, int], trained: "Trained") -> None:
        with self._lock:
            for old in [other for other in self._models if other[0] == key[0]]:
                del self._models[old]
            self._models[key] = trained
            while len(self._models) > 1 and sum(model.nbytes for model in self._models.values()) > self.most_bytes:
                self._models.popitem(last=False)


kept = Kept(MOST_KEPT_BYTES)


def predict(actor: Actor, classifier_id: int, texts: Sequence[str]) -> "tuple[Classifier, list[Prediction]]":
    """Raises Conflict where the classifier has not been trained, or not with the encoder of today."""
    classifier = definitions.get_classifier(actor, classifier_id)
    training.require_builtin()
    from frontdesk.ai.local import classifier as local

    try:
        trained = _load(classifier)
        return classifier, trained.predict(texts)
    except local.ModelError as error:
        raise Conflict(str(error), code="train-again") from error


def evaluate(actor: Actor, classifier_id: int, given: Sequence[Given]) -> "Evaluation":
    training.require_builtin()
    from frontdesk.ai.local import classifier as local

    _, predicted = predict(actor, classifier_id, [example.text for example in given])
    return local.compare(predicted, [example.label for example in given])


def _load(classifier: Classifier) -> "Trained":
    from frontdesk.ai.local import classifier as local

    key = (classifier.id, classifier.version)
    found = kept.find(key)
    if found is not None:
        return found
    row = ClassifierModel.objects.filter(classifier=classifier).first()
    if row is None:
        raise Conflict("This classifier has not been trained. Add examples and train it first.", code="not-trained")
    trained = local.from_bytes(bytes(row.content))
    kept.keep((classifier.id, row.version), trained)
    return trained
