"""SBAS L5 DFMC on simulated observations of three systems: known errors, sent as messages, are undone."""

from __future__ import annotations

import numpy as np
import pytest
from tests.gnss.corrections import sending
from tests.gnss.simulate import START, Case, navigation, observations

from serai.earth import places_ecef_m
from serai.formats.sbas import read_sbas_log
from serai.gnss.corrections.sbas_point import L5_CODES, SbasSettings, sbas_point
from serai.gnss.estimators.single_point import single_point
from serai.time import Instant

KARACHI = places_ecef_m(24.86, 67.01, 8.0)
EXACT_M = 4e-3  # of the simulation's 0.3 mm and rounding, tripled by the pair, times DOP
CODES = {"G": ("1C", "5Q"), "E": ("1C", "5Q"), "C": ("1P", "5P")}
DELAYS = {"tgd_s": 0.0, "bgd_e5a_e1_s": 0.0, "bgd_e5b_e1_s": 0.0, "tgd_b1cp_s": 6e-9, "tgd_b2ap_s": -3e-9}
SLOTS = [*range(1, 25), *range(75, 99), *range(177, 201)]  # G01-24, E01-24, C19-37 and five reserved ones
ISSUE = 7
SECOND = 1_000_000_000


class Sender:
    """What one GEO sends in four minutes; tests change it before it is written."""

    def __init__(self) -> None:
        random = np.random.default_rng(6)
        n = len(SLOTS)
        self.orbit_m = 0.0625 * random.integers(-60, 61, (n, 3))
        self.clock_m = 0.03125 * random.integers(-120, 121, n)
        self.dfrei = np.full(n, 4)
        self.iodn = np.full(n, ISSUE)
        self.root = 16
        self.corrections_until_s = self.integrity_until_s = 240.0
        self.extra: list[tuple[float, bytes]] = []

    def name(self, k):
        slot = SLOTS[k]
        return f"G{slot:02d}" if slot < 33 else f"E{slot - 74:02d}" if slot < 111 else f"C{slot - 158:02d}"

    def truth(self):
        return {
            self.name(k): (lambda r, v, k=k: (self.orbit_m[k], self.clock_m[k]))  # noqa: ARG005
            for k in range(len(SLOTS))
        }

    def messages(self):
        second = int(Instant(START).gpst()[1]) % 86_400
        yield from self.extra
        for t in range(-120, 240, 6):
            if t < self.integrity_until_s:
                first, rest = [*self.dfrei[:53]], [*self.dfrei[53:]]
                rest += [15] * (39 - len(rest))
                tail = [(0, 2), (1, 2)]
                yield t + 0.1, sending.sbas(35, [*((int(d), 4) for d in first), *tail], dfmc=True)
                tail = [(0, 58), (1, 2)]
                yield t + 0.2, sending.sbas(36, [*((int(d), 4) for d in rest), *tail], dfmc=True)
            if t % 120 == 0:
                bits = [(int(k in SLOTS), 1) for k in range(1, 215)]
                yield t - 60, sending.sbas(31, [*bits, (1, 2)], dfmc=True)
                each = [(5, 5), (10, 8), (3, 8)] * 6
                table = [(1, 4)] * 15
                head = [(20, 6), (20, 6), (0, 6), (0, 7)]
                yield t - 59, sending.sbas(37, [*head, *each, *table, (0, 3)], dfmc=True)
                if t < self.corrections_until_s:
                    for k, slot in enumerate(SLOTS):
                        fields = sending.dfmc_correction(
                            slot, self.iodn[k], self.orbit_m[k], self.clock_m[k], second, 4, self.root
                        )
                        yield t + k * 0.5 - 50, sending.sbas(32, fields, dfmc=True)

    def log(self):
        rows = sorted(self.messages(), key=lambda row: row[0])
        text = "".join(sending.sbas_line(START + round(t * SECOND), m, band=sending.L5) for t, m in rows)
        return read_sbas_log(text.encode())


@pytest.fixture
def sender():
    return Sender()


