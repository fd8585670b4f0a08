"""Laws of rain attenuation; the figures themselves are judged in against/test_itu_rain.py."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.radio import rain_attenuation_db, specific_attenuation_db_km

SINDH = {
    "r001_mm_h": 27.3,
    "rain_height_km": 5.07,
    "height_km": 0.0,
    "lat_deg": 27.0,
    "elevation_deg": 40.0,
    "frequency_ghz": 14.25,
    "percent": 0.1,
}


def loss(**changes):
    return rain_attenuation_db(**{**SINDH, **changes})


@given(
    st.floats(5.0, 89.0),
    st.floats(0.01, 4.9),
    st.floats(4.0, 40.0),
    st.floats(5.0, 120.0),
    st.floats(-60, 60),
)
def test_rain_takes_something_and_never_a_negative_amount(elevation, percent, f_ghz, rate, lat):
    taken = loss(elevation_deg=elevation, percent=percent, frequency_ghz=f_ghz, r001_mm_h=rate, lat_deg=lat)
    assert np.isfinite(taken)
    assert taken >= 0.0


def test_what_is_exceeded_more_rarely_is_worse():
    taken = loss(percent=np.array([5.0, 1.0, 0.1, 0.01, 0.001]))
    assert (np.diff(taken) > 0).all()


def test_ka_band_suffers_more_than_ku_and_ku_more_than_c():
    taken = loss(frequency_ghz=np.array([4.0, 12.0, 20.0, 30.0]))
    assert (np.diff(taken) > 0).all()
    assert taken[0] < 0.2


def test_no_rain_and_above_the_rain_cost_nothing():
    assert float(loss(r001_mm_h=0.0)) == 0.0
    assert float(loss(height_km=5.5)) == 0.0


@pytest.mark.parametrize("outside", [{"percent": 10.0}, {"frequency_ghz": 60.0}, {"elevation_deg": -1.0}])
def test_outside_the_range_of_the_recommendation_nothing_is_claimed(outside):
    assert np.isnan(loss(**outside))


def test_a_vertical_wave_is_weakened_less_than_a_horizontal_one():
    flat = specific_attenuation_db_km(30.0, 12.0, 0.0, np.array([0.0, 45.0, 90.0]))
    assert flat[0] > flat[1] > flat[2]


def test_inputs_broadcast_over_places_and_frequencies():
    taken = loss(lat_deg=np.array([[5.0], [27.0], [50.0]]), frequency_ghz=np.array([12.0, 14.0]))
    assert taken.shape == (3, 2)
    assert taken[1, 0] == pytest.approx(float(loss(frequency_ghz=12.0)))
