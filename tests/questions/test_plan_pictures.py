"""A plan drawn: its page tells every booking and who gave way, its scene has satellites where they are."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from scipy.interpolate import BarycentricInterpolator

from serai.cli import main
from serai.outcome.outcome import open_corridor
from serai.questions.corridor_plan import CorridorPlan, corridor_plan
from serai.report.data.corridor_plan import planned_looks
from serai.report.data.plan_scene import plan_czml
from serai.report.page.plan import plan_page
from serai.time import Instant, Windows

NEEDS = ("N01", "N10", "N16", "N31")


@pytest.fixture(scope="module")
def two_days(root) -> CorridorPlan:
    return corridor_plan(open_corridor(root / "corridors" / "belt-and-road").only(*NEEDS), days=1.5)


def drawn(plan: CorridorPlan, zone: ZoneInfo | None = None) -> ET.Element:
    return ET.fromstring(plan_page(plan, zone=zone).removeprefix("<!doctype html>"))


def marks(page: ET.Element, kind: str) -> list[ET.Element]:
    return page.findall(f".//div[@class='strip']/i[@class='{kind}']")


def left_and_width(mark: ET.Element) -> tuple[float, float]:
    left, width = (float(n) for n in re.findall(r"([\d.]+)%", mark.get("style") or ""))
    return left, width


def test_every_day_is_drawn_and_every_look_stands_in_its_table(two_days):
    page, rows = drawn(two_days), planned_looks(two_days)
    headings = ["".join(h.itertext()) for h in page.findall(".//h2")]
    assert [h for h in headings if ", from " in h] == [
        "22 Aug 2026, from 00:00 UTC",
        "23 Aug 2026, from 00:00 UTC",
    ]
    assert len(page.findall(".//tbody/tr")) == len(rows)
    assert len(marks(page, "look")) == len(rows)
    text = " ".join(page.itertext())
    assert all(f"{row.need} {two_days.corridor.need(row.need).title}" in text for row in rows)
    assert "The judges find no fault in it." in text


def test_a_mark_stands_where_its_time_is(two_days):
    """The hour on the axis of a day is the place of the mark, to a hundredth of a percent of the day."""
    first = planned_looks(two_days)[0]
    begins = first.look_start.seconds_since(two_days.horizon.span.start) / 864.0
    assert any(abs(left_and_width(m)[0] - begins) <= 0.006 for m in marks(drawn(two_days), "look"))
    for kind in ("look", "pass", "gave-way", "closed"):
        for mark in marks(drawn(two_days), kind):
            left, width = left_and_width(mark)
            assert 0.0 <= left <= left + width <= 100.01


def test_who_gave_way_is_outlined_and_said(two_days):
    page, gave = drawn(two_days), [one for c in two_days.contests for one in c.gave_way]
    assert gave
    shown = {(m.get("title") or "") for m in marks(page, "gave-way")}
    for one in gave:
        needs = ", ".join(one.needs)
        assert any(f"for {needs} gave way" in title for title in shown)
    assert "Wanted at once on too few antennas" in " ".join(page.itertext())


def test_time_that_a_station_keeps_back_is_hatched(two_days):
    pool = two_days.corridor.pool
    station = next(row.station for row in planned_looks(two_days) if row.station)
    span = two_days.horizon.span
    own = replace(pool[station], lost_during=Windows([span]))
    kept = replace(pool, assets=tuple(own if a.id == station else a for a in pool.assets))
    plan = replace(two_days, corridor=replace(two_days.corridor, pool=kept))
    closed = marks(drawn(plan), "closed")
    assert [left_and_width(m) for m in closed] == [(0.0, 100.0), (0.0, 50.0)]
    assert not marks(drawn(two_days), "closed")


def test_a_reader_reads_the_hours_of_two_clocks(two_days):
    text = " ".join(drawn(two_days, ZoneInfo("Asia/Karachi")).itertext())
    assert "from 00:00 UTC (05:00 PKT)" in text
    assert "PKT" not in " ".join(drawn(two_days).itertext())


def test_the_scene_has_each_thing_once_and_each_line_joins_two_of_them(two_days):
    head, *packets = json.loads(plan_czml(two_days))
    assert (head["id"], head["version"]) == ("document", "1.0")
    ids = [p["id"] for p in packets]
    assert len(set(ids)) == len(ids)
    rows = planned_looks(two_days)
    lines = [p for p in packets if "polyline" in p]
    assert len(lines) == len(rows) + sum(row.station is not None for row in rows)
    for line in lines:
        for end in line["polyline"]["positions"]["references"]:
            name, _, prop = end.partition("#")
            assert prop == "position"
            assert name in ids
        start, stop = (Instant.from_utc(t) for t in line["availability"].split("/"))
        assert two_days.horizon.span.start <= start < stop
        shown_from, shown_to = (Instant.from_utc(t) for t in head["clock"]["interval"].split("/"))
        assert shown_from <= start < stop <= shown_to


def test_between_the_nodes_of_the_scene_a_satellite_is_where_its_elements_say(two_days):
    """The polynomial that a globe lays through eight nodes, by scipy, beside SGP4: within five metres."""
    _, *packets = json.loads(plan_czml(two_days))
    flying = [p for p in packets if p["id"].startswith("satellite/")]
    assert flying
    for packet in flying:
        position = packet["position"]
        nodes = np.array(position["cartesian"], dtype=float).reshape(-1, 4)
        epoch = Instant.from_utc(position["epoch"])
        assert position["referenceFrame"] == "FIXED"
        name = packet["id"].removeprefix("satellite/")
        for at_s in (130.0, 40_010.0, float(nodes[-1, 0]) - 130.0):
            first = int(np.clip(np.searchsorted(nodes[:, 0], at_s) - 4, 0, len(nodes) - 8))
            near = nodes[first : first + position["interpolationDegree"] + 1]
            there = BarycentricInterpolator(near[:, 0], near[:, 1:])(at_s)
            moment = epoch.plus(seconds=at_s)
            motion = two_days.world.almanac.ephemeris([name], two_days.horizon.span, 30.0)
            if moment < two_days.horizon.span.end:
                expected = motion.position_m(0, moment.tai_ns)
                assert np.linalg.norm(there - expected) < 5.0, (name, at_s)


def test_a_plan_of_nothing_has_a_page_and_a_scene_too(root, tmp_path, capsys):
    smallest = str(root / "examples" / "smallest_corridor")
    words = ["plan", smallest, "--days", "0.01", "--seed", "7", "--units", "1"]
    page, scene = tmp_path / "deep" / "day.html", tmp_path / "day.czml"
    assert main([*words, "--page", str(page), "--czml", str(scene)]) == 0
    capsys.readouterr()
    written = page.read_text(encoding="utf-8").removeprefix("<!doctype html>")
    assert "No look is planned." in " ".join(ET.fromstring(written).itertext())
    assert [p["id"] for p in json.loads(scene.read_text(encoding="utf-8"))] == ["document"]
