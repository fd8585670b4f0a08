"""Orbits, atmosphere and integers, each judged by a law or by published figures."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.gnss.simulate import START, Case, navigation

from serai.earth import azimuth_elevation_range, places_ecef_m
from serai.gnss.atmosphere import klobuchar, ntcm, troposphere
from serai.gnss.estimators import lambda_method
from serai.gnss.satellites.beidou2_bias import (
    correction_kind,
    elevation_correction_m,
    pair_correction_kind,
)
from serai.gnss.satellites.broadcast import Broadcast, messages_for
from serai.gnss.satellites.glonass import glonass_state
from serai.gnss.satellites.kepler import ELEMENTS, kepler_state

# European GNSS (Galileo) Open Service, NTCM-G Ionospheric Model Description, issue 1.0, validation tables:
# day of year, UT hour, receiver lon, lat (deg), height (m), satellite lon, lat, height, slant content (TECU),
# for the coefficients (236.831641, -0.39362878, 0.00402826613).
NTCM_PUBLISHED = [
    (105, 0, -62.34, 82.49, 78.11, 8.23, 54.29, 20_281_546.18, 33.7567),
    (105, 20, -52.81, 5.25, -25.76, 10.94, 44.72, 20_450_566.19, 252.0204),
    (105, 12, -52.81, 5.25, -25.76, -102.83, -40.74, 20_153_844.84, 194.4159),
    (105, 16, -52.81, 5.25, -25.76, -66.77, 2.37, 19_986_966.89, 147.7473),
]


@pytest.mark.parametrize("row", NTCM_PUBLISHED)
def test_ntcm_gives_the_published_slant_contents(row):
    day, hour, lon, lat, height, sat_lon, sat_lat, sat_height, published = row
    level = ntcm.ionisation(236.831641, -0.39362878, 0.00402826613)
    az, el, _ = azimuth_elevation_range(
        places_ecef_m(lat, lon, height), lat, lon, places_ecef_m(sat_lat, sat_lon, sat_height)
    )
    az, el, lat, lon = (float(np.radians(v)) for v in (az, el, lat, lon))
    content = ntcm.vertical_tecu(level, *ntcm.pierce_point(lat, lon, az, el), float(hour), float(day))
    assert content * ntcm.slant_factor(el) == pytest.approx(
        published, abs=2e-3
    )  # printed to 1e-4, pi to 13 digits


def test_klobuchar_falls_to_five_nanoseconds_by_night_and_peaks_at_two_in_the_afternoon():
    k = np.array([3.82e-8, 1.49e-8, -1.79e-7, 0.0, 1.43e5, 0.0, -3.28e5, 1.13e5])
    delays = np.array([klobuchar.vertical_delay_m(k, 0.5, 0.0, h * 3600.0) for h in range(24)])
    assert delays[2] == pytest.approx(5e-9 * 299_792_458.0)
    assert delays.argmax() == 14
    assert klobuchar.obliquity(np.pi / 2) == pytest.approx(1.0, abs=1e-3)


def test_klobuchar_gives_the_worked_example_of_the_interface_document():
    # A standard example: 40 N, 100 W, elevation 20 deg, azimuth 210 deg, GPS time 20:45 UT -> 23.784 m on L1
    # (J. A. Klobuchar 1987, as printed in many textbooks).
    k = np.array([3.82e-8, 1.49e-8, -1.79e-7, 0.0, 1.43e5, 0.0, -3.28e5, 1.13e5])
    lat, lon, az, el = (float(np.radians(v)) for v in (40.0, -100.0, 210.0, 20.0))
    there = klobuchar.pierce_point(lat, lon, az, el)
    slant = klobuchar.obliquity(el) * klobuchar.vertical_delay_m(k, *there, 20 * 3600.0 + 45 * 60.0)
    assert slant == pytest.approx(23.784, abs=0.02)


def test_the_standard_atmosphere_weighs_two_metres_thirty_at_sea_level_and_less_on_mountains():
    dry, wet = troposphere.zenith_delays_m(np.radians(45.0), 0.0, 28.0)
    assert dry == pytest.approx(2.31, abs=0.02)
    assert 0.03 < wet < 0.3
    high, _ = troposphere.zenith_delays_m(np.radians(45.0), 5000.0, 28.0)
    assert high == pytest.approx(dry * np.exp(-5000.0 / 8300.0), rel=0.06)
    assert troposphere.zenith_delays_m(0.3, 600_000.0, 100.0) == (0.0, 0.0)


@pytest.mark.parametrize("elevation_deg", [5.0, 10.0, 30.0, 90.0])
def test_the_two_mapping_functions_agree_within_their_errors(elevation_deg):
    el = float(np.radians(elevation_deg))
    dry, _ = troposphere.niell(np.radians(45.0), 0.0, 28.0, el)
    assert troposphere.mapping(el) == pytest.approx(dry, rel=0.012)


def test_velocity_is_the_slope_of_position_for_every_kind_of_orbit():
    orbits = Broadcast.of(
        navigation(Case(np.zeros(3), {"G": ("1C",), "C": ("2I",)})), {"G": ("1C",), "C": ("2I",)}
    )
    message = np.arange(len(orbits.toe_ns))
    at = np.full(len(message), START)
    r1, v, _ = orbits.states(message, at, np.zeros(len(message)))
    later, earlier = (orbits.states(message, at, np.full(len(message), s))[0] for s in (0.5, -0.5))
    assert np.abs(later - earlier - v).max() < 1e-4
    assert np.linalg.norm(r1, axis=1).min() > 2e7


def test_a_geostationary_beidou_stays_over_its_longitude():
    k = np.zeros(len(ELEMENTS))
    name = {n: i for i, n in enumerate(ELEMENTS)}
    k[name["sqrt_a"]], k[name["e"]] = np.sqrt(42_164_174.0), 1e-6
    k[name["i0"]], k[name["omega0"]] = np.radians(5.0), np.pi  # in the tilted frame: the Earth's equator
    k[name["gm"]], k[name["earth_rate"]], k[name["geo"]] = 3.986004418e14, 7.2921150e-5, 1.0
    places = np.array([kepler_state(k, t, t)[:3] for t in (-3600.0, 0.0, 3600.0)])
    velocity = np.array(kepler_state(k, 0.0, 0.0)[3:6])
    assert np.abs(places - places[1]).max() < 50_000.0
    assert np.linalg.norm(velocity) < 15.0


def test_glonass_integration_returns_to_where_it_began():
    k = np.array([7003e3, -12206e3, 21281e3, 784.0, 2810.0, 1355.0, 0.0, 1.7e-6, -5.4e-6, -1e-5, 0.0])
    there = np.array(glonass_state(k, 850.0)[:6])
    back = np.array(glonass_state(np.concatenate([there, k[6:]]), -850.0)[:6])
    assert np.abs(back - k[:6])[:3].max() < 1e-3


def test_integers_are_those_a_search_of_every_vector_finds():
    random = np.random.default_rng(3)
    for _ in range(10):
        a = random.normal(size=(3, 3))
        q = 0.3 * a @ a.T + 0.01 * np.eye(3)
        real = random.normal(size=3) * 5.0
        near = [range(round(x) - 8, round(x) + 9) for x in real]
        grid = np.array(list(itertools.product(*near)), dtype=float)
        distance = np.einsum("ni,ij,nj->n", grid - real, np.linalg.inv(q), grid - real)
        best = np.argsort(distance)[:2]
        found, squared = lambda_method.integer_least_squares(real, q)
        assert found[0].tolist() == grid[best[0]].tolist()
        assert squared == pytest.approx(distance[best], rel=1e-9)


def test_surer_ambiguities_are_fixed_right_more_often():
    rates = [lambda_method.success_rate(np.eye(5) * s**2) for s in (0.5, 0.2, 0.05)]
    assert rates == sorted(rates)
    assert rates[-1] > 0.999999


def test_beidou_2_alone_has_its_code_corrected():
    assert correction_kind("C11", "2I") == 4
    assert correction_kind("C08", "6I") == 3
    assert correction_kind("C20", "2I") == correction_kind("C02", "2I") == correction_kind("G11", "2W") == 0
    assert elevation_correction_m(4, np.radians(85.0)) == pytest.approx((0.97 + 1.05) / 2)
    pair = pair_correction_kind("C11", ("2I", "6I"))
    assert elevation_correction_m(pair, np.pi / 2) == pytest.approx(2.944 * 1.05 - 1.944 * 0.47, abs=0.001)
    with_b2i = pair_correction_kind("C11", ("2X", "7X"))
    assert elevation_correction_m(with_b2i, np.pi / 2) == pytest.approx(
        2.487 * 1.05 - 1.487 * 0.69, abs=0.001
    )
    assert pair_correction_kind("C11", ("2X", "6X")) == pair
    assert pair_correction_kind("C20", ("2I", "6I")) == pair_correction_kind("C11", ("1P", "5P")) == 0


def test_each_galileo_band_goes_with_the_message_whose_clock_it_shares():
    assert messages_for("E", ("1C", "5Q"))[0] == "FNAV"
    assert messages_for("E", ("1C", "7Q"))[0] == "INAV"
    assert messages_for("C", ("1P", "5P"))[0] == "CNV1"
    assert messages_for("C", ("2I", "6I"))[0] == "D1"
