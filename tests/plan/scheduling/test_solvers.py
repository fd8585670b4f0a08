"""Every solver beside all choices tried one by one; the judge silent; the same work, the same schedule."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from serai.plan.scheduling import (
    SOLVERS,
    Effort,
    Resource,
    ResourceUse,
    ScheduleProblem,
    Task,
    TaskOption,
    UnknownSolver,
    schedule_faults,
    scheduled,
)
from serai.plan.scheduling.by_levels import LevelAsked, LevelSolved, by_levels
from serai.plan.scheduling.milp import solve_level
from serai.plan.scheduling.neighbourhoods import FREED
from serai.plan.scheduling.ortools import SolverAbsent, apart_from_output
from serai.plan.scheduling.result import WALL
from serai.plan.scheduling.solvers import PROVEN_TO, best_at_hand
from tests.plan.scheduling.made import exact, small_problem

PROVING = ("mip", "cp-sat")
SAMPLED = range(0, 2000, 80)  # benchmarks/small_problems.py tries all 2,000


@pytest.mark.parametrize("seed", SAMPLED)
def test_greedy_is_never_above_search_nor_search_above_all_choices(seed):
    problem = small_problem(seed)
    made = {name: scheduled(problem, solver=name, effort=Effort(units=5)) for name in SOLVERS}
    best = exact(problem, made["mip"].levels)
    for one in made.values():
        assert schedule_faults(one, problem) == []
        assert one.objective <= best
        assert one.bound[0] >= best[0]
    assert made["greedy"].objective <= made["lns"].objective
    assert [made[name].objective for name in PROVING] == [best, best]
    assert [made[name].bound for name in PROVING] == [best, best]
    assert {made[name].ended for name in PROVING} == {"optimal"}


def passes(count: int) -> ScheduleProblem:
    """One antenna, and passes of 100 s that begin every 40 s, worth more and less in turn."""
    return ScheduleProblem(
        start=0,
        end=40 * count + 200,
        resources=(Resource(id="dish", switch=10),),
        tasks=tuple(Task(id=f"t{k}") for k in range(count)),
        options=tuple(
            TaskOption(
                id=f"p{k}",
                task=f"t{k}",
                value=5 + (7 * k) % 5,
                uses=(ResourceUse(resource="dish", start=40 * k, end=40 * k + 100),),
            )
            for k in range(count)
        ),
    )


@pytest.mark.parametrize("name", SOLVERS)
def test_the_same_problem_seed_and_units_give_the_same_schedule(name):
    effort = Effort(units=2, seed=3)
    assert scheduled(passes(40), solver=name, effort=effort) == scheduled(
        passes(40), solver=name, effort=effort
    )


def test_a_schedule_cut_by_the_wall_limit_says_so():
    made = scheduled(passes(300), solver="cp-sat", effort=Effort(units=1e6, wall_s=0.01))
    assert made.ended == "wall"
    assert schedule_faults(made, passes(300)) == []


def test_a_chain_of_passes_is_solved_as_by_hand():
    made = scheduled(passes(6), solver="mip")  # worth 5 7 9 6 8 5; a pass excludes the two after it
    assert made.chosen == ("p1", "p4")
    assert made.objective == made.bound == (15_000,)
    assert made.gaps == (0.0,)


def test_a_bound_far_above_is_told_as_a_gap():
    made = scheduled(passes(6), solver="greedy")
    assert made.chosen == ("p2", "p5")
    assert made.objective == (14_000,)
    assert made.bound == (40_000,)
    assert made.gaps == (26 / 14,)


def test_a_search_that_was_cut_before_it_knew_a_bound_tells_what_nothing_contested_would_be_worth():
    def cut(_: LevelAsked) -> LevelSolved:
        return LevelSolved(chosen=None, bound=2**52, ended=WALL)

    made = by_levels(passes(6), Effort(), None, solver="mip", solve=cut)
    assert (made.objective, made.bound, made.ended) == ((14_000,), (40_000,), WALL)


def test_an_unknown_solver_is_refused_with_those_there_are():
    with pytest.raises(UnknownSolver) as told:
        scheduled(passes(2), solver="gurobi")
    assert str(told.value) == "no solver 'gurobi'; there are greedy, mip, cp-sat and lns"


@pytest.mark.parametrize("name", [n for n in SOLVERS if n != "greedy"])
def test_without_or_tools_a_proving_solver_is_refused_and_greedy_stands(name, monkeypatch):
    for loaded in [m for m in sys.modules if m.split(".")[0] == "ortools"]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, "ortools", None)
    with pytest.raises(SolverAbsent) as told:
        scheduled(passes(2), solver=name)
    assert str(told.value) == (
        f"the solver '{name}' needs OR-Tools, which is not installed: pip install 'serai[plan]', "
        "or take --solver greedy"
    )
    assert best_at_hand(passes(2)) == "greedy"
    assert scheduled(passes(2)).chosen == ("p1",)


def test_a_search_begins_where_the_relaxation_leaves_it():
    """The rows of one antenna's passes have no gap: nothing is left to search, past what a part frees too."""
    many = passes(2 * FREED)
    made = scheduled(many, solver="lns", effort=Effort(units=1))
    assert made.ended == "optimal"
    assert made.objective == made.bound == scheduled(many, solver="mip").objective
    assert made.objective > scheduled(many, solver="greedy").objective
    assert schedule_faults(made, many) == []


