"""`serai plan` on the reference corridor: sound, proven, what verdicts rest on, in every form."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from serai.cli import main
from serai.corridor import Corridor
from serai.outcome.outcome import open_corridor
from serai.outcome.planned import planned
from serai.questions.corridor_plan import CorridorPlan, corridor_plan


@pytest.fixture(scope="module")
def corridor(root) -> Corridor:
    return open_corridor(root / "corridors" / "belt-and-road")


@pytest.fixture(scope="module")
def day(corridor) -> CorridorPlan:
    return corridor_plan(corridor)


def test_the_days_plan_is_proven_and_both_judges_are_silent(day):
    assert day.schedule.ended == "optimal"
    assert day.schedule.objective == day.schedule.bound
    assert day.faults == ()


def test_it_is_never_below_the_greedy_walk_through_the_same_problem(day, corridor):
    walked = corridor_plan(corridor, solver="greedy")
    assert walked.faults == ()
    assert walked.horizon.problem.digest == day.horizon.problem.digest
    assert walked.schedule.objective <= day.schedule.objective


def test_the_plan_behind_every_verdict_is_this_one_filled_without_a_search(corridor, day):
    walked = corridor_plan(corridor, days=1, solver="greedy")
    asked = [n for n in walked.corridor.needs if n.service == "observe"]
    behind = planned(asked, walked.corridor.pool, walked.world, lambda *_: None)
    assert behind.bookings == walked.plan.bookings
    assert len(behind.bookings) == 42
    assert {b.need for b in behind.bookings} == {b.need for b in day.plan.bookings}


def test_every_image_comes_down_after_it_is_taken(day):
    taken = {b.opportunity.id: b for b in day.plan.bookings if not b.carries}
    carried = [b for b in day.plan.bookings if b.carries]
    assert carried
    for one in carried:
        assert one.opportunity.counts_at > taken[one.carries].opportunity.span.end


def test_every_form_tells_the_same_plan(root, capsys, tmp_path):
    words = ["plan", str(root / "corridors" / "belt-and-road"), "--need", "N01", "N10", "N31"]
    ical, places = tmp_path / "day.ics", tmp_path / "day.json"
    assert main([*words, "--json", "--ical", str(ical), "--geojson", str(places)]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["faults"] == []
    assert whole["bookings"]
    assert main([*words, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [{k: str(v) for k, v in one.items()} for one in whole["bookings"]] == rows
    looks = json.loads(places.read_text(encoding="utf-8"))["features"]
    assert [f["properties"] for f in looks] == whole["bookings"]
    uids = re.findall(r"^UID:(.*)\r?$", ical.read_bytes().decode().replace("\r", ""), re.MULTILINE)
    passes = {(b["satellite"], b["station"], b["start"]) for b in whole["bookings"]}
    assert len(uids) == len(set(uids)) == len(rows) + len(passes)
    for by, names in (("station", "station"), ("satellite", "satellite"), ("need", "need")):
        assert main([*words, "--by", by]) == 0
        said = capsys.readouterr().out
        assert f"{whole['results_planned']} of {whole['results_wanted']} results planned" in said
        assert {b["look_start"][5:10] for b in whole["bookings"]} <= set(re.findall(r"08-2\d", said))
        assert max(map(len, said.splitlines())) <= 110, names
