"""Text classification that learns from a few labelled examples per label, in seconds, and says what it does not know.

    trained, validation = classifier.train(texts, labels)
    [prediction] = trained.predict(["Where is my card?"])
    again = classifier.from_bytes(trained.to_bytes())

Logistic regression on sentence embeddings, blended with the nearest examples where that helps.
"""

from frontdesk.ai.local.classifier.evaluating import Confusion, Evaluation, LabelScore, compare, evaluate
from frontdesk.ai.local.classifier.model import Alternative, ModelError, Prediction, Trained, from_bytes
from frontdesk.ai.local.classifier.reading import WIDTH, encoder, read
from frontdesk.ai.local.classifier.training import TooFewExamples, Validation, check, train, train_vectors

__all__ = [
    "WIDTH",
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
    "encoder",
    "evaluate",
    "from_bytes",
    "read",
    "train",
    "train_vectors",
]
