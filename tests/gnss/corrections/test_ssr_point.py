"""RTCM state-space corrections on simulated observations: known errors and rates, sent, are undone."""

from __future__ import annotations

import numpy as np
import pytest
from tests.gnss.simulate import START, Case, navigation, observations

from serai.earth import places_ecef_m
from serai.errors import Refused
from serai.formats.rtcm import SsrMessage, SsrSatellite
from serai.gnss.corrections.state_point import corrected_point, ssr_corrected
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.signals import ionosphere_free
from serai.time import Instant

KARACHI = places_ecef_m(24.86, 67.01, 8.0)
EXACT_M = 5e-3  # of the simulation's 0.3 mm, tripled by the pair, times DOP
CODES = {"G": ("1C", "2W"), "E": ("1C", "7Q"), "C": ("2I", "6I")}
FIRST = {"G": 1, "E": 1, "C": 19}
ISSUE, ISSUE_TOE = 7, None
NO_DELAYS = {"tgd_s": 0.0, "bgd_e5b_e1_s": 0.0, "bgd_e5a_e1_s": 0.0, "tgd1_b1i_s": 0.0, "tgd2_b2i_s": 0.0}
INDEX_OF_1C = {"G": 0, "E": 2, "C": 0}  # B1I for BeiDou


class Provider:
    """One minute of corrections; tests change it before it is sent."""

    def __init__(self) -> None:
        random = np.random.default_rng(3)
        self.names = [f"{s}{FIRST[s] + k:02d}" for s in CODES for k in range(24)]
        n = len(self.names)
        self.rac_m, self.clock_m = random.normal(0.0, 2.0, (n, 3)), random.normal(0.0, 3.0, n)
        self.bias_m = random.normal(0.0, 2.0, n)
        self.iod = [ISSUE] * n
        toe = Instant(START - START % 3_600_000_000_000).bdt()[1]
        for k, name in enumerate(self.names):
            if name[0] == "C":
                self.iod[k] = int(toe % 8192) // 8
        self.iod_ssr_of_clocks = 1

    def truth(self):
        def of(k):
            def wrong(r, v):
                along = v / np.linalg.norm(v, axis=1)[:, None]
                cross = np.cross(r, v)
                cross = cross / np.linalg.norm(cross, axis=1)[:, None]
                radial = np.cross(along, cross)
                rac = self.rac_m[k]
                return -(rac[0] * radial + rac[1] * along + rac[2] * cross), -self.clock_m[k]

            return wrong

        return {name: of(k) for k, name in enumerate(self.names)}

    def biases(self):
        return {(n, CODES[n[0]][0]): -self.bias_m[k] for k, n in enumerate(self.names)}

    def stream(self):
        second = int(Instant(START).gpst()[1])
        for s in CODES:
            own = [k for k, name in enumerate(self.names) if name[0] == s]
            for kind in ("orbit", "clock", "code bias"):
                yield SsrMessage(
                    number=0,
                    system=s,
                    kind=kind,
                    second=second,
                    interval_s=10,
                    iod_ssr=self.iod_ssr_of_clocks if kind == "clock" else 1,
                    provider=1,
                    solution=1,
                    satellites=tuple(self.satellite(k, kind) for k in own),
                )

    def satellite(self, k, kind):
        # rates that vanish at the moment they hold at, five seconds after the message's own
        name = self.names[k]
        return SsrSatellite(
            satellite=name,
            iod=self.iod[k] if kind == "orbit" else None,
            orbit_m=tuple(self.rac_m[k]) if kind == "orbit" else None,
            orbit_rate_mps=(0.0, 0.0, 0.0) if kind == "orbit" else None,
            clock=(self.clock_m[k] - 5e-3, 1e-3, 0.0) if kind == "clock" else None,
            biases=((INDEX_OF_1C[name[0]], self.bias_m[k]),) if kind == "code bias" else (),
            ura=None,
        )


@pytest.fixture
def provider():
    return Provider()


def case_of(provider, **changes):
    given = {
        "place_m": KARACHI, "codes": CODES, "epochs": 4, "step_s": 10.0, "wrong": provider.truth(),
        "biases_m": provider.biases(), "delays_s": dict.fromkeys("GEC", NO_DELAYS),
    }  # fmt: skip
    return Case(**(given | changes))


def solved(provider, c, systems="GEC"):
    nav = navigation(c)
    state = ssr_corrected(observations(c), nav, [*provider.stream()])
    return corrected_point(state, nav, systems, PointSettings(limit=99.0), dual=True)


@pytest.mark.parametrize("systems", ["G", "E", "C", "GEC"])
def test_known_errors_of_metres_are_undone(provider, systems):
    c = case_of(provider)
    track = solved(provider, c, systems)
    assert track.solved.all()
    assert set(track.mode) == {"ssr"}
    assert np.abs(track.position_m[1] - KARACHI).max() < EXACT_M  # ten seconds on: the rate has undone 5 mm
    settings = PointSettings(limit=99.0)
    plain = single_point(observations(c), navigation(c), ionosphere_free(systems), systems, settings)
    assert np.linalg.norm(plain.position_m - KARACHI, axis=1).min() > 1.0


def test_clock_rates_count_from_the_middle_of_the_update_interval(provider):
    track = solved(provider, case_of(provider, step_s=1.0, epochs=30), "G")
    apart = track.clocks_m[:, 0] - track.clocks_m[0, 0]
    assert apart == pytest.approx(-1e-3 * np.arange(30), abs=1e-4)
    assert track.clocks_m[10, 0] == pytest.approx(0.0, abs=1e-3)


def test_after_ninety_seconds_corrections_are_too_old(provider):
    track = solved(provider, case_of(provider, epochs=12, step_s=10.0))
    assert track.solved.tolist() == [10.0 * k - 5.0 <= 90.0 for k in range(12)]
    assert "timed out" in str(track.notes[-1])


def test_orbits_and_clocks_of_different_solutions_do_not_go_together(provider):
    provider.iod_ssr_of_clocks = 2
    assert not solved(provider, case_of(provider)).solved.any()


def test_a_satellite_with_another_issue_is_not_used(provider):
    provider.iod = [ISSUE + 1] * len(provider.names)
    track = solved(provider, case_of(provider))
    assert not track.solved.any()
    assert "lack the broadcast message" in str(track.notes[0])


def test_systems_without_corrections_are_refused(provider):
    with pytest.raises(Refused, match="the corrections are of C, E, G; R were asked"):
        solved(provider, case_of(provider), "R")
