"""What an import could not take, as a CSV file: the row, why, and the line as it stood there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from frontdesk.platform import spreadsheets, storage
from frontdesk.platform.storage import FileMissing

HEADER = ("row", "reason", "line")
MAX_SHOWN = 2000


@dataclass(slots=True)
class BadRow:
    number: int
    reason: str
    raw: bytes


def store(import_id: UUID, position: int, rows: Sequence[BadRow], encoding: str) -> str:
    """Keeps the rows of one chunk and returns their key, which is the same however often the chunk is read."""
    found = sorted(rows, key=lambda row: row.number)
    written = spreadsheets.write_rows([row.number, row.reason, _shown(row.raw, encoding)] for row in found)
    key = f"imports/{import_id}/bad-{position}.csv"
    storage.put(key, written, "text/csv")
    return key


def _shown(raw: bytes, encoding: str) -> str:
    text = raw.decode(encoding, "backslashreplace").replace("\0", "")
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def read(parts: Sequence[str]) -> Iterator[bytes]:
    """The whole file, part after part."""
    yield spreadsheets.MARK + spreadsheets.write_rows([HEADER])
    for key in parts:
        try:
            yield storage.get(key)
        except FileMissing:
            continue
