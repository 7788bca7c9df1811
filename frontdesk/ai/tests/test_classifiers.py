"""Classifiers are made, taught, trained as jobs, asked and measured."""

from pathlib import Path
from typing import Any

import pytest

from frontdesk.ai.classifiers import predictions
from frontdesk.ai.classifiers.predictions import Kept
from frontdesk.ai.models import Classifier, ClassifierExample, ClassifierModel
from frontdesk.orgs.models import AuditEntry
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy
from frontdesk.platform.models import Event

CLASSIFIERS = "/api/ai/classifiers"
TAUGHT = {
    "visa": ["How long does a student visa take?", "My visa runs out in May", "Which papers does a visa need?"],
    "invoice": ["The invoice is wrong", "Please send the bill again", "I was charged twice for the consultation"],
    "appointment": ["Can I move my appointment?", "Book me in for Friday", "I cannot come to the meeting tomorrow"],
    "login": ["I forgot my password", "The portal does not let me in", "My account is locked"],
}


def examples(taught: dict[str, list[str]] = TAUGHT) -> list[dict[str, str]]:
    return [{"text": text, "label": label} for label, texts in taught.items() for text in texts]


def make(client: ApiClient, name: str = "Topics") -> dict[str, Any]:
    answer = client.post(CLASSIFIERS, {"name": name})
    assert answer.status == 201, answer.content
    made: dict[str, Any] = answer.json
    return made


def taught(client: ApiClient) -> str:
    """The path of a classifier that has examples and is not trained."""
    path = f"{CLASSIFIERS}/{make(client)['id']}"
    assert client.post(f"{path}/examples", {"examples": examples()}).status == 200
    return path


def trained(client: ApiClient) -> str:
    path = taught(client)
    assert client.post(f"{path}/train").status == 202
    jobs.run_pending()
    assert client.get(path).json["status"] == "ready", client.get(path).json
    return path


def count_rows() -> tuple[int, int]:
    with tenancy.platform("tests"):
        return Classifier.objects.count(), ClassifierExample.objects.count()


def test_a_classifier_begins_empty_and_is_renamed_and_deleted(alice: ApiClient) -> None:
    made = make(alice)
    assert (made["status"], made["example_count"], made["labels"], made["version"]) == ("empty", 0, [], 0)
    path = f"{CLASSIFIERS}/{made['id']}"
    assert alice.patch(path, {"name": "Subjects", "description": "What mails are about"}).json["name"] == "Subjects"
    assert [item["name"] for item in alice.get(f"{CLASSIFIERS}?q=subj").json["items"]] == ["Subjects"]
    assert alice.get(f"{CLASSIFIERS}?q=other").json["items"] == []
    assert alice.post(CLASSIFIERS, {"name": "Subjects"}).status == 409
    assert alice.delete(path).status == 204
    assert alice.get(path).status == 404
    with tenancy.platform("tests"):
        audited = list(
            AuditEntry.objects.filter(object_type="ai_classifier").order_by("id").values_list("action", flat=True)
        )
        events = list(Event.objects.filter(record_type="ai_classifier").order_by("id").values_list("name", flat=True))
    assert audited == events == ["ai_classifier.created", "ai_classifier.updated", "ai_classifier.deleted"]


def test_examples_are_kept_once_and_the_last_label_counts(alice: ApiClient) -> None:
    path = taught(alice)
    again = [
        {"text": "  my VISA runs out  in May", "label": "visa"},
        {"text": "My account is locked", "label": "access"},
    ]
    answer = alice.post(f"{path}/examples", {"examples": [*again, {"text": "New one", "label": "visa"}]})
    assert answer.json == {"added": 1, "relabelled": 1, "unchanged": 1}
    labels = {each["label"]: each["count"] for each in alice.get(path).json["labels"]}
    assert labels == {"visa": 4, "invoice": 3, "appointment": 3, "login": 2, "access": 1}
    assert alice.get(path).json["status"] == "untrained"


