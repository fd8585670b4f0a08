"""The bulk search gives what the general search of the same condition gives."""

from __future__ import annotations

import numpy as np
import pytest

from serai.access import above_mask, windows
from serai.access.bulk import days_over, elevation_windows, joined
from serai.earth import Orientation, Place
from serai.orbit import Ephemeris, TabulatedOrbit, walker
from serai.time import Instant, Span, WindowTable

T0 = Instant.from_utc("2026-08-22T00:00:00Z")
DAY = Span(T0, T0.plus(seconds=86_400.0))
PLACES = [
    Place(lat_deg=39.5, lon_deg=75.9),
    Place(lat_deg=24.95, lon_deg=67.1),
    Place(lat_deg=-2.99, lon_deg=40.2, height_m=10.0),
    Place(lat_deg=78.2, lon_deg=15.4),
]
MOMENT_S = 2e-3  # each search stops within one millisecond of the crossing


def low_orbits(step_s: float, span: Span = DAY) -> Ephemeris:
    orbits = walker(12, 4, 1, altitude_m=550_000.0, inclination_deg=97.6, epoch=T0)
    return Ephemeris.of(orbits, span, Orientation.none(), step_s)


def assert_alike(ours: WindowTable, theirs: WindowTable) -> None:
    assert np.array_equal(ours.pair, theirs.pair)
    assert np.abs(ours.start_ns - theirs.start_ns).max() / 1e9 < MOMENT_S
    assert np.abs(ours.end_ns - theirs.end_ns).max() / 1e9 < MOMENT_S
    assert np.array_equal(ours.cut_start, theirs.cut_start)
    assert np.array_equal(ours.cut_end, theirs.cut_end)


@pytest.mark.parametrize("mask_deg", [0.0, 5.0, 30.0, 60.0])
@pytest.mark.parametrize("step_s", [60.0, 120.0])
def test_all_pairs_at_once_give_the_windows_of_the_general_search(mask_deg: float, step_s: float):
    where = low_orbits(step_s)
    ours = elevation_windows(where, PLACES, mask_deg, DAY)
    theirs = windows(above_mask(where, range(12), PLACES, mask_deg, shortest_s=5.0), DAY, best=False)
    assert len(ours) > 20
    assert_alike(ours, theirs)


def test_a_mask_for_each_place_counts_at_that_place():
    where = low_orbits(60.0)
    masks = [5.0, 10.0, 20.0, 40.0]
    ours = elevation_windows(where, PLACES, masks, DAY)
    for j, (place, mask) in enumerate(zip(PLACES, masks, strict=True)):
        alone = elevation_windows(where, [place], mask, DAY)
        mine = ours.where(ours.pair % 4 == j)
        assert np.array_equal(mine.pair // 4, alone.pair)
        assert np.abs(mine.start_ns - alone.start_ns).max() < MOMENT_S * 1e9


def test_only_the_pairs_asked_about_are_looked_for():
    where = low_orbits(60.0)
    asked = np.zeros((12, 4), bool)
    asked[3, 1] = asked[3, 2] = asked[7, 0] = True
    ours = elevation_windows(where, PLACES, 5.0, DAY, between=asked)
    assert set(ours.pair) == {13, 14, 28}
    whole = elevation_windows(where, PLACES, 5.0, DAY)
    assert_alike(ours, whole.where(np.isin(whole.pair, [13, 14, 28])))


def test_passes_that_fall_between_two_nodes_are_found_when_asked_for():
    where = low_orbits(240.0)
    every = elevation_windows(where, PLACES, 60.0, DAY)
    lasting = elevation_windows(where, PLACES, 60.0, DAY, shortest_s=240.0)
    assert len(every) > len(lasting)
    fine = elevation_windows(low_orbits(30.0), PLACES, 60.0, DAY)
    assert np.array_equal(every.pair, fine.pair)


def test_windows_cut_at_midnight_are_joined_again():
    two_days = Span(T0, T0.plus(seconds=2 * 86_400.0))
    whole = elevation_windows(low_orbits(60.0, two_days), PLACES, 5.0, two_days)
    parts = [elevation_windows(low_orbits(60.0, day), PLACES, 5.0, day) for day in days_over(two_days)]
    again = joined(WindowTable.concatenate(parts))
    inside = again.where((again.end_ns > two_days.start.tai_ns) & (again.start_ns < two_days.end.tai_ns))
    assert np.array_equal(inside.pair, whole.pair)
    clipped = np.maximum(inside.start_ns, two_days.start.tai_ns)
    assert np.abs(clipped - whole.start_ns).max() < 10_000_000


def test_a_satellite_whose_table_ends_at_noon_is_not_seen_in_the_afternoon():
    noon = T0.plus(seconds=43_200.0)
    morning = Span(T0, noon)
    one = walker(1, 1, 0, altitude_m=550_000.0, inclination_deg=97.6, epoch=T0)[0]
    at = Ephemeris.of([one], morning, Orientation.none(), 60.0)
    table = TabulatedOrbit(at.grid_ns, at.nodes()[0], at.velocities()[0])
    found = elevation_windows(Ephemeris.of([table], DAY, Orientation.none(), 60.0), PLACES, 5.0, DAY)
    whole = elevation_windows(at, PLACES, 5.0, morning)
    assert len(whole) == len(found) > 3
    assert (found.end_ns <= noon.tai_ns + MOMENT_S * 1e9).all()


def test_nothing_asked_is_nothing_found():
    where = low_orbits(60.0)
    assert len(elevation_windows(where, [], 5.0, DAY)) == 0
    assert len(elevation_windows(where, PLACES, 5.0, DAY, between=np.zeros((12, 4), bool))) == 0
