"""CSV files that people open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

# Spreadsheets take a file for UTF-8 when it begins like this.
MARK = b"\xef\xbb\xbf"
# How a spreadsheet knows a formula; the last two are skipped over by some before they look.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def defused(text: str) -> str:
    """A text that would run as a formula, with an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write_rows(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(
        [defused(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row] for row in rows
    )
    return out.getvalue().encode()
