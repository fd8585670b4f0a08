"""Small files of elements that came out wrong without a word, each tried by the command: what is right now.

| input | came | test |
|---|---|---|
| drag: down in a day | 576 passes a day | `test_after_decay_there_is_no_pass_and_it_is_said` |
| three epochs of one satellite | three satellites | `test_three_epochs_are_one_satellite_by_the_nearest` |
| EPHEMERIS_TYPE 4 | taken as SGP4's | `test_elements_of_another_theory_are_refused_by_their_field` |
| KVN, XML, day of year, no checksum, marks, `;` | refused, or a trace | `test_one_satellite_in_every_form` |
| Latin-1 | a trace | `test_a_name_in_latin_1_stays_that_name` |
| a byte order mark alone, or nothing | a trace | `test_a_file_that_holds_nothing_is_one_sentence` |
| one bad set of three | all refused | `test_one_bad_set_is_named_and_two_are_read` |
| a truncated gzip | "Aborted!" | `test_a_truncated_file_gives_what_came_whole_or_one_sentence` |
| looks by incidence | two looks of one pass | `test_a_pass_is_one_look_abeam` |
| a tower of a mask | gaps of up to 9 s joined over | `test_a_tower_of_a_mask_parts_a_pass` |
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from itertools import pairwise

import pytest
from tests.formats.test_elements_of_every_form import FIELDS, TLE, forms

from serai.cli import main

STATIONS = "id,lat_deg,lon_deg,height_m,mask\nA,39.5,76,1300,0\nB,-80,0,30,0\n"
DAY = ("--start", "2026-08-22T00:00:00Z", "--days", "1")
CHECKSUM = 68


@pytest.fixture
def passes(tmp_path, capsys):
    """Rows of `serai passes`, what it says beside them, and how it ends, for a file's bytes."""
    (tmp_path / "st.csv").write_text(STATIONS, encoding="utf-8")

    def ask(raw: bytes, *words: str, name: str = "elements", stations: str = STATIONS):
        (tmp_path / name).write_bytes(raw)
        (tmp_path / "st.csv").write_text(stations, encoding="utf-8")
        files = ("--elements", str(tmp_path / name), "--stations", str(tmp_path / "st.csv"))
        code = main(["passes", *files, *(words or DAY), "--csv"])
        said = capsys.readouterr()
        return list(csv.DictReader(io.StringIO(said.out))), said.err, code

    return ask


def summed(line: str) -> str:
    """A line of two with its checksum."""
    digits = sum(int(one) for one in line[:CHECKSUM] if one.isdigit()) + line[:CHECKSUM].count("-")
    return f"{line[:CHECKSUM]}{digits % 10}"


def two_lines(name: str, number: int, epoch: str, *, drag: str = "50000-4", rate: str = "14.80000000") -> str:
    first = f"1 {number:05d}U 20001A   {epoch}  .00001000  00000-0 {drag:>8} 0  999"
    second = f"2 {number:05d}  97.5000 100.0000 0010000  90.0000 270.0000 {rate}12345"
    return f"{name}\n{summed(first)}\n{summed(second)}\n"


@pytest.mark.parametrize(
    ("day", "flies", "falls"),
    [
        ("02-27", True, False),
        ("02-28", True, True),
        ("03-01", False, True),
        ("03-02", False, True),
        ("03-04", False, True),
    ],
)
def test_after_decay_there_is_no_pass_and_it_is_said(passes, day, flies, falls):
    falling = two_lines("DRAGGY", 44444, "26058.12407234", drag="44853-1", rate="15.92146194")
    rows, err, code = passes(falling.encode(), "--start", f"2026-{day}T00:00:00Z", "--days", "1")
    assert code == 0
    assert bool(rows) == flies
    assert ("DRAGGY has no position" in err and "decayed" in err) == falls


def test_three_epochs_are_one_satellite_by_the_nearest(passes):
    sets = "".join(two_lines("OWN SAT", 44444, epoch) for epoch in ("26233.50000000", "26200.5", "26150.5"))
    sets = re.sub(r"(26\d{3}\.5)(?!0)", r"\g<1>0000000", sets)
    sets = "".join(f"{summed(one)}\n" if one[:2] in ("1 ", "2 ") else f"{one}\n" for one in sets.splitlines())
    rows, err, code = passes(sets.encode())
    alone, _, _ = passes(two_lines("OWN SAT", 44444, "26233.50000000").encode())
    assert code == 0
    assert rows == alone
    assert "OWN SAT" in err
    assert "several" in err or "nearest" in err


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("EPHEMERIS_TYPE", "4"),
        ("REF_FRAME", "EME2000"),
        ("TIME_SYSTEM", "TAI"),
        ("MEAN_ELEMENT_THEORY", "DSST"),
        ("CENTER_NAME", "MARS BARYCENTER"),
    ],
)
def test_elements_of_another_theory_are_refused_by_their_field(passes, field, value):
    rows, err, code = passes(json.dumps([FIELDS | {field: value}]).encode())
    assert (rows, code) == ([], 1)
    assert f"column '{field}'" in err
    assert f"got '{value}'" in err


