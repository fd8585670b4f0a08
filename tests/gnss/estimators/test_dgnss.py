"""Code differences on simulated observations: what two receivers have in common falls out."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.made_up import part
from tests.gnss.simulate import Case, navigation, observations

from serai.earth import places_ecef_m
from serai.errors import Refused
from serai.gnss.estimators.dgnss import DgnssSettings, code_differential
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.signals import ionosphere_free, single_frequency

BASE, ROVER = places_ecef_m(24.86, 67.01, 8.0), places_ecef_m(24.95, 67.11, 120.0)
CODES = {"G": ("1C", "2L"), "E": ("1C", "7Q"), "C": ("2I", "6I")}
NEAR_M = 0.02  # orbits 30 m wrong change by a millimetre a kilometre over 14 km; DOP on top
SECOND = 1_000_000_000


def wrong(seed=1):
    random = np.random.default_rng(seed)
    moved = {f"{s}{k:02d}": random.normal(0.0, 5.0, 4) for s in "GEC" for k in range(1, 43)}
    return {n: (lambda r, v, e=e: (e[:3], e[3])) for n, e in moved.items()}  # noqa: ARG005


def case(place, **changes):
    given = {
        "place_m": place, "codes": CODES, "epochs": 4, "step_s": 10.0, "wrong": wrong(),
        "clock_m": {"G": 300.0, "E": 310.0, "C": 290.0},
    }  # fmt: skip
    return Case(**(given | changes))


def solved(base, rover, choice, systems="GEC", **settings):
    given = observations(rover), observations(base), BASE, navigation(rover)
    return code_differential(*given, choice, systems, DgnssSettings(**settings))


@pytest.mark.parametrize("choice", [single_frequency("GEC"), ionosphere_free("GEC")])
def test_orbits_and_clocks_wrong_by_metres_fall_out(choice):
    base, rover = case(BASE, clock_m={"G": -70.0, "E": 5.0}), case(ROVER)
    track = solved(base, rover, choice)
    assert track.solved.all()
    assert set(track.mode) == {"dgnss"}
    assert np.abs(track.position_m - ROVER).max() < NEAR_M
    plain = single_point(
        observations(rover), navigation(rover), choice, "GEC", PointSettings(limit=99.0)
    ).position_m
    assert np.linalg.norm(plain - ROVER, axis=1).min() > 2.0


def test_corrections_older_than_asked_are_not_used():
    base, rover = case(BASE, epochs=1), case(ROVER, epochs=6)
    track = solved(base, rover, single_frequency("GEC"), oldest_s=20.0)
    assert track.solved.tolist() == [True, True, True, False, False, False]


def test_a_base_ahead_in_time_is_not_waited_for():
    rover = case(ROVER)
    late = part(observations(case(BASE, epochs=7, step_s=5.0)), 3, 7)  # its first epoch is at 15 s
    track = code_differential(
        observations(rover), late, BASE, navigation(rover), single_frequency("GEC"), "GEC"
    )
    assert track.solved.tolist() == [False, False, True, True]


def test_a_satellite_the_base_does_not_see_is_not_used():
    base, rover = case(BASE), case(ROVER)
    obs = observations(base)
    gone = obs.satellites[int(obs.satellite[0])]
    number = obs.satellites.index(gone)
    values = {k: np.where(obs.satellite == number, np.nan, v) for k, v in obs.values.items()}
    blind = replace(obs, values=MappingProxyType(values))
    track = code_differential(
        observations(rover), blind, BASE, navigation(rover), single_frequency("GEC"), "GEC"
    )
    seen = observations(rover)
    used = {seen.satellites[s] for s in seen.satellite[track.rows.source[track.status == 1]]}
    assert gone not in used
    assert len(used) > 10


def test_a_base_of_another_day_is_refused_in_a_sentence():
    rover = case(ROVER)
    old = observations(case(BASE))
    old = replace(old, tai_ns=old.tai_ns - 3600 * SECOND)
    with pytest.raises(Refused, match="share no satellites, codes and messages within 30 s"):
        code_differential(observations(rover), old, BASE, navigation(rover), single_frequency("GEC"), "GEC")
