"""A scheduling problem, frozen and checked: what is asked, by which options, of which resources."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import chain

from serai.errors import Refused
from serai.plan.scheduling.checks import (
    goal_wrong,
    known,
    named_once,
    option_wrong,
    resource_wrong,
    shared_wrong,
    task_wrong,
    total_wrong,
)
from serai.plan.scheduling.nouns import Goal, Resource, Task, TaskOption
from serai.wording import Reason, reason


class ProblemRefused(Refused):
    """A scheduling problem that cannot be read as one: what is wrong, and where."""


@dataclass(frozen=True, kw_only=True)
class ScheduleProblem:
    """Which options to choose, so that everything fits and the most is served.

    All uses lie in [``start``, ``end``). ``never_together`` are sets of options of which one at least is left
    out. ``before`` are the options of an earlier plan, which a new one keeps where nothing is lost by it.
    ``epoch`` is the UTC of time 0, for people; the unit of time is the second there. The objective goes by
    levels: worth served, from the first priority down; then the delivery times; then what is kept.
    """

    start: int
    end: int
    resources: tuple[Resource, ...] = ()
    tasks: tuple[Task, ...] = ()
    options: tuple[TaskOption, ...] = ()
    never_together: tuple[tuple[str, ...], ...] = ()
    goals: tuple[Goal, ...] = ()
    before: tuple[str, ...] = ()
    epoch: str = ""

    def __post_init__(self) -> None:
        for first in self._wrong():
            wrong: Reason = first
            raise ProblemRefused(wrong)

    def __repr__(self) -> str:
        return f"ScheduleProblem({len(self.tasks)} tasks, {len(self.options)} options)"

    @cached_property
    def resource(self) -> Mapping[str, Resource]:
        """The resources by id."""
        return {r.id: r for r in self.resources}

    @cached_property
    def task(self) -> Mapping[str, Task]:
        """The tasks by id."""
        return {t.id: t for t in self.tasks}

    @cached_property
    def option(self) -> Mapping[str, TaskOption]:
        """The options by id."""
        return {o.id: o for o in self.options}

    @cached_property
    def digest(self) -> str:
        """What tells this problem from any other: the SHA-256 of all of it."""
        written = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()

    def _wrong(self) -> Iterator[Reason]:
        ids = {
            "resource": [r.id for r in self.resources],
            "task": [t.id for t in self.tasks],
            "option": [o.id for o in self.options],
            "goal": [g.id for g in self.goals],
        }
        if self.end <= self.start:
            whole = reason("schedule.of_problem")
            yield reason("schedule.backwards", where=whole, start=self.start, end=self.end)
        for kind, names in ids.items():
            yield from named_once(kind, names)
        tasks, goals, options = set(ids["task"]), set(ids["goal"]), set(ids["option"])
        yield from chain.from_iterable(map(resource_wrong, self.resources))
        yield from chain.from_iterable(map(task_wrong, self.tasks))
        yield from chain.from_iterable(map(goal_wrong, self.goals))
        yield from chain.from_iterable(option_wrong(o, self.resource, tasks, goals) for o in self.options)
        yield from known("option", chain(*self.never_together), options, reason("schedule.of_never_together"))
        yield from known("option", self.before, options, reason("schedule.of_before"))
        yield from shared_wrong(self.options)
        yield from total_wrong(self.options, self.goals)
