"""Places in a text as editors of browsers count them: in UTF-16 units, an emoji is two. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Positions:
    def __init__(self, text: str) -> None:
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._wide = [match.start() for match in _WIDE.finditer(text)]

    def offset(self, index: int) -> int:
        return index + bisect_left(self._wide, index)

    def place(self, index: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        line = bisect_right(self._lines, index)
        return line, self.offset(index) - self.offset(self._lines[line - 1]) + 1
