"""ANTEX files: phase centres by satellite, time and frequency."""

from __future__ import annotations

import pytest
from tests.formats.rinex_text import labelled

from serai.formats.antex import read_antex
from serai.formats.refusal import BadFile
from serai.time import Instant


def antenna(kind: str, serial: str, *, azimuths: bool = True, until: str = "") -> str:
    rows = "   NOAZI    0.00   -0.20   -0.90\n"
    if azimuths:
        rows += "     0.0    0.00   -0.10   -0.80\n   180.0    0.00   -0.30   -1.00\n"
        rows += "   360.0    0.00   -0.10   -0.80\n"
    return (
        labelled("", "START OF ANTENNA")
        + labelled(f"{kind:<20}{serial:<20}C224      2018-093A", "TYPE / SERIAL NO")
        + labelled(f"  {180.0 if azimuths else 0.0:6.1f}", "DAZI")
        + labelled("     0.0  10.0   5.0", "ZEN1 / ZEN2 / DZEN")
        + labelled("     1", "# OF FREQUENCIES")
        + labelled("  2018    11    18     0     0    0.0000000", "VALID FROM")
        + (labelled(until, "VALID UNTIL") if until else "")
        + labelled("   C02", "START OF FREQUENCY")
        + labelled("   -200.00     10.50   1200.25", "NORTH / EAST / UP")
        + rows
        + labelled("   C02", "END OF FREQUENCY")
        + labelled("", "END OF ANTENNA")
    )


def antex(*antennas: str) -> bytes:
    head = labelled("     1.4            M", "ANTEX VERSION / SYST") + labelled("A", "PCV TYPE / REFANT")
    return (head + labelled("", "END OF HEADER") + "".join(antennas)).encode()


WHOLE = antex(
    antenna("BEIDOU-3M-SECM", "C19", until="  2020     1     1    23    59   59.9999999"),
    antenna("BEIDOU-3M-CAST", "C19"),
    antenna("ASH701945E_M    SCIS", "", azimuths=False),
)


def test_millimetres_become_metres():
    read = read_antex(WHOLE)
    pattern = read.antennas[0].patterns["C02"]
    assert pattern.offset_m == pytest.approx([-0.2, 0.0105, 1.20025])
    assert pattern.noazi_m == pytest.approx([0.0, -0.0002, -0.0009])
    assert pattern.grid_m is not None
    assert pattern.grid_m.shape == (3, 3)
    assert pattern.grid_m[1, 2] == pytest.approx(-0.001)
    assert read.antennas[0].zenith_deg.tolist() == [0.0, 5.0, 10.0]
    assert read.antennas[0].azimuth_deg.tolist() == [0.0, 180.0, 360.0]
    assert (read.absolute, read.version, read.antennas[0].svn) == (True, 1.4, "C224")


def test_a_satellite_has_the_antenna_of_its_time():
    read = read_antex(WHOLE)
    for day, kind in (("2019-06-01", "BEIDOU-3M-SECM"), ("2021-06-01", "BEIDOU-3M-CAST")):
        one = read.satellite("C19", Instant.from_utc(f"{day}T00:00:00Z").tai_ns)
        assert one is not None
        assert one.kind == kind
    assert read.satellite("C19", Instant.from_utc("2010-01-01T00:00:00Z").tai_ns) is None


def test_a_receiver_antenna_is_found_with_its_radome():
    one = read_antex(WHOLE).receiver("ASH701945E_M SCIS")
    assert one is not None
    assert one.patterns["C02"].grid_m is None
    assert read_antex(WHOLE).receiver("ASH701945E_M    NONE") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (WHOLE[:-300], "'END OF ANTENNA'|a row of 3 variations"),
        (WHOLE.replace(b"   -0.20", b"   -0.2x", 1), "a row of 3 variations"),
        (WHOLE.replace(b"   1200.25", b"          ", 1), "3 numbers of 10 characters"),
        (WHOLE.replace(b"  10.0   5.0", b"  10.0   0.0", 1), "zenith angles"),
        (WHOLE.replace(b"   180.0    0.00   -0.30   -1.00\n", b"", 1), "a row for each azimuth"),
        (WHOLE.replace(b"BEIDOU-3M-SECM", b"              ", 1), "TYPE / SERIAL NO"),
    ],
)
def test_a_fault_is_refused_or_counted(text, says):
    with pytest.raises(BadFile, match=says):
        read_antex(text)
    read = read_antex(text, lenient=True)
    assert (len(read.antennas), read.skipped) == (2, {"antennas not read": 1})


def test_what_is_no_antex_file_is_refused():
    with pytest.raises(BadFile, match="an ANTEX file"):
        read_antex(b"", lenient=True)
