"""Design orbits, judged by Kepler, by the Sun and by SGP4."""

from __future__ import annotations

import numpy as np
import pytest

from serai.earth import A_M, Orientation, itrf_to_teme
from serai.errors import Refused
from serai.orbit import Circle, walker
from serai.orbit.kepler import MU_M3_S2
from serai.time import Span, grid

NONE = Orientation.none


def test_a_circle_keeps_its_radius_its_speed_and_its_inclination(a_day):
    circle = Circle(radius_m=7e6, inclination_deg=97.8, raan_deg=30.0, epoch=a_day.start)
    moments = grid(a_day, 600.0)
    r, v = itrf_to_teme(*circle.state(moments, NONE()), moments, NONE())
    assert v is not None
    assert np.linalg.norm(r, axis=1) == pytest.approx(7e6)
    assert np.linalg.norm(v, axis=1) == pytest.approx(np.sqrt(MU_M3_S2 / 7e6))
    pole = np.cross(r, v) / np.linalg.norm(np.cross(r, v), axis=1)[:, None]
    assert np.degrees(np.arccos(pole[:, 2])) == pytest.approx(97.8)


def test_after_one_period_it_is_back_over_the_same_stars(a_day):
    circle = Circle(radius_m=7e6, inclination_deg=50.0, argument_of_latitude_deg=10.0, epoch=a_day.start)
    moments = np.array([a_day.start.tai_ns, a_day.start.plus(circle.period_s).tai_ns])
    r, _ = itrf_to_teme(*circle.state(moments, NONE()), moments, NONE())
    assert np.linalg.norm(r[1] - r[0]) < 1.0


def test_a_flattened_earth_turns_a_sun_synchronous_plane_once_a_year(a_day):
    """786 km at 98.55 degrees, as Sentinel-2 flies: the node moves 0.9856 degrees a day."""
    circle = Circle(radius_m=A_M + 786e3, inclination_deg=98.55, epoch=a_day.start, j2=True)
    moments = grid(Span.of(a_day.start, 10 * 86_400.0), 86_400.0)
    r, v = itrf_to_teme(*circle.state(moments, NONE()), moments, NONE())
    assert v is not None
    pole = np.cross(r, v)
    node = np.degrees(np.unwrap(np.arctan2(pole[:, 0], -pole[:, 1])))
    # the velocity's share of the node's motion tilts the pole by 0.01 degrees, there and back
    assert (node[-1] - node[0]) / 9 == pytest.approx(0.9856, abs=0.005)


def test_velocity_is_how_the_position_changes_also_with_a_moving_node(a_day):
    circle = Circle(radius_m=7e6, inclination_deg=60.0, epoch=a_day.start, j2=True)
    moments = a_day.start.tai_ns + np.array([-1, 0, 1]) * 5 * 10**8
    r, v = circle.state(moments, NONE())
    # the cubic term of half a second of motion is 1e-3 m/s; the Earth's rate differs from GMST's by 1e-8 of
    # it
    assert r[2] - r[0] == pytest.approx(v[1], abs=2e-3)


def test_a_walker_constellation_is_even(a_day):
    sats = walker(24, 3, 1, altitude_m=2.15e7, inclination_deg=55.0, epoch=a_day.start)
    assert len(sats) == 24
    assert sorted({sat.raan_deg for sat in sats}) == [0.0, 120.0, 240.0]
    seats = [sat.argument_of_latitude_deg for sat in sats[8:16]]
    assert np.diff(seats) == pytest.approx(45.0)
    assert seats[0] == pytest.approx(360.0 * 1 / 24)  # F of T steps from plane to plane
    star = walker(66, 6, 2, altitude_m=7.8e5, inclination_deg=86.4, epoch=a_day.start, star=True)
    assert sorted({sat.raan_deg for sat in star}) == [0.0, 30.0, 60.0, 90.0, 120.0, 150.0]


def test_orbits_that_cannot_be_are_refused(a_day):
    with pytest.raises(Refused, match="counted from the Earth's centre"):
        Circle(radius_m=7e5, inclination_deg=0.0, epoch=a_day.start)
    with pytest.raises(Refused, match="T satellites in P equal planes"):
        walker(25, 3, 1, altitude_m=2.15e7, inclination_deg=55.0, epoch=a_day.start)
