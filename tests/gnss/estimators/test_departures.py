"""A satellite that departs for hours weighs less for as long; moments and published errors do not count."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.simulate import Case, navigation, observations

from serai.earth import places_ecef_m
from serai.gnss.estimators.departures import with_departures
from serai.gnss.estimators.point_kernel import USED
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.signals import single_frequency

ESBJERG = places_ecef_m(55.5, 8.45, 20.0)
CODES = {"G": ("1C",), "E": ("1C",)}


@pytest.fixture(scope="module")
def day():
    c = Case(ESBJERG, CODES, epochs=96, step_s=150.0, noise_m=0.2, phases=True)
    return c, observations(c)


def off(obs, number, metres, epochs):
    """The observations with one satellite's code and phase off by metres at some epochs; its index."""
    held = np.bincount(obs.satellite, minlength=len(obs.satellites))
    gps = [k for k, name in enumerate(obs.satellites) if name[0] == "G"]
    which = sorted(gps, key=lambda k: -held[k])[number]
    own = (obs.satellite == which) & np.isin(obs.epoch, epochs)
    wave = 299_792_458.0 / 1575.42e6
    shifted = {
        "C1C": obs.values["C1C"] + own * metres,
        "L1C": obs.values["L1C"] + own * metres / wave,
    }
    return replace(obs, values=MappingProxyType({**obs.values, **shifted})), which


def told(obs, c):
    """Ranges as they were and as they weigh then, by positions that leave nothing out."""
    every = PointSettings(ionosphere="klobuchar", limit=np.inf)
    track = single_point(obs, navigation(c), single_frequency("GE"), "GE", every)
    return track.rows, with_departures(track.rows, track)


@pytest.mark.parametrize("metres", [4.0, -4.0])
def test_a_satellite_off_for_hours_weighs_as_much_less_as_it_is_off(day, metres):
    c, obs = day
    obs, which = off(obs, 0, metres, np.arange(96))
    before, after = told(obs, c)
    own = before.satellite == which
    assert 2.5 < np.median(after.sigma_m[own]) < 5.5
    assert np.median(after.sigma_m[~own] - before.sigma_m[~own]) < 0.05


def test_it_weighs_less_in_its_hours_alone(day):
    c, obs = day
    obs, which = off(obs, 0, 5.0, np.arange(24, 48))
    before, after = told(obs, c)
    hour = (np.repeat(np.arange(96), np.diff(before.first)) * 150) // 3600
    own = before.satellite == which
    added = np.sqrt(after.sigma_m**2 - before.sigma_m**2)
    assert added[own & (hour == 1)].min() > 2.0
    assert added[own & (hour != 1)].max() < 1.0


def test_what_does_not_last_and_what_is_published_do_not_count(day):
    c, obs = day
    moments, which = off(obs, 0, 5.0, np.arange(0, 96, 8))
    before, after = told(moments, c)
    own = before.satellite == which
    assert np.array_equal(after.sigma_m[own], before.sigma_m[own])
    within, which = off(obs, 0, 0.4, np.arange(96))
    before, after = told(within, c)
    own = before.satellite == which
    assert np.array_equal(after.sigma_m[own], before.sigma_m[own])


def test_what_goes_both_ways_is_noise_and_no_departure(day):
    """A third of the epochs 6 m too long, a third too short: nothing that the hour's residuals share."""
    c, obs = day
    longer, which = off(obs, 0, 6.0, np.arange(0, 96, 3))
    both, same = off(longer, 0, -6.0, np.arange(1, 96, 3))
    assert same == which
    before, after = told(both, c)
    own = before.satellite == which
    assert np.median(after.sigma_m[own] - before.sigma_m[own]) < 0.5


def test_the_position_is_nearer_for_it_and_without_ranges_it_is_nothing(day):
    c, obs = day
    spoilt, _ = off(obs, 0, 3.0, np.arange(96))

    def error_m(some, **settings):
        track = single_point(some, navigation(c), single_frequency("GE"), "GE", PointSettings(**settings))
        return float(np.sqrt(np.mean(np.sum((track.position_m - ESBJERG) ** 2, axis=1))))

    assert error_m(spoilt) < 0.7 * error_m(spoilt, ionosphere="klobuchar")
    track = single_point(obs, navigation(c), single_frequency("GE"), "GE", PointSettings(mask_deg=89.0))
    assert with_departures(track.rows, track) is track.rows


@pytest.mark.parametrize("metres", [40.0, -300.0])
def test_a_fault_is_no_departure_and_draws_no_other_satellite_with_it(day, metres):
    """An hour in which one is off beyond what its service tolerates weighs as before: it is left out."""
    c, obs = day
    spoilt, which = off(obs, 0, metres, np.arange(24, 48))
    before, after = told(spoilt, c)
    hour = (np.repeat(np.arange(96), np.diff(before.first)) * 150) // 3600
    assert np.array_equal(after.sigma_m[hour == 1], before.sigma_m[hour == 1])
    track = single_point(spoilt, navigation(c), single_frequency("GE"), "GE", PointSettings())
    sound = single_point(obs, navigation(c), single_frequency("GE"), "GE", PointSettings())
    rows = (track.rows.satellite == which) & (
        np.isin(np.repeat(np.arange(96), np.diff(track.rows.first)), np.arange(24, 48))
    )
    assert not (track.status[rows] == USED).any()
    assert np.linalg.norm(track.position_m - sound.position_m, axis=1).max() < 2.0
