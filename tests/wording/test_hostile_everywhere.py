"""Hostile text in every column and field that takes it, through every output: none commands or hides."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.formats.test_elements_of_every_form import FIELDS
from tests.gnss.made_up import ESBC_M, esbc_text
from tests.wording.test_harmless import HOSTILE, SMALLEST, is_harmless, text_of

from serai.cli import main
from serai.corridor import check, read_rows, write_rows
from serai.services import SERVICES, SHARED_TABLES

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "corridors" / "belt-and-road"
FORMS = ((), ("--csv",), ("--json",))
QUOTED = json.dumps(HOSTILE)  # as TOML writes it too


def spoilt(folder: Path, to: Path, *, only: set[str] | None = None, rows_at_most: int = 10_000) -> set[str]:
    """A copy of a corridor with hostile text in its columns (all, or those named); which they are."""
    shutil.copytree(folder, to, dirs_exist_ok=True)
    hostile = set()
    for file in sorted(folder.glob("*.csv")):
        names, rows = read_rows(file)
        chosen = [n for n in names if only is None or f"{file.name}:{n}" in only]
        for row in rows[:rows_at_most]:
            row.update({n: HOSTILE + row[n] for n in chosen if row[n]})
        hostile |= {f"{file.name}:{n}" for n in chosen}
        write_rows(to / file.name, names, rows)
    return hostile


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The reference corridor with hostile text in every cell of every column that takes it."""
    folder = tmp_path_factory.mktemp("hostile") / "corridor"
    takes = spoilt(REFERENCE, folder)
    for _ in range(8):
        problems = check(folder, SERVICES, SHARED_TABLES).problems
        if not problems:
            break
        named = {f"{p.file}:{p.column}" for p in problems}
        if not named & takes:  # a name that another table's row, or a group of rows, goes by
            named = {n for n in takes if n.endswith((":id", "groups"))}
        takes -= named | {n for n in takes if n.startswith("elements.")}
        spoilt(REFERENCE, folder, only=takes)
    else:
        pytest.fail(f"refused still: {problems[0]}")
    assert len(takes) > 60
    assert {"needs.csv:title", "terms.csv:cost", "stations.csv:name", "beams.csv:note"} <= takes
    return folder


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_whatever_column_is_hostile_check_tells_it_harmlessly(tmp_path, form, capfd):
    spoilt(REFERENCE, tmp_path / "c", rows_at_most=3)
    assert main(["check", str(tmp_path / "c"), *form]) == 1
    said = text_of(capfd)
    is_harmless(said)
    assert "gpj.exe" in said
    toml = (tmp_path / "c" / "corridor.toml").read_text(encoding="utf-8")
    for key in ("name", "summary", "id"):
        toml = re.sub(rf'(?m)^{key} = ".*"$', lambda _, key=key: f"{key} = {QUOTED}", toml)
    (tmp_path / "c" / "corridor.toml").write_text(toml, encoding="utf-8")
    assert main(["check", str(tmp_path / "c"), *form]) == 1
    is_harmless(text_of(capfd))


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_an_assessment_of_the_reference_with_hostile_text_is_harmless(hostile, form, tmp_path, capfd):
    words = ["assess", str(hostile), "--today", "--need", "N01", "N03", "N20", "N28"]
    assert main([*words, "--report", str(tmp_path / "p.html"), *form]) == 0
    said = text_of(capfd)
    is_harmless(said)
    if not form:
        is_harmless((tmp_path / "p.html").read_text(encoding="utf-8"))


BUDGET = f"""\
title = {QUOTED}
payload = "regenerative"
[places.{QUOTED}]
lat_deg = 24.9
elevation_deg = 45.0
[return.down]
frequency_ghz = 8.2
range_km = 900
eirp_dbw = 14.0
g_over_t_dbk = 32.0
source = {QUOTED}
gas_db = 0.3
rain_db = 1.0
cloud_db = 0.1
scintillation_db = 0.1
ground = {QUOTED}
[return.carrier]
symbol_rate_hz = 200e6
family = "DVB-S2X"
"""


