"""What a schedule leaves out, and the rule that stands in the way of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from serai.plan.scheduling.judge import choice_faults
from serai.plan.scheduling.nouns import Resource, TaskOption
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.result import Schedule
from serai.plan.scheduling.terms.counting import counted
from serai.wording import Reason, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftTask:
    """A task that got nothing, and what stands in the way of the best of its options."""

    task: str
    why: Reason


def left_tasks(schedule: Schedule, problem: ScheduleProblem) -> Iterator[LeftTask]:
    """The tasks without an option, in the problem's order."""
    chosen = [problem.option[name] for name in schedule.chosen]
    served = {o.task for o in chosen}
    by_task: dict[str, list[TaskOption]] = defaultdict(list)
    for option in problem.options:
        by_task[option.task].append(option)
    near = _Near(problem, chosen)
    for task in problem.tasks:
        if task.id not in served:
            yield LeftTask(task=task.id, why=_why(by_task[task.id], near, problem))


def _why(options: list[TaskOption], near: _Near, problem: ScheduleProblem) -> Reason:
    if not options:
        return reason("schedule.left.no_option")
    best = min(options, key=lambda o: (-o.worth, o.id))
    alone = choice_faults((best.id,), problem)
    if alone:
        return alone[0]
    beside = choice_faults((*near.to(best), best.id), problem)
    return beside[0] if beside else reason("schedule.left.worth_less", option=best.id)


class _Near:
    """The chosen options that an option could clash with."""

    def __init__(self, problem: ScheduleProblem, chosen: list[TaskOption]) -> None:
        self._reach = {r.id: _reach(r, problem) for r in problem.resources}
        self._on: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._with: dict[str, set[str]] = defaultdict(set)
        for option in chosen:
            for use in option.uses:
                self._on[use.resource].append((use.start, use.end, option.id))
        there = {o.id for o in chosen}
        for names in (*problem.never_together, *_under_quotas(problem)):
            for name in names:
                self._with[name].update(there.intersection(names))

    def to(self, option: TaskOption) -> tuple[str, ...]:
        """Their ids."""
        found = set(self._with.get(option.id, ()))
        for use in option.uses:
            reach = self._reach[use.resource]
            found.update(
                name
                for start, end, name in self._on[use.resource]
                if start <= use.end + reach and use.start <= end + reach
            )
        return tuple(sorted(found))


def _reach(resource: Resource, problem: ScheduleProblem) -> int:
    """How far apart uses of a resource may be and still matter to each other."""
    whole = 0 if resource.slew is None else problem.end - problem.start
    return max(
        resource.setup + resource.teardown + resource.switch,
        *(limit.window for limit in resource.limits),
        whole,
    )


def _under_quotas(problem: ScheduleProblem) -> Iterator[tuple[str, ...]]:
    """The options that share a quota."""
    for quota in problem.quotas:
        yield tuple(o.id for o in problem.options if counted(quota, o, problem))
