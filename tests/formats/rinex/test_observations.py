"""Observation files: what was written is what is read, and what is said of files that are not whole."""

from __future__ import annotations

import gzip

import hatanaka
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.rinex_text import epoch_3, header_3, labelled

from serai.errors import Refused
from serai.formats.refusal import BadFile
from serai.formats.rinex.observations import read_observations
from serai.time import Instant

TYPES = {"G": ["C1C", "L1C", "D1C", "S1C"], "C": ["C2I", "L2I"], "R": ["C1C"]}
AT = "2020 06 25 00 00 00.0000000"
LATER = "2020 06 25 00 00 30.0000000"
G05 = ("G05", [20_123_456.789, 105_750_123.456, -1234.567, 45.25])
C19 = ("C19", [22_000_000.001, None])


def file(*epochs: str, **header: str) -> bytes:
    return (header_3(TYPES, **header) + "".join(epochs)).encode()


def test_what_a_receiver_wrote_is_what_is_read():
    seen = read_observations(file(epoch_3(AT, [G05, C19]), epoch_3(LATER, [C19])))
    assert (seen.marker, seen.receiver, seen.antenna) == ("HERE", "SEPT POLARX5", "ASH701945E_M    SCIS")
    assert seen.approx_position_m.tolist() == [3582105.2910, 532589.7313, 5232754.8054]
    assert seen.antenna_delta_hen_m.tolist() == [0.216, 0.001, -0.002]
    assert (seen.interval_s, seen.time_system, seen.version) == (30.0, "GPS", 3.05)
    assert seen.glonass_channels == {"R01": 1, "R24": -7}
    assert seen.tai_ns[0] == Instant.from_gpst(2111, 345_600.0).tai_ns
    assert (seen.tai_ns[1] - seen.tai_ns[0]) == 30_000_000_000
    assert seen.satellites == ("C19", "G05")
    assert seen.epoch.tolist() == [0, 0, 1]
    assert seen.satellite.tolist() == [0, 1, 0], "rows come sorted by satellite"
    assert seen.values["C1C"][1] == 20_123_456.789
    assert seen.values["D1C"][1] == -1234.567
    assert seen.values["C2I"][[0, 2]].tolist() == [22_000_000.001] * 2
    assert np.isnan(seen.values["L2I"]).all(), "a blank is no observation"
    assert seen.codes["G"] == ("C1C", "L1C", "D1C", "S1C")
    assert seen.rows_of(1) == slice(2, 3)
    assert not seen.skipped


@given(st.lists(st.integers(-(10**12) + 1, 10**13 - 1), min_size=4, max_size=4))
def test_every_number_of_three_decimals_comes_back_to_the_bit(thousandths):
    numbers = [n / 1000 for n in thousandths]
    seen = read_observations(file(epoch_3(AT, [("G01", numbers)])))
    for code, number in zip(TYPES["G"], numbers, strict=True):
        read = seen.values[code][0]
        assert read == number or (number == 0 and np.isnan(read)), "0.000 stands for no observation"


def test_lost_lock_is_kept_with_its_phase():
    text = file(epoch_3(AT, [G05])).replace(b"105750123.456 7", b"105750123.45617")
    assert read_observations(text).lli["L1C"].tolist() == [1]


def test_packed_files_read_as_unpacked_ones():
    plain = file(epoch_3(AT, [G05, C19]), epoch_3(LATER, [C19]))
    for packed in (
        gzip.compress(plain, mtime=0),
        hatanaka.rnx2crx(plain),
        gzip.compress(hatanaka.rnx2crx(plain), mtime=0),
    ):
        seen = read_observations(packed)
        assert seen.values["C1C"][1] == 20_123_456.789
    with pytest.raises(Refused, match="cannot be unpacked, it may be cut short"):
        read_observations(gzip.compress(plain, mtime=0)[:-20])