def test_what_cannot_be_proven_in_time_is_searched():
    assert best_at_hand(passes(PROVEN_TO)) == "mip"
    assert best_at_hand(passes(PROVEN_TO + 1)) == "lns"


@pytest.mark.parametrize("at", [0, 1])
def test_an_interrupted_search_ends_with_what_it_has(at: int):
    """Levels before it keep what was found, the one that it fell into and those after it say their bound."""
    ranked = replace(
        passes(6), tasks=tuple(Task(id=f"t{k}", priority=1 + k % 2) for k in range(6))
    )  # fmt: skip
    asked: list[LevelAsked] = []

    def interrupted(one: LevelAsked) -> LevelSolved:
        asked.append(one)
        if len(asked) > at:
            raise KeyboardInterrupt
        return solve_level(one)

    made = by_levels(ranked, Effort(), None, solver="mip", solve=interrupted)
    whole, greedy = (scheduled(ranked, solver=name) for name in ("mip", "greedy"))
    assert made.ended == "stopped"
    assert len(asked) == at + 1
    assert schedule_faults(made, ranked) == []
    assert made.objective[:at] == whole.objective[:at]
    assert made.bound[:at] == whole.bound[:at]
    assert made.bound[at:] == tuple(max(pair) for pair in zip(greedy.bound, made.objective, strict=True))[at:]
    assert greedy.objective <= made.objective <= whole.objective


def test_an_empty_problem_has_an_empty_schedule():
    nothing = ScheduleProblem(start=0, end=1)
    for name in SOLVERS:
        made = scheduled(nothing, solver=name)
        assert (made.chosen, made.objective, made.bound) == ((), (0,), (0,))
        assert schedule_faults(made, nothing) == []


LATE = """
import ctypes
from serai.plan.scheduling.ortools import apart_from_output
library = ctypes.CDLL(None)
library.printf(b"before ")
with apart_from_output():
    library.printf(b"a line of the library")
print("after")
"""


def test_what_a_solver_prints_and_the_c_library_keeps_back_does_not_come_at_the_end():
    """Into a file or a pipe C writes whole blocks: the line would come after the JSON."""
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    ran = subprocess.run([sys.executable, "-c", LATE], capture_output=True, text=True, check=True, env=plain)
    assert ran.stdout == "before after\n"
    assert ran.stderr == "a line of the library"


def test_what_a_solver_prints_does_not_stand_in_the_answer(capfd):
    print("before")
    with apart_from_output():
        os.write(1, b"a line of the library\n")
    print("after")
    said = capfd.readouterr()
    assert said.out == "before\nafter\n"
    assert said.err == "a line of the library\n"
