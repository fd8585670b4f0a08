"""A base whose maker calls its codes otherwise serves a rover as well as one of the same maker."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.estimators.test_dgnss import BASE, ROVER
from tests.gnss.estimators.test_dgnss import case as dgnss_case
from tests.gnss.simulate import Case, navigation, observations

from serai.gnss.estimators.dgnss import code_differential, of_both
from serai.gnss.measurements.differences import differences
from serai.gnss.signals import Choice, ionosphere_free, single_frequency

OTHER_NAMES = {"1C": "1X", "5Q": "5X", "7Q": "7X", "2L": "2X"}


def renamed(obs):
    def keys(table):
        return MappingProxyType({k[0] + OTHER_NAMES.get(k[1:], k[1:]): v for k, v in table.items()})

    return replace(obs, values=keys(obs.values), lli=keys(obs.lli))


@pytest.fixture(scope="module")
def pair():
    rover = dgnss_case(ROVER)
    return rover, observations(rover), observations(replace(rover, place_m=BASE))


@pytest.mark.parametrize("choice", [single_frequency("GEC"), ionosphere_free("GEC")])
def test_code_differences_use_every_system_whatever_the_base_calls_its_codes(pair, choice):
    case, rover, base = pair
    same, other = (
        code_differential(rover, b, BASE, navigation(case), choice, "GEC") for b in (base, renamed(base))
    )
    assert (other.satellites == same.satellites).all()
    assert np.abs(other.position_m - same.position_m).max() < 0.01


def test_phases_of_one_carrier_are_differenced_whatever_their_codes_are_called():
    case = Case(place_m=BASE, codes={"G": ("1C", "2L"), "E": ("1C", "7Q")}, phases=True)
    rover = observations(case)
    same, other = (differences(rover, base, navigation(case), "GE", 2) for base in (rover, renamed(rover)))
    assert set(same.system) == set(other.system) == {"G", "E"}
    assert len(other.phase_m) == len(same.phase_m)
    assert np.abs(other.phase_m).max() < 1e-6


def test_a_band_that_one_receiver_lacks_is_no_option():
    rover = observations(Case(place_m=BASE, codes={"E": ("1C", "5Q")}))
    bare = replace(rover, values=MappingProxyType({k: v for k, v in rover.values.items() if k != "C5Q"}))
    choice = Choice({"E": (("1C", "5Q"), ("1X", "5X"), ("1C",))})
    assert of_both(choice, rover, bare).codes["E"] == (("1C",),)
    assert of_both(choice, rover, renamed(rover)).codes["E"] == choice.codes["E"]