@pytest.mark.parametrize(
    ("system", "behind_gpst_s"), [("GPS", 0), ("GAL", 0), ("QZS", 0), ("BDT", 14), ("GLO", 18), ("UTC", 18)]
)
def test_epochs_are_read_in_the_time_system_of_the_file(system, behind_gpst_s):
    seen = read_observations(file(epoch_3(AT, [G05]), time_system=system))
    assert seen.tai_ns[0] == Instant.from_gpst(2111, 345_600.0).plus(behind_gpst_s).tai_ns


def test_the_leap_second_is_read_in_utc_and_refused_in_gps_time():
    leap = file(epoch_3("2016 12 31 23 59 60.5000000", [G05]), time_system="GLO")
    assert read_observations(leap).tai_ns[0] == Instant.from_utc("2016-12-31T23:59:60.5Z").tai_ns
    with pytest.raises(BadFile, match="second"):
        read_observations(file(epoch_3("2016 12 31 23 59 60.5000000", [G05])))
    with pytest.raises(BadFile, match="second"):
        read_observations(file(epoch_3("2019 12 31 23 59 60.5000000", [G05]), time_system="GLO"))


def test_a_clock_that_jumps_within_an_epoch_keeps_its_own_times():
    seen = read_observations(file(epoch_3(AT, [G05]), epoch_3("2020 06 25 00 00 29.9990000", [G05])))
    assert np.diff(seen.tai_ns).tolist() == [29_999_000_000]


def test_beidou_b1i_of_version_3_02_is_named_as_today():
    text = header_3({"C": ["C1I", "L1I", "C7I"]}, version="3.02") + epoch_3(AT, [("C06", [2e7, 1e8, 2e7])])
    seen = read_observations(text.encode())
    assert seen.codes["C"] == ("C2I", "L2I", "C7I")
    assert seen.renamed == {("C", "C1I"): "C2I", ("C", "L1I"): "L2I"}


def test_beidou_b1c_keeps_its_name():
    text = header_3({"C": ["C1P", "C1X", "C5P"]}, version="3.04") + epoch_3(AT, [("C20", [2e7, 2e7, 2e7])])
    assert read_observations(text.encode()).codes["C"] == ("C1P", "C1X", "C5P")


def test_scale_factors_are_taken_out():
    more = labelled("G  100  1 L1C", "SYS / SCALE FACTOR")
    assert read_observations(file(epoch_3(AT, [G05]), more=more)).values["L1C"][0] == 1_057_501.23456


def test_new_types_within_a_file_hold_from_there_on():
    change = "> " + " " * 29 + "4  1\n" + labelled("G    2 C5Q C1C", "SYS / # / OBS TYPES")
    seen = read_observations(file(epoch_3(AT, [G05]), change, epoch_3(LATER, [("G05", [2.1e7, 2.2e7])])))
    assert seen.values["C5Q"][1] == 2.1e7
    assert seen.values["C1C"].tolist() == [20_123_456.789, 2.2e7]
    assert np.isnan(seen.values["C5Q"][0])


WHOLE = file(epoch_3(AT, [G05, C19]), epoch_3(LATER, [G05, C19]))


