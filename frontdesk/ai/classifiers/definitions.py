"""Making, changing and finding classifiers."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from frontdesk.ai.models import Classifier, ClassifierExample
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import duplicates, events
from frontdesk.platform.errors import Conflict, NotFound

MOST_CLASSIFIERS = 50


@dataclass(frozen=True, slots=True)
class LabelCount:
    label: str
    count: int


def list_classifiers(actor: Actor, *, words: str = "") -> QuerySet[Classifier]:
    access.require(actor, Permission.AI_CLASSIFY)
    found: QuerySet[Classifier] = Classifier.objects.all()
    return found.filter(name__icontains=words) if words else found


def get_classifier(actor: Actor, classifier_id: int) -> Classifier:
    access.require(actor, Permission.AI_CLASSIFY)
    classifier = Classifier.objects.filter(id=classifier_id).first()
    if classifier is None:
        raise NotFound
    return classifier


def get_to_change(actor: Actor, classifier_id: int) -> Classifier:
    """The classifier, locked: what counts its examples or sets its status waits for others who do."""
    get_classifier(actor, classifier_id)
    access.require(actor, Permission.AI_MANAGE)
    locked = Classifier.objects.select_for_update().filter(id=classifier_id).first()
    if locked is None:
        raise NotFound
    return locked


def create_classifier(actor: Actor, *, name: str, description: str = "") -> Classifier:
    """Raises Conflict when the name is taken or there are too many."""
    access.require(actor, Permission.AI_MANAGE)
    org_id = access.require_org(actor)
    if Classifier.objects.count() >= MOST_CLASSIFIERS:
        raise Conflict(f"There are {MOST_CLASSIFIERS} classifiers already. Delete one first.", code="too-many")
    with duplicates.refused_as(lambda: _name_taken(name)):
        made = Classifier.objects.create(organization_id=org_id, name=name, description=description)
    tell(actor, "created", made)
    return get_classifier(actor, made.id)


def update_classifier(actor: Actor, classifier_id: int, changes: dict[str, str]) -> Classifier:
    """``changes``: name, description. Raises Conflict when the name is taken."""
    classifier = get_to_change(actor, classifier_id)
    edited = {name: value for name, value in changes.items() if getattr(classifier, name) != value}
    if not edited:
        return classifier
    for name, value in edited.items():
        setattr(classifier, name, value)
    with duplicates.refused_as(lambda: _name_taken(classifier.name)):
        classifier.save(update_fields=[*edited, "updated_at"])
    tell(actor, "updated", classifier, {"fields": sorted(edited)})
    return classifier


def delete_classifier(actor: Actor, classifier_id: int) -> None:
    """Removes it with its examples and what it has learnt."""
    classifier = get_to_change(actor, classifier_id)
    tell(actor, "deleted", classifier)
    classifier.delete()


def count_labels(classifier_ids: list[int]) -> dict[int, list[LabelCount]]:
    """For each classifier its labels with their numbers of examples, by name."""
    rows = ClassifierExample.objects.filter(classifier_id__in=classifier_ids).values("classifier_id", "label")
    counts: dict[int, list[LabelCount]] = {}
    for row in rows.annotate(count=Count("id")).order_by("classifier_id", "label"):
        counts.setdefault(row["classifier_id"], []).append(LabelCount(row["label"], row["count"]))
    return counts


def tell(actor: Actor | None, verb: str, classifier: Classifier, changes: dict[str, object] | None = None) -> None:
    """Notes it in the audit log and tells who listens."""
    about = {"object_type": "ai_classifier", "object_id": classifier.id, "label": classifier.name}
    audit.record(actor, f"ai_classifier.{verb}", changes=changes, **about)  # type: ignore[arg-type]  # as the names say
    events.record(f"ai_classifier.{verb}", record_type="ai_classifier", record_id=classifier.id)


def _name_taken(name: str) -> Conflict:
    return Conflict(f"There is a classifier with the name “{name}” already. Choose another.", code="name-taken")
