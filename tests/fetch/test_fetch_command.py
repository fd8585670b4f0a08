"""`serai fetch` as an operator meets it."""

from __future__ import annotations

import json
import os
from importlib.resources import files

import pytest

from serai.cli import main


def test_it_says_what_came_what_did_not_and_how_old_everything_is(valleys, server, capsys):
    server.body = server.body.replace(b"2026-08-22", b"2026-08-25")
    assert main(["fetch", "elements", str(valleys.path), "--url", server.url]) == 0
    said = capsys.readouterr()
    first, second, third, fourth, fifth = said.out.splitlines()
    assert first == f"{valleys.file('elements')}: newer elements for 2 of 3 satellites"
    assert second == "1 not in the answer keep what they had: Eye 2 (2026-08-21)"
    assert third.startswith("now ")
    assert third.endswith("oldest: Eye 2")
    assert fourth == (
        "the corridor starts on 2026-08-22, these elements are of 2026-08-25; "
        "commands ask about now from here on"
    )
    assert fifth == "another moment: serai assess --at 2026-08-25"
    assert said.err == ""


@pytest.mark.parametrize("day", ["2026-08-22", "2026-08-01"])
def test_no_other_day_is_advised_when_nothing_newer_came_or_it_is_of_the_start(valleys, server, capsys, day):
    server.body = server.body.replace(b"2026-08-22", day.encode())
    assert main(["fetch", "elements", str(valleys.path), "--url", server.url]) == 0
    assert "--at" not in capsys.readouterr().out


def test_the_second_time_it_is_refused_in_one_sentence(valleys, server, capsys):
    assert main(["fetch", "elements", str(valleys.path), "--url", server.url]) == 0
    capsys.readouterr()
    assert main(["fetch", "elements", str(valleys.path), "--url", server.url]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "it updates every two hours" in said.err
    assert main(["fetch", "elements", str(valleys.path), "--url", server.url, "--force"]) == 0
    assert "nothing newer since it was last fetched" in capsys.readouterr().out


def test_json_is_one_object_with_every_satellite(valleys, server, capsys):
    assert main(["fetch", "elements", str(valleys.path), "--url", server.url, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["changed"] is True
    assert [s["id"] for s in said["satellites"]] == ["eye-1", "eye-2", "star-1"]
    assert said["satellites"][0]["old_epoch"] == "2026-08-21T12:00:00Z"
    assert said["satellites"][1]["absent"] is True


def test_a_table_of_the_iers_is_fetched_kept_and_told(server, tmp_path, capsys):
    server.body = (files("astropy_iers_data") / "data" / "finals2000A.all").read_bytes()
    words = ["fetch", "orientation", "--url", server.url, "--to", str(tmp_path)]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert f"{tmp_path / 'finals2000A.all'}: reaches to 20" in out
    assert "leap seconds known until" in out
    assert (tmp_path / "finals2000A.all").read_bytes() == server.body
    assert main([*words, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["changed"] is False
    assert said["until"] == said["predicted_until"]


@pytest.mark.parametrize("kind", ["orientation", "leap-seconds"])
def test_what_is_no_such_table_or_no_answer_leaves_the_table_as_it_was(server, tmp_path, capsys, kind):
    server.body = b"<html>maintenance</html>\n"
    assert main(["fetch", kind, "--url", server.url, "--to", str(tmp_path)]) == 1
    server.code = 503
    assert main(["fetch", kind, "--url", server.url, "--to", str(tmp_path)]) == 1
    assert "answered 503" in (said := capsys.readouterr().err)
    assert "the table at hand is as it was" in said
    assert not list(tmp_path.iterdir())


def test_leap_seconds_come_from_a_file_and_an_older_one_is_refused(tmp_path, capsys):
    table, own = "#  File expires on 28 June {}\n 41317.0 1 1 1972 10\n", tmp_path / "own"
    for year in (2031, 2030):
        (tmp_path / f"{year}.dat").write_text(table.format(year))
    words = ["fetch", "leap-seconds", "--to", str(own), "--from"]
    assert main([*words, str(tmp_path / "2031.dat")]) == 0
    assert "reaches to 2031-06-28" in capsys.readouterr().out
    assert main([*words, str(tmp_path / "2030.dat")]) == 1
    assert "reaches to 2031-06-28, but what came only to 2030-06-28" in capsys.readouterr().err
    assert "2031" in (own / "Leap_Second.dat").read_text()


def test_past_the_last_leap_second_elements_serve_with_a_caution(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("SERAI_LEAP_SECONDS", raising=False)
    (tmp_path / "gp.tle").write_text(
        "OWN SAT\n"
        "1 44444U 20001A   30001.50000000  .00001000  00000-0  50000-4 0  999\n"
        "2 44444  97.5000 100.0000 0010000  90.0000 270.0000 14.8000000012345\n"
    )
    (tmp_path / "s.csv").write_text("id,lat_deg,lon_deg,mask\nA,39.5,76,5\n")
    words = ["passes", "--elements", str(tmp_path / "gp.tle"), "--stations", str(tmp_path / "s.csv")]
    words += ["--start", "2030-01-01T12:00:00Z", "--days", "1", "--orientation", "none"]
    assert main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["passes"][0]["rise"].startswith("2030-01-0")
    assert [one.startswith("leap seconds are known until") for one in answer["cautions"]] == [True]
    assert main(words) == 0
    assert "leap seconds are known until" in capsys.readouterr().out
    table = "#  File expires on 28 June 2031\n 41317.0 1 1 1972 10\n 57754.0 1 1 2017 37\n"
    (tmp_path / "leap.dat").write_text(table)
    assert main(["--leap-seconds", str(tmp_path / "leap.dat"), *words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cautions"] == []
    assert "SERAI_LEAP_SECONDS" not in os.environ
    assert main(["--leap-seconds", str(tmp_path / "gp.tle"), *words]) == 1
    assert "does not say when it expires" in capsys.readouterr().err
