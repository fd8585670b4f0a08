"""A plan made again when a need is cancelled or urgent, an owner refuses, or cloud is forecast."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from serai.cli import main
from serai.corridor import Corridor
from serai.outcome.outcome import open_corridor
from serai.questions.corridor_plan import CorridorPlan, corridor_plan
from serai.questions.plans.causes import (
    CauseRefused,
    ForecastView,
    ReplanCauses,
    read_clouds,
    refusal_of,
)
from serai.questions.plans.earlier import read_earlier
from serai.questions.plans.replan import CorridorReplan, corridor_replan
from serai.report.data.corridor_plan import PlannedLook, plan_answer, planned_looks
from serai.tables import CorridorRefused
from serai.time import Instant

NOON = Instant.from_utc("2026-08-22T12:00:00Z")
NEEDS = ("N01", "N04", "N10", "N21")
CLOUDS = (
    "need,start,end,clear,source,as_of,basis\n"
    "N21,2026-08-22T00:00Z,2026-08-23T00:00Z,{},assumed for this test,2026-11-30,assumed\n"
)
Again = Callable[..., CorridorReplan]


@pytest.fixture(scope="module")
def corridor(root) -> Corridor:
    return open_corridor(root / "corridors" / "belt-and-road").only(*NEEDS)


@pytest.fixture(scope="module")
def day(corridor) -> CorridorPlan:
    return corridor_plan(corridor)


@pytest.fixture(scope="module")
def file(day, tmp_path_factory) -> Path:
    written = tmp_path_factory.mktemp("plan") / "plan.json"
    written.write_text(json.dumps(plan_answer(day)), encoding="utf-8")
    return written


@pytest.fixture(scope="module")
def again(corridor, file) -> Again:
    def made(causes: ReplanCauses, **more: object) -> CorridorReplan:
        found = corridor_replan(corridor, read_earlier(file, corridor), causes=causes, **more)
        assert found.plan.faults == ()
        return found

    return made


def later(rows: tuple[PlannedLook, ...], need: str, at: Instant) -> list[PlannedLook]:
    return [row for row in rows if row.need == need and row.look_start >= at]


def test_a_cancelled_need_keeps_only_what_is_near_and_nothing_else_moves(day, again):
    found = again(ReplanCauses(cancelled=("N10",)), now=NOON, frozen_h=0.5)
    assert later(planned_looks(day), "N10", NOON.plus(seconds=1800.0))
    assert later(planned_looks(found.plan), "N10", NOON.plus(seconds=1800.0)) == []
    before = [row for row in planned_looks(day) if row.need != "N10"]
    assert [row for row in planned_looks(found.plan) if row.need != "N10"] == before
    assert all(str(line).endswith(": N10 is cancelled") for line in found.says())
    near = again(ReplanCauses(cancelled=("N10",)), now=NOON, frozen_h=24.0)
    assert near.new.changed == 0  # what begins so soon stays


def test_what_an_owner_refuses_a_need_is_not_used_for_it_and_others_keep_it(day, again):
    satellite = later(planned_looks(day), "N01", NOON)[0].satellite
    found = again(ReplanCauses(refused=(("N01", satellite),)), now=NOON, frozen_h=24.0)
    assert not any(row.satellite == satellite for row in later(planned_looks(found.plan), "N01", NOON))
    assert any("its owner refuses" in str(line) for line in found.says())
    others = [r for r in planned_looks(day) if r.need != "N01"]
    assert all(row in planned_looks(found.plan) for row in others)
    begun = again(ReplanCauses(refused=(("N01", satellite),)), now=day.horizon.span.end.plus(seconds=-1.0))
    assert begun.new.changed == 0  # what has begun stays


def test_an_urgent_need_is_the_first_class_and_the_others_follow(day, again):
    found = again(ReplanCauses(urgent=("N21",)))
    problem = found.new.problem
    assert problem.urgent == 1
    whose = {found.plan.horizon.need_of[t.id]: t.priority for t in problem.tasks}
    was = {day.horizon.need_of[t.id]: t.priority for t in day.horizon.problem.tasks}
    assert whose == {need: 1 if need == "N21" else rank + 1 for need, rank in was.items()}


def test_cloud_lessens_a_look_that_needs_a_clear_sky_and_no_radars(day, again):
    span = day.horizon.span
    clouds = tuple(
        ForecastView(need=need, start=span.start, end=span.end, clear=0.25) for need in ("N01", "N21")
    )
    found = again(ReplanCauses(clouds=clouds))
    chances = {
        need: {o.chance for o in found.new.situation.options if found.plan.horizon.need_of[o.task] == need}
        for need in ("N01", "N21")
    }
    assert chances["N21"] == {250}  # cameras
    assert 1000 in chances["N01"]  # radars
    (later_,) = (ForecastView(need="N21", start=span.end, end=span.end.plus(seconds=1.0), clear=0.0),)
    assert again(ReplanCauses(clouds=(later_,))).new.changed == 0


def test_causes_of_what_is_not_there_are_refused(corridor, again, tmp_path):
    with pytest.raises(CauseRefused, match="'N99' is no need of this corridor; it has N01"):
        again(ReplanCauses(cancelled=("N99",)))
    with pytest.raises(CauseRefused, match="'kashi' does not say what is refused: expected NEED:NAME"):
        refusal_of("kashi", corridor)
    assert refusal_of("N01:gaofen-3", corridor) == (("N01", "gaofen-3"),)
    path = tmp_path / "cloud.csv"
    path.write_text(CLOUDS.format(1.2), encoding="utf-8")
    with pytest.raises(CorridorRefused, match=r"cloud\.csv, line 2, column 'clear'"):
        read_clouds(path)


def test_the_command_takes_all_causes_at_once(file, tmp_path, capsys):
    path = tmp_path / "cloud.csv"
    path.write_text(CLOUDS.format(0.2), encoding="utf-8")
    words = ["plan", "--need", *NEEDS, "--against", str(file), "--now", "2026-08-22T12:00Z"]
    words += [
        "--cancel",
        "N10",
        "--refuse",
        "N01:hj-2e",
        "--urgent",
        "N04",
        "--cloud",
        str(path),
        "--frozen",
        "0",
        "--json",
    ]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["faults"] == []
    assert any("N10 is cancelled" in line for line in told["changes"]["says"])
    assert main(["plan", "--cancel", "N10"]) == 1
    assert "--cancel needs --against PLAN" in capsys.readouterr().err
