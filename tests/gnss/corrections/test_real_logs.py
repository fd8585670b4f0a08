"""Logs of real senders beside the navigation files of their hours: what must hold without any receiver.

When a correction passes from one broadcast message to the next, the corrected satellite must not jump, though
the messages do: that judges sign, axes, and the match of issues, by nothing of our own.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from serai.earth import places_ecef_m
from serai.formats.b2b.messages import messages as b2b_messages
from serai.formats.b2b.messages import read_b2b_log
from serai.formats.b2b.records import Clocks, SatelliteMask, satellite_of_slot
from serai.formats.rinex.navigation import read_navigation
from serai.formats.sbas import messages, read_sbas_log
from serai.formats.sbas.l5 import DfmcCorrection, DfmcIntegrity, DfmcMask
from serai.formats.sbas.tables import satellite_of_l5_slot
from serai.gnss.constants import C_MPS
from serai.gnss.corrections import b2b
from serai.gnss.corrections.orbits import CorrectedOrbits
from serai.gnss.corrections.reasons import Why
from serai.gnss.corrections.sbas_l1 import l1_table
from serai.gnss.corrections.sbas_l5 import l5_table
from serai.gnss.corrections.sbas_point import L1_ISSUES, L1_MESSAGES, L5_ISSUES, L5_MESSAGES, heard_from

B2B = (
    ("gnss/b2b/046r_bdsb2b.txt.gz", "gnss/sbas/046r_rnx.nav.gz", 8),
    ("gnss/b2b/233h_bdsb2b.txt.gz", "gnss/b2b/233h_rnx.nav.gz", 7),
    ("gnss/b2b/223v_bdsb2b.txt.gz", "gnss/b2b/NAV223.23p.gz", 10),
)
SBAS, SBAS_NAV = "gnss/sbas/046r_sbas.txt.gz", "gnss/sbas/046r_rnx.nav.gz"
ORBIT_JUMP_M = 0.02  # two along- or cross-track steps of 6.4 mm, two ways; the messages jump by up to 1.4 m
CLOCK_JUMP_M = 0.03  # BeiDou; the broadcast clocks jump by up to 2 m
L1_JUMP_M = 0.5  # long-term corrections have steps of 0.125 m, and change as they pass over
GAP_S = 60.0
CHINA = places_ecef_m(30.0, 120.0, 0.0)
SECOND = 1_000_000_000


def jumps(orbits: CorrectedOrbits, epochs) -> dict[str, tuple[float, float, float, float]]:
    """By satellite at a change of issue: jumps (m) of orbit and clock, corrected, and as broadcast."""
    table, why = orbits.corrections, orbits.why()
    found = {}
    for k, name in enumerate(table.satellites):
        fine = np.flatnonzero(why[:, k] == Why.USABLE)
        for a, b in pairwise(fine):
            if table.issue[a, k] == table.issue[b, k] or (epochs[b] - epochs[a]) * 1e-9 > GAP_S:
                continue
            pair, when, zero = np.array([a, b]), np.full(2, epochs[b]), np.zeros(2)
            r0, _, c0 = orbits.broadcast.states(orbits.message[pair, k], when, zero)
            r1, _, c1 = orbits.states(pair * len(table.satellites) + k, when, zero)
            found[name] = tuple(
                float(x)
                for r, c in ((r1, c1), (r0, c0))
                for x in (np.linalg.norm(r[1] - r[0]), abs(c[1, 0] - c[0, 0]) * C_MPS)
            )
    return found


def told(row: tuple[float, float, float, float]) -> str:
    return f"orbit {row[0]:.3f} clock {row[1]:.3f}; as broadcast {row[2]:.3f} {row[3]:.3f} m"


@pytest.mark.parametrize(("log", "navigation", "fewest"), B2B)
def test_ppp_b2b_orbits_and_clocks_do_not_jump_where_their_messages_do(shared_data, log, navigation, fewest):
    nav, read = read_navigation(shared_data / navigation), read_b2b_log(shared_data / log)
    epochs = np.arange(read.tai_ns[0], read.tai_ns[-1], SECOND)
    table = b2b.b2b_table((h for h in b2b_messages(read) if h.prn == 59), epochs)
    codes = {"C": ("2I",), "G": ("1C", "2W")}
    orbits = CorrectedOrbits.of(nav, table, codes=codes, messages=b2b.MESSAGES, issues=b2b.ISSUES)
    found = jumps(orbits, epochs)
    for name, row in sorted(found.items()):
        print(name, told(row))
    beidou = np.array([row for name, row in found.items() if name[0] == "C"])
    assert len(beidou) >= fewest
    assert max(row[0] for row in found.values()) < ORBIT_JUMP_M
    assert beidou[:, 1].max() < CLOCK_JUMP_M
    assert beidou[:, 2].max() > 4 * beidou[:, 0].max()
    assert beidou[:, 3].max() > 10 * beidou[:, 1].max()


def test_bdsbas_clocks_of_beidou_want_the_broadcast_delays_taken_off(hour):
    """B1C with B2a against the clock of B3I: metres that BDSBAS's clocks do not hold."""
    log, nav, _ = hour
    cnav, ratio = nav.tables["C", "CNV1"], (115.0 / 154.0) ** 2
    told = C_MPS * (cnav["tgd_b1cp_s"] - ratio * cnav["tgd_b2ap_s"]) / (1.0 - ratio)
    delay = {f"C{prn:02d}": m for prn, m in zip(cnav.prn.tolist(), told.tolist(), strict=True)}
    sent: dict[str, float] = {}
    for h in messages(log):
        if h.prn == 130 and isinstance(h.record, DfmcCorrection):
            sent[satellite_of_l5_slot(h.record.slot) or ""] = h.record.clock_m
    both = sorted(set(delay) & set(sent))
    print({n: (round(delay[n], 2), sent[n]) for n in both})
    assert len(both) >= 2
    assert all(abs(delay[n]) > 5.0 and abs(sent[n]) < 0.5 for n in both)


