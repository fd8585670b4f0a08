"""When satellites pass abeam: judged by geometry and by the slower general search."""

from __future__ import annotations

import numpy as np

from serai.access import off_nadir_within, windows
from serai.access.tracked import Tracked
from serai.earth import Orientation, Place, incidence_deg
from serai.observe.overflights import Overflights, overflights, overflights_of
from serai.orbit import Ephemeris
from serai.time import Span
from serai.world import World
from tests.observe.by_numpy import by_numpy
from tests.observe.story import DAY, SINDH, T0, low_orbit

STEP_S = 120.0
ORBITS = [low_orbit(raan, phase) for raan, phase in ((0, 0), (50, 120), (80, 0), (140, 60), (200, 10))]


def ephemeris(span: Span = DAY) -> Ephemeris:
    return Ephemeris.of(ORBITS, span, Orientation.none(), STEP_S)


def flights(point: Place = SINDH) -> tuple[Ephemeris, Overflights]:
    return ephemeris(), overflights(Tracked.of(ORBITS, DAY, Orientation.none()), point)


def test_abeam_the_satellite_is_nearer_than_a_moment_before_or_after():
    where, found = flights()
    assert len(found) > 10
    inside = (found.at_ns > DAY.start.tai_ns + 10**9) & (found.at_ns < DAY.end.tai_ns - 10**9)
    found = found.where(inside)
    site = SINDH.ecef_m()

    def range_m(moments: np.ndarray) -> np.ndarray:
        return np.linalg.norm(where.position_m(found.satellite, moments) - site, axis=-1)

    now = range_m(found.at_ns)
    assert (range_m(found.at_ns - 500_000_000) > now).all()
    assert (range_m(found.at_ns + 500_000_000) > now).all()


def test_a_look_within_a_cone_is_counted_once_for_each_window_of_the_cone():
    where, found = flights()
    for largest_deg in (5.0, 20.0, 45.0):
        table = windows(off_nadir_within(where, range(5), [SINDH], largest_deg, shortest_s=5.0), DAY)
        assert (found.off_nadir_deg <= largest_deg).sum() == len(table)


def test_the_angle_off_nadir_is_the_smallest_of_the_pass():
    where, found = flights()
    table = windows(off_nadir_within(where, range(5), [SINDH], 45.0, shortest_s=5.0), DAY)
    near = found.where(found.off_nadir_deg <= 45.0)
    order = np.lexsort((near.at_ns, near.satellite))
    # Zero Doppler and the smallest angle differ by what the Earth's flattening tilts: 0.05 deg at most.
    assert np.abs(45.0 - table.best - near.off_nadir_deg[order]).max() < 0.05


def test_the_sine_rule_ties_incidence_to_the_angle_off_nadir():
    _, found = flights()
    ratio = np.sin(np.radians(found.incidence_deg)) / np.sin(np.radians(found.off_nadir_deg))
    assert np.allclose(ratio, 6_978_137.0 / 6_373_500.0, rtol=5e-3)


def test_a_point_east_of_a_northbound_track_lies_to_its_right():
    where, found = flights()
    r = where.position_m(found.satellite, found.at_ns)
    lon = np.degrees(np.arctan2(r[:, 1], r[:, 0]))
    oblique = found.off_nadir_deg > 10.0
    east = SINDH.lon_deg > lon
    assert np.array_equal(found.right[oblique], (east == found.northbound)[oblique])


def test_days_are_joined_without_a_seam(sky: World):
    three_days = Span(T0.plus(seconds=3600.0), T0.plus(seconds=3 * 86_400.0))
    together = overflights_of(sky, ("radar-a", "radar-b"), SINDH, three_days)
    whole = by_numpy(sky.almanac.ephemeris(("radar-a", "radar-b"), three_days, STEP_S), SINDH)
    assert len(together) == len(whole)
    assert np.abs(together.at_ns - whole.at_ns).max() < 10_000_000
    assert (np.diff(together.at_ns) > 0).all()


def test_what_is_told_of_an_overflight_is_what_the_cubic_of_an_ephemeris_tells():
    where, found = flights()
    theirs = by_numpy(where, SINDH)
    inside = (theirs.at_ns >= DAY.start.tai_ns) & (theirs.at_ns < DAY.end.tai_ns)
    theirs = theirs.where(inside)
    assert np.array_equal(found.satellite, theirs.satellite)
    assert np.abs(found.at_ns - theirs.at_ns).max() < 50_000_000
    assert np.abs(found.off_nadir_deg - theirs.off_nadir_deg).max() < 0.01
    assert np.abs(found.incidence_deg - theirs.incidence_deg).max() < 0.01
    assert np.array_equal(found.right, theirs.right)
    assert np.array_equal(found.northbound, theirs.northbound)
    assert (np.diff(found.at_ns) >= 0).all()


def test_all_is_counted_that_is_seen_up_to_80_degrees_from_the_vertical_and_nothing_more_oblique():
    tracked, beyond = Tracked.of(ORBITS, DAY, Orientation.none()), 0
    for lat_deg in range(-60, 61, 5):
        point = Place(lat_deg=float(lat_deg), lon_deg=68.0)
        every = tracked.abeam(point)
        from_vertical = incidence_deg(point.ecef_m(), point.lat_deg, point.lon_deg, every.position_m)
        assert len(overflights(tracked, point)) == (from_vertical <= 80.0).sum()
        beyond += int(((from_vertical > 80.0) & (from_vertical < 81.0)).sum())
    assert beyond > 0
