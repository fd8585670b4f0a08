"""Places on the ellipsoid and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.earth import CGCS2000, WGS84, Place, geodetic, geodetic_up, places_ecef_m, up_unit
from serai.errors import Refused

GEODETIC_DEG = 1e-9  # 0.1 mm on the ground
GEODETIC_M = 1e-6  # rounding of 4e7 m in a float64 is 7e-9 m; the rest is conditioning near the poles
UP_RAD = 1e-8  # one round of Bowring's formula, as geodetic_up promises; a look angle needs 1e-5

lats, lons = st.floats(-90, 90), st.floats(-180, 180)
heights = st.floats(-5e3, 4.2e7)


@given(lats, lons, heights)
def test_a_place_comes_back_from_its_earth_fixed_position(lat, lon, height):
    ecef = places_ecef_m(lat, lon, height)
    back = geodetic(ecef)
    assert back[0] == pytest.approx(lat, abs=GEODETIC_DEG)
    assert back[2] == pytest.approx(height, abs=GEODETIC_M)
    around = np.cos(np.radians(lat)) * ((back[1] - lon + 180.0) % 360.0 - 180.0)
    assert around == pytest.approx(0.0, abs=GEODETIC_DEG)


@given(lats, lons, st.floats(0, 4.2e7))
def test_the_quick_up_vector_is_the_ellipsoids_normal(lat, lon, height):
    apart = np.linalg.norm(geodetic_up(places_ecef_m(lat, lon, height)) - up_unit(lat, lon))
    assert apart < UP_RAD


def test_at_the_poles_up_is_along_the_axis():
    poles = np.array([[0.0, 0.0, 6.4e6], [0.0, 0.0, -6.4e6]])
    assert geodetic_up(poles).tolist() == [[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]]
    lat, lon, height = geodetic(poles)
    assert lat.tolist() == [90.0, -90.0]
    assert lon.tolist() == [0.0, 0.0]
    assert height == pytest.approx(6.4e6 - WGS84.b_m)


def test_the_ellipsoid_has_its_published_axes():
    assert places_ecef_m(0.0, 0.0)[0] == 6_378_137.0
    # NGA.STND.0036 1.0.0, table 3.5: semi-minor axis 6356752.3142 m
    assert places_ecef_m(90.0, 0.0)[2] == pytest.approx(6_356_752.3142, abs=5e-5)
    assert WGS84.b_m - CGCS2000.b_m == pytest.approx(1.05e-4, abs=1e-5)  # a tenth of a millimetre at the pole


def test_one_place_is_the_batch_of_one():
    place = Place(lat_deg=24.86, lon_deg=67.01, height_m=8.0)
    assert place.ecef_m().tolist() == places_ecef_m([24.86], [67.01], [8.0])[0].tolist()
    assert place.up().tolist() == up_unit([24.86], [67.01])[0].tolist()


@pytest.mark.parametrize(
    ("lat", "lon", "height", "says"),
    [
        (91.0, 0.0, 0.0, "latitude lies between -90 and 90"),
        (float("nan"), 0.0, 0.0, "latitude"),
        (0.0, 400.0, 0.0, "longitude lies between"),
        (0.0, 0.0, float("inf"), "height"),
    ],
)
def test_a_place_that_is_nowhere_is_refused(lat, lon, height, says):
    with pytest.raises(Refused, match=says):
        Place(lat_deg=lat, lon_deg=lon, height_m=height)
