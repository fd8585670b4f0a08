"""Terms of a plan as data: what is refused or late with its best alternative, and how full each quota is."""

from __future__ import annotations

from collections.abc import Iterator

from serai.plan.scheduling import Schedule, ScheduleProblem
from serai.plan.scheduling.terms.alternatives import RefusedRequest, way_in_words
from serai.plan.scheduling.terms.counting import taken_by
from serai.plan.scheduling.terms.nouns import TIME
from serai.pool.naming import party_name
from serai.questions.corridor_plan import CorridorPlan
from serai.questions.plans.refused import RefusedResult, refused_results
from serai.time import Instant
from serai.wording import plural

Answer = dict[str, object]


def refused_answer(of: CorridorPlan) -> list[Answer]:
    """Each result that is refused or late: why, the best alternative in words, and what must be agreed."""
    return [
        {
            "need": one.need,
            "why": str(one.why),
            "late_s": one.late_s,
            "alternative": str(one.says),
            "agree": [str(said) for said in one.agree],
            "gives_way": [of.horizon.need_of[of.horizon.problem.option[n].task] for n in one.gives_way],
        }
        for one in refused_results(of)
    ]


def refused_lines(of: CorridorPlan) -> Iterator[str]:
    """The same in a line each: the need, the conflict, what would do."""
    yield from dict.fromkeys(map(_line, refused_results(of)))


def _line(one: RefusedResult) -> str:
    return f"{one.need}: {one.why}; {one.says}"


def quotas_answer(schedule: Schedule, problem: ScheduleProblem) -> list[Answer]:
    """How much of each quota the plan takes, what was taken before, what is allowed (None: unknown)."""
    return [
        {
            "id": quota.id,
            "owner": quota.owner,
            "of": quota.of,
            "start": moment_of(quota.start, problem),
            "end": moment_of(quota.end, problem),
            "at_most": quota.at_most,
            "taken_before": quota.taken,
            "planned": taken_by(quota, schedule.chosen, problem),
        }
        for quota in problem.quotas
    ]


def quota_lines(of: CorridorPlan) -> Iterator[str]:
    """A line for each quota of which something is planned, or was taken before."""
    problem, pool = of.horizon.problem, of.corridor.pool
    for quota in problem.quotas:
        planned = taken_by(quota, of.schedule.chosen, problem)
        owner = party_name(pool, quota.owner)
        told = f"{planned:,} s" if quota.of == TIME else plural(planned, "image")
        if quota.at_most is None and planned:
            yield f"{quota.id}: {told} planned; {owner} has not said how many it allows"
        elif quota.at_most is not None and (planned or quota.taken):
            before = f" and {quota.taken:,} taken before" if quota.taken else ""
            yield f"{quota.id}: {told} planned{before}, of {quota.at_most:,} that {owner} allows"


def moment_of(at: int | None, problem: ScheduleProblem) -> str | None:
    """A time of a problem that has an epoch, in UTC."""
    if at is None or not problem.epoch:
        return None
    return Instant.from_utc(problem.epoch).plus(seconds=float(at)).utc(0)


def alternative_answer(one: RefusedRequest, problem: ScheduleProblem) -> Answer:
    """The alternative of a task of a bare problem: in words, its option, what to agree, who gives way."""
    way = one.way
    return {
        "says": str(way_in_words(one, problem)),
        "option": None if way is None else way.option.id,
        "agree": [] if way is None else [str(said) for said in way.conditions],
        "gives_way": [] if way is None else list(way.gives_way),
    }