@pytest.mark.parametrize("form", forms())
def test_one_satellite_in_every_form(passes, form):
    rows, _, code = passes(forms()[form])
    told, _, _ = passes(TLE.encode())
    assert code == 0
    assert rows == told
    assert len(rows) > 5
    assert {row["satellite"] for row in rows} == {"OWN SAT"}


def test_a_name_in_latin_1_stays_that_name(passes):
    rows, _, code = passes(TLE.replace("OWN SAT", "CAPT\u00cd").encode("latin-1"))
    assert code == 0
    assert {row["satellite"] for row in rows} == {"CAPT\u00cd"}


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", gzip.compress(b"", mtime=0)],
    ids=["empty", "mark", "mark and line", "gzip of nothing"],
)
def test_a_file_that_holds_nothing_is_one_sentence(passes, raw):
    rows, err, code = passes(raw)
    assert (rows, code) == ([], 1)
    assert err.startswith("serai: ")
    assert "Traceback" not in err
    assert err.count("\n") == 1


def test_one_bad_set_is_named_and_two_are_read(passes):
    good = two_lines("OWN SAT", 44444, "26233.50000000"), two_lines("THIRD", 44446, "26233.50000000")
    bad = two_lines("BAD", 44445, "26233.50000000").replace("97.5000", "97.6000")
    rows, err, code = passes((good[0] + bad + good[1]).encode())
    assert code == 0
    assert {row["satellite"] for row in rows} == {"OWN SAT", "THIRD"}
    assert "BAD" in err
    rows, err, code = passes((good[0] + bad + good[1]).encode(), *DAY, "--strict")
    assert (rows, code) == ([], 1)
    assert "BAD" in err


@pytest.mark.parametrize("kept", [5, 12, 40, 0.5, 0.9, 0.999])
def test_a_truncated_file_gives_what_came_whole_or_one_sentence(passes, kept):
    whole = gzip.compress(
        "".join(two_lines(f"S{k}", 44000 + k, "26233.50000000") for k in range(40)).encode(), mtime=0
    )
    raw = whole[: kept if isinstance(kept, int) else int(kept * len(whole))]
    rows, err, code = passes(raw, name="trunc.tle.gz")
    assert "Traceback" not in err
    assert "Aborted" not in err
    assert (code == 0 and bool(rows)) or (code == 1 and err.count("\n") == 1)


@pytest.mark.parametrize("satellite", ["constellation:gaofen-3", "prsc-s1"])
def test_a_pass_is_one_look_abeam(tmp_path, capsys, satellite):
    (tmp_path / "points.csv").write_text("id,lat_deg,lon_deg\nsindh,27,68.5\nfiji,-17.5,180\n")
    words = ["looks", "--points", str(tmp_path / "points.csv"), "--satellite", satellite, *DAY]
    told = []
    for more in ((), ("--cone",)):
        assert main([*words, "--incidence", "20,50", *more, "--columns", "incidence", "--csv"]) == 0
        told.append(list(csv.DictReader(io.StringIO(capsys.readouterr().out))))
    abeam, cone = told
    assert len({(one["satellite"], one["point"], one["start"][:15]) for one in abeam}) == len(abeam)
    assert len(abeam) < len(cone)
    assert all(one["start"] == one["end"] for one in abeam)


def test_a_tower_of_a_mask_parts_a_pass(passes):
    place = "id,lat_deg,lon_deg,height_m,mask\ntower,27,68,0,{}\n"
    open_sky, _, _ = passes(TLE.encode(), "--start", DAY[1], "--days", "7", stations=place.format("5"))
    tower = place.format("0:5 100:5 101:80 102:5")
    behind, _, _ = passes(TLE.encode(), "--start", DAY[1], "--days", "7", stations=tower)
    assert len(behind) > len(open_sky)
    assert any(one["set"][:13] == two["rise"][:13] and one["cut"] == "" for one, two in pairwise(behind))
