"""Receivers and satellites that misbehave: clocks that jump, ranges that are false, skies that are empty."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.made_up import ESBC_M, clock_ahead, esbc_text, only, part, pushed

from serai.earth import places_ecef_m
from serai.formats.precise.sp3 import read_sp3
from serai.formats.rinex.clock import read_clocks
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.gnss.estimators.diagnosis import why_none
from serai.gnss.estimators.point_kernel import EXCLUDED
from serai.gnss.estimators.ppp import PppSettings, precise_point
from serai.gnss.estimators.ppp_rows import ppp_rows
from serai.gnss.estimators.rtk import RtkSettings, relative
from serai.gnss.estimators.single_point import single_point
from serai.gnss.observations.clock_jumps import steps_ms
from serai.gnss.satellites.precise import Precise
from serai.gnss.signals import single_frequency

HOURS = slice(0, 120)  # one hour every 30 s
JUMP_AT = 60
WRONG_M = 30.0  # five satellites give the height to some metres only
DOPPLER_M = (
    0.02  # what a millisecond's move by Doppler leaves in a position: Doppler to 0.1 Hz, half a year's use
)


@pytest.fixture(scope="module")
def esbc(shared_data):
    obs, nav = esbc_text(shared_data)
    return read_observations(str(obs.some(HOURS)).encode()), read_navigation(nav.encode())


@pytest.fixture(scope="module")
def orbits(shared_data):
    day = shared_data / "gnss/esbc2020"
    return Precise.of(
        read_sp3(day / "GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz"),
        read_clocks(day / "GRG0MGXFIN_20201770000_01D_30S_CLK.CLK.gz"),
    )


@pytest.fixture(scope="module")
def nagoya(shared_data):
    folder = shared_data / "gnss/nagoya2024"
    places = [
        places_ecef_m(*(float(v) for v in (folder / f"{name}_position.txt").read_text().split()))
        for name in ("base", "rover")
    ]
    rover, base = (part(read_observations(folder / f"{n}.obs.gz"), 0, 80) for n in ("rover", "base"))
    return rover, base, read_navigation(folder / "base.nav"), *places


def point(obs, nav, systems="GREC"):
    return single_point(obs, nav, single_frequency(systems), systems)


@pytest.mark.parametrize("ms", [1, -3])
@pytest.mark.parametrize("phases", [False, True], ids=["codes alone", "codes and phases"])
def test_a_clock_set_by_milliseconds_moves_no_single_point(esbc, ms, phases):
    obs, nav = esbc
    there = point(obs, nav)
    here = point(clock_ahead(obs, JUMP_AT, ms, phases=phases), nav)
    assert here.solved.all()
    assert np.abs(here.position_m - there.position_m).max() < DOPPLER_M
    moved = np.nanmedian(here.clocks_m[JUMP_AT:, 0] - there.clocks_m[JUMP_AT:, 0])
    assert moved == pytest.approx(ms * 299_792.458, abs=1.0)


def test_steps_of_codes_alone_are_found_and_no_others(esbc):
    obs, _ = esbc
    assert not steps_ms(obs).any()
    assert not steps_ms(clock_ahead(obs, JUMP_AT, 1, phases=True)).any()
    steps = steps_ms(clock_ahead(clock_ahead(obs, JUMP_AT, 1, phases=False), 90, -2, phases=False))
    assert np.flatnonzero(steps).tolist() == [JUMP_AT, 90]
    assert steps[[JUMP_AT, 90]].tolist() == [1, -2]


@pytest.mark.parametrize("kinematic", [False, True], ids=["static", "kinematic"])
@pytest.mark.parametrize("phases", [False, True], ids=["codes alone", "codes and phases"])
def test_ppp_survives_a_clock_set_by_a_millisecond(esbc, orbits, phases, kinematic):
    obs, nav = esbc

    def ppp(observed):
        rough = point(observed, nav, "GE").position_m
        rows = ppp_rows(observed, orbits, "GE", np.nanmedian(rough, axis=0))
        return precise_point(rows, rough, orbits.frame, PppSettings(kinematic=kinematic))

    there, here = ppp(obs), ppp(clock_ahead(obs, JUMP_AT, 1, phases=phases))
    assert (here.satellites == there.satellites).all()
    apart = np.abs(here.position_m - there.position_m)[here.solved]
    assert apart.max() < 0.05  # unconverged in this hour: a satellite that rises is weighed otherwise


@pytest.mark.parametrize("whose", ["rover", "base"])
@pytest.mark.parametrize("phases", [False, True], ids=["codes alone", "codes and phases"])
def test_rtk_stays_fixed_when_a_clock_is_set_and_a_satellite_rises_after(nagoya, phases, whose):
    rover, base, nav, base_m, rover_m = nagoya
    late = rover.satellites.index("C06")
    rover = only(rover, (rover.satellite != late) | (rover.epoch >= 50))
    if whose == "rover":
        rover = clock_ahead(rover, 30, 1, phases=phases)
    else:
        base = clock_ahead(base, 30, -1, phases=phases)
    track = relative(rover, base, base_m, nav, "GEC", RtkSettings(bands=1))
    assert track.mode == ("fixed",) * len(track)
    assert np.abs(track.errors_enu_m(rover_m)).max() < 0.02


@pytest.mark.parametrize("fault_m", [30.0, 100.0, -1000.0])
@pytest.mark.parametrize("systems", ["G", "C", "GREC"])
def test_one_satellite_with_a_false_range_is_left_out_at_every_epoch(esbc, fault_m, systems):
    obs, nav = esbc
    clean = point(obs, nav, systems)
    victim = _used_throughout(clean, obs)[0]
    track = point(pushed(obs, victim, fault_m), nav, systems)
    assert set(_status(track, obs, victim)) == {EXCLUDED}
    without = point(only(obs, obs.satellite != obs.satellites.index(victim)), nav, systems)
    assert np.abs(track.position_m - without.position_m).max() < 0.5  # others may be left out beside it


@pytest.mark.parametrize("faults_m", [(100.0, 100.0), (1000.0, -100.0), (250.0, 1000.0)])
def test_two_satellites_with_false_ranges_at_once_are_both_left_out(esbc, faults_m):
    obs, nav = esbc
    first, second = _used_throughout(point(obs, nav), obs)[:2]
    spoilt = pushed(pushed(obs, first, faults_m[0]), second, faults_m[1])
    track = point(spoilt, nav)
    for victim in (first, second):
        assert set(_status(track, obs, victim)) == {EXCLUDED}
    assert np.abs(track.errors_enu_m(ESBC_M)).max() < 3.0


@pytest.mark.parametrize("fault_m", [-1000.0, 3e5])
def test_a_false_range_among_too_few_leaves_no_position_rather_than_a_wrong_one(esbc, fault_m):
    obs, nav = esbc
    five = [obs.satellites.index(n) for n in _used_throughout(point(obs, nav, "G"), obs)[:5]]
    few = only(obs, np.isin(obs.satellite, five))
    assert point(few, nav, "G").solved.all()
    for victim in five:
        track = point(pushed(few, obs.satellites[victim], fault_m), nav, "G")
        wrong = np.linalg.norm(track.errors_enu_m(ESBC_M), axis=1) > WRONG_M
        assert not wrong.any(), (obs.satellites[victim], int(wrong.sum()))


def test_a_sky_all_flagged_unhealthy_is_refused_in_those_words(esbc):
    obs, nav = esbc
    tables = {
        key: replace(table, columns=MappingProxyType({**table.columns, "health": np.full(len(table), 63.0)}))
        for key, table in nav.tables.items()
        if key[0] == "G"
    }
    sick = replace(nav, tables=MappingProxyType(tables))
    track = point(obs, sick, "G")
    assert not track.solved.any()
    said = str(why_none("site.obs", obs, sick, "G", track))
    assert "satellites observed are flagged unhealthy in their messages, so none was used" in said


def test_three_satellites_are_too_few_and_the_sentence_counts_them(esbc):
    obs, nav = esbc
    three = [obs.satellites.index(n) for n in _used_throughout(point(obs, nav, "G"), obs)[:3]]
    few = only(obs, np.isin(obs.satellite, three))
    track = point(few, nav, "G")
    assert not track.solved.any()
    assert "at most 3 usable satellites of GPS at one epoch, and a position needs 4" in str(
        why_none("site.obs", few, nav, "G", track)
    )


def _used_throughout(track, obs):
    """Satellites used at every epoch, highest first."""
    names = obs.satellites
    satellite = np.asarray(obs.satellite)[track.rows.source]
    used = np.bincount(satellite[track.status == 1], minlength=len(names))
    height = np.bincount(satellite, weights=track.angles_rad[:, 1], minlength=len(names))
    every = [k for k in range(len(names)) if used[k] == len(track)]
    return [names[k] for k in sorted(every, key=lambda k: -height[k])]


def _status(track, obs, name):
    return track.status[np.asarray(obs.satellite)[track.rows.source] == obs.satellites.index(name)].tolist()
