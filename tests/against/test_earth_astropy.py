"""The turning Earth, look angles and the Sun, ours and astropy's, on the same IERS table.

ours | theirs | tolerance | measured | why
Orientation.published, UT1 | IERS_A | 1e-6 s | 5e-12 s | the same days, linear between
Orientation.published, pole | IERS_A | 1e-6 arcsec | 0 | the same
gmst_rad | erfa.gmst82 on the same UT1 | 1e-12 rad | 4e-14 rad | rounding
Sgp4.state | TEME to ITRS | 3e-4 m | 2e-5 m low, 1e-4 m geosynchronous | the pole to first order
azimuth_elevation_range | AltAz of the same position | 1e-9 deg | 3e-10 deg | rounding
sun_ecef_unit | get_sun | 0.012 deg | 0.0095 deg, 1976 to 2026 | the low-precision model promises 0.01
"""

from __future__ import annotations

import erfa
import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import (
    ITRS,
    TEME,
    AltAz,
    CartesianDifferential,
    CartesianRepresentation,
    EarthLocation,
    get_sun,
)
from astropy.time import Time, TimeDelta
from astropy.utils import iers
from astropy_iers_data import IERS_A_FILE
from tests.orbit.known import ORBITS, satellite

from serai.earth import Orientation, azimuth_elevation_range, gmst_rad, sun_ecef_unit
from serai.time import Instant, Span, grid

UT1_S = 1e-6
POLE_ARCSEC = 1e-6
GMST_RAD = 1e-12
ITRF_M = 3e-4
VELOCITY_MPS = 1e-3  # astropy turns with a rate that knows the length of day, 1e-8 of it
LOOK_DEG = 1e-9
SUN_DEG = 0.012
START = Instant.from_utc("2026-08-22T00:00:00Z")


@pytest.fixture(scope="module", autouse=True)
def offline():
    """Astropy on the table of the astropy-iers-data package, however old, and never the network."""
    with (
        iers.conf.set_temp("auto_download", False),
        iers.conf.set_temp("auto_max_age", None),
        iers.earth_orientation_table.set(iers.IERS_A.open(IERS_A_FILE)),
    ):
        yield


@pytest.fixture(scope="module")
def published() -> Orientation:
    return Orientation.published()


def theirs(tai_ns: np.ndarray) -> Time:
    return Time("2026-08-22T00:00:00", scale="utc") + TimeDelta((tai_ns - START.tai_ns) / 1e9 * u.s)


def ut1_utc(t: Time) -> np.ndarray:
    return iers.earth_orientation_table.get().ut1_utc(t).to_value(u.s)


@pytest.mark.parametrize(
    "day", ["1980-03-05", "1999-12-31", "2016-12-31", "2017-01-01", "2026-08-22", "2027-03-01"]
)
def test_ut1_and_the_pole_are_those_of_the_same_table(day, published):
    moments = grid(Span.of(Instant.from_utc(f"{day}T00:00:00Z"), 86_000.0), 5_000.0)
    t = theirs(moments)
    offset = Orientation.none().ut1_minus_tai_s(moments)
    assert published.ut1_minus_tai_s(moments) - offset == pytest.approx(ut1_utc(t), abs=UT1_S)
    for ours, pole in zip(
        published.polar_motion_rad(moments), iers.earth_orientation_table.get().pm_xy(t), strict=True
    ):
        assert np.degrees(ours) * 3_600 == pytest.approx(pole.to_value(u.arcsec), abs=POLE_ARCSEC)


def test_sidereal_time_is_that_of_sofa():
    moments = START.tai_ns - np.arange(0, 18_000, 7) * 86_401 * 10**9
    none = Orientation.none()
    whole, fraction = none.ut1_days(moments)
    apart = gmst_rad(moments, none) - erfa.gmst82(2_451_545.0 + whole, fraction)
    assert np.abs((apart + np.pi) % (2 * np.pi) - np.pi).max() < GMST_RAD


@pytest.mark.parametrize("name", ORBITS)
def test_satellites_stand_where_astropy_has_them(name, published):
    moments = grid(Span.of(START, 86_400.0), 600.0)
    t = theirs(moments)
    _, r_km, v_kmps = satellite(name).teme_km(moments)
    speed = CartesianDifferential(v_kmps.T * u.km / u.s)
    there = TEME(CartesianRepresentation(r_km.T * u.km, differentials=speed), obstime=t).transform_to(
        ITRS(obstime=t)
    )
    r, v = satellite(name).state(moments, published)
    apart = np.linalg.norm(r - there.cartesian.xyz.to_value(u.m).T, axis=1)
    assert apart.max() < ITRF_M
    assert np.abs(v - there.velocity.d_xyz.to_value(u.m / u.s).T).max() < VELOCITY_MPS


@pytest.mark.parametrize("name", ORBITS)
def test_look_angles_are_those_of_astropy(name, published, karachi):
    moments = grid(Span.of(START, 86_400.0), 3_600.0)
    t = theirs(moments)
    r, _ = satellite(name).state(moments, published)
    site = EarthLocation.from_geodetic(
        karachi.lon_deg * u.deg, karachi.lat_deg * u.deg, karachi.height_m * u.m
    )
    d = r - np.array([axis.to_value(u.m) for axis in site.geocentric])
    topocentric = ITRS(CartesianRepresentation(d.T * u.m), obstime=t, location=site)
    seen = topocentric.transform_to(AltAz(obstime=t, location=site))
    az, el, distance = azimuth_elevation_range(karachi.ecef_m(), karachi.lat_deg, karachi.lon_deg, r)
    assert np.abs((az - seen.az.deg + 180) % 360 - 180).max() < LOOK_DEG / np.cos(np.radians(el.max()))
    assert np.abs(el - seen.alt.deg).max() < LOOK_DEG
    assert np.abs(distance - seen.distance.to_value(u.m)).max() < 1e-6


def test_the_sun_stands_where_astropy_has_it_for_fifty_years(published):
    moments = START.tai_ns - np.arange(0, 3_650) * 5 * 86_400 * 10**9
    t = theirs(moments)
    sun = get_sun(t).transform_to(ITRS(obstime=t)).cartesian.xyz.to_value(u.au).T
    sun /= np.linalg.norm(sun, axis=1)[:, None]
    apart = np.degrees(np.linalg.norm(np.cross(sun, sun_ecef_unit(moments, published)), axis=1))
    assert apart.max() < SUN_DEG
