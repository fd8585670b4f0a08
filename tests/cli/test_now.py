"""What is asked when: now, by a zone's own clock, and now by default once newer elements were fetched."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from serai.cli import main
from serai.cli.input.bulk_inputs import asked
from serai.cli.input.parsing import begins
from serai.outcome.outcome import open_corridor
from serai.report.moments import abbreviation, beside, local, period
from serai.time import Instant, Span

ROOT = Path(__file__).resolve().parents[2]
SMALLEST = ROOT / "examples" / "smallest_corridor"
KARACHI = ZoneInfo("Asia/Karachi")
AT = Instant.from_utc("2026-08-22T04:17:09Z")


def test_the_clock_of_a_zone_stands_beside_utc():
    assert local(AT, KARACHI) == "09:17 PKT"
    assert beside(AT, KARACHI) == "22 Aug 2026 04:17 UTC (09:17 PKT)"
    assert beside(AT, None) == "22 Aug 2026 04:17 UTC"


def test_another_date_than_utcs_is_said():
    late = Instant.from_utc("2026-08-22T19:00:00Z")
    assert local(late, KARACHI) == "23 Aug 2026 00:00 PKT".replace(" 2026", "")
    assert local(late.plus(seconds=-1), KARACHI) == "23:59 PKT"
    assert period(Span(AT, late), KARACHI).endswith("UTC (09:17 PKT to 23 Aug 00:00 PKT)")


@pytest.mark.parametrize(
    ("zone", "called"),
    [
        ("Asia/Tashkent", "UTC+5"),
        ("Asia/Kathmandu", "UTC+545"),
        ("America/Sao_Paulo", "UTC-3"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_without_letters_is_called_by_its_offset(zone, called):
    assert abbreviation(AT, ZoneInfo(zone)) == called.replace("+545", "+5:45")


def refetched(folder: Path, epoch: str) -> Path:
    """The smallest corridor with element sets of another day, as `fetch elements` leaves it."""
    shutil.copytree(SMALLEST, folder)
    table = folder / "elements.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    column = head.split(",").index("EPOCH")
    cells = [row.split(",") for row in rows]
    for row in cells:
        row[column] = epoch
    table.write_text("\n".join([head, *(",".join(row) for row in cells)]) + "\n", encoding="utf-8")
    return folder


def test_a_corridor_as_shipped_is_asked_about_its_own_start():
    assert begins(open_corridor(SMALLEST), None) is None


@pytest.mark.parametrize(("newer_s", "now"), [(86_400.0, False), (86_401.0, True)])
def test_newer_elements_by_more_than_a_day_make_it_now(tmp_path, newer_s, now):
    start = open_corridor(SMALLEST).start
    epoch = start.plus(seconds=newer_s).utc().removesuffix("Z")
    found = begins(open_corridor(refetched(tmp_path / "c", epoch)), None)
    assert (found is not None) is now
    if found is not None:
        assert abs(found.datetime() - datetime.now(UTC)).total_seconds() < 120.0


def test_what_is_asked_counts_whatever_was_fetched(tmp_path):
    corridor = open_corridor(refetched(tmp_path / "c", "2026-09-30T00:00:00"))
    assert begins(corridor, "2026-08-22") == Instant.from_utc("2026-08-22T00:00:00Z")
    assert begins(corridor, "2026-08-22", "Asia/Karachi") == Instant.from_utc("2026-08-21T19:00:00Z")


def test_a_file_of_elements_is_asked_about_now_for_a_day(tmp_path):
    found = asked(None, tmp_path / "gp.csv", None, None)
    assert found.days == 1.0
    assert found.start is not None
    assert abs(found.start.datetime() - datetime.now(UTC)).total_seconds() < 120.0


def test_an_assessment_says_its_time_by_the_zones_clock_and_its_element_sets(tmp_path, capsys):
    words = ["assess", str(SMALLEST), "--today", "--at", "2026-08-22T05:00", "--tz", "Asia/Karachi"]
    assert main([*words, "--report", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "22 Aug 2026 00:00 UTC (05:00 PKT), 1 day" in told
    assert "element sets of" in told or "1 element set of" in told


@pytest.mark.parametrize("command", ["assess", "resilience"])
def test_the_age_of_element_sets_is_cautioned_about(command, capsys, tmp_path, monkeypatch):
    """Forty days after the sets: past the ages whose drift was measured."""
    monkeypatch.chdir(tmp_path)  # a page is written there
    old = "2026-10-01"
    assert main([command, str(SMALLEST), "--at", old, "--json"]) == 0
    (caution,) = json.loads(capsys.readouterr().out)["cautions"]
    assert "older" in caution or "old" in caution
    assert main([command, str(SMALLEST), "--at", old]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert caution[1:] in told
    assert main([command, str(SMALLEST), "--at", "2026-08-22", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cautions"] == []


def test_passes_show_the_zones_clock_beside_utc(capsys):
    words = ["passes", str(SMALLEST), "--start", "2026-08-22", "--days", "1"]
    assert main([*words, "--tz", "Asia/Karachi"]) == 0
    told = capsys.readouterr().out
    assert " local " in told.splitlines()[2]
    assert " PKT" in told
    assert main(words) == 0
    assert "PKT" not in capsys.readouterr().out


def test_a_zone_that_nobody_knows_is_one_sentence(capsys):
    assert main(["assess", str(SMALLEST), "--tz", "Mars/Olympus"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
