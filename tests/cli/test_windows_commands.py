"""`serai passes`, `looks` and `revisit`: what an operator types, and what comes back in each form."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest

from serai.cli import main
from serai.formats import MeanElements, write_csv
from serai.time import Instant

EPOCH = Instant.from_utc("2026-08-22T00:00:00Z")
STATIONS = "id,lat_deg,lon_deg,height_m,mask\nKashgar,39.5,75.93,1250,\nKarachi,24.95,67.14,30,0:20 180:30\n"
AT_MOST = "expected a grid of at most 500,000 cells,"
PERIOD = ("--start", "2026-08-22T00:00:00Z", "--days", "1", "--orientation", "none")


@pytest.fixture
def folder(tmp_path):
    """Three satellites, of which one comes down, and two stations."""
    orbits = (
        ("EYE", 14.9, 97.8, 1e-5),
        ("STARLINK-1", 15.1, 53.0, 1e-5),
        ("FALLING", 16.4, 51.6, 0.05),
    )
    sets = [
        MeanElements(
            object_name=name,
            object_id="",
            norad=k,
            epoch=EPOCH,
            mean_motion_rev_day=turns,
            eccentricity=0.001,
            inclination_deg=inclination,
            raan_deg=10.0,
            arg_perigee_deg=0.0,
            mean_anomaly_deg=0.0,
            bstar=bstar,
        )
        for k, (name, turns, inclination, bstar) in enumerate(orbits, start=1)
    ]
    write_csv(sets, tmp_path / "gp.csv")
    (tmp_path / "stations.csv").write_text(STATIONS)
    return tmp_path


def words(folder, command, *more):
    places = "--stations" if command == "passes" else "--points"
    return [
        command,
        "--elements",
        str(folder / "gp.csv"),
        places,
        str(folder / "stations.csv"),
        *PERIOD,
        *more,
    ]


def test_passes_come_as_a_table_of_commas(folder, capsys):
    assert main(words(folder, "passes", "--mask", "10", "--csv")) == 0
    out, err = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(out)))
    assert out.startswith("satellite,station,rise,set,max_elevation_deg,uncertainty_s,")
    assert {row["station"] for row in rows} == {"Kashgar", "Karachi"}
    assert all(row["rise"] < row["set"] and row["rise"].endswith("Z") for row in rows)
    assert all(float(row["max_elevation_deg"]) > 10.0 for row in rows)
    assert min(float(row["max_elevation_deg"]) for row in rows if row["station"] == "Karachi") > 20.0
    assert {row["uncertainty_s"] for row in rows if row["satellite"] == "STARLINK-1"} == {"1.2"}
    assert all(0.0 < float(row["age_days"]) <= 1.0 for row in rows)
    assert "elements 0.0 to 1.0 days from their epoch in the period" in err
    assert "FALLING has no position in part of the period" in err


def test_passes_come_as_one_object(folder, capsys):
    assert main(words(folder, "passes", "--mask", "10", "--json", "--satellite", "eye")) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["satellites"] == 1
    assert answer["stations"] == 2
    first = answer["passes"][0]
    assert first["satellite"] == "EYE"
    assert first["uncertainty_s"] == 0.2  # no edge is surer, however fresh the elements
    assert first["uncertainty_90_s"] == 0.5
    assert answer["age_days"] == [0.0, 1.0]
    assert answer["cautions"] == answer["left_out"] == []
    assert answer["without_position"] == []


def test_passes_come_as_a_stations_own_sheet(folder, capsys):
    assert main(words(folder, "passes", "--mask", "10", "--station", "Kashgar", "--satellite", "EYE")) == 0
    out = capsys.readouterr().out
    assert "passes of 1 satellite over 1 station," in out
    assert "rise (UTC)" in out
    assert "EYE" in out


@pytest.mark.parametrize("command", [("passes", "--mask", "10"), ("looks", "--off-nadir", "45")])
def test_a_narrow_sheet_shortens_names_and_never_a_time_or_a_number(folder, capsys, monkeypatch, command):
    monkeypatch.setattr("serai.cli.console.PIPED_WIDTH", 80)
    gp = folder / "gp.csv"
    gp.write_text(gp.read_text().replace("EYE", "EYE OF A VERY LONG NAME THAT FITS NOWHERE"))
    assert main(words(folder, *command, "--satellite", "1")) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = [line for line in lines if "EYE" in line]
    assert rows
    assert all(len(line) <= 80 for line in lines if "satellite over" not in line)
    assert all(len(re.findall(r"\b\d\d:\d\d:\d\d\b", row)) == 3 and row.count("\u2026") <= 2 for row in rows)
    assert all(re.search(r" \d+(\.\d+)?$", row.rstrip()) for row in rows), "the uncertainty is whole"
    if command[0] == "passes":
        assert [line.rstrip() for line in lines].count("2026-08-22") == 1, "the date is a heading"


def test_passes_come_as_a_calendar(folder, capsys):
    calendar = folder / "passes.ics"
    assert (
        main(words(folder, "passes", "--mask", "10", "--satellite", "EYE", "--ical", str(calendar), "--json"))
        == 0
    )
    count = len(json.loads(capsys.readouterr().out)["passes"])
    text = calendar.read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == count > 0
    assert text.replace("\r\n", "").count("\n") == 0
    assert "SUMMARY:EYE over Kashgar\\, " in text


def test_looks_come_with_their_least_angle(folder, capsys):
    assert main(words(folder, "looks", "--off-nadir", "45", "--csv")) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows
    assert all(float(row["off_nadir_deg"]) < 45.0 for row in rows)
    assert all(row["start"] <= row["off_nadir_at"] <= row["end"] for row in rows)
    assert main(words(folder, "looks", "--off-nadir", "45")) == 0
    assert "within 45 deg of nadir" in " ".join(capsys.readouterr().out.split())


def test_radar_looks_to_one_side_are_part_of_those_to_both(folder, capsys):
    def found(*more: str) -> list[dict[str, object]]:
        asked = words(folder, "looks", "--incidence", "20,60", "--satellite", "EYE", "--json", *more)
        assert main(asked) == 0
        return json.loads(capsys.readouterr().out)["looks"]

    def seconds(*more: str) -> float:
        return sum(look["duration_s"] for look in found("--cone", *more))

    assert seconds("--side", "left") + seconds("--side", "right") == pytest.approx(seconds(), abs=0.01)
    both = found()
    assert len(found("--side", "left")) + len(found("--side", "right")) == len(both) > 0
    assert {look["duration_s"] for look in both} == {0.0}  # abeam is a moment


def test_looks_and_revisit_say_abeam_and_name_who_has_no_position(folder, capsys):
    for command in ("looks", "revisit"):
        assert main(words(folder, command, "--incidence", "20,60")) == 0
        out = " ".join(capsys.readouterr().out.split())
        assert "incidence at least 20 deg, abeam" in out
        assert "FALLING has no position in part of the period" in out
        assert main(words(folder, command, "--incidence", "20,60", "--csv")) == 0
        assert "FALLING has no position in part of the period" in capsys.readouterr().err


def test_revisit_answers_in_hours_and_writes_its_files(folder, capsys):
    files = {kind: folder / f"revisit.{kind}" for kind in ("geojson", "nc", "svg")}
    asked = words(folder, "revisit", "--off-nadir", "60", "--json", "--geojson", str(files["geojson"]))
    assert main([*asked, "--netcdf", str(files["nc"]), "--map", str(files["svg"])]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert 0.0 < answer["mean_revisit_h"] < 24.0
    assert answer["points_with_a_revisit"] == 2
    assert answer["per_point"][0]["id"] == "Kashgar"
    assert answer["covered_percent"]["1"] > answer["covered_percent"]["2"]
    assert len(json.loads(files["geojson"].read_text())["features"]) == 2
    assert files["nc"].read_bytes()[:3] == b"CDF"
    assert ET.fromstring(files["svg"].read_text()).tag.endswith("svg")


def test_revisit_over_a_grid(folder, capsys):
    words = ["revisit", "--elements", str(folder / "gp.csv"), *PERIOD, "--off-nadir", "60"]
    svg = folder / "grid.svg"
    assert main([*words, "--grid", "5", "--box", "60,20,80,40", "--csv", "--map", str(svg)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 16
    assert (rows[0]["lat_deg"], rows[0]["lon_deg"]) == ("22.5", "62.5")
    assert svg.read_text().count("<rect") >= 16
    assert main([*words, "--grid", "5", "--box", "60,20,80,40"]) == 0
    assert "mean revisit, mean over the places" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            ("--grid", "0.001"),
            f"{AT_MOST} got 64,800,000,000; give --grid 0.36 or more, or a smaller --box",
        ),
        (
            ("--grid", "0.001", "--box", "0,0,2,1"),
            f"{AT_MOST} got 2,000,000; give --grid 0.002 or more, or a smaller --box",
        ),
        ((), "the places are needed: --points CSV (columns id, lat_deg, lon_deg), or --grid DEG"),
    ],
)  # fmt: skip
def test_a_grid_too_fine_and_no_places_are_refused_at_once(folder, capsys, more, says):
    words = ["revisit", "--elements", str(folder / "gp.csv"), *PERIOD, "--off-nadir", "60"]
    assert main([*words, *more]) == 1
    assert capsys.readouterr().err == f"serai: {says}\n"


def test_the_width_that_is_advised_is_not_refused():
    from serai.questions.grid import WHOLE_EARTH, refuse_too_many

    refuse_too_many(WHOLE_EARTH, 0.36)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--satellite", "EYES"), "no satellite 'EYES' among the 3 given; did you mean 'EYE'?"),
        (("--station", "Karachy"), "no station 'Karachy' among the 2 given; did you mean 'Karachi'?"),
        ((), "station Kashgar has no mask of its own; give --mask DEG"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_in_a_sentence(folder, capsys, more, says):
    assert main(words(folder, "passes", *more)) == 1
    assert capsys.readouterr().err == f"serai: {says}\n"


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("id,lat_deg\nA,1\n", "line 1: expected columns id, lat_deg, lon_deg, got 'id,lat_deg'"),
        ("id,lat_deg,lon_deg\nA,1,east\n", "line 2: expected a number in column 'lon_deg', got 'east'"),
        ("id,lat_deg,lon_deg\nA,91,0\n", "line 2: a latitude lies between -90 and 90 degrees, got 91.0"),
        ("id,lat_deg,lon_deg\nA,1,0\nA,2,0\n", "line 3: expected each id once, got 'A'"),
        ("id,lat_deg,lon_deg\n", "expected at least one place, got none"),
    ],
)  # fmt: skip
def test_a_table_of_places_that_cannot_be_read_is_refused_by_line(folder, capsys, table, says):
    (folder / "stations.csv").write_text(table)
    assert main(words(folder, "looks", "--off-nadir", "30")) == 1
    said = capsys.readouterr().err
    assert said.startswith("serai: stations.csv")
    assert said.endswith(f"{says}\n")


def test_a_corridors_own_satellites_and_stations(capsys):
    assert main(["passes", "--satellite", "gaofen-3-02", "--station", "kashi", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {row["station"] for row in answer["passes"]} == {"kashi"}
    assert {row["satellite"] for row in answer["passes"]} == {"Gaofen-3 02"}


def test_a_constellation_is_any_group_or_party_of_the_corridor(folder, capsys):
    points = ("--points", str(folder / "stations.csv"), "--incidence", "20,50", "--days", "3", "--json")
    assert main(["looks", "--satellite", "constellation:gaofen-3", *points]) == 0
    looks = json.loads(capsys.readouterr().out)
    assert {row["satellite"] for row in looks["looks"]} == {"Gaofen-3", "Gaofen-3 02", "Gaofen-3 03"}
    assert main(["revisit", "--satellite", "constellation:gaofen-3", *points]) == 0
    assert json.loads(capsys.readouterr().out)["satellites"] == 3


def test_a_name_without_satellites_is_refused(folder, capsys):
    assert main(["looks", "--satellite", "kashi", "--points", str(folder / "stations.csv")]) == 1
    said = capsys.readouterr().err
    assert said == "serai: no satellite with elements among what 'kashi' stands for; name a satellite\n"


def test_the_commands_help_loads_no_compiler(root):
    import subprocess
    import sys

    code = (
        "import sys, serai.cli\n"
        "for name in ('passes', 'looks', 'revisit'): serai.cli.main([name, '--help'])\n"
        "heavy = [name for name in ('numba', 'numpy', 'scipy', 'sgp4') if name in sys.modules]\n"
        "print(heavy, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(root / "src")},
    )
    assert done.stderr.strip() == "[]"
