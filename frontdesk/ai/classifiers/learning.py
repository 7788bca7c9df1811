"""Learning from a classifier's examples, outside any transaction; what was learnt is kept in a short one."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from uuid import UUID

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from frontdesk.ai.local import classifier as local
from frontdesk.ai.local.weights import WeightsError
from frontdesk.ai.models import Classifier, ClassifierExample, ClassifierModel, ClassifierStatus
from frontdesk.platform import events, observe, tenancy

log = observe.logger(__name__)

_CHUNK = 1000
Vectors = NDArray[np.float32]
Row = tuple[int, str, str, bytes | memoryview | None, str]


def learn(org_id: UUID, classifier_id: int) -> None:
    """Trains the classifier on the examples that are there now, and says in its row how that went."""
    with tenancy.tenant(org_id):
        found = ClassifierExample.objects.filter(classifier_id=classifier_id).order_by("id")
        rows: list[Row] = list(found.values_list("id", "label", "text", "vector", "encoder"))
    try:
        vectors = _embed(org_id, rows)
        trained, validation = local.train_vectors(vectors, [label for _, label, *_ in rows])
    except (local.TooFewExamples, WeightsError) as error:
        _fail(org_id, classifier_id, str(error))
        return
    _keep(org_id, classifier_id, trained, validation, count=len(rows))


def _embed(org_id: UUID, rows: Sequence[Row]) -> Vectors:
    """Embeds what has not been embedded yet, and keeps that chunk by chunk: a training that dies has not lost it."""
    made = np.zeros((len(rows), local.WIDTH), np.float32)
    encoder = local.encoder()
    missing = []
    for at, (_, _, _, vector, encoded_by) in enumerate(rows):
        if vector is None or encoded_by != encoder:
            missing.append(at)
        else:
            made[at] = np.frombuffer(vector, np.float16)
    for chunk in _chunks(missing):
        made[chunk] = local.read([rows[at][2] for at in chunk])
        _keep_vectors(org_id, [rows[at][0] for at in chunk], made[chunk], encoder)
    return made


def _chunks(places: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(places), _CHUNK):
        yield list(places[start : start + _CHUNK])


def _keep_vectors(org_id: UUID, example_ids: Sequence[int], vectors: Vectors, encoder: str) -> None:
    halves = vectors.astype(np.float16)
    changed = [
        ClassifierExample(id=example_id, vector=half.tobytes(), encoder=encoder)
        for example_id, half in zip(example_ids, halves, strict=True)
    ]
    with tenancy.tenant(org_id):
        ClassifierExample.objects.bulk_update(changed, ["vector", "encoder"], batch_size=200)


def _keep(
    org_id: UUID, classifier_id: int, trained: local.Trained, validation: local.Validation, *, count: int
) -> None:
    content = trained.to_bytes()
    with tenancy.tenant(org_id):
        classifier = Classifier.objects.select_for_update().filter(id=classifier_id).first()
        if classifier is None:
            return
        classifier.version += 1
        classifier.status = ClassifierStatus.READY
        classifier.trained_at = timezone.now()
        classifier.trained_count = count
        classifier.metrics = {**asdict(validation), "threshold": trained.threshold}
        classifier.error = ""
        classifier.save()
        ClassifierModel.objects.update_or_create(
            classifier=classifier,
            defaults={"organization_id": org_id, "version": classifier.version, "content": content},
        )
        events.record("ai_classifier.trained", record_type="ai_classifier", record_id=classifier_id)
    log.info("classifier.trained", examples=count, labels=len(trained.labels), accuracy=round(validation.accuracy, 3))


def _fail(org_id: UUID, classifier_id: int, reason: str) -> None:
    with tenancy.tenant(org_id):
        failed = Classifier.objects.filter(id=classifier_id).update(status=ClassifierStatus.FAILED, error=reason)
        if failed:
            events.record("ai_classifier.training_failed", record_type="ai_classifier", record_id=classifier_id)
