"""Motion read off a table, judged by the motion the table was made from."""

from __future__ import annotations

import numpy as np
import pytest
from tests.orbit.known import satellite

from serai.earth import Orientation
from serai.errors import Refused
from serai.orbit import Circle, Ephemeris, TabulatedOrbit
from serai.time import grid

NONE = Orientation.none
PRECISE_M = 1e-3  # ten points of 15 minutes, a navigation orbit: 0.1 mm in the middle, more near the ends
PRECISE_MPS = 3e-4  # Earth's rate and sidereal time differ by the precession: 0.2 mm/s at that height


@pytest.fixture
def orbit(a_day) -> Circle:
    return Circle(radius_m=2.7906e7, inclination_deg=55.0, epoch=a_day.start)


def test_a_quarter_hourly_table_gives_millimetres_between(orbit, a_day):
    rows = grid(a_day, 900.0)
    table = TabulatedOrbit(rows, orbit.state(rows, NONE())[0])
    moments = grid(a_day, 61.0)
    moments = moments[(moments > rows[5]) & (moments < rows[-6])]
    r, v = table.state(moments, NONE())
    true_r, true_v = orbit.state(moments, NONE())
    assert np.linalg.norm(r - true_r, axis=1).max() < PRECISE_M
    assert np.linalg.norm(v - true_v, axis=1).max() < PRECISE_MPS


def test_a_table_gives_its_own_rows_back(orbit, a_day):
    rows = grid(a_day, 900.0)
    r = orbit.state(rows, NONE())[0]
    assert np.abs(TabulatedOrbit(rows, r).state(rows, NONE())[0] - r).max() < 1e-6


def test_velocities_make_it_a_cubic(a_day):
    sky = Ephemeris.of([satellite("GAOFEN-1")], a_day, NONE())
    table = TabulatedOrbit(sky.grid_ns, sky.nodes()[0], sky.velocities()[0])
    moments = grid(a_day, 59.0)
    r, v = table.state(moments, NONE())
    position, velocity = sky.state(0, moments)
    assert np.abs(r - position).max() < 1e-6
    assert np.abs(v - velocity).max() < 1e-6


def test_outside_and_beside_missing_rows_there_is_no_answer(orbit, a_day):
    rows = grid(a_day, 900.0)
    r = orbit.state(rows, NONE())[0]
    r[40] = np.nan
    found, _ = TabulatedOrbit(rows, r).state(
        np.array([rows[0] - 1, rows[-1] + 1, rows[40], rows[41] + 1, rows[60] + 1]), NONE()
    )
    assert np.isnan(found).any(axis=1).tolist() == [True, True, True, True, False]


def test_a_table_that_is_none_is_refused(orbit, a_day):
    rows = grid(a_day, 900.0)
    r = orbit.state(rows, NONE())[0]
    with pytest.raises(Refused, match="one position"):
        TabulatedOrbit(rows, r[:-1])
    with pytest.raises(Refused, match="at least 10 moments in order"):
        TabulatedOrbit(rows[:4], r[:4])
    with pytest.raises(Refused, match="in order"):
        TabulatedOrbit(rows[::-1], r)
