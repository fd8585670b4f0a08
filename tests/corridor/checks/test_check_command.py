"""`serai check` as an operator meets it."""

from __future__ import annotations

import json
import shutil

import pytest

from serai.cli import main

WIDTH = 100


@pytest.fixture
def spoilt(root, tmp_path):
    """The reference corridor with two rows that cannot be read."""
    folder = tmp_path / "spoilt"
    shutil.copytree(root / "corridors" / "belt-and-road", folder)
    stations = folder / "stations.csv"
    lines = stations.read_text(encoding="utf-8").splitlines(keepends=True)
    stations.write_text("".join([*lines[:2], lines[1], *lines[2:]]), encoding="utf-8")
    measures = folder / "measures.csv"
    measures.write_text(measures.read_text(encoding="utf-8").replace("lower", "smaller", 1), encoding="utf-8")
    return folder


def test_the_reference_corridor_is_shown_within_100_columns(capsys):
    assert main(["check"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "Belt and Road space information corridor can be read whole; " in said.out
    assert "PakSat-1R is declared at 38.0 E" in said.out
    assert max(len(line.rstrip()) for line in said.out.splitlines()) <= WIDTH


def test_json_is_one_object(capsys):
    assert main(["check", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["sound"] is True
    assert said["problems"] == []
    assert {"id": "paksat-1r", "name": "PakSat-1R"}.items() <= next(
        one for one in said["out"] if one["id"] == "paksat-1r"
    ).items()
    assert {t["file"] for t in said["tables"]} >= {"satellites.csv", "needs.csv", "sensors.csv"}


def test_a_folder_that_cannot_be_read_lists_everything_and_ends_with_1(spoilt, capsys):
    assert main(["check", str(spoilt)]) == 1
    said = capsys.readouterr()
    assert said.out.startswith(f"{spoilt} cannot be read: 2 problems") or len(str(spoilt)) > WIDTH - 30
    assert "expected one of lower, higher, got 'smaller'" in " ".join(said.out.split())
    assert "line 2 has it already" in " ".join(said.out.split())
    assert said.err.startswith(
        f"serai: {spoilt} cannot be read: 2 problems; the first is stations.csv, line "
    )
    assert said.err.count("\n") == 1


def test_a_folder_that_cannot_be_read_is_told_in_json_as_well(spoilt, capsys):
    assert main(["check", str(spoilt), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["sound"] is False
    assert [p["file"] for p in said["problems"]] == ["stations.csv", "measures.csv"]
    assert [p["column"] for p in said["problems"]] == ["id", "better"]
