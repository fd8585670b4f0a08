"""What is wrong with a schedule under its terms, judged from the problem alone.

It shares no code with any solver: what a quota counts is worked out here a second time, from its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from serai.plan.scheduling.nouns import ResourceUse, TaskOption
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.terms.nouns import REFUSED, OwnUse, UseQuota
from serai.wording import Reason, reason

Faults = Callable[[Sequence[str], ScheduleProblem], Sequence[Reason]]
AMOUNTS_SAID: Mapping[str, Callable[[int], Reason]] = {
    "images": lambda count: reason("schedule_faults.images", count=count),
    "time": lambda count: reason("schedule_faults.time", count=count),
    "area": lambda count: reason("schedule_faults.area", count=count),
    "data": lambda count: reason("schedule_faults.data", count=count),
}


def amount(of: str, count: int) -> Reason:
    """An amount in words, by what a term counts."""
    return AMOUNTS_SAID[of](count)


def term_faults(options: Sequence[TaskOption], problem: ScheduleProblem) -> Iterator[Reason]:
    """Every term that a choice of options breaks."""
    refused = {one.id: one.nation for one in problem.licences if one.state == REFUSED}
    for option in options:
        yield from _kept_back(option, problem)
        for name in option.needs:
            if name in refused:
                yield reason("schedule_faults.licence", option=option.id, licence=name, nation=refused[name])
    for quota in problem.quotas:
        yield from _beyond(quota, [o for o in options if _asked_under(quota, o, problem)])


def _beyond(quota: UseQuota, mine: Sequence[TaskOption]) -> Iterator[Reason]:
    total = _total(quota, mine)
    if quota.at_most is not None and total > max(0, quota.at_most - quota.taken):
        yield reason(
            "schedule_faults.quota", quota=quota.id, total=amount(quota.of, total), before=quota.taken,
            most=quota.at_most, options=tuple(o.id for o in mine),
        )  # fmt: skip


def _kept_back(option: TaskOption, problem: ScheduleProblem) -> Iterator[Reason]:
    asks = problem.task[option.task].party
    for use in option.uses:
        resource = problem.resource[use.resource]
        held = (use.start - resource.setup, use.end + resource.teardown)
        for start, end in resource.kept_back:
            if (not asks or asks != resource.owner) and max(start, held[0]) < min(end, held[1]):
                yield reason(
                    "schedule_faults.kept_back", resource=resource.id, owner=resource.owner, start=start,
                    end=end, option=option.id,
                )  # fmt: skip


def _asked_under(quota: UseQuota, option: TaskOption, problem: ScheduleProblem) -> bool:
    task = problem.task[option.task]
    if quota.priorities and task.priority not in quota.priorities:
        return False
    if quota.parties:
        return task.party in quota.parties and bool(_uses(quota, option))
    return task.party != quota.owner and bool(_uses(quota, option))


def _uses(term: UseQuota | OwnUse, option: TaskOption) -> list[ResourceUse]:
    """The uses of an option that a term speaks of."""
    there = [use for use in option.uses if use.resource in term.on]
    if term.start is not None:
        there = [use for use in there if not use.start < term.start]
    if term.end is not None:
        there = [use for use in there if not use.start >= term.end]
    return there


def _total(quota: UseQuota | OwnUse, options: Sequence[TaskOption]) -> int:
    if quota.of == "images":
        return len(options)
    if quota.of == "area":
        return sum(o.area for o in options)
    if quota.of == "data":
        return sum(o.data for o in options)
    lasts: dict[object, int] = {}
    for option in options:
        for number, use in enumerate(_uses(quota, option)):
            purpose = (use.resource, use.serves) if use.serves else (option.id, number)
            lasts[purpose] = use.end - use.start
    return sum(lasts.values())


def omissions(chosen: Sequence[str], problem: ScheduleProblem, broken: Faults) -> Iterator[Reason]:
    """What a choice leaves out against the terms; ``broken`` says what a choice breaks.

    What is fixed is chosen. A firm booking gives way to urgent classes alone. An owner has its least own use
    before others have what is its own.
    """
    there = set(chosen)
    for name in problem.fixed:
        if name not in there:
            yield reason("schedule_faults.fixed", option=name)
    owned = [name for own in problem.own_uses for name in chosen if own_amount(own, (name,), problem)]
    yield from _displaced(chosen, problem, broken, owned)
    for own in problem.own_uses:
        yield from _own_use(own, chosen, problem, broken, owned)


def _displaced(
    chosen: Sequence[str], problem: ScheduleProblem, broken: Faults, owned: Sequence[str]
) -> Iterator[Reason]:
    firm = {*problem.firm, *problem.fixed}
    stay = dict.fromkeys((*owned, *(n for n in chosen if n in firm or _urgent(n, problem))))
    for name in problem.firm:
        if name not in chosen and not broken((*stay, name), problem):
            yield reason("schedule_faults.firm", option=name)


def _urgent(name: str, problem: ScheduleProblem) -> bool:
    """Whether an option serves an urgent class, or adds to a goal of one."""
    option = problem.option[name]
    wanted = {goal.id for goal in problem.goals if goal.priority <= problem.urgent}
    return problem.task[option.task].priority <= problem.urgent or any(g in wanted for g, _ in option.counts)


def own_amount(own: OwnUse, chosen: Sequence[str], problem: ScheduleProblem) -> int:
    """What a choice gives an owner of its own use."""
    mine = [problem.option[name] for name in dict.fromkeys(chosen)]
    mine = [o for o in mine if problem.task[o.task].party == own.owner and _uses(own, o)]
    return _total(own, mine)


def _own_use(
    own: OwnUse, chosen: Sequence[str], problem: ScheduleProblem, broken: Faults, owned: Sequence[str]
) -> Iterator[Reason]:
    """An option of the owner's that would fit if what counts for no owner's own use gave way."""
    has = own_amount(own, chosen, problem)
    if has >= own.at_least:
        return
    stay = tuple(dict.fromkeys((*owned, *(n for n in chosen if n in problem.fixed))))
    for option in problem.options:
        more = own_amount(own, (*chosen, option.id), problem) > has
        if more and not broken((*stay, option.id), problem):
            yield reason(
                "schedule_faults.own_use", own=own.id, owner=own.owner, has=amount(own.of, has),
                least=own.at_least,
                option=option.id,
            )  # fmt: skip
            return


def unsure(problem: ScheduleProblem) -> frozenset[str]:
    """The options that are subject to somebody's word."""
    asked = {one.id for one in problem.licences if one.state not in ("granted", REFUSED)}
    unknown = [quota for quota in problem.quotas if quota.at_most is None]
    return frozenset(
        o.id
        for o in problem.options
        if asked & set(o.needs) or any(_asked_under(quota, o, problem) for quota in unknown)
    )


