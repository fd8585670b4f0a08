"""What is wrong with a schedule, judged from the problem alone: it shares no code with any solver.

Every rule of a problem is known here: things that are not in it, one thing chosen twice or too often, spans,
windows, shortest contacts, deadlines, what is held at once with set-up, teardown and switching, closures,
turning, duty and power, sets of options that exclude each other, terms, and the figures that the schedule
tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from serai.plan.scheduling.nouns import Resource, ResourceUse, TaskOption, UseLimit
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.result import Schedule
from serai.plan.scheduling.terms.judge import (
    dues_wrong,
    omissions,
    own_amount,
    shared_worth,
    term_faults,
    unsure,
)
from serai.wording import Reason, reason

Taken = list[tuple[TaskOption, ResourceUse]]


def schedule_faults(schedule: Schedule, problem: ScheduleProblem) -> list[Reason]:
    """Every fault of a schedule, a sentence each; empty for a sound one."""
    if schedule.problem != problem.digest:
        return [reason("schedule_faults.other_problem")]
    broken = choice_faults(schedule.chosen, problem)
    broken = broken or list(omissions(schedule.chosen, problem, choice_faults))
    return broken or list(_figures(schedule, problem))


def choice_faults(chosen: Sequence[str], problem: ScheduleProblem) -> list[Reason]:
    """Every rule that a choice of options breaks."""
    found = list(_unknown_or_twice(chosen, problem))
    options = [problem.option[name] for name in dict.fromkeys(chosen) if name in problem.option]
    for option in options:
        found += _of_one(option, problem)
    found += _too_often(options, problem)
    taken: dict[str, Taken] = defaultdict(list)
    for option in options:
        for use in option.uses:
            taken[use.resource].append((option, use))
    for resource in problem.resources:
        if resource.id in taken:
            found += _of_resource(resource, taken[resource.id])
    found += _together(chosen, problem)
    return found + list(term_faults(options, problem))


def _unknown_or_twice(chosen: Sequence[str], problem: ScheduleProblem) -> Iterator[Reason]:
    for name in chosen:
        if name not in problem.option:
            yield reason("schedule_faults.no_option", option=name)
    seen: set[str] = set()
    for name in chosen:
        if name in seen:
            yield reason("schedule_faults.chosen_twice", option=name)
        seen.add(name)


def _together(chosen: Sequence[str], problem: ScheduleProblem) -> Iterator[Reason]:
    there = set(chosen)
    for names in problem.never_together:
        if set(names) <= there:
            yield reason("schedule_faults.together", options=tuple(sorted(set(names))))


def _of_one(option: TaskOption, problem: ScheduleProblem) -> Iterator[Reason]:
    """What is wrong with an option whatever else is chosen."""
    task = problem.task[option.task]
    down = option.ready
    if down is None:
        down = max([u.end for u in option.uses], default=problem.start)
    if task.due is not None and down + task.handling > task.due:
        in_hand = down + task.handling
        yield reason("schedule_faults.late", option=option.id, task=task.id, in_hand=in_hand, due=task.due)
    for use in option.uses:
        least = problem.resource[use.resource].least
        if use.start < problem.start or use.end > problem.end:
            yield reason("schedule_faults.outside", option=option.id, start=problem.start, end=problem.end)
        if use.end - use.start < least:
            length = use.end - use.start
            yield reason(
                "schedule_faults.short", option=option.id, resource=use.resource, length=length, least=least
            )


def _too_often(options: Sequence[TaskOption], problem: ScheduleProblem) -> Iterator[Reason]:
    of_task: dict[str, list[str]] = defaultdict(list)
    for option in options:
        of_task[option.task].append(option.id)
    for task in problem.tasks:
        mine = tuple(of_task.get(task.id, ()))
        if len(mine) > task.at_most:
            yield reason("schedule_faults.too_often", task=task.id, options=mine, most=task.at_most)


def _of_resource(resource: Resource, taken: Taken) -> Iterator[Reason]:
    """What is wrong with what one resource does, by the clock."""
    once: dict[object, tuple[TaskOption, ResourceUse]] = {}
    for number, (option, use) in enumerate(taken):
        once.setdefault(use.serves or number, (option, use))
    uses = sorted(once.values(), key=lambda pair: (pair[1].start, pair[0].id))
    yield from _too_much(resource, uses)
    yield from _while_closed(resource, uses)
    yield from _no_time_to_turn(resource, uses)
    for limit in resource.limits:
        yield from _worked_too_long(resource, limit, uses)


def _too_much(resource: Resource, uses: Taken) -> Iterator[Reason]:
    """The first moment at which more units are held than there are."""
    free_again = resource.teardown + resource.switch
    live: Taken = []
    for option, one in uses:
        moment = one.start - resource.setup
        live = [(o, u) for o, u in live if moment < u.end + free_again] + [(option, one)]
        if sum(u.units for _, u in live) > resource.units:
            by = tuple(o.id for o, _ in live)
            yield reason(
                "schedule_faults.too_much", resource=resource.id, units=resource.units, at=moment, options=by
            )
            return


def _while_closed(resource: Resource, uses: Taken) -> Iterator[Reason]:
    """The first moment at which a closure leaves too few units."""
    moments = [u.start - resource.setup for _, u in uses] + [start for start, _, _ in resource.closed]
    for moment in sorted(moments):
        shut = sum(units for start, end, units in resource.closed if start <= moment < end)
        now = [(o, u) for o, u in uses if u.start - resource.setup <= moment < u.end + resource.teardown]
        held = sum(u.units for _, u in now)
        if shut and held and held > max(0, resource.units - shut):
            by = tuple(o.id for o, _ in now)
            yield reason("schedule_faults.closed", resource=resource.id, at=moment, options=by)
            return


def _no_time_to_turn(resource: Resource, uses: Taken) -> Iterator[Reason]:
    if resource.slew is None:
        return
    for (first, a), (second, b) in combinations(uses, 2):
        if a.pointing is None or b.pointing is None:
            continue
        turn = max(abs(x - y) for x, y in zip(a.pointing[1], b.pointing[0], strict=True))
        whole, rest = divmod(turn, resource.slew.per_second)
        takes = resource.slew.settle + whole + (rest > 0) if turn else 0
        if b.start < a.end + takes:
            yield reason(
                "schedule_faults.turning", resource=resource.id, first=first.id, second=second.id,
                takes=takes, there=b.start - a.end,
            )  # fmt: skip


def _worked_too_long(resource: Resource, limit: UseLimit, uses: Taken) -> Iterator[Reason]:
    for _, one in uses:
        within = [u for _, u in uses if one.start <= u.start < one.start + limit.window]
        total = sum(u.energy if limit.of == "energy" else u.end - u.start for u in within)
        if total > limit.at_most:
            yield reason(
                "schedule_faults.limit", resource=resource.id, total=total, most=limit.at_most,
                start=one.start, window=limit.window,
            )  # fmt: skip
            return


def _figures(schedule: Schedule, problem: ScheduleProblem) -> Iterator[Reason]:
    """What a sound choice tells wrongly of itself."""
    worth = _worth(schedule.chosen, problem)
    told, dues = dict(zip(schedule.levels, schedule.objective, strict=True)), dict(schedule.dues)
    yield from dues_wrong(dues, problem)
    for name, value in told.items():
        word, _, height = name.rpartition(" ")
        fair = word == "fairness"
        is_ = shared_worth(schedule.chosen, problem, int(height), dues) if fair else worth.get(name, 0)
        if is_ != value:
            yield reason("schedule_faults.objective", level=name, told=value, is_=is_)
    for name, value, bound in zip(schedule.levels, schedule.objective, schedule.bound, strict=True):
        if bound < value:
            yield reason("schedule_faults.bound", level=name, value=value, bound=bound)


def _worth(chosen: Sequence[str], problem: ScheduleProblem) -> Mapping[str, int]:
    """What a choice is worth by level, worked out from the words of the problem."""
    worth: dict[str, int] = {"delivery": 0, "stability": 0}
    reached: dict[str, int] = {}
    words = unsure(problem)
    for name in chosen:
        option = problem.option[name]
        level = f"priority {problem.task[option.task].priority}"
        for counted in (level,) * (name not in words) + (f"{level} with owners' word",):
            worth[counted] = worth.get(counted, 0) + option.value * option.chance
        if option.ready is not None and option.ready > problem.start:
            worth["delivery"] -= option.ready - problem.start
        kept = name in problem.before
        worth["stability"] += 1 if kept else -int(problem.least_change)
        for goal, amount in option.counts:
            reached[goal] = reached.get(goal, 0) + amount
    for goal_of in problem.goals:
        counted_of = min(goal_of.up_to, reached.get(goal_of.id, 0))
        for level in (f"priority {goal_of.priority}", f"priority {goal_of.priority} with owners' word"):
            worth[level] = worth.get(level, 0) + goal_of.worth * counted_of
    return worth | _under_terms(chosen, problem)


def _under_terms(chosen: Sequence[str], problem: ScheduleProblem) -> dict[str, int]:
    """The levels that terms bring: own use, and firm bookings."""
    own = (min(one.at_least, own_amount(one, chosen, problem)) for one in problem.own_uses)
    return {"own use": sum(own), "firm bookings": sum(name in problem.firm for name in chosen)}
