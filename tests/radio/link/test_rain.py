"""The rain margin of a place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.earth import Place
from serai.radio import CLOUDS, RainHere, gases, percent_lost, rain_attenuation_db
from serai.tables import Basis
from serai.world import Rain

THAR = Place(lat_deg=25.0, lon_deg=70.25)
ROW = Rain(place="N36", at=THAR, r001_mm_h=39.68, rain_height_km=5.138)


def test_the_margin_is_the_rain_that_the_required_availability_leaves_uncovered():
    here = RainHere(rain=ROW, place=THAR, percent=percent_lost(0.999))
    margin = here.margin(elevation_deg=44.0, frequency_hz=14.25e9)
    assert margin.percent == pytest.approx(0.1)
    expected = rain_attenuation_db(
        r001_mm_h=39.68,
        rain_height_km=5.138,
        height_km=0.0,
        lat_deg=25.0,
        elevation_deg=44.0,
        frequency_ghz=14.25,
        percent=0.1,
    )
    assert margin.margin_db == pytest.approx(float(expected))
    assert margin.says() == "P.618-14 exceeded 0.1 % of the year, R0.01 40 mm/h, rain to 5.1 km"


def test_rain_that_nobody_gave_is_unknown_and_not_dry():
    assert RainHere(rain=None, place=THAR, percent=1.0).margin(elevation_deg=40, frequency_hz=12e9) is None
    without = Rain(place="x", at=THAR, r001_mm_h=None, rain_height_km=5.0)
    assert RainHere(rain=without, place=THAR, percent=1.0).margin(elevation_deg=40, frequency_hz=12e9) is None


def test_a_vhf_link_needs_no_rain_margin():
    margin = RainHere(rain=ROW, place=THAR, percent=0.1).margin(elevation_deg=30.0, frequency_hz=137e6)
    assert margin.margin_db == 0.0


@pytest.mark.parametrize(
    ("share", "percent"), [(0.98, 2.0), (0.9995, 0.05), (0.5, 5.0), (1.0, 0.001), (None, 0.1)]
)
def test_the_share_required_says_how_much_rain_may_break(share, percent):
    assert percent_lost(share) == pytest.approx(percent)


def test_gases_take_more_at_ka_band_near_the_equator_and_say_what_they_rest_on():
    accra, almaty = Place(lat_deg=5.6, lon_deg=-0.2), Place(lat_deg=43.2, lon_deg=76.9)
    ka = gases(accra, elevation_deg=40.0, frequency_hz=19.45e9)
    assert ka.value > gases(almaty, elevation_deg=40.0, frequency_hz=19.45e9).value
    assert ka.value > gases(accra, elevation_deg=40.0, frequency_hz=3.95e9).value > 0.0
    assert (ka.basis, ka.source) == (Basis.ASSUMED, "P.676-13 in P.835-6")
    assert gases(accra, elevation_deg=40.0, frequency_hz=137e6).value == 0.0  # below the method
    assert (CLOUDS.value, CLOUDS.basis) == (0.3, Basis.ASSUMED)


def test_gases_and_rain_are_those_of_the_places_own_height():
    low, high = Place(lat_deg=36.0, lon_deg=74.5), Place(lat_deg=36.0, lon_deg=74.5, height_m=3000.0)
    taken = [gases(p, elevation_deg=30.0, frequency_hz=19.45e9).value for p in (low, high)]
    assert taken[1] < 0.5 * taken[0]  # most of the vapour lies below 3 km
    on_the_ground = replace(ROW, at=high)
    here = RainHere(rain=on_the_ground, place=low, percent=0.1)
    assert here.at.height_m == 3000.0  # that of the ground, where the place has none of its own
    assert RainHere(rain=ROW, place=high, percent=0.1).at.height_m == 3000.0
    assert RainHere(rain=None, place=low, percent=0.1).at == low
    margins = [
        RainHere(rain=r, place=low, percent=0.1).margin(elevation_deg=30.0, frequency_hz=12e9).margin_db
        for r in (ROW, on_the_ground)
    ]
    assert margins[1] < margins[0]  # less of the path lies under the rain height
