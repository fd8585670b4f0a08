"""RINEX 2: types get today's codes, satellites their system, epochs their century."""

from __future__ import annotations

import numpy as np
import pytest
from tests.formats.rinex.test_navigation import numbers
from tests.formats.rinex_text import labelled, record, value

from serai.formats.refusal import BadFile
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.time import Instant

TYPES = ["C1", "P1", "L1", "P2", "L2", "S1", "S2"]
MANY = [f"G{n:02d}" for n in range(1, 15)]
AT = " 20  6 25  0  0  0.0000000"
LATER = " 20  6 25  0  0 30.0000000"


def header_2(types: list[str] = TYPES, system: str = "M (MIXED)", more: str = "") -> str:
    listed = ""
    for at in range(0, len(types), 9):
        head = f"{len(types):6d}" if at == 0 else " " * 6
        listed += labelled(head + "".join(f"    {t}" for t in types[at : at + 9]), "# / TYPES OF OBSERV")
    return (
        labelled(f"     2.11           OBSERVATION DATA    {system}", "RINEX VERSION / TYPE")
        + labelled("HERE", "MARKER NAME")
        + listed
        + labelled("  2020     6    25     0     0    0.0000000     GPS", "TIME OF FIRST OBS")
        + more
        + labelled("", "END OF HEADER")
    )


def epoch_2(time: str, satellites: list[str], types: int = len(TYPES), flag: str = "0") -> str:
    """Satellite n's type k observes 20,000,000 + 1000 n + k."""
    out = ""
    for at in range(0, max(len(satellites), 1), 12):
        head = f"{time}  {flag}{len(satellites):3d}" if at == 0 else " " * 32
        out += head + "".join(satellites[at : at + 12]) + "\n"
    for n in range(len(satellites)):
        seen = [2e7 + 1000 * n + k for k in range(types)]
        for at in range(0, types, 5):
            out += "".join(map(value, seen[at : at + 5])).rstrip() + "\n"
    return out


def whole() -> bytes:
    return (header_2() + epoch_2(AT, [*MANY, "R01", " 31"]) + epoch_2(LATER, ["G02", "G01"])).encode()


def test_more_than_twelve_satellites_and_five_types_go_over_lines():
    seen = read_observations(whole())
    assert seen.satellites == (*MANY, "G31", "R01")
    assert len(seen.epoch) == 18
    assert seen.values["C1C"][:14].tolist() == [2e7 + 1000 * n for n in range(14)]
    assert seen.values["S2W"][15] != seen.values["S2P"][15], "GLONASS has other codes"
    assert seen.values["C2P"][15] == 2e7 + 14_000 + 3
    assert seen.values["C1C"][16:].tolist() == [2e7 + 1000, 2e7], "rows are sorted, values follow"


def test_every_renamed_type_is_told():
    seen = read_observations(whole())
    assert seen.codes["G"] == ("C1C", "C1W", "L1C", "C2W", "L2W", "S1C", "S2W")
    assert seen.codes["R"] == ("C1C", "C1P", "L1C", "C2P", "L2P", "S1C", "S2P")
    assert set(seen.codes) == {"G", "R"}
    assert seen.renamed["G", "P2"] == "C2W"
    assert seen.renamed["R", "L2"] == "L2P"


def test_phase_follows_the_code_that_is_there():
    text = header_2(["P1", "L1", "C2", "L2"], "G (GPS)") + epoch_2(AT, ["G01"], 4)
    assert read_observations(text.encode()).codes["G"] == ("C1W", "L1W", "C2X", "L2X")


