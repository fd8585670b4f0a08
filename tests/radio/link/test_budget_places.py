"""Places under a satellite, sizes found backwards, and a budget at many places."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from serai.cli.app import main
from serai.earth import Place
from serai.errors import Refused
from serai.radio import Stated
from serai.radio.link.availability import LegWeather, availability_percent
from serai.radio.link.budget_file import read_budget
from serai.radio.link.budget_sizing import at_sites, sized
from serai.radio.link.ground_end import GEO_RADIUS_M, aim_at, tilt_of
from serai.radio.link.link import Carrier, Leg
from serai.radio.link.patterns import off_axis_gain_dbi
from serai.radio.propagation.attenuation import Ground

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
LEASED = EXAMPLES / "leased_carrier.toml"
KU = EXAMPLES / "ku_vsat.toml"


def test_a_satellite_overhead_is_its_height_away():
    aim, range_m = aim_at(Place(lat_deg=0.0, lon_deg=38.0), 38.0)
    assert aim.elevation_deg == pytest.approx(90.0, abs=1e-6)
    assert range_m == pytest.approx(GEO_RADIUS_M - 6_378_137.0, abs=1.0)


@pytest.mark.parametrize(("lat", "azimuth"), [(30.0, 180.0), (-30.0, 0.0)])
def test_on_its_meridian_a_satellite_has_no_skew(lat, azimuth):
    aim, _ = aim_at(Place(lat_deg=lat, lon_deg=-179.0), 181.0)
    assert math.isclose(aim.azimuth_deg % 360.0, azimuth, abs_tol=1e-6) or aim.azimuth_deg > 359.999
    assert aim.skew_deg == pytest.approx(0.0, abs=1e-9)


def test_the_skew_is_the_angle_between_the_equator_and_the_horizon_seen_from_the_place():
    """Against vectors: the equator's direction at the satellite, turned onto the sky behind it."""
    place, lon = Place(lat_deg=24.9, lon_deg=67.1, height_m=20.0), 38.0
    aim, _ = aim_at(place, lon)
    east = math.radians(lon)
    sight = np.array([GEO_RADIUS_M * math.cos(east), GEO_RADIUS_M * math.sin(east), 0.0]) - place.ecef_m()
    sight /= np.linalg.norm(sight)
    along = np.array([-math.sin(east), math.cos(east), 0.0])
    along -= sight * (along @ sight)
    level = np.cross(sight, place.up())  # the horizon, to the right of who looks at the satellite
    turned = math.degrees(math.acos(abs(along @ level) / np.linalg.norm(along) / np.linalg.norm(level)))
    assert abs(aim.skew_deg) == pytest.approx(turned, abs=0.3)  # the spherical formula
    assert aim.skew_deg > 0.0
    assert aim_at(Place(lat_deg=24.9, lon_deg=8.9), lon)[0].skew_deg < 0.0


def test_a_linear_polarisation_is_tilted_by_the_skew_and_a_circular_one_is_not():
    assert tilt_of("horizontal", 20.0) == 20.0
    assert tilt_of("vertical", 20.0) == 110.0
    assert tilt_of("circular", 20.0) == 45.0
    assert tilt_of("vertical", None) == 90.0


def test_range_elevation_and_skew_follow_from_the_places(tmp_path):
    (way,) = read_budget(LEASED)
    assert way.budget.value("uplink: elevation") == pytest.approx(43.11, abs=0.01)
    assert way.budget.value("downlink: range") == pytest.approx(37_308.4, abs=1.0)
    assert way.budget.value("downlink: skew") == pytest.approx(46.3, abs=0.1)
    text = LEASED.read_text(encoding="utf-8")
    for old, new, sentence in (
        (
            "satellite_lon_deg = 38.0",
            "satellite_lon_deg = 190.0",
            "places.site: a satellite at 190 deg east stands -",
        ),
        (
            "lon_deg = 68.9",
            "lon_deg = 68.9\nelevation_deg = 40",
            "places.site: elevation_deg is given, and worked",
        ),
        (
            "power_w = 0.25",
            "power_w = 0.25\nrange_km = 37000",
            "x.toml, return.up: range_km is given, and worked",
        ),
        (
            'ground = "site"',
            'ground = "Site"',
            "x.toml, return.up: no place 'Site'; known under [places]: site, hub",
        ),
        (
            'polarisation = "vertical"',
            'polarisation = "slant"',
            "places.site, polarisation: expected horizontal",
        ),
        ("lon_deg = 68.9\n", "", "places.site: expected elevation_deg, or lon_deg under a satellite_lon_deg"),
    ):
        file = tmp_path / "x.toml"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(Refused) as refused:
            read_budget(file)
        assert str(refused.value).startswith(sentence), str(refused.value)


