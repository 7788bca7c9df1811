"""Texts and labels as the vectors that a classifier learns from."""

import re
from collections.abc import Sequence

from frontdesk.ai.local import embeddings
from frontdesk.ai.local.classifier.regression import Floats

WIDTH = 3 * embeddings.DIMENSIONS
MEANING = embeddings.DIMENSIONS
"""The first so many columns are the sentence embedding; the rest are earlier layers."""

# The encoder has read all kinds of texts; told who speaks, it keeps topics of a front desk further apart.
_SPEAKER = "Customer: "
_FORMAT = 1
_WORD = re.compile(r"[^\W\d_]{3,}")
_JOINTS = re.compile(r"[\s_./:>-]+|(?<=[a-z])(?=[A-Z])")


def read(texts: Sequence[str]) -> Floats:
    """(texts, WIDTH)."""
    return embeddings.embed_layers([_SPEAKER + text for text in texts])


def encoder() -> str:
    """What made the vectors, in at most 16 characters: those of another encoder must not be mixed with these."""
    return f"{embeddings.fingerprint()[:12]}.{_FORMAT}"


def read_labels(labels: Sequence[str]) -> Floats | None:
    """What the labels' own names say, such as "card_not_arrived". None where one says nothing (a number, a code)."""
    names = [" ".join(_JOINTS.split(label)).strip() for label in labels]
    return read(names) if all(_WORD.search(name) for name in names) else None
