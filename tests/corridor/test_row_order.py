"""Shuffled rows give the same corridor, in the same order, and so the same answers byte for byte."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from tests.losses.small_corridors import small_corridor

import serai
from serai.cli import main
from serai.corridor import read_rows, write_rows
from serai.tables import CorridorRefused

SMALL = (3, 8)  # seeds of small corridors with all three services


def shuffle(folder: Path, seed: int) -> None:
    """Shuffle the rows of every table of a folder."""
    for file in sorted(folder.glob("*.csv")):
        columns, rows = read_rows(file)
        random.Random(seed).shuffle(rows)
        write_rows(file, columns, rows)


@pytest.fixture
def reference(root: Path, tmp_path: Path) -> Path:
    here = tmp_path / "reference"
    here.mkdir()
    for file in (root / "corridors" / "belt-and-road").iterdir():
        (here / file.name).write_bytes(file.read_bytes())
    return here


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 0
    out = capsys.readouterr().out
    return re.sub(r'"corridor": "[0-9a-f]{64}"', "", out)  # the version of its files, whose bytes are others


def test_every_table_of_the_reference_corridor_is_read_in_one_order(reference: Path):
    def read() -> tuple[object, ...]:
        one = serai.open_corridor(reference)
        return (
            one.pool.assets,
            list(one.pool.parties.values()),
            one.pool.terms,
            one.pool.facts,
            one.needs,
            one.events,
            list(one.elements.items()),
            repr(one.weather),  # NaN stands for an unknown month, and is not itself
        )

    before = read()
    for seed in (1, 2, 3):
        shuffle(reference, seed)
        assert repr(read()) == repr(before)


@pytest.mark.parametrize("seed", SMALL)
def test_an_assessment_and_the_losses_of_a_small_corridor_are_the_same_bytes(seed, tmp_path, capsys):
    folder = small_corridor(seed, tmp_path / "c")

    def answers() -> tuple[str, str]:
        assessed = said(capsys, "assess", str(folder), "--json", "--days", "1")
        return assessed, said(capsys, "resilience", str(folder), "--json")

    before = answers()
    for turn in (1, 2, 3):
        shuffle(folder, turn)
        assert answers() == before


def test_the_reference_day_is_the_same_bytes(root: Path, reference: Path, capsys):
    before = said(capsys, "assess", str(root / "corridors" / "belt-and-road"), "--json", "--today")
    shuffle(reference, 20260822)
    assert said(capsys, "assess", str(reference), "--json", "--today") == before


def test_the_measures_of_a_need_come_as_its_service_declares_them(reference: Path):
    (need,) = (n for n in serai.open_corridor(reference).needs if n.id == "N31")
    assert [m.name for m in need.measures] == ["revisit", "image_to_hand"]


def test_of_an_id_that_comes_twice_the_later_line_is_told(reference: Path):
    file = reference / "members.csv"
    columns, rows = read_rows(file)
    write_rows(
        file, columns, [rows[-1] | {"name": "zzz"}, *rows]
    )  # in order of cells it stands behind its twin
    line = len(file.read_text(encoding="utf-8").splitlines())
    with pytest.raises(CorridorRefused, match=rf"members.csv, line {line}, column 'id'"):
        serai.open_corridor(reference)
