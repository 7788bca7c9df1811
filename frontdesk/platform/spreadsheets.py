"""CSV files that people open in a spreadsheet, with nothing in them that it would run."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from frontdesk.platform import tenancy

# Spreadsheets take a file for UTF-8 when it begins like this.
MARK = b"\xef\xbb\xbf"
# A formula begins a cell; some programs skip blanks first, some know the wide signs. Where a spreadsheet separates by
# semicolons or tabs instead, our quotation marks stand in the middle of a cell and hold nothing together, not even
# lines: what follows a separator inside a text is the beginning of a cell as well.
_BEGINNING = re.compile(r"""((?:^|[;\t\r\n])[\s";]*+)([=+\-@＝＋－＠]?)""")
# Takes a cursor (None: from the start), gives the rows behind it, and the cursor behind those (None: that was all).
ReadPage = Callable[[str | None], tuple[Sequence[Sequence[object]], str | None]]


def defused(text: str) -> str:
    """The text with an apostrophe in front of whatever would run as a formula."""
    return _BEGINNING.sub(lambda found: f"{found[1]}'{found[2]}" if found[2] else found[1], text)


def write_rows(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return defused(value)
    return value.isoformat() if isinstance(value, datetime) else value


def stream(header: Sequence[str], read: ReadPage) -> Iterator[bytes]:
    """The file in parts. Each is read in a transaction of its own, as the person who is bound at the call."""
    return _parts(header, read, tenancy.require_current())


def _parts(header: Sequence[str], read: ReadPage, bound: tenancy.Bound) -> Iterator[bytes]:
    yield MARK + write_rows([header])
    cursor: str | None = None
    while True:
        with tenancy.bind(bound):
            rows, cursor = read(cursor)
        if rows:
            yield write_rows(rows)
        if cursor is None:
            return
