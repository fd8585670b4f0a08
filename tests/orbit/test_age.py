"""How far an old element set may be trusted."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.orbit.known import elements

from serai.errors import Refused
from serai.orbit import (
    OrbitKind,
    fit_for,
    largest_age_s,
    orbit_kind,
    timing_uncertainties_s,
    timing_uncertainty_s,
)
from serai.orbit.age import BEARABLE_S

DAY_S = 86_400.0
measured = st.sampled_from([kind for kind in OrbitKind if kind is not OrbitKind.OTHER])


def test_orbits_are_told_apart_by_name_and_turns():
    kinds = {
        "ISS (ZARYA)": OrbitKind.LEO,
        "GAOFEN-1": OrbitKind.LEO,
        "BEIDOU-3 M1": OrbitKind.MEO,
        "BEIDOU-2 IGSO-1": OrbitKind.GEOSYNCHRONOUS,
        "BEIDOU-3 G2": OrbitKind.GEOSYNCHRONOUS,
        "PAKSAT-1R": OrbitKind.GEOSYNCHRONOUS,
        "MERIDIAN 9": OrbitKind.OTHER,
    }
    assert {name: orbit_kind(elements(name)) for name in kinds} == kinds
    assert orbit_kind(replace(elements("ISS (ZARYA)"), object_name="STARLINK-1")) is OrbitKind.STARLINK
    assert orbit_kind(replace(elements("ISS (ZARYA)"), object_name="IRIDIUM 180")) is OrbitKind.ONEWEB_IRIDIUM


def test_measured_ages_give_the_measured_drift():
    assert [timing_uncertainty_s(OrbitKind.LEO, days * DAY_S) for days in (1, 8, 33)] == [
        (0.2, 0.5),  # the floor: measured were 0.02 and 0.2 s
        pytest.approx((2.4, 33.0)),
        pytest.approx((78.0, 492.0)),
    ]
    assert timing_uncertainty_s(OrbitKind.MEO, 8 * DAY_S) == (pytest.approx(1.0), None)


@given(measured, st.floats(0, 33), st.floats(0, 33))
def test_older_elements_are_never_better(kind, one, other):
    younger, older = sorted((one, other))
    before, after = (timing_uncertainty_s(kind, days * DAY_S)[0] for days in (younger, older))
    assert before is not None
    assert after is not None
    assert before <= after * (1 + 1e-12)


@given(measured, st.floats(0, 33))
def test_no_edge_is_surer_than_the_floor_and_many_ages_at_once_are_the_same(kind, days):
    median, most = timing_uncertainty_s(kind, days * DAY_S)
    assert median >= 0.2
    at_once = timing_uncertainties_s(kind, np.array([days * DAY_S]))
    assert at_once[0] == pytest.approx([median])
    assert np.isnan(at_once[1][0]) if most is None else at_once[1] == pytest.approx([most])
    assert most is None or most >= 0.5


def test_what_was_not_measured_stays_unknown():
    assert timing_uncertainty_s(OrbitKind.OTHER, DAY_S) == (None, None)
    assert timing_uncertainty_s(OrbitKind.LEO, 34 * DAY_S) == (None, None)
    assert timing_uncertainty_s(OrbitKind.LEO, float("nan")) == (None, None)


@pytest.mark.parametrize(("use", "kind"), [*itertools.product(BEARABLE_S, OrbitKind)])
def test_at_the_largest_age_the_drift_is_what_the_use_bears(use, kind):
    age = largest_age_s(use, kind)
    median, _ = timing_uncertainty_s(kind, age)
    if kind is OrbitKind.OTHER:
        assert age == 0.0
    elif DAY_S < age < 33 * DAY_S * (1 - 1e-9):
        assert median == pytest.approx(BEARABLE_S[use])
    else:
        assert median is not None
        assert median <= BEARABLE_S[use]
    assert fit_for(use, kind, age * 0.999)
    assert not fit_for(use, kind, age * 1.001 + 1.0)


def test_a_look_wants_younger_elements_than_a_pass():
    assert largest_age_s("look", OrbitKind.LEO) == pytest.approx(8.76 * DAY_S, rel=0.02)
    assert largest_age_s("pass", OrbitKind.LEO) == pytest.approx(14.3 * DAY_S, rel=0.02)
    with pytest.raises(Refused, match="no use 'glance' of element sets; there are look, pass, cover"):
        largest_age_s("glance", OrbitKind.LEO)
