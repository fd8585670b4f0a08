"""Many satellites over a span, between nodes and on them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.orbit.known import ORBITS, elements, satellite

from serai.earth import Orientation, Place
from serai.orbit import Ephemeris, Fixed, OutsideEphemeris, Sgp4
from serai.time import Span, grid

# largest distance of the cubic from SGP4 itself with nodes every 60 s, m, as the module promises
CUBIC_M = {
    "ISS (ZARYA)": 0.4,
    "GAOFEN-1": 0.4,
    "BEIDOU-3 M1": 3e-3,  # Earth's rate and sidereal time differ by the precession: 0.3 mm/s at that height
    "BEIDOU-2 IGSO-1": 3e-3,
    "BEIDOU-3 G2": 3e-3,
    "MERIDIAN 9": 0.4,  # fast at its perigee, 2,000 km up
}
CUBIC_300_S_M = 0.4
# the cubic's slope against SGP4's own velocity, which leaves out slow terms of the Moon and the Sun
VELOCITY_MPS = {"MERIDIAN 9": 1.3}
VELOCITY_ELSE_MPS = 0.08


@pytest.fixture(scope="module")
def published() -> Orientation:
    return Orientation.published()


@pytest.fixture(scope="module")
def sky(published, request) -> Ephemeris:
    a_day = request.getfixturevalue("a_day")
    return Ephemeris.of([satellite(name) for name in ORBITS], a_day, published)


@pytest.mark.parametrize("name", ORBITS)
def test_between_nodes_the_cubic_stays_by_the_satellite(name, sky, published, a_day):
    moments = grid(a_day, 7.0)
    r, v = satellite(name).state(moments, published)
    position, velocity = sky.state(ORBITS.index(name), moments)
    assert np.linalg.norm(position - r, axis=1).max() < CUBIC_M[name]
    assert np.linalg.norm(velocity - v, axis=1).max() < VELOCITY_MPS.get(name, VELOCITY_ELSE_MPS)


@pytest.mark.parametrize("name", ["BEIDOU-3 M1", "BEIDOU-2 IGSO-1", "BEIDOU-3 G2"])
def test_five_minutes_are_close_enough_for_navigation_orbits(name, published, a_day):
    wide = Ephemeris.of([satellite(name)], a_day, published, step_s=300.0)
    moments = grid(a_day, 7.0)
    apart = wide.position_m(0, moments) - satellite(name).state(moments, published)[0]
    assert np.linalg.norm(apart, axis=1).max() < CUBIC_300_S_M


@pytest.mark.parametrize("name", ORBITS)
def test_velocities_are_the_slope_of_the_positions(name, sky, a_day):
    moments = grid(a_day, 601.0)[1:]
    at, step_ns = ORBITS.index(name), 10**9
    ahead, behind = (sky.position_m(at, moments + sign * step_ns) for sign in (1, -1))
    assert (
        np.abs((ahead - behind) / 2 - sky.state(at, moments)[1]).max() < 2e-2
    )  # across a node the cubic bends


def test_nodes_are_the_motion_itself(sky, published):
    for index, name in enumerate(ORBITS):
        r, v = satellite(name).state(sky.grid_ns, published)
        assert np.abs(sky.nodes()[index] - r).max() < 1e-3
        assert np.abs(sky.velocities()[index] - v).max() < VELOCITY_MPS.get(name, VELOCITY_ELSE_MPS)


def test_every_way_of_asking_gives_the_same_position(sky, a_day):
    moments = grid(a_day, 37.0)
    index = np.array([4, 1, 3])
    scan = sky.position_m(index[:, None], moments)
    assert scan.shape == (3, len(moments), 3)
    single = np.stack([sky.position_m(int(k), moments) for k in index])
    paired = sky.position_m(*np.broadcast_arrays(index[:, None], moments))
    assert np.abs(scan - single).max() < 1e-6
    assert np.abs(scan - paired).max() < 1e-6
    assert np.abs(sky.on_grid(moments)[index] - scan).max() < 1e-6


def test_a_grid_that_falls_on_nodes_is_a_view_of_them(sky, a_day):
    every_five = sky.on_grid(grid(a_day, 300.0))
    assert np.shares_memory(every_five, sky.nodes())
    assert np.array_equal(every_five, sky.nodes()[:, :-1:5])
    ends = np.array([a_day.start.tai_ns, a_day.end.tai_ns])
    assert np.array_equal(sky.on_grid(ends, np.array([2]))[0], sky.nodes()[2, [0, -1]])
    assert np.array_equal(sky.position_m(len(sky) - 1, ends), sky.nodes()[-1, [0, -1]])


def test_a_span_that_is_no_whole_number_of_steps_is_covered_to_its_end(published, a_day):
    odd = Span.of(a_day.start, 1_234.5)
    short = Ephemeris.of([satellite("GAOFEN-1")], odd, published)
    end = np.array([odd.end.tai_ns])
    apart = short.position_m(0, end) - satellite("GAOFEN-1").state(end, published)[0]
    assert np.linalg.norm(apart) < 0.4


def test_fixed_places_stand_among_the_moving(published, a_day, karachi):
    kashi = Place(lat_deg=39.5, lon_deg=76.0, height_m=1_300.0)
    mixed = Ephemeris.of([Fixed(karachi), satellite("GAOFEN-1"), Fixed(kashi)], a_day, published)
    alone = Ephemeris.of([satellite("GAOFEN-1")], a_day, published)
    moments = grid(a_day, 601.0)
    index = np.array([[2], [1], [0]])
    r, v = mixed.state(index, moments)
    assert (r[0] == kashi.ecef_m()).all()
    assert (r[2] == karachi.ecef_m()).all()
    assert not v[[0, 2]].any()
    assert np.array_equal(r[1], alone.position_m(0, moments))
    assert np.abs(mixed.position_m(index, moments) - r).max() < 1e-6
    assert np.array_equal(mixed.nodes()[1], alone.nodes()[0])
    assert (mixed.nodes()[0] == karachi.ecef_m()).all()
    assert not mixed.velocities()[0].any()


def test_a_satellite_that_decays_has_no_position_from_then_on(published):
    falling = Sgp4(replace(elements("ISS (ZARYA)"), bstar=0.1))
    month = Span.of(falling.elements.epoch, 30 * 86_400.0)
    sky = Ephemeris.of([satellite("GAOFEN-1"), falling], month, published, step_s=3_600.0)
    assert sky.errors[0] == 0
    assert sky.errors[1] != 0
    r = sky.position_m(1, grid(month, 1_800.0))
    assert np.isfinite(r[0]).all()
    assert np.isnan(r[-1]).all()
    assert np.isfinite(sky.position_m(0, grid(month, 1_800.0))).all()


def test_asking_outside_the_span_is_refused_in_a_sentence(sky, a_day):
    with pytest.raises(
        OutsideEphemeris, match="positions were worked out for 2026-08-22T00:00:00Z to 2026-08-23"
    ):
        sky.position_m(0, np.array([a_day.end.tai_ns + 61 * 10**9]))
    with pytest.raises(OutsideEphemeris, match="but 2026-08-21T23:59:59Z was asked for"):
        sky.on_grid(np.array([a_day.start.tai_ns - 10**9]))