@pytest.mark.parametrize(("year", "week"), [("99", 1042), (" 0", 1094), ("20", 2137)])
def test_two_digits_of_a_year_are_of_this_or_the_last_century(year, week):
    day = {"99": "12 26", " 0": "12 24", "20": "12 20"}[year]  # Sundays
    text = header_2() + epoch_2(f" {year} {day} 23 59 30.0000000", ["G01"])
    assert read_observations(text.encode()).tai_ns[0] == Instant.from_gpst(week, 86_370.0).tai_ns


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (whole()[:-200], "as many lines as this epoch says"),
        (
            whole().replace(b" 20  6 25  0  0 30.0", b" 20  6 25  0  0  0.0"),
            "an epoch later than the one before",
        ),
        (whole().replace(b"R01 31", b"Q01 31"), "a system whose types the header lists"),
        (whole().replace(b"G02G01", b"G02G02"), "each satellite once"),
        (whole().replace(b"G03", b"G0x"), "a satellite such as G01"),
        (whole().replace(b" 20  6 25  0  0 30", b" 20  x 25  0  0 30"), "an epoch's time"),
        (whole().replace(b"2000.000", b"2000.0x0"), "numbers in columns of 14"),
    ],
)
def test_a_fault_is_refused_with_its_line_or_counted(text, says):
    with pytest.raises(BadFile, match=says) as told:
        read_observations(text)
    assert told.value.line > 0
    seen = read_observations(text, lenient=True)
    assert seen.skipped
    assert len(seen.epoch) > 0


def test_a_version_3_epoch_in_a_version_2_file_is_refused():
    with pytest.raises(BadFile, match="an epoch's time"):
        read_observations(whole() + b"> 2020 06 25 00 01 00.0000000  0  1\nG01  20000000.000\n")


def test_a_list_of_types_that_is_not_whole_is_refused():
    with pytest.raises(BadFile, match="7 types"):
        read_observations(whole().replace(b"    S2", b"      "))


def test_navigation_of_version_2_is_read_as_that_of_version_3():
    ours = numbers("G", "LNAV", toe=345_600.0, ttr=338_400.0, fit_h=4.0)
    text = (
        labelled("     2.11           N: GPS NAV DATA", "RINEX VERSION / TYPE")
        + labelled("    4.6566D-09  1.4901D-08 -5.9605D-08 -1.1921D-07", "ION ALPHA")
        + labelled("    8.1920D+04  9.8304D+04 -6.5536D+04 -5.2429D+05", "ION BETA")
        + labelled("    9.313225746155D-10 2.664535259100D-15   345600     2111", "DELTA-UTC: A0,A1,T,W")
        + labelled("", "END OF HEADER")
        + record(" 5 20  6 25  0  0  0.0", ours, indent=3, letter="D")
    )
    nav = read_navigation(text.encode())
    table = nav.kepler("G", "LNAV")
    assert (table.prn.tolist(), table["e"][0], table["cuc"][0]) == ([5], 8.5, 7.5)
    assert table.toe_tai_ns[0] == Instant.from_gpst(2111, 345_600.0).tai_ns
    assert nav.iono[0].parameters[:2] == (4.6566e-9, 1.4901e-8)
    assert (nav.time_offsets[0].a0_s, nav.time_offsets[0].code) == (9.313225746155e-10, "GPUT")


def test_glonass_of_version_2_counts_seconds_of_the_day():
    values = [
        6e-5,
        1e-12,
        82_800.0,
        10_909.0,
        1.4,
        0.0,
        0.0,
        -2885.0,
        2.8,
        0.0,
        -4.0,
        22_883.0,
        -0.3,
        0.0,
        1.0,
    ]
    text = labelled("     2.11           GLONASS NAV DATA", "RINEX VERSION / TYPE") + labelled(
        "", "END OF HEADER"
    )
    text = text.replace("GLONASS NAV DATA", "G: GLONASS NAV D")
    table = read_navigation((text + record(" 2 20  6 24 23 15  0.0", values, indent=3)).encode()).states(
        "R", "FDMA"
    )
    assert table.r_m[0].tolist() == [10_909_000.0, -2_885_000.0, 22_883_000.0]
    assert table.toe_tai_ns[0] == Instant.from_utc("2020-06-24T23:15:00Z").tai_ns
    assert table.ttr_tai_ns[0] == Instant.from_utc("2020-06-24T23:00:00Z").tai_ns
    assert not np.isnan(table["tau_n_s"][0])
