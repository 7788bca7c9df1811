"""Labelled texts of the tests, from files of the form: ``# label``, then one text a line."""

from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def read_labelled(name: str) -> list[tuple[str, str]]:
    """(text, label) pairs; the head of the file, up to the first empty line, says what it is."""
    _, _, body = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")
    pairs: list[tuple[str, str]] = []
    label = ""
    for line in body.splitlines():
        if line.startswith("# "):
            label = line[2:]
        elif line:
            pairs.append((line, label))
    return pairs


def split(pairs: list[tuple[str, str]], count: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The first ``count`` texts of every label, and the others."""
    seen: dict[str, int] = {}
    first: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for text, label in pairs:
        seen[label] = seen.get(label, 0) + 1
        (first if seen[label] <= count else others).append((text, label))
    return first, others
