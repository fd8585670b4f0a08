"""What a plan refuses or gives late: the deciding conflict, and the best alternative, true when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from serai.plan.scheduling.terms.alternatives import (
    RefusedRequest,
    late_requests,
    refused_requests,
    way_in_words,
)
from serai.plan.scheduling.told import in_words
from serai.questions.corridor_plan import CorridorPlan
from serai.questions.plans.replan import booking_names
from serai.wording import Reason

LATE_S = 3600  # a result that could be down so much earlier is told of


@dataclass(frozen=True, kw_only=True)
class RefusedResult:
    """A result that a need wanted: refused, or ``late_s`` later than the alternative; why, and what would do.

    ``agree`` is what must be allowed, ``gives_way`` the bookings that would go; ``option`` is empty where
    nothing that an owner could agree to would serve it.
    """

    need: str
    task: str
    why: Reason
    says: Reason
    option: str
    agree: tuple[Reason, ...]
    gives_way: tuple[str, ...]
    late_s: int


def refused_results(of: CorridorPlan) -> tuple[RefusedResult, ...]:
    """The results that got nothing, then those an hour late or more, by need."""
    problem = of.horizon.problem
    names = booking_names(of.horizon, of.corridor)
    start = of.horizon.span.start
    carried = {option.task for option in problem.options}

    def told(found: Iterator[RefusedRequest]) -> Iterator[RefusedResult]:
        def said(what: Reason) -> Reason:
            return in_words(what, names, lambda at: start.plus(seconds=float(at)).utc(0))

        for one in found:
            way = one.way
            if one.task in carried:
                yield RefusedResult(
                    need=of.horizon.need_of[one.task],
                    task=one.task,
                    why=said(one.why),
                    says=said(way_in_words(one, problem)),
                    option="" if way is None else way.option.id,
                    agree=() if way is None else tuple(map(said, way.conditions)),
                    gives_way=() if way is None else way.gives_way,
                    late_s=one.by,
                )

    nothing = sorted(told(refused_requests(of.schedule, problem)), key=lambda r: (r.need, r.task))
    late = sorted(told(late_requests(of.schedule, problem, LATE_S)), key=lambda r: (r.need, r.task))
    return (*nothing, *late)