def dues_wrong(dues: Mapping[str, int], problem: ScheduleProblem) -> Iterator[Reason]:
    """What a schedule cannot say of dues: of nobody, below zero, more than was asked for, or nothing."""
    asked = {p.id: 0 for p in problem.partners}
    for task in problem.tasks:
        if task.party in asked and task.priority > problem.urgent:
            asked[task.party] += task.at_most
    for name, due in dues.items():
        if name not in asked or not 0 <= due <= asked[name]:
            yield reason("schedule_faults.due", partner=name, due=due, most=asked.get(name, 0))
    untold = [p.id for p in problem.partners if p.due is None and p.id not in dues]
    if untold and any(p.debt for p in problem.partners):
        yield reason("schedule_faults.no_due", partner=untold[0])


def shared_worth(
    chosen: Sequence[str], problem: ScheduleProblem, height: int, dues: Mapping[str, int]
) -> int:
    """What all partners have up to a height of the water: min(has, height + due + owed) over partners."""
    words = unsure(problem)
    sure = [o for o in problem.options if o.id not in words and o.value * o.chance > 0]
    total = 0
    for partner in problem.partners:
        mine = [t for t in problem.tasks if t.party == partner.id and t.priority > problem.urgent]
        there = [o for o in sure if any(o.task == t.id for t in mine)]
        could = sum(min(t.at_most, len([o for o in there if o.task == t.id])) for t in mine)
        total += min(
            len({o.id for o in there} & set(chosen)),
            could,
            max(0, height + partner.debt + dues.get(partner.id, partner.due or 0)),
        )
    return total
