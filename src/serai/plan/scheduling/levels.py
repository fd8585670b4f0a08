"""The objective of a schedule, level by level; a lower level never costs a higher one anything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import gcd

from serai.plan.scheduling.nouns import Goal
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.terms.counting import SharedAmount, own_amounts, words_needed
from serai.plan.scheduling.terms.fairness import water_levels

DELIVERY = "delivery"
STABILITY = "stability"
OWN_USE = "own use"
FIRM = "firm bookings"
WITH_WORDS = " with owners' word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What is made as large as it can be: a weight for each option, and goals with what options count.

    ``amounts`` has for each of ``goals`` what each option (by its place) adds to it; ``shared``, where it is
    not empty, what several options add to it once.
    """

    name: str
    weights: tuple[int, ...]
    goals: tuple[Goal, ...] = ()
    amounts: tuple[dict[int, int], ...] = ()
    shared: tuple[tuple[SharedAmount, ...], ...] = ()

    @property
    def toward(self) -> Iterator[tuple[Goal, dict[int, int], tuple[SharedAmount, ...]]]:
        """Each goal with what options add to it, alone and shared."""
        return zip(self.goals, self.amounts, self.shared or ((),) * len(self.goals), strict=True)

    @property
    def step(self) -> int:
        """What every value of this level is a multiple of."""
        return max(1, gcd(*self.weights, *(g.worth for g in self.goals)))

    def score(self, chosen: Collection[int]) -> int:
        """The value of a choice of options, by their places."""
        served = sum(self.weights[i] for i in chosen)
        for goal, amounts, shared in self.toward:
            once = sum(one.amount for one in shared if not one.options.isdisjoint(chosen))
            served += goal.worth * min(goal.up_to, once + sum(amounts.get(i, 0) for i in chosen))
        return served


def levels(problem: ScheduleProblem) -> tuple[Level, ...]:
    """The levels of a problem's objective that mean something, the first one first; one at least."""
    found = [level for level in _all(problem) if any(level.weights) or any(g.worth for g in level.goals)]
    return tuple(found) or (Level(name="priority 1", weights=(0,) * len(problem.options)),)


def scores(of: Sequence[Level], chosen: Collection[int]) -> tuple[int, ...]:
    """The value of a choice on every level."""
    return tuple(level.score(chosen) for level in of)


def _all(problem: ScheduleProblem) -> Iterator[Level]:
    """Own use; urgent classes; firm bookings; fair shares; the other classes; delivery and what is kept."""
    ranks = sorted({t.priority for t in problem.tasks} | {g.priority for g in problem.goals}) or [1]
    unsure = words_needed(problem)
    yield from _own_use(problem)
    for rank in (r for r in ranks if r <= problem.urgent):
        yield from _of_rank(problem, rank, unsure)
    yield _counting(FIRM, problem, problem.firm)
    for name, goals, amounts in water_levels(problem):
        yield Level(name=name, weights=(0,) * len(problem.options), goals=goals, amounts=amounts)
    for rank in (r for r in ranks if r > problem.urgent):
        yield from _of_rank(problem, rank, unsure)
    late = (0 if o.ready is None else min(0, problem.start - o.ready) for o in problem.options)
    delivery = Level(name=DELIVERY, weights=tuple(late))
    stability = _counting(STABILITY, problem, problem.before, -1 if problem.least_change else 0)
    yield from (stability, delivery) if problem.least_change else (delivery, stability)


def _counting(name: str, problem: ScheduleProblem, names: Collection[str], other: int = 0) -> Level:
    """A level that counts some options, and ``other`` for each of the others."""
    there = set(names)
    return Level(name=name, weights=tuple(1 if o.id in there else other for o in problem.options))


def _own_use(problem: ScheduleProblem) -> Iterator[Level]:
    if problem.own_uses:
        amounts, shared = zip(*(own_amounts(own, problem) for own in problem.own_uses), strict=True)
        yield Level(
            name=OWN_USE,
            weights=(0,) * len(problem.options),
            goals=tuple(Goal(id=own.id, up_to=own.at_least, worth=1) for own in problem.own_uses),
            amounts=amounts,
            shared=shared if any(shared) else (),
        )


def _of_rank(problem: ScheduleProblem, rank: int, unsure: Collection[str]) -> Iterator[Level]:
    """What is served of a class for certain; then with what is subject to somebody's word."""
    worth = tuple(o.worth if problem.task[o.task].priority == rank else 0 for o in problem.options)
    certain = tuple(0 if o.id in unsure else w for w, o in zip(worth, problem.options, strict=True))
    goals = tuple(g for g in problem.goals if g.priority == rank)
    amounts = tuple(_toward(g, problem) for g in goals)
    yield Level(name=f"priority {rank}", weights=certain, goals=goals, amounts=amounts)
    if certain != worth:
        yield Level(name=f"priority {rank}{WITH_WORDS}", weights=worth, goals=goals, amounts=amounts)


def _toward(goal: Goal, problem: ScheduleProblem) -> dict[int, int]:
    """What each option adds to a goal, by place."""
    return {i: n for i, o in enumerate(problem.options) for name, n in o.counts if name == goal.id and n}
