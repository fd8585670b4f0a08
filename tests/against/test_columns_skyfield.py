"""Columns on demand of passes and looks, ours and Skyfield's (and the count of nodes by the sgp4 library).

ours | theirs | tolerance | why
range | (satellite - site).distance() | 1 m | ours is told to a metre; the moment to a nanosecond
azimuth, incidence | altaz() | 0.006, 1e-4 deg | ours is told to two and four decimals
Doppler | range rate of frame_latlon_and_rates(site) | 1 Hz at 8.2 GHz | told to a Hz; both of first order
orbit | ascending nodes counted in z of TEME, 20 s apart | 0 | a count
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from skyfield.api import EarthSatellite, load, wgs84
from tests.orbit.known import elements, satellite

from serai import looks, passes
from serai.earth import LIGHT_MPS, Orientation, Place, sun_elevation_deg
from serai.errors import Refused
from serai.formats import write_csv
from serai.orbit import revolutions
from serai.time import Instant, Span, grid

NAMES = ("ISS (ZARYA)", "GAOFEN-1", "MERIDIAN 9", "BEIDOU-3 M1")
SITES = {
    "karachi": Place(lat_deg=24.86, lon_deg=67.01, height_m=8.0),
    "fiji": Place(lat_deg=-17.5, lon_deg=179.9),
    "svalbard": Place(lat_deg=78.2, lon_deg=15.6, height_m=450.0),
}
START = Instant.from_utc("2026-08-22T00:00:00Z")
DAYS, GHZ = 2.0, 8.2
RANGE_M, DOPPLER_HZ, AZIMUTH_DEG, INCIDENCE_DEG = 1.0, 1.0, 0.006, 1e-4
PASS_COLUMNS = ("range", "doppler", "orbit", "direction", "side", "sun", "local-time")
LOOK_COLUMNS = ("range", "azimuth", "incidence", "orbit", "direction", "side", "sun", "local-time")


@pytest.fixture(scope="module")
def times():
    return load.timescale(builtin=True)


@pytest.fixture(scope="module")
def as_skyfield(times) -> Orientation:
    moments = grid(Span.of(START, (DAYS + 0.1) * 86_400.0), 600.0)
    t = times.from_datetimes([Instant(int(moment)).datetime() for moment in moments])
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


def rows_at(found, times, moment_ns):
    """Each row with Skyfield's topocentric position at one of its moments."""
    sats = {name: theirs(name, times) for name in NAMES}
    t = times.from_datetimes([Instant(int(moment)).datetime() for moment in moment_ns])
    for k, row in enumerate(found):
        place = SITES[row.get("station") or row["point"]]
        site = wgs84.latlon(place.lat_deg, place.lon_deg, place.height_m)
        yield row, place, (sats[row["satellite"]] - site).at(t[k]), site, moment_ns[k]


@pytest.fixture(scope="module")
def found_passes(as_skyfield):
    return passes(
        [elements(name) for name in NAMES],
        SITES,
        start=START,
        days=DAYS,
        mask=5.0,
        orientation=as_skyfield,
        columns=PASS_COLUMNS,
        frequency_ghz=GHZ,
    )


@pytest.fixture(scope="module")
def found_looks(as_skyfield):
    return looks(
        [elements(name) for name in NAMES],
        SITES,
        start=START,
        days=DAYS,
        off_nadir_deg=60.0,
        orientation=as_skyfield,
        columns=LOOK_COLUMNS,
    )


@pytest.mark.parametrize(
    ("which", "head"), [("start_ns", "rise"), ("best_ns", "max_elevation"), ("end_ns", "set")]
)
def test_range_and_doppler_of_passes_are_those_of_skyfield(found_passes, times, which, head):
    moments = getattr(found_passes.part.table, which)
    assert len(found_passes) > 60
    shifts = []
    for row, _, seen, site, _ in rows_at(found_passes, times, moments):
        _, _, distance, _, _, rate = seen.frame_latlon_and_rates(site)
        assert row[f"{head}_range_m"] == pytest.approx(distance.m, abs=RANGE_M)
        shift = -rate.m_per_s / LIGHT_MPS * GHZ * 1e9
        assert row[f"{head}_doppler_hz"] == pytest.approx(shift, abs=DOPPLER_HZ)
        shifts.append(row[f"{head}_doppler_hz"])
    if head == "rise":
        assert max(shifts) > 150_000  # coming nearer is a higher carrier, 27 m a cycle and second
    if head == "set":
        assert min(shifts) < -150_000


def test_range_azimuth_and_incidence_of_looks_are_those_of_skyfield(found_looks, times):
    assert len(found_looks) > 30
    for row, _, seen, _, _ in rows_at(found_looks, times, found_looks.part.table.best_ns):
        altitude, azimuth, distance = seen.altaz()
        assert row["range_m"] == pytest.approx(distance.m, abs=RANGE_M)
        assert row["incidence_deg"] == pytest.approx(90.0 - altitude.degrees, abs=INCIDENCE_DEG)
        if altitude.degrees < 85.0:
            off = (row["azimuth_deg"] - azimuth.degrees + 180.0) % 360.0 - 180.0
            assert abs(off) < AZIMUTH_DEG


