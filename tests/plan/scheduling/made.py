"""Random small problems, and the best choice among all, found by trying all of them with the judge alone."""

from __future__ import annotations

import random

from serai.plan.scheduling import (
    Goal,
    Resource,
    ResourceUse,
    ScheduleProblem,
    SlewLaw,
    Task,
    TaskOption,
    UseLimit,
    choice_faults,
)

HORIZON = 120


def small_problem(seed: int) -> ScheduleProblem:
    """Up to nine options of up to five tasks on up to three resources, every kind of rule among them."""
    chance = random.Random(seed)
    resources = tuple(_resource(chance, f"r{k}") for k in range(chance.randint(1, 3)))
    tasks = tuple(
        Task(
            id=f"t{k}",
            priority=chance.randint(1, 2),
            at_most=chance.choice((1, 1, 1, 2)),
            handling=chance.randint(0, 10),
            due=chance.choice((None, None, 100)),
        )
        for k in range(chance.randint(2, 5))
    )
    goals = (Goal(id="g", up_to=25, worth=chance.randint(1, 400)),) if chance.random() < 0.4 else ()
    shared = {r.id: _shared(chance, r) for r in resources}
    options = tuple(_option(chance, k, resources, tasks, goals, shared) for k in range(chance.randint(4, 9)))
    names = [o.id for o in options]
    apart = tuple(tuple(chance.sample(names, chance.choice((2, 2, 3)))) for _ in range(chance.randint(0, 2)))
    return ScheduleProblem(
        start=0,
        end=HORIZON,
        resources=resources,
        tasks=tasks,
        options=options,
        never_together=apart,
        goals=goals,
        before=tuple(chance.sample(names, chance.randint(0, 2))),
    )


def _resource(chance: random.Random, name: str) -> Resource:
    units = chance.choice((1, 1, 2, 3))
    slew = SlewLaw(settle=2, per_second=700) if units == 1 and chance.random() < 0.5 else None
    closed = ((30, 50, chance.choice((1, 9))),) if chance.random() < 0.4 else ()
    limits = []
    if chance.random() < 0.4:
        limits.append(UseLimit(window=50, at_most=30))
    if chance.random() < 0.3:
        limits.append(UseLimit(window=60, at_most=9, of="energy"))
    return Resource(
        id=name,
        units=units,
        setup=chance.choice((0, 3)),
        teardown=chance.choice((0, 2)),
        switch=chance.choice((0, 6)),
        least=chance.choice((0, 8)),
        closed=closed,
        slew=slew,
        limits=tuple(limits),
    )


def _use(chance: random.Random, resource: Resource, serves: str = "") -> ResourceUse:
    start = chance.randint(0, HORIZON - 10)
    angles = [(chance.randint(-20, 20) * 1000, 0) for _ in range(2)]
    return ResourceUse(
        resource=resource.id,
        start=start,
        end=min(HORIZON + 3, start + chance.randint(5, 25)),
        units=chance.randint(1, 2),
        serves=serves,
        pointing=(angles[0], angles[1]) if resource.slew else None,
        energy=chance.randint(0, 5),
    )


def _shared(chance: random.Random, resource: Resource) -> ResourceUse:
    return _use(chance, resource, serves="a pass for several")


def _option(
    chance: random.Random,
    number: int,
    resources: tuple[Resource, ...],
    tasks: tuple[Task, ...],
    goals: tuple[Goal, ...],
    shared: dict[str, ResourceUse],
) -> TaskOption:
    held = chance.sample(resources, chance.randint(1, len(resources)))
    uses = tuple(shared[r.id] if chance.random() < 0.3 else _use(chance, r) for r in held)
    return TaskOption(
        id=f"o{number}",
        task=chance.choice(tasks).id,
        value=chance.randint(0, 6),
        chance=chance.choice((1000, 1000, 600)),
        ready=chance.choice((None, max(u.end for u in uses) + 3)),
        uses=uses,
        counts=(("g", chance.randint(1, 20)),) if goals else (),
    )


def sound_choices(problem: ScheduleProblem) -> list[tuple[str, ...]]:
    """Every choice in which the judge finds nothing: leaving one out of a sound choice leaves it sound."""
    found: list[tuple[str, ...]] = [()]
    for option in problem.options:
        found += [
            (*chosen, option.id) for chosen in found if not choice_faults((*chosen, option.id), problem)
        ]
    return found


def value_of(problem: ScheduleProblem, chosen: tuple[str, ...]) -> dict[str, int]:
    """What a choice is worth by level, by the words of the docs."""
    taken = [problem.option[name] for name in chosen]
    levels: dict[str, int] = {}
    for rank in (1, 2):
        mine = sum(o.value * o.chance for o in taken if problem.task[o.task].priority == rank)
        for goal in problem.goals:
            counted = sum(n for o in taken for g, n in o.counts if g == goal.id)
            mine += goal.worth * min(goal.up_to, counted) if goal.priority == rank else 0
        levels[f"priority {rank}"] = mine
    levels["delivery"] = -sum(o.ready for o in taken if o.ready is not None)
    levels["stability"] = sum(o.id in problem.before for o in taken)
    return levels


def exact(problem: ScheduleProblem, levels: tuple[str, ...]) -> tuple[int, ...]:
    """The best value there is, level by level."""
    values = (value_of(problem, chosen) for chosen in sound_choices(problem))
    return max(tuple(value[name] for name in levels) for value in values)
