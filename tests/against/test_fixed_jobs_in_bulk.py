"""The fixed jobs through the compiled search: all windows, edges where exact SGP4 puts them, none missed.

ours | theirs | tolerance | measured | why
passes, 100 x 20 x 7 days | 45,149 windows | 0 | 0 |
their edges | exact sgp4 elevation against the mask | 1e-5 deg | 9e-8 deg | polynomials of eight nodes
10 satellites of all kinds x 5 stations x 7 days | a scan of every 2 s | none missed | none |
looks, 20 x 50 x 7 days | 5,203 windows, 462,802.63 s (1 s scan) | 0; 1 ms a window | 0; 0.95 ms |
    straight lines through whole seconds lose a little of each window
their edges | exact off-nadir angle against the limit | 1e-5 deg | 1.1e-7 deg |
revisit, 20 x 1,000 x 3 days | 1.597056 h | 1e-4 h | 3.5e-5 h | a scan of every second misses brief looks
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from serai.access import limits
from serai.access.coverage import coverage
from serai.access.sweep import Best, Part, gathered, sweep
from serai.earth import Orientation, Place, elevation_above_deg, off_nadir_deg
from serai.formats import read_tle
from serai.orbit import Sgp4
from serai.time import Instant, Span

EDGE_DEG = 1e-5
INTERPOLATED_S = 1e-3
REVISIT_H = 1e-4
OUTSIDE_NS = 50_000_000
NONE = Orientation.none()


def places(path: Path) -> list[Place]:
    with path.open(encoding="utf-8") as file:
        return [
            Place(
                lat_deg=float(r["lat_deg"]), lon_deg=float(r["lon_deg"]), height_m=float(r.get("height_m", 0))
            )
            for r in csv.DictReader(file)
        ]


def angles(
    found: Part, at_ns: np.ndarray, motions: list[Sgp4], where: list[Place], *, nadir: bool
) -> np.ndarray:
    """Exact elevation (or angle off nadir) of each window's pair at its own moment."""
    sat, place = np.divmod(found.table.pair, len(where))
    ecef, up = np.array([p.ecef_m() for p in where]), np.array([p.up() for p in where])
    out = np.empty(len(sat))
    for k in np.unique(sat):
        mine = sat == k
        r = motions[k].state(at_ns[mine], NONE)[0]
        here = place[mine]
        out[mine] = off_nadir_deg(r, ecef[here]) if nadir else elevation_above_deg(ecef[here], up[here], r)
    return out


@pytest.fixture(scope="module")
def passes(shared_data):
    jobs = shared_data / "jobs"
    motions = [Sgp4(one) for one in read_tle(jobs / "passes_100sats.tle")]
    week = Span.of(Instant.from_utc("2026-08-22T00:00:00Z"), 7 * 86_400.0)
    stations = places(jobs / "passes_20stations.csv")
    found = gathered(
        sweep(motions, stations, limits.above(10.0), week, NONE, best=Best.HIGHEST_ELEVATION, azimuths=True)
    )
    return motions, stations, week, found


@pytest.fixture(scope="module")
def looks(shared_data):
    jobs = shared_data / "jobs"
    motions = [Sgp4(one) for one in read_tle(jobs / "looks_20sats.tle")]
    week = Span.of(Instant.from_utc("2026-03-01T00:00:00Z"), 7 * 86_400.0)
    points = places(jobs / "looks_50points.csv")
    found = gathered(sweep(motions, points, limits.off_nadir(30.0), week, NONE, best=Best.LEAST_OFF_NADIR))
    return motions, points, found


def test_a_week_of_passes_is_found_whole(passes):
    *_, found = passes
    assert len(found.table) == 45_149
    assert not found.errors.any()


def test_at_every_edge_of_a_pass_exact_sgp4_is_at_the_mask(passes):
    motions, stations, _, found = passes
    table = found.table
    for at, cut, outward in ((table.start_ns, table.cut_start, -1), (table.end_ns, table.cut_end, 1)):
        edge = angles(found, at, motions, stations, nadir=False)
        outside = angles(found, at + outward * OUTSIDE_NS, motions, stations, nadir=False)
        assert np.abs(edge - 10.0)[~cut].max() < EDGE_DEG
        assert outside[~cut].max() < 10.0
    middle = table.start_ns + (table.end_ns - table.start_ns) // 2
    assert angles(found, middle, motions, stations, nadir=False).min() > 10.0


def test_the_highest_elevation_is_that_of_exact_sgp4_and_no_neighbour_is_higher(passes):
    motions, stations, _, found = passes
    table = found.table
    top = angles(found, table.best_ns, motions, stations, nadir=False)
    assert np.abs(top - table.best).max() < EDGE_DEG
    for step_ns in (-(10**9), 10**9):
        beside = np.clip(table.best_ns + step_ns, table.start_ns, table.end_ns)
        assert (angles(found, beside, motions, stations, nadir=False) <= table.best + 1e-6).all()


@pytest.mark.slow
def test_a_scan_of_every_two_seconds_finds_nothing_that_was_missed(passes):
    motions, stations, week, found = passes
    kinds = [
        0,
        11,
        23,
        37,
        52,
        70,
        85,
        90,
        95,
        99,
    ]  # low orbits, and BeiDou in medium and geosynchronous ones
    moments = np.arange(week.start.tai_ns, week.end.tai_ns, 2 * 10**9)
    missed = 0
    for k in kinds:
        r = motions[k].state(moments, NONE)[0]
        for j in range(0, 20, 4):
            above = elevation_above_deg(stations[j].ecef_m(), stations[j].up(), r) >= 10.0
            mine = found.table.rows_of(k * len(stations) + j)
            held = np.zeros(len(moments) + 1, np.int64)
            np.add.at(held, np.searchsorted(moments, found.table.start_ns[mine] - 1_000), 1)
            np.add.at(held, np.searchsorted(moments, found.table.end_ns[mine] + 1_000), -1)
            inside = np.cumsum(held[:-1]) > 0
            missed += int((above & ~inside).sum())
            assert not (inside & ~above).sum() > 2 * (mine.stop - mine.start)
    assert missed == 0


def test_a_week_of_looks_is_found_whole(looks):
    *_, found = looks
    assert len(found.table) == 5_203
    assert found.table.duration_s.sum() == pytest.approx(462_802.63, abs=INTERPOLATED_S * 5_203)


def test_at_every_edge_of_a_look_the_exact_angle_is_the_limit(looks):
    motions, points, found = looks
    table = found.table
    for at, cut in ((table.start_ns, table.cut_start), (table.end_ns, table.cut_end)):
        assert np.abs(angles(found, at, motions, points, nadir=True) - 30.0)[~cut].max() < EDGE_DEG
    assert np.abs(angles(found, table.best_ns, motions, points, nadir=True) - table.best).max() < EDGE_DEG


def test_the_mean_revisit_of_a_thousand_places(shared_data):
    jobs = shared_data / "jobs"
    motions = [Sgp4(one) for one in read_tle(jobs / "looks_20sats.tle")]
    days = Span.of(Instant.from_utc("2026-03-01T00:00:00Z"), 3 * 86_400.0)
    points = places(jobs / "revisit_1000points.csv")
    found = coverage(gathered(sweep(motions, points, limits.off_nadir(30.0), days, NONE)).table, points, days)
    assert abs(int(found.looks.sum()) - 53_717) <= 3
    assert np.isfinite(found.mean_revisit_s).sum() == 998
    assert found.mean("mean_revisit_s") / 3_600.0 == pytest.approx(1.597056, abs=REVISIT_H)
