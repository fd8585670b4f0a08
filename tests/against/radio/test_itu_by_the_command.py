"""The command `attenuation CASES.csv` beside the ITU-R validation workbook 8.3.0, with its own local figures.

ours | theirs | tolerance | why: the workbook's figures written into a table with all their digits and read
back; what is left is rounding.
"""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from serai.cli.app import main

WITHIN = 1e-6  # dB

# sheet, first row, the columns of the workbook, the same by the names of the table, the answer, how many
TABLES = {
    "rain": (
        "P.618-14 A_Rain",
        "C F G H I J L K U",
        "lat_deg height_m frequency_ghz elevation_deg polarisation_deg percent r001_mm_h rain_height_km",
        "rain_db",
        64,
    ),
    "scintillation": (
        "P.618-14 A_Scint",
        "C G H I J K L R",
        "lat_deg frequency_ghz elevation_deg diameter_m efficiency percent n_wet",
        "scintillation_db",
        48,
    ),
}


@pytest.mark.parametrize("part", TABLES)
def test_a_table_with_the_workbooks_own_figures_comes_back_with_its_decibels(
    itu_book, part, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("SERAI_ITU", str(tmp_path / "none"))
    sheet, letters, names, answer, count = TABLES[part]
    *given, theirs = itu_book.columns(sheet, letters)
    assert len(theirs) == count
    columns = names.split()
    rows = [dict(zip(columns, map(float, row), strict=True)) for row in zip(*given, strict=True)]
    for row in rows:
        if "height_m" in row:
            row["height_m"] *= 1e3  # the workbook writes kilometres
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    file = tmp_path / "cases.csv"
    file.write_text(text.getvalue(), encoding="utf-8")
    assert main(["attenuation", str(file), "--csv"]) == 0
    back = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(back) == count
    ours = [float(row[answer]) for row in back]
    np.testing.assert_allclose(ours, theirs, atol=WITHIN, rtol=0)
    for row in back:
        assert row["total_db"] == ""  # the rest of the air was not given, and is named
        assert "pressure_hpa" in row["lacking"]


def test_gases_from_the_workbooks_own_air_come_back_with_their_decibels(itu_book, tmp_path, capsys):
    names = [
        "lat_deg",
        "frequency_ghz",
        "elevation_deg",
        "percent",
        "pressure_hpa",
        "temperature_k",
        "vapour_g_m3",
        "pressure_exceeded_hpa",
        "temperature_exceeded_k",
        "vapour_exceeded_g_m3",
        "columnar_vapour_kg_m2",
    ]
    letters = "C G I N H K J O P Q AF AP"
    *given, theirs = itu_book.columns("P.676-13 A_Gas_A2_STAT", letters, 24, 105)
    rows = [r for r in zip(*given, theirs, strict=True) if r[3] <= 5.0 and r[1] <= 55.0 and r[2] >= 5.0]
    assert len(rows) > 40
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([float(v) for v in row[:-1]] for row in rows)
    file = tmp_path / "cases.csv"
    file.write_text(text.getvalue(), encoding="utf-8")
    assert main(["attenuation", str(file), "--csv"]) == 0
    back = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    ours = [float(row["gas_db"]) for row in back]
    np.testing.assert_allclose(ours, [row[-1] for row in rows], atol=WITHIN, rtol=0)
