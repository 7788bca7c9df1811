"""Reading what a provider says was used: its own export as CSV, whichever of the known forms it has. Pure."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from frontdesk.platform.errors import BadInput

MOST_ROWS = 50_000
MOST_BYTES = 10 * 1024 * 1024

# Names of columns in the exports of OpenAI (of its dashboard, and of before), of Anthropic's console, and plain ones.
_DATE = ("start_time_iso", "usage_date_utc", "date", "day", "start_time", "timestamp", "created_at")
_MODEL = ("model", "model_version", "model_id", "snapshot_id", "model_name")
_INPUT = (
    ("usage_input_tokens_no_cache", "usage_input_tokens_cache_write_5m", "usage_input_tokens_cache_write_1h",
     "usage_input_tokens_cache_read"),
    ("input_tokens",),
    ("prompt_tokens",),
    ("n_context_tokens_total",),
)  # fmt: skip
_OUTPUT = ("usage_output_tokens", "output_tokens", "completion_tokens", "n_generated_tokens_total")
_REQUESTS = ("num_model_requests", "n_requests", "requests")
_NUMBER = re.compile(r"\d{1,15}(?:\.0+)?")
_DATED = re.compile(r"[-@:](?:\d{4}-\d{2}-\d{2}|\d{8}|latest)$")


@dataclass(frozen=True, slots=True)
class UsageRow:
    """Of one UTC day and model. ``requests`` is None where the export does not count them."""

    day: date
    model: str
    input_tokens: int
    output_tokens: int
    requests: int | None = None


@dataclass(frozen=True, slots=True)
class _Columns:
    date: str
    model: str
    input: tuple[str, ...]
    output: str
    requests: str


def read_export(content: bytes) -> list[UsageRow]:
    """The export's rows in its order. Lines without a model (days without usage) are left out.

    Raises BadInput, which names the line or the columns that are missing.
    """
    if len(content) > MOST_BYTES:
        raise _bad(f"The file has {len(content)} bytes; at most {MOST_BYTES} are read. Export a shorter range.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _bad("The file is not UTF-8 text. Export it as CSV (UTF-8).") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
        columns = _find_columns([(name or "").strip().lower() for name in reader.fieldnames or ()])
        rows = [_read_row(line, row, columns) for line, row in enumerate(reader, 2) if line <= MOST_ROWS + 2]
    except csv.Error as error:
        raise _bad(f"The file is not CSV: {error}.") from error
    if len(rows) > MOST_ROWS:
        raise _bad(f"The file has more than {MOST_ROWS} rows. Export it by day, or a shorter range.")
    return [row for row in rows if row]


def _find_columns(names: Sequence[str]) -> _Columns:
    known = set(names)
    inputs = next((group for group in _INPUT if known & set(group)), ())
    found = _Columns(
        date=next((name for name in _DATE if name in known), ""),
        model=next((name for name in _MODEL if name in known), ""),
        input=tuple(name for name in inputs if name in known),
        output=next((name for name in _OUTPUT if name in known), ""),
        requests=next((name for name in _REQUESTS if name in known), ""),
    )
    needed = {"date": found.date, "model": found.model, "input_tokens": found.input, "output_tokens": found.output}
    if missing := [name for name, column in needed.items() if not column]:
        raise _bad(
            f"The first line must name the columns; missing: {', '.join(missing)}. Exports of OpenAI and Anthropic are"
            " read as they are, others as date,model,input_tokens,output_tokens. Group the export by model."
        )
    return found


def _read_row(line: int, row: Mapping[str | None, str | list[str] | None], columns: _Columns) -> UsageRow | None:
    cells = {name.strip().lower(): value.strip() for name, value in row.items() if name and isinstance(value, str)}
    model = cells.get(columns.model, "")
    if not model:
        return None
    return UsageRow(
        day=_read_day(line, cells.get(columns.date, "")),
        model=model[:200],
        input_tokens=sum(_read_number(line, cells.get(name, ""), name) for name in columns.input),
        output_tokens=_read_number(line, cells.get(columns.output, ""), columns.output),
        requests=_read_number(line, cells.get(columns.requests, ""), columns.requests) if columns.requests else None,
    )


def _read_number(line: int, text: str, column: str) -> int:
    if not text:
        return 0
    if not _NUMBER.fullmatch(text):
        raise _bad(f"Line {line}: “{text[:40]}” in {column} is no whole number.")
    return int(text.partition(".")[0])


def _read_day(line: int, text: str) -> date:
    try:
        if text.isascii() and text.isdigit() and len(text) >= 9:
            return datetime.fromtimestamp(int(text), UTC).date()
        moment = datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    except (ValueError, OverflowError, OSError):
        raise _bad(f"Line {line}: “{text[:40]}” is no date; write 2030-01-31.") from None
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()


def family(model: str) -> str:
    """A model's name without what providers add to it: a path in front, the date of a snapshot behind."""
    return _DATED.sub("", model.strip().lower().rpartition("/")[2])


def _bad(message: str) -> BadInput:
    return BadInput.field("file", message)
