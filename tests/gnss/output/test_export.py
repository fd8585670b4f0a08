"""What is written is what was computed, and the command says in one sentence what it cannot do."""

from __future__ import annotations

import csv
import json

import pytest
from tests.gnss.simulate import Case, navigation, observations

from serai.cli.app import main
from serai.earth import geodetic, places_ecef_m
from serai.gnss.estimators.single_point import single_point
from serai.gnss.output.export import CSV_COLUMNS, csv_lines, geojson_lines, pos_lines
from serai.gnss.output.nmea import nmea_lines
from serai.gnss.signals import single_frequency

KASHI = places_ecef_m(39.47, 75.99, 1290.0)


@pytest.fixture(scope="module")
def track():
    case = Case(KASHI, {"G": ("1C",), "C": ("2I",)})
    return single_point(observations(case), navigation(case), single_frequency("GC"), "GC")


def test_the_table_has_the_columns_promised_and_the_position_to_a_tenth_of_a_millimetre(track):
    rows = list(csv.DictReader(csv_lines(track)))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [float(rows[0][c]) for c in ("x_m", "y_m", "z_m")] == pytest.approx(KASHI, abs=1e-3)
    assert float(rows[0]["lat_deg"]) == pytest.approx(39.47, abs=1e-8)
    assert rows[0]["time"] == "2024-03-05T10:00:00.000Z"
    assert {row["mode"] for row in rows} == {"spp"}


def test_rtklib_pos_lines_are_read_back(track):
    rows = [line.split() for line in pos_lines(track) if not line.startswith("%")]
    assert len(rows) == len(track)
    assert rows[0][:2] == ["2024/03/05", "10:00:18.000"]  # GPS time: 18 s ahead of UTC
    _, _, height = geodetic(KASHI)
    assert [float(x) for x in rows[0][2:5]] == pytest.approx([39.47, 75.99, height], abs=1e-3)
    assert rows[0][5] == "5"


def test_nmea_sentences_carry_the_right_check_sum(track):
    for line in nmea_lines(track):
        body, check = line[1:].split("*")
        total = 0
        for letter in body.encode():
            total ^= letter
        assert int(check, 16) == total
    words = next(iter(nmea_lines(track))).split(",")
    assert float(words[2][:2]) + float(words[2][2:]) / 60.0 == pytest.approx(39.47, abs=1e-8)


def test_geojson_is_a_line_of_longitude_latitude_height(track):
    feature = json.loads("".join(geojson_lines(track)))
    assert feature["geometry"]["type"] == "LineString"
    assert feature["geometry"]["coordinates"][0] == pytest.approx([75.99, 39.47, 1290.0], abs=1e-3)
    assert len(feature["properties"]["times"]) == len(track)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--systems", "Q"], "no navigation system has the letter 'Q'"),
        (["--mode", "rtk"], "rtk needs a base"),
        (["--mode", "ppp"], "ppp needs precise orbits"),
        (["--truth", "1,2"], "--truth takes three numbers"),
        (["--truth", "1,2,nan"], "--truth takes three numbers"),
        (
            ["--base", "b.obs"],
            "--base is used against a base only, not by --mode spp: add --mode rtk or --mode dgnss",
        ),
        (["--sp3", "a.sp3"], "--sp3 is used by precise point positioning (--mode ppp) and by single points"),
        (["--kinematic"], "--kinematic is used by precise point positioning only"),
        (["--truth", "35.1,136.9,104"], "this looks like latitude and longitude"),
        (["--truth", "0,0,0"], "about 6371000 from the Earth's centre"),
        (["--sender", "130"], "--sender means something only with --corrections"),
        (["--plate", "EURA"], "--plate means something only with --frame"),
        (["--both-ways"], "--both-ways is used by precise point positioning only"),
        (["--corrections", "a.log", "--mode", "ppp", "--both-ways"], "--both-ways looks ahead"),
        (["--mode", "ppp", "--dual"], "leave --dual out"),
        (["--mode", "ppp", "--clk", "a.clk"], "--clk FILE gives clocks only"),
        (["--csv", "--json"], "both want standard output"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(words, sentence, tmp_path, capsys):
    observed, navigated = tmp_path / "a.obs", tmp_path / "a.nav"
    observed.write_text(OBS, encoding="ascii")
    navigated.write_text(NAV, encoding="ascii")
    assert main(["position", str(observed), "--nav", str(navigated), *words]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_without_a_navigation_file_the_sentence_names_the_option(tmp_path, capsys):
    (tmp_path / "a.obs").write_text(OBS, encoding="ascii")
    assert main(["position", str(tmp_path / "a.obs")]) == 1
    assert "broadcast orbits need one at least: --nav FILE" in capsys.readouterr().err


def test_the_pos_file_holds_the_covariance_between_the_axes(track):
    row = next(line for line in pos_lines(track) if not line.startswith("%")).split()
    local = track.covariances_enu_m2()[0]
    for text, (a, b) in zip(row[10:13], ((1, 0), (0, 2), (2, 1)), strict=True):
        assert abs(float(text)) * float(text) == pytest.approx(local[a, b], abs=2e-4)


def test_files_of_different_days_are_refused(tmp_path, capsys):
    observed, navigated = tmp_path / "a.obs", tmp_path / "a.nav"
    observed.write_text(OBS, encoding="ascii")
    navigated.write_text(NAV, encoding="ascii")
    assert main(["position", str(observed), "--nav", str(navigated)]) == 1
    said = capsys.readouterr().err
    assert "a.obs runs from 2020-06-24T23:59:42Z" in said
    assert "give those of the same day" in said


def header(*lines):
    return "".join(f"{text:<60}{label}\n" for text, label in lines)


OBS = (
    header(
        ("     3.05           OBSERVATION DATA    M", "RINEX VERSION / TYPE"),
        ("TEST", "MARKER NAME"),
        ("  1000000.0000  2000000.0000  3000000.0000", "APPROX POSITION XYZ"),
        ("        0.0000        0.0000        0.0000", "ANTENNA: DELTA H/E/N"),
        ("G    1 C1C", "SYS / # / OBS TYPES"),
        ("  2020     6    25     0     0    0.0000000     GPS", "TIME OF FIRST OBS"),
        ("", "END OF HEADER"),
    )
    + "> 2020 06 25 00 00 00.0000000  0  1\nG01  21000000.000\n"
)
# One GPS message, of another day than the observations.
NAV = (
    header(
        ("     3.05           NAVIGATION DATA     M", "RINEX VERSION / TYPE"),
        ("GPSA   4.6566E-09  1.4901E-08 -5.9605E-08 -1.1921E-07", "IONOSPHERIC CORR"),
        ("GPSB   8.1920E+04  9.8304E+04 -6.5536E+04 -5.2429E+05", "IONOSPHERIC CORR"),
        ("", "END OF HEADER"),
    )
    + """\
G05 2024 06 24 10 00 00-1.774230040610E-04-1.364242052659E-12 0.000000000000E+00
     7.200000000000E+01-9.821875000000E+01 4.293035965037E-09 1.714815412488E+00
    -5.291774868965E-06 5.927642923780E-03 1.830980181694E-06 5.153635631561E+03
     1.224000000000E+05 3.352761268616E-08 2.520897825810E+00-5.774199962616E-08
     9.719266524177E-01 3.536250000000E+02 1.273307347665E+00-8.275344701323E-09
    -2.610823036973E-10 1.000000000000E+00 2.320000000000E+03 0.000000000000E+00
     2.000000000000E+00 0.000000000000E+00-1.071020960808E-08 7.200000000000E+01
     1.152180000000E+05 4.000000000000E+00
"""
)