@pytest.mark.parametrize(("log", "navigation", "fewest"), B2B)
def test_gps_clocks_of_ppp_b2b_are_told_against_one_gps_satellite(shared_data, log, navigation, fewest):  # noqa: ARG001
    """At every moment one satellite's correction is exactly zero: GPS needs a receiver clock of its own."""
    mask, told = None, {}
    for h in b2b_messages(read_b2b_log(shared_data / log)):
        if h.prn != 59:
            continue
        if isinstance(h.record, SatelliteMask):
            mask = h.record
        elif isinstance(h.record, Clocks) and mask is not None:
            for place, _, _, metres in h.record.satellites:
                if place is not None and place < len(mask.slots) and np.isfinite(metres):
                    name = satellite_of_slot(mask.slots[place])
                    told.setdefault(h.record.second, {})[name] = metres
    zeros = [sum(m == 0.0 for n, m in each.items() if n[0] == "G") for each in told.values()]
    print(f"{zeros.count(1)} of {len(zeros)} moments have one")
    assert zeros.count(1) > 0.99 * len(zeros)


@pytest.fixture(scope="module")
def hour(shared_data):
    log = read_sbas_log(shared_data / SBAS)
    start = int(log.tai_ns[0]) + 300 * SECOND
    return log, read_navigation(shared_data / SBAS_NAV), start + np.arange(0, 3250, 10) * SECOND


def l1_orbits(hour, prn):
    log, nav, epochs = hour
    table = l1_table(heard_from(log, prn, dfmc=False), epochs, heed_test=False).corrections
    return CorrectedOrbits.of(
        nav, table, codes={"G": ("1C",)}, messages=L1_MESSAGES, issues=L1_ISSUES, delayed="G"
    )


def seen_m(orbits, names, epochs):
    """Ranges less clocks (epochs, satellites) of corrected satellites from one place; low ones NaN."""
    satellite, when = np.tile(np.arange(len(names)), len(epochs)), np.repeat(epochs, len(names))
    r, _, clock = orbits.states(orbits.select(names, satellite, when), when, np.zeros(len(when)))
    away = r - CHINA
    distance = np.linalg.norm(away, axis=1)
    low = away @ CHINA / np.linalg.norm(CHINA) / distance < np.sin(np.radians(5.0))
    seen = np.where(low, np.nan, distance - C_MPS * clock[:, 0])
    return seen.reshape(len(epochs), len(names))


@pytest.mark.parametrize("prn", [130, 134, 137])
def test_two_systems_that_know_nothing_of_each_other_agree_on_gps(shared_data, hour, prn):
    """SBAS L1 and PPP-B2b, apart from constants of each satellite: C/A is not P(Y)."""
    _, nav, epochs = hour
    read = read_b2b_log(shared_data / B2B[0][0])
    table = b2b.b2b_table((h for h in b2b_messages(read) if h.prn == 59), epochs)
    codes = {"C": ("2I",), "G": ("1C", "2W")}
    other = CorrectedOrbits.of(nav, table, codes=codes, messages=b2b.MESSAGES, issues=b2b.ISSUES, delayed="G")
    mine = l1_orbits(hour, prn)
    names = [n for n in mine.corrections.satellites if n in table.satellites]
    apart = seen_m(mine, names, epochs) - seen_m(other, names, epochs)
    both = np.isfinite(apart).sum(axis=0) > 50
    apart = apart[:, both][np.isfinite(apart[:, both]).any(axis=1)]
    apart -= np.nanmedian(apart, axis=1, keepdims=True)
    drift = np.nanstd(apart, axis=0)
    print(f"PRN {prn}: {both.sum()} satellites, within each {drift.round(3)} m")
    assert both.sum() >= 5
    assert np.sqrt(np.mean(drift**2)) < 0.15  # steps of 0.125 m
    assert np.nanmax(np.abs(apart)) < 2.0


