"""The command `attenuation`: single cases, tables of cases, refusals and pictures."""

from __future__ import annotations

import csv
import io
import json

import pytest

from serai.cli.app import main
from serai.errors import Refused
from serai.radio.propagation.attenuation_table import (
    CasesRefused,
    answers,
    check,
    read_cases,
    unread,
    write,
)
from serai.radio.propagation.maps import Maps, maps_at_hand

HEAD = "lat_deg,lon_deg,height_m,frequency_ghz,elevation_deg,percent,polarisation_deg,diameter_m,efficiency"
OWN = "r001_mm_h,rain_height_km,temperature_k,pressure_hpa,vapour_g_m3,columnar_liquid_kg_m2,wet_refractivity"
WHOLE = f"{HEAD},{OWN}\n24.9,67.0,8,20.2,42,0.5,45,1.2,0.65,27.3,5.07,300,1007,15,0.3,90\n"
NO_MAPS = Maps()


def test_a_place_with_its_own_figures_needs_no_maps():
    (answer,) = answers(read_cases(WHOLE), NO_MAPS)
    assert answer.lacking == ()
    d = answer.decibels
    assert d["total_db"] == pytest.approx(
        d["gas_db"] + ((d["rain_db"] + d["cloud_db"]) ** 2 + d["scintillation_db"] ** 2) ** 0.5
    )
    assert 2.0 < d["rain_db"] < 4.5


def test_what_nobody_gave_is_named_and_leaves_the_total_unknown():
    (answer,) = answers(read_cases(WHOLE.replace("27.3", "")), NO_MAPS)
    assert answer.lacking == ("r001_mm_h",)
    assert answer.decibels["rain_db"] is None
    assert answer.decibels["total_db"] is None
    assert answer.decibels["gas_db"] is not None


def test_each_row_comes_back_with_its_decibels():
    back = list(csv.DictReader(io.StringIO(write(answers(read_cases(WHOLE), NO_MAPS)))))
    assert back[0]["lat_deg"] == "24.9"
    assert float(back[0]["total_db"]) > float(back[0]["rain_db"])
    assert back[0]["lacking"] == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            WHOLE.replace("20.2", "high"),
            "cases.csv, line 2, column 'frequency_ghz': expected a number, got 'high'",
        ),
        (
            WHOLE.replace("percent", "share"),
            (
                "cases.csv, line 1: expected the columns lat_deg, frequency_ghz, elevation_deg, percent, "
                "but percent is missing"
            ),
        ),
        (
            "",
            (
                "cases.csv is empty; expected a header with the columns lat_deg, frequency_ghz, "
                "elevation_deg, percent"
            ),
        ),
        (HEAD, "cases.csv has a header but no case below it"),
        (
            WHOLE.replace(",", ";"),
            (
                "cases.csv, line 1: columns are separated by semicolons; expected commas, and points "
                "in numbers"
            ),
        ),
        (WHOLE.replace("0.65", "0.65,1,2"), "cases.csv, line 2: 18 cells, but the header names 16 columns"),
        (f"percent,{WHOLE}", "cases.csv, line 1: the column percent stands twice"),
        (WHOLE.replace("67.0", "nan"), "cases.csv, line 2, column 'lon_deg': expected a number, got 'nan'"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_by_line_and_column(text, sentence):
    with pytest.raises(CasesRefused) as refused:
        read_cases(text, "cases.csv")
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "--frequency 90 --elevation 42 --percent 0.5",
            "ITU-R P.618-14, section 2.2.1.1 holds for a frequency from 1 to 55 GHz, but 90 GHz",
        ),
        (
            "--frequency 20 --elevation 2 --percent 0.5",
            "ITU-R P.618-14, section 2.4.1, and P.840-9 holds for an elevation from 5 to 90 degrees, but 2",
        ),
        (
            "--frequency 20 --elevation 42 --percent 20",
            "ITU-R P.618-14, section 2.2.1.1 holds for a share of the year from 0.001 to 5 %, but 20 %",
        ),
    ],
)
def test_bad_input_is_told_the_recommendations_own_limit(capsys, words, sentence):
    assert main(["attenuation", "--lat", "24.9", "--lon", "67", *words.split()]) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        (",67.0,", ",400,", "cases.csv, line 2, column 'lon_deg': expected -180 to 360, got 400"),
        (",27.3,", ",-5,", "cases.csv, line 2, column 'r001_mm_h': expected 0 to 400, got -5"),
        (",300,", ",27,", "cases.csv, line 2, column 'temperature_k': expected 180 to 340, got 27"),
        ("24.9,", "95,", "cases.csv, line 2: WGS 84 holds for a latitude from -90 to 90 degrees, but 95"),
        (",0.5,", ",7,", "cases.csv, line 2: ITU-R P.618-14, section 2.2.1.1 holds for a share of the year"),
    ],
)
def test_a_case_beyond_this_earth_or_the_recommendation_is_refused_by_its_line(was, now, sentence):
    (case,) = read_cases(WHOLE.replace(was, now), "cases.csv")
    with pytest.raises(Refused) as refused:
        check(case)
    assert str(refused.value).startswith(sentence)


