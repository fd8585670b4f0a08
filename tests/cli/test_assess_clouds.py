"""`serai assess --clouds`: a forecast of cloud of one's own, told as what it changes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.io import netcdf_file

from serai.cli import main

FOLDER = str(Path(__file__).parents[2] / "corridors" / "belt-and-road")


@pytest.fixture
def grey(tmp_path, monkeypatch):
    """A file that tells a closed cover over Kazakhstan for three weeks, beside which the command runs."""
    grid = {"time": [-24.0, 504.0], "latitude": np.arange(40.0, 61.0), "longitude": np.arange(50.0, 81.0)}
    with netcdf_file(str(tmp_path / "grey.nc"), "w", version=2) as file:
        for name, values in grid.items():
            file.createDimension(name, len(values))
            file.createVariable(name, "f8", (name,))[:] = values
        file.variables["time"].units = "hours since 2026-08-22 00:00:00"
        cover = file.createVariable("tcc", "f8", tuple(grid))
        cover[:], cover.units = 1.0, "1"
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("grey")
def test_a_closed_cover_takes_a_clear_view_away_and_it_is_told_as_a_change(capsys):
    asked = ["assess", FOLDER, "--clouds", "grey.nc", "--need", "N23"]
    assert main([*asked, "--report", "out"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "cloud by grey.nc" in said
    assert "goes from met to not met" in said
    assert "clear with a chance of 0 % (by the forecast)" in said
    assert "next serai resilience --need N23" in said
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert "<b>Cloud by: </b>grey.nc" in page
    assert main([*asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["clouds"] == "grey.nc"
    assert [one["need"] for one in found["changes"]] == ["N23"]


def test_a_file_that_is_no_forecast_is_refused_before_anything_is_judged(tmp_path, capsys):
    file = tmp_path / "no.nc"
    file.write_text("lat,lon,tcc\n", encoding="utf-8")
    assert main(["assess", FOLDER, "--clouds", str(file), "--need", "N23"]) == 1
    assert "no.nc: expected a NetCDF file" in " ".join(capsys.readouterr().err.split())