@pytest.mark.parametrize("prn", [134, 137])
def test_sbas_l1_orbits_do_not_jump_more_than_their_steps(hour, prn):
    found = jumps(l1_orbits(hour, prn), hour[2])
    for name, row in sorted(found.items()):
        print(prn, name, told(row))
    assert found, "GPS changed a message in this hour"
    assert all(row[0] < L1_JUMP_M < row[2] for row in found.values())


def test_corrections_and_sigmas_have_the_sizes_that_are_published(hour):
    table = l1_orbits(hour, 137).corrections
    fine = table.why == Why.USABLE
    size = np.linalg.norm(table.orbit_m[fine], axis=1)
    assert (
        np.quantile(size, 0.95) < 5.0
    )  # LNAV orbits: 0.9 m rms in three dimensions (docs/accuracy-position)
    assert np.quantile(np.abs(table.clock_m[fine]), 0.95) < 5.0
    assert table.extra_m[fine].max() < 5.0
    assert (table.sigma_m[fine] > 0.2).all()


def test_type_0_of_southpan_holds_the_integrity_that_its_messages_32_hold(hour):
    log, _, _ = hour
    mask, told, same, heard = None, {}, 0, 0
    for h in messages(log):
        if h.prn != 122 or not h.dfmc:
            continue
        if isinstance(h.record, DfmcMask):
            mask = h.record
        elif isinstance(h.record, DfmcIntegrity):
            told |= {h.record.first + k: d for k, d in enumerate(h.record.dfrei)}
        elif isinstance(h.record, DfmcCorrection) and mask is not None and h.record.slot in mask.slots:
            known = told.get(mask.slots.index(h.record.slot))
            heard += known is not None
            same += known is not None and abs(known - h.record.dfrei) <= 1
    print(f"{same} of {heard} DFREI the same, or one step apart")
    assert heard > 1000
    assert same > 0.9 * heard


def test_southpan_clocks_of_gps_follow_the_delays_that_cnav_tells(hour):
    """L1 C/A with L5 against the LNAV clock (as IS-GPS-705 combines them): clocks are added, no delays."""
    log, nav, _ = hour
    cnav, ratio = nav.tables["G", "CNAV"], (154.0 / 115.0) ** 2
    told = C_MPS * ((cnav["isc_l5q5_s"] - ratio * cnav["isc_l1ca_s"]) / (1.0 - ratio) - cnav["tgd_s"])
    delay = {f"G{prn:02d}": m for prn, m in zip(cnav.prn.tolist(), told.tolist(), strict=True)}
    sent: dict[str, list[float]] = {}
    for h in messages(log):
        if h.prn == 122 and isinstance(h.record, DfmcCorrection):
            sent.setdefault(satellite_of_l5_slot(h.record.slot) or "", []).append(h.record.clock_m)
    both = sorted(set(delay) & set(sent))
    pairs = np.array([[delay[n], np.mean(sent[n])] for n in both])
    print({n: row.round(2).tolist() for n, row in zip(both, pairs, strict=True)})
    assert len(both) >= 6
    assert np.corrcoef(pairs.T)[0, 1] > 0.95


def test_dfmc_corrections_find_their_messages(hour):
    log, nav, epochs = hour
    for prn, codes in (
        (122, {"G": ("1C", "5Q"), "E": ("1C", "5Q")}),
        (130, {"G": ("1C", "5Q"), "C": ("1P", "5P")}),
    ):
        table = l5_table(heard_from(log, prn, dfmc=True), epochs, heed_test=False)
        orbits = CorrectedOrbits.of(nav, table, codes=codes, messages=L5_MESSAGES, issues=L5_ISSUES)
        kinds = orbits.why()
        named = {n for n in table.satellites if n in orbits.broadcast.satellites}
        place = [table.satellites.index(n) for n in named]
        usable = (kinds[:, place] == Why.USABLE).sum()
        lost = (kinds[:, place] == Why.NO_MESSAGE).sum()
        print(f"PRN {prn}: {usable} usable, {lost} without their message in the file")
        assert usable > 500
