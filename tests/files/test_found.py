"""What the fuzz harness has found, each by its kind: a sentence now where there was a trace or two lines."""

from __future__ import annotations

import re

import pytest
from tests.corridor.conftest import Valleys, valleys
from tests.formats.test_elements_of_every_form import FIELDS, xml
from tests.test_layers import modules

from serai.cli import main
from serai.corridor import read_rows
from serai.earth.orientation import Orientation
from serai.errors import Refused
from serai.files import BadData, csv_rows
from serai.formats import read_elements
from serai.radio.propagation.attenuation_table import read_cases

__all__ = ["Valleys", "valleys"]

CASES = "lat_deg,frequency_ghz,elevation_deg,percent\n"
DAYS = "DATE,MJD,X,Y,UT1-UTC,DATA_TYPE\n2026-08-01,61253,0.1,0.3,0.05,O\n2026-08-02,61254,0.1,0.3,0.05,O\n"


def test_rows_come_with_the_line_they_end_on_whatever_ends_lines():
    for end in ("\n", "\r\n", "\r"):
        text = end.join(["a,b", '"1', '2",3', "", "4"])
        assert list(csv_rows(text, "f")) == [(1, ["a", "b"]), (3, [f"1{end}2", "3"]), (4, []), (5, ["4"])]


@pytest.mark.parametrize(("text", "line"), [('a\n"b', 2), ('a\n"b"c', 2)])
def test_quotes_that_stay_open_or_end_within_a_cell_are_refused_where_it_is_strict(text, line):
    assert len(list(csv_rows(text, "f"))) == 2
    with pytest.raises(BadData, match=rf"^f, line {line}: expected rows of cells with commas"):
        list(csv_rows(text, "f", strict=True))


def test_a_giant_cell_is_refused():
    with pytest.raises(BadData, match="field larger than field limit"):
        list(csv_rows('a\n"' + "9" * 200_000, "f"))


def test_a_giant_cell_is_refused_by_each_reader_of_rows(tmp_path):
    giant = '"' + "9" * 200_000
    (tmp_path / "t.csv").write_text("id,a\n" + giant)
    with pytest.raises(Refused, match=r"^t\.csv, line "):
        read_rows(tmp_path / "t.csv")
    with pytest.raises(Refused, match=r"^c\.csv, line "):
        read_cases(CASES + giant, "c.csv")
    (tmp_path / "e.csv").write_text(DAYS + giant)
    with pytest.raises(Refused, match=r"^e\.csv, line "):
        Orientation.read(tmp_path / "e.csv")


def test_a_table_reads_the_same_with_lone_carriage_returns(tmp_path):
    text = 'id,a,b\nx,"1\n2",\n\ny,3\n'
    for name, end in (("a.csv", "\n"), ("b.csv", "\r")):
        (tmp_path / name).write_bytes(text.replace("\n", end).encode())
    columns, rows = read_rows(tmp_path / "a.csv")
    assert columns == ["id", "a", "b"]
    assert rows == [{"id": "x", "a": "1\n2", "b": ""}, {"id": "y", "a": "3", "b": ""}]
    rows[0]["a"] = "1\r2"
    assert read_rows(tmp_path / "b.csv") == (columns, rows)


def test_a_quoted_end_of_line_does_not_make_a_refusal_of_two_lines():
    with pytest.raises(Refused, match="expected a number") as told:
        read_cases(CASES + '1,2,"3\n4\x1b[2J",5\n')
    assert "\n" not in str(told.value)
    assert "\x1b" not in str(told.value)


@pytest.mark.parametrize("mjd", ["6" * 30, "-" + "6" * 30, "100000", "nan", "61.5"])
def test_a_day_that_is_none_is_refused(tmp_path, mjd):
    (tmp_path / "eop.csv").write_text(DAYS.replace("61254", mjd))
    with pytest.raises(Refused, match=r"eop\.csv"):
        Orientation.read(tmp_path / "eop.csv")


@pytest.mark.parametrize("value", ["nan", "inf", "1e999"])
def test_an_orientation_without_a_number_is_refused(tmp_path, value):
    (tmp_path / "eop.csv").write_text(DAYS.replace("0.3", value))
    with pytest.raises(Refused, match=r"eop\.csv"):
        Orientation.read(tmp_path / "eop.csv")


def test_the_name_of_a_table_that_is_too_long_for_the_system_is_one_sentence(valleys: Valleys):
    valleys.change("corridor", "measures.csv", "m" * 5_000)
    (sentence,) = valleys.refusal()
    assert "File name too long" in sentence


def test_a_superscript_is_no_digit(tmp_path, capsys):
    first = "1 44444U 20001A   26233.50000000  .0000\u00b3000  00000-0  50000-4 0  9994"
    second = "2 44444  97.5000 100.0000 0010000  90.0000 270.0000 14.80000000123451"
    (tmp_path / "e.tle").write_text(f"{first}\n{second}\n", encoding="latin-1")
    with pytest.raises(Refused, match=r"^e\.tle, line 1"):
        read_elements(tmp_path / "e.tle")
    assert main(["passes", "--elements", str(tmp_path / "e.tle"), "--stations", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("encoding", ["UTF-28", "utf-16", "latin-1", "ascii", "big5"])
def test_an_omm_is_read_in_the_encoding_it_is_in_whatever_its_head_says(encoding):
    said = xml(FIELDS | {"OBJECT_NAME": "CAPT\u00c9"}).replace('encoding="UTF-8"', f'encoding="{encoding}"')
    assert read_elements(said)[0].object_name == "CAPT\u00c9"


def test_no_module_takes_for_digits_what_int_does_not():
    asks = re.compile(r"\.(isdigit|isnumeric)\(")
    assert [m.name for m in modules().values() if asks.search(m.path.read_text(encoding="utf-8"))] == []