@pytest.mark.parametrize("form", FORMS)
def test_a_budget_of_hostile_text_is_told_harmlessly(form, tmp_path, capfd):
    (tmp_path / "b.toml").write_text(BUDGET, encoding="utf-8")
    write_rows(tmp_path / "s.csv", ["id", "lat_deg"], [{"id": HOSTILE, "lat_deg": "30"}])
    budget = ["budget", str(tmp_path / "b.toml"), *form]
    for more, comes_out in (
        ((), True),
        (("--sites", str(tmp_path / "s.csv"), "--place", HOSTILE), True),
        (("--size", "return.down.eirp_dbw"), False),
        (("--size", HOSTILE), True),
        (("--sites", str(tmp_path / "s.csv"), "--place", HOSTILE + "x"), True),
    ):
        if form and "--size" in more:
            continue
        main([*budget, *more])
        said = text_of(capfd)
        is_harmless(said)
        assert "gpj.exe" in said or not comes_out, said
        assert form != ("--csv",) or not re.search(r"(^|,)[=+@-](?![\d.])", said, re.MULTILINE), said


@pytest.mark.parametrize(
    "wrong",
    [
        BUDGET.replace('"regenerative"', QUOTED),
        BUDGET.replace("eirp_dbw = 14.0", f"{QUOTED} = 1"),
        BUDGET.replace("eirp_dbw = 14.0", f"eirp_dbw = {QUOTED}"),
        BUDGET.replace('"DVB-S2X"', QUOTED),
        BUDGET.replace(f"ground = {QUOTED}", f'ground = "x{QUOTED[1:]}'),
        BUDGET + f"[{QUOTED}]\na = 1\n",
        BUDGET
        + f"[return.pass]\nelements = {QUOTED}\nsatellite = {QUOTED}\nlat_deg=1\nlon_deg=1\nafter={QUOTED}\n",
        BUDGET + "\x1b[2J",
    ],
)
def test_a_hostile_budget_is_refused_in_one_harmless_sentence(wrong, tmp_path, capfd):
    (tmp_path / "b.toml").write_text(wrong, encoding="utf-8")
    assert main(["budget", str(tmp_path / "b.toml")]) == 1
    said = text_of(capfd)
    is_harmless(said)
    assert said.count("\n") == 1


CASES = {
    "lat_deg": "24.9", "lon_deg": "67", "height_m": "12", "frequency_ghz": "20", "elevation_deg": "42",
    "percent": "0.5", "r001_mm_h": "30", "rain_height_km": "5",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_cases_of_attenuation_with_hostile_columns_are_told_harmlessly(form, tmp_path, capfd):
    hostile = CASES | {HOSTILE: HOSTILE, "place": HOSTILE}
    write_rows(tmp_path / "c.csv", list(hostile), [hostile])
    picture = ["--picture", str(tmp_path / "p.svg")]
    assert main(["attenuation", str(tmp_path / "c.csv"), *picture, *form]) == 0
    said = text_of(capfd)
    is_harmless(said)
    drawn = (tmp_path / "p.svg").read_text(encoding="utf-8")
    is_harmless(drawn)
    ET.fromstring(drawn)
    if form != ("--json",):
        assert "'=1+1" in said
    write_rows(tmp_path / "c.csv", list(CASES), [CASES | {"lat_deg": HOSTILE}])
    assert main(["attenuation", str(tmp_path / "c.csv"), *form]) == 1
    said = text_of(capfd)
    is_harmless(said)
    assert said.count("\n") == 1


@pytest.fixture
def elements(tmp_path):
    file = tmp_path / "e.json"
    file.write_text(json.dumps([FIELDS | {"OBJECT_NAME": HOSTILE, "OBJECT_ID": HOSTILE}]), encoding="utf-8")
    return file


@pytest.fixture
def points(tmp_path):
    write_rows(
        tmp_path / "p.csv", ["id", "lat_deg", "lon_deg"], [{"id": HOSTILE, "lat_deg": "39", "lon_deg": "75"}]
    )
    return tmp_path / "p.csv"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "words",
    [
        ("passes", "--stations", "{p}", "--mask", "5", "--ical", "{o}"),
        ("looks", "--points", "{p}", "--off-nadir", "50"),
        ("revisit", "--points", "{p}", "--off-nadir", "50", "--geojson", "{o}"),
        ("revisit", "--points", "{p}", "--off-nadir", "50", "--map", "{o}"),
    ],
)
def test_windows_of_hostile_satellites_are_told_harmlessly(words, form, elements, points, tmp_path, capfd):
    given = [w.format(p=points, o=tmp_path / "out") for w in words]
    period = ["--elements", str(elements), "--start", "2026-08-22T00:00:00Z", "--days", "1"]
    assert main([*given, *period, *form]) == 0
    said = text_of(capfd)
    is_harmless(said)
    if (tmp_path / "out").exists():
        is_harmless((tmp_path / "out").read_bytes().decode(), may="\r")
    assert main([*given, *period, *form, "--satellite", HOSTILE + "?"]) in (0, 1)
    is_harmless(text_of(capfd))


