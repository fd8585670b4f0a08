"""Carrier-smoothed codes: noise falls, the quiet stay as they were, slips and false codes move nothing."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.estimators.test_single_point import KARACHI, case
from tests.gnss.simulate import navigation, observations

from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.estimators.smoothed_codes import window_epochs
from serai.gnss.signals import L1, L2, ionosphere_free, single_frequency

WAVE_M, WAVE_2_M = 299_792_458.0 / L1, 299_792_458.0 / L2
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


def of_gps(obs):
    """The first GPS satellite seen all the time, whose second phase is L2W."""
    held = np.bincount(obs.satellite, minlength=len(obs.satellites))
    return next(k for k, name in enumerate(obs.satellites) if name[0] == "G" and held[k] == held.max())


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
    assert (z < 1.0).mean() >= 0.5  # more than 68 %: sigma holds the atmosphere's share, this sky has none
    told = track.sigmas_enu_m()[:, 2]
    assert np.median(told[:3]) > 1.4 * np.median(told[60:])


def test_quiet_codes_stay_as_they_are(quiet):
    """Under one model asked for: with those broadcast, phases tell of the ionosphere besides."""
    c, obs = quiet
    asked = PointSettings(ionosphere="klobuchar")
    with_them, without = (
        single_point(o, navigation(c), single_frequency("GE"), "GE", asked)
        for o in (obs, without_phases(obs))
    )
    assert np.array_equal(with_them.position_m, without.position_m)


@pytest.mark.parametrize("metres", [40.0, -40.0])
def test_a_phase_that_slips_unsaid_moves_no_position(quiet, metres):
    """Of one satellite on both bands at once, so that their difference does not tell it either."""
    c, obs = quiet
    noisy = spoilt(obs)
    later = (obs.satellite == of_gps(obs)) & (obs.epoch >= 60)
    slipped = with_columns(
        noisy,
        L1C=noisy.values["L1C"] + later * metres / WAVE_M,
        L2W=noisy.values["L2W"] + later * metres / WAVE_2_M,
    )
    before, after = solved(noisy, c), solved(slipped, c)
    assert np.abs(after.position_m - before.position_m)[60:].max() < 0.35 * NOISE_M


def test_a_slip_between_the_bands_begins_the_mean_again(quiet):
    c, obs = quiet
    noisy = spoilt(obs)
    later = (obs.satellite == of_gps(obs)) & (obs.epoch >= 60)
    one = with_columns(noisy, L1C=noisy.values["L1C"] + later * 3.0)  # three cycles: 0.57 m
    sigma = {
        name: track.rows.sigma_m[(track.rows.satellite == of_gps(obs))][60]
        for name, track in (("whole", solved(noisy, c)), ("slipped", solved(one, c)))
    }
    assert sigma["slipped"] > 3.0 * sigma["whole"]


def test_a_code_false_for_one_epoch_stays_what_it_is_and_weighs_next_to_nothing(quiet):
    c, obs = quiet
    noisy = spoilt(obs)
    where = (obs.satellite == of_gps(obs)) & (obs.epoch == 80)
    wrong = with_columns(noisy, C1C=noisy.values["C1C"] + 60.0 * where)
    before, after = solved(noisy, c), solved(wrong, c)
    told, sigma = of_first(obs, after, [80])
    raw, _ = of_first(obs, solved(without_phases(wrong), c), [80])
    assert told == pytest.approx(raw, abs=1e-6)
    assert sigma[0] > 45.0
    assert np.abs(after.position_m - before.position_m)[80].max() < 2.0  # as if it were not there
    assert np.abs(after.position_m - before.position_m)[81:].max() < 0.2


def test_many_codes_false_at_one_epoch_move_no_position(quiet):
    """Half of the sky by 30 m to 60 m: too many for those kept to outvote them."""
    c, obs = quiet
    noisy = spoilt(obs, 1.5)
    size_m = np.where((obs.epoch == 90) & (obs.satellite % 2 == 0), 30.0 + obs.satellite, 0.0)
    before, after = (solved(one, c) for one in (noisy, with_columns(noisy, C1C=noisy.values["C1C"] + size_m)))
    assert np.abs(after.position_m - before.position_m)[90].max() < 3.0


def test_with_two_bands_the_mean_follows_a_drifting_ionosphere_without_lag(quiet):
    """One satellite's delay grows by 6 m in the hour: codes later, phases earlier, as the band's square."""
    c, obs = quiet
    noisy = spoilt(obs)
    whose = obs.satellite == of_gps(obs)
    delay_m = np.where(whose, 0.05 * obs.epoch, 0.0)
    second = delay_m * (L1 / L2) ** 2
    changed = with_columns(
        noisy,
        C1C=noisy.values["C1C"] + delay_m,
        C2W=noisy.values["C2W"] + second,
        L1C=noisy.values["L1C"] - delay_m / WAVE_M,
        L2W=noisy.values["L2W"] - second / WAVE_2_M,
    )
    before, after = solved(noisy, c).rows, solved(changed, c).rows
    own = whose[after.source]
    assert after.range_m[own] - before.range_m[own] == pytest.approx(delay_m[after.source][own], abs=2e-3)


def of_first(obs, track, epochs):
    """Ranges (m) and sigma (m) of the first satellite at some epochs of the file."""
    place = track.rows.names.index(obs.satellites[of_gps(obs)])
    own = np.flatnonzero(track.rows.satellite == place)
    at = obs.epoch[track.rows.source[own]]
    rows = [int(own[at == epoch][0]) for epoch in epochs]
    return track.rows.range_m[rows], track.rows.sigma_m[rows]


def test_after_three_departing_codes_the_mean_begins_again(quiet):
    """The phase slips by 40 m on both bands, unsaid: two codes stay as they are, the third is a new mean."""
    c, obs = quiet
    noisy = spoilt(obs)
    later = (obs.satellite == of_gps(obs)) & (obs.epoch >= 60)
    slipped = with_columns(
        noisy,
        L1C=noisy.values["L1C"] + later * 40.0 / WAVE_M,
        L2W=noisy.values["L2W"] + later * 40.0 / WAVE_2_M,
    )
    told, sigma = of_first(obs, solved(slipped, c), range(58, 120))
    raw, _ = of_first(obs, solved(without_phases(slipped), c), range(58, 120))
    whole, _ = of_first(obs, solved(noisy, c), range(58, 120))
    assert told[:2] == pytest.approx(whole[:2], abs=1e-6)
    assert told[2:5] == pytest.approx(raw[2:5], abs=1e-6)  # 60, 61 and 62
    assert (np.abs(told - raw)[5:] > 1e-3).all()
    assert sigma[2:5].min() > 0.8 * NOISE_M  # as large as the noise
    assert sigma[-1] < 0.3 * sigma[2]


def test_two_false_codes_in_succession_leave_the_mean_as_it_was(quiet):
    c, obs = quiet
    noisy = spoilt(obs)
    where = (obs.satellite == of_gps(obs)) & np.isin(obs.epoch, (80, 81))
    wrong = with_columns(noisy, C1C=noisy.values["C1C"] + 60.0 * where)
    _, sigma = of_first(obs, solved(wrong, c), (79, 80, 81, 82))
    assert sigma[1:3].min() > 3.0 * sigma[0]
    assert sigma[3] == pytest.approx(sigma[0], rel=0.05)


@pytest.mark.parametrize(("sigma_m", "smoothed"), [(0.4, False), (1.0, True)])
def test_codes_less_than_half_a_metre_noisier_than_published_are_not_smoothed(quiet, sigma_m, smoothed):
    c, obs = quiet
    noisy = spoilt(obs, sigma_m)
    with_them, without = solved(noisy, c).rows, solved(without_phases(noisy), c).rows
    told = np.sqrt(np.maximum(0.0, without.sigma_m**2 - solved(obs, c).rows.sigma_m ** 2))
    gps = np.array([name[0] == "G" for name in without.names])[without.satellite]
    added = np.median(told[gps])
    assert (added >= 0.5) == smoothed
    assert added > 0.0  # noisier than published all the same
    assert np.array_equal(with_them.range_m, without.range_m, equal_nan=True) != smoothed


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
