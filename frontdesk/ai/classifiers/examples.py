"""What a classifier learns from."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from frontdesk.ai.classifiers import definitions
from frontdesk.ai.models import Classifier, ClassifierExample, ClassifierStatus
from frontdesk.orgs.access import Actor
from frontdesk.platform.errors import BadInput, NotFound

MOST_EXAMPLES = 20_000
MOST_LABELS = 300


@dataclass(frozen=True, slots=True)
class Given:
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Added:
    """``relabelled`` texts were known under another label, ``unchanged`` ones with the same."""

    added: int
    relabelled: int
    unchanged: int


def list_examples(actor: Actor, classifier_id: int, *, label: str = "", words: str = "") -> QuerySet[ClassifierExample]:
    classifier = definitions.get_classifier(actor, classifier_id)
    found: QuerySet[ClassifierExample] = ClassifierExample.objects.filter(classifier=classifier).defer("vector")
    if label:
        found = found.filter(label=label)
    return found.filter(text__icontains=words) if words else found


def add_examples(actor: Actor, classifier_id: int, given: Sequence[Given]) -> Added:
    """Each text once, without regard to case and spaces; the last label given to a text counts.

    Raises BadInput when there would be too many examples or labels.
    """
    classifier = definitions.get_to_change(actor, classifier_id)
    wanted = {digest(example.text): example for example in given}
    known = ClassifierExample.objects.filter(classifier=classifier, digest__in=wanted)
    labels = dict(known.values_list("digest", "label"))
    fresh = {key: example for key, example in wanted.items() if key not in labels}
    changed = {key: example for key, example in wanted.items() if key in labels and labels[key] != example.label}
    _check_room(classifier, len(fresh), {example.label for example in wanted.values()})
    ClassifierExample.objects.bulk_create(_row(classifier, key, example) for key, example in fresh.items())
    for label in {example.label for example in changed.values()}:
        keys = [key for key, example in changed.items() if example.label == label]
        ClassifierExample.objects.filter(classifier=classifier, digest__in=keys).update(label=label)
    added = Added(len(fresh), len(changed), len(given) - len(fresh) - len(changed))
    if classifier.status == ClassifierStatus.EMPTY:
        _set_status(classifier, ClassifierStatus.UNTRAINED)
    if fresh or changed:
        counts: dict[str, object] = {"added": added.added, "relabelled": added.relabelled}
        definitions.tell(actor, "examples_added", classifier, counts)
    return added


def delete_example(actor: Actor, classifier_id: int, example_id: int) -> None:
    classifier = definitions.get_to_change(actor, classifier_id)
    if not _delete(actor, classifier, ClassifierExample.objects.filter(classifier=classifier, id=example_id)):
        raise NotFound


def delete_examples(actor: Actor, classifier_id: int, *, label: str) -> int:
    """Removes all examples of a label; returns how many."""
    classifier = definitions.get_to_change(actor, classifier_id)
    return _delete(actor, classifier, ClassifierExample.objects.filter(classifier=classifier, label=label))


def digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()


def _check_room(classifier: Classifier, fresh: int, labels: set[str]) -> None:
    there: QuerySet[ClassifierExample] = ClassifierExample.objects.filter(classifier=classifier)
    count = there.count() + fresh
    if count > MOST_EXAMPLES:
        raise BadInput.field(
            "examples",
            f"A classifier has at most {MOST_EXAMPLES} examples; these would make it {count}. Delete some first.",
        )
    names = labels | set(there.values_list("label", flat=True).distinct())
    if len(names) > MOST_LABELS:
        raise BadInput.field(
            "examples", f"A classifier has at most {MOST_LABELS} labels; these would make it {len(names)}. Merge some."
        )


def _row(classifier: Classifier, key: str, example: Given) -> ClassifierExample:
    return ClassifierExample(
        organization_id=classifier.organization_id,
        classifier=classifier,
        label=example.label,
        text=example.text,
        digest=key,
    )


def _delete(actor: Actor, classifier: Classifier, rows: QuerySet[ClassifierExample]) -> int:
    deleted, _ = rows.delete()
    if deleted:
        definitions.tell(actor, "examples_deleted", classifier, {"deleted": deleted})
    has_learnt = classifier.version > 0
    if not has_learnt and not ClassifierExample.objects.filter(classifier=classifier).exists():
        _set_status(classifier, ClassifierStatus.EMPTY)
    return deleted


def _set_status(classifier: Classifier, status: ClassifierStatus) -> None:
    classifier.status = status
    classifier.save(update_fields=["status", "updated_at"])
