"""The fixed benchmark jobs: how many windows, and how long, against what was counted every second.

ours | theirs | tolerance | measured | why
passes, 100 x 20 x 7 days | 45,149 windows (a 2 s scan of a part missed nothing) | 0 | 0 | both find all
looks, 20 x 50 x 7 days | 5,203 windows, 462,802.63 s (1 s scan) | 0; 0.001 s a window | 0; 0.0004 s |
    theirs has edges by straight lines through whole seconds
revisit, 20 x 1,000 x 3 days | 53,717 windows, mean gap 1.597056 h | 3; 1e-4 h | 1; 3.5e-5 h |
    three looks are shorter than a second, of which a scan of every second sees some
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from serai.access import above_mask, off_nadir_within, windows
from serai.earth import Orientation, Place
from serai.formats import read_tle
from serai.orbit import Ephemeris, Sgp4
from serai.time import Instant, Span

INTERPOLATED_S = 1e-3
BRIEF_WINDOWS = 3
REVISIT_H = 1e-4


def places(path: Path) -> list[Place]:
    with path.open(encoding="utf-8") as file:
        return [
            Place(
                lat_deg=float(row["lat_deg"]),
                lon_deg=float(row["lon_deg"]),
                height_m=float(row.get("height_m", 0)),
            )
            for row in csv.DictReader(file)
        ]


def sky(path: Path, span: Span) -> Ephemeris:
    return Ephemeris.of([Sgp4(one) for one in read_tle(path)], span, Orientation.none())


def test_a_week_of_passes_of_a_hundred_satellites(shared_data):
    jobs = shared_data / "jobs"
    week = Span.of(Instant.from_utc("2026-08-22T00:00:00Z"), 7 * 86_400.0)
    stations = places(jobs / "passes_20stations.csv")
    condition = above_mask(sky(jobs / "passes_100sats.tle", week), range(100), stations, 10.0)
    assert len(windows(condition, week, best=False)) == 45_149


def test_a_week_of_looks_of_twenty_satellites(shared_data):
    jobs = shared_data / "jobs"
    week = Span.of(Instant.from_utc("2026-03-01T00:00:00Z"), 7 * 86_400.0)
    points = places(jobs / "looks_50points.csv")
    found = windows(off_nadir_within(sky(jobs / "looks_20sats.tle", week), range(20), points, 30.0), week)
    assert len(found) == 5_203
    assert found.duration_s.sum() == pytest.approx(462_802.63, abs=INTERPOLATED_S * len(found))


@pytest.mark.slow
def test_how_often_a_thousand_places_are_seen_again(shared_data):
    jobs = shared_data / "jobs"
    days = Span.of(Instant.from_utc("2026-03-01T00:00:00Z"), 3 * 86_400.0)
    points = places(jobs / "revisit_1000points.csv")
    condition = off_nadir_within(sky(jobs / "looks_20sats.tle", days), range(20), points, 30.0)
    found = windows(condition, days, best=False)
    assert abs(len(found) - 53_717) <= BRIEF_WINDOWS
    gaps_h = []
    for place in range(len(points)):
        rows = np.flatnonzero(found.pair % len(points) == place)
        rows = rows[np.argsort(found.start_ns[rows])]
        if len(rows) > 1:
            seen_until = np.maximum.accumulate(found.end_ns[rows])
            gaps = found.start_ns[rows][1:] - seen_until[:-1]
            gaps_h.append(gaps[gaps > 0].mean() / 3.6e12)
    assert len(gaps_h) == 998
    assert np.mean(gaps_h) == pytest.approx(1.597056, abs=REVISIT_H)
