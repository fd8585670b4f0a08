"""A station's own reception: a clean morning raises nothing; slips, multipath and falls of C/N0 are found."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.made_up import ESBC_M, only
from tests.navigate.monitor.test_station import POSITION, folder, look, morning, of_kind, services

from serai.cli.app import main
from serai.gnss.estimators.single_point import single_point
from serai.gnss.signals import L1, single_frequency
from serai.navigate.monitor.alarms import AlarmKind
from serai.navigate.monitor.conformance import watch
from serai.navigate.monitor.evaluation import Limits
from serai.navigate.monitor.signal_health import SignalHealth, signal_health, whole_health
from serai.navigate.monitor.sky import elevations_deg
from serai.navigate.monitor.state import load, save

__all__ = ["folder", "look", "morning", "services"]

MASK_DEG = 10.0
HOUR = slice(240, 360)  # the third of the morning
SLOT_NS = 300 * 10**9


def health(obs, nav):
    return signal_health(obs, nav, ESBC_M, MASK_DEG)


def within(obs, epochs=HOUR):
    return (obs.epoch >= epochs.start) & (obs.epoch < epochs.stop)


def with_values(obs, change):
    """The observations with ``change(code, column)`` in place of each column."""
    return replace(obs, values=MappingProxyType({c: change(c, v) for c, v in obs.values.items()}))


def of_the_hour(alarm, obs):
    """Whether an alarm begins and ends within a slot of the hour's edges."""
    begin, end = int(obs.tai_ns[HOUR.start]), int(obs.tai_ns[HOUR.stop - 1])
    return abs(alarm.begin - begin) <= SLOT_NS and abs(alarm.end - end) <= SLOT_NS


def test_a_clean_morning_raises_nothing_and_its_figures_are_those_of_a_good_receiver(morning):
    signals, alarms = health(*morning)
    assert alarms == []
    one = signals["G1C"]
    assert one.share > 0.99
    assert one.slips <= 2
    assert one.multipath_m[0] > one.multipath_m[2] > 0.03
    assert one.strength_dbhz[0] < one.strength_dbhz[1] < one.strength_dbhz[2] < 56.0
    assert all(math.isnan(v) for v in signals["R1C"].multipath_m)  # channels are not told apart


def test_elevations_are_those_of_the_positions_rows(morning):
    obs, nav = morning
    track = single_point(obs, nav, single_frequency("GE"), "GE")
    sky = elevations_deg(obs, nav, ESBC_M)
    rows = track.rows.source
    mine = sky[obs.satellite[rows], obs.epoch[rows]]
    apart = np.abs(mine - np.degrees(track.angles_rad[:, 1]))
    assert np.nanquantile(apart, 0.99) < 0.1
    assert np.nanmax(apart) < 0.6  # straight between five minutes, over the zenith
    assert np.isfinite(apart).mean() > 0.98


def test_observed_counts_only_satellites_that_send_the_signal_and_what_is_missing_is_told(morning):
    obs, nav = morning
    lost = np.array([n == "G10" or n == "E01" for n in obs.satellites])[obs.satellite] & within(obs)
    rows = with_values(obs, lambda c, v: np.where(lost, np.nan, v) if c == "C1C" else v)
    before, after = health(obs, nav)[0], health(rows, nav)[0]
    gone = np.count_nonzero(lost & (elevations_deg(obs, nav, ESBC_M)[obs.satellite, obs.epoch] > MASK_DEG))
    told = sum(before[n].observed - after[n].observed for n in ("G1C", "E1C"))
    assert told == pytest.approx(gone, abs=3)
    assert after["G1C"].expected == before["G1C"].expected
    assert "G5Q" in before
    assert before["G5Q"].expected < before["G1C"].expected  # L5 comes from some satellites only


