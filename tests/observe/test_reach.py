"""How far to its sides a sensor reaches, for the map: against the triangle it is drawn from."""

from __future__ import annotations

import math

import numpy as np
import pytest

from serai.corridor import read
from serai.earth import MEAN_RADIUS_M
from serai.observe.reach import central_deg, central_of_incidence_deg, reaches
from serai.services import SERVICES, SHARED_TABLES

HEIGHT_KM = 750.0
SLIDE_DEG = 1e-9  # of arithmetic alone


def seen_from(height_km: float, central: float) -> tuple[float, float]:
    """Off-nadir angle and incidence of a point of a sphere, by vectors."""
    satellite = np.array([MEAN_RADIUS_M + height_km * 1e3, 0.0])
    point = MEAN_RADIUS_M * np.array([math.cos(math.radians(central)), math.sin(math.radians(central))])
    ray = satellite - point
    up = point / MEAN_RADIUS_M
    incidence = math.degrees(math.acos(ray @ up / np.linalg.norm(ray)))
    return math.degrees(math.atan2(point[1], satellite[0] - point[0])), incidence


@pytest.mark.parametrize("central", [0.0, 0.5, 4.0, 15.0, 25.0])
def test_the_angle_at_the_centre_is_that_of_the_triangle(central):
    off_nadir, incidence = seen_from(HEIGHT_KM, central)
    assert central_deg(off_nadir, HEIGHT_KM) == pytest.approx(central, abs=SLIDE_DEG)
    assert central_of_incidence_deg(incidence, HEIGHT_KM) == pytest.approx(central, abs=SLIDE_DEG)


@pytest.mark.parametrize("off_nadir", [66.0, 89.0, 90.0, 120.0])
def test_beyond_the_edge_of_the_earth_nothing_further_is_reached(off_nadir):
    edge = math.degrees(math.acos(MEAN_RADIUS_M / (MEAN_RADIUS_M + HEIGHT_KM * 1e3)))
    assert central_deg(off_nadir, HEIGHT_KM) == pytest.approx(edge, abs=SLIDE_DEG)


def test_sensors_of_low_orbits_reach_from_their_near_to_their_far_side(root):
    pool = read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES).pool
    found = reaches(pool)
    assert len(found) > 50
    assert all(0.0 <= one.near_deg < one.far_deg < 30.0 for one in found)
    radar = next(one for one in found if one.asset == "gaofen-3")
    assert radar.near_deg > 1.0  # a radar looks to the side
    assert {one.sides for one in found} <= {"", "left", "right"}
    assert "fengyun-4b" not in {one.asset for one in found}  # it hangs, and reaches all it sees