def test_direction_and_side_are_those_of_the_ground_track(found_looks, times):
    """Ascending is a latitude that grows; right is a quarter turn clockwise from the track's own bearing."""
    seen = set()
    for row, place, _, _, at in rows_at(found_looks, times, found_looks.part.table.best_ns):
        sky = theirs(row["satellite"], times)
        before, after = (
            wgs84.subpoint(sky.at(times.from_datetime(Instant(int(at) + shift).datetime())))
            for shift in (-500_000_000, 500_000_000)
        )
        rises = after.latitude.degrees > before.latitude.degrees
        assert row["direction"] == ("ascending" if rises else "descending")
        if row["incidence_deg"] > 1.0:
            track = bearing(before, after.latitude.degrees, after.longitude.degrees)
            to_place = bearing(before, place.lat_deg, place.lon_deg)
            right = 0.0 < (to_place - track) % 360.0 < 180.0
            assert row["side"] == ("right" if right else "left")
        seen.add((row["direction"], row["side"]))
    assert len(seen) == 4


def bearing(point, lat_deg, lon_deg):
    """The bearing of a point from another on a sphere, degrees."""
    lat0, lon0 = np.radians([point.latitude.degrees, point.longitude.degrees])
    lat, lon = np.radians([lat_deg, lon_deg])
    east = np.sin(lon - lon0) * np.cos(lat)
    north = np.cos(lat0) * np.sin(lat) - np.sin(lat0) * np.cos(lat) * np.cos(lon - lon0)
    return np.degrees(np.arctan2(east, north)) % 360.0


def test_the_sun_and_the_local_time_are_those_of_the_best_moment(found_looks, as_skyfield):
    for row, at in zip(found_looks, found_looks.part.table.best_ns, strict=True):
        place = SITES[row["point"]]
        sun = float(sun_elevation_deg(place, np.array([at]), as_skyfield)[0])
        assert row["sun_elevation_deg"] == pytest.approx(sun, abs=0.006)
        clock = Instant(int(at)).plus(seconds=240.0 * place.lon_deg).utc(3)
        assert row["local_solar_time"] == clock[11:19]
        hours = int(row["local_solar_time"][:2]) + int(row["local_solar_time"][3:5]) / 60.0
        if place.lat_deg < 30.0:  # the Sun is up between about six and six, where no pole is near
            assert (row["sun_elevation_deg"] > 0.0) == (6.0 < hours < 18.0) or abs(hours % 12.0 - 6.0) < 1.0


@pytest.mark.parametrize("name", NAMES)
def test_an_orbit_number_goes_up_at_every_ascending_node(name):
    """Counted by the sign of z in TEME, from REV_AT_EPOCH on, forwards and back."""
    of = satellite(name)
    epoch = of.elements.epoch.tai_ns
    moments = epoch + np.arange(-3 * 4_320, 10 * 4_320, dtype=np.int64) * 20_000_000_000
    _, r, _ = of.teme_km(moments)
    node = (r[:-1, 2] < 0.0) & (r[1:, 2] >= 0.0)
    count = np.concatenate([[0], np.cumsum(node)])
    expected = of.elements.rev_at_epoch + count - count[3 * 4_320]
    assert (revolutions(of, moments) == expected).all()
    assert revolutions(of, moments[:1]) < of.elements.rev_at_epoch < revolutions(of, moments[-1:])


def test_drag_of_weeks_loses_no_revolution():
    """A low satellite at 25 days: drag alone has turned it on by revolutions."""
    low = elements("SARAMAGO")
    of = type(satellite("GAOFEN-1"))(replace(low, bstar=6e-3))
    moments = low.epoch.tai_ns + np.arange(0, 25 * 4_320, dtype=np.int64) * 20_000_000_000
    _, r, _ = of.teme_km(moments)
    node = (r[:-1, 2] < 0.0) & (r[1:, 2] >= 0.0)
    expected = low.rev_at_epoch + np.concatenate([[0], np.cumsum(node)])
    assert (revolutions(of, moments) == expected).all()


def test_every_row_of_a_pass_has_its_orbit(found_passes):
    for row, at in zip(found_passes, found_passes.part.table.best_ns, strict=True):
        assert row["orbit"] == int(revolutions(satellite(row["satellite"]), np.array([at]))[0])


def test_columns_stand_last_in_the_order_asked_and_each_once(as_skyfield):
    found = passes(
        [elements("GAOFEN-1")], SITES, start=START, days=0.5, mask=5.0, orientation=as_skyfield,
        columns=("side,orbit", "side"),
    )  # fmt: skip
    assert list(next(iter(found)))[-3:] == ["age_days", "side", "orbit"]


def test_an_element_set_that_counts_no_revolutions_has_none(as_skyfield):
    silent = replace(elements("GAOFEN-1"), rev_at_epoch=0)
    found = passes(
        [silent], SITES, start=START, days=0.5, mask=5.0, orientation=as_skyfield, columns=("orbit",)
    )
    assert {row["orbit"] for row in found} == {None}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            {"columns": ("incidence",)},
            "passes have no column 'incidence'; --columns takes range, doppler, orbit",
        ),
        ({"columns": ("doppler",)}, "a Doppler shift is that of a carrier: give --frequency GHZ"),
        ({"frequency_ghz": 8.2}, "--frequency is for --columns doppler"),
        (
            {"columns": ("doppler",), "frequency_ghz": 8_200.0},
            "expected --frequency from 0.1 to 300 GHz, got 8200",
        ),
    ],
)
def test_columns_that_there_are_not_are_refused(as_skyfield, more, says):
    with pytest.raises(Refused) as refused:
        passes(
            [elements("GAOFEN-1")], SITES, start=START, days=0.5, mask=5.0, orientation=as_skyfield, **more
        )
    assert str(refused.value).startswith(says)
