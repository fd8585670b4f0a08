"""Noise from the file itself: what is added to the ranges is found, weighed, and told in sigma."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.estimators.test_single_point import KARACHI, case
from tests.gnss.simulate import navigation, observations

from serai.gnss.estimators.code_noise import noise_by_strength
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.signals import single_frequency


def solved(obs, c, **settings):
    return single_point(obs, navigation(c), single_frequency("GEC"), "GEC", PointSettings(**settings))


def spoilt(obs, sigma_m, code="C1C", seed=3):
    noise = np.random.default_rng(seed).normal(0.0, sigma_m, len(obs.epoch))
    return replace(obs, values=MappingProxyType({**obs.values, code: obs.values[code] + noise}))


@pytest.fixture(scope="module")
def quiet():
    c = case(epochs=60, noise_m=0.1)
    return c, observations(c)


@pytest.mark.parametrize("sigma_m", [3.0, 5.0])
def test_noise_of_metres_is_told_and_leaves_no_good_range_out(quiet, sigma_m):
    c, obs = quiet
    noisy = spoilt(spoilt(obs, sigma_m), sigma_m, "C2I", 4)
    track = solved(noisy, c)
    assert track.solved.all()
    z = np.abs(track.errors_enu_m(KARACHI) / track.sigmas_enu_m())
    assert 0.55 <= (z < 1.0).mean() <= 0.85  # of 180 errors of one sky
    assert (z < 2.0).mean() >= 0.85
    assert (track.status == 3).mean() < 0.01


def test_a_quiet_receiver_keeps_the_published_noise(quiet):
    c, obs = quiet
    assert solved(obs, c).rows.sigma_m.max() < 0.7
    noisy = solved(spoilt(obs, 5.0), c)
    letters = np.array([name[0] for name in noisy.rows.names])[noisy.rows.satellite]
    assert noisy.rows.sigma_m[letters == "G"].min() == pytest.approx(5.0, rel=0.2)
    assert noisy.rows.sigma_m[letters == "C"].max() < 1.2  # B1I was left as it was


def test_a_constant_fault_is_no_noise_and_is_still_left_out(quiet):
    c, obs = quiet
    k = next(k for k, name in enumerate(obs.satellites) if name[0] == "G" and (obs.satellite == k).any())
    one = obs.satellite == k
    values = MappingProxyType({**obs.values, "C1C": obs.values["C1C"] + 40.0 * one})
    track = solved(replace(obs, values=values), c)
    assert (track.status[track.rows.satellite == k] == 3).all()
    assert np.abs(track.position_m - KARACHI).max() < 3.0


def strengths(obs, seed=8):
    """C/N0 drawn alike at all elevations, as a phone's antenna makes it."""
    return np.random.default_rng(seed).uniform(20.0, 50.0, len(obs.epoch))


def fading(obs, strength):
    """Noise of 0.5 m at 50 dB-Hz and 16 m at 20: ten times less power, ten times the variance."""
    noise = np.random.default_rng(9).normal(0.0, 1.0, len(obs.epoch)) * 0.5 * 10 ** ((50.0 - strength) / 20.0)
    return replace(obs, values=MappingProxyType({**obs.values, "C1C": obs.values["C1C"] + noise}))


@pytest.fixture(scope="module")
def faded():
    c = case(epochs=120, noise_m=0.1)
    obs = observations(c)
    strength = strengths(obs)
    noisy = fading(obs, strength)
    told = replace(noisy, values=MappingProxyType({**noisy.values, "S1C": strength}))
    return c, noisy, told, strength


def rms_m(track):
    return float(np.sqrt(np.mean(np.sum((track.position_m - KARACHI) ** 2, axis=1))))


def only(systems, obs, c):
    return single_point(obs, navigation(c), single_frequency(systems), systems)


def test_noise_is_told_by_signal_strength_where_the_file_has_it(faded):
    c, noisy, told, strength = faded
    by, alike = only("GE", told, c), only("GE", noisy, c)
    assert rms_m(by) < 0.6 * rms_m(alike)
    z = np.abs(by.errors_enu_m(KARACHI) / by.sigmas_enu_m())
    assert 0.5 <= (z < 1.0).mean() <= 0.85
    assert (z < 2.0).mean() >= 0.85
    sigma, at = by.rows.sigma_m, strength[by.rows.source]
    assert np.median(sigma[at < 24.0]) > 7.0  # 10 to 16 m were put in
    assert np.median(sigma[at > 46.0]) < 0.45 * np.median(sigma[at < 24.0])


def test_stronger_signals_are_never_told_noisier(faded):
    c, _, told, strength = faded
    track = only("G", told, c)
    order = np.argsort(strength[track.rows.source])
    apart = track.rows.sigma_m[order]
    assert (np.diff(apart) <= 1e-9).all()


def test_the_old_digit_of_one_value_tells_no_noise_by_strength():
    change, flat = np.random.default_rng(1).normal(0.0, 3.0, 900), np.full(900, 0.04)
    assert noise_by_strength(change, flat, np.full(900, 7.0)) is None
    assert noise_by_strength(change[:150], flat[:150], np.linspace(20, 50, 150)) is None  # too few
    assert noise_by_strength(change, flat, np.full(900, np.nan)) is None


def test_two_steps_of_strength_are_the_fewest_that_tell_noise():
    change, flat = np.random.default_rng(1).normal(0.0, 3.0, 200), np.full(200, 0.04)
    strength = np.linspace(20.0, 50.0, 200)
    told = noise_by_strength(change, flat, strength)
    assert told is not None
    assert len(told[0]) == 2
    assert noise_by_strength(change[:199], flat[:199], strength[:199]) is None
