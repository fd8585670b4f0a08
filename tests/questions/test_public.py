"""What `import serai` promises: its names and nothing else, none of them a room, and a short repr of each."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import serai

SOURCE = Path(serai.__file__).resolve().parent
QUESTIONS = ("passes", "looks", "revisit", "single_points", "attenuation", "budget", "position")
LONGEST = 240  # characters of a repr: a line or two of a notebook


@pytest.fixture(scope="module")
def small(root):
    return serai.open_corridor(root / "examples" / "smallest_corridor")


@pytest.fixture(scope="module")
def outcome(small):
    return serai.assess(small)


@pytest.fixture(scope="module")
def elements(root):
    return root / "examples" / "smallest_corridor" / "elements.csv"


def test_the_questions_of_the_commands_are_functions_beside_assess():
    for name in QUESTIONS:
        assert inspect.isfunction(getattr(serai, name)), name


def test_dir_shows_the_promise_and_nothing_else():
    importlib.import_module("serai.access.sweep")
    assert dir(serai) == sorted(["__version__", *serai.PUBLIC])


def test_no_room_has_the_name_of_a_public_function():
    rooms = {p.stem for p in SOURCE.iterdir() if p.suffix == ".py" or (p.is_dir() and p.name.isidentifier())}
    assert rooms & set(serai.PUBLIC) == set()


def test_a_public_name_stays_what_it_is_after_every_room_was_opened():
    script = (
        "import pkgutil, importlib, serai\n"
        "before = {n: getattr(serai, n) for n in serai.PUBLIC}\n"
        "for m in pkgutil.iter_modules(serai.__path__):\n"
        "    importlib.import_module('serai.' + m.name) if m.name != '__main__' else None\n"
        "assert all(getattr(serai, n) is before[n] for n in serai.PUBLIC)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


def test_every_public_thing_says_itself_in_a_line_or_two(small, outcome, elements, root):
    sky = {"start": "2026-08-22T00:00:00Z", "days": 1.0}
    here = {"karachi": serai.Place(lat_deg=24.86, lon_deg=67.01)}
    said = [
        small,
        small.pool,
        outcome,
        outcome.world,
        outcome.plan,
        outcome.scan,
        *outcome.assessments,
        *small.needs,
        *serai.single_points(outcome),
        *serai.advice(outcome),
        *serai.compare(outcome, serai.assess(small.without(small.pool.assets[0].id))),
        serai.passes(elements, here, mask=10, **sky),
        serai.looks(elements, here, off_nadir_deg=40, **sky),
        serai.revisit(elements, here, off_nadir_deg=40, **sky),
        serai.attenuation(lat_deg=24.9, lon_deg=67.0, frequency_ghz=20.2, elevation_deg=42, percent=0.5),
        *serai.budget(root / "examples" / "x_band_pass.toml"),
        serai.Instant.from_utc("2026-08-22T00:00:00Z"),
    ]
    for one in said:
        assert len(repr(one)) <= LONGEST, f"{type(one).__name__}: {len(repr(one))} characters"
        assert " at 0x" not in repr(one), type(one).__name__


def test_passes_are_rows_and_arrays(elements):
    here = {"karachi": serai.Place(lat_deg=24.86, lon_deg=67.01)}
    found = serai.passes(elements, here, mask=10, start="2026-08-22T00:00:00Z", days=1.0)
    rows = list(found)
    assert len(rows) == len(found) == len(found.part.table) > 0
    assert rows[0]["satellite"] == "GAOFEN-3"
    assert rows[0]["station"] == "karachi"
    assert all(row["max_elevation_deg"] >= 10.0 for row in rows)
    assert repr(found).startswith(
        f"FoundWindows({len(rows)} passes of 1 satellite over 1 station, 2026-08-22"
    )


def test_a_corridor_brings_its_own_period_and_stations(small):
    found = serai.passes(small, mask=5)
    assert found.search.sky.span.start == small.start
    assert {row["station"] for row in found} <= {a.id for a in small.pool.assets if a.kind == "station"}


def test_what_is_missing_is_refused_in_a_sentence_with_a_key(elements):
    here = {"karachi": serai.Place(lat_deg=24.86, lon_deg=67.01)}
    with pytest.raises(serai.Refused) as no_period:
        serai.passes(elements, here, mask=10)
    assert no_period.value.key == "questions.period"
    with pytest.raises(serai.Refused) as no_mask:
        serai.passes(elements, here, start="2026-08-22T00:00:00Z", days=1)
    assert str(no_mask.value) == "station karachi has no mask of its own; give --mask DEG"
    with pytest.raises(serai.Refused) as no_places:
        serai.passes(elements, mask=1, start="2026-08-22T00:00:00Z", days=1)
    assert str(no_places.value) == "the places are needed: --stations CSV (columns id, lat_deg, lon_deg)"
    with pytest.raises(serai.Refused, match="did you mean 'GAOFEN-3'") as no_satellite:
        serai.looks(
            elements, here, off_nadir_deg=30, start="2026-08-22T00:00:00Z", days=1, satellites=["gaofen3"]
        )
    assert no_satellite.value.key == "questions.no_satellite"


def test_a_revisit_asks_about_points_or_a_grid(elements):
    period = {"start": "2026-08-22T00:00:00Z", "days": 0.5, "off_nadir_deg": 40}
    with pytest.raises(serai.Refused, match="or --grid DEG"):
        serai.revisit(elements, **period)
    found = serai.revisit(elements, grid_deg=30.0, **period)
    assert found.cells is not None
    assert (found.cells.rows, found.cells.columns) == (6, 12)
    assert len(found.ids) == len(found.coverage) == 72


def test_single_points_of_an_outcome_and_of_its_folder_are_the_same(outcome, root):
    found = serai.single_points(root / "examples" / "smallest_corridor")
    assert [p.loss.id for p in found] == [p.loss.id for p in serai.single_points(outcome)]
    assert found


def test_attenuation_is_that_of_its_recommendation_and_names_what_it_lacks():
    path = {"lat_deg": 24.9, "lon_deg": 67.0, "frequency_ghz": 20.2, "elevation_deg": 42.0, "percent": 0.5}
    found = serai.attenuation(**path)
    causes = found.decibels
    assert set(causes) == {"rain_db", "gas_db", "cloud_db", "scintillation_db", "total_db"}
    assert (causes["total_db"] is None) == bool(found.lacking)


def test_a_budget_has_its_ways_with_their_margins(root):
    ways = serai.budget(root / "examples" / "ku_vsat.toml")
    assert [way.name for way in ways] == ["forward", "return"]
    assert all(way.budget.value("margin") is not None for way in ways)
