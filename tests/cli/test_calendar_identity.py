"""Calendar entries keep their identity when elements are renewed, on the two real catalogues a week apart."""

from __future__ import annotations

import json

import pytest

from serai.cli import main
from serai.formats import read_csv, write_csv
from serai.formats.ical import CalendarEvent, calendar, read_starts
from serai.time import Instant

OLDER, NEWER = "gp_active_2026-08-15T0149Z.csv.gz", "gp_active_2026-08-22T0149Z.csv.gz"
LOOKERS = (
    "GAOFEN-3",
    "GAOFEN-3 02",
    "GAOFEN-3 03",
    "HJ-2E",
    "SENTINEL-1A",
    "LANDSAT 8",
    "GAOFEN-1",
    "GAOFEN-6",
    "PRSC-EO1",
)
STATIONS = "id,lat_deg,lon_deg,mask\nkashi,39.5,75.9,5\nkarachi,24.95,67.14,5\nsanya,18.3,109.3,5\n"


def entries(path):
    """The calendar's entries by satellite and place: (name, start)."""
    return read_starts(path.read_text())


@pytest.fixture(scope="module")
def sets(shared_data, tmp_path_factory):
    """The same satellites of both catalogues in two files, and the stations."""
    folder = tmp_path_factory.mktemp("sets")
    for name, date in (("older", OLDER), ("newer", NEWER)):
        some = [one for one in read_csv(shared_data / "orbits" / date) if one.object_name in LOOKERS]
        write_csv(some, folder / f"{name}.csv")
    (folder / "st.csv").write_text(STATIONS)
    return folder


def write(sets, name, ics, capsys):
    words = ["passes", "--elements", str(sets / f"{name}.csv"), "--stations", str(sets / "st.csv"), "--json"]
    assert main([*words, "--start", "2026-08-22T00:00:00Z", "--days", "2", "--ical", str(ics)]) == 0
    return json.loads(capsys.readouterr().out)["passes"]


def test_no_entry_moves_when_a_calendar_is_written_again_from_newer_elements(sets, tmp_path, capsys):
    ics = tmp_path / "passes.ics"
    write(sets, "older", ics, capsys)
    before = entries(ics)
    write(sets, "newer", ics, capsys)
    after = entries(ics)
    assert len(dict(before)) == len(before) > 100
    assert len(dict(after)) == len(after)
    moved, kept = [], 0
    for uid, start in before:
        head = uid.rpartition("-")[0]
        same = [
            name
            for name, at in after
            if name.rpartition("-")[0] == head and abs(at.seconds_since(start)) < 600.0
        ]
        if same:
            kept += 1
            moved += [uid] if same != [uid] else []
    assert kept > 0.97 * len(before), "a week moves some passes across the mask or the period, and no more"
    assert moved == []


def test_hardly_an_entry_moves_between_two_calendars_made_apart(sets, tmp_path, capsys):
    """Without the older file only the slot of 45 minutes can tell: one in hundreds lies on its edge."""
    write(sets, "older", tmp_path / "a.ics", capsys)
    write(sets, "newer", tmp_path / "b.ics", capsys)
    a, b = dict(entries(tmp_path / "a.ics")), dict(entries(tmp_path / "b.ics"))
    assert len(set(a) ^ set(b)) <= 0.03 * len(a)


def test_what_is_no_calendar_of_passes_is_written_over(sets, tmp_path, capsys):
    ics = tmp_path / "passes.ics"
    ics.write_bytes(b"\xff\xfe no calendar\nUID:1-kashi-5@serai\nDTSTART:soon\nEND:VEVENT\n")
    rows = write(sets, "newer", ics, capsys)
    assert len(entries(ics)) == len(rows)


def test_starts_read_back_from_what_is_written():
    """Names with what has a meaning in a calendar, folded lines, and moments within their second."""
    begin = Instant.from_utc("2026-08-22T00:00:00.4Z")
    names = ["1-kashi-5@serai", "x;y,z\\n-kashi-6@serai", "long " * 30 + "-kashi-7@serai"]
    events = [
        CalendarEvent(
            uid=name, start=begin.plus(seconds=60.0 * k), end=begin.plus(seconds=60.0 * k + 9.0), summary="s"
        )
        for k, name in enumerate(names)
    ]
    found = read_starts(calendar(events, name="n", made_by="m", as_of=begin))
    assert [name for name, _ in found] == names
    assert [at.utc(0) for _, at in found] == [f"2026-08-22T00:0{k}:00Z" for k in range(3)]


def test_parts_of_a_pass_behind_a_tower_keep_their_own_names(sets, tmp_path, capsys):
    (sets / "st.csv").write_text(
        "id,lat_deg,lon_deg,height_m,mask\nkashi,39.5,75.9,1250,0:5 80:5 85:60 90:5 200:5 205:60 210:5\n"
    )
    ics = tmp_path / "passes.ics"
    write(sets, "older", ics, capsys)
    before = entries(ics)
    write(sets, "newer", ics, capsys)
    after = dict(entries(ics))
    assert len(dict(before)) == len(before)
    for uid, start in before:
        if uid in after:
            assert abs(after[uid].seconds_since(start)) < 120.0
    assert len(set(dict(before)) & set(after)) > 0.95 * len(before)
    (sets / "st.csv").write_text(STATIONS)


def test_a_pass_that_a_new_tower_cuts_in_two_keeps_its_name_once(sets, tmp_path, capsys):
    ics = tmp_path / "passes.ics"
    write(sets, "newer", ics, capsys)
    before = dict(entries(ics))
    masks = "0:5 80:5 85:60 90:5 200:5 205:60 210:5"
    (sets / "st.csv").write_text(STATIONS.replace("75.9,5", f"75.9,{masks}"))
    write(sets, "newer", ics, capsys)
    (sets / "st.csv").write_text(STATIONS)
    after = entries(ics)
    assert len(after) > len(before)
    assert len(dict(after)) == len(after), "no two entries of one name"
    assert set(before) - set(dict(after)) == set()
