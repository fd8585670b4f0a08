"""`serai assess --cables`: what cables of one's own would change, over a year too, and how it is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from serai.cli import main
from serai.needs import State
from serai.outcome.change import compare
from serai.outcome.outcome import assess, open_corridor

FOLDER = str(Path(__file__).parents[2] / "corridors" / "belt-and-road")
MALE, COLOMBO = [73.5, 4.17], [79.87, 6.93]


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """A file with one cable of 100 Gbit/s from Male to Colombo, beside which the command runs."""

    def of(**about):
        line = {"type": "LineString", "coordinates": [MALE, COLOMBO]}
        told = {"name": "Male link", "kind": "submarine", "capacity_bps": 1e11, **about}
        feature = {"type": "Feature", "properties": told, "geometry": line}
        file = tmp_path / "mine.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
        return file

    monkeypatch.chdir(tmp_path)
    return of


def test_a_cable_of_ones_own_mends_a_year_and_it_is_told_as_a_change(mine, capsys):
    mine()
    assert main(["assess", FOLDER, "--cables", "mine.geojson", "--need", "N22", "--report", "out"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "your cable Male link" in said
    assert "1 need better" in said
    assert (
        "N22 Maldives atolls backup connectivity: goes from degraded to met, now by Male link instead of"
        in said
    )
    assert "rate holds 99.992 % of a year instead of 99.029 %" in said
    assert "No fortnight: what is struck, added or switched on" in said
    assert "next serai resilience --need N22" in said
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert "<b>Your cable: </b>Male link" in page
    ladder = Path("out/ladder-N22.html").read_text(encoding="utf-8")
    assert "UTC, with Male link." in ladder


def test_programs_get_its_name_and_the_change(mine, capsys):
    mine()
    assert main(["assess", FOLDER, "--cables", "mine.geojson", "--need", "N22", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["own_cables"] == ["Male link"]
    (change,) = found["changes"]
    assert (change["before"], change["after"], change["worse"]) == ("degraded", "met", False)
    assert main(["assess", FOLDER, "--today", "--need", "N36", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["own_cables"] == []
    assert "changes" not in plain


def test_a_cable_that_is_none_is_refused_before_anything_is_judged(mine, capsys):
    mine(capacity_bps=-1)
    assert main(["assess", FOLDER, "--cables", "mine.geojson"]) == 1
    assert "mine.geojson" in capsys.readouterr().err
    assert main(["assess", FOLDER, "--cables", "nowhere.geojson"]) == 1


@pytest.fixture(scope="module")
def before(root):
    """The day of two needs as the corridor stands."""
    return assess(open_corridor(root / "corridors" / "belt-and-road").only("N22", "N36"), losses=False)


def test_a_loss_that_moves_a_year_alone_is_a_change(before):
    one = before["N22"]
    (year,) = one.annual
    lost = 1.0 - year.availability  # 0.0097
    for times, told in ((1.0, False), (1.02, False), (0.93, False), (0.8, True), (50.0, True)):
        share = 1.0 - times * lost
        moved = replace(one, annual=(replace(year, availability=share, hopeful=share),))
        found = compare(before, replace(before, assessments=(moved, before["N36"])))
        assert bool(found) is told, times
        assert [c.worse for c in found] == [times > 10.0] * told
    (change,) = found
    assert (change.stood, change.stands) == (State.DEGRADED, State.NOT_MET)
    assert "goes from degraded to not met" in str(change)
    assert "rate holds 51.45 % of a year instead of 99.029 %" in str(change)


def test_a_year_that_nobody_knows_has_no_share_to_compare(before):
    one = before["N22"]
    (year,) = one.annual
    unknown = replace(year, availability=0.5, hopeful=1.0)
    after = replace(before, assessments=(replace(one, annual=(unknown,)), before["N36"]))
    (change,) = compare(before, after)
    assert change.stands is State.UNKNOWN
    assert "of a year" not in str(change.says)
