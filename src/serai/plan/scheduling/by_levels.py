"""A problem solved level by level, each held where it is while the next one is made as good as it can be."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from serai.plan.scheduling.greedy import by_worth, greedy_choice, plain_bound
from serai.plan.scheduling.levels import Level, levels
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.result import OPTIMAL, STOPPED, Effort, Schedule, Told, made
from serai.plan.scheduling.rows import ProblemRows, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSolved:
    """The best choice found for one level (None: none was), its bound, and why the solver stopped."""

    chosen: frozenset[int] | None
    bound: int
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelAsked:
    """One level to be solved: ``held`` levels keep their values; ``start`` is an allowed choice."""

    rows: ProblemRows
    level: Level
    held: Sequence[tuple[Level, int]]
    start: frozenset[int]
    effort: Effort
    told: Told | None


class LevelSolver(Protocol):
    """Solves one level."""

    def __call__(self, asked: LevelAsked) -> LevelSolved:
        """The best choice that it finds, with a bound."""
        ...


def by_levels(
    problem: ScheduleProblem, effort: Effort, told: Told | None, *, solver: str, solve: LevelSolver
) -> Schedule:
    """The schedule that a solver finds; never worse than the greedy one, from which it starts.

    A user's interruption ends it with what it has; levels left are bounded as if nothing were contested.
    """
    rows, of = rows_of(problem), levels(problem)
    best = greedy_choice(rows, by_worth(of, problem), rows.fixed)
    bounds: list[int] = []
    held: list[tuple[Level, int]] = []
    ended = OPTIMAL
    for level in of:
        plain = plain_bound(level, problem, rows)  # a search cut early may know of no bound but infinity
        one = LevelSolved(chosen=None, bound=plain, ended=STOPPED)
        if ended != STOPPED:
            asked = LevelAsked(rows=rows, level=level, held=held, start=best, effort=effort, told=told)
            with suppress(KeyboardInterrupt):
                one = _met(asked, one.bound) or solve(asked)
        if one.chosen is not None and level.score(one.chosen) > level.score(best):
            best = one.chosen
        value = level.score(best)
        bounds.append(max(value, min(plain, one.bound)))
        held.append((level, value))
        if ended == OPTIMAL or one.ended == STOPPED:
            ended = one.ended
        if told is not None:
            told(level.name, value, bounds[-1])
    return made(problem, of, best, bounds, solver=solver, ended=ended, effort=effort)


def _met(asked: LevelAsked, bound: int) -> LevelSolved | None:
    """A level of goals alone that the start already meets as far as anything could; None for any other."""
    if any(asked.level.weights) or asked.level.score(asked.start) < bound:
        return None
    return LevelSolved(chosen=None, bound=bound, ended=OPTIMAL)