def test_slips_said_by_the_receiver_are_counted_and_many_are_an_alarm(morning):
    obs, nav = morning
    random = np.random.default_rng(1)
    some = within(obs) & (random.random(len(obs.epoch)) < 0.2)
    lost = MappingProxyType({c: np.where(some, v | 1, v) for c, v in obs.lli.items()})
    signals, alarms = health(replace(obs, lli=lost), nav)
    assert [a.kind for a in alarms] == [AlarmKind.SLIPS]
    assert of_the_hour(alarms[0], obs)
    assert 15.0 < alarms[0].worst < 35.0  # per cent
    high = elevations_deg(obs, nav, ESBC_M)[obs.satellite, obs.epoch] > MASK_DEG
    own = np.array([n[0] == "G" for n in obs.satellites])[obs.satellite] & some & high
    assert signals["G1C"].slips == pytest.approx(np.count_nonzero(own), rel=0.05)


@pytest.mark.parametrize(("cycles", "slips"), [(1, 1), (5, 1), (-3, 1), (0, 0)])
def test_a_slip_that_nobody_says_shows_between_the_bands(morning, cycles, slips):
    obs, nav = morning
    sky = elevations_deg(obs, nav, ESBC_M)
    k = next(k for k, n in enumerate(obs.satellites) if n[0] == "G" and (sky[k, 250:350] > 30.0).all())
    later = (obs.satellite == k) & (obs.epoch >= 300)
    slipped = with_values(obs, lambda c, v: v + cycles * later if c == "L1C" else v)
    before, after = health(obs, nav)[0]["G1C"], health(slipped, nav)[0]["G1C"]
    assert after.slips - before.slips == slips


def test_one_carrier_that_falls_is_interference_and_all_of_them_are_the_antenna(morning):
    obs, nav = morning
    here = within(obs)
    on_l1 = {f"S{c}": s for s, c in (("G", "1C"), ("G", "1W"), ("E", "1C"))}
    letters = np.array([n[0] for n in obs.satellites])[obs.satellite]
    jammed = with_values(
        obs,
        lambda c, v: v - 6.0 * (here & np.isin(letters, ["G", "E"])) if c in on_l1 else v,
    )
    (one,) = health(jammed, nav)[1]
    assert (one.kind, one.who) == (AlarmKind.JAMMED, f"{L1 / 1e6:g} MHz")
    assert of_the_hour(one, obs)
    assert one.worst == pytest.approx(6.0, abs=1.5)
    snowed = with_values(obs, lambda c, v: v - 6.0 * here if c[0] == "S" else v)
    (one,) = health(snowed, nav)[1]
    assert (one.kind, one.who) == (AlarmKind.FADED, "the station")
    assert of_the_hour(one, obs)


@pytest.mark.parametrize("fall_db", [0.0, 1.5])
def test_a_small_fall_is_none(morning, fall_db):
    obs, nav = morning
    less = with_values(obs, lambda c, v: v - fall_db * within(obs) if c[0] == "S" else v)
    assert health(less, nav)[1] == []


def test_digits_of_one_to_nine_are_no_strength(morning):
    obs, nav = morning
    digits = with_values(obs, lambda c, v: np.where(within(obs), 3.0, 7.0) if c[0] == "S" else v)
    signals, alarms = health(digits, nav)
    assert alarms == []
    assert all(math.isnan(v) for v in signals["G1C"].strength_dbhz)


def test_a_reflector_shows_in_the_codes_multipath_and_is_named_by_signal(morning):
    obs, nav = morning
    swing = 4.0 * np.sin(2 * np.pi * obs.epoch / 20.0 + obs.satellite) * within(obs)
    letters = np.array([n[0] for n in obs.satellites])[obs.satellite]
    wet = with_values(obs, lambda c, v: v + swing * (letters == "G") if c == "C1C" else v)
    alarms = health(wet, nav)[1]
    assert [(a.kind, a.who) for a in alarms] == [(AlarmKind.REFLECTED, "G1C")]
    assert of_the_hour(alarms[0], obs)
    assert alarms[0].worst == pytest.approx(4.0 * 0.877, rel=0.25)  # 68 % of a sine's values are below
    assert health(wet, nav)[0]["G1C"].multipath_m[1] > health(obs, nav)[0]["G1C"].multipath_m[1]


