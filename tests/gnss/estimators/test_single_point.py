"""Codes alone: exact ranges give the exact place; faults are found; what is unknown is refused."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from scipy.stats import norm
from tests.gnss.simulate import Case, navigation, observations

from serai.earth import places_ecef_m
from serai.errors import Refused
from serai.gnss.estimators.point_kernel import EXCLUDED
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.measurements.ranges import pick_codes
from serai.gnss.observations.merging import TwoReceivers, joined
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.signals import Choice, ionosphere_free, single_frequency

KARACHI = places_ecef_m(24.86, 67.01, 8.0)
EXACT_M = 3e-4  # the simulated signal takes no longer for the air: its satellite is 0.1 mm further on
CLOCKS = {"G": 3000.0, "E": 3010.0, "C": 2950.0}


def case(**changes):
    codes = {"G": ("1C",), "E": ("1C",), "C": ("2I",)}
    return Case(**({"place_m": KARACHI, "codes": codes, "clock_m": CLOCKS} | changes))


def solved(c, choice, systems="GEC", obs=None, **settings):
    return single_point(obs or observations(c), navigation(c), choice, systems, PointSettings(**settings))


@pytest.mark.parametrize("systems", ["G", "E", "C", "GC", "GEC"])
def test_exact_ranges_on_one_frequency_give_the_exact_place_and_clocks(systems):
    track = solved(case(), single_frequency(systems), systems)
    assert track.solved.all()
    assert np.abs(track.position_m - KARACHI).max() < EXACT_M
    for k, system in enumerate(track.groups):
        assert track.clocks_m[:, k] == pytest.approx(CLOCKS[system], abs=EXACT_M)


@pytest.mark.parametrize(
    ("system", "pair", "message", "delays"),
    [
        ("G", ("1C", "2L"), "LNAV", {}),
        ("E", ("1C", "5Q"), "FNAV", {}),
        ("E", ("1C", "7Q"), "INAV", {}),
        ("C", ("2I", "6I"), "D1", {}),
        ("C", ("1P", "5P"), "CNV1", {"tgd_b1cp_s": 6e-9, "tgd_b2ap_s": -3e-9, "isc_b1cd_s": 1e-9}),
        ("C", ("1D", "5D"), "CNV2", {"tgd_b1cp_s": 6e-9, "tgd_b2ap_s": -3e-9, "isc_b2ad_s": 2e-9}),
        ("J", ("1C", "2L"), "LNAV", {}),
    ],
)
def test_every_pair_of_codes_is_freed_of_ionosphere_and_group_delays(system, pair, message, delays):
    c = case(codes={system: pair}, messages={system: message}, delays_s={system: delays}, clock_m={})
    choice = Choice({system: (pair,)})
    assert pair in ionosphere_free(system).codes[system]
    track = solved(c, choice, system)
    assert track.solved.all()
    assert np.abs(track.position_m - KARACHI).max() < 1e-3  # the pair's factors carry rounding threefold


def test_b2b_alone_takes_the_group_delay_of_its_own_message():
    """BDS-SIS-ICD-B2b-1.0, 7.5.2: the clock less TGD_B2bI; here 20 ns and more, differing by satellite."""
    c = case(codes={"C": ("7D",)}, messages={"C": "CNV3"}, delays_s={"C": {"tgd_b2bi_s": 2e-8}}, clock_m={})
    choice, obs = Choice({"C": (("7D",),)}), observations(c)
    sent = navigation(c).kepler("C", "CNV3")["tgd_b2bi_s"]
    assert Broadcast.of(navigation(c), {"C": ["7D"]}).delay_s[:, 0] == pytest.approx(np.sort(sent))
    assert np.abs(solved(c, choice, "C", obs).position_m - KARACHI).max() < EXACT_M
    without = replace(c, delays_s={"C": {"tgd_b2bi_s": 0.0}})
    lost = single_point(obs, navigation(without), choice, "C", PointSettings(ionosphere="klobuchar"))
    assert np.linalg.norm(lost.position_m - KARACHI, axis=1).min() > 1.0


def test_b1i_with_b3i_is_chosen_before_b2i_which_beidou_3_does_not_send():
    pairs = ionosphere_free("C").codes["C"]
    assert pairs[0] == ("2I", "6I")
    of_b2i = [place for place, (_, second) in enumerate(pairs) if second in ("7I", "7Q", "7X")]
    assert min(of_b2i) == len(pairs) - len(of_b2i)


@pytest.mark.parametrize("fault_m", [60.0, -400.0, 5e4])
def test_one_false_range_is_left_out_and_the_place_stays(fault_m):
    c = case(noise_m=0.3)
    obs = observations(c)
    spoilt = dict(obs.values)
    spoilt["C1C"] = spoilt["C1C"].copy()
    row = int(np.flatnonzero((obs.epoch == 2) & np.isfinite(spoilt["C1C"]))[3])
    spoilt["C1C"][row] += fault_m
    clean = solved(c, single_frequency("GEC"), obs=obs)
    track = solved(c, single_frequency("GEC"), obs=replace(obs, values=MappingProxyType(spoilt)))
    assert track.status[track.rows.source == row] == [EXCLUDED]
    assert np.abs(track.position_m - clean.position_m).max() < 1.0


def _least_fault_left_out_m(choice, limit):
    """How false one range has to be to be left out, to a millimetre."""
    c = case(epochs=1, codes={"G": ("1C", "2L")})
    seen = observations(c)
    low, high = 0.0, 100.0
    while high - low > 1e-3:
        middle = 0.5 * (low + high)
        spoilt = seen.values["C1C"].copy()
        spoilt[3] += middle
        obs = replace(seen, values=MappingProxyType({**seen.values, "C1C": spoilt}))
        track = single_point(obs, navigation(c), choice, "G", PointSettings(limit=limit))
        out = (track.status == EXCLUDED).any()
        low, high = (low, middle) if out else (middle, high)
    kept = single_point(seen, navigation(c), choice, "G", PointSettings(limit=limit))
    return high, int(kept.satellites[0])


@pytest.mark.parametrize("pairs", [False, True])
def test_the_largest_of_n_pairs_may_be_larger_than_one_alone(pairs):
    """Least faults left out are to each other as the limits; in pairs as those of an n-th of the alarms."""
    c = Choice({"G": (("1C", "2L"),)}) if pairs else single_frequency("G")
    small, n = _least_fault_left_out_m(c, 2.0)
    large, _ = _least_fault_left_out_m(c, 4.0)
    share = n if pairs else 1
    of = [norm.isf(norm.sf(limit) / share) for limit in (2.0, 4.0)]
    assert large / small == pytest.approx(of[1] / of[0], rel=1e-3)


def test_positions_scatter_as_their_covariance_says():
    c = case(epochs=200, step_s=1.0, noise_m=0.25)
    track = solved(c, single_frequency("GEC"))
    scatter = track.errors_enu_m(KARACHI).std(axis=0)
    said = track.sigmas_enu_m().mean(axis=0)
    assert (scatter < said).all()  # the covariance also holds orbit, ionosphere and troposphere
    assert (scatter > 0.05 * said).all()


def test_a_wrong_header_position_changes_nothing():
    c = case()
    obs = observations(c)
    right = solved(c, single_frequency("GEC"), obs=obs)
    for off_m in (1.0, 1e3, 1e6):
        wrong = replace(obs, approx_position_m=KARACHI + off_m)
        track = solved(c, single_frequency("GEC"), obs=wrong)
        assert np.abs(track.position_m - right.position_m).max() < 1e-4  # where the last step ended


def test_a_clock_that_jumps_by_a_millisecond_moves_the_clock_and_not_the_place():
    c = case(clock_m={"G": 300_000.0, "E": 300_010.0, "C": 299_950.0})
    track = solved(c, single_frequency("GEC"))
    assert np.abs(track.position_m - KARACHI).max() < EXACT_M
    assert track.clocks_m[0, 0] == pytest.approx(300_000.0, abs=EXACT_M)


def test_too_few_satellites_give_no_position_rather_than_a_wrong_one():
    c = case(codes={"G": ("1C",)})
    obs = observations(c)
    few = dict(obs.values)
    few["C1C"] = np.where(obs.satellite < np.sort(np.unique(obs.satellite))[3], few["C1C"], np.nan)
    assert not solved(
        c, single_frequency("G"), "G", obs=replace(obs, values=MappingProxyType(few))
    ).solved.any()


def test_without_ionosphere_parameters_one_frequency_is_refused_in_a_sentence():
    c = case()
    bare = replace(navigation(c), iono=())
    with pytest.raises(Refused, match="carry no ionosphere parameters"):
        single_point(observations(c), bare, single_frequency("G"), "G")
    assert single_point(
        observations(c), bare, single_frequency("G"), "G", PointSettings(ionosphere="none")
    ).solved.all()


def test_an_unhealthy_satellite_is_not_used():
    c = case(codes={"G": ("1C",)})
    nav = navigation(c)
    table = nav.tables["G", "LNAV"]
    health = np.where(table.prn == 5, 63.0, 0.0)
    sick = replace(table, columns=MappingProxyType({**table.columns, "health": health}))
    track = single_point(
        observations(c),
        replace(nav, tables=MappingProxyType({("G", "LNAV"): sick})),
        single_frequency("G"),
        "G",
    )
    used = {
        track.rows and observations(c).satellites[s] for s in observations(c).satellite[track.rows.source]
    }
    assert "G05" not in used


@pytest.mark.parametrize(("code", "flagged", "left"), [("2L", 1, True), ("2L", 2, False), ("5Q", 1, False)])
def test_cnav_flags_a_satellite_by_signal(code, flagged, left):
    """IS-GPS-200N, 30.3.3.1.1.2: three bits, of L1, L2 and L5; GPS still flags every L5 signal."""
    c = case(codes={"G": (code,)}, messages={"G": "CNAV"})
    nav = navigation(c)
    table = nav.tables["G", "CNAV"]
    columns = {**table.columns, "health": np.full(len(table), float(flagged))}
    said = replace(nav, tables=MappingProxyType({("G", "CNAV"): replace(table, columns=columns)}))
    assert bool(Broadcast.of(said, {"G": [code]}).satellites) is left


def test_beidou_2_and_3_may_differ_in_the_pair_of_b1i_and_b3i():
    c = case(codes={"C": ("2I", "6I")}, first_number=1, clock_m={})
    obs = observations(c)
    old = np.array([int(name[1:]) <= 18 for name in obs.satellites])[obs.satellite]
    values = MappingProxyType({**obs.values, "C2I": obs.values["C2I"] + 1.9 * old})
    track = solved(c, ionosphere_free("C"), "C", obs=replace(obs, values=values))
    assert track.groups == "CB"
    few = track.status[track.rows.source.argsort()] == 1
    assert few.sum() > 5 * track.solved.sum()
    apart = track.clocks_m[:, 1] - track.clocks_m[:, 0]
    assert np.nanmax(np.abs(apart - 1.9 * 2.944)) < 3.0  # BeiDou-2's own code error is not in the simulation


def test_a_system_keeps_to_one_code_where_its_satellites_have_it():
    """Half the satellites lack B1I for a third of the epochs: that is no reason to range them on B3I."""
    c = case(codes={"C": ("2I", "6I")}, epochs=6)
    obs = observations(c)
    values = {name: v.copy() for name, v in obs.values.items()}
    values["C2I"][(obs.satellite % 2 == 0) & (obs.epoch < 2)] = np.nan
    picked = pick_codes(replace(obs, values=MappingProxyType(values)), single_frequency("C"), "C")
    assert {*picked.values()} - {None} == {("2I",)}
    for name in ("C2I", "C6I"):
        values[name][obs.satellite % 2 == 0] = obs.values[name][obs.satellite % 2 == 0]
    values["C2I"][obs.satellite == obs.satellite.min()] = np.nan
    picked = pick_codes(replace(obs, values=MappingProxyType(values)), single_frequency("C"), "C")
    assert picked[obs.satellites[obs.satellite.min()]] is None  # B3I alone: metres from the others' B1I
    assert {*picked.values()} - {None} == {("2I",)}


def test_two_receivers_of_one_name_are_not_taken_for_one():
    c = case(codes={"G": ("1C",)})
    one = observations(c)
    shifted = {name: v + 300.0 for name, v in one.values.items()}
    with pytest.raises(TwoReceivers, match="hold different ranges at"):
        joined([one, replace(one, values=MappingProxyType(shifted))])
    assert len(joined([one, one]).tai_ns) == len(one.tai_ns)
