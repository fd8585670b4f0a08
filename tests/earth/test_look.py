"""Angles between a place and a satellite, judged by plain geometry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.earth import (
    LIGHT_MPS,
    Place,
    azimuth_elevation_range,
    doppler_hz,
    elevation_deg,
    incidence_deg,
    off_nadir_deg,
    places_ecef_m,
    range_rate_mps,
)

ANGLE_DEG = 1e-9  # rounding of angles over 500 km and more

lats, lons = st.floats(-89.9, 89.9), st.floats(-180, 180)


def seen(place: Place, target: np.ndarray) -> tuple[float, float, float]:
    found = azimuth_elevation_range(place.ecef_m(), place.lat_deg, place.lon_deg, target)
    return float(found[0]), float(found[1]), float(found[2])


@given(lats, lons, st.floats(3e5, 4e7))
def test_what_hangs_straight_overhead_stands_at_90_degrees(lat, lon, height):
    place = Place(lat_deg=lat, lon_deg=lon)
    above = places_ecef_m(lat, lon, height)
    _, elevation, distance = seen(place, above)
    assert elevation == pytest.approx(90.0, abs=1e-6)  # an arctangent of 1e-9 m over the height
    assert distance == pytest.approx(height, rel=1e-9)
    assert off_nadir_deg(above, place.ecef_m()) == pytest.approx(0.0, abs=2e-6)


@given(lats, lons, st.floats(0, 360), st.floats(-89, 89), st.floats(3e5, 4e7))
def test_a_target_is_seen_where_it_was_put(lat, lon, azimuth, elevation, distance):
    place = Place(lat_deg=lat, lon_deg=lon)
    phi, lam, a, e = np.radians([lat, lon, azimuth, elevation])
    east = np.array([-np.sin(lam), np.cos(lam), 0.0])
    north = np.array([-np.sin(phi) * np.cos(lam), -np.sin(phi) * np.sin(lam), np.cos(phi)])
    towards = np.cos(e) * (np.sin(a) * east + np.cos(a) * north) + np.sin(e) * place.up()
    found = seen(place, place.ecef_m() + distance * towards)
    assert (found[0] - azimuth + 180) % 360 - 180 == pytest.approx(0.0, abs=1e-6)
    assert found[1] == pytest.approx(elevation, abs=1e-7)
    assert found[2] == pytest.approx(distance, rel=1e-9)
    assert incidence_deg(place.ecef_m(), lat, lon, place.ecef_m() + distance * towards) == pytest.approx(
        90.0 - elevation, abs=1e-7
    )


def test_north_is_0_and_east_is_90(karachi):
    towards = {"N": (0.1, 0.0), "E": (0.0, 0.1), "S": (-0.1, 0.0), "W": (0.0, -0.1)}
    azimuths = {
        name: seen(karachi, places_ecef_m(karachi.lat_deg + dlat, karachi.lon_deg + dlon, 5e3))[0]
        for name, (dlat, dlon) in towards.items()
    }
    assert azimuths["N"] % 360 == pytest.approx(0.0, abs=0.1) or azimuths["N"] == pytest.approx(360, abs=0.1)
    assert [azimuths[name] for name in "ESW"] == pytest.approx([90.0, 180.0, 270.0], abs=0.1)


def test_angles_on_a_line_of_sight_add_up_on_a_sphere_seen_from_the_equatorial_plane():
    """There up and nadir lie in one plane: off nadir, elevation and the centre angle make 90 degrees."""
    site, sat = places_ecef_m(0.0, 10.0), places_ecef_m(0.0, 25.0, 8e5)
    total = off_nadir_deg(sat, site) + elevation_deg(site, 0.0, 10.0, sat) + 15.0
    assert total == pytest.approx(90.0, abs=1e-7)


def test_the_nadir_is_geodetic_and_not_the_earths_centre():
    """At 45 degrees the two differ by 0.19 degrees at the ground and less at height."""
    sat = places_ecef_m(45.0, 0.0, 7e5)
    assert off_nadir_deg(sat, np.zeros(3)) == pytest.approx(0.173, abs=0.002)


def test_pairs_broadcast_over_leading_axes(karachi):
    targets = places_ecef_m(np.linspace(-60, 60, 7)[:, None], np.linspace(0, 120, 5), 8e5)
    az, el, distance = azimuth_elevation_range(karachi.ecef_m(), karachi.lat_deg, karachi.lon_deg, targets)
    assert az.shape == el.shape == distance.shape == (7, 5)
    assert el[2, 3] == seen(karachi, targets[2, 3])[1]


def test_a_satellite_that_comes_nearer_is_heard_higher():
    site, sat = places_ecef_m(0.0, 0.0), places_ecef_m(0.0, 0.0, 1e6)
    towards = (site - sat) / 1e6 * 3_000.0
    rate = range_rate_mps(site, sat, towards)
    assert rate == pytest.approx(-3_000.0)
    assert doppler_hz(rate, 8.2e9) == pytest.approx(3_000.0 / LIGHT_MPS * 8.2e9)
