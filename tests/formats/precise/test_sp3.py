"""SP3 files: positions, clocks and marks at their places; what is said of those cut short."""

from __future__ import annotations

import numpy as np
import pytest

from serai.formats.precise.sp3 import read_sp3
from serai.formats.refusal import BadFile
from serai.time import Instant

HEAD = (
    "#dP2020  6 25  0  0  0.00000000       2 ORBIT IGS14 FIT  ESA\n"
    "## 2111 345600.00000000   900.00000000 59025 0.0000000000000\n"
    "+    2   C19G01  0  0\n"
    "++         5  5  0  0\n"
    "%c M  cc {system} ccc cccc cccc cccc cccc ccccc ccccc ccccc ccccc\n"
    "%f  1.2500000  1.025000000  0.00000000000  0.000000000000000\n"
    "%i    0    0    0    0      0      0      0      0         0\n"
    "/* a comment\n"
)
FIRST = "*  2020  6 25  0  0  0.00000000\n"
SECOND = "*  2020  6 25  0 15  0.00000000\n"
C19 = "PC19 -11562.163582  14053.114306  23345.128269   -884.707516\n"
G01 = "PG01  11459.480933 -14087.476822 -23374.096011 999999.999999\n"
LOST = "PG01      0.000000      0.000000      0.000000    142.763416              EP  MP\n"


def sp3(*lines: str, system: str = "GPS", end: str = "EOF\n") -> bytes:
    return (HEAD.format(system=system) + "".join(lines) + end).encode()


def test_positions_and_clocks_stand_at_their_satellite_and_time():
    table = read_sp3(sp3(FIRST, G01, C19, SECOND, LOST, C19))
    assert table.satellites == ("C19", "G01")
    assert (table.version, table.frame, table.agency, table.time_system) == ("d", "IGS14", "ESA", "GPS")
    assert table.tai_ns.tolist() == [Instant.from_gpst(2111, 345_600.0 + s).tai_ns for s in (0.0, 900.0)]
    assert table.r_m[0, 1] == pytest.approx([-11562163.582, 14053114.306, 23345128.269], abs=1e-6)
    assert table.clock_s[0] == pytest.approx(-884.707516e-6, abs=1e-15)
    assert np.isnan(table.clock_s[1, 0]), "999999.999999 is no clock"
    assert np.isnan(table.r_m[1, 1]).all(), "0, 0, 0 is no position"
    assert table.clock_s[1, 1] == pytest.approx(142.763416e-6)
    assert table.predicted.tolist() == [[False, False], [False, True]]
    assert table.manoeuvre.tolist() == [[False, False], [False, True]]
    assert table.v_mps is None


def test_velocities_are_in_metres_a_second():
    table = read_sp3(sp3(FIRST, C19, "VC19  22000.000000 -11000.000000      0.000000      0.000000\n"))
    assert table.v_mps[0, 0].tolist() == pytest.approx([2200.0, -1100.0, 0.0])


@pytest.mark.parametrize(
    ("system", "behind_gpst_s"), [("GPS", 0), ("BDT", 14), ("BDS", 14), ("UTC", 18), ("ccc", 0)]
)
def test_times_are_in_the_time_system_of_the_file(system, behind_gpst_s):
    at = read_sp3(sp3(FIRST, C19, system=system)).tai_ns[0]
    assert at == Instant.from_gpst(2111, 345_600.0 + behind_gpst_s).tai_ns


def test_satellites_of_version_a_are_gps():
    old = sp3(FIRST, "P  1 -11562.163582  14053.114306  23345.128269   -884.707516\n")
    assert read_sp3(old).satellites == ("G01",)


