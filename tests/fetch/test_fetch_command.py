"""`serai fetch` as an operator meets it."""

from __future__ import annotations

import json

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


def test_the_orientation_is_told_and_not_downloaded(capsys):
    assert main(["fetch", "orientation"]) == 0
    assert "python -m pip install --upgrade astropy-iers-data" in capsys.readouterr().out
    assert main(["fetch", "orientation", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {
        "version",
        "source",
        "begins",
        "measured_until",
        "predicted_until",
        "leap_seconds_until",
        "update",
    }
