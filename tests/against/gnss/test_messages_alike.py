"""One satellite's different messages tell the same orbit: two real days, every 15 minutes, all satellites.

messages | median, m | largest, m | measured | why
BeiDou D1 and CNAV-1, 2, 3 | 0.1 | 0.5 | 0.06, 0.21 | one orbit fitted at one hour, in two sets of elements
GPS LNAV and CNAV | 0.4 | 5 | 0.19, 3.6 | LNAV's fit is of four hours, CNAV's of three
QZSS LNAV and CNAV, CNAV-2 | 0.5 | 10 | 0.30, 6.9 | likewise; two hours and less
Galileo I/NAV and F/NAV | 0.01 | 0.1 | 0.00, 0.08 | the same elements, sent twice

The satellites' clocks agree to 2 m: group delays of the signals that each message's clock is made for.
"""

from __future__ import annotations

import numpy as np
import pytest

from serai.formats.rinex.navigation import Navigation, read_navigation
from serai.gnss.constants import C_MPS
from serai.gnss.satellites.broadcast import Broadcast
from serai.time import Instant

DAYS = {
    "2023-03-12T00:00:00Z": "BRD400DLR_S_20230710000_01D_MN.rnx.gz",
    "2026-03-09T00:00:00Z": "BRD400DLR_S_20260680000_01D_MN.rnx.gz",
}
PAIRS = (
    ("C", "D1", "2I", "CNV1", "1P", 0.1, 0.5),
    ("C", "D1", "2I", "CNV2", "5P", 0.1, 0.5),
    ("C", "D1", "2I", "CNV3", "7D", 0.1, 0.5),
    ("G", "LNAV", "1C", "CNAV", "2L", 0.4, 5.0),
    ("J", "LNAV", "1C", "CNAV", "2L", 0.5, 10.0),
    ("J", "LNAV", "1C", "CNV2", "1L", 0.5, 10.0),
    ("E", "INAV", "1C", "FNAV", "1C", 0.01, 0.1),
)
CLOCK_M = 2.0


@pytest.fixture(scope="module", params=DAYS)
def day(request, shared_data) -> tuple[Instant, Navigation]:
    path = shared_data / "gnss/rinex4" / DAYS[request.param]
    return Instant.from_utc(request.param), read_navigation(path)


@pytest.mark.parametrize(("system", "one", "code", "two", "other", "median_m", "largest_m"), PAIRS)
def test_the_messages_of_a_satellite_put_it_in_the_same_place(
    day, system, one, code, two, other, median_m, largest_m
):
    begin, nav = day
    if (system, two) not in nav.tables:
        assert two == "CNV3"  # not in the older of the two
        return
    first = Broadcast.of(nav, {system: (code,)}, messages={system: (one,)})
    second = Broadcast.of(nav, {system: (other,)}, messages={system: (two,)})
    both = sorted(set(first.satellites) & set(second.satellites))
    assert len(both) >= 3
    moments = begin.tai_ns + np.arange(0, 86_400, 900) * 10**9
    satellite, tai_ns = np.repeat(np.arange(len(both)), len(moments)), np.tile(moments, len(both))
    chosen = first.select(both, satellite, tai_ns), second.select(both, satellite, tai_ns)
    told = (chosen[0] >= 0) & (chosen[1] >= 0)
    assert told.mean() > 0.6
    (at, _, clock), (there, _, other_clock) = (
        orbit.states(rows[told], tai_ns[told], np.zeros(int(told.sum())))
        for orbit, rows in zip((first, second), chosen, strict=True)
    )
    apart = np.linalg.norm(at - there, axis=1)
    assert np.median(apart) < median_m
    assert apart.max() < largest_m
    assert np.abs(clock[:, 0] - other_clock[:, 0]).max() * C_MPS < CLOCK_M