def test_examples_are_listed_by_page_and_label_and_deleted(alice: ApiClient) -> None:
    path = taught(alice)
    first = alice.get(f"{path}/examples?limit=10").json
    second = alice.get(f"{path}/examples?limit=10&cursor={first['next_cursor']}").json
    assert len({item["id"] for item in first["items"] + second["items"]}) == 12
    assert second["next_cursor"] is None
    found = alice.get(f"{path}/examples?label=login&q=password").json["items"]
    assert [item["text"] for item in found] == ["I forgot my password"]
    assert alice.delete(f"{path}/examples/{found[0]['id']}").status == 204
    assert alice.delete(f"{path}/examples/{found[0]['id']}").status == 404
    assert alice.delete(f"{path}/examples?label=visa").json == {"deleted": 3}
    assert alice.get(path).json["example_count"] == 8


def test_training_is_a_job_and_then_it_predicts(alice: ApiClient, bob: ApiClient) -> None:
    path = taught(alice)
    asked = {"texts": ["they billed me two times", "cannot sign in, wrong password", "my student visa expires soon"]}
    assert bob.post(f"{path}/predict", asked).json["type"].endswith("not-trained")
    assert alice.post(f"{path}/train").json["status"] == "training"
    jobs.run_pending()
    ready = alice.get(path).json
    assert (ready["status"], ready["version"], ready["trained_count"], ready["error"]) == ("ready", 1, 12, "")
    assert ready["metrics"]["accuracy"] >= 0.5
    assert set(ready["metrics"]["label_accuracy"]) == set(TAUGHT)
    answer = bob.post(f"{path}/predict", asked)
    assert answer.status == 200, answer.content
    assert (answer.json["model"], answer.json["version"]) == ("builtin", 1)
    best = [prediction["alternatives"][0]["label"] for prediction in answer.json["predictions"]]
    assert best == ["invoice", "login", "visa"]
    for prediction in answer.json["predictions"]:
        assert sum(each["probability"] for each in prediction["alternatives"]) == pytest.approx(1, abs=0.01)


def test_what_is_like_nothing_learnt_gets_no_label(alice: ApiClient) -> None:
    path = trained(alice)
    asked = ["The volcano erupted during the football match", "My visa runs out in June"]
    strange, known = alice.post(f"{path}/predict", {"texts": asked}).json["predictions"]
    assert strange["label"] is None
    assert strange["familiarity"] < 0.5 <= known["familiarity"]
    assert known["label"] == "visa"


def test_training_again_learns_what_is_new_and_embeds_nothing_twice(alice: ApiClient) -> None:
    path = trained(alice)
    with tenancy.platform("tests"):
        before = dict(ClassifierExample.objects.values_list("id", "vector"))
    assert all(before.values())
    new = {"complaint": ["Your receptionist was rude", "I want to complain about the adviser", "Terrible manners"]}
    alice.post(f"{path}/examples", {"examples": examples(new)})
    assert alice.post(f"{path}/train").status == 202
    jobs.run_pending()
    answer = alice.post(f"{path}/predict", {"texts": ["a complaint about rude staff"]}).json
    assert (answer["version"], answer["predictions"][0]["alternatives"][0]["label"]) == (2, "complaint")
    with tenancy.platform("tests"):
        after = dict(ClassifierExample.objects.values_list("id", "vector"))
    assert {key: after[key] for key in before} == before


def test_evaluating_measures_on_texts_of_ones_own(alice: ApiClient) -> None:
    path = trained(alice)
    asked = {"visa": ["extend my visa"], "invoice": ["wrong amount on the bill"], "login": ["I was charged twice"]}
    answer = alice.post(f"{path}/evaluate", {"examples": examples(asked)}).json
    assert (answer["count"], answer["accuracy"]) == (3, pytest.approx(2 / 3))
    assert answer["confusions"] == [{"label": "login", "predicted": "invoice", "count": 1}]
    assert {each["label"]: each["recall"] for each in answer["labels"]} == {"visa": 1, "invoice": 1, "login": 0}


def test_too_few_examples_are_refused_with_what_is_missing(alice: ApiClient) -> None:
    path = f"{CLASSIFIERS}/{make(alice)['id']}"
    assert alice.post(f"{path}/train").status == 422
    alice.post(f"{path}/examples", {"examples": examples({"a": ["one", "two"], "b": ["three"]})})
    refused = alice.post(f"{path}/train")
    assert refused.status == 422
    assert "'b'" in refused.json["detail"]
    assert alice.get(path).json["status"] == "untrained"


