"""Multipath told by the phases: what is put on a code is found by elevation, and the pair weighs it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.estimators.test_single_point import case
from tests.gnss.simulate import navigation, observations

from serai.gnss.estimators.code_multipath import MIDDLES_DEG, by_elevation_m2, multipath_m
from serai.gnss.estimators.single_point import single_point
from serai.gnss.signals import ionosphere_free, single_frequency

STEP_S, PERIOD_S, SWING_M = 30.0, 1200.0, 3.0


@pytest.fixture(scope="module")
def quiet():
    c = replace(
        case(epochs=120, step_s=STEP_S, noise_m=0.05),
        phases=True,
        codes={"G": ("1C", "2W"), "E": ("1C", "5Q")},
    )
    return c, observations(c)


def swung(obs, code, below_deg, elevation):
    """A code that swings slowly where its satellite is low."""
    phase = 2.0 * np.pi * obs.epoch * STEP_S / PERIOD_S + obs.satellite
    swing = np.where(elevation < below_deg, SWING_M * np.sin(phase), 0.0)
    return replace(obs, values=MappingProxyType({**obs.values, code: obs.values[code] + swing}))


def elevations(obs, c, systems):
    track = single_point(obs, navigation(c), single_frequency(systems), systems)
    found = np.full(len(obs.epoch), np.nan)
    found[track.rows.source] = np.degrees(track.angles_rad[:, 1])
    return found


def test_a_quiet_code_has_its_noise_and_nothing_of_geometry_clock_or_ionosphere(quiet):
    _, obs = quiet
    for system, code in (("G", "1C"), ("G", "2W"), ("E", "5Q")):
        left = multipath_m(obs, system, code)
        assert np.nanstd(left) == pytest.approx(0.05, rel=0.25), (system, code)


def test_a_slow_swing_of_low_satellites_is_told_where_it_is_and_only_in_its_code(quiet):
    c, obs = quiet
    elevation = elevations(obs, c, "GE")
    spoilt = swung(obs, "C5Q", 25.0, elevation)
    told = by_elevation_m2(spoilt, "E", "5Q", elevation)
    low = np.isfinite(told) & (MIDDLES_DEG < 22.0)
    high = np.isfinite(told) & (MIDDLES_DEG > 30.0)
    assert low.any()
    assert high.any()
    assert (np.sqrt(told[low]) > 0.5 * SWING_M).all()
    assert (np.sqrt(told[high]) < 0.2).all()
    assert np.nanmax(by_elevation_m2(spoilt, "E", "1C", elevation)) < 0.1


def test_the_pair_weighs_the_swing_and_its_position_is_better_than_without(quiet):
    c, obs = quiet
    spoilt = swung(obs, "C5Q", 25.0, elevations(obs, c, "GE"))
    blind = replace(spoilt, codes={s: tuple(k for k in v if k[0] != "L") for s, v in obs.codes.items()})
    nav, pair = navigation(c), ionosphere_free("E")
    seen, unseen = (single_point(o, nav, pair, "E") for o in (spoilt, blind))
    errors = [np.sqrt(np.nanmean(t.errors_enu_m(c.place_m)[:, 2] ** 2)) for t in (seen, unseen)]
    assert errors[0] < errors[1]
    assert seen.rows.sigma_m.max() > 3.0
    assert unseen.rows.sigma_m.max() < 3.0


def test_a_slip_begins_a_new_arc_and_short_arcs_tell_nothing(quiet):
    _, obs = quiet
    slipped = replace(
        obs,
        values=MappingProxyType({**obs.values, "L1C": obs.values["L1C"] + 1000.0 * (obs.epoch >= 60)}),
    )
    assert np.nanstd(multipath_m(slipped, "G", "1C")) < 0.07
    often = replace(
        obs,
        values=MappingProxyType({**obs.values, "L1C": obs.values["L1C"] + 1000.0 * (obs.epoch // 10)}),
    )
    assert np.isnan(multipath_m(often, "G", "1C")).all()


def test_without_phases_and_for_channels_of_glonass_nothing_is_told(quiet):
    _, obs = quiet
    bare = replace(obs, codes={s: tuple(k for k in v if k[0] != "L") for s, v in obs.codes.items()})
    assert multipath_m(bare, "G", "1C") is None
    assert multipath_m(obs, "R", "1C") is None
