"""The ionosphere, trees and noise before a handheld, by laws; and the reference atmospheres."""

from __future__ import annotations

import numpy as np
import pytest

from serai.radio.propagation.attenuation import Ground
from serai.radio.propagation.itu import (
    p372,
    p453,
    p531,
    p618_scintillation,
    p618_total,
    p681,
    p835,
    p1144,
)


def test_scintillation_falls_with_frequency():
    assert float(p531.index_at(0.6, 1.0, 2.0)) == pytest.approx(0.6 / 2.0**1.5)
    assert float(p531.index_at(0.9, 1.5, 0.4)) == 1.0


def test_full_scintillation_fades_like_rayleigh():
    # at S4 = 1 the power is exponential: exceeded 1 % of the time is -10 lg(-ln 0.99)
    assert float(p531.scintillation_fade_db(1.0, 1.0)) == pytest.approx(
        -10 * np.log10(-np.log(0.99)), abs=1e-9
    )
    assert float(p531.scintillation_fade_db(0.0, 1.0)) == 0.0
    assert np.isnan(p531.scintillation_fade_db(1.2, 1.0))


def test_faraday_rotation_and_delay_fall_with_the_square_of_frequency():
    turn = p531.faraday_rotation_rad([1.0, 2.0], 4e-5, 1e18)
    assert turn[0] / turn[1] == pytest.approx(4.0)
    assert float(p531.group_delay_s(1.575, 1e17)) * 299_792_458.0 == pytest.approx(1.62, abs=0.02)


def test_trees_take_less_from_a_higher_satellite_and_more_when_rarer():
    fades = p681.tree_shadowing_db(1.5, [20.0, 40.0, 60.0, 90.0], 10.0)
    assert (np.diff(fades) < 0.0).all()
    rare = p681.tree_shadowing_db(1.5, 45.0, [1.0, 5.0, 20.0, 50.0, 80.0])
    assert (np.diff(rare) < 0.0).all()
    assert rare[-1] == pytest.approx(0.0, abs=1e-9)
    # section 4.1, equation (12) by hand at 45 degrees: 17.0 - ... at 20 %
    assert float(p681.tree_shadowing_db(1.5, 45.0, 20.0)) == pytest.approx(
        -(3.44 + 0.0975 * 45 - 0.002 * 45**2) * np.log(20.0) + 34.76 - 0.443 * 45
    )


def test_a_faded_sky_is_warmer_and_never_hotter_than_the_air():
    warm = p618_total.sky_noise_k([0.0, 3.0, 30.0], 275.0)
    assert warm[0] == pytest.approx(2.7)
    assert (np.diff(warm) > 0.0).all()
    assert warm[-1] < 275.0
    assert float(p618_total.mean_radiating_k(300.0)) == pytest.approx(280.34)
    assert float(p372.noise_rise_db(150.0, 300.0)) == pytest.approx(3.0103, abs=1e-4)
    assert float(p372.galaxy_k(0.408)) == 20.0
    assert float(p372.system_k(20.0, receiver_k=100.0)) == 120.0


@pytest.mark.parametrize("lat", [10.0, 30.0, 60.0])
@pytest.mark.parametrize("summer", [True, False])
def test_reference_atmospheres_thin_out_without_a_jump(lat, summer):
    air = p835.of_latitude(lat, summer=summer)
    h = np.arange(0.0, 100.0, 0.1)
    assert (np.diff(air.pressure_hpa(h)) < 0.0).all()
    # the Recommendation itself steps by 19 K at 80 km in the summer of middle latitudes, where air is thin
    assert np.abs(np.diff(air.temperature_k(h[h < 79.0]))).max() < 4.0
    assert air.vapour_g_m3(np.array([0.0]))[0] > air.vapour_g_m3(np.array([9.0]))[0]
    assert np.isnan(air.pressure_hpa(np.array([-1.0, 101.0]))).all()


def test_percents_between_those_of_a_map_are_linear_in_their_logarithm():
    values = np.array([[1.0], [2.0], [4.0]])
    found = p1144.at_percent([0.1, 1.0, 10.0], values, np.array([0.1, np.sqrt(0.1), 10.0, 20.0]))
    np.testing.assert_allclose(found[:3], [1.0, 1.5, 4.0])
    assert np.isnan(found[3])
    assert p1144.around([0.1, 1.0, 10.0], 0.5) == (0.1, 1.0)
    assert p1144.around([0.1, 1.0, 10.0], 1.0) == (1.0, 10.0) or p1144.around([0.1, 1.0, 10.0], 1.0) == (
        0.1,
        1.0,
    )


def test_a_places_own_figure_stands_before_that_of_a_map():
    maps = Ground(r001_mm_h=20.0, rain_height_km=5.0)
    assert maps.under(Ground(r001_mm_h=35.0)) == Ground(r001_mm_h=35.0, rain_height_km=5.0)


def test_the_sky_is_the_galaxy_through_clear_air_and_the_air_itself_through_a_storm():
    assert float(p372.sky_k(0.408, 0.0)) == pytest.approx(p372.COSMIC_K + 20.0)
    assert float(p372.sky_k(20.0, 60.0)) == pytest.approx(275.0, abs=1e-3)
    half = float(p372.sky_k(20.0, 10.0 * np.log10(2.0)))
    assert half == pytest.approx(0.5 * (275.0 + float(p372.sky_k(20.0, 0.0))))


def test_the_wet_term_is_what_vapour_adds_to_the_refractivity():
    for vapour, warm in ((0.0, 280.0), (12.0, 288.15), (35.0, 305.0)):
        added = p453.refractivity(1000.0, vapour, warm) - p453.refractivity(1000.0, 0.0, warm)
        assert float(p453.wet_term(vapour, warm)) == pytest.approx(float(added), abs=1e-9)


def test_scintillation_swings_by_the_power_law_of_its_index():
    assert float(p531.peak_to_peak_db(1.0)) == 27.5
    assert float(p531.peak_to_peak_db(0.5)) == pytest.approx(27.5 * 0.5**1.26)


def test_the_air_lifts_a_satellite_at_the_horizon_by_half_a_degree_and_none_overhead():
    """ITU-R P.834: 1 / 1.728 deg at sea level, less from a mountain, thousandths at 60 degrees."""
    assert float(p618_scintillation.apparent_elevation_deg(0.0, 0.0)) == pytest.approx(1.0 / 1.728)
    assert float(p618_scintillation.apparent_elevation_deg(0.0, 3.0)) < 1.0 / 1.728
    assert 0.0 < float(p618_scintillation.apparent_elevation_deg(60.0, 0.0)) - 60.0 < 0.01
