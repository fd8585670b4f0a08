"""Fair shares: max-min over partners, level by level, and the debt that a day leaves for the next.

The vector of what partners have, the least first, is made as large as it can be from its first place on
(leximin). For whole numbers that is one sum for each height v of the water: of min(has, v) over partners,
v rising. Levels that everybody reaches cost no solving.

Where somebody is owed something, the day is planned twice: as if nobody were, which tells what each is due;
then with shares counted beyond due and debt, so that a debt is made good by all alike, and also to a partner
that has much because it asks for much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from serai.plan.scheduling.nouns import Goal
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.terms.counting import words_needed
from serai.plan.scheduling.terms.nouns import SharingPartner

FAIRNESS = "fairness"


def shared_tasks(problem: ScheduleProblem) -> dict[str, list[str]]:
    """The tasks of each partner that are shared fairly: those below the urgent classes."""
    found: dict[str, list[str]] = {partner.id: [] for partner in problem.partners}
    for task in problem.tasks:
        if task.party in found and task.priority > problem.urgent:
            found[task.party].append(task.id)
    return found


def could_have(problem: ScheduleProblem, possible: Collection[str]) -> dict[str, int]:
    """How many results each partner could have at most if nobody else asked, by its ``possible`` options."""
    options: dict[str, int] = defaultdict(int)
    for name in possible:
        options[problem.option[name].task] += 1
    return {
        partner: sum(min(problem.task[t].at_most, options[t]) for t in tasks)
        for partner, tasks in shared_tasks(problem).items()
    }


WaterLevel = tuple[
    str, tuple[Goal, ...], tuple[dict[int, int], ...]
]  # its name, goals, and what adds to them


def water_levels(problem: ScheduleProblem) -> Iterator[WaterLevel]:
    """Each height of the water with its goals (one a partner) and what options add to them."""
    if not problem.partners:
        return
    words = words_needed(problem)
    certain = frozenset(o.id for o in problem.options if o.id not in words and o.worth)
    caps = could_have(problem, certain)
    amounts = tuple(_added(tasks, problem, certain) for tasks in shared_tasks(problem).values())
    debts = {partner.id: partner.entitled for partner in problem.partners}
    before: tuple[int, ...] = ()
    highest = max(caps[name] - debt for name, debt in debts.items())
    for height in range(1 - max(debts.values()), highest + 1):
        up_to = tuple(min(max(height + debt, 0), caps[name]) for name, debt in debts.items())
        if up_to != before and any(up_to):
            goals = tuple(Goal(id=n, up_to=most, worth=1) for n, most in zip(debts, up_to, strict=True))
            yield f"{FAIRNESS} {height}", goals, amounts
        before = up_to


def _added(tasks: Sequence[str], problem: ScheduleProblem, certain: Collection[str]) -> dict[int, int]:
    """The options that count for a partner, by place."""
    mine = set(tasks)
    return {i: 1 for i, o in enumerate(problem.options) if o.id in certain and o.task in mine}


def first_in_turn(problem: ScheduleProblem, goals: Sequence[Goal]) -> list[int]:
    """Which options count for a height of the water when each partner's best tasks come first; by place."""
    best: dict[str, int] = defaultdict(int)
    for option in problem.options:
        best[option.task] = max(best[option.task], option.worth)
    counts: set[str] = set()
    most = {goal.id: goal.up_to for goal in goals}
    for partner, tasks in shared_tasks(problem).items():
        ranked = sorted(tasks, key=lambda t: (problem.task[t].priority, -best[t], t))
        counts.update(ranked[: most.get(partner, 0)])
    return [int(option.task in counts) for option in problem.options]


def results(problem: ScheduleProblem, chosen: Collection[str]) -> dict[str, int]:
    """How many results that are shared fairly, and certain, each partner has."""
    words = words_needed(problem)
    by_task: dict[str, int] = defaultdict(int)
    for name in chosen:
        by_task[problem.option[name].task] += name not in words and problem.option[name].worth > 0
    return {partner: sum(by_task[t] for t in mine) for partner, mine in shared_tasks(problem).items()}


def asks_for_dues(problem: ScheduleProblem) -> bool:
    """Whether somebody is owed something, and what is due to someone is not told."""
    owed = any(partner.debt for partner in problem.partners)
    return owed and any(partner.due is None for partner in problem.partners)


def undebted(problem: ScheduleProblem) -> ScheduleProblem:
    """The same day among partners of whom nobody is owed anything."""
    return replace(problem, partners=tuple(SharingPartner(id=p.id) for p in problem.partners))


def with_dues(problem: ScheduleProblem, dues: Mapping[str, int]) -> ScheduleProblem:
    """The same day with what partners are due, for those of whom it is not told."""
    told = (replace(p, due=dues[p.id]) if p.due is None else p for p in problem.partners)
    return replace(problem, partners=tuple(told))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersShare:
    """What a partner ``has`` of a day and was ``due``, and how much it is owed before and after.

    What it was due is what it has where nobody was owed anything. ``spare`` is what it has beyond its due
    and nobody missed: all have more together than they were due, which is nobody's debt.
    """

    id: str
    has: int
    due: int
    owed: int
    spare: int = 0

    @property
    def owed_after(self) -> int:
        """The debt of the next day: what was owed and due, less what came; below zero where it is ahead."""
        return self.owed + self.due - (self.has - self.spare)


def shares_of(
    problem: ScheduleProblem, chosen: Collection[str], dues: Mapping[str, int]
) -> tuple[PartnersShare, ...]:
    """What each partner has of a choice, in the problem's order; ``dues`` are the schedule's, if any."""
    has = results(problem, chosen)
    due = {p.id: p.due for p in problem.partners if p.due is not None} | dict(dues)
    found = {
        p.id: PartnersShare(id=p.id, has=has[p.id], due=due.get(p.id, has[p.id]), owed=p.debt)
        for p in problem.partners
    }
    for _ in range(sum(one.has - one.due for one in found.values())):
        above = (one for one in found.values() if one.has - one.spare > one.due)
        most = min(above, key=lambda one: one.owed_after)  # the one most ahead first
        found[most.id] = replace(most, spare=most.spare + 1)
    return tuple(found.values())
