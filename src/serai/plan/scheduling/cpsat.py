"""The same rows by OR-Tools' CP-SAT, whose work is counted in its own deterministic seconds.

Workers under a wall limit are not repeatable; searches interleaved under a deterministic limit are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import floor
from typing import Any

from serai.plan.scheduling.by_levels import LevelAsked, LevelSolved, by_levels
from serai.plan.scheduling.levels import Level
from serai.plan.scheduling.ortools import part
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.result import OPTIMAL, UNITS, WALL, Effort, Schedule, Told

NAME = "cp-sat"
SEARCHES = 8  # interleaved in a fixed order, whatever the number of cores


def constraint_programme(problem: ScheduleProblem, effort: Effort, told: Told | None = None) -> Schedule:
    """The schedule by CP-SAT."""
    part("sat.python.cp_model", NAME)
    return by_levels(problem, effort, told, solver=NAME, solve=solve_by_cp_sat)


def solve_by_cp_sat(asked: LevelAsked, free: Collection[int] | None = None) -> LevelSolved:
    """One level by CP-SAT; with ``free`` the other options stay as they are in the start."""
    cp_model = part("sat.python.cp_model", NAME)
    model = cp_model.CpModel()
    effort, level, options = asked.effort, asked.level, range(len(asked.rows.admissible))
    variable = [model.new_bool_var("") for _ in range(asked.rows.variables)]
    _decide(model, variable, asked, () if free is None else set(options) - set(free))
    _constrain(model, variable, asked)
    model.maximize(_served(model, level, variable))
    for i in options:
        model.add_hint(variable[i], int(i in asked.start))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = SEARCHES
    solver.parameters.interleave_search = True
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_deterministic_time = effort.units
    solver.parameters.max_time_in_seconds = effort.wall_s
    solver.parameters.relative_gap_limit = effort.gap
    if asked.told is not None and free is None:
        solver.best_bound_callback = _telling(asked.told, level, level.score(asked.start))
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    spent = solver.response_proto.deterministic_time >= effort.units  # told by the work done, not by a clock
    return LevelSolved(
        chosen=frozenset(i for i in options if solver.boolean_value(variable[i])) if found else None,
        bound=level.step * floor(solver.best_objective_bound + 1e-6) if found else 2**52,
        ended=OPTIMAL if status == cp_model.OPTIMAL else UNITS if spent else WALL,
    )


def _decide(model: Any, variable: Sequence[Any], asked: LevelAsked, kept: Collection[int]) -> None:
    """What is not for the solver to choose: options that cannot be, are fixed, or stay as in the start."""
    for i, allowed in enumerate(asked.rows.admissible):
        if not allowed:
            model.add(variable[i] == 0)
        elif i in kept:
            model.add(variable[i] == int(i in asked.start))
    for i in asked.rows.fixed:
        model.add(variable[i] == 1)


def _constrain(model: Any, variable: Sequence[Any], asked: LevelAsked) -> None:
    """The rows, the shared uses, and the levels that keep their values."""
    for row in asked.rows.rows:
        if row.most == 1 and all(c == 1 for _, c in row.terms):
            model.add_at_most_one(variable[v] for v, _ in row.terms)
        else:
            model.add(sum(c * variable[v] for v, c in row.terms) <= row.most)
    for one, use in asked.rows.links:
        model.add_implication(variable[one], variable[use])
    for other, value in asked.held:
        model.add(_served(model, other, variable) >= value // other.step)


def _served(model: Any, level: Level, variable: Sequence[Any]) -> Any:
    """The value of a level in steps."""
    step = level.step
    parts = [(w // step) * variable[i] for i, w in enumerate(level.weights) if w]
    for goal, amounts, shared in level.toward:
        if not goal.worth or not (amounts or shared):
            continue
        adds = [n * variable[i] for i, n in amounts.items()]
        for one in shared:
            once = model.new_bool_var("")
            model.add(once <= sum(variable[i] for i in sorted(one.options)))
            adds.append(one.amount * once)
        reached = model.new_int_var(0, goal.up_to, "")
        model.add(reached <= sum(adds))
        parts.append((goal.worth // step) * reached)
    return sum(parts)


def _telling(told: Told, level: Level, value: int) -> Callable[[float], None]:
    return lambda bound: told(level.name, value, level.step * floor(bound + 1e-6))