def case_of(sender, **changes):
    given = {
        "place_m": KARACHI, "codes": CODES, "epochs": 6, "step_s": 20.0, "wrong": sender.truth(),
        "messages": {"E": "FNAV", "C": "CNV1"}, "delays_s": dict.fromkeys("GEC", DELAYS),
        "clock_m": {"G": 30.0, "E": 34.0, "C": 20.0},
    }  # fmt: skip
    return Case(**(given | changes))


def solved(sender, case=None, systems="GEC", **settings):
    c = case or case_of(sender)
    return sbas_point(
        observations(c), navigation(c), sender.log(), systems, SbasSettings(**settings), dual=True
    )


def used(track, case):
    obs = observations(case)
    rows = slice(track.rows.first[0], track.rows.first[1])
    fine = track.status[rows] == 1
    return {obs.satellites[obs.satellite[row]] for row in track.rows.source[rows][fine]}


@pytest.mark.parametrize("systems", ["G", "E", "GEC"])
def test_known_errors_of_metres_are_undone(sender, systems):
    c = case_of(sender)
    track = solved(sender, c, systems)
    assert track.solved.all()
    assert set(track.mode) == {"dfmc"}
    assert np.abs(track.position_m - KARACHI).max() < EXACT_M
    plain = single_point(observations(c), navigation(c), L5_CODES, systems)
    assert np.linalg.norm(plain.position_m - KARACHI, axis=1).min() > 1.0


def test_receiver_clocks_are_one_for_each_system(sender):
    track = solved(sender)
    assert track.clocks_m[0] == pytest.approx([30.0, 34.0, 20.0], abs=EXACT_M)


def test_a_correction_for_another_message_and_a_satellite_not_to_be_used_are_left_out(sender):
    c = case_of(sender)
    there = sorted(used(solved(sender, c), c))
    names = [sender.name(k) for k in range(len(SLOTS))]
    sender.iodn[names.index(there[0])] = ISSUE + 1
    sender.dfrei[names.index(there[-1])] = 15
    track = solved(sender, c)
    assert used(track, c) == {*there[1:-1]}
    assert np.abs(track.position_m - KARACHI).max() < EXACT_M


def test_an_alert_of_message_34_takes_hold_at_once(sender):
    c = case_of(sender)
    there = sorted(used(solved(sender, c), c))
    names = [sender.name(k) for k in range(len(SLOTS))]
    changes = [(3 if name == there[0] else 0, 2) for name in names] + [(0, 2)] * (92 - len(names))
    sender.extra = [(-0.1, sending.sbas(34, [*changes, *[(0, 4)] * 7, (0, 2), (1, 2)], dfmc=True))]
    assert used(solved(sender, c), c) == {*there[1:]}


def test_integrity_lasts_twelve_seconds_and_corrections_as_long_as_message_37_says(sender):
    sender.integrity_until_s = 40.0  # the last is heard at 36.2 s
    track = solved(sender, case_of(sender, epochs=12, step_s=5.0))
    assert track.solved.tolist() == [5.0 * k - 36.1 <= 12.0 for k in range(12)]
    assert "timed out" in str(track.notes[-1])
    sender.integrity_until_s, sender.corrections_until_s = 240.0, -1.0
    track = solved(sender, case_of(sender, epochs=12, step_s=15.0))
    assert track.solved[0]
    assert not track.solved[-1]  # 150 s after the last correction at -133.5 s


def test_covariance_and_age_widen_the_protection_levels(sender):
    c = case_of(sender, epochs=4, step_s=6.0)
    small = solved(sender, c).protection_m
    assert np.isfinite(small).all()
    sender.root = 64
    assert (solved(sender, c).protection_m > small).all()


def test_the_protection_levels_bound_noisy_ranges(sender):
    c = case_of(sender, epochs=100, step_s=1.0, noise_m=0.4)
    track = solved(sender, c)
    off = track.errors_enu_m(KARACHI)
    hpl, vpl = track.protection_m.T
    assert (np.hypot(off[:, 0], off[:, 1]) < hpl).all()
    assert (np.abs(off[:, 2]) < vpl).all()
