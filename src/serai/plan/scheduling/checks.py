"""What makes a scheduling problem impossible to read as one: the first such thing, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from serai.plan.scheduling.nouns import CERTAIN, Goal, Resource, ResourceUse, Task, TaskOption
from serai.wording import Reason, reason

LARGEST = 2**52  # sums of worth stay whole numbers in floating point, which one of the solvers works in
KINDS: Mapping[str, Callable[[], Reason]] = {
    "resource": lambda: reason("schedule.resource"),
    "task": lambda: reason("schedule.task"),
    "option": lambda: reason("schedule.option"),
    "goal": lambda: reason("schedule.goal"),
    "quota": lambda: reason("schedule.quota"),
    "own use": lambda: reason("schedule.own_use"),
    "licence": lambda: reason("schedule.licence"),
    "partner": lambda: reason("schedule.partner"),
}


def named_once(kind: str, ids: Sequence[str]) -> Iterator[Reason]:
    """Two things of one name."""
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            yield reason("schedule.twice", kind=KINDS[kind](), id=one)
        seen.add(one)


def known(kind: str, names: Iterable[str], there: Collection[str], where: Reason) -> Iterator[Reason]:
    """Names that are used and stand for nothing."""
    for name in names:
        if name not in there:
            yield reason("schedule.unknown", where=where, kind=KINDS[kind](), id=name)


def resource_wrong(one: Resource) -> Iterator[Reason]:
    """What is wrong with a resource."""
    where = reason("schedule.of_resource", id=one.id)
    figures = {"setup": one.setup, "teardown": one.teardown, "switch": one.switch, "least": one.least}
    yield from at_least(where, {"units": one.units}, 1)
    yield from at_least(where, figures, 0)
    for start, end, units in one.closed:
        if end <= start:
            yield reason("schedule.backwards", where=where, start=start, end=end)
        yield from at_least(where, {"closed": units}, 1)
    for limit in one.limits:
        yield from at_least(where, {"window": limit.window}, 1)
        yield from at_least(where, {"at_most": limit.at_most}, 0)
        if limit.of not in ("time", "energy"):
            yield reason("schedule.limit_of", where=where, got=limit.of)
    if one.slew is not None:
        yield from at_least(where, {"per_second": one.slew.per_second}, 1)
        yield from at_least(where, {"settle": one.slew.settle}, 0)
        if one.units != 1:
            yield reason("schedule.slew_units", where=where, units=one.units)


def task_wrong(one: Task) -> Iterator[Reason]:
    """What is wrong with a task."""
    where = reason("schedule.of_task", id=one.id)
    yield from at_least(where, {"priority": one.priority, "at_most": one.at_most}, 1)
    yield from at_least(where, {"handling": one.handling}, 0)


def goal_wrong(one: Goal) -> Iterator[Reason]:
    """What is wrong with a goal."""
    where = reason("schedule.of_goal", id=one.id)
    yield from at_least(where, {"priority": one.priority}, 1)
    yield from at_least(where, {"up_to": one.up_to, "worth": one.worth}, 0)


def option_wrong(
    one: TaskOption, resources: Mapping[str, Resource], tasks: Collection[str], goals: Collection[str]
) -> Iterator[Reason]:
    """What is wrong with an option."""
    where = reason("schedule.of_option", id=one.id)
    yield from known("task", (one.task,), tasks, where)
    yield from known("resource", (u.resource for u in one.uses), resources, where)
    yield from known("goal", (g for g, _ in one.counts), goals, where)
    figures = {"value": one.value, "chance": one.chance, "area": one.area, "data": one.data}
    yield from at_least(where, figures, 0)
    yield from at_least(where, dict(one.counts), 0)
    if one.chance > CERTAIN:
        yield reason("schedule.chance", where=where, most=CERTAIN, got=one.chance)
    yield from chain.from_iterable(_use_wrong(use, where) for use in one.uses)


def _use_wrong(use: ResourceUse, where: Reason) -> Iterator[Reason]:
    yield from at_least(where, {"units": use.units}, 1)
    yield from at_least(where, {"energy": use.energy}, 0)
    if use.end <= use.start:
        yield reason("schedule.backwards", where=where, start=use.start, end=use.end)
    elif use.window is not None and (use.start < use.window[0] or use.end > use.window[1]):
        yield _outside(use, use.window, where)


def _outside(use: ResourceUse, window: tuple[int, int], where: Reason) -> Reason:
    length, most = use.end - use.start, window[1] - window[0]
    if length > most:
        return reason("schedule.longer", where=where, resource=use.resource, length=length, most=most)
    return reason(
        "schedule.outside", where=where, resource=use.resource, start=use.start, end=use.end,
        from_=window[0], to=window[1],
    )  # fmt: skip


def shared_wrong(options: Iterable[TaskOption]) -> Iterator[Reason]:
    """Uses that are to be held once and are not the same use."""
    first: dict[tuple[str, str], tuple[ResourceUse, str]] = {}
    for option in options:
        for use in option.uses:
            held, by = first.setdefault((use.resource, use.serves), (use, option.id))
            if use.serves and _held(held) != _held(use):
                yield reason("schedule.not_one_use", serves=use.serves, first=by, second=option.id)


def _held(use: ResourceUse) -> tuple[object, ...]:
    return use.start, use.end, use.units, use.pointing, use.energy


def total_wrong(options: Iterable[TaskOption], goals: Iterable[Goal]) -> Iterator[Reason]:
    """Values so large that their sum is not exact."""
    total = sum(o.worth for o in options) + sum(g.worth * g.up_to for g in goals)
    if total > LARGEST:
        yield reason("schedule.too_large", most=LARGEST, got=total)


def at_least(where: Reason, figures: Mapping[str, int], least: int) -> Iterator[Reason]:
    """Figures that are too small."""
    for name, got in figures.items():
        if got < least:
            yield reason("schedule.too_small", where=where, field=name, least=least, got=got)
