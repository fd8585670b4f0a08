"""The solvers by name, behind one interface; without OR-Tools only the greedy one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from serai.errors import Refused
from serai.plan.scheduling import cpsat, greedy, milp, neighbourhoods
from serai.plan.scheduling.judge import choice_faults
from serai.plan.scheduling.ortools import at_hand
from serai.plan.scheduling.problem import ProblemRefused, ScheduleProblem
from serai.plan.scheduling.result import STOPPED, Effort, Schedule, Told
from serai.plan.scheduling.terms.fairness import asks_for_dues, results, undebted, with_dues

PROVEN_TO = 10_000  # options


class ScheduleSolver(Protocol):
    """Makes a schedule of a problem, with a bound."""

    def __call__(self, problem: ScheduleProblem, effort: Effort, told: Told | None = None) -> Schedule:
        """The best schedule found with so much effort; ``told`` hears of values and bounds on the way."""
        ...


SOLVERS: Mapping[str, ScheduleSolver] = {
    greedy.NAME: greedy.greedily,
    milp.NAME: milp.mixed_integer,
    cpsat.NAME: cpsat.constraint_programme,
    neighbourhoods.NAME: neighbourhoods.neighbourhood_search,
}


class UnknownSolver(Refused):
    """A solver of a name that there is none of."""


def best_at_hand(problem: ScheduleProblem) -> str:
    """The solver that is taken where none is named; greedy without OR-Tools.

    The mixed-integer program proves what it finds, and gives way to the search of neighbourhoods where a
    problem is too large for that: a day of 284 satellites stands 1.9 % from its bound instead of 5.3.
    """
    if not at_hand():
        return greedy.NAME
    return milp.NAME if len(problem.options) <= PROVEN_TO else neighbourhoods.NAME


def scheduled(
    problem: ScheduleProblem,
    *,
    solver: str | None = None,
    effort: Effort | None = None,
    told: Told | None = None,
) -> Schedule:
    """The schedule of a problem by a solver; refused where there is none of that name, or no OR-Tools.

    Refused (`ProblemRefused`) too where what is fixed does not fit together. Where partners are owed
    something, the day on which nobody is comes first, by the same solver and effort: it tells their dues.
    """
    name = solver or best_at_hand(problem)
    if name not in SOLVERS:
        raise UnknownSolver("schedule.unknown_solver", got=name, known=tuple(SOLVERS))
    for clash in choice_faults(problem.fixed, problem):
        raise ProblemRefused("schedule.fixed_clash", says=clash)
    work = effort or Effort()
    if not asks_for_dues(problem):
        return SOLVERS[name](problem, work, told)
    fair = SOLVERS[name](undebted(problem), work, told and _of_the_fair_day(told))
    has = results(problem, fair.chosen)
    dues = {p.id: has[p.id] for p in problem.partners if p.due is None}
    solve = SOLVERS[greedy.NAME if fair.ended == STOPPED else name]
    made = solve(with_dues(problem, dues), work, told)
    ended = STOPPED if fair.ended == STOPPED else made.ended
    return replace(made, problem=problem.digest, dues=tuple(dues.items()), ended=ended)


def _of_the_fair_day(told: Told) -> Told:
    """What hears of the day on which nobody is owed anything."""
    return lambda level, value, bound: told(f"{level} if nobody were owed", value, bound)
