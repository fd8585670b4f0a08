"""Boxes and distances on the map."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.earth import MEAN_RADIUS_M, Box, great_circle_m
from serai.errors import Refused

SINDH = Box(lon_min=66.5, lat_min=23.6, lon_max=71.2, lat_max=28.5)
FIJI = Box(lon_min=177.0, lat_min=-19.5, lon_max=-178.0, lat_max=-15.5)
EARTH_KM2 = 510_065_621.724  # the WGS 84 ellipsoid (NGA.STND.0036, table 3.5: 5.10065621724e14 m2)

lats, lons = st.floats(-90, 90), st.floats(-180, 180)


def test_a_box_is_its_centre_and_its_corners():
    centre, *corners = SINDH.points()
    assert (centre.lat_deg, centre.lon_deg) == (pytest.approx(26.05), pytest.approx(68.85))
    assert {(p.lat_deg, p.lon_deg) for p in corners} == {
        (23.6, 66.5),
        (23.6, 71.2),
        (28.5, 71.2),
        (28.5, 66.5),
    }


def test_a_box_across_the_date_line_is_small():
    assert FIJI.width_deg == pytest.approx(5.0)
    assert FIJI.centre().lon_deg == pytest.approx(179.5)
    assert FIJI.contains([-17.0, -17.0, -17.0], [179.9, -179.0, 0.0]).tolist() == [True, True, False]
    assert FIJI.area_km2() == pytest.approx(5 * 111.3 * np.cos(np.radians(17.5)) * 4 * 110.7, rel=0.01)


@given(lons, lats, lons, lats)
def test_every_point_of_a_box_lies_in_it(lon1, lat1, lon2, lat2):
    box = Box(lon_min=lon1, lat_min=min(lat1, lat2), lon_max=lon2, lat_max=max(lat1, lat2))
    for point in box.points()[1:]:
        assert box.contains(point.lat_deg, point.lon_deg)


def test_a_point_is_a_box_of_one_place():
    assert len(Box.read("67.0,24.9,67.0,24.9").points()) == 1


def test_the_whole_earth_has_its_published_area():
    whole = Box(lon_min=-180, lat_min=-90, lon_max=180, lat_max=90)
    assert whole.area_km2() == pytest.approx(EARTH_KM2, rel=1e-9)
    north = Box(lon_min=-180, lat_min=0, lon_max=180, lat_max=90)
    assert north.area_km2() == pytest.approx(EARTH_KM2 / 2, rel=1e-9)


@given(lats, lons, lats, lons)
def test_a_distance_is_the_angle_between_two_directions(lat1, lon1, lat2, lon2):
    a, b = (
        np.array([np.cos(p) * np.cos(q), np.cos(p) * np.sin(q), np.sin(p)])
        for p, q in (np.radians((lat1, lon1)), np.radians((lat2, lon2)))
    )
    angle = np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b)
    assert great_circle_m(lat1, lon1, lat2, lon2) == pytest.approx(angle * MEAN_RADIUS_M, abs=0.5)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1,2,3", "expected a box as"),
        ("66.5,north,71.2,28.5", "expected a box as"),
        ("0,30,10,20", "latitudes in order"),
        ("0,20,200,30", "longitudes between -180 and 180"),
    ],
)
def test_a_box_that_is_none_is_refused(text, says):
    with pytest.raises(Refused, match=says):
        Box.read(text)