def test_the_example_counts_the_hubs_rain_too():
    """99.999 % with the village's rain alone; a hub with an R0.01 of 65 mm/h takes its own."""
    forward, back = read_budget(KU)
    assert (forward.joint, back.joint) == ("independent", "independent")
    assert forward.available_percent == pytest.approx(99.98, abs=0.004)
    assert not forward.without_weather


def test_independent_grounds_are_the_sum_of_their_outages_where_the_legs_do_not_add():
    """Through a regenerative satellite each leg breaks by itself, so that the answer is the product."""
    legs, weather, carrier = _regenerative()
    one, other = (
        availability_percent((leg,), (air,), carrier) / 100.0 for leg, air in zip(legs, weather, strict=True)
    )
    both = availability_percent(legs, weather, carrier, regenerative=True) / 100.0
    assert both == pytest.approx(one * other, abs=2e-6)
    near = tuple(replace(air, lon_deg=lon) for air, lon in zip(weather, (67.0, 69.0), strict=True))
    assert availability_percent(legs, near, carrier, regenerative=True) / 100.0 == pytest.approx(both)
    assert both < min(one, other)


def _regenerative():
    def leg(name, eirp_dbw):
        return Leg(
            name=name,
            frequency_hz=11.7e9,
            range_m=37_200e3,
            eirp_dbw=Stated(value=eirp_dbw),
            g_over_t_dbk=Stated(value=20.0),
            losses={"other_db": Stated(value=3.0)},
        )

    ground = Ground(
        height_km=0.02,
        r001_mm_h=27.3,
        rain_height_km=5.07,
        pressure_hpa=1007.0,
        temperature_k=300.0,
        vapour_g_m3=15.0,
        liquid_kg_m2=0.3,
        wet_refractivity=90.0,
    )
    weather = tuple(
        LegWeather(ground=ground, lat_deg=25.4, elevation_deg=e, diameter_m=1.2) for e in (45.0, 35.0)
    )
    carrier = Carrier(bandwidth_hz=30e6, required_db=Stated(value=4.0))
    return (leg("uplink", 48.0), leg("downlink", 46.5)), weather, carrier


def test_the_least_power_that_closes_is_found_and_less_does_not():
    found = sized(KU, "return.up.power_w", 99.9)
    assert found.value == pytest.approx(2.39, abs=0.02)
    assert found.way.available_percent >= 99.9
    text = KU.read_text(encoding="utf-8")
    assert found.way.available_percent == pytest.approx(99.9, abs=0.02)
    assert "power_w = 4.0" in text


def test_a_size_that_does_not_exist_says_how_far_the_most_goes(capsys):
    assert main(["budget", str(KU), "--size", "forward.down.diameter_m", "--for", "99.99"]) == 0
    told = capsys.readouterr().out
    assert (
        "no forward.down.diameter_m closes for 99.99 % of an average year; the most, 100, closes for" in told
    )
    for wrong in ("forward.down.system_k", "power_w", "sideways.up.power_w"):
        with pytest.raises(Refused, match="expected a size by its tables"):
            sized(KU, wrong, 99.9)
    with pytest.raises(Refused, match=r"there is no \[forward.up\] to size"):
        sized(LEASED, "forward.up.power_w", 99.9)


def test_a_size_stops_where_the_transponder_saturates(tmp_path):
    text = KU.read_text(encoding="utf-8").replace("sfd_dbw_m2 = -89.0", "sfd_dbw_m2 = -106.5")
    file = tmp_path / "x.toml"
    file.write_text(text.replace("power_w = 4.0", "power_w = 0.1"), encoding="utf-8")
    found = sized(file, "return.up.power_w", 99.9)
    assert found.value is None
    assert 1.3 < found.most < 1.7
    file.write_text(text.replace("power_w = 4.0", f"power_w = {found.most * 1.02}"), encoding="utf-8")
    with pytest.raises(Refused, match="beyond saturation"):
        read_budget(file)


SITES = "id,lat_deg,lon_deg,r001_mm_h,return.up.power_w\nSukkur,27.7,68.9,26,0.25\nGilgit,35.9,74.3,20,0.5\n"


