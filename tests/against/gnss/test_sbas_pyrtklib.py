"""What we decode of SBAS messages, and what RTKLIB makes of the same bits (through pyrtklib).

ours | theirs | tolerance | why
fast corrections | sbssat.sat[].fcorr.prc | 1e-9 m | whole eighths of a metre
long-term corrections | sbssat.sat[].lcorr.dpos | 1e-9 m | the same
ionosphere delays and their grid points | sbsion[].igp | 1e-9 m, 0 deg | the same
"""

from __future__ import annotations

import pyrtklib
import pytest

from serai.formats.sbas import messages, read_sbas_log
from serai.formats.sbas import records as r
from serai.formats.sbas.tables import grid_points

LOG = "gnss/sbas/308c_sbas.txt.gz"
EXACT_M = 1e-9
WEEK = 2286
MESSAGE_BYTES = 29
NOT_MONITORED = 15  # a GIVEI
NOT_USED_BY_RTKLIB = 14  # UDREI from here on; RTKLIB leaves the old correction standing


class Pair:
    """One GEO's L1 messages, decoded by both; counts what was compared."""

    def __init__(self) -> None:
        self.nav = pyrtklib.nav_t()
        self.mask = r.PrnMask(-1, ())
        self.bands: dict[int, r.IonosphereMask] = {}
        self.fast = self.long = self.delays = 0

    def hear(self, prn: int, second: float, raw: bytes, record: object) -> None:
        theirs = pyrtklib.sbsmsg_t()
        theirs.week, theirs.tow, theirs.prn = WEEK, int(second), prn
        for at in range(MESSAGE_BYTES):
            theirs.msg[at] = raw[at] & (0xC0 if at == MESSAGE_BYTES - 1 else 0xFF)
        pyrtklib.sbsupdatecorr(theirs, self.nav)
        if isinstance(record, r.PrnMask):
            self.mask = record
        elif isinstance(record, r.FastCorrections) and record.iodp == self.mask.iodp:
            self.compare_fast(record)
        elif isinstance(record, r.LongTerms):
            self.compare_long(record)
        elif isinstance(record, r.IonosphereMask):
            self.bands[record.band] = record
        elif isinstance(record, r.IonosphereDelays) and record.band in self.bands:
            self.compare_delays(record, self.bands[record.band])

    def compare_fast(self, record: r.FastCorrections) -> None:
        for place, mine in enumerate(record.corrections_m):
            index = record.first + place
            if index < len(self.mask.slots) and record.udrei[place] < NOT_USED_BY_RTKLIB and record.kind:
                assert mine == pytest.approx(self.nav.sbssat.sat[index].fcorr.prc, abs=EXACT_M)
                self.fast += 1

    def compare_long(self, record: r.LongTerms) -> None:
        for one in record.satellites:
            if one.iodp == self.mask.iodp:
                there = self.nav.sbssat.sat[one.place - 1].lcorr
                assert there.iode == one.iod
                assert [there.dpos[a] for a in range(3)] == pytest.approx(list(one.r_m), abs=EXACT_M)
                self.long += 1

    def compare_delays(self, record: r.IonosphereDelays, band: r.IonosphereMask) -> None:
        points = [grid_points(record.band)[p] for p in band.points]
        for place, delay in enumerate(record.delays_m):
            index = 15 * record.block + place
            used = delay is not None and record.givei[place] < NOT_MONITORED and band.iodi == record.iodi
            if index < len(points) and used:
                igp = self.nav.sbsion[record.band].igp[index]
                assert (igp.lat, igp.lon) == points[index]
                assert igp.delay == pytest.approx(delay, abs=EXACT_M)
                self.delays += 1


@pytest.mark.parametrize("prn", [128, 130, 137])
def test_corrections_of_gps_satellites_are_equal(shared_data, prn):
    log = read_sbas_log(shared_data / LOG)
    pair = Pair()
    for k, heard in enumerate(messages(log)):
        if heard.prn == prn and not log.on_l5[k]:
            pair.hear(prn, float(log.second[k]), log.raw[k].tobytes(), heard.record)
    assert pair.fast > 5000
    assert pair.long > 50
    assert pair.delays > 500