def test_a_station_weaker_than_in_the_files_before_says_so(look, services):
    before = look().files[0]
    weaker = {
        name: replace(h, strength_dbhz=tuple(v - 2.5 for v in h.strength_dbhz))
        for name, h in before.signals.items()
    }
    day = 86_400 * 10**9
    after = replace(
        before, file="b.obs", begin=before.begin + day, end=before.end + day, alarms=(), signals=weaker
    )
    found = watch([before, after], services, Limits())
    (one,) = of_kind(found, AlarmKind.AGED)
    assert (one.begin, one.end, one.worst) == (after.begin, after.end, pytest.approx(2.5))
    same = replace(after, signals=before.signals)
    assert of_kind(watch([before, same], services, Limits()), AlarmKind.AGED) == []


def test_files_together_add_counts_and_weigh_means_by_what_was_observed():
    nothing = float("nan")
    one = SignalHealth(
        expected=100, observed=90, phases=80, slips=1, multipath_m=(0.2, nothing), strength_dbhz=(40.0, 50.0)
    )
    two = SignalHealth(
        expected=300,
        observed=270,
        phases=270,
        slips=3,
        multipath_m=(0.6, nothing),
        strength_dbhz=(44.0, nothing),
    )
    found = whole_health([{"G1C": one}, {"G1C": two}])["G1C"]
    assert (found.expected, found.observed, found.phases, found.slips) == (400, 360, 350, 4)
    assert found.multipath_m[0] == pytest.approx(0.5)
    assert math.isnan(found.multipath_m[1])
    assert found.strength_dbhz == pytest.approx((43.0, 50.0))


def test_the_state_keeps_the_signals(look, tmp_path):
    found = look().files[0]
    save(tmp_path / "state.json", ESBC_M, {found.file: found})
    again = load(tmp_path / "state.json", ESBC_M)[found.file].signals
    assert again.keys() == found.signals.keys()
    assert again["G1C"] == found.signals["G1C"]
    assert math.isnan(again["R1C"].multipath_m[0])


def test_the_command_tells_the_signals_in_80_columns_as_json_and_on_the_page(folder, capsys):
    page = folder / "page.html"
    words = ["station", str(folder / "in"), "--position", POSITION, "--page", str(page)]
    assert main(words) == 0
    told = capsys.readouterr().out
    start = told.index("   Signal")
    block = told[start : told.index("No alarm.")]
    assert max(len(row) for row in block.splitlines()) <= 80
    assert any(row.split()[:4] == ["GPS", "1C", "100.0", "%"] for row in block.splitlines())
    assert main([*words, "--json"]) == 0
    one = json.loads(capsys.readouterr().out)["signals"]["G1C"]
    assert one["observed"] <= one["expected"]
    assert len(one["cn0_dbhz"]) == len(one["multipath_m"]) == 3
    html = page.read_text(encoding="utf-8")
    assert "<h2>Signals</h2>" in html
    assert "GPS 1C" in html


def test_without_phases_or_strengths_there_is_nothing_to_tell_of_them(morning):
    obs, nav = morning
    codes = MappingProxyType({s: tuple(c for c in own if c[0] == "C") for s, own in obs.codes.items()})
    values = MappingProxyType({c: v for c, v in obs.values.items() if c[0] == "C"})
    bare = replace(obs, codes=codes, values=values, lli=MappingProxyType({}))
    signals, alarms = health(only(bare, obs.epoch < 60), nav)
    assert alarms == []
    assert signals["G1C"].phases == signals["G1C"].slips == 0
    assert all(math.isnan(v) for v in (*signals["G1C"].multipath_m, *signals["G1C"].strength_dbhz))
