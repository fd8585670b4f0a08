"""The element sets of a budget's pass: the nearest epoch, its age said and limited, a spoilt set left out."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from serai.cli import main
from serai.earth import Orientation, Place
from serai.errors import Refused
from serai.formats import read_elements
from serai.orbit import Sgp4
from serai.questions.budget import budget
from serai.questions.passes import passes
from serai.radio.link.budget_elements import sets_of
from serai.radio.link.pass_geometry import next_pass
from serai.time import Instant

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = (ROOT / "examples" / "x_band_pass.toml").read_text(encoding="utf-8")
CORRIDOR = ROOT / "corridors" / "belt-and-road" / "elements.csv"
KARACHI = Place(lat_deg=24.9, lon_deg=67.0)


@pytest.fixture
def asked(tmp_path):
    """A budget of a pass of GAOFEN-3 by the rows of a file, after a moment: its path."""

    def write(rows, after, satellite="GAOFEN-3"):
        with (tmp_path / "sets.csv").open("w", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        real = (
            f'elements = "sets.csv"\nsatellite = "{satellite}"\nlat_deg = 24.9\nlon_deg = 67.0\n'
            f'after = "{after}"\n'
        )
        text = re.sub(r"altitude_km.*?\nhighest_elevation_deg.*?\n", lambda _: real, EXAMPLE)
        (tmp_path / "x.toml").write_text(text, encoding="utf-8")
        return tmp_path / "x.toml"

    return write


@pytest.fixture(scope="module")
def row():
    with CORRIDOR.open(newline="") as file:
        return next(r for r in csv.DictReader(file) if r["OBJECT_NAME"] == "GAOFEN-3")


def later(row, epoch, anomaly):
    """The same satellite by a set of another epoch, that stands elsewhere on its track."""
    return {**row, "EPOCH": epoch, "MEAN_ANOMALY": anomaly}


@pytest.mark.parametrize(
    "after",
    [
        "2026-08-22T00:00:00Z",
        "2026-08-25T13:44:00Z",  # a minute before the second set is the nearer one: it flies the next pass
        "2026-08-26T00:00:00Z",
        "2026-08-29T00:00:00Z",
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_nearest_epoch_flies_the_pass_as_passes_tell_it(asked, row, after, turned):
    """Judged by the command passes on the same sets, in whatever order they stand."""
    rows = [row, later(row, "2026-08-29T12:00:00.000000", "200.0")]
    file = asked(rows[::-1] if turned else rows, after)
    (way,) = budget(file)
    place = {"karachi": KARACHI}
    told = passes(file.parent / "sets.csv", place, start=after, days=3, mask=5)
    first = next(one for one in told if not one["cut"] and float(one["duration_s"]) >= 60.0)
    apart = abs(way.path.rise.seconds_since(Instant.from_utc(str(first["rise"]))))
    assert apart < 0.01
    assert [str(one) for one in way.cautions] == [
        "GAOFEN-3 has 2 element sets; the pass is flown by the one of the nearest epoch"
    ]


def test_a_pass_where_one_set_follows_another_is_not_lost_and_not_told_twice():
    """With sets that agree, the pass is that of one set alone, wherever the middle between them lies."""
    (one,) = [e for e in read_elements(CORRIDOR) if e.object_name == "GAOFEN-3"]
    turn, after = Orientation.published(), Instant.from_utc("2026-08-22T00:00:00Z")
    alone = next_pass(Sgp4(one), KARACHI, 5.0, after, turn)
    for seam_s in (-3_600.0, -1.0, 1.0, 300.0, 3_600.0):
        seam = alone.rise.tai_ns + round((alone.since_s[-1] / 2.0 + seam_s) * 1e9)
        paths = [
            next_pass(Sgp4(one), KARACHI, 5.0, after, turn, within_ns=within)
            for within in ((0, seam), (seam, 2**63 - 1))
        ]
        rises = [path.rise.tai_ns for path in paths if path is not None]
        assert alone.rise.tai_ns in rises
        assert len(set(rises)) == len(rises)


@pytest.mark.parametrize(
    ("after", "cautioned"),
    [("2026-09-20T00:00:00Z", False), ("2026-09-24T00:00:00Z", True), ("2027-02-10T00:00:00Z", True)],
)
def test_past_the_ages_that_were_measured_a_caution_stands_in_every_form(
    asked, row, capsys, after, cautioned
):
    file = asked([row], after)
    begin = "the elements of GAOFEN-3 are "
    for form, stream in (((), "out"), (("--csv",), "err"), (("--json",), "out")):
        assert main(["budget", str(file), *form]) == 0
        told = getattr(capsys.readouterr(), stream)
        if form == ("--json",):
            (way,) = json.loads(told)["ways"]
            told = " ".join(way["cautions"])
            assert bool(way["cautions"]) is cautioned
        if form == ():
            assert all(len(line) <= 110 for line in told[told.find(begin) :].splitlines())
        assert (begin in told) is cautioned


def test_past_half_a_year_it_is_refused_unless_told_otherwise(asked, row, capsys):
    file = asked([row], "2027-03-01T00:00:00Z")
    assert main(["budget", str(file)]) == 1
    told = capsys.readouterr().err
    assert "the elements of GAOFEN-3 are 191 days from their epoch, and 180 are allowed" in told
    assert "(--max-age DAYS allows more)" in told
    size = ("--size", "return.down.diameter_m", "--for", "99")
    assert main(["budget", str(file), *size]) == 1
    capsys.readouterr()
    assert main(["budget", str(file), "--max-age", "200"]) == 0
    assert "191 days from their epoch at the pass" in " ".join(capsys.readouterr().out.split())
    assert main(["budget", str(file), "--max-age", "200", *size]) == 0
    with pytest.raises(Refused, match="as a number of days above 0"):
        budget(file, max_age_days=0.0)


def test_the_limit_counts_from_the_nearest_of_several_sets_and_before_the_epoch_too(asked, row):
    rows = [row, later(row, "2027-02-28T00:00:00.000000", "10.0")]
    (way,) = budget(asked(rows, "2027-03-01T00:00:00Z"))
    assert re.search(r"elements 1\.\d d old", way.budget.title)
    with pytest.raises(Refused, match="are 188 days from their epoch"):
        budget(asked(rows[1:], "2026-08-24T00:00:00Z"))


def test_a_spoilt_set_of_another_satellite_does_no_harm_and_one_of_its_own_is_said(asked, row):
    other = {**row, "OBJECT_NAME": "OTHER", "NORAD_CAT_ID": "99123", "ECCENTRICITY": "1.7"}
    (way,) = budget(asked([row, other], "2026-08-22T00:00:00Z"))
    assert way.cautions == ()
    mine = {**row, "EPOCH": "2026-08-23T00:00:00.000000", "ECCENTRICITY": "1.7"}
    (way,) = budget(asked([row, mine], "2026-08-22T00:00:00Z"))
    assert str(way.cautions[0]).startswith("an element set of GAOFEN-3 is left out: sets.csv, line 3")
    with pytest.raises(Refused, match=r"x\.toml, return\.pass: sets\.csv, line 3"):
        budget(asked([other, mine], "2026-08-22T00:00:00Z"))


def test_a_name_of_two_satellites_is_refused_and_a_number_tells_them_apart(asked, row):
    twin = {**row, "NORAD_CAT_ID": "99123"}
    with pytest.raises(
        Refused, match="'GAOFEN-3' stands for 41727 and 99123; name the satellite by its number"
    ):
        budget(asked([row, twin], "2026-08-22T00:00:00Z"))
    (way,) = budget(asked([row, twin], "2026-08-22T00:00:00Z", "99123"))
    assert "the pass of GAOFEN-3" in way.budget.title


def test_of_two_sets_of_one_epoch_the_later_in_the_file_counts(tmp_path, row):
    with (tmp_path / "two.csv").open("w", newline="") as out:
        writer = csv.DictWriter(out, list(row))
        writer.writeheader()
        writer.writerows([row, {**row, "BSTAR": "0.00042"}])
    found = sets_of("here", tmp_path / "two.csv", "GAOFEN-3")
    assert [one.bstar for one in found.sets] == [0.00042]
