"""The quietest pair of bands is taken, as the file's phases show it, where it costs no satellites."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.estimators.test_single_point import case
from tests.gnss.simulate import navigation, observations

from serai.gnss.estimators.not_used import LACKING, SolutionBasis, not_used
from serai.gnss.estimators.quietest_pair import with_quietest_pairs
from serai.gnss.estimators.single_point import single_point
from serai.gnss.signals import ionosphere_free, single_frequency

STEP_S, PERIOD_S = 30.0, 1200.0
SWINGS = {"C1C": 0.3, "C5Q": 0.4, "C7Q": 0.3, "C8Q": 0.1}


@pytest.fixture(scope="module")
def swung():
    """Galileo on four bands, each with multipath of its own size."""
    c = replace(
        case(epochs=80, step_s=STEP_S, noise_m=0.02), phases=True, codes={"E": ("1C", "5Q", "7Q", "8Q")}
    )
    c.codes = {"E": ("1C", "5Q")}
    obs = observations(c)
    others = [observations(replace(c, codes={"E": ("1C", code)})) for code in ("7Q", "8Q")]
    values = dict(obs.values)
    for other in others:
        values |= {k: v for k, v in other.values.items() if k[1:] in ("7Q", "8Q")}
    for k, (code, swing) in enumerate(SWINGS.items()):
        turn = 2.0 * np.pi * obs.epoch * STEP_S / PERIOD_S + obs.satellite + k
        values[code] = values[code] + swing * np.sin(turn)
    codes = {"E": tuple(values)}
    lli = {name: np.zeros(len(obs.epoch), np.uint8) for name in values if name[0] == "L"}
    return c, replace(obs, values=MappingProxyType(values), codes=codes, lli=MappingProxyType(lli))


def with_(obs, **columns):
    return replace(obs, values=MappingProxyType({**obs.values, **columns}))


def first_of(obs, c):
    return tuple(with_quietest_pairs(ionosphere_free("E"), obs, navigation(c)).codes["E"][0])


def test_the_pair_of_least_multipath_comes_first_and_is_used(swung):
    c, obs = swung
    assert first_of(obs, c)[1][0] == "8"
    track = single_point(obs, navigation(c), ionosphere_free("E"), "E")
    assert {*track.rows.codes.values()} == {("1C", "8Q")}


def test_a_code_made_noisy_loses_its_place_to_the_next(swung):
    c, obs = swung
    turn = 2.0 * np.pi * obs.epoch * STEP_S / PERIOD_S + obs.satellite
    noisy = with_(obs, C8Q=obs.values["C8Q"] + 2.0 * np.sin(turn))
    assert first_of(noisy, c)[1][0] == "7"


@pytest.mark.parametrize(("kept", "band"), [(0.97, "8"), (0.93, "5")])
def test_a_quieter_pair_of_fewer_observations_is_not_taken(swung, kept, band):
    c, obs = swung
    lost = np.random.default_rng(2).random(len(obs.epoch)) > kept
    few = with_(
        obs, C8Q=np.where(lost, np.nan, obs.values["C8Q"]), C7Q=np.where(lost, np.nan, obs.values["C7Q"])
    )
    assert first_of(few, c)[1][0] == band


def test_without_phases_on_one_frequency_and_for_a_pair_asked_by_name_nothing_changes(swung):
    c, obs = swung
    bare = replace(obs, codes={"E": tuple(k for k in obs.codes["E"] if k[0] != "L")})
    choice = ionosphere_free("E")
    assert with_quietest_pairs(choice, bare, navigation(c)).codes["E"] == choice.codes["E"]
    one = single_frequency("E")
    assert with_quietest_pairs(one, obs, navigation(c)).codes["E"] == one.codes["E"]
    alone = ionosphere_free("E", {"E": (("1C", "5Q"),)})
    assert with_quietest_pairs(alone, obs, navigation(c)).codes["E"] == (("1C", "5Q"),)


def test_a_delay_that_no_message_tells_counts_as_noise_of_the_pair(swung):
    """E5a and E5 are alike but for the 0.2 m that E5's delay may be off by beside F/NAV."""
    c, obs = swung
    turn = 2.0 * np.pi * obs.epoch * STEP_S / PERIOD_S + obs.satellite + 1
    obs = with_(obs, C5Q=obs.values["C5Q"] - 0.18 * np.sin(turn))
    assert first_of(obs, c)[1][0] == "8"
    nav = navigation(c)
    tables = {("E", "FNAV"): replace(nav.tables["E", "INAV"], message="FNAV")}  # of E1 and E5a only
    choice = with_quietest_pairs(ionosphere_free("E"), obs, replace(nav, tables=MappingProxyType(tables)))
    assert choice.codes["E"][0][1][0] == "5"


def test_a_satellite_without_the_bands_taken_is_named_with_its_codes(swung):
    c, obs = swung
    lacking = obs.satellites[int(obs.satellite[0])]
    own = obs.satellite == obs.satellite[0]
    lost = np.random.default_rng(2).random(len(obs.epoch)) > 0.8  # so that E5 stays the band most seen
    less = with_(
        obs,
        C8Q=np.where(own, np.nan, obs.values["C8Q"]),
        C5Q=np.where(lost, np.nan, obs.values["C5Q"]),
        C7Q=np.where(lost, np.nan, obs.values["C7Q"]),
    )
    nav, choice = navigation(c), ionosphere_free("E")
    track = single_point(less, nav, choice, "E")
    assert {*track.rows.codes.values()} == {("1C", "8Q")}
    basis = SolutionBasis(
        observations=less, navigation=nav, choice=choice, systems="E", lacking=LACKING["spp"]
    )
    assert not_used(basis, track).satellites[lacking].key == "gnss.unused_no_pair"