@pytest.mark.parametrize(
    ("text", "says", "counted"),
    [
        (WHOLE[: WHOLE.rindex(b"C19")], "as many lines as this epoch says", "epochs cut short"),
        (file(epoch_3(AT, [G05]))[:-5], "a whole number of 14", "numbers cut by the end of the line"),
        (
            file(epoch_3(AT, [G05]), epoch_3(AT, [C19])),
            "an epoch later",
            "epochs not later than the one before",
        ),
        (file(epoch_3(AT, [G05, G05])), "each satellite once", "satellites twice in an epoch"),
        (file(epoch_3(AT, [("E05", [2e7])])), "a system whose types", "satellites of undeclared systems"),
        (
            WHOLE.replace(b"G05  20", b"Q05  20", 1),
            "a system whose types",
            "satellites of undeclared systems",
        ),
        (WHOLE.replace(b"G05  20", b"G\xff5  20", 1), "a satellite such as", "satellite lines not read"),
        (WHOLE.replace(b"123456.789", b"12x456.789", 1), "numbers in columns of 14", "numbers not read"),
        (
            file(epoch_3(AT, [("R01", [2e7, 3e7])])),
            "no more observations",
            "lines with more than the types listed",
        ),
        (file("noise\n", epoch_3(AT, [G05])), "a line that opens an epoch", "lines outside an epoch"),
        (file(epoch_3("2020 06 31 00 00 00.0000000", [G05])), "an epoch's time", "epochs not read"),
        (
            WHOLE.replace(b"105750123.456 7", b"105750123.456x7", 1),
            "loss of lock",
            "loss-of-lock digits not read",
        ),
    ],
)
def test_a_fault_is_refused_with_its_line_or_counted(text, says, counted):
    with pytest.raises(BadFile, match=says) as told:
        read_observations(text)
    assert told.value.line > 0
    assert told.value.file == "bytes"
    assert read_observations(text, lenient=True).skipped[counted] >= 1


def test_of_a_cut_file_the_whole_lines_remain():
    seen = read_observations(WHOLE[: WHOLE.rindex(b"C19")], lenient=True)
    assert (len(seen.tai_ns), len(seen.epoch)) == (2, 3)


def test_two_files_joined_are_told_apart():
    old = labelled("     2.11           OBSERVATION DATA    G", "RINEX VERSION / TYPE").encode()
    with pytest.raises(BadFile, match="a second header, as if two files were joined"):
        read_observations(WHOLE + old)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "a RINEX file, whose first line"),
        (b"\x00\xff\xfe" * 40, "a RINEX file, whose first line"),
        (WHOLE.replace(b"END OF HEADER", b"END OF HEADRE"), "the header's end, 'END OF HEADER'"),
        (
            WHOLE.replace(b"OBSERVATION DATA", b"NAVIGATION DATA "),
            "expected RINEX observations, got navigation",
        ),
        (WHOLE.replace(b"G    4", b"G    5"), "5 types for system G"),
        (WHOLE.replace(b"     GPS", b"     XYZ"), "a time system such as GPS"),
        (file().replace(b"SYS / # / OBS TYPES", b"COMMENT"), "the observation types of at least one system"),
    ],
)
def test_what_is_no_observation_file_is_refused_even_when_lenient(text, says):
    for lenient in (False, True):
        with pytest.raises(BadFile, match=says):
            read_observations(text, lenient=lenient)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"cannot read .*nothing.rnx: No such file"):
        read_observations(tmp_path / "nothing.rnx")


def test_headers_of_writers_that_keep_to_other_columns_are_understood():
    """As gLAB's example of RINEX 3.01 has them: wide coordinates, channels close up, a factor of 0001."""
    text = header_3({"G": ["C1C"], "R": ["C1C"]}, more=labelled("G 0001   1 C1C", "SYS / SCALE FACTOR"))
    text = text.replace(
        labelled(f"{3582105.2910:14.4f}{532589.7313:14.4f}{5232754.8054:14.4f}", "APPROX POSITION XYZ"),
        labelled("   4789028.4701    176610.0133   4195017.0310", "APPROX POSITION XYZ"),
    ).replace("  2 R01  1 R24 -7", "  3 R11 -5R19 +3R23 -6")
    seen = read_observations((text + epoch_3(AT, [("R11", [2e7]), ("G05", [2.1e7])])).encode())
    assert seen.approx_position_m.tolist() == [4789028.4701, 176610.0133, 4195017.0310]
    assert dict(seen.glonass_channels) == {"R11": -5, "R19": 3, "R23": -6}
    assert seen.values["C1C"].tolist() == [2.1e7, 2e7]
