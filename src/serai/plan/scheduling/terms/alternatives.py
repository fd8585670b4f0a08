"""Why a task got nothing, or got it late, and the best way to have it after all: what must be agreed for it.

An alternative is true when asked for: with what it names agreed, the plan with it breaks no rule. It is found
by the judge alone: what stands in the way of an option is settled one fault after the other, by a word of an
owner or a nation, by more time, or by bookings that give way (of no higher class, neither fixed nor firm nor
an owner's own use). Where rules stand in the way that nobody can change, there is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from serai.plan.scheduling.judge import choice_faults
from serai.plan.scheduling.left import left_tasks
from serai.plan.scheduling.nouns import TaskOption
from serai.plan.scheduling.problem import ScheduleProblem
from serai.plan.scheduling.result import Effort, Schedule
from serai.plan.scheduling.solvers import scheduled
from serai.plan.scheduling.terms.counting import words_of
from serai.plan.scheduling.terms.judge import amount, own_amount
from serai.plan.scheduling.terms.nouns import GRANTED
from serai.wording import Reason, reason

MOST_SETTLED = 8  # faults of one option: with more, it is no alternative


@dataclass(frozen=True, kw_only=True)
class AlternativeWay:
    """An option of a task, what must be agreed for it, and who gives way to it.

    ``agreed`` is what matters of the problem with all that agreed (the options chosen and those of the task);
    ``chosen`` the plan with the option, sound in it.
    """

    option: TaskOption
    conditions: tuple[Reason, ...]
    gives_way: tuple[str, ...]
    agreed: ScheduleProblem
    chosen: tuple[str, ...]

    @property
    def cost(self) -> tuple[int, int, int, int]:
        """How much it asks of others: bookings that give way, agreements; then its worth, and when."""
        return len(self.gives_way), len(self.conditions), -self.option.worth, self.option.ready or 0


@dataclass(frozen=True, kw_only=True)
class RefusedRequest:
    """A task that got nothing, or got it late: the deciding conflict, and the best alternative (or none).

    ``has`` is the option that it has where it is late, and ``by`` how much earlier the alternative is.
    """

    task: str
    why: Reason
    way: AlternativeWay | None
    has: str = ""
    by: int = 0


@dataclass(frozen=True)
class _Settled:
    """A problem and a choice on the way to a sound one."""

    problem: ScheduleProblem
    others: tuple[str, ...]
    conditions: tuple[Reason, ...] = ()
    gone: tuple[str, ...] = ()


def refused_requests(schedule: Schedule, problem: ScheduleProblem) -> Iterator[RefusedRequest]:
    """Each task that got nothing, with the best of the alternatives that there are."""
    by_task = _by_task(problem)
    for left in left_tasks(schedule, problem):
        mine = by_task[left.task]
        near = _near(problem, schedule.chosen, mine)
        ways = (alternative(option, schedule.chosen, near) for option in mine)
        best = min((w for w in ways if w is not None), key=lambda w: (w.cost, w.option.id), default=None)
        yield RefusedRequest(task=left.task, why=left.why, way=best)


def _by_task(problem: ScheduleProblem) -> Mapping[str, list[TaskOption]]:
    found: dict[str, list[TaskOption]] = defaultdict(list)
    for option in problem.options:
        found[option.task].append(option)
    return found


def late_requests(schedule: Schedule, problem: ScheduleProblem, least: int = 1) -> Iterator[RefusedRequest]:
    """Each task whose result could be down by ``least`` earlier, with what it takes."""
    by_task = _by_task(problem)
    for name in schedule.chosen:
        has = problem.option[name]
        others = tuple(n for n in schedule.chosen if n != name)
        earlier = [o for o in by_task[has.task] if _down(o) <= _down(has) - least and o.worth >= has.worth]
        near = _near(problem, others, earlier) if earlier else problem
        ways = (alternative(option, others, near) for option in earlier)
        best = min(
            (w for w in ways if w is not None),
            key=lambda w: (w.cost[:2], _down(w.option), w.option.id),
            default=None,
        )
        if best is not None:
            faults = choice_faults((*others, best.option.id), problem)
            certain = not words_of(best.option, problem)
            first = reason("alternative.others_first" if certain else "alternative.certain_first")
            why = faults[0] if faults else first
            by = _down(has) - _down(best.option)
            yield RefusedRequest(task=has.task, why=why, way=best, has=name, by=by)


def _near(problem: ScheduleProblem, chosen: Sequence[str], mine: Sequence[TaskOption]) -> ScheduleProblem:
    """The problem with the options that are chosen and those of one task alone: small, so soon tried."""
    there = {*chosen, *(o.id for o in mine)}
    options = tuple(o for o in problem.options if o.id in there)
    resources = {u.resource for o in options for u in o.uses}
    resources.update(*(quota.on for quota in problem.quotas), *(own.on for own in problem.own_uses))
    return replace(
        problem,
        resources=tuple(r for r in problem.resources if r.id in resources),
        options=options,
        never_together=tuple(n for n in problem.never_together if there.issuperset(n)),
        before=(),
        firm=tuple(n for n in problem.firm if n in there),
        fixed=tuple(n for n in problem.fixed if n in there),
    )


def _down(option: TaskOption) -> int:
    return option.ready if option.ready is not None else max((u.end for u in option.uses), default=0)


def alternative(option: TaskOption, chosen: Sequence[str], problem: ScheduleProblem) -> AlternativeWay | None:
    """What it takes to add an option to a choice; None where nothing that anybody can agree to does."""
    now = _Settled(problem, tuple(chosen))
    for _ in range(MOST_SETTLED):
        faults = choice_faults((*now.others, option.id), now.problem)
        if not faults:
            return AlternativeWay(
                option=option,
                conditions=(*now.conditions, *_words(option, now.problem)),
                gives_way=now.gone,
                agreed=now.problem,
                chosen=(*now.others, option.id),
            )
        settled = _settled(faults[0], option, now)
        if settled is None:
            return None
        now = settled
    return None


def _words(option: TaskOption, problem: ScheduleProblem) -> Iterator[Reason]:
    """Whose word it takes besides: an unknown quota or licence is neither refused nor granted."""
    needed = words_of(option, problem)
    for quota in (q for q in problem.quotas if q.id in needed):
        yield reason("alternative.word", owner=quota.owner, quota=quota.id)
    for licence in (one for one in problem.licences if one.id in needed):
        yield reason("alternative.licence", nation=licence.nation, licence=licence.id)


def _settled(fault: Reason, option: TaskOption, now: _Settled) -> _Settled | None:
    """The problem and the choice without one fault; None where it is not for anybody to settle."""
    how = SETTLING.get(fault.key)
    return how(fault.values, option, now) if how is not None else None


def _more_of_a_quota(values: Mapping[str, object], _: TaskOption, now: _Settled) -> _Settled | None:
    quota = next(q for q in now.problem.quotas if q.id == values["quota"])
    assert quota.at_most is not None
    total = values["total"]
    assert isinstance(total, Reason)
    counted = total.values["count"]
    assert isinstance(counted, int)
    by = quota.taken + counted - quota.at_most
    raised = replace(quota, at_most=quota.at_most + by)
    quotas = tuple(raised if q.id == quota.id else q for q in now.problem.quotas)
    said = reason("alternative.quota", owner=quota.owner, by=amount(quota.of, by), quota=quota.id)
    return _with(now, replace(now.problem, quotas=quotas), said)


def _a_licence(values: Mapping[str, object], _: TaskOption, now: _Settled) -> _Settled | None:
    licences = tuple(
        replace(one, state=GRANTED) if one.id == values["licence"] else one for one in now.problem.licences
    )
    said = reason("alternative.licence", nation=values["nation"], licence=values["licence"])
    return _with(now, replace(now.problem, licences=licences), said)


def _a_window(values: Mapping[str, object], _: TaskOption, now: _Settled) -> _Settled | None:
    span = (values["start"], values["end"])
    resources = tuple(
        replace(r, kept_back=tuple(k for k in r.kept_back if k != span)) if r.id == values["resource"] else r
        for r in now.problem.resources
    )
    said = reason(
        "alternative.kept_back",
        owner=values["owner"],
        resource=values["resource"],
        start=span[0],
        end=span[1],
    )
    return _with(now, replace(now.problem, resources=resources), said)


def _more_time(values: Mapping[str, object], option: TaskOption, now: _Settled) -> _Settled | None:
    in_hand, due = values["in_hand"], values["due"]
    assert isinstance(in_hand, int)
    assert isinstance(due, int)
    tasks = tuple(replace(t, due=in_hand) if t.id == option.task else t for t in now.problem.tasks)
    said = reason("alternative.later", by=_length(in_hand - due, now.problem))
    return _with(now, replace(now.problem, tasks=tasks), said)


def _with(now: _Settled, problem: ScheduleProblem, said: Reason) -> _Settled:
    return replace(now, problem=problem, conditions=(*now.conditions, said))


def _gives_way(values: Mapping[str, object], option: TaskOption, now: _Settled) -> _Settled | None:
    """The booking of the least worth among those that may give way leaves the choice."""
    told = values.get("options", (values.get("first"), values.get("second")))
    assert isinstance(told, tuple)
    may = [str(name) for name in told if name in now.others and _may_give_way(str(name), option, now.problem)]
    if not may:
        return None
    least = min(may, key=lambda n: (-_rank(n, now.problem), now.problem.option[n].worth, n))
    return replace(now, others=tuple(n for n in now.others if n != least), gone=(*now.gone, least))


def _rank(name: str, problem: ScheduleProblem) -> int:
    return problem.task[problem.option[name].task].priority


def _may_give_way(name: str, option: TaskOption, problem: ScheduleProblem) -> bool:
    rank = problem.task[option.task].priority
    firm = name in problem.firm and rank > problem.urgent
    own = any(own_amount(one, (name,), problem) for one in problem.own_uses)
    return _rank(name, problem) >= rank and name not in problem.fixed and not firm and not own


SETTLING: Mapping[str, Callable[[Mapping[str, object], TaskOption, _Settled], _Settled | None]] = {
    "schedule_faults.quota": _more_of_a_quota,
    "schedule_faults.licence": _a_licence,
    "schedule_faults.kept_back": _a_window,
    "schedule_faults.late": _more_time,
    "schedule_faults.too_much": _gives_way,
    "schedule_faults.turning": _gives_way,
    "schedule_faults.together": _gives_way,
    "schedule_faults.too_often": _gives_way,
}


def asked_with(way: AlternativeWay, problem: ScheduleProblem) -> ScheduleProblem:
    """The whole problem when an alternative is asked for: what it names agreed, its option fixed."""
    opened = way.agreed.resource
    return replace(
        problem,
        resources=tuple(opened.get(r.id, r) for r in problem.resources),
        tasks=way.agreed.tasks,
        quotas=way.agreed.quotas,
        licences=way.agreed.licences,
        fixed=tuple(dict.fromkeys((*problem.fixed, way.option.id))),
    )


def planned_with(
    way: AlternativeWay, problem: ScheduleProblem, effort: Effort | None = None, solver: str | None = None
) -> Schedule:
    """The plan when an alternative is asked for: all else again."""
    return scheduled(asked_with(way, problem), solver=solver, effort=effort)


def way_in_words(of: RefusedRequest, problem: ScheduleProblem) -> Reason:
    """The best alternative of a request in a sentence."""
    if of.way is None:
        return reason("alternative.none")
    conditions = list(of.way.conditions)
    if of.way.gives_way:
        conditions.append(reason("alternative.gives_way", options=of.way.gives_way))
    if of.has:
        by = _length(of.by, problem)
        return reason("alternative.earlier", option=of.way.option.id, by=by, conditions=tuple(conditions))
    return reason("alternative.take", option=of.way.option.id, conditions=tuple(conditions))


def _length(units: int, problem: ScheduleProblem) -> Reason:
    """A length of time: a duration where the problem's unit is the second, else the number."""
    if problem.epoch:
        return reason("alternative.seconds", length=float(units))
    return reason("alternative.units", length=units)
