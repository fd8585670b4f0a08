"""Navigation files: each message's numbers under their names, times made absolute, faults told."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.rinex_text import labelled, nav_header, record
from tests.gnss.made_up import esbc_text, messages

from serai.formats.refusal import BadFile
from serai.formats.rinex.clocks import NO_TIME
from serai.formats.rinex.nav_layouts import KEPLER
from serai.formats.rinex.navigation import read_navigation
from serai.time import Instant

GPS_TIME = Instant.from_gpst(2111, 345_600.0)  # 2020-06-25 00:00:00
AT = "2020 06 25 00 00 00"


def numbers(system: str, message: str, **known: float) -> list[float | None]:
    """Number k of the message is k + 0.5 unless known."""
    names = KEPLER[system, message]
    return [known.get(name, None if name == "-" else k + 0.5) for k, name in enumerate(names)]


def nav_3(*records: str, more: str = "", version: str = "3.05") -> bytes:
    return (nav_header(version, more=more) + "".join(records)).encode()


def gps(satellite: str = "G05", time: str = AT, **known: float) -> str:
    return record(
        f"{satellite} {time}", numbers("G", "LNAV", **{"toe": 345_600.0, "ttr": 338_400.0, **known})
    )


def test_a_gps_ephemeris_has_its_numbers_under_their_names():
    table = read_navigation(nav_3(gps(week=2111.0))).kepler("G", "LNAV")
    assert (len(table), table.prn.tolist()) == (1, [5])
    for k, name in enumerate(KEPLER["G", "LNAV"]):
        if name in table and name != "week":
            assert table[name][0] == k + 0.5, name
    assert table["week"][0] == 2111.0
    assert table.toc_tai_ns[0] == table.toe_tai_ns[0] == GPS_TIME.tai_ns
    assert table.ttr_tai_ns[0] == GPS_TIME.plus(-7200).tai_ns
    assert table["a_dot"][0] == table["delta_n_dot"][0] == 0.0


@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=1e-300, max_value=1e90),
    st.sampled_from("eEdD"),
)
def test_every_number_is_read_as_python_reads_it(number, letter):
    text = record(f"G05 {AT}", numbers("G", "LNAV", crs=number, toe=0.0, ttr=0.0), letter=letter)
    if len(text.splitlines()[1]) == 80:  # exponents of three digits do not fit
        assert read_navigation(nav_3(text)).kepler("G", "LNAV")["crs"][0] == float(f"{number:.12e}")


@pytest.mark.parametrize("week", [2111.0, 63.0, 755.0, 0.0])
def test_a_week_that_rolled_over_or_of_another_count_cannot_mislead(week):
    table = read_navigation(nav_3(gps(week=week, toe=352_800.0))).kepler("G", "LNAV")
    assert table.toe_tai_ns[0] == GPS_TIME.plus(7200).tai_ns


def test_across_the_end_of_a_week_toe_and_transmission_fall_on_their_own_sides():
    table = read_navigation(nav_3(gps(time="2020 06 28 00 00 00", toe=0.0, ttr=597_618.0))).kepler(
        "G", "LNAV"
    )
    sunday = Instant.from_gpst(2112, 0.0)
    assert table.toe_tai_ns[0] == sunday.tai_ns
    assert table.ttr_tai_ns[0] == sunday.plus(-7182).tai_ns


def test_an_unknown_time_of_transmission_stays_unknown():
    for ttr in (0.9999e9, -1e9):
        assert read_navigation(nav_3(gps(ttr=ttr))).kepler("G", "LNAV").ttr_tai_ns[0] == NO_TIME


def test_beidou_times_are_beidou_times_and_geos_send_d2():
    known = {"toe": 345_600.0, "ttr": 345_600.0}
    text = record(f"C05 {AT}", numbers("C", "D2", **known)) + record(f"C19 {AT}", numbers("C", "D1", **known))
    nav = read_navigation(nav_3(text + text.replace("C05", "C59").replace("C19", "C06")))
    assert nav.kepler("C", "D2").prn.tolist() == [5, 59]
    assert nav.kepler("C", "D1").prn.tolist() == [6, 19]
    assert nav.kepler("C", "D1").toe_tai_ns[0] == Instant.from_bdt(755, 345_600.0).tai_ns
    assert nav.kepler("C", "D1")["tgd2_b2i_s"][0] == KEPLER["C", "D1"].index("tgd2_b2i_s") + 0.5


@pytest.mark.parametrize(
    ("sources", "message"), [(517, "INAV"), (258, "FNAV"), (513, "INAV"), (516, "INAV"), (256, "FNAV")]
)
def test_galileo_messages_are_told_apart_by_their_data_sources(sources, message):
    text = record(f"E11 {AT}", numbers("E", "INAV", data_sources=float(sources), toe=345_600.0, ttr=0.0))
    assert list(read_navigation(nav_3(text)).tables) == [("E", message)]


def glonass(lines: int = 4, channel: float = -4.0) -> str:
    values = [6e-5, 1e-12, 342_000.0, 10_909.0, 1.4, -1.8e-9, 0.0, -2885.0, 2.8, 0.0, channel]
    return record(
        "R02 2020 06 24 23 15 00",
        [*values, 22_883.0, -0.3, -2.8e-9, 1.0, 3.0, 0.999999999999e9, 15.0, 0.0][: 3 + 4 * lines],
    )


@pytest.mark.parametrize(("lines", "channel"), [(3, -4.0), (4, -4.0), (4, 252.0)])
def test_glonass_is_in_metres_and_utc(lines, channel):
    table = read_navigation(nav_3(glonass(lines, channel))).states("R", "FDMA")
    assert table.r_m[0].tolist() == [10_909_000.0, -2_885_000.0, 22_883_000.0]
    assert table.v_mps[0].tolist() == [1400.0, 2800.0, -300.0]
    assert table.a_mps2[0] == pytest.approx([-1.8e-6, 0.0, -2.8e-6], abs=1e-18)
    assert table["tau_n_s"][0] == -6e-5, "the file prints -tau_n"
    assert (table["gamma_n"][0], table["channel"][0], table["health"][0]) == (1e-12, -4.0, 0.0)
    assert table.toe_tai_ns[0] == Instant.from_utc("2020-06-24T23:15:00Z").tai_ns
    assert table.ttr_tai_ns[0] == Instant.from_utc("2020-06-24T23:00:00Z").tai_ns
    assert np.isnan(table["delta_tau_n_s"][0]), "unknown, or not in this version"


def test_sbas_is_read_by_its_number_less_a_hundred():
    values = [
        0.0,
        0.0,
        345_630.0,
        35_944.6,
        0.0,
        0.0,
        63.0,
        22_044.14,
        0.0,
        0.0,
        32_767.0,
        0.0,
        0.0,
        0.0,
        92.0,
    ]
    table = read_navigation(nav_3(record("S23 2020 06 25 00 00 16", values))).states("S", "SBAS")
    assert (table.prn[0], table["health"][0], table["iodn"][0]) == (23, 63.0, 92.0)
    assert table.r_m[0] == pytest.approx([35_944_600.0, 22_044_140.0, 0.0])


def test_rows_come_sorted_by_satellite_and_time():
    nav = nav_3(gps("G07"), gps("G05", "2020 06 25 02 00 00", toe=352_800.0), gps("G05"))
    table = read_navigation(nav).kepler("G", "LNAV")
    assert table.prn.tolist() == [5, 5, 7]
    assert np.diff(table.toe_tai_ns).tolist() == [7200 * 10**9, -7200 * 10**9]


@pytest.mark.parametrize(("system", "message"), [key for key in KEPLER if key[1] != "LNAV"])
def test_every_message_of_version_4_has_its_layout(system, message):
    known = {"toe": 345_600.0, "ttr": 0.0}
    text = f"> EPH {system}19 {message}\n" + record(f"{system}19 {AT}", numbers(system, message, **known))
    table = read_navigation(nav_3(text, version="4.00")).kepler(system, message)
    for k, name in enumerate(KEPLER[system, message]):
        if name not in ("-", "toe", "ttr"):
            assert table[name][0] == k + 0.5, name


def beside_ephemerides() -> str:
    return (
        "> ION C19 CNVX\n"
        + record(f"    {AT}", [float(k) for k in range(1, 10)])
        + "> ION G05 LNAV\n"
        + record(f"    {AT}", [float(k) for k in range(1, 9)])
        + "> ION J02 CNVX JAPN\n"
        + record(f"    {AT}", [float(k) for k in [*range(1, 9), 1]])
        + "> ION E11 IFNV\n"
        + record(f"    {AT}", [28.25, 7.8e-3, 1e-2, 1.0])
        + f"> STO G05 LNAV\n    {AT} GPUT                                  UTC(USNO)\n"
        + record("", [None, None, None, 345_600.0, -9.3e-10, 1e-15, 0.0]).lstrip("\n")
        + "> EOP C19 CNVX\n"
        + record(f"    {AT}", [0.1, 1e-3, 0.0, None, 0.4, 2e-3, 0.0, 0.0, -0.2, 1e-4, 0.0])
    )


def test_version_4_carries_the_ionosphere_offsets_and_orientation():
    nav = read_navigation(nav_3(beside_ephemerides(), version="4.02"))
    assert [(i.model, i.system, i.region) for i in nav.iono] == [
        ("bdgim", "C", ""),
        ("klobuchar", "G", ""),
        ("klobuchar", "J", "JAPN"),
        ("nequick", "E", ""),
    ]
    assert nav.iono[0].parameters == tuple(map(float, range(1, 10)))
    assert nav.iono[0].tai_ns == Instant.from_bdt(755, 345_600.0).tai_ns
    assert nav.iono[3].parameters == (28.25, 7.8e-3, 1e-2, 1.0)
    (offset,) = nav.time_offsets
    assert (offset.code, offset.utc, offset.a0_s, offset.a1) == ("GPUT", "UTC(USNO)", -9.3e-10, 1e-15)
    assert offset.reference_tai_ns == GPS_TIME.tai_ns
    (pole,) = nav.orientation
    assert (pole.xp, pole.yp, pole.dut1) == ((0.1, 1e-3, 0.0), (0.4, 2e-3, 0.0), (-0.2, 1e-4, 0.0))


def test_version_3_carries_them_in_its_header():
    more = (
        labelled("GPSA   4.6566e-09  1.4901e-08 -5.9605e-08 -1.1921E-07", "IONOSPHERIC CORR")
        + labelled("GPSB   8.1920e+04  9.8304e+04 -6.5536e+04 -5.2429E+05", "IONOSPHERIC CORR")
        + labelled("GAL    2.8250e+01  7.8125e-03  1.0071e-02  0.0000E+00", "IONOSPHERIC CORR")
        + labelled("GPUT  9.3132257462D-10 2.664535259D-15 345600 2111", "TIME SYSTEM CORR")
        + labelled("BDUT  9.3132257462e-10 2.664535259e-15 345600  755", "TIME SYSTEM CORR")
    )
    nav = read_navigation(nav_3(gps(), more=more))
    assert {i.model: i.parameters for i in nav.iono} == {
        "klobuchar": (
            4.6566e-9,
            1.4901e-8,
            -5.9605e-8,
            -1.1921e-7,
            81_920.0,
            98_304.0,
            -65_536.0,
            -524_290.0,
        ),
        "nequick": (28.25, 7.8125e-3, 1.0071e-2, 0.0),
    }
    assert [(o.code, o.a0_s, o.reference_tai_ns - GPS_TIME.tai_ns) for o in nav.time_offsets] == [
        ("GPUT", 9.3132257462e-10, 0),
        ("BDUT", 9.3132257462e-10, 14 * 10**9),
    ]
    assert nav.leap_seconds == 18


def test_a_message_of_unknown_layout_is_counted_and_not_guessed():
    text = "> EPH I02 L1NV\n" + record(f"I02 {AT}", [1.0] * 35)
    nav = read_navigation(nav_3(text, version="4.01"))
    assert not nav.tables
    assert nav.unread == {("I", "L1NV"): 1}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (nav_3(gps()).rsplit(b"\n", 2)[0] + b"\n", "8 lines for LNAV"),
        (nav_3(gps())[:-3], "numbers of 19 characters"),
        (nav_3(gps("G00")), "a satellite such as G01"),
        (nav_3(gps("X05")), "a satellite such as G01"),
        (nav_3(gps(time="2020 02 30 00 00 00")), "a time such as"),
        (nav_3(gps(time="2020 06 25 00 00 60")), "a time such as"),
        (nav_3(gps(crs=1.5).replace("1.500000000000e+00", "1.5000x0000000e+00")), "numbers of 19 characters"),
        (nav_3(gps(e=math.pi).replace("3.141592653590e+00", " " * 18)), "every number that an orbit needs"),
        (nav_3("noise\n", gps()), "a record that begins with a satellite"),
        (nav_3(f"> XXX G05 LNAV\n{gps()}", version="4.00"), "a record EPH, STO, EOP or ION"),
        (nav_3("> EPH G05 LNAV\n", version="4.00"), "a time such as"),
    ],
)
def test_a_fault_is_refused_with_its_line_or_counted(text, says):
    with pytest.raises(BadFile, match=says) as told:
        read_navigation(text)
    assert told.value.line > 0
    nav = read_navigation(text, lenient=True)
    assert sum(nav.skipped.values()) == 1


def test_an_offset_of_a_whole_system_names_no_satellite():
    beside = f"> STO E   IFNV\n    {AT} GAGP\n" + record("", [None, None, None, 345_600.0, 1e-9, 0, 0])[1:]
    (offset,) = read_navigation(nav_3(beside, version="4.00")).time_offsets
    assert (offset.code, offset.satellite, offset.a0_s) == ("GAGP", "E", 1e-9)
    with pytest.raises(BadFile, match="a satellite such as G01"):
        read_navigation(nav_3(f"> EPH G   LNAV\n{gps()}", version="4.00"))


def test_a_bad_record_leaves_the_good_ones():
    nav = read_navigation(nav_3(gps("G05"), gps("G06", time="2020 13 25 00 00 00"), gps("G07")), lenient=True)
    assert nav.kepler("G", "LNAV").prn.tolist() == [5, 7]
    assert nav.skipped == {"records not read": 1}


@pytest.mark.parametrize("kind", ["N: GPS NAV DATA", "GLONASS NAV DATA"])
@pytest.mark.parametrize("version", ["2.10", "3.04", "4.00"])
def test_a_file_of_a_header_alone_is_told_so_and_holds_no_message(version, kind):
    """Loggers write the header at once and the messages when they come."""
    letter = "N" if version > "3" or kind.startswith("N") else "G"
    head = f"{version:>9}{'':11}{letter + ': ' + kind:<20}{'M: MIXED':<20}RINEX VERSION / TYPE\n"
    alone = f"{head}{'':60}END OF HEADER\n".encode()
    with pytest.raises(BadFile, match="expected at least one record, got a header only"):
        read_navigation(alone)
    nav = read_navigation(alone, lenient=True)
    assert not nav.tables
    assert not nav.skipped


@pytest.mark.parametrize("sources", ["0.000000000000e+00", ""])
def test_galileo_messages_without_data_sources_are_told_apart_by_their_group_delays(shared_data, sources):
    """F/NAV sends no delay of E5b: ESBC's messages keep their kinds when their sources are taken away."""
    _, nav = esbc_text(shared_data)
    start = nav.index("\n", nav.index("END OF HEADER")) + 1
    galileo = [m for m in messages(nav) if m[0][0] == "E"]
    before = read_navigation((nav[:start] + "".join(f"{x}\n" for m in galileo for x in m)).encode())
    silent = [[x if k != 5 else x[:23] + f"{sources:>19}" + x[42:] for k, x in enumerate(m)] for m in galileo]
    after = read_navigation((nav[:start] + "".join(f"{x}\n" for m in silent for x in m)).encode())
    for message in ("INAV", "FNAV"):
        told, found = before.tables["E", message], after.tables["E", message]
        kept = set(zip(found.prn.tolist(), found.toe_tai_ns.tolist(), found["af0"].tolist(), strict=True))
        mine = zip(told.prn.tolist(), told.toe_tai_ns.tolist(), told["af0"].tolist(), strict=True)
        same = [one in kept for one in mine]
        assert np.mean(same) > 0.94  # the others have both delays in the file, or none: nothing tells them
