"""PPP-B2b on simulated observations of BeiDou and GPS: known errors, sent as messages, are undone."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.corrections import sending
from tests.gnss.simulate import START, Case, navigation, observations

from serai.earth import places_ecef_m
from serai.errors import Refused
from serai.formats.b2b.messages import read_b2b_log
from serai.gnss.corrections import b2b
from serai.gnss.corrections.state_point import b2b_corrected, corrected_point, corrected_ppp
from serai.gnss.estimators.ppp import precise_point
from serai.gnss.estimators.ppp_rows import ppp_rows
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.signals import ionosphere_free, single_frequency
from serai.gnss.tides.tides import displacement_m
from serai.time import Instant

LANZHOU = places_ecef_m(36.06, 103.83, 1520.0)
EXACT_M = 5e-3  # of the simulation's 0.3 mm, tripled by the pair, times DOP
PHASE_M = 0.1  # wind-up, the ray's bending and Niell's mapping are in the filter, not in the simulation
SLOTS = [*range(19, 43), *range(64, 88)]  # C19-42, G01-24
CODES = {"C": ("2I", "6I"), "G": ("1C", "2W")}
MODE_B1I = 0
ISSUE, IOD_SSR, IODP = 7, 1, 3
SECOND = 1_000_000_000


class Sender:
    """What one GEO sends; tests change it before it is written."""

    def __init__(self) -> None:
        random = np.random.default_rng(8)
        n = len(SLOTS)
        self.rac_m = np.column_stack(
            [
                0.0016 * random.integers(-500, 501, n),
                0.0064 * random.integers(-400, 401, n),
                0.0064 * random.integers(-400, 401, n),
            ]
        )
        self.clock_m = 0.0016 * random.integers(-1500, 1501, n)
        self.bias_m = 0.017 * random.integers(-300, 301, n)
        self.iodn = np.full(n, ISSUE)
        self.iod_corr = np.full(n, 2)
        self.orbits_until_s = self.clocks_until_s = 4000.0
        self.with_biases = True
        self.iod_ssr_of_clocks = IOD_SSR

    def name(self, k):
        return f"C{SLOTS[k]:02d}" if SLOTS[k] < 64 else f"G{SLOTS[k] - 63:02d}"

    def truth(self):
        def of(k):
            def wrong(r, v):
                radial = r / np.linalg.norm(r, axis=1)[:, None]
                cross = np.cross(r, v)
                cross = cross / np.linalg.norm(cross, axis=1)[:, None]
                along = np.cross(cross, radial)
                rac = self.rac_m[k]
                return -(rac[0] * radial + rac[1] * along + rac[2] * cross), -self.clock_m[k]

            return wrong

        return {self.name(k): of(k) for k in range(len(SLOTS))}

    def biases(self):
        return {(self.name(k), "2I"): self.bias_m[k] for k in range(24)}

    def messages(self, until_s):
        start = int(Instant(START).bdt()[1]) % 86_400
        for t in range(-96, until_s, 6):
            head = sending.b2b_head(start + t, IOD_SSR)
            if t % 48 == 0:
                bits = [(int(k in SLOTS), 1) for k in range(1, 256)]
                yield t, 1, [*head, (IODP, 4), *bits]
                if self.with_biases:
                    each = [
                        f
                        for k in range(24)
                        for f in ((SLOTS[k], 9), (2, 4), (MODE_B1I, 4), (round(self.bias_m[k] / 0.017), 12),
                                  (12, 4), (0, 12))
                    ]  # fmt: skip
                    for part in range(3):
                        yield t + 0.1 + part / 10, 3, [*head, (8, 5), *each[48 * part : 48 * part + 48]]
                if t < self.orbits_until_s:
                    for m in range(len(SLOTS) // 6):
                        own = range(6 * m, 6 * m + 6)
                        six = [
                            f
                            for k in own
                            for f in sending.b2b_orbit(
                                SLOTS[k], self.iodn[k], self.iod_corr[k], self.rac_m[k], (3, 7)
                            )
                        ]
                        yield t + 0.4 + m / 100, 2, [*head, *six]
            if t < self.clocks_until_s:
                clocks = sending.b2b_head(start + t, self.iod_ssr_of_clocks)
                for part in range(3):
                    own = range(23 * part, min(23 * part + 23, len(SLOTS)))
                    rows = [f for k in own for f in ((2, 3), (round(self.clock_m[k] / 0.0016), 15))]
                    rows += [(0, 3), (-(1 << 14), 15)] * (23 - len(own))
                    yield t + 0.6 + part / 10, 4, [*clocks, (IODP, 4), (part, 5), *rows]

    def log(self, until_s=400):
        rows = [
            sending.b2b_line(START + round(t) * SECOND, sending.b2b(kind, fields), kind)
            for t, kind, fields in self.messages(until_s)
        ]
        return read_b2b_log("".join(rows).encode())


@pytest.fixture
def sender():
    return Sender()


def case_of(sender, **changes):
    given = {
        "place_m": LANZHOU, "codes": CODES, "epochs": 8, "step_s": 30.0, "wrong": sender.truth(),
        "biases_m": sender.biases(), "messages": {"C": "CNV1"}, "clock_m": {"C": 10.0, "G": 14.0},
        "delays_s": {"G": {"tgd_s": 0.0}, "C": {"tgd_b1cp_s": 0.0, "tgd_b2ap_s": 0.0}},
    }  # fmt: skip
    return Case(**(given | changes))


def with_d1(nav):
    """The same messages as D1 too: what goes with B1I where nothing corrects it."""
    as_d1 = replace(nav.tables["C", "CNV1"], message="D1")
    return replace(nav, tables=MappingProxyType({**nav.tables, ("C", "D1"): as_d1}))


def solved(sender, case=None, systems="CG", *, dual=True):
    c = case or case_of(sender)
    nav = navigation(c)
    state = b2b_corrected(observations(c), nav, sender.log())
    return corrected_point(state, nav, systems, PointSettings(limit=99.0), dual=dual)


def used(track, case):
    obs = observations(case)
    rows = slice(track.rows.first[2], track.rows.first[3])
    fine = track.status[rows] == 1
    return {obs.satellites[obs.satellite[row]] for row in track.rows.source[rows][fine]}


@pytest.mark.parametrize("systems", ["C", "G", "CG"])
def test_known_errors_of_metres_are_undone(sender, systems):
    c = case_of(sender)
    track = solved(sender, c, systems)
    assert track.solved.all()
    assert set(track.mode) == {"b2b"}
    assert np.abs(track.position_m - LANZHOU).max() < EXACT_M
    settings = PointSettings(limit=99.0)
    plain = single_point(observations(c), with_d1(navigation(c)), ionosphere_free(systems), systems, settings)
    assert np.linalg.norm(plain.position_m - LANZHOU, axis=1).min() > 1.0


def test_on_one_frequency_the_broadcast_ionosphere_is_left(sender):
    c = case_of(sender)
    track = solved(sender, c, dual=False)  # the simulation's ionosphere is the model's own
    assert np.abs(track.position_m - LANZHOU).max() < EXACT_M
    plain = single_point(
        observations(c), navigation(c), single_frequency("CG"), "CG", PointSettings(limit=99.0)
    )
    assert np.linalg.norm(plain.position_m - LANZHOU, axis=1).min() > 1.0


def test_an_orbit_for_another_message_or_clock_is_not_used(sender):
    c = case_of(sender)
    there = sorted(used(solved(sender, c), c))
    names = [sender.name(k) for k in range(len(SLOTS))]
    sender.iodn[names.index(there[0])] = ISSUE + 1
    sender.iod_corr[names.index(there[-1])] = 5
    track = solved(sender, c)
    assert used(track, c) == {*there[1:-1]}
    assert np.abs(track.position_m - LANZHOU).max() < EXACT_M


def test_clocks_lapse_after_twelve_seconds_and_orbits_after_96(sender):
    sender.clocks_until_s = 31.0  # the last is heard at 31 s
    track = solved(sender, case_of(sender, epochs=12, step_s=5.0))
    assert track.solved.tolist() == [5.0 * k - 31.0 <= 12.0 for k in range(12)]
    assert "timed out" in str(track.notes[-1])
    sender.clocks_until_s, sender.orbits_until_s = 4000.0, 1.0  # the last at 0 s
    track = solved(sender, case_of(sender, epochs=12, step_s=10.0))
    assert track.solved.tolist() == [10.0 * k <= 96.0 for k in range(12)]


def test_without_code_biases_beidou_is_not_used(sender):
    sender.with_biases = False
    c = case_of(sender)
    assert {name[0] for name in used(solved(sender, c), c)} == {"G"}


def test_messages_of_another_configuration_do_not_go_together(sender):
    sender.iod_ssr_of_clocks = 2
    assert not solved(sender).solved.any()


def test_one_of_several_senders_must_be_named(sender):
    log = sender.log()
    log.prn[::2] = 59
    c = case_of(sender)
    with pytest.raises(Refused, match="C59, C60: name one"):
        b2b_corrected(observations(c), navigation(c), log)


def test_with_phases_the_place_is_found_to_centimetres(sender):
    tide = displacement_m(LANZHOU, np.array([START + 1200 * SECOND]))[0]
    c = case_of(sender, epochs=80, phases=True, place_m=LANZHOU + tide)
    nav, obs = with_d1(navigation(c)), observations(c)
    state = b2b_corrected(obs, nav, sender.log(until_s=2500))
    track = corrected_ppp(state, nav, "CG")
    assert set(track.mode) == {"ppp-b2b"}
    off = np.linalg.norm(track.position_m[60:] - LANZHOU, axis=1)
    assert off.max() < PHASE_M
    plain = Broadcast.of(nav, {"C": ("2I", "6I"), "G": ("1C", "2W")}, messages=b2b.MESSAGES)
    rows = ppp_rows(obs, plain, "CG", LANZHOU)
    rough = np.tile(LANZHOU, (len(obs.tai_ns), 1))
    uncorrected = precise_point(rows, rough, plain.frame).position_m[60:] - LANZHOU
    assert np.linalg.norm(uncorrected, axis=1).min() > 4.0 * PHASE_M
