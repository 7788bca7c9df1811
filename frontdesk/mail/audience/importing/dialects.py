"""How a CSV file is written, told from its beginning. Pure."""

import codecs
import csv
import re
from collections import Counter
from dataclasses import asdict, dataclass

from frontdesk.platform.errors import BadInput

SAMPLE_BYTES = 256 * 1024
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "cp1252")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LOOKED_AT = 50

_SIGNATURES = (
    (b"PK\x03\x04", "This is a zip file or a workbook (.xlsx). Save the sheet as CSV, then upload that."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook (.xls). Save the sheet as CSV, then upload that."),
    (b"\x1f\x8b", "This file is packed (gzip). Unpack it, then upload the CSV file in it."),
    (b"%PDF", "This is a PDF. Export the contacts as CSV instead."),
    (b"SQLite format", "This is a database. Export the contacts as CSV instead."),
)
_MARKUP = re.compile(rb"\s*(<!doctype|<html|<\?xml|\{\\rtf)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """``encoding`` is one of ENCODINGS: UTF-16 is rewritten to UTF-8 when the file arrives."""

    encoding: str = "utf-8"
    delimiter: str = ","
    has_header: bool = True
    # "\r" where no line ends otherwise, as old Macs wrote.
    line_end: str = "\n"

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def refuse_other_files(start: bytes) -> None:
    """Raises BadInput, in clear words, for what is no text with rows."""
    if not start.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise _bad("This file is empty.")
    for signature, message in _SIGNATURES:
        if start.startswith(signature):
            raise _bad(message)
    if _MARKUP.match(start):
        raise _bad("This is a document (HTML, XML or RTF), not a table. Export the contacts as CSV instead.")
    if b"\0" in start and wide_encoding(start) is None:
        raise _bad("This is no text file. Export the contacts as CSV, then upload that.")


def _bad(message: str) -> BadInput:
    return BadInput.field("file", message)


def wide_encoding(start: bytes) -> str | None:
    """Of a file with two bytes to a character, by its mark or by where its NULs stand."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[:2000:2].count(0), start[1:2000:2].count(0)
    half = min(len(start), 2000) // 2
    if half and odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if half and even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None


def sniff(sample: bytes) -> Dialect:
    """``sample``: the beginning of the file, ending anywhere."""
    encoding = _encoding_of(sample)
    text = sample.removeprefix(codecs.BOM_UTF8).decode(encoding, "replace")
    delimiter = _delimiter_of(text)
    rows = read_rows(text, delimiter)
    line_end = "\r" if b"\r" in sample and b"\n" not in sample else "\n"
    return Dialect(encoding, delimiter, _has_header(rows), line_end)


def _encoding_of(sample: bytes) -> str:
    """UTF-8 where most lines with foreign letters are: one line of another encoding does not change the file's."""
    right = wrong = 0
    lines = sample.splitlines()
    if len(sample) >= SAMPLE_BYTES:
        lines.pop()  # it may be cut within a letter
    for line in lines:
        if line.isascii():
            continue
        try:
            line.decode()
            right += 1
        except UnicodeDecodeError:
            wrong += 1
    return "utf-8" if right >= wrong else "cp1252"


def _delimiter_of(text: str) -> str:
    """The one that splits most rows into the same number of columns."""

    def score(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in read_rows(text, delimiter))
        width, rows = widths.most_common(1)[0] if widths else (1, 1)
        return (0.0, 0) if width < 2 else (rows / sum(widths.values()), width)

    best = max(DELIMITERS, key=score)
    return best if score(best)[1] > 1 else ","


def read_rows(text: str, delimiter: str, *, most: int = _LOOKED_AT) -> list[list[str]]:
    """The first rows that are not blank; the last one of a sample may be cut and is left out."""
    lines = text.splitlines(keepends=True)
    if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")) and len(text) >= SAMPLE_BYTES // 4:
        lines.pop()
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) >= most:
                break
    except csv.Error:
        return rows
    return rows


def _has_header(rows: list[list[str]]) -> bool:
    """A first row with an address in it is somebody, not the names of columns."""
    return bool(rows) and not any(_ADDRESS.fullmatch(cell.strip().strip("<>")) for cell in rows[0])
