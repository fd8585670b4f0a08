"""Carrier-smoothed codes: noise falls, the quiet stay as they were, slips and false codes move nothing."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.estimators.test_single_point import KARACHI, case
from tests.gnss.simulate import navigation, observations

from serai.gnss.estimators.single_point import single_point
from serai.gnss.estimators.smoothed_codes import window_epochs
from serai.gnss.signals import L1, ionosphere_free, single_frequency

WAVE_M = 299_792_458.0 / L1
NOISE_M = 4.0


@pytest.fixture(scope="module")
def quiet():
    c = replace(
        case(epochs=120, noise_m=0.1),
        phases=True,
        codes={"G": ("1C", "2W"), "E": ("1C", "5Q")},
    )
    return c, observations(c)


def with_columns(obs, **columns):
    return replace(obs, values=MappingProxyType({**obs.values, **columns}))


def spoilt(obs, sigma_m=NOISE_M, seed=5):
    noise = np.random.default_rng(seed).normal(0.0, sigma_m, len(obs.epoch))
    return with_columns(obs, C1C=obs.values["C1C"] + noise)


def without_phases(obs, *, second=False):
    """Without any phase, or only without those of the second band."""
    gone = {c for c in obs.values if c[0] == "L" and not (second and c == "L1C")}
    values = {c: column for c, column in obs.values.items() if c not in gone}
    codes = {s: tuple(c for c in own if c not in gone) for s, own in obs.codes.items()}
    return replace(obs, values=MappingProxyType(values), codes=MappingProxyType(codes))


def solved(obs, c, choice=None):
    return single_point(obs, navigation(c), choice or single_frequency("GE"), "GE")


def late_rms_m(track):
    """3D, of the second half of the hour."""
    return float(np.sqrt(np.mean(np.sum((track.position_m[60:] - KARACHI) ** 2, axis=1))))


def test_phases_of_two_bands_take_most_of_the_noise_away(quiet):
    c, obs = quiet
    noisy = spoilt(obs)
    smooth, rough = solved(noisy, c), solved(without_phases(noisy), c)
    assert late_rms_m(smooth) < 0.3 * late_rms_m(rough)
    assert smooth.solved.all()


def test_phases_of_one_band_take_half_of_the_noise_away_and_more(quiet):
    c, obs = quiet
    noisy = spoilt(obs)
    one = solved(without_phases(noisy, second=True), c)
    assert late_rms_m(one) < 0.5 * late_rms_m(solved(without_phases(noisy), c))
    assert late_rms_m(one) > late_rms_m(solved(noisy, c))


def test_the_sigma_told_falls_with_the_error(quiet):
    c, obs = quiet
    track = solved(spoilt(obs), c)
    z = np.abs(track.errors_enu_m(KARACHI) / track.sigmas_enu_m())[30:]
    assert (z < 2.0).mean() >= 0.85
    assert 0.5 <= (z < 1.0).mean() <= 0.95
    told = track.sigmas_enu_m()[:, 2]
    assert np.median(told[:3]) > 1.4 * np.median(told[60:])


def test_quiet_codes_stay_as_they_are(quiet):
    c, obs = quiet
    with_them, without = solved(obs, c), solved(without_phases(obs), c)
    assert np.array_equal(with_them.position_m, without.position_m)


@pytest.mark.parametrize("metres", [40.0, -40.0])
def test_a_phase_that_slips_unsaid_moves_no_position(quiet, metres):
    """Of one satellite on both bands at once, so that their difference does not tell it either."""
    c, obs = quiet
    noisy = spoilt(obs)
    later = (obs.satellite == obs.satellite[0]) & (obs.epoch >= 60)
    slipped = with_columns(
        noisy,
        L1C=noisy.values["L1C"] + later * metres / WAVE_M,
        L2W=noisy.values["L2W"] + later * metres / (299_792_458.0 / 1227.6e6),
    )
    before, after = solved(noisy, c), solved(slipped, c)
    assert np.abs(after.position_m - before.position_m)[60:].max() < 0.35 * NOISE_M


def test_a_slip_between_the_bands_begins_the_mean_again(quiet):
    c, obs = quiet
    noisy = spoilt(obs)
    later = (obs.satellite == obs.satellite[0]) & (obs.epoch >= 60)
    one = with_columns(noisy, L1C=noisy.values["L1C"] + later * 3.0)  # three cycles: 0.57 m
    sigma = {
        name: track.rows.sigma_m[(track.rows.satellite == obs.satellite[0])][60]
        for name, track in (("whole", solved(noisy, c)), ("slipped", solved(one, c)))
    }
    assert sigma["slipped"] > 3.0 * sigma["whole"]


def test_a_code_false_for_one_epoch_stays_what_it_is_and_is_left_out(quiet):
    c, obs = quiet
    noisy = spoilt(obs)
    where = (obs.satellite == obs.satellite[0]) & (obs.epoch == 80)
    wrong = with_columns(noisy, C1C=noisy.values["C1C"] + 60.0 * where)
    before, after = solved(noisy, c), solved(wrong, c)
    row = int(np.flatnonzero(np.isin(after.rows.source, np.flatnonzero(where)))[0])
    assert after.status[row] == 3
    assert np.abs(after.position_m - before.position_m)[81:].max() < 0.2


def test_a_pair_free_of_the_ionosphere_is_smoothed_by_the_pair_of_phases(quiet):
    c, obs = quiet
    noisy = spoilt(obs)
    pair = ionosphere_free("GE")
    assert late_rms_m(solved(noisy, c, pair)) < 0.3 * late_rms_m(solved(without_phases(noisy), c, pair))


def test_the_window_on_one_band_weighs_noise_against_the_ionospheres_drift():
    for noise_m, step_s in ((1.0, 1.0), (5.0, 30.0), (3.0, 0.1)):
        best = window_epochs(noise_m, step_s, drifts=True)
        left = [noise_m**2 / n + (1e-3 * n * step_s) ** 2 for n in (best // 2, best, 2 * best)]
        assert left[1] == min(left)
    assert window_epochs(5.0, 30.0, drifts=False) == 120  # an hour
    assert window_epochs(0.001, 30.0, drifts=True) == 1
