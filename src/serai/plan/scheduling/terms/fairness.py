"""Fair shares: max-min over partners, level by level, and the debt that a day leaves for the next.

The vector of what partners have, the least first, is made as large as it can be from its first place on
(leximin). For whole numbers that is one sum for each height v of the water: of min(has, v) over partners,
v rising. Levels that everybody reaches cost no solving.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

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
    debts = {partner.id: partner.debt for partner in problem.partners}
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


def undebted(problem: ScheduleProblem) -> ScheduleProblem:
    """The same day among partners of whom nobody is owed anything."""
    return replace(problem, partners=tuple(replace(partner, debt=0) for partner in problem.partners))


def carried(
    problem: ScheduleProblem, chosen: Collection[str], fair: Collection[str]
) -> tuple[SharingPartner, ...]:
    """The partners with what they are owed after a day: the debt before, and a fair day less what came.

    ``fair`` is the choice of the day without debts (`undebted`): what each would have had. So a day without
    debts leaves none, whoever can be served by what, and a debt shrinks by what was had beyond that.
    """
    had, due = results(problem, chosen), results(problem, fair)
    return tuple(SharingPartner(id=p.id, debt=p.debt + due[p.id] - had[p.id]) for p in problem.partners)
