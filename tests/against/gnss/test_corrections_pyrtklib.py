"""What SBAS L1 corrections add up to here, and in RTKLIB (`sbssatcorr`, `sbsioncorr` through pyrtklib).

ours | theirs | tolerance | why
orbit and clock of a satellite | rs, dts | 1e-6 m | the same sums; range rates are left out of ours, as theirs
ionosphere along a ray | delay | 1e-6 m | the same grid and interpolation
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyrtklib
import pytest

from serai.formats.sbas import read_sbas_log
from serai.gnss.constants import C_MPS
from serai.gnss.corrections.reasons import Why
from serai.gnss.corrections.sbas_ionosphere import pierce_point, slant
from serai.gnss.corrections.sbas_l1 import l1_table
from serai.gnss.corrections.sbas_point import heard_from
from serai.time import Instant

LOG = "gnss/sbas/046r_sbas.txt.gz"
SAME_M = 1e-6
MESSAGE_BYTES = 29
EPOCHS, STEP_S, FIRST_S = 50, 60, 400
PLACES_DEG = ((35.0, 135.0), (23.0, 114.0), (31.0, 121.0))
SKY_DEG = tuple((az, el) for az in range(0, 360, 60) for el in (10, 30, 70))


@dataclass
class Peer:
    """RTKLIB, hearing the same messages until a moment."""

    nav: pyrtklib.nav_t
    heard: int = 0

    def hear(self, log, rows, until_ns):
        while self.heard < len(rows) and log.tai_ns[rows[self.heard]] <= until_ns:
            k = rows[self.heard]
            week, second = Instant(int(log.tai_ns[k])).gpst()
            message = pyrtklib.sbsmsg_t()
            message.week, message.tow, message.prn = week, round(second), int(log.prn[k])
            for at in range(MESSAGE_BYTES):
                message.msg[at] = int(log.raw[k, at]) & (0xC0 if at == MESSAGE_BYTES - 1 else 0xFF)
            pyrtklib.sbsupdatecorr(message, self.nav)
            self.heard += 1


@pytest.mark.parametrize("prn", [130, 134, 137])
def test_orbits_clocks_and_ionosphere_add_up_to_the_same(shared_data, prn):
    log = read_sbas_log(shared_data / LOG)
    rows = [k for k in range(len(log)) if log.prn[k] == prn and not log.dfmc[k] and not log.on_l5[k]]
    epochs = log.tai_ns[rows[0]] + (FIRST_S + STEP_S * np.arange(EPOCHS)) * 1_000_000_000
    table = l1_table(heard_from(log, prn, dfmc=False), epochs, heed_test=False)
    peer, satellites, rays = Peer(pyrtklib.nav_t()), 0, 0
    for e, tai_ns in enumerate(epochs.tolist()):
        peer.hear(log, rows, tai_ns)
        week, second = Instant(tai_ns).gpst()
        when = pyrtklib.gpst2time(week, second)
        satellites += _satellites(table.corrections, e, peer, when)
        rays += _rays(table, e, peer, when, tai_ns)
    print(f"PRN {prn}: {satellites} satellites and {rays} rays the same")
    assert satellites > 100
    assert rays > 100


def _satellites(table, e, peer, when):
    same = 0
    for k, name in enumerate(table.satellites):
        if table.why[e, k] != Why.USABLE:
            continue
        rs, dts, var = pyrtklib.Arr1Ddouble(6), pyrtklib.Arr1Ddouble(2), pyrtklib.Arr1Ddouble(1)
        assert pyrtklib.sbssatcorr(when, pyrtklib.satid2no(name), peer.nav, rs, dts, var)
        assert [rs[a] for a in range(3)] == pytest.approx(table.orbit_m[e, k].tolist(), abs=SAME_M)
        rate = table.clock_rate_mps[e, k]
        if rate == 0.0:
            assert C_MPS * dts[0] == pytest.approx(table.clock_m[e, k], abs=SAME_M)
            same += 1
    return same


def _rays(table, e, peer, when, tai_ns):
    same = 0
    by = table.degradation[e]
    assert by is not None
    for lat, lon in np.radians(PLACES_DEG):
        for az, el in np.radians(SKY_DEG):
            there = pierce_point(lat, lon, az, el)
            mine = slant(table.points[e], table.listed[e], by, tai_ns * 1e-9, there)
            pos, azel = pyrtklib.Arr1Ddouble(3), pyrtklib.Arr1Ddouble(2)
            delay, var = pyrtklib.Arr1Ddouble(1), pyrtklib.Arr1Ddouble(1)
            pos[0], pos[1], azel[0], azel[1] = lat, lon, az, el
            told = pyrtklib.sbsioncorr(when, peer.nav, pos, azel, delay, var)
            if np.isfinite(mine.delay_m) and told:
                assert mine.delay_m == pytest.approx(delay[0], abs=SAME_M)
                assert mine.variance_m2 > 0.0
                same += 1
    return same
