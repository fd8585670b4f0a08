"""What we read of a receiver's RTCM stream, and what RTKLIB reads of the same bytes (through pyrtklib).

ours | theirs | tolerance | why
pseudoranges of MSM7 | obs.data[].P | 1 mm | RTKLIB sums metres, we milliseconds
phases of MSM7 | obs.data[].L times the wavelength | 1 mm | the same; RTKLIB keeps cycles
GPS ephemerides | nav.eph | 1e-12 relative | pi has the ICD's 13 digits there, Python's here
"""

from __future__ import annotations

import numpy as np
import pyrtklib
import pytest
from tests.formats.rtcm.test_rtcm import frame

from serai.formats import rtcm
from serai.time import Instant

STREAM = "gnss/rtcm/GMSD7_20121014.rtcm3"
MM = 1e-3
RELATIVE = 1e-12
GPS_L1_M = 299_792_458.0 / 1575.42e6
FREQUENCIES = 3
BYTES = 60_000


def test_gps_signals_and_ephemerides_are_equal(shared_data):
    raw = (shared_data / STREAM).read_bytes()[:BYTES]
    theirs: dict[tuple[int, int, str], tuple[float, float]] = {}
    decoder = pyrtklib.rtcm_t()
    pyrtklib.init_rtcm(decoder)
    decoder.time.time, decoder.time.sec = 1_350_172_800, 0.0  # 2012-10-14
    stream = rtcm.read_rtcm(raw)
    # one frame after the other: BeiDou's times of this stream of 2012 are 14 s off the standard of today, and
    # RTKLIB drops the other systems' signals where times disagree
    for payload in stream.payload:
        for byte in frame(payload):
            pyrtklib.input_rtcm3(decoder, byte)
        for k in range(decoder.obs.n):
            one = decoder.obs.data[k]
            for f in range(FREQUENCIES):
                if 1 <= one.sat <= 32 and one.P[f] != 0.0:
                    key = (one.time.time, one.sat, pyrtklib.code2obs(one.code[f]))
                    theirs[key] = (one.P[f], one.L[f])
    near = Instant.from_utc("2012-10-14T00:00:00Z")
    seen = rtcm.observations(stream, near=near)
    compared = 0
    for row in range(len(seen)):
        name, code = str(seen.satellite[row]), str(seen.code[row])
        week, second = Instant(int(seen.tai_ns[row])).gpst()
        other = theirs.get((315_964_800 + week * 604_800 + round(second), int(name[1:]), code))
        if name[0] != "G" or other is None:
            continue
        assert seen.pseudorange_m[row] == pytest.approx(other[0], abs=MM)
        if code == "1C" and other[1] != 0.0:
            assert seen.phase_m[row] == pytest.approx(other[1] * GPS_L1_M, abs=MM)
        compared += 1
    assert compared > 1000
    table = rtcm.ephemerides(stream, near=near)["G", "LNAV"]
    for k in range(len(table)):
        other_eph = decoder.nav.eph[int(table.prn[k]) - 1]
        for mine, field in (
            ("e", "e"),
            ("m0", "M0"),
            ("omega0", "OMG0"),
            ("i0", "i0"),
            ("af0", "f0"),
            ("crs", "crs"),
        ):
            assert table[mine][k] == pytest.approx(getattr(other_eph, field), rel=RELATIVE), mine
        assert table["sqrt_a"][k] ** 2 == pytest.approx(other_eph.A, rel=RELATIVE)
    assert np.all(table["health"] >= 0)
