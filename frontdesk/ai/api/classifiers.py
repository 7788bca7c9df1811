"""Classifiers that learn from the organization's own labelled texts."""

from ninja import Query, Router, Status

from frontdesk.ai.classifiers import definitions, examples, predictions, training
from frontdesk.ai.classifiers.examples import Added, Given
from frontdesk.ai.models import Classifier
from frontdesk.ai.schemas.classifiers import (
    ClassifierChangeIn,
    ClassifierIn,
    ClassifierOut,
    ClassifierPage,
    EvaluateIn,
    EvaluationOut,
    ExampleListIn,
    ExamplePage,
    ExamplesAddedOut,
    ExamplesDeletedOut,
    ExamplesIn,
    Label,
    PredictIn,
    PredictionsOut,
)
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.paging import page
from frontdesk.platform.schemas import ListParameters

router = Router(tags=["AI classifiers"], auth=SIGNED_IN)


def _present(found: list[Classifier]) -> list[Classifier]:
    """Adds what the schemas show besides columns."""
    counts = definitions.count_labels([classifier.id for classifier in found])
    for classifier in found:
        labels = counts.get(classifier.id, [])
        classifier.labels = labels  # type: ignore[attr-defined]  # read by the schema
        classifier.example_count = sum(each.count for each in labels)  # type: ignore[attr-defined]  # read by the schema
    return found


@router.get("", response=ClassifierPage)
def list_classifiers(request: ApiRequest, parameters: Query[ListParameters]) -> dict[str, object]:
    found = definitions.list_classifiers(request.auth, words=parameters.q)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": _present(items), "next_cursor": next_cursor}


@router.post("", response={201: ClassifierOut})
def create_classifier(request: ApiRequest, payload: ClassifierIn) -> Status[Classifier]:
    made = definitions.create_classifier(request.auth, name=payload.name, description=payload.description)
    return Status(201, _present([made])[0])


@router.get("/{int:classifier_id}", response=ClassifierOut)
def get_classifier(request: ApiRequest, classifier_id: int) -> Classifier:
    return _present([definitions.get_classifier(request.auth, classifier_id)])[0]


@router.patch("/{int:classifier_id}", response=ClassifierOut)
def update_classifier(request: ApiRequest, classifier_id: int, payload: ClassifierChangeIn) -> Classifier:
    changes = {name: value for name, value in payload.dict(exclude_unset=True).items() if value is not None}
    return _present([definitions.update_classifier(request.auth, classifier_id, changes)])[0]


@router.delete("/{int:classifier_id}", response={204: None})
def delete_classifier(request: ApiRequest, classifier_id: int) -> Status[None]:
    definitions.delete_classifier(request.auth, classifier_id)
    return Status(204, None)


@router.get("/{int:classifier_id}/examples", response=ExamplePage)
def list_classifier_examples(
    request: ApiRequest, classifier_id: int, parameters: Query[ExampleListIn]
) -> dict[str, object]:
    found = examples.list_examples(request.auth, classifier_id, label=parameters.label, words=parameters.q)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=("-id",))
    return {"items": items, "next_cursor": next_cursor}


@router.post("/{int:classifier_id}/examples", response=ExamplesAddedOut)
def add_classifier_examples(request: ApiRequest, classifier_id: int, payload: ExamplesIn) -> Added:
    """Each text is kept once, without regard to case and spaces; the last label given to a text counts."""
    given = [Given(example.text, example.label) for example in payload.examples]
    return examples.add_examples(request.auth, classifier_id, given)


@router.delete("/{int:classifier_id}/examples", response=ExamplesDeletedOut)
def delete_classifier_label(request: ApiRequest, classifier_id: int, label: Query[Label]) -> dict[str, int]:
    """Removes all examples of one label."""
    return {"deleted": examples.delete_examples(request.auth, classifier_id, label=label)}


@router.delete("/{int:classifier_id}/examples/{int:example_id}", response={204: None})
def delete_classifier_example(request: ApiRequest, classifier_id: int, example_id: int) -> Status[None]:
    examples.delete_example(request.auth, classifier_id, example_id)
    return Status(204, None)


@router.post("/{int:classifier_id}/train", response={202: ClassifierOut})
def train_classifier(request: ApiRequest, classifier_id: int) -> Status[Classifier]:
    """Begins to train; `status` becomes `ready` or `failed`. Meanwhile it answers as it was trained before."""
    return Status(202, _present([training.start_training(request.auth, classifier_id)])[0])


@router.post("/{int:classifier_id}/predict", response=PredictionsOut)
def predict_labels(request: ApiRequest, classifier_id: int, payload: PredictIn) -> dict[str, object]:
    classifier, predicted = predictions.predict(request.auth, classifier_id, payload.texts)
    return {"model": "builtin", "version": classifier.version, "predictions": predicted}


@router.post("/{int:classifier_id}/evaluate", response=EvaluationOut)
def evaluate_classifier(request: ApiRequest, classifier_id: int, payload: EvaluateIn) -> object:
    """How well it does on labelled texts that it has not learnt from."""
    given = [Given(example.text, example.label) for example in payload.examples]
    return predictions.evaluate(request.auth, classifier_id, given)
