"""Large-neighbourhood search: part of a schedule is freed and solved again, the rest stays (Shaw 1998).

The bound is that of the linear relaxation of the clique rows. A neighbourhood is a stretch of time, or a few
resources over all time; both are drawn by a seeded generator, and the work of each is counted.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from serai.plan.scheduling.by_levels import LevelAsked, LevelSolved, by_levels
from serai.plan.scheduling.cpsat import solve_by_cp_sat
from serai.plan.scheduling.milp import bound_of, model_of
from serai.plan.scheduling.ortools import apart_from_output, part
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.result import OPTIMAL, STOPPED, UNITS, WALL, Effort, Schedule, Told

NAME = "lns"
FREED = 600  # options at once
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
    best, bound = asked.start, _relaxed(asked)
    chance = random.Random(effort.seed)  # noqa: S311 (a search, no secret)
    rounds = max(1, round(effort.units / UNITS_A_PART))
    for _ in range(rounds):
        value = level.score(best)
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
        if asked.told is not None:
            asked.told(level.name, level.score(best), bound)
    return LevelSolved(chosen=best, bound=bound, ended=UNITS)


def _relaxed(asked: LevelAsked) -> int:
    """The bound of the linear relaxation."""
    mathopt = part("math_opt.python.mathopt", NAME)
    model, _ = model_of(mathopt, asked.rows, asked.level, asked.held, whole=False)
    limits = mathopt.SolveParameters(time_limit=timedelta(seconds=asked.effort.wall_s))
    with apart_from_output():
        found = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    return bound_of(found.termination.objective_bounds.dual_bound, asked.level)
