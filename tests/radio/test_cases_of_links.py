"""Small inputs that once came out wrong, as a carrier's engineer would enter them, and what is right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from serai.radio.link.budget_file import read_budget
from serai.radio.propagation.attenuation import Ground, attenuation
from serai.radio.propagation.maps import maps_at_hand
from serai.radio.propagation.site_climate import ground_at

KU = Path(__file__).resolve().parents[2] / "examples" / "ku_vsat.toml"


def test_the_cloud_water_is_that_of_five_percent_for_anything_rarer():
    """0.015 % at 45 N, 20 GHz, 31 degrees: 0.225 dB of the 5 % water; that of 0.015 % itself gave 0.863."""
    case = {"lat_deg": 45.0, "frequency_ghz": 20.0, "elevation_deg": 31.0, "percent": 0.015}
    taken = [float(attenuation(Ground(liquid_kg_m2=x), **case).cloud_db) for x in (0.35, 1.34086)]
    assert taken == pytest.approx([0.225, 0.863], abs=5e-4)


def test_a_places_height_reaches_its_gases_where_the_older_maps_are_read(tmp_path):
    """26 GHz, 10 degrees, 36 N 74.5 E: the map's ground lies between the valleys and the peaks."""
    maps = maps_at_hand(tmp_path)
    if maps.package is None:
        pytest.skip("needs the digital maps: pip install serai[maps]")
    taken = []
    for height_km in (0.0, 3.0, 6.5):
        found = ground_at(maps, lat_deg=36.0, lon_deg=74.5, percent=0.1, height_km=height_km, older=True)
        case = {"lat_deg": 36.0, "frequency_ghz": 26.0, "elevation_deg": 10.0, "percent": 0.1}
        taken.append(float(np.asarray(attenuation(found.ground, **case).gas_db)))
    assert taken == pytest.approx([1.308, 1.498, 0.304], abs=6e-4)


def ku(tmp_path, *changes):
    text = KU.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    return read_budget(file)[0]


FIXED = ('family = "DVB-S2X"', 'modcod = "8PSK 3/5"')
NO_HUB = ('c_i_db = 22.0\nground = "hub"', "c_i_db = 22.0")


def test_a_fixed_modcod_without_its_hubs_weather_says_so_and_with_it_is_out_six_times_as_long(tmp_path):
    """99.925 % with the village's rain alone; the hub's takes the carrier and its C/I, and leaves 99.507."""
    dry = ku(tmp_path, FIXED, NO_HUB)
    assert dry.without_weather == ("up",)
    assert dry.available_percent == pytest.approx(99.925, abs=0.005)
    both = ku(tmp_path, FIXED)
    assert both.without_weather == ()
    assert both.available_percent == pytest.approx(99.507, abs=0.002)
    steady = ku(tmp_path, FIXED, ("c_i_db = 22.0\n", ""))
    assert both.available_percent < steady.available_percent < dry.available_percent
