"""`serai sun`: what an operator of a geosynchronous link types, and what comes back."""

from __future__ import annotations

import csv
import io
import json

import pytest

from serai.cli import main
from serai.formats import MeanElements, write_csv
from serai.time import Instant


@pytest.fixture
def words(tmp_path):
    """A satellite over 38 east, a low one, and a station."""
    epoch = Instant.from_utc("2026-09-20T00:00:00Z")
    sets = [
        MeanElements(
            object_name=name,
            object_id="",
            norad=norad,
            epoch=epoch,
            mean_motion_rev_day=turns,
            eccentricity=0.0001,
            inclination_deg=0.05,
            raan_deg=0.0,
            arg_perigee_deg=0.0,
            mean_anomaly_deg=37.0,
        )
        for name, norad, turns in (("BELT", 1, 1.00271), ("LOW", 2, 15.0))
    ]
    write_csv(sets, tmp_path / "gp.csv")
    (tmp_path / "s.csv").write_text("id,lat_deg,lon_deg\nkarachi,24.9,67.1\n")
    files = ["--elements", str(tmp_path / "gp.csv"), "--stations", str(tmp_path / "s.csv")]
    return ["sun", *files, "--start", "2026-09-20T00:00:00Z", "--days", "40"]


def test_outages_and_eclipses_come_in_each_form(words, capsys):
    assert main([*words, "--angle", "1", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["satellites"] == 1
    assert 4 <= len(answer["outages"]) <= 12
    assert answer["outages"][0]["least_angle_deg"] < 1.0
    assert answer["eclipses"]
    assert main([*words, "--angle", "1", "--csv"]) == 0
    told = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(told.out)))
    assert [row["start"] for row in rows] == [one["start"] for one in answer["outages"]]
    assert "more than 33 days from their epoch" in told.err
    assert main([*words, "--diameter", "4.5", "--frequency", "11.7"]) == 0
    out = capsys.readouterr().out
    assert "Sun outages within 0.47 deg" in " ".join(out.split())
    assert "(in shadow)" in out
    assert all(len(line) <= 110 for line in out.splitlines())


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ((), "say when the Sun drowns a link: --angle DEG, or a dish by --diameter M and --frequency GHZ"),
        (("--angle", "0"), "expected --angle above 0 and at most 10 degrees, got 0"),
        (("--diameter", "0.01", "--frequency", "11"), "expected --diameter from 0.1 to 100 m"),
        (("--angle", "1", "--satellite", "LOW"), "none of the 1 satellite is geosynchronous"),
    ],
)
def test_what_cannot_be_answered_is_refused(words, capsys, more, says):
    assert main([*words, *more]) == 1
    assert says in capsys.readouterr().err
