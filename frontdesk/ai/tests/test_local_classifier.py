"""The classifier learns from few examples, knows what it does not know, and says how sure it is."""

from functools import cache

import numpy as np
import pytest

from frontdesk.ai.local import classifier
from frontdesk.ai.local.classifier import Trained, Validation, calibration, regression
from frontdesk.ai.tests.samples_text import read_labelled, split

STRANGE = [
    "What is the capital of Mongolia?",
    "Tell me a joke about penguins",
    "The recipe needs two eggs and some flour",
    "Who won the match last night?",
    "How tall is the Eiffel tower?",
    "My cat has learnt to open doors",
    "Is it going to rain on Sunday?",
    "Translate good morning into French",
]
Pairs = list[tuple[str, str]]


@cache
def telephone() -> tuple[Trained, Validation, Pairs]:
    """Eight examples for each of the first 20 labels, and what was not learnt from."""
    pairs = read_labelled("telephone")
    labels = sorted({label for _, label in pairs})[:20]
    taught, others = split([pair for pair in pairs if pair[1] in labels], 8)
    trained, validation = classifier.train([text for text, _ in taught], [label for _, label in taught])
    return trained, validation, others


def test_few_examples_of_close_labels_are_enough_to_tell_most_apart() -> None:
    trained, _, others = telephone()
    found = classifier.evaluate(trained, [text for text, _ in others], [label for _, label in others])
    assert found.count == 80
    assert found.accuracy >= 0.8
    assert found.macro_f1 >= 0.78
    assert found.unknown_rate <= 0.25


def test_cross_validation_foretells_how_it_goes_on_new_texts() -> None:
    trained, validation, others = telephone()
    found = classifier.evaluate(trained, [text for text, _ in others], [label for _, label in others])
    assert validation.accuracy == pytest.approx(found.accuracy, abs=0.12)
    assert validation.calibration_error <= 0.12
    assert validation.unknown_rate <= 0.15
    assert validation.stranger_rate is not None


def test_strange_texts_are_less_familiar_than_known_ones() -> None:
    trained, _, others = telephone()
    known = [prediction.familiarity for prediction in trained.predict([text for text, _ in others])]
    strange = [prediction.familiarity for prediction in trained.predict(STRANGE)]
    pairs = [(inside, outside) for inside in known for outside in strange]
    assert np.mean([inside > outside for inside, outside in pairs]) >= 0.94
    assert np.mean([familiarity < 0.5 for familiarity in strange]) >= 0.75


def test_the_same_examples_make_the_same_model_and_bytes_keep_it() -> None:
    texts = ["my card is lost", "the card was stolen", "send me the bill", "a copy of the invoice"]
    labels = ["card", "card", "bill", "bill"]
    one, _ = classifier.train(texts, labels)
    two, _ = classifier.train(texts, labels)
    assert one.to_bytes() == two.to_bytes()
    again = classifier.from_bytes(one.to_bytes())
    before, after = one.predict(["where is my card"])[0], again.predict(["where is my card"])[0]
    assert before.alternatives[0].label == after.alternatives[0].label == "card"
    assert before.probability == pytest.approx(after.probability, abs=1e-3)


def test_labels_that_are_numbers_work_too() -> None:
    trained, _ = classifier.train(["lost card", "stolen card", "my bill", "an invoice"], ["0", "0", "1", "1"])
    assert trained.predict(["the invoice please"])[0].alternatives[0].label == "1"


@pytest.mark.parametrize(
    ("labels", "missing"), [([], "at least 2 labels"), (["a", "a"], "at least 2 labels"), (["a", "a", "b"], "'b'")]
)
def test_too_few_examples_are_named(labels: list[str], missing: str) -> None:
    with pytest.raises(classifier.TooFewExamples, match=missing):
        classifier.train(["text"] * len(labels), labels)


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04 broken"])
def test_bytes_that_are_no_model_are_refused(content: bytes) -> None:
    with pytest.raises(classifier.ModelError, match="Train it again"):
        classifier.from_bytes(content)


def test_a_model_of_another_encoder_is_refused() -> None:
    trained, _ = classifier.train(["lost card", "stolen card", "my bill", "an invoice"], ["0", "0", "1", "1"])
    foreign = Trained(trained.labels, trained.coefficients, trained.examples, trained.judgement, "another")
    with pytest.raises(classifier.ModelError, match="another encoder"):
        foreign.predict(["Hello"])


def test_the_regression_ends_where_its_slope_is_flat() -> None:
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(300, 12)).astype(np.float32)
    numbers = (vectors @ chance.normal(size=(12, 4))).argmax(axis=1).astype(np.int64)
    found = regression.fit(vectors, numbers, 4, strength=1.0)
    chances = regression.softmax(regression.logits(vectors, found))
    slope = vectors.T @ (chances - np.eye(4)[numbers]) + found[:-1]
    assert np.abs(slope).max() / len(vectors) < 1e-3
    assert (chances.argmax(axis=1) == numbers).mean() > 0.9


def test_probabilities_that_say_too_much_are_softened() -> None:
    chance = np.random.default_rng(2)
    truth = chance.integers(0, 3, 4000)
    honest = np.log(np.array([[0.7, 0.2, 0.1], [0.1, 0.7, 0.2], [0.2, 0.1, 0.7]], np.float32))
    said = np.array([honest[chance.choice(3, p=np.exp(honest[:, label]))] for label in truth], np.float32)
    assert calibration.find_sharpness(said * 4, truth) == pytest.approx(0.25, rel=0.15)
    softened = regression.softmax(said * 4 * np.float32(calibration.find_sharpness(said * 4, truth)))
    assert (
        calibration.calibration_error(softened, truth)
        < 0.05
        < calibration.calibration_error(regression.softmax(said * 4), truth)
    )


def test_evaluation_counts_what_was_taken_for_what() -> None:
    trained, _ = classifier.train(
        ["lost card", "stolen card", "my bill", "an invoice"], ["card", "card", "bill", "bill"]
    )
    found = classifier.evaluate(trained, ["card gone", "the invoice", "pay the bill"], ["card", "bill", "card"])
    assert found.accuracy == pytest.approx(2 / 3)
    assert [(each.label, each.predicted, each.count) for each in found.confusions] == [("card", "bill", 1)]
    assert {score.label: (score.precision, score.recall) for score in found.labels} == {
        "card": (1, 0.5),
        "bill": (0.5, 1),
    }
