"""New elements as a cause: bookings move with them, and one bad element set fails one satellite."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from serai.cli import main
from serai.outcome.outcome import open_corridor
from serai.questions.corridor_plan import CorridorPlan, corridor_horizon, corridor_plan
from serai.questions.plans.begun import until_failed, with_begun
from serai.questions.plans.earlier import read_earlier
from serai.questions.plans.replan import CorridorReplan, corridor_replan
from serai.report.data.corridor_plan import plan_answer, planned_looks
from serai.report.data.plan_scene import plan_czml
from serai.time import Instant

NEEDS = ("N01", "N10", "N16")
GAOFEN_3_02 = "49495"
SIX = Instant.from_utc("2026-08-22T06:00:00Z")


def with_elements(root: Path, folder: Path, **changed: str) -> Path:
    """The reference corridor with other elements of Gaofen-3 02."""
    shutil.copytree(root / "corridors" / "belt-and-road", folder)
    file = folder / "elements.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows(r | changed if r["NORAD_CAT_ID"] == GAOFEN_3_02 else r for r in rows)
    return folder


@pytest.fixture(scope="module")
def day(root) -> CorridorPlan:
    return corridor_plan(open_corridor(root / "corridors" / "belt-and-road").only(*NEEDS))


@pytest.fixture(scope="module")
def again(root, day, tmp_path_factory) -> Callable[..., CorridorReplan]:
    file = tmp_path_factory.mktemp("plan") / "plan.json"
    file.write_text(json.dumps(plan_answer(day)), encoding="utf-8")

    def made(**changed: str) -> CorridorReplan:
        folder = with_elements(root, tmp_path_factory.mktemp("corridor") / "c", **changed)
        corridor = open_corridor(folder).only(*NEEDS)
        return corridor_replan(corridor, read_earlier(file, corridor), now=SIX)

    return made


def test_one_bad_element_set_fails_one_satellite_and_nothing_that_is_near(day, again):
    new = again(ECCENTRICITY=".99")
    assert new.plan.faults == ()
    before, after = planned_looks(day), planned_looks(new.plan)
    gone = {row for row in before if row not in after}
    assert gone
    assert {row.satellite for row in gone} == {"gaofen-3-02"}
    assert all(row.look_start >= new.frozen_until for row in gone)
    stays = [row for row in after if row.satellite == "gaofen-3-02"]
    assert [row.need for row in stays] == ["N01", "N10"]  # as they were booked, to the second
    assert all(row in before for row in stays)
    said = [str(line) for line in new.says()]
    assert said[0] == (
        "Gaofen-3 02 10:44:37 for N16 is given up: by its elements Gaofen-3 02 does not pass so any more"
    )
    scene = json.loads(plan_czml(new.plan))  # nobody can place it: neither it nor its lines are drawn
    assert not any("gaofen-3-02" in packet["id"] for packet in scene)
    assert sum(packet["id"].startswith("satellite/") for packet in scene) == 2


def test_what_would_come_down_at_a_station_that_is_no_more_is_not_put_back(root, day, tmp_path):
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan_answer(day)), encoding="utf-8")
    folder = with_elements(root, tmp_path / "c", ECCENTRICITY=".99")
    corridor = open_corridor(folder).only(*NEEDS).without("kashi")
    earlier = read_earlier(file, corridor)
    stood, _, whole = corridor_horizon(corridor, at=earlier.span.start, days=1)
    of = with_begun(whole, earlier, until_failed(stood, earlier, SIX), SIX)
    assert any(one.station == "kashi" and one.look < SIX for one in earlier.bookings)
    assert not any("kashi" in name for name in of.books)


def test_newer_elements_that_move_a_pass_by_seconds_change_no_booking(again):
    new = again(MEAN_ANOMALY="229.9")
    assert (new.new.changed, new.gone) == (0, {}), list(map(str, new.says()))


def test_an_element_set_that_cannot_be_read_is_refused_by_its_line(root, tmp_path, capsys):
    folder = with_elements(root, tmp_path / "c", MEAN_MOTION="14,6x")
    assert main(["plan", str(folder)]) == 1
    assert "column 'MEAN_MOTION': expected revolutions per day" in capsys.readouterr().err
