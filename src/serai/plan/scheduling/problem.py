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
from serai.plan.scheduling.terms.checks import (
    kept_back_wrong,
    licences_wrong,
    own_uses_wrong,
    partners_wrong,
    quotas_wrong,
)
from serai.plan.scheduling.terms.nouns import Licence, OwnUse, SharingPartner, UseQuota
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

    Under terms: ``quotas``, ``licences`` and the windows that owners keep back are never broken, and
    ``own_uses`` come before all else. Classes up to ``urgent`` come next and pre-empt ``firm`` bookings;
    nothing else does. Then ``partners`` share fairly, then come the other classes. ``fixed`` options are
    chosen whatever it costs (a pass in progress, what is near). With ``least_change`` an earlier plan is
    changed as little as may be (what is kept less what is new) before delivery times count.
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
    quotas: tuple[UseQuota, ...] = ()
    own_uses: tuple[OwnUse, ...] = ()
    licences: tuple[Licence, ...] = ()
    partners: tuple[SharingPartner, ...] = ()
    urgent: int = 0
    firm: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    least_change: bool = False

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
        yield from self._terms_wrong(options)
        yield from shared_wrong(self.options)
        yield from total_wrong(self.options, self.goals)

    def _terms_wrong(self, options: set[str]) -> Iterator[Reason]:
        resources = set(self.resource)
        parties = {t.party for t in self.tasks} | {p.id for p in self.partners}
        parties |= {r.owner for r in self.resources}
        yield from kept_back_wrong(self.resources)
        yield from quotas_wrong(self.quotas, resources, parties - {""})
        yield from own_uses_wrong(self.own_uses, resources, parties - {""})
        yield from licences_wrong(self.licences)
        yield from partners_wrong(self.partners)
        licences = {one.id for one in self.licences}
        for option in self.options:
            yield from known("licence", option.needs, licences, reason("schedule.of_option", id=option.id))
        yield from known("option", self.firm, options, reason("schedule.of_firm"))
        yield from known("option", self.fixed, options, reason("schedule.of_fixed"))
