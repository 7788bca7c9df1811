"""A source while it is being rewritten: it still knows where each character came from."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    start: int
    end: int
    text: str


class Draft:
    """`text` as it stands; `place` speaks of lines and columns of the source that came in."""

    def __init__(self, source: str) -> None:
        self.text = source
        self._origins = array("L", range(len(source) + 1))
        self._lines = array("L", (index for index, character in enumerate(source) if character == "\n"))

    def apply(self, edits: Iterable[Edit]) -> None:
        """Replaces stretches. Of two that overlap the one that starts first counts."""
        texts: list[str] = []
        origins = array("L")
        position = 0
        for edit in sorted(edits, key=lambda each: (each.start, -each.end)):
            if edit.start < position:
                continue
            texts += (self.text[position : edit.start], edit.text)
            origins += self._origins[position : edit.start]
            origins += array("L", [self._origins[edit.start]]) * len(edit.text)
            position = edit.end
        self.text = "".join([*texts, self.text[position:]])
        self._origins = origins + self._origins[position:]

    def place(self, index: int) -> tuple[int, int]:
        """Line and column, from 1, that the character at `index` of the text came from."""
        origin = self._origins[min(max(index, 0), len(self._origins) - 1)]
        line = bisect_right(self._lines, origin - 1) if origin else 0
        start = self._lines[line - 1] + 1 if line else 0
        return line + 1, origin - start + 1
