"""Reading a table: every problem is found, and a table with a problem gives no rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from serai.tables import Basis, Cell, Column, read_table

COLUMNS = {
    "id": Column(required=True),
    "height_m": Column(Cell.NUMBER, low=-500, high=9000),
    "in_use": Column(Cell.YES_NO),
    "bands": Column(Cell.LIST, choices=("S", "X", "Ka")),
}
HEADER = "id,height_m,in_use,bands,source,as_of,basis,basis_of,note\n"


def _table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "things.csv"
    path.write_text(header + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def test_cells_are_read_as_what_their_column_holds(tmp_path: Path) -> None:
    rows, problems = read_table(
        _table(tmp_path, "a,12.5,yes,S;X,press,2026-08-22,published,height_m=assumed,", "b,,,,,,recalled,,"),
        COLUMNS,
    )
    assert problems == []
    first, second = rows
    assert (first.number("height_m"), first.yes("in_use"), first.list("bands")) == (12.5, True, ("S", "X"))
    assert first.provenance.of("height_m") is Basis.ASSUMED
    assert first.provenance.of("bands") is Basis.PUBLISHED
    assert (second.number("height_m"), second.yes("in_use"), second.list("bands")) == (None, None, ())


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("a,tall,,,,,assumed,,", "column 'height_m': expected a number from -500 to 9000, got 'tall'"),
        (
            'a,"39,5",,,,,assumed,,',
            "expected a number from -500 to 9000, got '39,5'; a decimal point is wanted: 39.5",
        ),
        ('a,1,,,"press,,assumed,,', "line 3: expected every quote to be closed, got (one that stays open to"),
        ('a,1,,,"press"es,,assumed,,', "line 3: expected a comma after a closing quote, got (other text)"),
        ("a,9001,,,,,assumed,,", "column 'height_m': expected a number from -500 to 9000, got '9001'"),
        ("a,nan,,,,,assumed,,", "column 'height_m': expected a number from -500 to 9000, got 'nan'"),
        ("a,1,maybe,,,,assumed,,", "column 'in_use': expected yes or no, got 'maybe'"),
        ("a,1,,S;Q,,,assumed,,", "column 'bands': expected one of S, X, Ka, got 'S;Q'"),
        (",1,,,,,assumed,,", "column 'id': expected text, got (empty)"),
        (
            "a,1,,,,,guessed,,",
            "column 'basis': expected one of published, derived, recalled, assumed, got 'g",
        ),
        ("a,1,,,,,assumed,,,more", ": expected 9 cells, got (more: more)"),
    ],
)
def test_a_bad_cell_is_named_by_file_line_and_column(tmp_path: Path, row: str, says: str) -> None:
    rows, problems = read_table(_table(tmp_path, "ok,1,,,,,assumed,,", row), COLUMNS)
    assert rows == []
    assert len(problems) == 1
    assert str(problems[0]).startswith("things.csv, line 3")
    assert says in str(problems[0])


def test_a_column_nobody_knows_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    rows, problems = read_table(_table(tmp_path, header=HEADER.replace("in_use", "used")), COLUMNS)
    assert rows == []
    assert "expected one of the columns id, height_m, in_use, bands" in str(problems[0])
    assert str(problems[0]).endswith("got 'used'; did you mean 'in_use'?")


def test_a_missing_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    _, problems = read_table(tmp_path / "nothing.csv", COLUMNS)
    assert str(problems[0]) == f"nothing.csv: expected the file nothing.csv in {tmp_path}, got (no such file)"


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_bytes(HEADER.encode() + b"\xff\xfe,1\n")
    rows, problems = read_table(path, COLUMNS)
    assert rows == []
    assert str(problems[0]) == (
        "things.csv, line 2: expected UTF-8 text, got (bytes that are not UTF-8); "
        "save it from the spreadsheet as CSV UTF-8"
    )


def test_an_unclosed_quote_is_told_where_its_row_begins(tmp_path: Path) -> None:
    path = _table(tmp_path, "a,1,,,,,assumed,,", "", 'b,1,,,"press,,assumed,,', "c,1,,,,,assumed,,")
    _, (problem,) = read_table(path, COLUMNS)
    assert str(problem) == (
        "things.csv, line 4: expected every quote to be closed, got (one that stays open to the end); "
        'write a quote that belongs to the text twice: ""'
    )
