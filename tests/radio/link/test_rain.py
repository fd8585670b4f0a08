"""The rain margin of a place."""

from __future__ import annotations

import pytest

from serai.earth import Place
from serai.radio import RainHere, clear_air, percent_lost, rain_attenuation_db
from serai.radio.link.rain import CLOUDS_DB
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


def test_clear_air_takes_more_at_ka_band_near_the_equator_and_says_what_it_rests_on():
    accra, almaty = Place(lat_deg=5.6, lon_deg=-0.2), Place(lat_deg=43.2, lon_deg=76.9)
    ka = clear_air(accra, elevation_deg=40.0, frequency_hz=19.45e9)
    assert ka.value > clear_air(almaty, elevation_deg=40.0, frequency_hz=19.45e9).value
    assert ka.value > clear_air(accra, elevation_deg=40.0, frequency_hz=3.95e9).value > CLOUDS_DB
    assert ka.basis is Basis.ASSUMED
    assert "P.676-13 in P.835-6" in ka.source
    assert clear_air(accra, elevation_deg=40.0, frequency_hz=137e6).value == CLOUDS_DB
