"""The compiled search finds what the simple search of the same condition finds: any orbit, mask and place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from serai.access import (
    Condition,
    Mask,
    above_mask,
    incidence_within,
    limits,
    off_nadir_within,
    range_within,
    sunlit_place,
    sunlit_satellite,
    windows,
)
from serai.access.limits import Limits
from serai.access.sweep import gathered, sweep
from serai.earth import Orientation, Place
from serai.orbit import Ephemeris, Sgp4
from serai.time import Instant, Span, WindowTable

from .orbits import DECAYING, EPOCH, GEOSTATIONARY, LOW, MEDIUM, MOLNIYA, TRANSFER, satellite

HALF_A_DAY = Span.of(EPOCH, 43_200.0)
NONE = Orientation.none()
STEP_S = 20.0  # of the simple search: its cubic is then within 5 mm
# A window that shorter may be seen by one search and not by the other: they are off by 5 mm at a graze
BRIEF_S = 1.0
EDGE_S = 0.02  # where an edge crosses its limit slowly, millimetres are milliseconds

orbits = st.one_of(
    st.builds(
        satellite,
        st.floats(200.0, 2_000.0),
        st.floats(0.0, 0.05),
        st.floats(0.0, 180.0),
        raan_deg=st.floats(0.0, 360.0),
        arg_perigee_deg=st.floats(0.0, 360.0),
        mean_anomaly_deg=st.floats(0.0, 360.0),
    ),
    st.builds(
        satellite,
        st.floats(250.0, 1_500.0),
        st.floats(0.1, 0.75),
        st.floats(0.0, 120.0),
        arg_perigee_deg=st.floats(0.0, 360.0),
        mean_anomaly_deg=st.floats(0.0, 360.0),
    ),
    st.builds(
        satellite,
        st.floats(19_000.0, 36_000.0),
        st.floats(0.0, 0.02),
        st.floats(0.0, 70.0),
        raan_deg=st.floats(0.0, 360.0),
        mean_anomaly_deg=st.floats(0.0, 360.0),
    ),
    st.builds(satellite, st.floats(110.0, 170.0), st.just(0.001), st.floats(0.0, 100.0), bstar=st.just(0.05)),
)
places = st.builds(
    Place,
    lat_deg=st.sampled_from([-90.0, 90.0]) | st.floats(-90.0, 90.0),
    lon_deg=st.sampled_from([-180.0, 180.0, 0.0]) | st.floats(-180.0, 180.0),
    height_m=st.sampled_from([0.0, 3_000.0]),
)
a_while = settings(max_examples=40)


def bulk(one: Sgp4, place: Place, asked: Limits, within: Span = HALF_A_DAY) -> WindowTable:
    return gathered(sweep([one], [place], asked, within, NONE, threads=1)).table


def fine(one: Sgp4) -> Ephemeris:
    return Ephemeris.of([one], HALF_A_DAY, NONE, STEP_S)


def until_it_fails(one: Sgp4) -> Span:
    """Half a day, or until five minutes before SGP4 first has no position, when a cubic goes astray."""
    where = fine(one)
    failed = np.flatnonzero(np.isnan(where.nodes()[0, :, 0]))
    if not len(failed):
        return HALF_A_DAY
    return Span(EPOCH, Instant(max(int(where.grid_ns[failed[0]]) - 300 * 10**9, EPOCH.tai_ns + 10**9)))


def assert_same(one: Sgp4, place: Place, asked: Limits, condition: Condition, alike: float = 1e-6) -> None:
    """Every window of either that is not brief is one of the other, with edges where the margin is zero."""
    within = until_it_fails(one)
    ours, theirs = bulk(one, place, asked, within), windows(condition, within, best=False)
    for these, other in ((ours, theirs), (theirs, ours)):
        lasting = these.duration_s > BRIEF_S
        for start, end in zip(these.start_ns[lasting], these.end_ns[lasting], strict=True):
            assert ((other.start_ns < end) & (other.end_ns > start)).any(), (start, end)
    if len(ours) != len(theirs):  # a graze: one window or two with a brief gap, or a brief window more
        assert abs(ours.duration_s.sum() - theirs.duration_s.sum()) < BRIEF_S
        return
    moved = np.concatenate([ours.start_ns - theirs.start_ns, ours.end_ns - theirs.end_ns]) / 1e9
    at = np.concatenate([ours.start_ns, ours.end_ns])
    nearly = (
        np.abs(condition.margin(np.zeros(len(at), np.int64), at)) < alike
    )  # the same edge, crossed slowly
    assert (nearly | (np.abs(moved) < EDGE_S)).all()
    assert np.array_equal(ours.cut_start, theirs.cut_start)
    assert np.array_equal(ours.cut_end, theirs.cut_end)


@a_while
@given(orbits, places, st.floats(-5.0, 85.0))
@example(GEOSTATIONARY, Place(lat_deg=0.0, lon_deg=-70.0), 0.0)
@example(GEOSTATIONARY, Place(lat_deg=81.3, lon_deg=30.0), 0.0)
@example(MOLNIYA, Place(lat_deg=90.0, lon_deg=0.0), 10.0)
@example(TRANSFER, Place(lat_deg=10.0, lon_deg=180.0), 60.0)
@example(DECAYING, Place(lat_deg=-20.0, lon_deg=-180.0), 0.0)
def test_passes_above_any_mask(one: Sgp4, place: Place, mask_deg: float):
    simple = above_mask(fine(one), [0], [place], mask_deg, shortest_s=STEP_S)
    assert_same(one, place, limits.above(mask_deg), simple)


@a_while
@given(orbits, places, st.lists(st.floats(0.0, 60.0), min_size=2, max_size=6))
def test_passes_above_any_horizon(one: Sgp4, place: Place, heights: list[float]):
    hills = Mask(tuple((360.0 * k / len(heights), height) for k, height in enumerate(heights)))
    within = until_it_fails(one)
    simple = above_mask(fine(one), [0], [place], hills, shortest_s=5.0)
    theirs, ours = windows(simple, within, best=False), bulk(one, place, limits.above(hills), within)
    # where the profile has a corner a brief window may hide from either
    assert abs(theirs.duration_s.sum() - ours.duration_s.sum()) < 2 * BRIEF_S
    inside = ours.where(ours.duration_s > BRIEF_S)
    middle = inside.start_ns + (inside.end_ns - inside.start_ns) // 2
    assert (simple.margin(inside.pair, middle) > -1e-6).all()


@a_while
@given(orbits, places, st.floats(2.0, 75.0))
@example(LOW, Place(lat_deg=-90.0, lon_deg=180.0), 60.0)
@example(MEDIUM, Place(lat_deg=0.0, lon_deg=0.0), 13.0)
def test_looks_within_any_angle_off_nadir(one: Sgp4, place: Place, angle_deg: float):
    simple = off_nadir_within(fine(one), [0], [place], angle_deg, shortest_s=STEP_S)
    assert_same(one, place, limits.off_nadir(angle_deg), simple)


@a_while
@given(orbits, places, st.floats(0.0, 40.0), st.floats(5.0, 40.0))
def test_radar_looks_between_any_two_angles(one: Sgp4, place: Place, low_deg: float, more_deg: float):
    simple = incidence_within(fine(one), [0], [place], low_deg, low_deg + more_deg, shortest_s=STEP_S)
    assert_same(one, place, limits.incidence(low_deg, low_deg + more_deg), simple)


@a_while
@given(orbits, places, st.floats(300e3, 40_000e3))
def test_ranges(one: Sgp4, place: Place, largest_m: float):
    simple = range_within(fine(one), [0], [place], largest_m, shortest_s=STEP_S)
    assert_same(one, place, limits.range_at_most(largest_m), simple, alike=0.05)


@pytest.mark.parametrize("one", [LOW, MOLNIYA, GEOSTATIONARY], ids=["low", "eccentric", "geostationary"])
def test_passes_by_day_of_a_satellite_in_the_light(one: Sgp4):
    place, where = Place(lat_deg=24.9, lon_deg=67.1), fine(one)
    asked = (*limits.above(5.0), *limits.sun_at_place(0.0), *limits.sun_at_satellite())
    simple = (
        above_mask(where, [0], [place], 5.0, shortest_s=STEP_S)
        & sunlit_place([place], NONE)
        & sunlit_satellite(where, [0], NONE, shortest_s=STEP_S)
    )
    assert_same(one, place, asked, simple)
    night = gathered(
        sweep(
            [one],
            [place],
            (*limits.above(5.0), *limits.sun_at_place(0.0, below=True)),
            HALF_A_DAY,
            NONE,
        )
    )
    day = bulk(one, place, (*limits.above(5.0), *limits.sun_at_place(0.0)))
    whole = bulk(one, place, limits.above(5.0))
    assert night.table.duration_s.sum() + day.duration_s.sum() == pytest.approx(
        whole.duration_s.sum(), abs=1e-3
    )


@pytest.mark.parametrize("lon_deg", [67.1, -120.0, 179.9])
def test_what_lies_right_and_what_lies_left_is_all_there_is(lon_deg: float):
    place = Place(lat_deg=64.9, lon_deg=lon_deg)
    all_looks = bulk(LOW, place, limits.incidence(20.0, 60.0))
    right = bulk(LOW, place, (*limits.incidence(20.0, 60.0), *limits.looking("right")))
    left = bulk(LOW, place, (*limits.incidence(20.0, 60.0), *limits.looking("left")))
    assert len(right) == len(left) == 1
    assert right.duration_s.sum() + left.duration_s.sum() == pytest.approx(
        all_looks.duration_s.sum(), abs=1e-3
    )
    for found, sign in ((right, 1.0), (left, -1.0)):
        r, v = LOW.state(found.start_ns + (found.end_ns - found.start_ns) // 2, NONE)
        across = np.einsum("ij,ij->i", place.ecef_m() - r, np.cross(v, r))
        assert (sign * across > 0.0).all()


def test_a_decaying_satellite_is_followed_to_its_last_position():
    codes = DECAYING.errors(EPOCH.tai_ns + np.arange(0, 43_200, dtype=np.int64) * 10**9)
    failed_ns = EPOCH.tai_ns + int(np.argmax(codes != 0)) * 10**9
    lat, lon, _ = DECAYING.geodetic(np.array([failed_ns - 10**9]), NONE)
    below = [Place(lat_deg=float(lat[0]), lon_deg=float(lon[0]))]
    swept = gathered(sweep([LOW, DECAYING], below, limits.above(0.0), HALF_A_DAY, NONE))
    assert swept.errors.tolist() == [0, 1]  # drag takes its mean eccentricity out of range
    last = swept.table.where(swept.table.pair == 1)
    assert len(last) == 1
    assert abs(int(last.end_ns[0]) - failed_ns) <= 10**9
    assert not last.cut_end.any()
    after = DECAYING.errors(last.end_ns + 3_000_000)
    assert (DECAYING.errors(last.end_ns - 3_000_000) == 0).all()
    assert (after != 0).any()


def test_a_large_condition_goes_through_the_compiled_search_and_says_the_same(monkeypatch):
    where = Ephemeris.of([LOW, MEDIUM, MOLNIYA], HALF_A_DAY, NONE, 60.0)
    points = [Place(lat_deg=24.9, lon_deg=67.1), Place(lat_deg=-60.0, lon_deg=-179.9)]
    ready = (
        above_mask(where, range(3), points, 5.0),
        off_nadir_within(where, range(3), points, 60.0, smallest_deg=10.0),
        incidence_within(where, range(3), points, 20.0, 70.0) & sunlit_place(points, NONE, satellites=3),
    )
    for condition in ready:
        simple = windows(condition, HALF_A_DAY)
        monkeypatch.setattr("serai.access.shape.LARGE", 1)
        large = windows(condition, HALF_A_DAY)
        monkeypatch.undo()
        assert np.array_equal(simple.pair, large.pair)
        assert np.abs(simple.start_ns - large.start_ns).max() < 10_000_000
        assert np.abs(simple.end_ns - large.end_ns).max() < 10_000_000
        assert np.array_equal(simple.cut_start, large.cut_start)
        assert np.array_equal(simple.cut_end, large.cut_end)
        assert np.allclose(simple.best, large.best, atol=1e-3)
