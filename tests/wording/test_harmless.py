"""Names from tables command no terminal, hide nothing and are no formula, in whatever they come out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from serai.cli import main
from serai.corridor import read_rows, write_rows
from serai.wording import csv_cell, harmless, harmless_json, harmless_name
from serai.wording.harmless import KEEP

SMALLEST = Path(__file__).resolve().parents[2] / "examples" / "smallest_corridor"
HOSTILE = "=1+1\x1b]0;TITLE\x07\x1b[2J\u202egpj.exe\u2066\x9b31m\x7f\r<script>&'\""
SEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Columns whose text somebody made up freely, in any table of a corridor.
FREE = ("name", "title", "who", "what", "note", "source", "as_of", "operator", "role", "cost", "conditions")


@pytest.mark.parametrize(
    "letter", [*map(chr, range(9)), *map(chr, range(11, 32)), "\x7f", "\x85", "\u202e", "\ud800"]
)
def test_each_hidden_letter_is_replaced_one_for_one(letter):
    assert harmless(f"a{letter}b") == "a\ufffdb"


@pytest.mark.parametrize(
    "text",
    ["Kashi (喀什)", "کراچی", "می\u200cخواهم", "São Tomé\n\tb", "1 < 2 & 3", "é́"],  # noqa: RUF001
)
def test_what_people_write_stays(text):
    assert harmless(text) == text


def test_a_name_stands_on_one_line():
    assert harmless_name("a\r\nb\tc") == "a b c"


def test_json_says_the_same_to_a_program():
    said = json.dumps({HOSTILE: HOSTILE}, ensure_ascii=False)
    assert not SEEN.search(harmless_json(said))
    assert json.loads(harmless_json(said)) == {HOSTILE: HOSTILE}


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@SUM(1)", "\t=1", "\r=1", "--1", "+1+1"])
def test_a_formula_is_text_unless_it_is_wanted(text, monkeypatch):
    assert str(csv_cell(text)).startswith("'")
    monkeypatch.setenv(KEEP, "keep")
    assert csv_cell(text) == harmless_name(text)


@pytest.mark.parametrize("text", ["-1.5", "+3", "-.5", "1e-3", "-2.", "Kashi", "", "a=b", "'x"])
def test_numbers_and_names_stay_as_they_are(text):
    assert csv_cell(text) == text
    assert csv_cell(-1.5) == -1.5


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The smallest corridor with a hostile text in every free column."""
    folder = tmp_path_factory.mktemp("hostile") / "corridor"
    shutil.copytree(SMALLEST, folder)
    for file in folder.glob("*.csv"):
        if file.name == "elements.csv":
            continue
        columns, rows = read_rows(file)
        for row in rows:
            row.update({c: HOSTILE + row[c] for c in FREE if row.get(c) and c in columns})
        write_rows(file, columns, rows)
    return folder


def text_of(capfd) -> str:
    said = capfd.readouterr()
    return str(said.out + said.err)


def is_harmless(text: str, *, may: str = "") -> None:
    found = SEEN.search("".join(c for c in text if c not in may))
    assert not found, repr(text[max(0, found.start() - 60) : found.end() + 20])


@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize("command", ["assess", "check", "resilience"])
def test_a_corridor_of_hostile_names_is_told_harmlessly(hostile, command, form, capfd):
    assert main([command, str(hostile), *form]) == 0
    is_harmless(text_of(capfd))


def test_its_page_holds_nothing_hidden(hostile, tmp_path, capfd):
    assert main(["assess", str(hostile), "--report", str(tmp_path / "p.html")]) == 0
    is_harmless(text_of(capfd))
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    is_harmless(page)
    assert "\ufffd[2J" in page  # it is shown there, and harmless
    assert "<script>&'" not in page


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    file = tmp_path_factory.mktemp("places") / "p.csv"
    write_rows(file, ["id", "lat_deg", "lon_deg"], [{"id": HOSTILE, "lat_deg": "39.5", "lon_deg": "75.9"}])
    return file


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_windows_over_a_hostile_place_are_told_harmlessly(places, form, tmp_path, capfd):
    words = [
        "passes",
        str(SMALLEST),
        "--stations",
        str(places),
        "--mask",
        "5",
        "--ical",
        str(tmp_path / "c.ics"),
        *form,
    ]
    assert main(words) == 0
    said = text_of(capfd)
    is_harmless(said)
    assert "gpj.exe" in said
    if form == ("--csv",):
        assert "'=1+1" in said
    calendar = (tmp_path / "c.ics").read_bytes().decode()
    assert not re.search("\r(?!\n)", calendar)
    is_harmless(calendar, may="\r")


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_revisit_of_a_hostile_place_is_told_harmlessly(places, form, tmp_path, capfd):
    beside = [w for n in ("geojson", "map") for w in (f"--{n}", str(tmp_path / n))]
    assert main(["revisit", str(SMALLEST), "--off-nadir", "45", "--points", str(places), *beside, *form]) == 0
    is_harmless(text_of(capfd))
    for name in ("geojson", "map"):
        is_harmless((tmp_path / name).read_text(encoding="utf-8"))
    json.loads((tmp_path / "geojson").read_text(encoding="utf-8"))


def test_a_terminal_that_is_not_of_utf_8_gets_replacements(places):
    code = "import sys; from serai.cli import main; sys.exit(main(sys.argv[1:]))"
    words = ["passes", str(SMALLEST), "--stations", str(places), "--mask", "5", "--csv"]
    ran = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )
    assert ran.returncode == 0, ran.stderr.decode()
    assert b"?]0;TITLE?" in ran.stdout