def test_a_table_of_places_gives_each_its_budget(tmp_path, capsys):
    sites = tmp_path / "sites.csv"
    sites.write_text(SITES, encoding="utf-8")
    found = at_sites(LEASED, sites, "site")
    assert [one.site for one in found] == ["Sukkur", "Gilgit"]
    (itself,) = read_budget(LEASED)
    assert found[0].ways[0].budget.value("margin") == pytest.approx(itself.budget.value("margin"))
    assert main(["budget", str(LEASED), "--sites", str(sites), "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["site"] for row in rows] == ["Sukkur", "Gilgit"]
    assert float(rows[1]["elevation_deg"]) < float(rows[0]["elevation_deg"])
    assert main(["budget", str(LEASED), "--sites", str(sites), "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["sites"][1]["ways"][0]["joint_weather"] == "independent"
    assert main(["budget", str(LEASED), "--sites", str(sites)]) == 0
    assert all(len(line) <= 80 for line in capsys.readouterr().out.splitlines())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("lat_deg\n1\n", "sites.csv, line 1: expected a column id"),
        ("id,lat_deg\n", "sites.csv has a header but no site below it"),
        ("id,lat_deg\nA,north\n", "sites.csv, line 2, column 'lat_deg': expected a number, got 'north'"),
        ("id,latitude\nA,3\n", "sites.csv, line 2: the column latitude is neither"),
        ("id,lat_deg\nA,3,4\n", "sites.csv, line 2: 3 cells, but the header names 2 columns"),
        (
            "id,lat_deg,lon_deg\nA,0,200\n",
            "sites.csv, line 2: places.site: a satellite at 38 deg east stands -",
        ),
    ],
)
def test_a_table_of_places_that_cannot_be_read_is_refused_by_its_line(tmp_path, text, sentence):
    sites = tmp_path / "sites.csv"
    sites.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        at_sites(LEASED, sites, "site")
    assert str(refused.value).startswith(sentence)


def test_reference_patterns_by_their_recommendations():
    """S.580-6 is 3 dB below S.465-6 to 20 degrees; S.1428-1 by its own annex, NaN below 20 wavelengths."""
    f, d = 12e9, 3.0
    s465, s580 = (
        off_axis_gain_dbi(p, np.array([2.0, 10.0, 20.0, 21.0, 30.0, 60.0]), f, d) for p in ("S.465", "S.580")
    )
    np.testing.assert_allclose(s465 - s580, [3.0, 3.0, 3.0, 32.0 - 25.0 * np.log10(21.0) + 3.5, 0.0, 0.0])
    large = off_axis_gain_dbi("S.1428", np.array([5.0, 20.0, 50.0, 100.0, 150.0]), f, d)
    expected = [29.0 - 25.0 * math.log10(5.0), 34.0 - 30.0 * math.log10(20.0), -12.0, -7.0, -12.0]
    np.testing.assert_allclose(large, expected)
    small = off_axis_gain_dbi("S.1428", np.array([5.0, 50.0, 100.0, 150.0]), f, 1.2)
    np.testing.assert_allclose(small, [29.0 - 25.0 * math.log10(5.0), -9.0, -4.0, -9.0])
    assert float(off_axis_gain_dbi("S.1428", 100.0, f, 0.6)) == -5.0
    assert math.isnan(float(off_axis_gain_dbi("S.1428", 5.0, f, 0.45)))


def test_a_satellite_that_stands_still_is_always_in_view(tmp_path, capsys):
    corridor = EXAMPLES.parent / "corridors" / "belt-and-road" / "elements.csv"
    file = tmp_path / "x.toml"
    file.write_text(
        "[return.down]\nfrequency_ghz = 11.7\neirp_dbw = 48\ng_over_t_dbk = 20\n[return.carrier]\n"
        "symbol_rate_hz = 1e6\nmodcod = 'QPSK 1/2'\n[return.pass]\nsatellite = 'APSTAR-7'\nlat_deg = 25\n"
        f"lon_deg = 67\nafter = '2026-08-22T00:00:00Z'\nelements = '{corridor}'\n",
        encoding="utf-8",
    )
    assert main(["budget", str(file)]) == 0
    told = capsys.readouterr().out
    assert "the day of APSTAR-7 from 2026-08-22T00:00:00Z, always in view" in told
    (way,) = read_budget(file)
    assert way.path.rise is None
    assert way.path.since_s[[0, -1]].tolist() == [0.0, 86_400.0]
    assert way.over.volume_bits == pytest.approx(988_858 * 86_400.0, rel=1e-6)
