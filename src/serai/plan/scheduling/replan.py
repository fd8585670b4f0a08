"""A plan made again after something changed: what is near stays, as little as can be is changed.

A booking of the earlier plan that has begun, or begins before what is frozen ends, stays as it is, whole: a
pass in progress is never half-changed. One that is no longer sound (its station is lost) goes, whole. Nothing
new begins in what is frozen; only what a lost booking left on board may come down another way. Then come the
levels as ever, and before delivery times the fewest changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from serai.plan.scheduling.judge import choice_faults
from serai.plan.scheduling.levels import STABILITY
from serai.plan.scheduling.nouns import ResourceUse, TaskOption
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.result import Effort, Schedule, Told
from serai.plan.scheduling.solvers import scheduled
from serai.wording import Reason, reason


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """A plan made again: the situation now, the problem that was solved, and what the earlier plan had.

    The problem is the situation with what is near as it stands. ``lost`` are the bookings that could not
    stay, each with the reason.
    """

    situation: ScheduleProblem
    problem: ScheduleProblem
    schedule: Schedule
    earlier: tuple[str, ...]
    lost: tuple[tuple[str, Reason], ...]

    @property
    def given_up(self) -> tuple[str, ...]:
        """The earlier bookings that are not in the new plan, those lost included."""
        there = set(self.schedule.chosen)
        return tuple(name for name in self.earlier if name not in there)

    @property
    def new(self) -> tuple[str, ...]:
        """The bookings that the earlier plan did not have."""
        return tuple(name for name in self.schedule.chosen if name not in set(self.earlier))

    @property
    def changed(self) -> int:
        """How many bookings differ: those given up and those new."""
        return len(self.given_up) + len(self.new)

    @property
    def changed_at_least(self) -> int:
        """How many must differ in any plan that serves as much: from the bound of what is kept."""
        bounds = dict(zip(self.schedule.levels, self.schedule.bound, strict=True))
        return max(0, len(self.earlier) - bounds[STABILITY]) if STABILITY in bounds else self.changed


def replanned(
    problem: ScheduleProblem,
    earlier: Sequence[str],
    *,
    frozen_until: int,
    solver: str | None = None,
    effort: Effort | None = None,
    told: Told | None = None,
) -> NewPlan:
    """Plan again: ``problem`` is the situation now, ``earlier`` the options of the plan that stood.

    Options of the earlier plan that are not in the problem are lost; so are those that break a rule now.
    """
    stay, lost = _standing(earlier, problem)
    near = sorted(
        (name for name in stay if _start(problem.option[name], problem) < frozen_until),
        key=lambda n: (_start(problem.option[n], problem), n),
    )
    fixed: list[str] = list(problem.fixed)
    for name in near:
        if faults := choice_faults(tuple(dict.fromkeys((*fixed, name))), problem):
            lost.append((name, faults[0]))
        else:
            fixed.append(name)
    gone = {name for name, _ in lost}
    kept = tuple(name for name in stay if name not in gone)
    now = _from(problem, earlier, gone & set(near), frozen_until)
    now = replace(now, fixed=tuple(dict.fromkeys(fixed)), before=kept, least_change=True)
    schedule = scheduled(now, solver=solver, effort=effort, told=told)
    return NewPlan(
        situation=problem, problem=now, schedule=schedule, earlier=tuple(earlier), lost=tuple(lost)
    )


def _standing(earlier: Sequence[str], problem: ScheduleProblem) -> tuple[list[str], list[tuple[str, Reason]]]:
    """The bookings that break no rule by themselves now, and those that cannot stay, with the reason."""
    stay: list[str] = []
    lost: list[tuple[str, Reason]] = []
    for name in earlier:
        faults = choice_faults((name,), problem) if name in problem.option else [reason("change.not_offered")]
        if faults:
            lost.append((name, faults[0]))
        else:
            stay.append(name)
    return stay, lost


def _start(option: TaskOption, problem: ScheduleProblem) -> int:
    return min((u.start for u in option.uses), default=problem.start)


def _from(
    problem: ScheduleProblem, earlier: Sequence[str], out: Collection[str], frozen_until: int
) -> ScheduleProblem:
    """The problem with what is near as it stands: nothing new begins there but from what was there before."""
    had = [problem.option[name] for name in earlier if name in problem.option]
    uses = {(o.task, _same(u)) for o in had for u in o.uses}
    begun = {(o.task, u.resource, u.start) for o in had for u in o.uses}
    names = {o.id for o in had}

    def open_(option: TaskOption) -> bool:
        """Whether it may be chosen: it was there, or all that is new of it begins later.

        What is on board already may stay there longer: until a later pass of the same option ends.
        """

        def waits(use: ResourceUse) -> bool:
            ends = any(u.end == use.end and u.start > use.start for u in option.uses)
            return ends and (option.task, use.resource, use.start) in begun

        new = (u for u in option.uses if (option.task, _same(u)) not in uses)
        fits = option.id in names or all(u.start >= frozen_until or waits(u) for u in new)
        return option.id not in out and fits

    options = tuple(filter(open_, problem.options))
    there = {o.id for o in options}
    return replace(
        problem,
        options=options,
        never_together=tuple(n for n in problem.never_together if there.issuperset(n)),
        firm=tuple(n for n in problem.firm if n in there),
        before=(),
    )


def _same(use: ResourceUse) -> tuple[str, int, int]:
    return use.resource, use.start, use.end


def changes(of: NewPlan) -> Iterator[Reason]:
    """What is different, in words: who moves, who loses and why, who gets something new."""
    why = dict(of.lost)
    task_of = {o.id: o.task for o in of.situation.options}
    came = {task_of[name]: name for name in of.new}
    moved = set()
    for name in of.given_up:
        task = task_of.get(name, "")
        new = came.get(task)
        if new is not None and new not in moved:
            moved.add(new)
            yield reason("change.moved", task=task, old=name, new=new, why=why.get(name, ""))
        else:
            yield reason("change.lost", old=name, why=why.get(name) or reason("change.gave_way"))
    for name in of.new:
        if name not in moved:
            yield reason("change.new", task=task_of[name], new=name)
