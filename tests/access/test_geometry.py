"""Ready conditions: their pairs, their shapes, their margins."""

from __future__ import annotations

import numpy as np
import pytest

from serai.access import (
    Mask,
    Pairs,
    above_mask,
    incidence_within,
    off_nadir_within,
    pair_of,
    range_within,
    split,
    sunlit_place,
    sunlit_satellite,
    windows,
)
from serai.earth import Orientation, Place, in_sunlight, off_nadir_deg, sun_elevation_deg
from serai.errors import Refused
from serai.orbit import Ephemeris
from serai.time import grid
from tests.orbit.known import ORBITS, satellite

SCAN_DEG = (
    1e-7  # a scan's margins come from matrix products, the others from differences; not near the zenith
)
PLACES = (
    Place(lat_deg=24.86, lon_deg=67.01),
    Place(lat_deg=39.5, lon_deg=76.0),
    Place(lat_deg=-80.0, lon_deg=0.0),
)


@pytest.fixture(scope="module")
def published() -> Orientation:
    return Orientation.published()


@pytest.fixture(scope="module")
def sky(published, request) -> Ephemeris:
    return Ephemeris.of([satellite(n) for n in ORBITS], request.getfixturevalue("a_day"), published)


def conditions(sky: Ephemeris, published: Orientation) -> list:
    sats = [4, 0, 5]
    return [
        above_mask(sky, sats, PLACES, 10.0),
        above_mask(sky, sats, PLACES, [Mask.constant(5.0), Mask.read("0:5 180:20"), Mask.constant(7.0)]),
        off_nadir_within(sky, sats, PLACES, 40.0, smallest_deg=10.0),
        incidence_within(sky, sats, PLACES, 20.0, 50.0),
        range_within(sky, sats, PLACES, 2e6),
        sunlit_place(PLACES, published, satellites=3),
        sunlit_satellite(sky, sats, published, places=3),
    ]


@pytest.mark.parametrize("which", range(7))
def test_a_scan_and_single_moments_give_the_same_margins(which, sky, published, a_day):
    condition = conditions(sky, published)[which]
    moments = grid(a_day, 613.0)
    pairs = np.arange(condition.pairs)
    scan = condition.margin(pairs[:, None], moments)
    assert scan.shape == (9, len(moments))
    paired = condition.margin(*(x.ravel() for x in np.broadcast_arrays(pairs[:, None], moments)))
    assert scan.ravel() == pytest.approx(paired, abs=SCAN_DEG, rel=1e-9)
    one = condition.margin(np.array([7]), moments[:1])
    assert one == pytest.approx(scan[7, :1], abs=SCAN_DEG, rel=1e-9)
    some = np.array([8, 1, 1])
    assert condition.margin(some[:, None], moments) == pytest.approx(scan[some], abs=SCAN_DEG, rel=1e-9)


def test_pairs_count_places_within_satellites():
    assert pair_of(2, 1, 3) == 7
    sat, place = split(np.arange(9), 3)
    assert sat.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert place.tolist() == [0, 1, 2] * 3


def test_margins_are_the_angles_to_the_limits(sky, a_day):
    moments = grid(a_day, 3_600.0)
    pairs = Pairs(sky, [0], PLACES[:1])
    elevation = pairs.elevation_deg(np.array([[0]]), moments)
    assert above_mask(sky, [0], PLACES[:1], 10.0).margin(np.array([[0]]), moments) == pytest.approx(
        elevation - 10
    )
    azimuth, again = pairs.azimuth_elevation_deg(np.array([[0]]), moments)
    assert again == pytest.approx(elevation)
    assert ((azimuth >= 0) & (azimuth < 360)).all()
    angle, _ = pairs.off_nadir_elevation_deg(np.array([[0]]), moments)
    assert angle[0] == pytest.approx(off_nadir_deg(sky.position_m(0, moments), PLACES[0].ecef_m()))


def test_beyond_the_horizon_nothing_is_seen_however_wide_the_view(sky, a_day):
    wide = windows(off_nadir_within(sky, [0], PLACES[:1], 90.0), a_day)
    up = windows(above_mask(sky, [0], PLACES[:1], 0.0), a_day)
    assert np.abs(wide.start_ns - up.start_ns).max() < 3e6
    assert np.abs(wide.end_ns - up.end_ns).max() < 3e6


def test_daylight_at_karachi_is_one_window_of_13_hours_in_august(published, a_day):
    found = windows(sunlit_place(PLACES[:1], published), a_day)
    assert found.duration_s.sum() == pytest.approx(12.78 * 3_600, abs=240.0)
    edges = np.concatenate([found.start_ns[~found.cut_start], found.end_ns[~found.cut_end]])
    assert np.abs(sun_elevation_deg(PLACES[0], edges, published)).max() < 1e-4


def test_a_satellite_is_lit_in_its_windows_and_dark_between_them(sky, published, a_day):
    found = windows(sunlit_satellite(sky, [0], published), a_day).of(0)
    moments = grid(a_day, 10.0)
    lit = in_sunlight(sky.position_m(0, moments), moments, published)
    starts = np.array([span.start.tai_ns for span in found])
    ends = np.array([span.end.tai_ns for span in found])
    inside = ((moments[:, None] >= starts) & (moments[:, None] < ends)).any(axis=1)
    assert (lit == inside).all()
    assert 14 <= len(found) <= 17  # once a revolution


def test_conditions_say_what_they_ask(sky, published):
    assert [str(condition.says) for condition in conditions(sky, published)] == [
        "above 10 deg",
        "above the mask",
        "within 40 deg of nadir and at least 10 deg from nadir",
        "incidence at most 50 deg and incidence at least 20 deg",
        "within 2000 km",
        "the Sun above 0 deg",
        "the satellite in sunlight",
    ]


def test_what_cannot_be_asked_is_refused(sky):
    with pytest.raises(Refused, match="the ephemeris holds satellites 0 to 5, but 0 to 6 were asked for"):
        above_mask(sky, [0, 6], PLACES, 10.0)
    with pytest.raises(Refused, match="one for all places or one for each of 3, got 2"):
        above_mask(sky, [0], PLACES, [Mask.constant(5.0)] * 2)
    with pytest.raises(Refused, match="the smallest below the largest"):
        off_nadir_within(sky, [0], PLACES, 20.0, smallest_deg=30.0)
    with pytest.raises(Refused, match="the lower first"):
        incidence_within(sky, [0], PLACES, 50.0, 20.0)
    with pytest.raises(Refused, match="metres above zero"):
        range_within(sky, [0], PLACES, 0.0)
