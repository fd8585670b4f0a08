"""An area by element sets alone: the strips are those of a corridor whose sensor sweeps the same."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import serai
from serai.cli import main
from serai.errors import Refused
from serai.formats import read_csv, write_csv
from serai.observe.fittings import Sensor
from serai.questions.areas.of_elements import SweptBy, region_of_elements
from serai.questions.region import region

START = "2026-08-22T00:00:00Z"


@pytest.fixture(scope="module")
def corridor(root):
    return serai.open_corridor(root / "corridors" / "belt-and-road")


@pytest.fixture(scope="module")
def omm(root):
    return root / "corridors" / "belt-and-road" / "elements.csv"


@pytest.fixture(scope="module")
def flood(root):
    return root / "examples" / "flood.geojson"


def same_sensor(corridor):
    """The finest radar mode of HJ-2E in the corridor, as options say it."""
    sensor = min(corridor.pool["hj-2e"].fitted(Sensor), key=lambda one: one.resolution_m)
    return SweptBy(
        incidence_deg=(sensor.incidence_min_deg, sensor.incidence_max_deg),
        swath_km=sensor.swath_km,
        side=sensor.sides if sensor.sides != "both" else None,
    )


def test_the_strips_are_those_of_a_corridor_with_the_same_sensor(corridor, omm, flood):
    ours = region_of_elements(omm, flood, same_sensor(corridor), start=START, days=5.0, satellites=["HJ-2E"])
    theirs = region(corridor, flood, need="N01", days=5.0, satellites=["hj-2e"], resolution_m=5.0)
    told = sorted((row.start, row.end, row.covered, row.incidence_deg) for row in ours.rows)
    expected = sorted((row.start, row.end, row.covered, row.incidence_deg) for row in theirs.rows)
    for found in (ours.found, theirs.found):  # the outermost corners count, so that a touch is a look
        west, south, east, north = theirs.outline.shape.bounds
        assert (found.samples.lon_deg.min(), found.samples.lon_deg.max()) == (west, east)
        assert (found.samples.lat_deg.min(), found.samples.lat_deg.max()) == (south, north)
    assert len(told) > 2
    assert told == expected
    starts = [row.start for row in ours.rows]
    assert starts == sorted(starts)  # ranked as they are seen
    assert all(row.rank and row.in_hand >= row.end for row in ours.rows)


def test_at_each_moment_the_nearest_of_several_sets_counts(omm, flood, tmp_path):
    """A set given again for a later day changes nothing before the middle between the two."""
    one = next(s for s in read_csv(omm.read_text(encoding="utf-8")) if s.norad == 49495)
    later = replace(one, epoch=one.epoch.plus(seconds=4 * 86_400.0), mean_anomaly_deg=0.0)
    twice = tmp_path / "twice.csv"
    twice.write_text(write_csv([one, later]), encoding="utf-8")
    by = SweptBy(incidence_deg=(20.0, 50.0), swath_km=100.0)
    alone, both, last = (
        region_of_elements(sets, flood, by, start=START, days=4.0) for sets in ([one], twice, [later])
    )
    half = one.epoch.plus(seconds=2 * 86_400.0)
    expected = [r.start for r in alone.rows if r.start < half] + [
        r.start for r in last.rows if r.start >= half
    ]
    assert [row.start for row in both.rows] == expected
    assert len(both.rows) > 3


def test_without_a_swath_all_within_reach_is_swept_and_by_day_where_the_sun_is_asked(omm, flood):
    def asked(**by):
        return region_of_elements(omm, flood, SweptBy(off_nadir_deg=30.0, **by), start=START, days=2.0,
                                  satellites=["GAOFEN-1", "GAOFEN-6"])  # fmt: skip

    whole, strip, day = asked(), asked(swath_km=60.0), asked(sun_deg=30.0)
    assert max(r.covered for r in whole.rows) > max(r.covered for r in strip.rows)
    assert {r.start for r in strip.rows} <= {r.start for r in whole.rows} | {r.start for r in strip.rows}
    assert 0 < len(day.rows) < len(whole.rows)
    assert all(row.sun_deg > 25.0 for row in day.rows)  # of the area's middle; its places differ by degrees


def test_the_command_says_what_is_seen_and_that_nobody_knows_when_it_is_in_hand(omm, flood, capsys):
    words = [
        "--area",
        str(flood),
        "--elements",
        str(omm),
        "--start",
        START,
        "--days",
        "2",
        "--incidence",
        "20,50",
    ]
    words += ["--swath", "100", "--satellite", "41727", "--paper", "41@547"]
    assert main(["looks", *words]) == 0
    said = capsys.readouterr().out
    assert "seen" in said
    assert "in hand is told of a corridor" in " ".join(said.split())
    assert "paper 1 41@547 exists on paper" in said
    assert "terms" not in said.splitlines()[4]
    assert main(["looks", *words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["corridor"] is None
    assert {look["in_hand"] for look in answer["looks"]} == {None}
    assert any("on paper" in caution for caution in answer["cautions"])
    assert main(["revisit", *words, "--percent", "50"]) == 0
    assert "seen" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "with --elements say what sweeps the area"),
        (["--off-nadir", "30", "--incidence", "20,50"], "with --elements say what sweeps the area"),
        (["--incidence", "50,20"], "expected angles from 0 to 90 degrees, the lower first, got 50 to 20"),
        (["--off-nadir", "30", "--swath", "0"], "expected --swath above 0"),
        (["--off-nadir", "30", "--need", "N01"], "--need is a matter of a corridor"),
        (["--off-nadir", "30", "--page", "x.html"], "--page is a matter of a corridor"),
        (["--off-nadir", "30", "--percent", "0"], "above 0 and at most 100 percent"),
    ],
)
def test_what_does_not_go_with_elements_is_refused_in_one_sentence(omm, flood, words, says, capsys):
    assert main(["looks", "--area", str(flood), "--elements", str(omm), "--start", START, *words]) == 1
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1


def test_a_swath_as_wide_as_half_the_earth_is_the_widest():
    assert SweptBy(off_nadir_deg=30.0, swath_km=20_000.0).sensor("1").swath_km == 20_000.0
    with pytest.raises(Refused, match="at most 20,000 km"):
        SweptBy(off_nadir_deg=30.0, swath_km=20_000.5)