@pytest.mark.parametrize(
    ("rounded", "second"),
    [
        ("*  2020  6 25  0 14 60.00000000\n", 900.0),
        ("*  2020  6 25  0 59 60.00000000\n", 3600.0),
        ("*  2020  6 25 23 59 60.00000000\n", 86_400.0),
    ],
)
def test_a_second_of_60_is_the_next_minutes_first(rounded, second):
    table = read_sp3(sp3(FIRST, C19, rounded, C19))
    assert table.tai_ns.tolist() == [Instant.from_gpst(2111, 345_600.0 + s).tai_ns for s in (0.0, second)]
    with pytest.raises(BadFile, match="a time"):
        read_sp3(sp3(FIRST, C19, rounded.replace("60.00000000", "60.00000001"), C19))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (sp3(FIRST, C19, end=""), "the line EOF at the end"),
        (sp3(FIRST, C19[:40]), "whole numbers in their columns"),
        (sp3(FIRST, C19.replace(".", "x", 1)), "whole numbers in their columns"),
        (sp3(FIRST, C19.replace("C19", "?19")), "a satellite such as G01"),
        (sp3(FIRST, C19, C19), "each satellite once at each epoch"),
        (sp3(FIRST, C19, "*  2020  6 31  0 15  0.00000000\n", C19), "a time"),
        (sp3(SECOND, C19, FIRST, C19), "each epoch later than the one before"),
        (sp3(FIRST, C19, "noise\n"), "an epoch, a position or a velocity"),
    ],
)
def test_a_fault_is_refused_or_counted(text, says):
    with pytest.raises(BadFile, match=says):
        read_sp3(text)
    table = read_sp3(text, lenient=True)
    assert sum(table.skipped.values()) >= 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "an SP3 file"),
        (b"#cP2020", "an SP3 file"),
        (HEAD.format(system="GPS").encode(), "header lines and then an epoch"),
        (sp3(FIRST, C19, system="XYZ"), "a time system such as GPS"),
    ],
)
def test_what_is_no_sp3_file_is_refused(text, says):
    with pytest.raises(BadFile, match=says):
        read_sp3(text, lenient=True)


def test_the_orbits_of_a_real_day_move_as_satellites_do(shared_data):
    table = read_sp3(shared_data / "gnss/esbc2020/GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz")
    assert table.r_m.shape == (75, 96, 3)
    radius = np.linalg.norm(table.r_m, axis=2)
    near_circular = [name not in ("E14", "E18") for name in table.satellites]  # launched too low
    assert 25.0e6 < radius[near_circular].min() < radius[near_circular].max() < 30.0e6
    assert radius.min() < 23.4e6
    assert radius.max() > 32.4e6, "E14 and E18 have eccentricities of 0.16"


def accuracy(head, *lines, **more):
    return read_sp3((head + "".join(lines) + "EOF\n").encode(), **more).accuracy_m


def test_the_accuracy_of_an_orbit_is_two_to_the_exponent_in_millimetres_and_0_is_unknown():
    head = HEAD.format(system="GPS")
    assert accuracy(head, FIRST, C19, G01).tolist() == [0.032, 0.032]
    for exponents, expected in (
        ("  1  0", [0.002, np.nan]),
        (" 14 10", [16.384, 1.024]),
        ("     3", [np.nan, 0.008]),
    ):
        found = accuracy(head.replace("++         5  5", f"++       {exponents}"), FIRST, C19, G01)
        assert found == pytest.approx(expected, nan_ok=True)
    assert np.isnan(accuracy(head.replace("++         5  5  0  0\n", ""), FIRST, C19)).all()


def test_accuracies_stand_at_their_satellites_over_several_lines_and_in_the_order_of_the_header():
    """Eighteen satellites, two lines: the header's order is not that of the table."""
    header = [f"G{n:02d}" for n in range(18, 0, -1)]
    head = HEAD.format(system="GPS").replace(
        "+    2   C19G01  0  0\n", f"+   18   {''.join(header[:17])}\n+        {header[17]}{'  0' * 16}\n"
    )
    exponents = [int(name[1:]) for name in header]
    head = head.replace(
        "++         5  5  0  0\n",
        f"++       {''.join(f'{n:3d}' for n in exponents[:17])}\n++       {exponents[17]:3d}{'  0' * 16}\n",
    )
    rows = [G01.replace("PG01", f"PG{n:02d}") for n in range(1, 19)]
    assert accuracy(head, FIRST, *rows) == pytest.approx([2.0**n / 1e3 for n in range(1, 19)])


def test_an_accuracy_that_is_none_is_refused_and_left_out_where_the_reader_is_lenient():
    head = HEAD.format(system="GPS").replace("++         5  5", "++         x 41")
    with pytest.raises(BadFile, match=r"line 4.*an accuracy exponent from 0 to 40.*x"):
        accuracy(head, FIRST, C19)
    assert np.isnan(accuracy(head, FIRST, C19, G01, lenient=True)).all()
