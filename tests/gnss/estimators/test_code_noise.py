"""Noise from the file itself: what is added to the ranges is found, weighed, and told in sigma."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.estimators.test_single_point import KARACHI, case
from tests.gnss.simulate import navigation, observations

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
