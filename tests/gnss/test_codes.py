"""Codes by band and attribute: a position does not hang on what a maker calls its codes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.estimators.test_single_point import case
from tests.gnss.simulate import observations

from serai.gnss.measurements.ranges import pick_codes
from serai.gnss.signals import PAIRS, SINGLE, carrier_hz, ionosphere_free, single_frequency

MAKERS = [
    ("C", ("2I", "6I"), ("2X", "6X")),
    ("E", ("1C", "5Q"), ("1X", "5Q")),
    ("E", ("1C", "5Q"), ("1B", "5I")),
    ("E", ("1C", "7Q"), ("1A", "7I")),
    ("G", ("1C", "2L"), ("1C", "2C")),
    ("G", ("1C", "2L"), ("1C", "2P")),
    ("G", ("1C", "2L"), ("1P", "2P")),
    ("G", ("1C", "2L"), ("1Y", "2Y")),
    ("J", ("1C", "2L"), ("1E", "2X")),
]


def renamed(obs, pairs):
    values = {next((k[0] + b for a, b in pairs if k[1:] == a), k): v for k, v in obs.values.items()}
    return replace(obs, values=MappingProxyType(values))


@pytest.mark.parametrize(("system", "ours", "theirs"), MAKERS)
def test_a_code_of_another_name_on_the_same_band_takes_its_place(system, ours, theirs):
    obs = observations(case(codes={system: ours}))
    other = renamed(obs, tuple(zip(ours, theirs, strict=True)))
    assert {*pick_codes(other, ionosphere_free(system), system).values()} - {None} == {theirs}
    assert {*pick_codes(other, single_frequency(system), system).values()} - {None} == {theirs[:1]}


def test_b2i_is_for_beidou_2_alone():
    c = case(codes={"C": ("2I", "6I")}, first_number=8)
    picked = pick_codes(renamed(observations(c), (("6I", "7I"),)), ionosphere_free("C"), "C")
    assert picked["C18"] == ("2I", "7I")
    assert picked["C19"] is None


def test_a_satellite_that_lacks_the_bands_of_its_system_is_not_ranged_on_others():
    obs = observations(case(codes={"E": ("1C", "5Q")}))
    values = {k: v.copy() for k, v in obs.values.items()}
    first = obs.satellite == obs.satellite.min()
    values["C7Q"] = np.where(first, values["C5Q"], np.nan)
    values["C5Q"][first] = np.nan
    picked = pick_codes(replace(obs, values=MappingProxyType(values)), ionosphere_free("E"), "E")
    assert picked[obs.satellites[int(obs.satellite.min())]] is None


@pytest.mark.parametrize("system", sorted(SINGLE))
def test_every_code_listed_has_a_carrier_and_no_pair_is_of_one_band(system):
    for code in SINGLE[system]:
        assert carrier_hz(system, code, 0) > 1e9
    for one, two in PAIRS[system]:
        assert carrier_hz(system, one, 0) != carrier_hz(system, two, 0)