@pytest.fixture(scope="module")
def receiver(shared_data, tmp_path_factory):
    """An hour's start of a receiver whose marker, makers and very files have hostile names."""
    obs, nav = esbc_text(shared_data)
    folder = tmp_path_factory.mktemp("receiver")
    name = HOSTILE.replace("/", "").encode("utf-8", "replace").decode() + ".obs"
    text = str(obs.some(slice(0, 4)))
    lines = []
    for line in text.splitlines(keepends=True):
        if line[60:].startswith(("MARKER NAME", "REC # / TYPE", "ANT # / TYPE", "OBSERVER / AGENCY")):
            line = ("=1\x1b[2J\x9b31m\x07\x85" * 6)[:60] + line[60:]
        lines.append(line)
    (folder / name).write_text("".join(lines), encoding="latin-1")
    (folder / "day.nav").write_text(nav, encoding="latin-1")
    return folder / name, folder / "day.nav"


@pytest.mark.parametrize("form", FORMS)
def test_the_position_of_a_hostile_receiver_is_told_harmlessly(receiver, form, tmp_path, capfd):
    obs, nav = receiver
    files = {name: tmp_path / name for name in ("pos", "nmea", "geojson")}
    beside = [word for name, file in files.items() for word in (f"--{name}", str(file))]
    words = ["position", str(obs), "--nav", str(nav), *beside, "--pictures", str(tmp_path / "drawn")]
    assert main([*words, *form]) == 0
    is_harmless(text_of(capfd))
    for file in (*files.values(), *(tmp_path / "drawn").iterdir()):
        is_harmless(file.read_bytes().decode(), may="\r")
    json.loads(files["geojson"].read_text(encoding="utf-8"))
    for drawn in (tmp_path / "drawn").glob("*.svg"):
        ET.fromstring(drawn.read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_station_of_hostile_files_is_told_harmlessly(receiver, form, tmp_path, capfd):
    obs, nav = receiver
    place = ",".join(f"{v:.3f}" for v in ESBC_M)
    words = ["station", str(obs), str(nav), "--position", place, "--name", HOSTILE, *form]
    assert main([*words, "--page", str(tmp_path / "p.html"), "--state", str(tmp_path / "s.json")]) == 0
    said = text_of(capfd)
    is_harmless(said)
    assert "gpj.exe" in said
    is_harmless((tmp_path / "p.html").read_text(encoding="utf-8"))
    is_harmless((tmp_path / "s.json").read_text(encoding="utf-8"))


def test_every_csv_that_is_written_goes_by_the_cell_that_defuses():
    """Each module that makes a writer of CSV takes cells from `csv_cell`, or says here why it needs not."""
    needs_not = {
        "cli/rows/csv_lines.py": "cells that `cli/rows/window_rows.py` made harmless",
        "corridor/elements.py": "a row that is read again at once, to say what is wrong with it",
        "formats/omm.py": "element sets for serai and other programs, which must come back as they were",
        "gnss/output/export.py": "numbers and words of serai alone",
    }
    without = [
        str(file.relative_to(ROOT / "src" / "serai"))
        for file in sorted((ROOT / "src" / "serai").rglob("*.py"))
        if re.search(r"csv_?\.(Dict)?[wW]riter\(", text := file.read_text(encoding="utf-8"))
        and "csv_cell" not in text
    ]
    assert set(without) <= set(needs_not), without
    assert SMALLEST.is_dir()
