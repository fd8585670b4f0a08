"""SBAS L1 on simulated observations: known errors, sent, are undone; what may not be used is not used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.gnss.corrections import sending
from tests.gnss.simulate import START, C, Case, navigation, observations

from serai.earth import places_ecef_m
from serai.errors import Refused
from serai.formats.sbas import read_sbas_log
from serai.formats.sbas.tables import grid_points
from serai.gnss.corrections.sbas_point import SbasSettings, sbas_point
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.signals import single_frequency

KARACHI = places_ecef_m(24.86, 67.01, 8.0)
EXACT_M = 2e-3  # every error is whole steps of the messages: left is the simulation's 0.3 mm, times DOP
SATELLITES, IODE, BAND = 24, 7, 6
EPOCHS, STEP_S = 8, 30.0
SECOND = 1_000_000_000
SHELL, EARTH = 350e3, 6_378_136.3
NOT_MONITORED, DO_NOT_USE = 14, 15


def delay_m(lat_deg, lon_deg):
    """The vertical delay on L1: a plane, which interpolation between grid points keeps."""
    return 6.0 + 0.125 * lat_deg / 5.0 - 0.25 * (lon_deg - 60.0) / 5.0


def slant_m(lat, lon, az, el):
    """The same along a ray, by vectors: where it meets the shell of a spherical Earth, and how steeply."""
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    east = np.array([-np.sin(lon), np.cos(lon), 0.0])
    north = np.cross(up, east)
    ray = np.sin(el) * up + np.cos(el) * (np.sin(az) * east + np.cos(az) * north)
    along = -EARTH * np.sin(el) + np.sqrt((EARTH * np.sin(el)) ** 2 + (EARTH + SHELL) ** 2 - EARTH**2)
    there = (EARTH * up + along * ray) / (EARTH + SHELL)
    vertical = delay_m(np.degrees(np.arcsin(there[2])), np.degrees(np.arctan2(there[1], there[0])))
    return vertical / (there @ ray)


class Sender:
    """What one GEO sends in five minutes; tests change it before it is written."""

    def __init__(self) -> None:
        random = np.random.default_rng(4)
        n = SATELLITES
        self.orbit_m = 0.125 * random.integers(-24, 25, (n, 3))
        self.clock_steps = random.integers(-20, 21, n)
        self.fast_m = 0.125 * random.integers(-30, 31, n)
        self.udrei = np.full(n, 5)
        self.iode = np.full(n, IODE)
        self.iodp_of_fast = 1
        self.fast_until_s = self.long_until_s = self.figures_until_s = 300.0
        self.givei = 4
        self.unsaid: set[tuple[int, int]] = set()
        self.ai = 0
        self.extra: list[tuple[float, bytes]] = []

    def truth(self):
        def of(k):
            late = C * self.clock_steps[k] * 2.0**-31 + self.fast_m[k]
            return lambda r, v: (self.orbit_m[k], late)  # noqa: ARG005 (the same wherever it is)

        return {f"G{k + 1:02d}": of(k) for k in range(SATELLITES)}

    def messages(self):
        yield from self.extra
        for t in range(-60, 300, 6):
            if t < self.fast_until_s:
                for kind, first in ((2, 0), (3, 13)):
                    own = slice(first, first + 13)
                    rest = 13 - len(self.fast_m[own])
                    fields = sending.fast(
                        [*self.fast_m[own], *[0.0] * rest],
                        [*self.udrei[own], *[NOT_MONITORED] * rest],
                        iodf=t // 6 % 3,
                        iodp=self.iodp_of_fast,
                    )
                    yield t + 0.1 * kind, sending.sbas(kind, fields)
            if t % 60 == 0:
                yield from self.slow(t)

    def slow(self, t):
        yield t - 50, sending.sbas(1, sending.mask([*range(1, SATELLITES + 1)], 1))
        if t < self.figures_until_s:
            yield t - 20, sending.sbas(7, [(0, 4), (1, 2), (0, 2), *[(self.ai, 4)] * 51])
            yield t - 19, sending.sbas(10, sending.degradation(i_ltc_v0=120, i_iono=300))
        if t < self.long_until_s:
            for m in range(SATELLITES // 4):
                four = [
                    (k + 1, self.iode[k], self.orbit_m[k], self.clock_steps[k])
                    for k in range(4 * m, 4 * m + 4)
                ]
                halves = [*sending.long_half(four[:2], 1), *sending.long_half(four[2:], 1)]
                yield t - 40 + m, sending.sbas(25, halves)
        for band in (BAND - 1, BAND):
            places = grid_points(band)
            points = [k for k, (lat, _) in enumerate(places) if -10 <= lat <= 55]
            yield t - 30 + band / 10, sending.sbas(18, sending.grid_mask(band, points, 2))
            for block in range(-(-len(points) // 15)):
                here = [places[k] for k in points[15 * block : 15 * block + 15]]
                delays = [None if p in self.unsaid else delay_m(*p) for p in here]
                rest = [0.0] * (15 - len(here))
                fields = sending.grid_delays(band, block, [*delays, *rest], [self.givei] * 15, 2)
                yield t - 15 + band + block / 10, sending.sbas(26, fields)

    def log(self):
        rows = sorted(self.messages(), key=lambda row: row[0])
        return read_sbas_log(
            "".join(sending.sbas_line(START + round(t * SECOND), m) for t, m in rows).encode()
        )


@pytest.fixture
def sender():
    return Sender()


def case_of(sender, **changes):
    given = {
        "place_m": KARACHI, "codes": {"G": ("1C",)}, "epochs": EPOCHS, "step_s": STEP_S,
        "wrong": sender.truth(), "iono": slant_m, "clock_m": {"G": 3000.0},
    }  # fmt: skip
    return Case(**(given | changes))


def solved(sender, case=None, **settings):
    c = case or case_of(sender)
    return sbas_point(observations(c), navigation(c), sender.log(), "G", SbasSettings(**settings))


def used(track, case, epoch=0):
    obs = observations(case)
    rows = slice(track.rows.first[epoch], track.rows.first[epoch + 1])
    fine = track.status[rows] == 1
    return {obs.satellites[obs.satellite[row]] for row in track.rows.source[rows][fine]}


def test_known_errors_of_metres_are_undone_to_the_millimetre(sender):
    c = case_of(sender)
    track = solved(sender, c)
    assert track.solved.all()
    assert set(track.mode) == {"sbas"}
    assert np.abs(track.position_m - KARACHI).max() < EXACT_M
    assert track.clocks_m[:, 0] == pytest.approx(3000.0, abs=EXACT_M)
    plain = single_point(observations(c), navigation(c), single_frequency("G"), "G", PointSettings(limit=99))
    assert np.linalg.norm(plain.position_m - KARACHI, axis=1).min() > 3.0


def test_the_protection_levels_bound_the_error_of_noisy_ranges(sender):
    c = case_of(sender, epochs=240, step_s=1.0, noise_m=1.0)
    track = solved(sender, c)
    off = track.errors_enu_m(KARACHI)
    hpl, vpl = track.protection_m.T
    assert (np.hypot(off[:, 0], off[:, 1]) < hpl).all()
    assert (np.abs(off[:, 2]) < vpl).all()
    assert (vpl < 60.0).all(), "and say something"


def test_ranges_wrong_by_their_sigmas_scatter_positions_by_theirs(sender):
    c = case_of(sender, epochs=200, step_s=1.0)
    exact, plain = solved(sender, c), observations(c)
    random = np.random.default_rng(9)
    obs = observations(c)
    sigma = np.zeros(len(obs.epoch))
    sigma[exact.rows.source] = 1.0  # weights are near alike above 20 degrees; below, too small is safe
    obs.values["C1C"][:] += sigma * random.normal(size=len(sigma))
    track = sbas_point(obs, navigation(c), sender.log(), "G", SbasSettings())
    said = track.sigmas_enu_m().mean(axis=0)
    scatter = track.errors_enu_m(KARACHI).std(axis=0)
    assert (scatter < 1.3 * said).all()
    assert (scatter > 0.3 * said).all()
    assert len(plain.epoch) == len(obs.epoch)


def test_a_correction_for_another_message_is_not_used(sender):
    c = case_of(sender)
    there = used(solved(sender, c), c)
    name = min(there)
    sender.iode[int(name[1:]) - 1] = IODE + 1
    track = solved(sender, c)
    assert used(track, c) == there - {name}
    assert np.abs(track.position_m - KARACHI).max() < EXACT_M


@pytest.mark.parametrize("udrei", [NOT_MONITORED, DO_NOT_USE])
def test_a_satellite_not_monitored_or_not_to_be_used_is_left_out(sender, udrei):
    c = case_of(sender)
    there = used(solved(sender, c), c)
    name = sorted(there)[1]
    k = int(name[1:]) - 1
    sender.udrei[k] = udrei
    c.wrong[name] = lambda r, v: (np.full(3, 500.0), 0.0)  # noqa: ARG005 (a fault of half a kilometre)
    track = solved(sender, c)
    assert used(track, c) == there - {name}
    assert np.abs(track.position_m - KARACHI).max() < EXACT_M


def test_when_fast_corrections_stop_positions_stop_and_say_why(sender):
    sender.fast_until_s = 100.0
    track = solved(sender, case_of(sender, epochs=20, step_s=10.0))
    heard = 96.3  # the last of message 3
    after = np.arange(20) * 10.0 - heard
    assert track.solved.tolist() == (after <= 12.0).tolist()
    assert "timed out" in str(track.notes[-1])
    assert track.notes[0] == ""


def test_when_long_term_corrections_stop_they_last_four_minutes(sender):
    sender.long_until_s = 1.0
    track = solved(sender, case_of(sender, epochs=30, step_s=10.0))
    assert track.solved[:20].all()
    assert not track.solved[-4:].any()
    assert "timed out" in str(track.notes[-1])


def test_outside_precision_approach_they_last_longer(sender):
    sender.long_until_s = 1.0
    track = solved(sender, case_of(sender, epochs=30, step_s=10.0), precision=False)
    assert track.solved.all()
    assert np.isnan(track.protection_m[:, 1]).all(), "no vertical level is defined there"
    assert np.isfinite(track.protection_m[:, 0]).all()


def test_without_degradation_figures_nothing_is_used(sender):
    sender.figures_until_s = -100.0
    track = solved(sender)
    assert not track.solved.any()
    assert "degradation figures" in str(track.notes[0])


def test_observations_before_the_log_begins_have_no_position_and_say_why(sender):
    c = case_of(sender)
    obs = observations(c)
    early = replace(obs, tai_ns=obs.tai_ns - 1000 * SECOND)
    track = sbas_point(early, navigation(c), sender.log(), "G")
    assert not track.solved.any()
    assert "no satellite mask was heard until then" in str(track.notes[0])


def test_corrections_that_count_another_mask_are_not_used(sender):
    sender.iodp_of_fast = 2
    track = solved(sender)
    assert not track.solved.any()
    assert "no correction was heard" in str(track.notes[0])


def test_a_sender_under_test_is_heeded_for_a_minute_unless_asked_otherwise(sender):
    sender.extra = [(45.0, sending.sbas(0, []))]
    c = case_of(sender)
    track = solved(sender, c)
    assert track.solved.tolist() == [True, True, False, False, True, True, True, True]
    assert "under test" in str(track.notes[2])
    assert solved(sender, c, heed_test=False).solved.all()


def test_a_message_6_withdraws_a_satellite_at_once(sender):
    c = case_of(sender)
    there = used(solved(sender, c), c, epoch=2)
    name = min(there)
    udrei = [5] * 51
    udrei[int(name[1:]) - 1] = DO_NOT_USE
    sender.extra = [(59.9, sending.sbas(6, [*[(3, 2)] * 4, *((u, 4) for u in udrei)]))]
    track = solved(sender, c)
    assert used(track, c, epoch=2) == there - {name}
    assert name in used(track, c, epoch=3)


def test_grid_points_that_say_do_not_use_rule_out_the_rays_they_surround(sender):
    c = case_of(sender)
    there = used(solved(sender, c), c)
    sender.unsaid = {(30, 70)}
    fewer = used(solved(sender, c), c)
    assert fewer < there
    assert np.abs(solved(sender, c).position_m[0] - KARACHI).max() < EXACT_M
    sender.unsaid = {(25, 65)}
    assert "the ionosphere grid does not surround the ray" in str(solved(sender, c).notes[0])


def test_age_widens_the_protection_levels(sender):
    sender.ai = 5
    c = case_of(sender, epochs=6, step_s=1.0)
    hpl = solved(sender, c).protection_m[:, 0]
    assert (np.diff(hpl[1:]) > 0).all(), "between two fast corrections"


def test_a_log_without_the_form_or_sender_asked_for_is_refused(sender):
    c = case_of(sender)
    with pytest.raises(Refused, match="no messages of L5 DFMC"):
        sbas_point(observations(c), navigation(c), sender.log(), "G", dual=True)
    with pytest.raises(Refused, match="no L1 messages of sender 137; it has those of 130"):
        sbas_point(observations(c), navigation(c), sender.log(), "G", SbasSettings(sender=137))
