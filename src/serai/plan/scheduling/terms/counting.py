"""What solvers count under terms: the amounts that options take of a quota, and who waits for a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from serai.plan.scheduling.nouns import ResourceUse, TaskOption
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.terms.nouns import AREA, DATA, TIME, UNKNOWN, OwnUse, UseQuota


@dataclass(frozen=True, slots=True)
class Charge:
    """What an option takes; charges that serve the same are taken once."""

    option: int
    amount: int
    serves: tuple[str, str] | None = None


def charges(quota: UseQuota, problem: ScheduleProblem) -> Iterator[Charge]:
    """What each option takes of a quota."""
    for place, option in enumerate(problem.options):
        if counted(quota, option, problem):
            yield from _taken(quota, place, option)


def taken_by(quota: UseQuota, chosen: Collection[str], problem: ScheduleProblem) -> int:
    """How much of a quota a choice of options takes; what several of them share, once."""
    there, once = set(chosen), dict[object, int]()
    for number, charge in enumerate(charges(quota, problem)):
        if problem.options[charge.option].id in there:
            once[charge.serves or number] = charge.amount
    return sum(once.values())


def counted(quota: UseQuota, option: TaskOption, problem: ScheduleProblem) -> bool:
    """Whether a quota speaks of an option at all."""
    task = problem.task[option.task]
    asks = task.party in quota.parties if quota.parties else task.party != quota.owner
    ranked = not quota.priorities or task.priority in quota.priorities
    return asks and ranked and any(_of_it(quota, use) for use in option.uses)


def _of_it(term: UseQuota | OwnUse, use: ResourceUse) -> bool:
    begun = term.start is None or use.start >= term.start
    return use.resource in term.on and begun and (term.end is None or use.start < term.end)


def _taken(quota: UseQuota | OwnUse, place: int, option: TaskOption) -> Iterator[Charge]:
    if quota.of != TIME:
        yield Charge(place, _amount(quota.of, option))
        return
    for use in option.uses:
        if _of_it(quota, use):
            shared = (use.resource, use.serves) if use.serves else None
            yield Charge(place, use.end - use.start, shared)


def _amount(of: str, option: TaskOption) -> int:
    return {AREA: option.area, DATA: option.data}.get(of, 1)


@dataclass(frozen=True, slots=True)
class SharedAmount:
    """What any of some options, by place, adds once: the time of a use that they share."""

    amount: int
    options: frozenset[int]


def own_amounts(own: OwnUse, problem: ScheduleProblem) -> tuple[dict[int, int], tuple[SharedAmount, ...]]:
    """What each option adds to an owner's own use, by place, and what several of them add once."""
    alone: dict[int, int] = defaultdict(int)
    shared: dict[tuple[str, str], tuple[int, set[int]]] = {}
    for place, option in enumerate(problem.options):
        mine = problem.task[option.task].party == own.owner and any(_of_it(own, u) for u in option.uses)
        for charge in _taken(own, place, option) if mine else ():
            if charge.serves is None:
                alone[place] += charge.amount
            else:
                shared.setdefault(charge.serves, (charge.amount, set()))[1].add(place)
    return dict(alone), tuple(SharedAmount(n, frozenset(of)) for n, of in shared.values())


def words_needed(problem: ScheduleProblem) -> dict[str, tuple[str, ...]]:
    """The options that are subject to a word, with the unknown quotas and licences that they need."""
    words = {o.id: words_of(o, problem) for o in problem.options} if _unknown(problem) else {}
    return {name: needed for name, needed in words.items() if needed}


def words_of(option: TaskOption, problem: ScheduleProblem) -> tuple[str, ...]:
    """The unknown quotas and licences that an option needs."""
    quotas, licences = _unknown(problem) or ((), frozenset())
    under = (quota.id for quota in quotas if counted(quota, option, problem))
    return (*under, *(name for name in option.needs if name in licences))


def _unknown(problem: ScheduleProblem) -> tuple[tuple[UseQuota, ...], frozenset[str]] | None:
    """The quotas and the licences of which nobody knows; None where there are none."""
    licences = frozenset(one.id for one in problem.licences if one.state == UNKNOWN)
    quotas = tuple(quota for quota in problem.quotas if quota.at_most is None)
    return (quotas, licences) if quotas or licences else None
