"""Antennas and passes: laws of gain, and what comes down while a satellite goes over."""

from __future__ import annotations

import numpy as np
import pytest

from serai.radio.link import antenna
from serai.radio.link.modcod import DVB_S2, named
from serai.radio.link.pass_budget import pass_budget


def test_a_dish_twice_as_wide_gains_six_decibels():
    one, two = antenna.parabolic_gain_dbi(12e9, [1.2, 2.4])
    assert two - one == pytest.approx(6.0206, abs=1e-4)
    assert float(antenna.parabolic_gain_dbi(12e9, 1.2, 0.65)) == pytest.approx(41.7, abs=0.1)


def test_half_the_beam_away_costs_three_decibels():
    width = antenna.half_power_width_deg(12e9, 1.2)
    assert float(antenna.pointing_loss_db(width / 2.0, width)) == pytest.approx(3.0)


def test_the_reference_pattern_of_an_earth_station_is_that_of_s_465():
    pattern = antenna.earth_station_gain_dbi([5.0, 20.0, 47.9, 60.0], 12e9, 2.4)
    np.testing.assert_allclose(
        pattern, [32 - 25 * np.log10(5.0), 32 - 25 * np.log10(20.0), 32 - 25 * np.log10(47.9), -10.0]
    )
    assert float(antenna.earth_station_gain_dbi(0.0, 12e9, 2.4)) == pytest.approx(
        float(antenna.parabolic_gain_dbi(12e9, 2.4))
    )


def test_a_satellite_beam_is_three_decibels_down_at_half_its_width_and_never_gains_away_from_it():
    assert float(antenna.satellite_gain_below_peak_db(1.0, 2.0)) == pytest.approx(3.0)
    down = antenna.satellite_gain_below_peak_db(np.linspace(0.0, 30.0, 200), 2.0)
    assert (np.diff(down) >= -1e-9).all()


def test_a_phased_array_loses_towards_its_edge():
    assert float(antenna.scan_loss_db(60.0, power=1.0)) == pytest.approx(3.0103, abs=1e-4)
    assert np.isinf(antenna.scan_loss_db(90.0))


def test_a_contour_runs_from_its_centre_to_its_edge():
    np.testing.assert_allclose(antenna.contour_level_db(52.0, 46.0, [0.0, 2.0, 4.0], 4.0), [52.0, 50.5, 46.0])


OVER = np.arange(0.0, 601.0)
RANGE_M = 600e3 + np.abs(OVER - 300.0) * 6_000.0  # as a low satellite comes and goes


def over(**changes):
    given = {
        "frequency_hz": 8.2e9,
        "eirp_dbw": 7.0,
        "g_over_t_dbk": 32.0,
        "symbol_rate_hz": 100e6,
        "family": DVB_S2,
        "losses_db": 1.0,
        "implementation_db": 1.5,
    }
    return pass_budget(OVER, RANGE_M, **{**given, **changes})


def test_the_best_modcod_of_each_second_brings_more_than_any_one_kept_throughout():
    adaptive = over()
    kept = max(over(fixed=m).volume_bits for m in DVB_S2)
    assert adaptive.volume_bits > kept > 0.0
    assert adaptive.modcod[300] > adaptive.modcod[0]
    assert len(set(adaptive.named())) > 3


def test_a_pass_that_closes_throughout_brings_its_rate_times_its_time():
    kept = over(fixed=named("QPSK 1/4"))
    assert (kept.margin_db > 0.0).all()
    assert kept.volume_bits == pytest.approx(600.0 * 100e6 * 0.490243)


def test_too_weak_a_satellite_brings_nothing():
    weak = over(eirp_dbw=-20.0)
    assert weak.volume_bits == 0.0
    assert (weak.margin_db < 0.0).all()
    assert set(weak.named()) == {""}
