"""Where geosynchronous satellites hang."""

from __future__ import annotations

import numpy as np
import pytest
from tests.orbit.known import satellite

from serai.earth import Orientation, geodetic
from serai.orbit import Circle, Fixed, NotGeosynchronous, geostationary_slot

GEO_RADIUS_M = 42_164_172.0  # one turn in a sidereal day


def test_paksat_1r_has_left_its_38_degrees_and_drifts_west(a_day):
    slot = geostationary_slot(satellite("PAKSAT-1R"), a_day.start.plus(3 * 3_600.0), Orientation.published())
    assert slot.longitude_deg == pytest.approx(27.9, abs=0.05)
    assert slot.drift_deg_day == pytest.approx(-1.79, abs=0.02)


def test_a_beidou_geostationary_satellite_hangs_in_its_slot(a_day):
    slot = geostationary_slot(satellite("BEIDOU-3 G2"), a_day.start, Orientation.published())
    assert slot.longitude_deg == pytest.approx(80.0, abs=0.6)  # BeiDou's published slot at 80 E
    assert abs(slot.drift_deg_day) < 0.05
    assert slot.latitude_amplitude_deg == pytest.approx(2.5357, abs=0.1)  # its inclination


def test_an_inclined_satellite_swings_about_its_longitude(a_day):
    slot = geostationary_slot(satellite("BEIDOU-2 IGSO-1"), a_day.start, Orientation.published())
    assert slot.latitude_amplitude_deg == pytest.approx(54.3, abs=0.4)
    assert slot.longitude_amplitude_deg > 10


def test_drift_is_what_a_slower_or_wider_orbit_makes_it(a_day):
    """A kilometre of radius is 0.0128 degrees of longitude a day: 1.5 n / a, westward outside."""
    orientation = Orientation.published()
    slots = [
        geostationary_slot(
            Circle(radius_m=GEO_RADIUS_M + wider, inclination_deg=0.0, epoch=a_day.start),
            a_day.start,
            orientation,
        )
        for wider in (0.0, 10e3)
    ]
    assert slots[0].drift_deg_day == pytest.approx(0.0, abs=1e-3)
    assert slots[1].drift_deg_day == pytest.approx(-0.128, abs=2e-3)


def test_the_slot_at_a_moment_is_the_mean_longitude_of_the_day_around_it(a_day):
    orientation, g2 = Orientation.published(), satellite("BEIDOU-3 G2")
    half = 43_082_045 * 10**6
    moments = a_day.start.tai_ns + np.linspace(-half, half, 1_441)[:-1].astype(np.int64)
    lon = geodetic(g2.state(moments, orientation)[0])[1]
    assert geostationary_slot(g2, a_day.start, orientation).longitude_deg == pytest.approx(
        lon.mean(), abs=2e-3
    )


def test_a_place_on_the_ground_is_its_own_slot(karachi, a_day):
    slot = geostationary_slot(Fixed(karachi), a_day.start, Orientation.published())
    assert slot.longitude_deg == pytest.approx(karachi.lon_deg)
    assert slot.drift_deg_day == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("name", ["ISS (ZARYA)", "BEIDOU-3 M1", "MERIDIAN 9"])
def test_a_satellite_that_circles_the_earth_has_no_slot(name, a_day):
    with pytest.raises(NotGeosynchronous, match="degrees of longitude a day"):
        geostationary_slot(satellite(name), a_day.start, Orientation.published())
