"""Small problems with every kind of term, and the value of a choice by the words of the docs."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from serai.plan.scheduling import Licence, OwnUse, ScheduleProblem, SharingPartner, TaskOption, UseQuota
from tests.plan.scheduling.made import small_problem, sound_choices, value_of

PARTIES = ("a", "b", "c")


def termed_problem(seed: int) -> ScheduleProblem:
    """A small problem whose tasks are asked by three parties under terms, drawn by a seeded generator."""
    chance = random.Random(f"terms {seed}")
    plain = small_problem(seed)
    resources = tuple(
        replace(r, owner=chance.choice(PARTIES), kept_back=((60, 75),) if chance.random() < 0.3 else ())
        for r in plain.resources
    )
    tasks = tuple(replace(t, party=chance.choice(PARTIES)) for t in plain.tasks)
    licences = tuple(
        Licence(id=f"l{k}", nation="X", state=chance.choice(("granted", "granted", "refused", "unknown")))
        for k in range(2)
    )
    options = tuple(
        replace(
            o,
            area=chance.randint(0, 9),
            data=chance.randint(0, 9),
            needs=tuple(one.id for one in licences if chance.random() < 0.2),
        )
        for o in plain.options
    )
    names = tuple(r.id for r in resources)
    shared = chance.random() < 0.5
    termed = replace(
        plain,
        resources=resources,
        tasks=tasks,
        options=options,
        licences=licences,
        quotas=tuple(
            _quota(chance, k, names, tuple(t.party for t in tasks)) for k in range(chance.randint(0, 3))
        ),
        own_uses=_own_uses(chance, names, tuple(r.owner for r in resources)),
        partners=tuple(SharingPartner(id=p, debt=chance.randint(-1, 2)) for p in PARTIES if shared),
        urgent=chance.choice((0, 0, 1)),
        least_change=chance.random() < 0.4,
    )
    sound = [c for c in sound_choices(termed) if c] or [()]
    firm, fixed = chance.choice(sound), chance.choice(sound)
    return replace(
        termed,
        firm=firm if chance.random() < 0.4 else (),
        fixed=fixed[:1] if chance.random() < 0.3 else (),
    )


def _quota(
    chance: random.Random, number: int, resources: tuple[str, ...], parties: tuple[str, ...]
) -> UseQuota:
    of = chance.choice(("images", "time", "area", "data"))
    most = {"images": 2, "time": 40, "area": 12, "data": 12}[of]
    start, end = chance.choice(((None, None), (0, 60), (30, None)))
    return UseQuota(
        id=f"q{number}",
        on=tuple(sorted(chance.sample(resources, chance.randint(1, len(resources))))),
        of=of,
        at_most=None if chance.random() < 0.25 else most,
        taken=chance.choice((0, 0, 1, 50)),
        owner=chance.choice(PARTIES),
        parties=chance.choice(((), (chance.choice(parties),))),
        priorities=chance.choice(((), (), (1,), (2,))),
        start=start,
        end=end,
    )


def _own_uses(
    chance: random.Random, resources: tuple[str, ...], owners: tuple[str, ...]
) -> tuple[OwnUse, ...]:
    if chance.random() < 0.6:
        return ()
    of = chance.choice(("images", "time", "area", "data"))
    at_least = {"images": 2, "time": 30, "area": 7, "data": 7}[of]
    return (OwnUse(id="own", owner=chance.choice(owners), on=resources[:1], at_least=at_least, of=of),)


def unsure(problem: ScheduleProblem, option: TaskOption) -> bool:
    """Whether an option is subject to somebody's word."""
    states = {one.id: one.state for one in problem.licences}
    return any(states[n] == "unknown" for n in option.needs) or any(
        q.at_most is None and of_quota(problem, q, option) for q in problem.quotas
    )


def of_quota(problem: ScheduleProblem, quota: UseQuota, option: TaskOption) -> bool:
    """Whether a quota counts an option."""
    task = problem.task[option.task]
    first = -1000 if quota.start is None else quota.start
    last = 1000 if quota.end is None else quota.end
    return (
        (task.party in quota.parties if quota.parties else task.party != quota.owner)
        and (task.priority in quota.priorities or not quota.priorities)
        and any(u.resource in quota.on and first <= u.start < last for u in option.uses)
    )


def termed_value(problem: ScheduleProblem, chosen: tuple[str, ...]) -> dict[str, int]:
    """What a choice is worth by level, by the words of the docs."""
    levels = value_of(problem, chosen)
    taken = [problem.option[name] for name in chosen]
    for rank in (1, 2):
        mine = [o for o in taken if problem.task[o.task].priority == rank]
        levels[f"priority {rank} with owners' word"] = levels[f"priority {rank}"]
        levels[f"priority {rank}"] -= sum(o.value * o.chance for o in mine if unsure(problem, o))
    levels["own use"] = sum(min(own.at_least, _own_has(problem, own, taken)) for own in problem.own_uses)
    levels["firm bookings"] = sum(name in problem.firm for name in chosen)
    if problem.least_change:
        levels["stability"] = 2 * levels["stability"] - len(chosen)
    return levels


def _own_has(problem: ScheduleProblem, own: OwnUse, taken: list[TaskOption]) -> int:
    """What an owner has of its own use; the time of a use that several options share, once."""
    mine = [
        o
        for o in taken
        if problem.task[o.task].party == own.owner and any(u.resource in own.on for u in o.uses)
    ]
    if own.of != "time":
        return sum({"images": 1, "area": o.area, "data": o.data}[own.of] for o in mine)
    held = {
        (u.resource, u.serves or f"{o.id} {k}", u.start, u.end)
        for o in mine
        for k, u in enumerate(o.uses)
        if u.resource in own.on
    }
    return sum(end - start for *_, start, end in held)


def leximin(
    problem: ScheduleProblem, chosen: tuple[str, ...], dues: Mapping[str, int] = MappingProxyType({})
) -> tuple[int, ...]:
    """What partners have beyond what they are due and owed, the least first."""
    found = []
    for partner in problem.partners:
        tasks = [t for t in problem.tasks if t.party == partner.id and t.priority > problem.urgent]
        sure = {
            t.id: [o.id for o in problem.options if o.task == t.id and o.worth and not unsure(problem, o)]
            for t in tasks
        }
        has = sum(name in chosen for names in sure.values() for name in names)
        found.append(has - dues.get(partner.id, 0) - partner.debt)
    return tuple(sorted(found))


def best_choice(
    problem: ScheduleProblem, levels: tuple[str, ...], dues: Mapping[str, int] = MappingProxyType({})
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The best value of the other levels and the best shares, by trying all; fairness in its place."""
    fair = [k for k, name in enumerate(levels) if name.startswith("fairness")]
    before = levels[: fair[0]] if fair else ()
    after = levels[fair[-1] + 1 :] if fair else levels
    rows = []
    for chosen in sound_choices(problem):
        if set(problem.fixed) <= set(chosen):
            value = termed_value(problem, chosen)
            shared = leximin(problem, chosen, dues) if fair else ()
            rows.append((tuple(value[n] for n in before), shared, tuple(value[n] for n in after)))
    first, shares, last = max(rows)
    return first + last, shares
