"""The bookings stand as a table: in order of time, with satellites, stations and needs; and as files."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from dataclasses import replace
from zoneinfo import ZoneInfo

from tests.report.page.test_page import words

from serai.needs import Plan
from serai.report import page, write_report
from serai.report.page.bookings import OPEN, booked_rows


def test_every_booking_is_a_row_in_order_of_time(outcome):
    rows = booked_rows(outcome)
    assert sum(len(r.needs) for r in rows) == len(outcome.plan.bookings)
    assert [r.start for r in rows] == sorted(r.start for r in rows)
    looks, passes = ([r for r in rows if r.kind == kind] for kind in ("look", "pass"))
    assert len(looks) == len(passes) == len(rows) / 2
    assert all(r.satellites and not r.stations for r in looks)
    assert all(len(r.stations) == 1 and len(r.satellites) == 1 for r in passes)  # whose image it carries


def test_the_page_shows_them_and_folds_the_later_ones(outcome):
    tree = ET.fromstring(page(outcome).removeprefix("<!DOCTYPE html>"))
    block = tree.find(".//div[@id='bookings']")
    assert block is not None
    open_rows = block.findall("div/table/tbody/tr")
    folded = block.findall("details//tbody/tr")
    assert len(open_rows) == OPEN
    assert len(open_rows) + len(folded) == len(booked_rows(outcome))
    first = booked_rows(outcome)[0]
    assert [words(cell) for cell in open_rows[0]] == [
        "00:30:00",
        "20 s",
        "look",
        first.satellites[0],
        "",
        "N01",
    ]


def test_with_a_zone_its_clock_stands_beside_that_of_utc(outcome):
    text = page(outcome, zone=ZoneInfo("Asia/Karachi"))
    tree = ET.fromstring(text.removeprefix("<!DOCTYPE html>"))
    block = tree.find(".//div[@id='bookings']")
    assert words(block.find("div/table/thead/tr/th")) == "When, UTC (PKT)"
    assert words(block.find("div/table/tbody/tr/td")) == "00:30:00 (05:30 PKT)"
    assert words(tree.find(".//p[@class='when']")) == "22 Aug 2026, 00:00 UTC (05:00 PKT)"
    names = [
        words(lane.find("span")) for lane in tree.iter("div") if lane.find("div[@class='axis']") is not None
    ]
    assert names[:4] == ["UTC", "PKT"] * 2


def test_a_zone_of_half_hours_says_them_along_its_axis(outcome):
    text = page(outcome, zone=ZoneInfo("Asia/Kathmandu"))
    tree = ET.fromstring(text.removeprefix("<!DOCTYPE html>"))
    axes = [[i.text for i in axis] for axis in tree.iter("div") if axis.get("class") == "axis"]
    assert axes[0] == ["00", "03", "06", "09", "12", "15", "18", "21", "24"]
    assert axes[1] == ["05:45", "08:45", "11:45", "14:45", "17:45", "20:45", "23:45", "02:45", "05:45"]


def test_a_pass_that_serves_two_needs_is_one_row_that_names_both(outcome):
    first, *rest = outcome.plan.bookings
    twice = replace(outcome.plan, bookings=(first, replace(first, need="N99"), *rest))
    one = [r for r in booked_rows(replace(outcome, plan=twice)) if "N99" in r.needs]
    assert [r.needs for r in one] == [(first.need, "N99")]
    assert len(booked_rows(replace(outcome, plan=twice))) == len(booked_rows(outcome))


def test_without_bookings_there_is_no_table(outcome):
    empty = replace(outcome, plan=Plan(bookings=(), left=(), span=outcome.plan.span))
    assert 'id="bookings"' not in page(empty)


def test_a_report_in_a_folder_has_its_tables_beside_it(outcome, tmp_path):
    index = write_report(outcome, tmp_path)
    text = index.read_text(encoding="utf-8")
    for name, rows in (
        ("needs.csv", len(outcome.assessments)),
        ("bookings.csv", sum(len(b.opportunity.uses) for b in outcome.plan.bookings)),
        ("single_points.csv", None),
    ):
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        assert found
        assert rows is None or len(found) == rows
        assert f'href="{name}"' in text
    with (tmp_path / "bookings.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["start"].endswith("Z")


def test_a_table_without_rows_leaves_no_old_file_behind(outcome, tmp_path):
    (tmp_path / "bookings.csv").write_text("old\n", encoding="utf-8")
    empty = replace(outcome, plan=Plan(bookings=(), left=(), span=outcome.plan.span))
    text = write_report(empty, tmp_path).read_text(encoding="utf-8")
    assert not (tmp_path / "bookings.csv").exists()
    assert "bookings.csv" not in text


def test_a_page_by_its_own_name_stands_alone(outcome, tmp_path):
    write_report(outcome, tmp_path / "mine.html")
    assert [f.name for f in tmp_path.iterdir()] == ["mine.html"]
