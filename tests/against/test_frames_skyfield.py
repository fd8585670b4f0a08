"""Satellites, look angles and rises, ours and Skyfield's.

ours | theirs | tolerance | measured | why
Sgp4.teme_km | EarthSatellite in TEME | 1e-8 km | 4e-10 km | the same library; times differ by rounding
Sgp4.state (UT1 as Skyfield has it, no polar motion) | at(t).frame_xyz(itrs) | 1e-4 m | 4e-5 m | rounding;
    Skyfield applies no polar motion by default, and its own table of UT1 is 0.08 s off in 2026
azimuth_elevation_range | (satellite - site).altaz() | 1e-8 deg, 1e-4 m | 5e-10 deg, 5e-6 m | rounding
windows(above_mask) | find_events | 0.5 s | | Skyfield refines events to half a second
"""

from __future__ import annotations

import numpy as np
import pytest
from skyfield.api import EarthSatellite, load, wgs84
from skyfield.framelib import itrs
from tests.orbit.known import ORBITS, elements, satellite

from serai.access import above_mask, windows
from serai.earth import Orientation, Place, azimuth_elevation_range
from serai.formats import write_csv
from serai.orbit import Ephemeris
from serai.time import Instant, Span, grid

TEME_KM = 1e-8
ITRF_M = 1e-4
LOOK_DEG, LOOK_M = 1e-8, 1e-4
EVENT_S = 0.5  # skyfield.searchlib: "epsilon" of find_events


@pytest.fixture(scope="module")
def times():
    return load.timescale(builtin=True)


@pytest.fixture(scope="module")
def moments() -> np.ndarray:
    return grid(Span.of(Instant.from_utc("2026-08-22T00:00:00Z"), 86_400.0), 600.0)


@pytest.fixture(scope="module")
def t(times, moments):
    return times.from_datetimes([Instant(int(moment)).datetime() for moment in moments])


@pytest.fixture(scope="module")
def as_skyfield(t, moments) -> Orientation:
    """Earth orientation as Skyfield has it without files: its own UT1, no polar motion."""
    still = np.zeros(len(moments))
    return Orientation(
        source="skyfield",
        begins=Instant(int(moments[0])),
        ends=Instant(int(moments[-1])),
        measured_until=None,
        node_ns=moments,
        ut1_tai_s=t.dut1 - 37,
        xp_rad=still,
        yp_rad=still,
    )


def theirs(name: str, times) -> EarthSatellite:
    header, row = write_csv([elements(name)]).splitlines()
    return EarthSatellite.from_omm(times, dict(zip(header.split(","), row.split(","), strict=True)))


@pytest.mark.parametrize("name", ORBITS)
def test_satellites_stand_where_skyfield_has_them(name, times, t, moments, as_skyfield):
    sky = theirs(name, times)
    r_teme, _, _ = sky._position_and_velocity_TEME_km(t)
    assert np.abs(satellite(name).teme_km(moments)[1] - r_teme.T).max() < TEME_KM
    r, _ = satellite(name).state(moments, as_skyfield)
    assert np.abs(r - sky.at(t).frame_xyz(itrs).m.T).max() < ITRF_M


@pytest.mark.parametrize("name", ORBITS)
def test_look_angles_are_those_of_skyfield(name, times, t, moments, as_skyfield, karachi):
    r, _ = satellite(name).state(moments, as_skyfield)
    az, el, distance = azimuth_elevation_range(karachi.ecef_m(), karachi.lat_deg, karachi.lon_deg, r)
    site = wgs84.latlon(karachi.lat_deg, karachi.lon_deg, karachi.height_m)
    alt, azimuth, length = (theirs(name, times) - site).at(t).altaz()
    assert np.abs((az - azimuth.degrees + 180) % 360 - 180).max() < LOOK_DEG / np.cos(np.radians(el.max()))
    assert np.abs(el - alt.degrees).max() < LOOK_DEG
    assert np.abs(distance - length.m).max() < LOOK_M


@pytest.mark.parametrize("name", ["ISS (ZARYA)", "GAOFEN-1", "BEIDOU-3 M1", "MERIDIAN 9"])
def test_passes_begin_and_end_when_skyfield_says(name, times, karachi, moments, as_skyfield):
    day = Span(Instant(int(moments[0])), Instant(int(moments[-1])))
    sky = Ephemeris.of([satellite(name)], day, as_skyfield)
    found = windows(above_mask(sky, [0], [karachi], 10.0), day)
    site = wgs84.latlon(karachi.lat_deg, karachi.lon_deg, karachi.height_m)
    t0, t1 = times.from_datetimes([day.start.datetime(), day.end.datetime()])
    when, what = theirs(name, times).find_events(site, t0, t1, altitude_degrees=10.0)
    events = {
        code: [Instant.from_datetime(at.utc_datetime()).tai_ns for at in when[what == code]]
        for code in (0, 2)
    }
    assert (found.start_ns[~found.cut_start] - np.array(events[0])) / 1e9 == pytest.approx(0.0, abs=EVENT_S)
    assert (found.end_ns[~found.cut_end] - np.array(events[2])) / 1e9 == pytest.approx(0.0, abs=EVENT_S)


def test_places_are_where_skyfield_puts_them():
    for lat, lon, height in ((24.86, 67.01, 8.0), (-77.8, 166.7, 30.0), (0.0, -179.9, 5_000.0)):
        theirs_m = wgs84.latlon(lat, lon, height).itrs_xyz.m
        assert np.abs(Place(lat_deg=lat, lon_deg=lon, height_m=height).ecef_m() - theirs_m).max() < 1e-6
