"""The objective of a schedule, level by level; a lower level never costs a higher one anything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import gcd

from serai.plan.scheduling.nouns import Goal
from serai.plan.scheduling.problem import ScheduleProblem

DELIVERY = "delivery"
STABILITY = "stability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What is made as large as it can be: a weight for each option, and goals with what options count.

    ``amounts`` has for each of ``goals`` what each option (by its place) adds to it.
    """

    name: str
    weights: tuple[int, ...]
    goals: tuple[Goal, ...] = ()
    amounts: tuple[dict[int, int], ...] = ()

    @property
    def step(self) -> int:
        """What every value of this level is a multiple of."""
        return max(1, gcd(*self.weights, *(g.worth for g in self.goals)))

    def score(self, chosen: Collection[int]) -> int:
        """The value of a choice of options, by their places."""
        served = sum(self.weights[i] for i in chosen)
        for goal, amounts in zip(self.goals, self.amounts, strict=True):
            served += goal.worth * min(goal.up_to, sum(amounts.get(i, 0) for i in chosen))
        return served


def levels(problem: ScheduleProblem) -> tuple[Level, ...]:
    """The levels of a problem's objective that mean something, the first one first; one at least."""
    found = [level for level in _all(problem) if any(level.weights) or any(g.worth for g in level.goals)]
    return tuple(found) or (next(_all(problem)),)


def scores(of: Sequence[Level], chosen: Collection[int]) -> tuple[int, ...]:
    """The value of a choice on every level."""
    return tuple(level.score(chosen) for level in of)


def _all(problem: ScheduleProblem) -> Iterator[Level]:
    ranks = sorted({t.priority for t in problem.tasks} | {g.priority for g in problem.goals}) or [1]
    for rank in ranks:
        mine = [g for g in problem.goals if g.priority == rank]
        yield Level(
            name=f"priority {rank}",
            weights=tuple(o.worth if problem.task[o.task].priority == rank else 0 for o in problem.options),
            goals=tuple(mine),
            amounts=tuple(
                {i: n for i, o in enumerate(problem.options) for name, n in o.counts if name == g.id and n}
                for g in mine
            ),
        )
    late = (0 if o.ready is None else min(0, problem.start - o.ready) for o in problem.options)
    yield Level(name=DELIVERY, weights=tuple(late))
    kept = set(problem.before)
    yield Level(name=STABILITY, weights=tuple(int(o.id in kept) for o in problem.options))