def test_a_training_that_finds_too_little_says_so(alice: ApiClient) -> None:
    path = taught(alice)
    alice.post(f"{path}/train")
    for label in TAUGHT:
        alice.delete(f"{path}/examples?label={label}")
    jobs.run_pending()
    failed = alice.get(path).json
    assert failed["status"] == "failed"
    assert "at least 2 labels" in failed["error"]


@pytest.mark.parametrize(
    "body",
    [
        {"examples": []},
        {"examples": [{"text": "", "label": "a"}]},
        {"examples": [{"text": "x", "label": "two\nlines"}]},
        {"examples": [{"text": "x" * 5001, "label": "a"}]},
        {"examples": [{"text": f"text {number}", "label": "a"} for number in range(1001)]},
        {"examples": [{"text": f"text {number}", "label": f"label {number}"} for number in range(301)]},
    ],
)
def test_bad_examples_are_refused(alice: ApiClient, body: dict[str, object]) -> None:
    path = f"{CLASSIFIERS}/{make(alice)['id']}"
    assert alice.post(f"{path}/examples", body).status == 422
    assert count_rows() == (1, 0)


@pytest.mark.parametrize("texts", [[], [""], ["x"] * 257, ["x" * 20_001]])
def test_bad_questions_are_refused(alice: ApiClient, texts: list[str]) -> None:
    assert alice.post(f"{taught(alice)}/predict", {"texts": texts}).status == 422


ROUTES = [
    ("GET", "", None),
    ("PATCH", "", {"name": "Mine now"}),
    ("DELETE", "", None),
    ("GET", "/examples", None),
    ("POST", "/examples", {"examples": [{"text": "Mine", "label": "mine"}]}),
    ("DELETE", "/examples?label=visa", None),
    ("DELETE", "/examples/{example}", None),
    ("POST", "/train", {}),
    ("POST", "/predict", {"texts": ["Hello"]}),
    ("POST", "/evaluate", {"examples": [{"text": "Hello", "label": "visa"}]}),
]


@pytest.mark.parametrize(("method", "tail", "body"), ROUTES)
def test_strangers_find_nothing_and_change_nothing(
    alice: ApiClient, dave: ApiClient, nobody: ApiClient, method: str, tail: str, body: object
) -> None:
    path = taught(alice)
    example = alice.get(f"{path}/examples?limit=1").json["items"][0]["id"]
    before = alice.get(path).json
    target = path + tail.format(example=example)
    assert dave.call(method, target, body).status == 404
    assert nobody.call(method, target, body).status == 401
    assert alice.get(path).json == before


@pytest.mark.parametrize(("method", "tail", "body"), [route for route in ROUTES if route[0] != "GET"][:-2])
def test_agents_use_but_do_not_change_and_clients_see_nothing(
    alice: ApiClient, bob: ApiClient, carol: ApiClient, method: str, tail: str, body: object
) -> None:
    path = taught(alice)
    before = alice.get(path).json
    for person, seen in ((bob, 200), (carol, 403)):
        assert person.get(path).status == seen
        assert person.call(method, path + tail.format(example=1), body).status == 403
        assert person.post(CLASSIFIERS, {"name": "Mine"}).status == 403
    assert alice.get(path).json == before


def test_a_model_that_cannot_be_read_asks_for_training(alice: ApiClient) -> None:
    path = trained(alice)
    with tenancy.platform("tests"):
        ClassifierModel.objects.update(content=b"no model", version=1)
    predictions.kept = Kept(predictions.MOST_KEPT_BYTES)
    refused = alice.post(f"{path}/predict", {"texts": ["Hello"]})
    assert refused.status == 409
    assert refused.json["type"].endswith("train-again")


def test_without_the_weights_it_says_what_to_install(alice: ApiClient, settings: Any, tmp_path: Path) -> None:
    path = trained(alice)
    settings.BUILTIN_ENCODER_DIR = tmp_path / "nowhere"
    refused = alice.post(f"{path}/train")
    assert refused.status == 503
    assert "builtin" in refused.json["detail"]
