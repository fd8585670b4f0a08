"""Clique rows as a mixed-integer program, by HiGHS through OR-Tools' MathOpt.

HiGHS is handed no number of threads: MathOpt 9.15 fails on it. Its work is counted in nodes of the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import floor
from typing import Any

from serai.plan.scheduling.by_levels import LevelAsked, LevelSolved, by_levels
from serai.plan.scheduling.levels import Level
from serai.plan.scheduling.ortools import apart_from_output, part
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.result import OPTIMAL, UNITS, WALL, Effort, Schedule, Told
from serai.plan.scheduling.rows import ProblemRows

NAME = "mip"
NODES_A_UNIT = 100
ROUNDING = 1e-6  # HiGHS's own tolerance on rows and whole numbers


def mixed_integer(problem: ScheduleProblem, effort: Effort, told: Told | None = None) -> Schedule:
    """The schedule by branch and cut over the clique rows."""
    part("math_opt.python.mathopt", NAME)
    return by_levels(problem, effort, told, solver=NAME, solve=solve_level)


def solve_level(asked: LevelAsked) -> LevelSolved:
    """One level by HiGHS."""
    mathopt = part("math_opt.python.mathopt", NAME)
    effort = asked.effort
    model, option = model_of(mathopt, asked.rows, asked.level, asked.held, whole=True)
    limits = mathopt.SolveParameters(
        time_limit=timedelta(seconds=effort.wall_s),
        node_limit=max(1, round(effort.units * NODES_A_UNIT)),
        relative_gap_tolerance=effort.gap,
    )
    with apart_from_output():
        found = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    bound = bound_of(found.termination.objective_bounds.dual_bound, asked.level)
    chosen = None
    if found.has_primal_feasible_solution():
        values = found.variable_values(option)
        chosen = frozenset(i for i, value in enumerate(values) if value > 0.5)
    reason = found.termination.reason
    if reason == mathopt.TerminationReason.OPTIMAL:
        return LevelSolved(chosen=chosen, bound=bound, ended=OPTIMAL)
    nodes = mathopt.Limit.NODE
    return LevelSolved(chosen=chosen, bound=bound, ended=UNITS if found.termination.limit == nodes else WALL)


def model_of(
    mathopt: Any, rows: ProblemRows, level: Level, held: Sequence[tuple[Level, int]], *, whole: bool
) -> tuple[Any, list[Any]]:
    """The model of a level and the variables of its options; not ``whole``: its linear relaxation.

    Weights are divided by their common step, so that a bound between two multiples of it is rounded down.
    """
    model = mathopt.Model()
    options = len(rows.admissible)
    variable = [
        model.add_variable(lb=0.0, ub=float(v >= options or rows.admissible[v]), is_integer=whole)
        for v in range(rows.variables)
    ]
    for place in rows.fixed:
        variable[place].lower_bound = 1.0
    for row in rows.rows:
        total = mathopt.fast_sum(c * variable[v] for v, c in row.terms)
        model.add_linear_constraint(total <= row.most)
    for one, use in rows.links:
        model.add_linear_constraint(variable[one] <= variable[use])
    for other, value in held:
        served, step = _served(mathopt, model, other, variable)
        model.add_linear_constraint(served >= value // step)
    model.maximize(_served(mathopt, model, level, variable)[0])
    return model, variable[:options]


def bound_of(value: float, level: Level) -> int:
    """A bound in whole numbers from the one of the model, whose values are in steps of the level."""
    if value >= 2.0**52:
        return 2**52
    return level.step * floor(value + ROUNDING * max(1.0, abs(value) * 1e-3))


def _served(mathopt: Any, model: Any, level: Level, variable: Sequence[Any]) -> tuple[Any, int]:
    """The value of a level in steps, and the step."""
    step = level.step
    parts = [(w // step) * variable[i] for i, w in enumerate(level.weights) if w]
    for goal, amounts, shared in level.toward:
        if not goal.worth or not (amounts or shared):
            continue
        adds = [n * variable[i] for i, n in amounts.items()]
        for one in shared:
            once = model.add_variable(lb=0.0, ub=1.0)
            model.add_linear_constraint(once <= mathopt.fast_sum(variable[i] for i in sorted(one.options)))
            adds.append(one.amount * once)
        reached = model.add_variable(lb=0.0, ub=float(goal.up_to))
        model.add_linear_constraint(reached <= mathopt.fast_sum(adds))
        parts.append((goal.worth // step) * reached)
    return mathopt.fast_sum(parts), step
