"""The twin in the other polarisation: what the antennas leave of it, and what rain turns over."""

from __future__ import annotations

import math

import pytest

from serai.radio.link.budget_file import read_budget
from serai.radio.propagation.itu.p618_total import cross_polarisation_db

GROUND = """
lat_deg = 25.4
elevation_deg = {elevation}
height_km = 0.02
r001_mm_h = {rain}
rain_height_km = 5.07
pressure_hpa = 1007.0
temperature_k = 300.0
vapour_g_m3 = 15.0
liquid_kg_m2 = 0.3
wet_refractivity = 90.0
polarisation_deg = {tilt}
"""
LEG = """
[return.{leg}]
frequency_ghz = {ghz}
range_km = 37500
eirp_dbw = 50
g_over_t_dbk = 20
scintillation_db = 0.3
{more}
[return.{leg}.ground]
{ground}
[return.carrier]
symbol_rate_hz = 30e6
modcod = "QPSK 3/4"
"""
TWIN, RAIN = "C/I cross-polar", "C/I cross-polar by rain"


@pytest.fixture
def read(tmp_path):
    def of(*, leg="down", ghz=12.0, more="cross_polar_db = 28", rain=60.0, elevation=40.0, tilt=45.0):
        ground = GROUND.format(rain=rain, elevation=elevation, tilt=tilt)
        file = tmp_path / "x.toml"
        file.write_text(LEG.format(leg=leg, ghz=ghz, more=more, ground=ground), encoding="utf-8")
        return read_budget(file)[0]

    return of


def test_rain_turns_over_what_section_4_says_beside_what_the_antennas_leave(read):
    budget = read().budget
    rain = budget.value("downlink: rain")
    expected = float(cross_polarisation_db(rain, 12.0, 40.0, 0.1, 45.0))
    assert budget.value(f"downlink: {RAIN}") == pytest.approx(expected)
    assert 15.0 < expected < 30.0
    assert budget.value(f"downlink: {TWIN}") == 28.0
    parts = (budget.value("downlink: C/N"), 28.0, expected)
    whole = -10 * math.log10(sum(10 ** (-x / 10) for x in parts))
    assert budget.value("downlink: C/(N+I)") == pytest.approx(whole)


def test_where_nobody_uses_the_other_polarisation_rain_turns_over_nothing(read):
    budget = read(more="").budget
    assert budget.line(f"downlink: {RAIN}") is None
    assert read(more="c_i_db = 28").budget.line(f"downlink: {RAIN}") is None


def test_a_linear_polarisation_suffers_less_than_a_circular_one(read):
    assert read(tilt=0.0).budget.value(f"downlink: {RAIN}") > read().budget.value(f"downlink: {RAIN}") + 10.0


def test_the_year_counts_it(read):
    """A carrier that needs nearly what the twin leaves closes for less of the year with it."""
    assert read().available_percent < read(more="c_i_db = 28").available_percent


def test_on_an_uplink_the_twin_of_the_same_rain_fades_as_the_carrier_does(read):
    up = read(leg="up", ghz=14.0).budget
    assert up.value(f"uplink: {RAIN}") == pytest.approx(
        float(cross_polarisation_db(up.value("uplink: rain"), 14.0, 40.0, 0.1, 45.0))
    )
    assert up.value(f"uplink: {TWIN}") < 28.0  # that of another place does not


@pytest.mark.parametrize(("changes", "counted"), [({"ghz": 3.9}, False), ({"ghz": 4.1}, True)])
def test_below_four_gigahertz_it_is_left_out(read, changes, counted):
    assert (read(**changes).budget.line(f"downlink: {RAIN}") is not None) is counted


def test_a_dry_place_has_none_and_above_sixty_degrees_it_is_that_of_sixty(read):
    assert read(rain=0.0).budget.line(f"downlink: {RAIN}") is None
    high = read(elevation=80.0).budget
    assert high.value(f"downlink: {RAIN}") == pytest.approx(
        float(cross_polarisation_db(high.value("downlink: rain"), 12.0, 60.0, 0.1, 45.0))
    )


def test_unknown_rain_leaves_it_unknown(tmp_path):
    ground = GROUND.format(rain=60.0, elevation=40.0, tilt=45.0).replace("r001_mm_h = 60.0\n", "")
    file = tmp_path / "x.toml"
    file.write_text(
        LEG.format(leg="down", ghz=12.0, more="cross_polar_db = 28", ground=ground), encoding="utf-8"
    )
    budget = read_budget(file)[0].budget
    assert budget.value(f"downlink: {RAIN}") is None
    assert budget.value("margin") is None
    assert "downlink: rain" in budget.missing
