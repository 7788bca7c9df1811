"""The built-in model: embeddings a second beside bare ONNX Runtime, and how well the classifier learns.

usage: python -m bench.builtin [TRAIN.csv [TEST.csv]] [--text text --label label] [--counts 5,10]

Without a file it learns the tests' own texts (frontdesk/ai/tests/data). A CSV has a header and the columns `text` and
`label`; with one file a fifth of it is kept for testing. `--outside OTHER.csv` holds texts of no label at all: how well
familiarity tells them apart is printed as the area under the ROC curve. `--sentiment FILE.csv` measures the sentiment
that needs no training, on labels negative, neutral and positive.
"""

import argparse
import csv
import os
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontdesk.settings")

import numpy as np

from bench import figures
from bench.figures import Figure
from frontdesk.ai.local import classifier, embeddings, sentiment
from frontdesk.ai.tests.samples_text import read_labelled

Pairs = list[tuple[str, str]]
SHORT = ["I was charged twice for the same purchase, can you help me get it back?"] * 256
LONG = ["The visa office asked me for a document about my income. " * 40] * 32
ROUNDS = 3


def measure_speed() -> list[Figure]:
    """The product's path beside a loop that hands ready arrays of the same size to ONNX Runtime."""
    embeddings.embed(SHORT[:8])
    found = []
    for name, texts in (("short", SHORT), ("long", LONG)):
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(len(texts) / timed(embeddings.embed, texts))
            bare.append(len(texts) / timed(run_bare, texts))
        note = f"{embeddings.count_tokens(texts[:1])} tokens a text"
        found.append(figures.compare(f"embed {name} texts", ours, bare, "texts/s", aim="0.9", note=note))
    return found


def run_bare(texts: list[str]) -> None:
    session = embeddings._session()
    length = len(session.tokenize(texts[:1])[0])
    rows = min(len(texts), embeddings._BATCH_TEXTS, embeddings._BATCH_TOKENS // length)
    inputs = {
        "input_ids": np.full((rows, length), 2000, np.int64),
        "positions": np.arange(length, dtype=np.int64),
        "mask": np.ones((rows, length), np.int32),
    }
    for _ in range(len(texts) // rows):
        session.onnx.run(["hidden"], inputs)


def timed(work: Callable[[list[str]], object], texts: list[str]) -> float:
    begun = time.perf_counter()
    work(texts)
    return time.perf_counter() - begun


def read_csv(file: Path, text: str, label: str) -> Pairs:
    with file.open(encoding="utf-8", newline="") as lines:
        return [(row[text], row[label]) for row in csv.DictReader(lines) if row[text].strip()]


def take(pairs: Pairs, count: int) -> tuple[Pairs, Pairs]:
    """``count`` texts of each label, by chance but always the same, and the others."""
    shuffled = random.Random(1).sample(pairs, len(pairs))
    seen: Counter[str] = Counter()
    kept: dict[bool, Pairs] = defaultdict(list)
    for pair in shuffled:
        seen[pair[1]] += 1
        kept[seen[pair[1]] <= count].append(pair)
    return kept[True], kept[False]


def measure_learning(name: str, taught: Pairs, others: Pairs, outside: list[str]) -> list[Figure]:
    begun = time.perf_counter()
    vectors = classifier.read([text for text, _ in taught])
    embedded = time.perf_counter() - begun
    trained, validation = classifier.train_vectors(vectors, [label for _, label in taught])
    fitted = time.perf_counter() - begun - embedded
    predicted = trained.predict([text for text, _ in others])
    found = classifier.compare(predicted, [label for _, label in others])
    note = f"{len(taught)} examples of {len(trained.labels)} labels; cross-validation said {validation.accuracy:.3f}"
    made = [
        Figure(f"{name}: accuracy", found.accuracy, "", note=note),
        Figure(f"{name}: macro-F1", found.macro_f1, ""),
        Figure(f"{name}: calibration error", validation.calibration_error, ""),
        Figure(f"{name}: called unknown", found.unknown_rate, ""),
        Figure(f"{name}: training", fitted, "s", note=f"after {embedded:.1f} s of embedding"),
    ]
    if outside:
        strange = trained.predict(outside)
        inside = [each.familiarity for each in predicted]
        told_apart = area(inside, [each.familiarity for each in strange])
        refused = float(np.mean([each.label is None for each in strange]))
        note = f"{len(outside)} texts, {refused:.2f} of them called unknown"
        made.append(Figure(f"{name}: area under ROC against texts from outside", told_apart, "", note=note))
    return made


def area(inside: list[float], outside: list[float]) -> float:
    """How often a text from inside is more familiar than one from outside."""
    order = np.sort(outside)
    below = (np.searchsorted(order, inside, "left") + np.searchsorted(order, inside, "right")) / 2
    return float(below.mean() / len(outside))


def measure_sentiment(pairs: Pairs) -> list[Figure]:
    found = [each.label for each in sentiment.score([text for text, _ in pairs])]
    scores = []
    for label in sentiment.LABELS:
        hits = sum(guess == truth == label for guess, (_, truth) in zip(found, pairs, strict=True))
        total = found.count(label) + sum(truth == label for _, truth in pairs)
        scores.append(2 * hits / total if total else 0.0)
    parts = ", ".join(f"{label} {score:.3f}" for label, score in zip(sentiment.LABELS, scores, strict=True))
    return [Figure("sentiment without training: macro-F1", float(np.mean(scores)), "", note=parts)]


def learn_files(arguments: argparse.Namespace) -> list[Figure]:
    pairs = read_csv(arguments.files[0], arguments.text, arguments.label)
    outside: list[str] = []
    if arguments.outside:
        outside = [text for text, _ in read_csv(arguments.outside, arguments.text, arguments.text)]
    if len(arguments.files) > 1:
        tests = read_csv(arguments.files[1], arguments.text, arguments.label)
    else:
        shuffled = random.Random(2).sample(pairs, len(pairs))
        tests, pairs = shuffled[: len(pairs) // 5], shuffled[len(pairs) // 5 :]
    found = []
    for count in arguments.counts:
        found += measure_learning(f"{count} a label", take(pairs, count)[0], tests, outside)
    return found + measure_learning("all", pairs, tests, outside)


def learn_own() -> list[Figure]:
    telephone, intents = read_labelled("telephone"), read_labelled("intents")
    first = measure_learning("telephone, 8 a label", *take(telephone, 8), [text for text, _ in intents])
    return first + measure_learning("four desks, 10 a label", *take(intents, 10), [text for text, _ in telephone])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--text", default="text")
    parser.add_argument("--label", default="label")
    parser.add_argument("--counts", type=lambda given: [int(part) for part in given.split(",")], default=[5, 10])
    parser.add_argument("--outside", type=Path)
    parser.add_argument("--sentiment", type=Path)
    arguments = parser.parse_args()
    found = measure_speed()
    found += learn_files(arguments) if arguments.files else learn_own()
    if arguments.sentiment:
        found += measure_sentiment(read_csv(arguments.sentiment, arguments.text, arguments.label))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.report("builtin", [*found, Figure("memory at its peak", peak, "MB")])


if __name__ == "__main__":
    main()