def test_the_poles_and_the_date_line_are_places_like_others(tmp_path):
    maps = maps_at_hand(tmp_path)
    if not maps.has("P.837-7 R001"):
        pytest.skip("needs the maps of the itur package (extra `maps`)")
    rows = "90,0 -90,180 10,180 10,-180 10,292.5 10,-67.5"
    text = "lat_deg,lon_deg,frequency_ghz,elevation_deg,percent\n"
    text += "".join(f"{place},20,40,0.1\n" for place in rows.split())
    rain = [a.decibels["rain_db"] for a in answers(read_cases(text), maps)]
    assert None not in rain
    assert rain[2] == rain[3]
    assert rain[4] == rain[5]


def test_columns_that_mean_nothing_here_are_written_back_and_said():
    text = WHOLE.replace("efficiency,", "efficiency,name,").replace("0.65,", "0.65,Karachi,")
    cases = read_cases(text)
    assert unread(cases) == ("name",)
    assert ",Karachi," in write(answers(cases, NO_MAPS))


def test_a_file_that_is_no_text_is_refused(tmp_path, capsys):
    file = tmp_path / "cases.csv"
    file.write_bytes(b"\xff\xfe\x00\x01")
    assert main(["attenuation", str(file)]) == 1
    assert "cases.csv is not UTF-8 text" in capsys.readouterr().err


def test_the_command_answers_a_table_and_one_case(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SERAI_ITU", str(tmp_path / "none"))
    file = tmp_path / "cases.csv"
    file.write_text(WHOLE, encoding="utf-8")
    assert main(["attenuation", str(file), "--csv"]) == 0
    assert "total_db" in capsys.readouterr().out
    assert main(["attenuation", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"][0]["lacking"] == []
    assert main(["attenuation", "--lat", "24.9"]) == 2


def test_a_picture_of_availability_against_margin(capsys):
    import numpy as np

    from serai.report.drawing.margins import availability_picture, margin_map

    percent = np.geomspace(5.0, 0.001, 10)
    svg = availability_picture(percent, [("20 GHz", np.linspace(0.5, 30.0, 10))], "Karachi & Gwadar")
    assert svg.startswith("<svg")
    assert "Karachi &amp; Gwadar" in svg
    lat, lon = np.arange(0.0, 3.0), np.arange(60.0, 64.0)
    decibels = np.arange(12.0).reshape(3, 4)
    decibels[0, 0] = np.nan
    assert margin_map(lat, lon, decibels, "map", (("Karachi", 1.0, 61.0),)).count("<rect") > 10
    assert capsys.readouterr().out == ""
