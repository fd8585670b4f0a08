"""GRG's precise orbits and clocks of 2020-06-25: broadcast against them, and precise positions by them."""

from __future__ import annotations

import numpy as np
import pytest

from serai.earth import Orientation, geodetic, up_unit
from serai.earth.realisations import between
from serai.formats.precise.sp3 import read_sp3
from serai.formats.rinex.clock import read_clocks
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.gnss.estimators.ppp import PppSettings, both_ways, precise_point
from serai.gnss.estimators.ppp_rows import ppp_rows
from serai.gnss.estimators.single_point import single_point
from serai.gnss.output.accuracy import spread, spread_of
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.satellites.broadcast_errors import broadcast_errors
from serai.gnss.satellites.precise import Precise
from serai.gnss.signals import single_frequency

MARKER_M = np.array([3582104.8043, 532590.2202, 5232755.0888])  # ITRF2014 at 2020.48, +-7 cm
LAT, LON, _ = geodetic(MARKER_M)
ARP_M = MARKER_M + 0.216 * up_unit(LAT, LON)
CONVERGED_S = 7200.0
# Published signal-in-space range errors, rms (range_errors.csv: Montenbruck et al. 2018), and the factor by
# which ours may differ: one day, one receiver's messages, no antenna offsets but a constant per satellite.
PUBLISHED_M = {"G": 0.6, "E": 0.2, "R": 2.0}
WITHIN = 2.0
# RTKLIB's newer fork on the same files (shared DATA.md), after two hours, against a truth of +-7 cm: rms.
FORK_STATIC_V_M, FORK_KINEMATIC_V_M = 0.039, 0.105
REPEATS_H_M, REPEATS_V_M = 0.03, 0.04  # asked for of the static solution, about its own mean
BOTH_WAYS_M = 0.01
TRUTH_M = 0.07
# The day's last hour, static, against the header as ETRF2000: a centimetre or two of float ambiguities and
# satellite antennas sideways; in height the receiver antenna's phase centre (5 cm) too.
HEADER_H_M, HEADER_V_M = 0.02, 0.06


@pytest.fixture(scope="module")
def day(shared_data):
    folder = shared_data / "gnss/esbc2020"
    return (
        read_observations(folder / "ESBC00DNK_R_20201770000_01D_30S_MO.crx.gz"),
        read_navigation(folder / "ESBC00DNK_R_20201770000_01D_MN.rnx.gz"),
        read_sp3(folder / "GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz"),
        read_clocks(folder / "GRG0MGXFIN_20201770000_01D_30S_CLK.CLK.gz"),
    )


@pytest.mark.parametrize("system", ["G", "E", "R"])
def test_broadcast_orbits_and_clocks_are_as_wrong_as_published(day, system):
    _, navigation, orbits, clocks = day
    broadcast = Broadcast.of(navigation, {"G": ["1W", "2W"], "E": ["1C", "5Q"], "R": ["1C", "2C"]})
    found = broadcast_errors(broadcast, Precise.of(orbits, clocks), system)
    print(system, found)
    assert found.rows > 500
    assert PUBLISHED_M[system] / WITHIN / 2 < found.sisre_m < PUBLISHED_M[system] * WITHIN
    assert 0.1 < found.orbit_3d_m < 5.0


@pytest.fixture(scope="module")
def rows(day):
    observations, navigation, orbits, clocks = day
    rough = single_point(observations, navigation, single_frequency("GE"), "GE")
    precise = Precise.of(orbits, clocks)
    built = ppp_rows(observations, precise, "GE", np.nanmedian(rough.position_m, axis=0))
    return built, rough.position_m, precise.frame


def test_a_static_antenna_is_found_again_to_centimetres(rows):
    track = precise_point(*rows)
    errors = track.errors_enu_m(ARP_M)[track.solved & (track.tai_ns >= track.tai_ns[0] + CONVERGED_S * 1e9)]
    again = spread_of(errors - errors.mean(axis=0))
    bias = spread(track, ARP_M, after_s=CONVERGED_S)
    print(f"repeats {again}\nbias {bias}")
    assert again.h_rms_m <= REPEATS_H_M
    assert again.v_rms_m <= REPEATS_V_M
    assert np.abs(bias.mean_enu_m).max() <= TRUTH_M
    assert bias.v_rms_m <= FORK_STATIC_V_M + TRUTH_M


def test_the_header_is_met_where_it_is_read_as_etrf2000(rows):
    """The header says ETRS89 and not which realisation; EUREF's convention is ETRF2000 (Technical Note 1).

    Read so, the last hour agrees with it; the truth above reads it as ETRF2014, 8 cm from there.
    """
    header = np.array([3582105.2910, 532589.7313, 5232754.8054])
    marker = between(header, "ETRF2000", "ITRF2014", 2020.48)
    assert np.linalg.norm(marker - MARKER_M) == pytest.approx(0.081, abs=2e-3)
    track = precise_point(*rows, PppSettings(orientation=Orientation.published()))
    last = track.errors_enu_m(marker + 0.216 * up_unit(LAT, LON))[track.solved][-120:].mean(axis=0)
    print("last hour, east, north, up", last)
    assert np.hypot(*last[:2]) < HEADER_H_M
    assert abs(last[2]) < HEADER_V_M


def test_both_ways_no_epoch_is_left_to_converge(rows):
    """The whole day, its first epoch too, within millimetres of one place; as near in height as the fork."""
    track = both_ways(*rows)
    errors = track.errors_enu_m(ARP_M)[track.solved]
    again = spread_of(errors - errors.mean(axis=0))
    print(f"repeats {again}\nbias {spread(track, ARP_M)}")
    assert max(again.h_rms_m, again.v_rms_m) < BOTH_WAYS_M
    assert spread(track, ARP_M).v_rms_m <= FORK_STATIC_V_M
    ahead, moving = (run(*rows, PppSettings(kinematic=True)) for run in (precise_point, both_ways))
    one, other = (spread(t, ARP_M, after_s=CONVERGED_S) for t in (ahead, moving))
    print(other)
    assert other.v_rms_m < one.v_rms_m
    assert moving.solved.sum() >= ahead.solved.sum()


def test_a_moving_antenna_is_found_to_a_decimetre(rows):
    track = precise_point(*rows, PppSettings(kinematic=True))
    bias = spread(track, ARP_M, after_s=CONVERGED_S)
    print(bias)
    assert bias.v_rms_m <= FORK_KINEMATIC_V_M
    assert bias.h_rms_m <= 0.061 + TRUTH_M
