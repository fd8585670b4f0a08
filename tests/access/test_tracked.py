"""Satellites tracked over a day: the windows of the bulk search, and moments abeam by a scan of seconds."""

from __future__ import annotations

import numpy as np
import pytest

from serai.access import Mask
from serai.access.bulk import days_over, elevation_windows, joined
from serai.access.limits import above
from serai.access.sweep import gathered, sweep
from serai.access.tracked import Tracked
from serai.earth import Orientation, Place, geodetic
from serai.orbit import Ephemeris, Motion, walker
from serai.time import Span, WindowTable
from tests.access.orbits import DECAYING, EPOCH, GEOSTATIONARY, LOW, MEDIUM, MOLNIYA, TRANSFER, satellite

NONE = Orientation.none()
DAY = Span.of(EPOCH, 86_400.0)
PLACES = [
    Place(lat_deg=39.5, lon_deg=75.9),
    Place(lat_deg=-2.99, lon_deg=40.2, height_m=10.0),
    Place(lat_deg=-17.5, lon_deg=180.0),
    Place(lat_deg=90.0, lon_deg=0.0),
]
HILLS = Mask(points=tuple((float(az), 3.0 + 12.0 * (az // 40 % 2)) for az in range(0, 360, 40)))
MASKS = [Mask.constant(5.0), Mask.constant(10.0), HILLS, Mask.constant(0.0)]
FALLING = satellite(150.0, 0.001, 91.0, bstar=5e-3)  # it has a position for five hours
SKIMMING = satellite(195.0, 0.001, 91.0, bstar=1e-6)  # with the step of those that fall, and it does not
MOVING = [LOW, MOLNIYA, MEDIUM, FALLING, TRANSFER, GEOSTATIONARY, DECAYING, SKIMMING]


def same(ours: WindowTable, theirs: WindowTable) -> None:
    assert np.array_equal(ours.pair, theirs.pair)
    assert np.array_equal(ours.start_ns, theirs.start_ns)
    assert np.array_equal(ours.end_ns, theirs.end_ns)
    assert np.array_equal(ours.cut_start, theirs.cut_start)
    assert np.array_equal(ours.cut_end, theirs.cut_end)


def test_windows_are_those_of_the_bulk_search_also_of_one_that_falls():
    ours = Tracked.of(MOVING, DAY, NONE).above(PLACES, MASKS)
    theirs = gathered(sweep(MOVING, PLACES, above(MASKS), DAY, NONE)).table
    assert len(ours) > 60
    assert set((ours.pair // 4).tolist()) >= {0, 1, 2, 3, 4}
    same(ours, theirs)


@pytest.mark.parametrize("others", [[], [SKIMMING]])
def test_the_last_window_of_one_that_falls_ends_with_its_last_position(others: list[Motion]):
    moments = DAY.start.tai_ns + 10**9 * np.arange(86_400, dtype=np.int64)
    r, _ = FALLING.state(moments, NONE)
    last = int(np.flatnonzero(np.isfinite(r[:, 0]))[-1])
    lat_deg, lon_deg, _ = geodetic(r[last])
    beneath = [Place(lat_deg=float(lat_deg), lon_deg=float(lon_deg))]
    motions = [*others, FALLING]
    found = Tracked.of(motions, DAY, NONE).above(beneath, [Mask.constant(5.0)])
    ends = found.end_ns[found.pair == len(others)]
    assert moments[last] <= ends[-1] <= moments[last] + 10**9
    theirs = gathered(sweep(motions, beneath, above(5.0), DAY, NONE)).table
    same(found, theirs)


def test_windows_are_those_of_the_search_over_an_ephemeris():
    orbits = walker(12, 4, 1, altitude_m=550_000.0, inclination_deg=97.6, epoch=EPOCH)
    ours = Tracked.of(orbits, DAY, NONE).above(PLACES, [Mask.constant(5.0)] * 4)
    theirs = elevation_windows(Ephemeris.of(orbits, DAY, NONE, 60.0), PLACES, 5.0, DAY)
    assert np.array_equal(ours.pair, theirs.pair)
    assert np.abs(ours.start_ns - theirs.start_ns).max() < 5_000_000
    assert np.abs(ours.end_ns - theirs.end_ns).max() < 5_000_000


def test_only_pairs_asked_about_are_looked_for_and_only_those_that_last():
    asked = np.zeros((len(MOVING), 4), dtype=bool)
    asked[0, 1] = asked[4, 0] = asked[4, 3] = True
    where = Tracked.of(MOVING, DAY, NONE)
    whole, some = where.above(PLACES, MASKS), where.above(PLACES, MASKS, between=asked)
    same(some, whole.where(np.isin(whole.pair, np.flatnonzero(asked))))
    lasting = where.above(PLACES, MASKS, shortest_s=400.0)
    same(lasting, whole.where((whole.duration_s >= 400.0) | whole.cut_start | whole.cut_end))
    assert len(lasting) < len(whole)


def test_what_the_end_of_a_day_cuts_is_kept_however_short_and_joined_to_its_other_part():
    orbits = walker(24, 4, 1, altitude_m=550_000.0, inclination_deg=97.6, epoch=EPOCH)
    four_days = Span.of(EPOCH, 4 * 86_400.0)
    masks = [Mask.constant(5.0)] * 4

    def lasting(span: Span) -> WindowTable:
        return Tracked.of(orbits, span, NONE).above(PLACES, masks, shortest_s=300.0)

    whole = lasting(four_days)
    parts = joined(_sorted(WindowTable.concatenate([lasting(day) for day in days_over(four_days)])))
    inside = (parts.start_ns > four_days.start.tai_ns) & (parts.end_ns < four_days.end.tai_ns)
    parts = parts.where(inside & (parts.duration_s >= 300.0))
    whole = whole.where((whole.start_ns > four_days.start.tai_ns) & (whole.end_ns < four_days.end.tai_ns))
    seams = [day.end.tai_ns for day in days_over(four_days)][:-1]
    assert any(((whole.start_ns < seam) & (whole.end_ns > seam)).any() for seam in seams)
    assert np.array_equal(parts.pair, whole.pair)
    assert np.abs(parts.start_ns - whole.start_ns).max() < 1_000_000
    assert np.abs(parts.end_ns - whole.end_ns).max() < 1_000_000


def _sorted(table: WindowTable) -> WindowTable:
    return table.where(np.lexsort((table.start_ns, table.pair)))


@pytest.mark.parametrize("k", range(len(MOVING)))
def test_moments_abeam_are_those_of_a_scan_of_every_second(k: int):
    moments = DAY.start.tai_ns + 10**9 * np.arange(-5, 86_406, dtype=np.int64)
    r, _ = MOVING[k].state(moments, NONE)
    where = Tracked.of(MOVING, DAY, NONE)
    total = 0
    for place in PLACES:
        away = r - place.ecef_m()
        range_m = np.linalg.norm(away, axis=1)
        with np.errstate(invalid="ignore"):
            elevated = away @ place.up() / range_m >= np.sin(np.radians(10.0))
            turn = 1 + np.flatnonzero((range_m[1:-1] < range_m[:-2]) & (range_m[1:-1] <= range_m[2:]))
        theirs = moments[turn[elevated[turn]]]
        theirs = theirs[(theirs > DAY.start.tai_ns + 10**9) & (theirs < DAY.end.tai_ns - 10**9)]
        found = where.abeam(place)
        mine = found.at_ns[found.motion == k]
        assert ((mine >= DAY.start.tai_ns) & (mine < DAY.end.tai_ns)).all()
        assert len(np.unique(mine)) == len(mine)
        for at in theirs.tolist():
            assert np.abs(mine - at).min() <= 10**9
        total += len(theirs)
        here, before, after = (MOVING[k].state(mine + ms * 10**6, NONE)[0] for ms in (0, -50, 50))
        rows = found.motion == k
        assert np.abs(found.position_m[rows] - here).max(initial=0.0) < 0.05
        assert np.abs(found.velocity_mps[rows] - (after - before) * 10.0).max(initial=0.0) < 0.1
    assert total or MOVING[k] in (GEOSTATIONARY, DECAYING)


def test_a_moment_abeam_belongs_to_one_day_alone():
    two_days = Span.of(EPOCH, 2 * 86_400.0)
    whole = Tracked.of([LOW], two_days, NONE).abeam(PLACES[3])
    seam = int(whole.at_ns[len(whole.at_ns) // 2])  # a day that ends at such a moment to the nanosecond
    for shift in (-1_000, 0, 1_000):
        at = type(EPOCH)(seam + shift)
        halves = [Span(two_days.start, at), Span(at, two_days.end)]
        found = sum(len(Tracked.of([LOW], half, NONE).abeam(PLACES[3]).at_ns) for half in halves)
        assert abs(found - len(whole.at_ns)) <= (abs(shift) < 1_000)


def test_nothing_is_found_without_places_or_satellites():
    assert len(Tracked.of([LOW], DAY, NONE).above([], [])) == 0
    assert len(Tracked.of([], DAY, NONE).above(PLACES, MASKS)) == 0
    assert len(Tracked.of([], DAY, NONE).abeam(PLACES[0]).at_ns) == 0
