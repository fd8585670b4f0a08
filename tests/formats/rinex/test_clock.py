"""RINEX clock files: biases at their satellite and time, receivers left aside, faults told."""

from __future__ import annotations

import numpy as np
import pytest
from tests.formats.rinex_text import labelled

from serai.formats.precise.sp3 import read_sp3
from serai.formats.refusal import BadFile
from serai.formats.rinex.clock import read_clocks
from serai.time import Instant

HEAD = (
    labelled("     3.00           CLOCK DATA          G", "RINEX VERSION / TYPE")
    + labelled("   GPS", "TIME SYSTEM ID")
    + labelled("GRG  CNES/CLS", "ANALYSIS CENTER")
    + labelled("", "END OF HEADER")
)
FIRST = "AS E01  2020  6 25  0  0  0.000000  2   -0.884707516318E-03  0.337986288247E-10\n"
STATION = "AR ESBC 2020  6 25  0  0  0.000000  2   -0.884707516318E-03  0.337986288247E-10\n"
SECOND = "AS C19  2020  6 25  0  0 30.000000  1    0.142763415563E-03\n"


def clocks(*lines: str) -> bytes:
    return (HEAD + "".join(lines)).encode()


def test_biases_stand_at_their_satellite_and_time():
    table = read_clocks(clocks(STATION, FIRST, SECOND))
    assert (table.satellites, table.agency, table.time_system) == (("C19", "E01"), "GRG", "GPS")
    assert table.tai_ns.tolist() == [Instant.from_gpst(2111, 345_600.0 + s).tai_ns for s in (0.0, 30.0)]
    assert table.clock_s[1, 0] == -0.884707516318e-3
    assert table.sigma_s[1, 0] == pytest.approx(0.337986288247e-10)
    assert table.clock_s[0, 1] == 0.142763415563e-3
    assert np.isnan(table.sigma_s[0, 1])
    assert np.isnan(table.clock_s[0, 0])


def test_version_3_04_has_longer_names():
    head = f"{'     3.04            CLOCK DATA           G':<65}RINEX VERSION / TYPE\n"
    head += f"{'   GPS':<65}TIME SYSTEM ID\n{'':<65}END OF HEADER\n"
    line = "AS G16       1994 07 14 20 59  0.000000  2   -0.123456789012E+00 -0.123456789012E-01\n"
    table = read_clocks((head + line).encode())
    assert table.clock_s[0, 0] == -0.123456789012
    assert table.tai_ns[0] == Instant.from_gpst(757, 4 * 86_400 + 75_540.0).tai_ns


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (clocks(FIRST[:50]), "whole numbers"),
        (clocks(FIRST[:20]), "a time"),
        (clocks(FIRST.replace("E01", "E1x")), "a satellite such as G01"),
        (clocks(FIRST.replace("884", "8x4")), "whole numbers"),
        (clocks(FIRST.replace("  6 25", " 13 25")), "a time"),
        (clocks(FIRST, FIRST), "each satellite once at each epoch"),
    ],
)
def test_a_fault_is_refused_or_counted(text, says):
    with pytest.raises(BadFile, match=says):
        read_clocks(text)
    assert sum(read_clocks(text, lenient=True).skipped.values()) == 1


def test_clocks_and_orbits_of_one_analysis_agree(shared_data):
    day = shared_data / "gnss/esbc2020"
    table = read_clocks(day / "GRG0MGXFIN_20201770000_01D_30S_CLK.CLK.gz")
    orbits = read_sp3(day / "GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz")
    assert table.clock_s.shape == (75, 2880)
    place = np.searchsorted(table.tai_ns, orbits.tai_ns)
    rows = [table.satellites.index(name) for name in orbits.satellites]
    apart = np.abs(table.clock_s[rows][:, place] - orbits.clock_s)
    assert np.nanmax(apart) < 0.6e-12, "SP3 rounds to the picosecond"
