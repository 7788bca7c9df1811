"""Text classification that learns from a few labelled examples per label, in seconds, and says what it does not know.

    trained, validation = classifier.train(texts, labels)
    [prediction] = trained.predict(["Where is my card?"])
    again = classifier.from_bytes(trained.to_bytes())

Logistic regression on sentence embeddings, blended with the nearest examples where that helps; see
``docs/decisions`` for what was tried besides.
"""

from frontdesk.ai.local.classifier.evaluating import Confusion, Evaluation, LabelScore, compare, evaluate
from frontdesk.ai.local.classifier.model import Alternative, ModelError, Prediction, Trained, from_bytes
from frontdesk.ai.local.classifier.training import TooFewExamples, Validation, check, train, train_vectors

__all__ = [
    "Alternative",
    "Confusion",
    "Evaluation",
    "LabelScore",
    "ModelError",
    "Prediction",
    "TooFewExamples",
    "Trained",
    "Validation",
    "check",
    "compare",
    "evaluate",
    "from_bytes",
    "train",
    "train_vectors",
]
