"""Large-neighbourhood search: part of a schedule is freed and solved again, the rest stays (Shaw 1998).

The bound is that of the linear relaxation of the clique rows. What the relaxation leaves undecided is decided
first, by branch and cut, with all else as it says (relaxation enforced neighbourhood search: Berthold, 2014);
then parts are freed. A neighbourhood is a stretch of time, or a few resources over all time; both are drawn
by a seeded generator, and the work of each is counted.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic

from serai.plan.scheduling.by_levels import LevelAsked, LevelSolved, by_levels
from serai.plan.scheduling.cpsat import solve_by_cp_sat
from serai.plan.scheduling.milp import NODES_A_UNIT, bound_of, model_of
from serai.plan.scheduling.ortools import apart_from_output, part
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.result import OPTIMAL, STOPPED, UNITS, WALL, Effort, Schedule, Told

NAME = "lns"
FREED = 600  # options at once
WHOLE = 1e-6  # what the relaxation takes to so much of nothing or all, it decides
CLOSE = 5e-4  # so close to the best of what it leaves is enough: parts are freed afterwards
UNITS_A_PART = 1.0  # deterministic seconds spent on one neighbourhood, at most


def neighbourhood_search(problem: ScheduleProblem, effort: Effort, told: Told | None = None) -> Schedule:
    """The schedule by large-neighbourhood search, with the bound of the linear relaxation."""
    part("sat.python.cp_model", NAME)
    parts = _Parts(problem)
    return by_levels(problem, effort, told, solver=NAME, solve=lambda asked: _searched(asked, parts))


class _Parts:
    """Which options make a neighbourhood."""

    def __init__(self, problem: ScheduleProblem) -> None:
        starts = [min((u.start for u in o.uses), default=problem.start) for o in problem.options]
        self.in_time = sorted(range(len(starts)), key=lambda i: (starts[i], i))
        by_resource: dict[str, list[int]] = defaultdict(list)
        for i, option in enumerate(problem.options):
            for name in dict.fromkeys(u.resource for u in option.uses):
                by_resource[name].append(i)
        self.by_resource = [by_resource[name] for name in sorted(by_resource)]

    def drawn(self, chance: random.Random) -> set[int]:
        """One neighbourhood."""
        if chance.random() < 0.5 or not self.by_resource:
            first = chance.randrange(max(1, len(self.in_time) - FREED // 2))
            return set(self.in_time[first : first + FREED])
        freed: set[int] = set()
        for mine in chance.sample(self.by_resource, len(self.by_resource)):
            if freed and len(freed) + len(mine) > FREED:
                break
            freed.update(mine)
        return freed


def _searched(asked: LevelAsked, parts: _Parts) -> LevelSolved:
    effort, level = asked.effort, asked.level
    ends = monotonic() + effort.wall_s
    relaxed = _relaxed(asked)
    best, bound = asked.start, relaxed.bound
    try:
        decided = _decided(asked, relaxed, ends - monotonic())
    except KeyboardInterrupt:
        return LevelSolved(chosen=best, bound=bound, ended=STOPPED)
    if decided is not None and level.score(decided) > level.score(best):
        best = decided
    chance = random.Random(effort.seed)  # noqa: S311 (a search, no secret)
    rounds = max(1, round(effort.units / UNITS_A_PART))
    for _ in range(rounds):
        value = level.score(best)
        if asked.told is not None:
            asked.told(level.name, value, bound)
        if bound - value <= effort.gap * abs(value):
            return LevelSolved(chosen=best, bound=bound, ended=OPTIMAL)
        left = ends - monotonic()
        if left <= 0:
            return LevelSolved(chosen=best, bound=bound, ended=WALL)
        one = Effort(units=UNITS_A_PART, wall_s=left, seed=effort.seed, gap=effort.gap)
        try:
            found = solve_by_cp_sat(replace(asked, start=best, effort=one, told=None), parts.drawn(chance))
        except KeyboardInterrupt:
            return LevelSolved(chosen=best, bound=bound, ended=STOPPED)
        if found.chosen is not None and level.score(found.chosen) >= value:
            best = found.chosen
    return LevelSolved(chosen=best, bound=bound, ended=UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Relaxed:
    """What the linear relaxation says: a bound, and how much of each option it takes (empty: unsolved)."""

    bound: int
    values: tuple[float, ...]


def _relaxed(asked: LevelAsked) -> _Relaxed:
    mathopt = part("math_opt.python.mathopt", NAME)
    model, option = model_of(mathopt, asked.rows, asked.level, asked.held, whole=False)
    limits = mathopt.SolveParameters(time_limit=timedelta(seconds=asked.effort.wall_s))
    with apart_from_output():
        found = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    bound = bound_of(found.termination.objective_bounds.dual_bound, asked.level)
    values = found.variable_values(option) if found.has_primal_feasible_solution() else ()
    return _Relaxed(bound=bound, values=tuple(values))


def _decided(asked: LevelAsked, relaxed: _Relaxed, left_s: float) -> frozenset[int] | None:
    """A choice in which all that the relaxation decides stays as it says; None where none was found."""
    if not relaxed.values or left_s <= 0:
        return None
    mathopt = part("math_opt.python.mathopt", NAME)
    model, option = model_of(mathopt, asked.rows, asked.level, asked.held, whole=True)
    for variable, value in zip(option, relaxed.values, strict=True):
        if abs(value - round(value)) < WHOLE:
            variable.lower_bound = variable.upper_bound = float(round(value))
    limits = mathopt.SolveParameters(
        time_limit=timedelta(seconds=left_s),
        node_limit=max(1, round(asked.effort.units * NODES_A_UNIT)),
        relative_gap_tolerance=max(asked.effort.gap, CLOSE),
    )
    with apart_from_output():
        found = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    if not found.has_primal_feasible_solution():
        return None
    return frozenset(i for i, value in enumerate(found.variable_values(option)) if value > 0.5)
