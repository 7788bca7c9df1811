"""CSV files run nothing, whichever separator the spreadsheet that reads them takes."""

import csv
import io
import re

import pytest

from frontdesk.platform import spreadsheets

EVIL = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    '"=1',
    "＝1",
    "a;=cmd()",
    "a; =cmd();b",
    "a;;=cmd()",
    'a;"=cmd()"',
    'a;"";\t" "=cmd()',
    "a\t=cmd()",
    "a\n=cmd()",
    "a\r\n\r\n=cmd();",
    'said "x";=cmd();',
]


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_begins_with_a_formula(text: str, delimiter: str) -> None:
    written = spreadsheets.write_rows([[text, "plain"], ["first", text, "last"], ["one, two", text], [text, text]])
    rows = list(csv.reader(io.StringIO(written.decode(), newline=""), delimiter=delimiter))
    assert rows
    assert [cell for row in rows for cell in row if re.match(r"""[\s"]*[=+\-@＝]""", cell)] == []


def test_texts_stay_as_they_are_otherwise() -> None:
    plain = ["a=b", "ana@people.test", "2030-01-31", "1+1; 2", "a;b", 'He said "no"', "", "one\ntwo", "Ñandú, “grande”"]
    (row,) = csv.reader(io.StringIO(spreadsheets.write_rows([plain]).decode(), newline=""))
    assert row == plain
    assert spreadsheets.write_rows([[None, 1, True]]) == b",1,True\r\n"
    assert spreadsheets.defused("milk;\n- bread") == "milk;\n'- bread"


def test_a_long_run_of_separators_takes_no_longer_than_other_text() -> None:
    assert spreadsheets.defused(";\n" * 500_000 + "=x").endswith(";\n'=x")
