"""Corridors that nobody drew with care: empty ones, the pole, the date line, satellites without elements."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import serai
from serai import Outcome, State

Cells = dict[str, str]


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "corridor"
    shutil.copytree(root / "corridors" / "belt-and-road", copy)
    return copy


def _edit(folder: Path, table: str, change: Callable[[list[Cells]], list[Cells]]) -> None:
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or [])
        rows = change(list(reader))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def _only(folder: Path, *needs: str, **cells: str) -> None:
    """Keep only these needs, with some of their cells changed."""
    _edit(folder, "needs", lambda rows: [r | cells for r in rows if r["id"] in needs])
    for table in ("measures", "clear_sky"):
        _edit(folder, table, lambda rows: [r for r in rows if r["need"] in needs])
    _edit(folder, "constellations", lambda rows: [r for r in rows if r["need"] in ("", *needs)])
    _edit(folder, "rain", lambda rows: [r for r in rows if r["kind"] != "need" or r["place"] in needs])


def _assess(folder: Path) -> Outcome:
    return serai.assess(serai.open_corridor(folder))


def test_a_corridor_that_nobody_asks_anything_of_is_assessed_to_nothing(folder: Path) -> None:
    _only(folder)
    outcome = _assess(folder)
    assert outcome.assessments == ()
    assert outcome.single_points == []
    assert outcome.plan.bookings == ()


@pytest.mark.parametrize(
    ("where", "box"),
    [
        ("the date line", {"lon_min": "178", "lon_max": "-178", "lat_min": "-2", "lat_max": "2"}),
        ("the pole", {"lon_min": "-180", "lon_max": "180", "lat_min": "89", "lat_max": "90"}),
    ],
)
def test_boats_are_placed_as_well_on(folder: Path, where: str, box: Cells) -> None:
    _only(folder, "N03", **box)
    boats = _assess(folder)["N03"]
    assert boats.state is State.MET, where
    assert boats.figures[0].worst is not None
    assert 1.0 < boats.figures[0].worst < 10.0


def test_a_box_over_the_date_line_is_seen_where_it_is_and_not_on_the_other_side(folder: Path) -> None:
    _only(folder, "N01", lon_min="178", lon_max="-178", lat_min="15", lat_max="19")
    across = _assess(folder)
    _only(folder, "N01", lon_min="-180", lon_max="-176", lat_min="15", lat_max="19")
    beside = _assess(folder)
    centre = across["N01"].need.box.centre()
    assert abs(centre.lon_deg) == pytest.approx(180.0)
    looks = [len(o.plan.bookings) > 0 for o in (across, beside)]
    assert looks == [True, True]


def test_a_satellite_without_elements_is_out_and_says_so(folder: Path) -> None:
    _only(folder, "N01")
    _edit(folder, "elements", lambda rows: [r for r in rows if r["NORAD_CAT_ID"] != "41727"])
    corridor = serai.open_corridor(folder)
    assert str(corridor.pool["gaofen-3"].out) == "no elements in elements.csv"
    assert "gaofen-3" not in serai.assess(corridor)["N01"].path


def test_a_corridor_without_satellites_keeps_its_cables(folder: Path) -> None:
    _only(folder, "N28", "N03")
    _edit(folder, "satellites", lambda rows: [r | {"status": "not in service"} for r in rows])
    outcome = _assess(folder)
    assert outcome["N28"].state is State.MET
    assert outcome["N03"].state is State.NOT_MET
